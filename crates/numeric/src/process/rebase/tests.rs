use super::super::reading::Side;
use super::{Decision, Kind, Proposal, StableShift, Tally, propose_rebase};

fn proposal(values: &[Option<f64>]) -> Proposal {
    let tallies: Vec<_> = values.iter().map(|it| it.map(Tally::of)).collect();
    propose_rebase(&tallies, Kind::Individuals, &StableShift::default()).unwrap()
}

/// Ordinary ups and downs about a level.
fn about(level: f64, many: usize) -> Vec<Option<f64>> {
    (0..many).map(|at| Some(level + (at * 7 % 5) as f64 - 2.0)).collect()
}

fn last(found: &Proposal) -> Decision {
    found.log.last().unwrap().decision
}

#[test]
fn a_lasting_shift_is_proposed_where_it_begins() {
    let found = proposal(&[about(50.0, 31), about(80.0, 30)].concat());
    let firsts: Vec<_> = found.baselines.iter().map(|it| (it.first, it.way)).collect();
    assert_eq!(firsts, [(0, None), (31, Some(Side::High))]);
    assert!((found.baselines[1].centre - 80.0).abs() < 0.2);
}

#[test]
fn a_passing_shift_is_not_and_neither_is_one_that_may_still_pass() {
    let passing = [about(50.0, 21), about(80.0, 10), about(50.0, 25)].concat();
    let found = proposal(&passing);
    assert_eq!(found.baselines.len(), 1, "{:?}", found.log);
    let unsettled = [about(50.0, 21), about(80.0, 17), about(50.0, 5)].concat();
    let found = proposal(&unsettled);
    assert!(found.log.iter().any(|it| matches!(
        it.decision,
        Decision::Candidate {
            may_break_back: true,
            ..
        }
    )));
    assert_eq!(found.baselines.len(), 1);
}

#[test]
fn few_readings_and_still_ones_propose_nothing_and_say_so() {
    assert_eq!(last(&proposal(&[])), Decision::TooFew);
    assert_eq!(last(&proposal(&about(50.0, 20))), Decision::TooFew);
    assert_eq!(last(&proposal(&about(50.0, 21))), Decision::TooFewLeft);
    assert_eq!(last(&proposal(&about(50.0, 60))), Decision::NoBreak);
    let still = proposal(&[Some(5.0); 60]);
    assert!(still.baselines.is_empty() && last(&still) == Decision::NoLimits);
    let flat_after = proposal(&[about(50.0, 21), vec![Some(80.0); 40]].concat());
    assert_eq!(flat_after.baselines.len(), 1);
    assert!(flat_after.log.iter().any(|it| it.decision == Decision::NoLimits));
}

#[test]
fn missing_periods_are_passed_over() {
    let mut gappy = Vec::new();
    for value in [about(50.0, 31), about(80.0, 30)].concat() {
        gappy.extend([value, None]);
    }
    let found = proposal(&gappy);
    let firsts: Vec<_> = found.baselines.iter().map(|it| it.first).collect();
    assert_eq!(firsts, [0, 62]);
    assert!((found.baselines[0].end, found.baselines[1].end) == (41, 103));
}

#[test]
fn scale_does_not_matter() {
    let values = [about(50.0, 31), about(80.0, 30)].concat();
    let one = proposal(&values);
    for scale in [1e12, 1e-12] {
        let scaled: Vec<_> = values.iter().map(|it| it.map(|value| value * scale)).collect();
        assert_eq!(proposal(&scaled).log, one.log);
    }
}

#[test]
fn plans_and_kinds_it_has_no_answer_for_have_none() {
    let tallies = [Some(Tally::of(1.0)); 30];
    let plan = StableShift {
        period: 1,
        ..StableShift::default()
    };
    assert!(propose_rebase(&tallies, Kind::Individuals, &plan).is_none());
    assert!(propose_rebase(&tallies, Kind::Between, &StableShift::default()).is_none());
}
