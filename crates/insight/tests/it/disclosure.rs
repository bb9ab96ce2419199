//! What reaches the public, seen from outside.

use cm_framework::Unit;
use cm_insight::{Chart, Disclosed, Insight, Preset, ProcessChart, Rules, disclose, method};
use cm_kernel::{Absence, Reading};

use crate::made::{month, own, question, ratio, visits};

fn rules(preset: Preset) -> Rules {
    Rules { preset }
}

fn shares(counts: &[(f64, f64)]) -> cm_evidence::EvidenceSet {
    own(counts
        .iter()
        .zip(0..)
        .map(|((numerator, denominator), at)| (month(at), "a", ratio(*numerator, *denominator))))
}

fn process(insight: &Disclosed<Insight>) -> &ProcessChart {
    match &insight.get().chart {
        Chart::Process(chart) => chart,
        other => panic!("not a process chart: {other:?}"),
    }
}

/// Two years of shares of 100 with one month in which only 3 were seen in time.
fn one_small_month() -> Vec<(f64, f64)> {
    let mut counts: Vec<_> = (0..24).map(|at| (60.0 + f64::from(at * 7 % 11), 100.0)).collect();
    counts[5] = (3.0, 90.0);
    counts
}

#[test]
fn a_small_count_is_nowhere_in_what_reaches_the_public() {
    let set = shares(&one_small_month());
    let xmr = method("xmr").unwrap();
    let told = disclose(xmr, &set, &question(&Unit::Share), rules(Preset::BelowFive)).unwrap();
    let chart = process(&told);
    let hidden: Vec<_> = chart
        .points
        .iter()
        .filter(|it| it.absent == Some(Absence::Suppressed))
        .collect();
    assert_eq!(
        hidden.len(),
        2,
        "the month itself, and another that totals cannot tell it from"
    );
    assert!(
        hidden
            .iter()
            .all(|it| it.value.is_none() && it.numerator.is_none() && it.denominator.is_none())
    );
    assert!(chart.points[5].absent.is_some());
    let protection = told.get().protection.as_ref().unwrap();
    assert_eq!((protection.hidden, protection.of), (2, 24));
    let caution = told.get().findings.last().unwrap();
    assert!(caution.sentence.contains("2 of 24 readings are hidden") && caution.sentence.contains("quarters"));
}

#[test]
fn nothing_that_is_shown_depends_on_a_hidden_count() {
    let ask = |small: f64| {
        let mut counts = one_small_month();
        counts[5].0 = small;
        let xmr = method("xmr").unwrap();
        disclose(xmr, &shares(&counts), &question(&Unit::Share), rules(Preset::BelowFive))
            .unwrap()
            .into_inner()
    };
    // Not a limit, a mean, a figure, a finding or a digest tells 1 from 4.
    assert_eq!(ask(1.0), ask(4.0));
    assert_eq!(ask(1.0).digest(), ask(4.0).digest());
}

#[test]
fn those_not_counted_are_protected_too() {
    let mut counts = one_small_month();
    counts[5] = (97.0, 100.0);
    let xmr = method("xmr").unwrap();
    let told = disclose(xmr, &shares(&counts), &question(&Unit::Share), rules(Preset::BelowFive)).unwrap();
    assert_eq!(
        process(&told).points[5].absent,
        Some(Absence::Suppressed),
        "3 people were not seen in time"
    );
}

#[test]
fn noughts_and_large_counts_pass_as_they_are() {
    let counts: Vec<_> = (0..24)
        .map(|at| {
            if at == 4 {
                (0.0, 50.0)
            } else {
                (20.0 + f64::from(at % 5), 50.0)
            }
        })
        .collect();
    let set = shares(&counts);
    let xmr = method("xmr").unwrap();
    let told = disclose(xmr, &set, &question(&Unit::Share), rules(Preset::BelowTen))
        .unwrap()
        .into_inner();
    let mut asked = xmr.ask(&set, &question(&Unit::Share)).unwrap();
    assert_eq!(told.protection.as_ref().map(|it| it.hidden), Some(0));
    asked.protection.clone_from(&told.protection);
    assert_eq!(told, asked);
}

#[test]
fn rounding_leaves_multiples_of_five() {
    let set = shares(&one_small_month());
    let xmr = method("xmr").unwrap();
    let told = disclose(xmr, &set, &question(&Unit::Share), rules(Preset::SevenRoundFive)).unwrap();
    for point in &process(&told).points {
        let five = |count: Option<f64>| count.is_none_or(|it| it % 5.0 == 0.0);
        assert!(five(point.numerator) && five(point.denominator), "{point:?}");
    }
    let caution = &told.get().findings.last().unwrap().sentence;
    assert!(
        caution.contains("1 of 24 readings is hidden") && caution.contains("nearest 5"),
        "{caution}"
    );
}

#[test]
fn what_cannot_be_shown_honestly_is_refused() {
    let xmr = method("xmr").unwrap();
    let refused = |set: &cm_evidence::EvidenceSet, unit: &Unit| {
        disclose(xmr, set, &question(unit), rules(Preset::BelowFive))
            .map(Disclosed::into_inner)
            .unwrap_err()
    };
    let few = shares(&[(2.0, 9.0), (3.0, 8.0), (1.0, 9.0), (20.0, 40.0)]);
    assert_eq!(refused(&few, &Unit::Share).code, "insight/too-much-hidden");
    let averages = own((0..9).map(|at| (month(at), "a", Reading::Value(3.5 + f64::from(at)))));
    assert_eq!(refused(&averages, &visits()).code, "insight/no-counts");
    let pair = own([
        (month(0), "a", Reading::Value(3.0)),
        (month(1), "a", Reading::Value(2.0)),
        (month(2), "a", Reading::Value(0.0)),
        (month(3), "a", Reading::Value(0.0)),
        (month(4), "a", Reading::Value(0.0)),
    ]);
    let told = disclose(xmr, &pair, &question(&visits()), rules(Preset::BelowFive)).unwrap();
    assert_eq!(told.get().protection.as_ref().map(|it| it.hidden), Some(2));
}

#[test]
fn presets_are_found_by_name() {
    for preset in Preset::ALL {
        assert_eq!(Preset::read(&preset.name()), Some(preset));
    }
    assert_eq!(Preset::read("none"), None);
}
