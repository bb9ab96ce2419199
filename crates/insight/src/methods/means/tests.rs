use std::path::Path;

use cm_framework::Unit;
use cm_kernel::{Absence, Reading};

use super::Means;
use crate::made::{month, own, question, ratio, visits};
use crate::{Chart, Insight, Method};

fn asked(rows: &[(&'static str, f64)], settings: &[(&str, &str)]) -> Insight {
    let at = |(at, (place, value)): (u32, &(&'static str, f64))| (month(at), *place, Reading::Value(*value));
    let set = own((0..).zip(rows).map(at));
    let asked = settings
        .iter()
        .fold(question(&visits()), |so_far, (name, value)| so_far.set(name, *value));
    Means.ask(&set, &asked).unwrap()
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

/// Mean 2, standard deviation 1, and Student's quantile of two degrees of freedom at 97.5%.
#[test]
fn the_interval_is_students() {
    let insight = asked(&[("a", 1.0), ("a", 2.0), ("a", 3.0)], &[]);
    let a = insight.figure("a").unwrap();
    let half = 4.302_652_729_696_142 / 3.0_f64.sqrt();
    assert!(close(a.value.unwrap(), 2.0) && close(a.lower.unwrap(), 2.0 - half) && close(a.upper.unwrap(), 2.0 + half));
    assert_eq!(a.n, Some(3.0));
}

#[test]
fn means_of_areas_are_those_published() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden/numbers/phe/fixtures");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (Some(rows), Some(wanted)) = (
        read("testdata_Mean__testdata_Mean.csv"),
        read("testdata_Mean__testdata_Mean_results.csv"),
    ) else {
        println!("left out: testdata_Mean is not here");
        return;
    };
    let rows: Vec<(String, f64)> = rows
        .replace('"', "")
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').unwrap())
        .map(|(area, value)| (area.to_owned(), value.parse().unwrap()))
        .collect();
    let set = || {
        own((0..)
            .zip(&rows)
            .map(|(at, (area, value))| (month(at), area.as_str(), Reading::Value(*value))))
    };
    for (level, columns) in [("95", [5, 6]), ("99.8", [7, 8])] {
        let insight = Means.ask(&set(), &question(&visits()).set("level", level)).unwrap();
        let mut seen = 0;
        for line in wanted.replace('"', "").lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |at: usize| cells[at].parse::<f64>().unwrap();
            let Some(found) = insight.figure(cells[0]) else {
                // Of all areas together: where they are one place.
                let together = rows
                    .iter()
                    .zip(0..)
                    .map(|((_, value), at)| (month(at), "all", Reading::Value(*value)));
                let insight = Means
                    .ask(&own(together), &question(&visits()).set("level", level))
                    .unwrap();
                assert!(close(insight.figure("all").unwrap().upper.unwrap(), number(columns[1])));
                continue;
            };
            seen += 1;
            assert!(close(found.value.unwrap(), number(4)) && found.n == Some(number(2)));
            assert!(close(found.lower.unwrap(), number(columns[0])) && close(found.upper.unwrap(), number(columns[1])));
        }
        assert_eq!(seen, 2);
    }
}

#[test]
fn readings_that_are_all_alike_never_stand_apart() {
    let insight = asked(&[("a", 5.0), ("a", 5.0), ("b", 9.0), ("b", 9.0)], &[]);
    assert!(!insight.has_signal());
    assert!(insight.findings.iter().any(|it| it.rule == "all-alike"));
}

#[test]
fn one_place_is_told_by_population_group() {
    let set = own([
        (month(0), "a", Reading::Value(4.0)),
        (month(1), "a", Reading::Value(6.0)),
    ]);
    let insight = Means.ask(&set, &question(&visits()).set("by", "group")).unwrap();
    assert_eq!(insight.figures.len(), 1);
    assert_eq!(insight.figures[0].name, "all");
}

#[test]
fn a_single_reading_is_left_out_and_said_and_small_numbers_are_said_too() {
    let insight = asked(&[("a", 0.001), ("a", 0.002), ("b", 0.003)], &[]);
    let said = |rule: &str| {
        let found = insight.findings.iter().find(|it| it.rule == rule);
        found.map(|it| it.sentence.clone()).unwrap_or_default()
    };
    assert_eq!(
        said("left-out"),
        "1 place is left out (`b` with a single reading); none of them counts as nought."
    );
    assert!(
        insight.figure("a").unwrap().statement.contains("0.00150 visits"),
        "{:?}",
        insight.figures
    );
    assert!(matches!(insight.chart, Chart::Intervals(chart) if chart.reference.is_none()));
}

#[test]
fn what_has_no_mean_is_refused() {
    let code = |rows: &[Reading]| {
        let set = own((0..).zip(rows).map(|(at, it)| (month(at), "a", *it)));
        Means.ask(&set, &question(&Unit::Share)).unwrap_err().code
    };
    assert_eq!(code(&[ratio(1.0, 2.0), ratio(1.0, 3.0)]), "insight/is-a-share");
    assert_eq!(code(&[Reading::Absent(Absence::Refused)]), "insight/no-numbers");
    assert_eq!(code(&[Reading::Value(2.0)]), "insight/too-few-readings");
    assert_eq!(
        code(&[Reading::Value(1e308), Reading::Value(-1e308)]),
        "insight/undefined"
    );
}
