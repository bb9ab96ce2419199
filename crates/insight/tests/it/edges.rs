//! Every method with its own worked example made small, still, huge, tiny and muddled: a result or a refusal in words,
//! and never a number that is none.

use cm_evidence::EvidenceSet;
use cm_insight::{Insight, METHODS, Method, Question};
use cm_kernel::{Batch, Reading, Row};

use crate::made::{evidence, worked_evidence, worked_question};

/// What a reading becomes, told its position among the rows.
type Change = fn(usize, Reading) -> Reading;

fn changed(method: &dyn Method, change: Change) -> EvidenceSet {
    evidence(method.worked().csv, |batch| {
        for (at, row) in batch.rows.iter_mut().enumerate() {
            row.reading = change(at, row.reading);
        }
    })
}

/// Numbers times this factor; a count out of a total keeps its share.
fn scaled(reading: Reading, factor: f64) -> Reading {
    match reading {
        Reading::Value(value) => Reading::Value(value * factor),
        Reading::Ratio { numerator, denominator } => Reading::Ratio {
            numerator: numerator * factor,
            denominator: denominator * factor,
        },
        absent @ Reading::Absent(_) => absent,
    }
}

/// This number, or this many hundredths of a hundred.
fn alike(reading: Reading, number: f64) -> Reading {
    match reading {
        Reading::Value(_) => Reading::Value(number),
        Reading::Ratio { .. } => Reading::Ratio {
            numerator: number,
            denominator: 100.0,
        },
        absent @ Reading::Absent(_) => absent,
    }
}

const CHANGES: [(&str, Change); 11] = [
    ("constant", |_, it| alike(it, 40.0)),
    ("all zero", |_, it| alike(it, 0.0)),
    ("all zero but the first", |at, it| {
        alike(it, if at == 0 { 40.0 } else { 0.0 })
    }),
    ("all zero but the fifth", |at, it| {
        alike(it, if at == 4 { 40.0 } else { 0.0 })
    }),
    ("all of all", |_, it| alike(it, 100.0)),
    ("ties", |at, it| alike(it, if at % 2 == 0 { 40.0 } else { 60.0 })),
    ("ties by threes", |at, it| alike(it, [10.0, 50.0, 90.0][at / 3 % 3])),
    ("huge", |_, it| scaled(it, 1e12)),
    ("tiny", |_, it| scaled(it, 1e-12)),
    ("beyond all", |_, it| scaled(it, 1e300)),
    ("below nought", |_, it| scaled(it, -1.0)),
];

/// The first rows in order of place and time, as a person's file would begin.
fn first(method: &dyn Method, rows: usize) -> EvidenceSet {
    evidence(method.worked().csv, |batch| batch.rows.truncate(rows))
}

/// The whole numbers, words and symbols of a text that could be a number that is none.
fn none_in(text: &str) -> Option<&str> {
    let of_a_number = |it: char| it.is_alphanumeric() || "+-.%".contains(it);
    text.split(|it: char| !of_a_number(it)).find(|token| {
        let number = token.trim_end_matches(['.', '%']).to_lowercase();
        let nought = number.strip_prefix('-').is_some_and(|it| {
            !it.is_empty() && it.starts_with('0') && it.chars().all(|digit| matches!(digit, '0' | '.'))
        });
        nought || matches!(number.trim_start_matches(['-', '+']), "nan" | "inf" | "infinity")
    })
}

