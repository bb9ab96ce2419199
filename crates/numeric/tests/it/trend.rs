//! Recent trends against the examples of PHEindicatormethods' trend markers.

use cm_numeric::trend::{Direction, Recent, of_numbers, of_shares};

use crate::golden::{Rows, beside, groups, must, number};

const FOLDER: &str = "phe/fixtures/testdata_trend_markers__testdata_";

/// One column, when no cell of it is empty.
fn column(rows: &Rows, name: &str) -> Option<Vec<f64>> {
    rows.iter().map(|row| number(row, name)).collect()
}

fn numbers(rows: &Rows) -> Option<Recent> {
    let [times, values, lower, upper] = ["Year", "Value", "LL", "UL"].map(|name| column(rows, name));
    of_numbers(&times?, &values?, &lower?, &upper?, 0.95)
}

fn shares(rows: &Rows) -> Option<Recent> {
    let [times, counts, totals] = ["Year", "Count", "denominator"].map(|name| column(rows, name));
    of_shares(&times?, &counts?, &totals?)
}

fn check(rows: &Rows, found: Option<Recent>, figures: bool) {
    let row = rows.last().unwrap();
    let word = match found.map(|it| it.direction) {
        None => "Cannot be calculated",
        Some(Direction::Rising) => "Increasing",
        Some(Direction::Falling) => "Decreasing",
        Some(Direction::Level | Direction::OneReading) => "No significant change",
    };
    assert_eq!(word, row["recent_trend"], "{row:?}");
    if figures && let Some(found) = found {
        assert!(
            (found.chi_square - must(row, "Significance")).abs() < 5.1e-5,
            "{found:?}"
        );
        assert!((found.slope - must(row, "Gradient")).abs() < 5.1e-5, "{found:?}");
    }
}

#[test]
fn numbers_with_intervals_agree() {
    for name in ["other_trends", "other_6"] {
        let Some(rows) = beside(&format!("{FOLDER}{name}.csv")) else {
            return;
        };
        check(&rows, numbers(&rows), true);
    }
    let Some(rows) = beside(&format!("{FOLDER}other_grouped.csv")) else {
        return;
    };
    for (_, rows) in groups(rows, "Ethnicity") {
        check(&rows, numbers(&rows), true);
    }
}

#[test]
fn shares_agree() {
    let (Some(rows), Some(grouped)) = (
        beside(&format!("{FOLDER}prop_trends.csv")),
        beside(&format!("{FOLDER}prop_grouped.csv")),
    ) else {
        return;
    };
    check(&rows, shares(&rows), true);
    for (name, mut rows) in groups(grouped, "Ethnicity") {
        check(&rows, shares(&rows), false);
        // The figures beside a series with a year missing are those of readings counted one to five.
        if name == "Other ethnic group" {
            for (at, row) in rows.iter_mut().enumerate() {
                row.insert("Year".to_owned(), at.to_string());
            }
        }
        check(&rows, shares(&rows), true);
    }
}
