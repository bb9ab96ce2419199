//! Whatever evidence comes, a method answers or refuses: it never panics and never says a number that is none.

use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_insight::{Chart, Insight, METHODS, Method, Preset, Rules, asserts_change, disclose};
use cm_kernel::{Absence, Reading};
use proptest::prelude::*;

use crate::made::{month, own, question, ratio, visits};

/// Readings of one size: tiny, everyday, huge, or none; the same again and again, or all different.
fn reading(share: bool) -> impl Strategy<Value = Reading> {
    let size = prop_oneof![Just(1e-12), Just(1.0), Just(40.0), Just(1e12), Just(1e300)];
    let number = (0_u32..30, size).prop_map(|(number, size)| f64::from(number) * size);
    let value = number.clone().prop_map(Reading::Value);
    let counted = (0_u32..200, 0_u32..200).prop_map(|(a, b)| ratio(f64::from(a.min(b)), f64::from(a.max(b))));
    let odd = (number.clone(), number).prop_map(|(a, b)| ratio(a, b));
    let absent = (0_usize..4).prop_map(|at| Reading::Absent(Absence::ALL[at]));
    prop_oneof![
        8 => if share { counted.clone().boxed() } else { value.clone().boxed() },
        1 => absent,
        1 => prop_oneof![value, counted, odd],
    ]
}

fn evidence(share: bool) -> impl Strategy<Value = EvidenceSet> {
    let rows = prop::collection::btree_map((0_u32..30, 0_usize..4), reading(share), 0..60);
    (rows, any::<bool>(), 0_u8..3).prop_map(|(mut rows, constant, pooling)| {
        if let Some(first) = rows.values().next().copied().filter(|_| constant) {
            rows.values_mut().for_each(|it| *it = first);
        }
        let set = own(rows
            .into_iter()
            .map(|((period, place), reading)| (month(period), ["a", "b", "c", "d"][place], reading)));
        match pooling {
            0 => set,
            1 => set.all_pooled(),
            _ => set.groups_pooled().periods_pooled(),
        }
    })
}

fn sound(insight: &Insight) {
    for figure in &insight.figures {
        for number in [figure.value, figure.lower, figure.upper, figure.n]
            .into_iter()
            .flatten()
        {
            assert!(number.is_finite(), "{figure:?}");
        }
        assert!(
            !figure.statement.contains("NaN") && !figure.statement.contains("inf "),
            "{figure:?}"
        );
    }
    // Canonical JSON holds no number that is none, so an insight with one would have no text at all.
    assert!(cm_kernel::canonical(insight).is_some());
    let back: Insight = serde_json::from_str(&serde_json::to_string(insight).unwrap()).unwrap();
    assert_eq!(back.digest(), insight.digest());
    assert!(
        !asserts_change(&insight.headline) || insight.has_signal(),
        "{}",
        insight.headline
    );
    assert!(
        insight.headline.split_whitespace().count() <= 10,
        "{}",
        insight.headline
    );
    assert_eq!(insight.table.rows.len(), insight.table.at.len());
    for finding in &insight.findings {
        assert!(
            finding.sentence.ends_with('.') || finding.sentence.ends_with('?'),
            "{}",
            finding.sentence
        );
        assert!(!finding.sentence.contains("NaN"), "{}", finding.sentence);
    }
}

/// Small counts that are still shown.
fn shown_and_small(insight: &Insight, least: f64) -> Vec<f64> {
    let mut counts: Vec<f64> = Vec::new();
    match &insight.chart {
        Chart::Process(chart) => counts.extend(
            chart
                .points
                .iter()
                .flat_map(|it| [it.numerator, it.denominator])
                .flatten(),
        ),
        Chart::Funnel(chart) => counts.extend(chart.points.iter().flat_map(|it| [it.numerator, it.size])),
        Chart::Ranks(chart) => counts.extend(
            chart
                .rows
                .iter()
                .flat_map(|it| [it.numerator, it.denominator])
                .flatten(),
        ),
        Chart::Threshold(_) | Chart::Intervals(_) | Chart::Lines(_) | Chart::Summary(_) => {}
    }
    counts.retain(|it| *it > 0.0 && *it < least);
    counts
}

/// How many shares the methods are asked in; tests run side by side, so that none waits for all the others.
const SHARES: usize = 4;

/// Every method of one share, asked about the same evidence.
fn asked_of_every_method_in(part: usize) {
    let config = ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let strategy = (
        any::<bool>().prop_flat_map(|share| (Just(share), evidence(share))),
        prop_oneof![Just(Better::Higher), Just(Better::Lower), Just(Better::Neither)],
        prop::option::of(prop_oneof![Just("0.5"), Just("0"), Just("-3"), Just("1e300")]),
    );
    proptest!(config, |(((share, set), better, typed) in strategy)| {
        for method in METHODS.iter().skip(part).step_by(SHARES) {
            answered_or_refused(*method, &set, share, better, typed);
        }
    });
}

fn answered_or_refused(method: &dyn Method, set: &EvidenceSet, share: bool, better: Better, typed: Option<&str>) {
    let mut question = question(&if share { Unit::Share } else { visits() });
    question.better = better;
    let line = method
        .parameters()
        .iter()
        .find(|it| ["target", "threshold"].contains(&it.name));
    if let (Some(typed), Some(line)) = (typed, line) {
        question = question.set(line.name, typed);
    }
    match method.ask(set, &question) {
        Ok(insight) => {
            sound(&insight);
            assert_eq!(method.ask(set, &question).map(|it| it.digest()), Ok(insight.digest()));
        }
        Err(refused) => assert!(refused.remedy.ends_with('.'), "{refused}"),
    }
    if let Ok(told) = disclose(
        method,
        set,
        &question,
        Rules {
            preset: Preset::BelowFive,
        },
    ) {
        sound(told.get());
        assert_eq!(shown_and_small(told.get(), 5.0), Vec::<f64>::new());
    }
}

#[test]
fn any_evidence_is_answered_or_refused_by_the_first_of_every_four() {
    asked_of_every_method_in(0);
}

#[test]
fn any_evidence_is_answered_or_refused_by_the_second_of_every_four() {
    asked_of_every_method_in(1);
}

#[test]
fn any_evidence_is_answered_or_refused_by_the_third_of_every_four() {
    asked_of_every_method_in(2);
}

#[test]
fn any_evidence_is_answered_or_refused_by_the_last_of_every_four() {
    asked_of_every_method_in(3);
}
