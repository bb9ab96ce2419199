use cm_evidence::EvidenceSet;
use cm_framework::Unit;
use cm_kernel::Reading;

use super::Did;
use crate::made::{month, own, question, visits, worked_evidence, worked_question};
use crate::{Method, Question, asserts_change};

const NAMES: [&str; 16] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p",
];

fn wobble(place: usize, at: u32) -> f64 {
    ((place * 13 + at as usize * 7 + at as usize * at as usize * (place + 3)) % 11) as f64 - 5.0
}

fn panel(values: impl Fn(usize, u32) -> f64) -> EvidenceSet {
    let mut rows = Vec::new();
    for (place, name) in NAMES.into_iter().enumerate() {
        rows.extend((0..24).map(|at| (month(at), name, Reading::Value(values(place, at)))));
    }
    own(rows)
}

fn asked() -> Question {
    question(&visits())
        .set("treated", "a,b,c,d,e,f")
        .set("since", "2017-01")
}

#[test]
fn a_move_where_it_began_is_told() {
    let found = Did
        .ask(
            &panel(|place, at| 100.0 + wobble(place, at) + if place < 6 && at >= 12 { 20.0 } else { 0.0 }),
            &asked(),
        )
        .unwrap();
    assert_eq!(found.headline, "Higher than elsewhere would suggest, from January 2017");
    assert!(found.has_signal() && !asserts_change(&found.headline));
    let effect = found.figure("effect").unwrap();
    assert!(effect.lower.unwrap() < 20.0 && effect.upper.unwrap() > 18.0);
    assert!(found.figure("placebo-in-place").unwrap().value.unwrap() < 0.01);
}

#[test]
fn what_moved_everywhere_is_not_told() {
    let found = Did
        .ask(
            &panel(|place, at| 100.0 + wobble(place, at) + if at >= 12 { 20.0 } else { 0.0 }),
            &asked(),
        )
        .unwrap();
    assert_eq!(found.headline, "No difference from elsewhere told");
}

#[test]
fn no_attribution_when_places_were_parting_before() {
    let found = Did
        .ask(
            &panel(|place, at| 100.0 + wobble(place, at) + if place < 6 { 3.0 * f64::from(at) } else { 0.0 }),
            &asked(),
        )
        .unwrap();
    assert_eq!(found.headline, "A difference, but no attribution possible");
    assert!(!found.has_signal());
    assert!(found.findings.iter().any(|it| it.rule == "drift"));
}

#[test]
fn unclustered_errors_are_refused() {
    let code = |question: &Question| Did.ask(&worked_evidence(&Did), question).unwrap_err().code;
    assert_eq!(
        code(&worked_question(&Did).set("errors", "unclustered")),
        "insight/unclustered"
    );
    assert_eq!(
        code(&worked_question(&Did).set("treated", "elm")),
        "insight/too-few-places"
    );
    assert_eq!(
        code(&worked_question(&Did).set("treated", "none")),
        "insight/no-change-named"
    );
    assert_eq!(
        code(&worked_question(&Did).set("treated", " , ")),
        "insight/no-change-named"
    );
    assert_eq!(
        code(&worked_question(&Did).set("since", "2035-01")),
        "insight/no-such-period"
    );
    let flat = panel(|_, _| 7.0);
    assert_eq!(Did.ask(&flat, &asked()).unwrap_err().code, "insight/undefined");
    let late = asked().set("since", "2016-02");
    assert_eq!(Did.ask(&flat, &late).unwrap_err().code, "insight/too-few-readings");
    assert_eq!(
        Did.ask(&flat, &asked().set("since", "2016-01")).unwrap_err().code,
        "insight/too-few-places"
    );
    assert!(Did.ask(&flat, &question(&Unit::Share)).is_err());
}
