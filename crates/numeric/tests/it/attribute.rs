//! Run charts and charts of counts, shares, rates and gaps against qicharts2 0.8.1.

use std::collections::BTreeMap;

use cm_numeric::process::{AttributeChart, Better, Kind, Rule, Side, Tallies, Tally, attribute_chart, run_count};

use crate::golden::{Rows, beside, close, groups, kept, must, number};

/// What a file was made with.
#[derive(Clone, Copy)]
struct Made {
    kind: Kind,
    freeze: Option<usize>,
    screen: bool,
    multiply: f64,
}

fn plain(kind: Kind) -> Made {
    Made {
        kind,
        freeze: None,
        screen: false,
        multiply: 1.0,
    }
}

/// Checks every point of every organisation; the number of points checked.
fn check(name: &str, rows: Rows, made: Made) -> usize {
    let mut checked = 0;
    for (place, rows) in groups(rows, "facet1") {
        let tallies: Vec<Option<Tally>> = rows
            .iter()
            .map(|row| {
                let count = number(row, "y.sum")?;
                match number(row, "n") {
                    Some(size) => Some(Tally { count, size }),
                    None => Some(Tally::of(count)),
                }
            })
            .collect();
        let series = Tallies {
            baseline: made.freeze,
            screen: made.screen,
            ..Tallies::new(&tallies, Better::Higher)
        };
        let chart = attribute_chart(&series, made.kind);
        for (at, row) in rows.iter().enumerate() {
            same_point(&format!("{name} {place} {at}"), row, &chart, at, made.multiply);
            checked += 1;
        }
        same_runs(&format!("{name} {place}"), &rows[0], &chart);
    }
    checked
}

fn same_point(what: &str, row: &BTreeMap<String, String>, chart: &AttributeChart, at: usize, multiply: f64) {
    let point = chart.points[at];
    let near = |found: Option<f64>, column: &str| {
        let wanted = number(row, column);
        let same = match (found, wanted) {
            (Some(found), Some(wanted)) => close(found * multiply, wanted, 1e-12),
            (found, wanted) => found.is_none() && wanted.is_none(),
        };
        assert!(same, "{what}, {column}: {found:?} against {wanted:?}");
    };
    near(point.value, "y");
    near(chart.spans[0].centre, "cl");
    let limits = chart.limits[at];
    near(limits.map(|it| it.lower), "lcl");
    near(limits.map(|it| it.near_lower), "lcl.95");
    near(limits.map(|it| it.near_upper), "ucl.95");
    near(limits.map(|it| it.upper), "ucl");
    assert_eq!(point.fired.has(Rule::Outside), row["sigma.signal"] == "TRUE", "{what}");
}

fn same_runs(what: &str, row: &BTreeMap<String, String>, chart: &AttributeChart) {
    let runs = chart.spans[0].runs.unwrap();
    let whole = |column: &str| must(row, column) as u32;
    assert_eq!(runs.useful, whole("n.useful") as usize, "{what}");
    assert_eq!(runs.longest, whole("longest.run"), "{what}");
    assert_eq!(runs.longest_by_chance, whole("longest.run.max"), "{what}");
    assert_eq!(runs.crossings, whole("n.crossings"), "{what}");
    assert_eq!(runs.fewest_by_chance, whole("n.crossings.min"), "{what}");
    assert_eq!(runs.signal(), row["runs.signal"] == "TRUE", "{what}");
    let in_runs = chart.points.iter().any(|point| point.fired.has(Rule::Shift));
    assert_eq!(in_runs, runs.longest > runs.longest_by_chance, "{what}");
}

#[test]
fn runs_and_crossings_have_the_published_bounds() {
    let rows = kept("qic/anhoej_critical_values.csv");
    assert_eq!(rows.len(), 291);
    for row in rows {
        let n = must(&row, "n") as usize;
        let sides = (0..n).map(|at| Some(if at % 2 == 0 { Side::High } else { Side::Low }));
        let runs = run_count(sides).unwrap();
        assert_eq!((runs.useful, runs.longest, runs.crossings as usize), (n, 1, n - 1));
        assert_eq!(runs.longest_by_chance, must(&row, "longest_run_max") as u32, "{n}");
        assert_eq!(runs.fewest_by_chance, must(&row, "crossings_min") as u32, "{n}");
    }
}

#[test]
fn shares_of_ten_organisations() {
    assert_eq!(check("p", kept("qic/ae1_p_by_org.csv"), plain(Kind::Share)), 360);
    assert_eq!(check("pp", kept("qic/ae1_pp_by_org.csv"), plain(Kind::SharePrime)), 360);
}

#[test]
fn every_organisation_and_every_other_kind() {
    let screened = |kind: Kind| Made {
        screen: true,
        ..plain(kind)
    };
    let files = [
        ("ae1_p_by_org", plain(Kind::Share), 4_680),
        ("ae1_pp_by_org", plain(Kind::SharePrime), 4_680),
        ("nhs_accidents_p", plain(Kind::Share), 20),
        ("nhs_accidents_pp", plain(Kind::SharePrime), 20),
        ("nhs_accidents_pp_screened", screened(Kind::SharePrime), 20),
        ("nhs_accidents_i", plain(Kind::Individuals), 20),
        ("nhs_accidents_i_screened", screened(Kind::Individuals), 20),
        ("cdi_c", plain(Kind::Count), 36),
        ("cdi_run", plain(Kind::Run), 36),
        ("cdi_mr", plain(Kind::Movement), 36),
        ("cabg_g", plain(Kind::Between), 67),
        (
            "cdi_u",
            Made {
                multiply: 10_000.0,
                ..plain(Kind::Rate)
            },
            36,
        ),
        (
            "cdi_i_freeze24",
            Made {
                freeze: Some(24),
                ..screened(Kind::Individuals)
            },
            36,
        ),
    ];
    for (name, made, points) in files {
        if let Some(rows) = beside(&format!("qic/{name}.csv")) {
            assert_eq!(check(name, rows, made), points, "{name}");
        }
    }
}
