use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::{Absence, Period, Reading};

use super::RecentTrend;
use crate::made::{month, own, question, ratio, visits};
use crate::{Method, Question, Weight};

fn years(readings: &[Reading]) -> EvidenceSet {
    let year = |at: usize| Period::parse(&(2015 + at).to_string()).unwrap();
    own(readings.iter().enumerate().map(|(at, it)| (year(at), "a", *it)))
}

fn shares(counts: &[f64]) -> EvidenceSet {
    years(&counts.iter().map(|it| ratio(*it, 500.0)).collect::<Vec<_>>())
}

fn ask(set: &EvidenceSet, question: &Question) -> crate::Insight {
    RecentTrend.ask(set, question).unwrap()
}

#[test]
fn the_direction_partners_want_says_what_a_trend_is_a_sign_of() {
    let set = shares(&[100.0, 130.0, 160.0, 190.0, 230.0]);
    for (better, words) in [
        (Better::Higher, "improvement"),
        (Better::Lower, "concern"),
        (Better::Neither, "unusually high"),
    ] {
        let asked = Question {
            better,
            ..question(&Unit::Share)
        };
        let found = ask(&set, &asked);
        assert!(found.has_signal() && found.findings[0].sentence.contains(words));
    }
}

#[test]
fn one_reading_is_a_question() {
    let found = ask(&shares(&[100.0, 100.0, 100.0, 100.0, 300.0]), &question(&Unit::Share));
    assert_eq!(found.findings[0].weight, Weight::Question);
    assert!(!found.has_signal());
}

#[test]
fn counts_and_noughts_have_an_answer() {
    let counts = |values: &[f64]| years(&values.iter().map(|it| Reading::Value(*it)).collect::<Vec<_>>());
    let falling = ask(&counts(&[900.0, 800.0, 700.0, 600.0, 500.0]), &question(&visits()));
    assert!(falling.headline.starts_with("Falling"));
    let flat = ask(&counts(&[0.0; 5]), &question(&visits()));
    assert!(!flat.has_signal());
    let rare = ask(&shares(&[0.0, 0.0, 0.0, 0.0, 1.0]), &question(&Unit::Share));
    assert!(!rare.has_signal());
}

#[test]
fn what_the_rule_is_not_made_for_is_refused() {
    let code = |set: &EvidenceSet, unit: &Unit| RecentTrend.ask(set, &question(unit)).unwrap_err().code;
    let monthly = own((0..24).map(|at| (month(at), "a", ratio(5.0, 10.0))));
    assert_eq!(code(&monthly, &Unit::Share), "insight/not-yearly");
    assert_eq!(code(&shares(&[1.0; 4]), &Unit::Share), "insight/too-few-readings");
    assert_eq!(code(&shares(&[0.0; 5]), &Unit::Share), "insight/undefined");
    let mut gap = [ratio(5.0, 10.0); 6];
    gap[4] = Reading::Absent(Absence::Suppressed);
    assert_eq!(code(&years(&gap), &Unit::Share), "insight/missing-reading");
    assert_eq!(code(&years(&[Reading::Value(0.5); 5]), &visits()), "insight/not-counts");
}
