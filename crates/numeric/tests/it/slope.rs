//! The slope and relative index of inequality against PHEindicatormethods 2.1.0.

use std::collections::BTreeMap;

use cm_numeric::interval::Interval;
use cm_numeric::slope::{Asked, Group, Scale, Slope, slope};

use crate::golden::{Rows, beside, close, must, number};

/// The tool draws chance a hundred thousand times, and once ten thousand, from a seed of its own: an end may differ by
/// this share of the interval's width.
const WITHIN: f64 = 0.02;

fn group(row: &BTreeMap<String, String>, scale: Scale) -> Group {
    let limits = Interval {
        lower: must(row, "LowerCL"),
        upper: must(row, "UpperCL"),
    };
    Group {
        people: must(row, "Population"),
        value: must(row, "Value"),
        error: scale.error(limits, 0.95).unwrap(),
    }
}

fn ends(found: Interval, row: &BTreeMap<String, String>, names: [&str; 2]) {
    let [lower, upper] = names.map(|name| number(row, name));
    if let (Some(lower), Some(upper)) = (lower, upper) {
        for (found, wanted) in [(found.lower, lower), (found.upper, upper)] {
            assert!(
                (found - wanted).abs() < WITHIN * (upper - lower),
                "{found} against {wanted} in {row:?}"
            );
        }
    }
}

/// The index times a factor; a negative one turns the least deprived into the worst off, and the ratio round with it.
fn times(found: Slope, factor: f64) -> (f64, Interval, f64, Interval) {
    let (ratio, between) = found.ratio.unwrap();
    let difference = found.difference_interval;
    let turned = |it: Interval| {
        if it.lower <= it.upper {
            it
        } else {
            Interval {
                lower: it.upper,
                upper: it.lower,
            }
        }
    };
    let scaled = turned(Interval {
        lower: difference.lower * factor,
        upper: difference.upper * factor,
    });
    match factor < 0.0 {
        false => (found.difference * factor, scaled, ratio, between),
        true => {
            let over = turned(Interval {
                lower: 1.0 / between.lower,
                upper: 1.0 / between.upper,
            });
            (found.difference * factor, scaled, 1.0 / ratio, over)
        }
    }
}

fn check(rows: &Rows) {
    let first = &rows[0];
    let what = first["TestDescription"].as_str();
    let scale = match first["ValueType"].as_str() {
        "1" => Scale::Log,
        "2" => Scale::LogOdds,
        _ => Scale::Plain,
    };
    let groups: Vec<Group> = rows.iter().map(|row| group(row, scale)).collect();
    let levels: &[f64] = match () {
        () if what.contains("95 and 98") || what.contains("95% and 98%") => &[0.95, 0.98],
        () if what.contains("multiple") => &[0.95, 0.99],
        () if what.contains("98%") => &[0.98],
        () if what.contains("99%") => &[0.99],
        () => &[0.95],
    };
    let factor = match () {
        () if what.contains("(x 100)") => 100.0,
        () if what.contains("(x -100)") => -100.0,
        () if what.contains("negative multiplier") => -1.0,
        () => 1.0,
    };
    for (level, names) in levels.iter().zip([
        ["sii_lowercl_1", "sii_uppercl_1", "rii_lowercl_1", "rii_uppercl_1"],
        ["sii_lowercl_2", "sii_uppercl_2", "rii_lowercl_2", "rii_uppercl_2"],
    ]) {
        let asked = Asked {
            scale,
            on_scale: what.contains("transform"),
            level: *level,
            seed: 1,
        };
        let found = slope(&groups, asked).unwrap();
        if let Some(intercept) = number(first, "Intercept") {
            assert!(close(found.near, intercept, 1e-9), "{} against {first:?}", found.near);
        }
        let (difference, between, ratio, over) = times(found, factor);
        assert!(
            close(difference, must(first, "sii"), 1e-9),
            "{difference} against {first:?}"
        );
        if let Some(wanted) = number(first, "rii") {
            assert!(close(ratio, wanted, 1e-9), "{ratio} against {first:?}");
        }
        ends(between, first, [names[0], names[1]]);
        ends(over, first, [names[2], names[3]]);
    }
}

#[test]
fn every_case_with_an_answer_agrees() {
    let Some(rows) = beside("phe/fixtures/testdata_SII__testdata_SII.csv") else {
        return;
    };
    let mut cases: Vec<Rows> = Vec::new();
    for row in rows {
        let starts = row["Quantile"] == "1";
        match cases.last_mut() {
            Some(case) if !starts => case.push(row),
            _ => cases.push(vec![row]),
        }
    }
    let answered: Vec<&Rows> = cases.iter().filter(|case| number(&case[0], "sii").is_some()).collect();
    assert!(answered.len() >= 40, "{}", answered.len());
    answered.into_iter().for_each(check);
}

/// Life expectancy by tenth of deprivation in many areas, and a standardised rate by fifth over years: inputs without
/// answers, each of which has an index all the same.
#[test]
fn inputs_without_answers_have_an_index() {
    let (Some(tenths), Some(fifths)) = (
        beside("phe/fixtures/LE_testdata.csv"),
        beside("phe/fixtures/DSR_testdata.csv"),
    ) else {
        return;
    };
    let tenths: Vec<Vec<Group>> = tenths
        .chunk_by(|a, b| (&a["Sex"], &a["GeoCode"]) == (&b["Sex"], &b["GeoCode"]))
        .step_by(20)
        .map(|rows| {
            let group = |row: &BTreeMap<String, String>| Group {
                people: must(row, "Pop"),
                value: must(row, "LifeExp"),
                error: must(row, "SE"),
            };
            rows.iter().map(group).collect()
        })
        .collect();
    let fifths: Vec<Vec<Group>> = fifths
        .chunk_by(|a, b| a["Period"] == b["Period"])
        .map(|rows| {
            let group = |row: &BTreeMap<String, String>| {
                let limits = Interval {
                    lower: must(row, "lowercl"),
                    upper: must(row, "uppercl"),
                };
                Group {
                    people: must(row, "total_pop"),
                    value: must(row, "value"),
                    error: Scale::Log.error(limits, 0.95).unwrap(),
                }
            };
            rows.iter().map(group).collect()
        })
        .collect();
    assert!(
        tenths.len() >= 36 && fifths.len() == 6,
        "{} {}",
        tenths.len(),
        fifths.len()
    );
    let plain = tenths.iter().map(|it| (it, Scale::Plain));
    for (groups, scale) in plain.chain(fifths.iter().map(|it| (it, Scale::Log))) {
        let asked = Asked {
            scale,
            on_scale: false,
            level: 0.95,
            seed: 1,
        };
        let found = slope(groups, asked).unwrap();
        let Interval { lower, upper } = found.difference_interval;
        assert!(lower < found.difference && found.difference < upper, "{found:?}");
    }
}
