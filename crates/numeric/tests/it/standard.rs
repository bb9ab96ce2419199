//! Standardised rates against PHEindicatormethods 2.1.0.

use std::collections::BTreeMap;

use cm_numeric::interval::Interval;
use cm_numeric::standard::{Standardised, direct, direct_repeated, expected, indirect};

use crate::golden::{Rows, beside, close, groups, must, number};

/// The standard population of Europe of 2013 in nineteen bands from 0-4 to 90 and over.
const ESP: [f64; 19] = [
    5000.0, 5500.0, 5500.0, 5500.0, 6000.0, 6000.0, 6500.0, 7000.0, 7000.0, 7000.0, 7000.0, 6500.0, 6000.0, 5500.0,
    5000.0, 4000.0, 2500.0, 1500.0, 1000.0,
];

fn column(rows: &Rows, name: &str) -> Vec<f64> {
    rows.iter().map(|row| number(row, name).unwrap_or(0.0)).collect()
}

fn same(found: Standardised, row: &BTreeMap<String, String>, ends: (&str, &str), within: f64) {
    let Interval { lower, upper } = found.interval;
    for (found, name) in [(found.value, "value"), (lower, ends.0), (upper, ends.1)] {
        let wanted = must(row, name);
        assert!(
            close(found, wanted, within),
            "{name}: {found} against {wanted} in {row:?}"
        );
    }
}

const LEVELS: [(f64, (&str, &str)); 2] = [
    (0.95, ("lower95_0cl", "upper95_0cl")),
    (0.998, ("lower99_8cl", "upper99_8cl")),
];

#[test]
fn direct_rates_of_twelve_areas_agree() {
    let (Some(bands), Some(wanted)) = (beside("phe/dsr_input.csv"), beside("phe/dsr_output.csv")) else {
        return;
    };
    let areas = groups(bands, "area");
    assert_eq!(areas.len(), wanted.len());
    for ((name, bands), row) in areas.iter().zip(&wanted) {
        assert_eq!(*name, row["area"]);
        for (level, ends) in LEVELS {
            let found = direct(
                &column(bands, "obs"),
                &column(bands, "pop"),
                &column(bands, "esp"),
                level,
            );
            match number(row, "value") {
                Some(_) => same(found.unwrap().times(1e5).unwrap(), row, ends, 1e-9),
                None => assert_eq!(found, None),
            }
        }
    }
}

#[test]
fn direct_rates_of_the_fixtures_agree_and_too_few_events_are_none() {
    let (Some(bands), Some(mut wanted)) = (
        beside("phe/fixtures/testdata_DSR_ISR__testdata_multiarea.csv"),
        beside("phe/fixtures/testdata_DSR_ISR__testresults_DSR.csv"),
    ) else {
        return;
    };
    let areas = groups(bands, "area");
    for row in wanted.drain(..8) {
        let Some((_, bands)) = areas.iter().find(|(name, _)| *name == row["area"]) else {
            continue;
        };
        let per = row["statistic"].trim_start_matches("dsr per ").parse();
        for (level, ends) in LEVELS {
            let found = direct(&column(bands, "count"), &column(bands, "pop"), &ESP, level);
            match number(&row, "value") {
                Some(_) => same(found.unwrap().times(per.clone().unwrap()).unwrap(), &row, ends, 1e-9),
                None => assert_eq!(found, None),
            }
        }
    }
}

#[test]
fn direct_rates_of_events_that_come_together_agree() {
    let (Some(bands), Some(wanted)) = (
        beside("phe/fixtures/testdata_DSR_ISR__testdata_nonindepe.csv"),
        beside("phe/fixtures/testdata_DSR_ISR__testresults_DSR.csv"),
    ) else {
        return;
    };
    for (name, bands) in groups(bands, "area") {
        let row = wanted.iter().find(|row| row["area"] == name).unwrap();
        let persons: Vec<Vec<f64>> = ["f1", "f2", "f3", "f4"].map(|it| column(&bands, it)).into();
        let persons: Vec<(f64, &[f64])> = (1_u8..).map(f64::from).zip(persons.iter().map(Vec::as_slice)).collect();
        for (level, ends) in LEVELS {
            let found = direct_repeated(&persons, &column(&bands, "pop"), &ESP, level);
            match number(row, "value") {
                // The fixture is written to eight decimals.
                Some(_) => same(found.unwrap().times(1e5).unwrap(), row, ends, 1e-11),
                None => assert_eq!(found, None),
            }
        }
    }
}

