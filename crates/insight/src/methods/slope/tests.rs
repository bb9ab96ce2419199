use cm_evidence::EvidenceSet;
use cm_framework::Unit;

use super::Slope;
use crate::made::{question, visits, worked_evidence, worked_question};
use crate::methods::gap::tests::groups;
use crate::{Method, Question};

fn share() -> Question {
    question(&Unit::Share)
}

fn fifths() -> EvidenceSet {
    groups(&[
        ("fifth 1", 300.0, 1000.0),
        ("fifth 2", 250.0, 1000.0),
        ("fifth 3", 200.0, 1000.0),
        ("fifth 4", 150.0, 1000.0),
        ("fifth 5", 100.0, 1000.0),
    ])
}

#[test]
fn a_straight_slope_is_said_from_end_to_end() {
    let insight = Slope.ask(&fifths(), &share()).unwrap();
    let index = insight.figure("slope-index").unwrap();
    assert!((index.value.unwrap() + 0.25).abs() < 1e-12, "{index:?}");
    assert!(index.lower.unwrap() < -0.25 && index.upper.unwrap() > -0.25 && index.upper.unwrap() < 0.0);
    let ratio = insight.figure("relative-index").unwrap();
    assert!((ratio.value.unwrap() - 0.075 / 0.325).abs() < 1e-12);
    assert_eq!(
        insight.headline,
        "The most deprived end lies 25.0 percentage points above"
    );
}

#[test]
fn the_other_order_turns_the_slope_round() {
    let insight = Slope.ask(&fifths(), &share().set("first", "least-deprived")).unwrap();
    assert!((insight.figure("slope-index").unwrap().value.unwrap() - 0.25).abs() < 1e-12);
}

#[test]
fn a_line_through_log_odds_stays_within_what_shares_can_be() {
    let insight = Slope.ask(&fifths(), &share().set("line", "logarithms")).unwrap();
    let end = |name: &str| insight.figure(name).unwrap().value.unwrap();
    assert!(end("least-deprived-end") > 0.0 && end("most-deprived-end") < 1.0);
}

#[test]
fn equal_groups_have_no_slope() {
    let flat = groups(&[("1", 20.0, 100.0), ("2", 20.0, 100.0), ("3", 20.0, 100.0)]);
    let insight = Slope.ask(&flat, &share()).unwrap();
    assert!(!insight.has_signal());
    assert_eq!(
        insight.headline,
        "No slope across deprivation that chance does not explain"
    );
    assert!(Slope.ask(&flat, &question(&visits())).is_ok());
}

#[test]
fn another_seed_moves_an_end_by_little() {
    let ends = |seed: &str| {
        let question = worked_question(&Slope).set("seed", seed);
        let insight = Slope.ask(&worked_evidence(&Slope), &question).unwrap();
        let it = insight.figure("slope-index").unwrap().clone();
        (it.lower.unwrap(), it.upper.unwrap())
    };
    let (one, two) = (ends("1"), ends("2"));
    let width = one.1 - one.0;
    assert!(
        (one.0 - two.0).abs() < 0.01 * width && (one.1 - two.1).abs() < 0.01 * width,
        "{one:?} {two:?}"
    );
}

#[test]
fn what_has_no_slope_is_refused() {
    let code = |rows: &[(&str, f64, f64)]| Slope.ask(&groups(rows), &share()).unwrap_err().code;
    assert_eq!(code(&[("1", 1.0, 2.0), ("2", 1.0, 2.0)]), "insight/too-few-groups");
    assert_eq!(
        code(&[("1", 1.0, 2.0), ("2", 1.0, 2.0), ("rich", 1.0, 2.0)]),
        "insight/not-in-order"
    );
    assert_eq!(
        code(&[("1", 1.0, 2.0), ("2", 1.0, 2.0), ("4", 1.0, 2.0)]),
        "insight/not-in-order"
    );
    assert_eq!(
        code(&[("1", 1.0, 2.0), ("2", 0.0, 2.0), ("3", 1.0, 2.0)]),
        "insight/none-or-all"
    );
    let none = [("1", 1.0, 2.0), ("2", 1.0, 2.0), ("3", 1.0, 2.0), ("4", 0.0, 0.0)];
    assert_eq!(code(&none), "insight/not-in-order");
    let seed = Slope.ask(&fifths(), &share().set("seed", "x")).unwrap_err();
    assert_eq!(seed.code, "insight/not-a-setting");
}