fn sound(insight: &Insight, case: &str) {
    let mut texts = vec![&insight.headline, &insight.subtitle, &insight.spoken];
    texts.extend(insight.findings.iter().map(|it| &it.sentence));
    texts.extend(insight.figures.iter().map(|it| &it.statement));
    texts.extend(insight.table.rows.iter().flatten());
    for text in texts {
        assert_eq!(none_in(text), None, "{case}: {text}");
        // A number too long to read is written with a power of ten; those beyond all reason may be long.
        let digits = |token: &str| token.chars().filter(char::is_ascii_digit).count();
        let readable = text.split_whitespace().all(|it| digits(it) <= 24);
        assert!(readable || case.ends_with("beyond all"), "{case}: {text}");
    }
    let minus_nought = |it: Option<f64>| it.is_some_and(|it| it == 0.0 && it.is_sign_negative());
    let finite = |it: Option<f64>| it.is_none_or(f64::is_finite);
    for it in &insight.figures {
        let all = [it.value, it.lower, it.upper, it.n];
        assert!(all.into_iter().all(finite), "{case}: {it:?}");
        assert!(!all.into_iter().any(minus_nought), "{case}: {it:?}");
    }
    // A number that is none is written as nothing, and so is not read back as it was.
    let chart = serde_json::to_string(&insight.chart).unwrap();
    let back: cm_insight::Chart = serde_json::from_str(&chart).unwrap_or_else(|no| panic!("{case}: {no} in the chart"));
    assert_eq!(back, insight.chart, "{case}");
    let debug = format!("{:?}", insight.chart);
    let tokens = debug.split(|it: char| !it.is_alphanumeric() && it != '-' && it != '.');
    for token in tokens {
        assert!(!matches!(token, "NaN" | "inf" | "-inf" | "-0.0"), "{case}: {debug}");
    }
}

fn answered(method: &dyn Method, set: &EvidenceSet, question: &Question, case: &str) -> Option<Insight> {
    let case = format!("{} {case}", method.name());
    match method.ask(set, question) {
        Ok(insight) => {
            sound(&insight, &case);
            Some(insight)
        }
        Err(no) => {
            assert!(no.reason.ends_with('.') && no.remedy.ends_with('.'), "{case}: {no}");
            assert_eq!(none_in(&no.reason), None, "{case}: {no}");
            let told = method.card().contains(no.code) || no.code == "insight/no-evidence";
            assert!(told, "{case}: the card does not tell of {}", no.code);
            None
        }
    }
}

#[test]
fn few_rows_are_answered_or_refused_in_words() {
    for method in METHODS {
        let question = worked_question(*method);
        for rows in [0, 1, 2, 3, 7, 12, 13] {
            answered(*method, &first(*method, rows), &question, &format!("{rows} rows"));
        }
    }
}

#[test]
fn still_huge_and_tiny_numbers_are_answered_or_refused_in_words() {
    for method in METHODS {
        let question = worked_question(*method);
        for (name, change) in CHANGES {
            answered(*method, &changed(*method, change), &question, name);
        }
    }
}

/// Rows in another order, by a fixed rule that mixes them.
fn muddle(batch: &mut Batch) {
    let many = batch.rows.len() as u64;
    let mut keyed: Vec<(u64, Row)> = (0_u64..)
        .map(|at| (at + 1) * 7_919 % (many * 2 + 1))
        .zip(batch.rows.iter().copied())
        .collect();
    keyed.sort_by_key(|it| it.0);
    batch.rows = keyed.into_iter().map(|it| it.1).collect();
}

#[test]
fn rows_in_another_order_or_twice_change_nothing_they_should_not() {
    for method in METHODS {
        let question = worked_question(*method);
        let plain = answered(*method, &worked_evidence(*method), &question, "as it is");
        let muddled = evidence(method.worked().csv, muddle);
        assert_eq!(
            answered(*method, &muddled, &question, "muddled"),
            plain,
            "{}",
            method.name()
        );
        let twice = evidence(method.worked().csv, |batch| {
            let again = batch.rows.clone();
            batch.rows.extend(again);
        });
        answered(*method, &twice, &question, "rows twice");
    }
}

#[test]
fn any_period_may_begin_anew_or_is_refused() {
    for method in METHODS {
        let open = method.parameters().iter().filter(|it| it.choices.is_empty());
        let set = worked_evidence(*method);
        let periods = || set.series().iter().flat_map(|it| &it.points).map(|it| it.period);
        let (first, last) = (periods().min().unwrap(), periods().max().unwrap());
        let texts = [
            first.to_string(),
            last.to_string(),
            "1901-01".to_owned(),
            "2999-12".to_owned(),
        ];
        for (parameter, text) in open.flat_map(|it| texts.iter().map(move |text| (it.name, text))) {
            let question = worked_question(*method).set(parameter, text.as_str());
            answered(*method, &set, &question, &format!("{parameter} {text}"));
        }
    }
}