#[test]
fn indirect_ratios_and_rates_agree() {
    let (Some(bands), Some(wanted)) = (
        beside("phe/fixtures/testdata_DSR_ISR__testdata_multiarea_isr.csv"),
        beside("phe/fixtures/testdata_DSR_ISR__testresults_ISR.csv"),
    ) else {
        return;
    };
    let areas = groups(bands, "area");
    for row in &wanted {
        let Some((_, bands)) = areas.iter().find(|(name, _)| *name == row["area"]) else {
            continue;
        };
        let [people, of_events, of_people] = ["pop", "refcount", "refpop"].map(|it| column(bands, it));
        let expected = expected(&people, &of_events, &of_people).unwrap();
        assert!(close(expected, must(row, "expected"), 1e-12));
        let times = match number(row, "ref_rate") {
            Some(rate) => rate,
            None if row["statistic"].ends_with("x 100") => 100.0,
            None => 1.0,
        };
        for (level, ends) in LEVELS {
            let observed = column(bands, "count").iter().sum();
            let found = indirect(observed, expected, level).unwrap().times(times).unwrap();
            same(found, row, ends, 1e-9);
        }
    }
}

#[test]
fn direct_rates_by_the_standard_of_1976_agree() {
    let (Some(bands), Some(wanted)) = (
        beside("phe/fixtures/testdata_DSR_ISR__testdata_1976.csv"),
        beside("phe/fixtures/testdata_DSR_ISR__testresults_DSR.csv"),
    ) else {
        return;
    };
    let [events, people, standard] = ["count", "pop", "esp1976"].map(|it| column(&bands, it));
    for row in wanted.iter().filter(|it| it["area"] == "testdata_1976") {
        let per: f64 = row["statistic"].trim_start_matches("dsr per ").parse().unwrap();
        for (level, ends) in LEVELS {
            let found = direct(&events, &people, &standard, level).unwrap().times(per).unwrap();
            // The file has its limits at 99.8% for ten times as many people as it says.
            let tenfold = if level == 0.998 { 10.0 } else { 1.0 };
            let (value, found) = (found.value, found.times(tenfold).unwrap());
            assert!(close(value, must(row, "value"), 1e-9));
            for (end, name) in [(found.interval.lower, ends.0), (found.interval.upper, ends.1)] {
                assert!(close(end, must(row, name), 1e-9), "{end} {name} {row:?}");
            }
        }
    }
}

/// Tables that the tool stops at: an event count below nought, nobody or fewer in a band, a standard below nought.
#[test]
fn tables_that_make_no_sense_have_no_rate() {
    for (name, standard) in [
        ("err1", Some("stdpop")),
        ("err2", None),
        ("err3", Some("stdpop")),
        ("err4", Some("stdpop")),
    ] {
        let Some(bands) = beside(&format!("phe/fixtures/testdata_DSR_ISR__testdata_{name}.csv")) else {
            return;
        };
        let bands: Rows = bands.into_iter().take(ESP.len()).collect();
        let standard = standard.map_or_else(|| ESP.to_vec(), |it| column(&bands, it));
        let (events, people) = (column(&bands, "count"), column(&bands, "pop"));
        assert_eq!(direct(&events, &people, &standard, 0.95), None, "{name}");
    }
}

#[test]
fn the_reference_and_the_totals_of_the_fixtures_are_theirs() {
    let (Some(reference), Some(totals), Some(bands)) = (
        beside("phe/fixtures/testdata_DSR_ISR__refdata.csv"),
        beside("phe/fixtures/testdata_DSR_ISR__testdata_multiarea_lookup.csv"),
        beside("phe/fixtures/testdata_DSR_ISR__testdata_multiarea_isr.csv"),
    ) else {
        return;
    };
    let [of_events, of_people] = ["refcount", "refpop"].map(|it| column(&reference, it));
    for (name, bands) in groups(bands, "area") {
        let people = column(&bands, "pop");
        let [own_events, own_people] = ["refcount", "refpop"].map(|it| column(&bands, it));
        assert_eq!(
            expected(&people, &of_events, &of_people),
            expected(&people, &own_events, &own_people)
        );
        let total = totals.iter().find(|it| it["area"] == name).unwrap();
        assert_eq!(column(&bands, "count").iter().sum::<f64>(), must(total, "total_count"));
    }
}
