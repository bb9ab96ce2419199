use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::{Absence, Period, Reading};

use super::RecentTrend;
use crate::made::{month, own, question, ratio, visits};
use crate::{Chart, Method, Question, Weight};

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

/// A rate is told by the intervals of its events, as in the fixture `testdata_other_trends` of PHEindicatormethods:
/// 1,367 births out of 44,701 are 30.58 a thousand (28.98 to 32.25), which Wilson's interval of a share is not.
#[test]
fn rates_are_told_by_the_intervals_of_their_events() {
    let births = [
        (1367.0, 44701.0),
        (1332.0, 44064.0),
        (1199.0, 42811.0),
        (1023.0, 41527.0),
        (994.0, 40299.0),
    ];
    let set = years(&births.map(|(count, size)| ratio(count, size)));
    let found = ask(&set, &question(&Unit::Number("births".to_owned())));
    let Chart::Intervals(chart) = &found.chart else {
        panic!("not intervals")
    };
    let (lower, upper) = chart.rows[0].interval.unwrap();
    assert!(
        (lower - 0.028_98).abs() < 5e-6 && (upper - 0.032_25).abs() < 5e-6,
        "{lower} {upper}"
    );
    let chi_square = found.figure("chi-square").unwrap().value.unwrap();
    // The weighted line worked out apart; the fixture, from figures of one and two decimals, has 46.7636.
    assert!((chi_square - 46.584_028_297_440_76).abs() < 1e-9, "{chi_square}");
    // A person may have several events, so a rate may be above 1.
    let many = years(&[30.0, 28.0, 31.0, 29.0, 30.0].map(|it| ratio(it, 10.0)));
    assert!(!ask(&many, &question(&visits())).has_signal());
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
