use std::collections::BTreeSet;

use cm_kernel::{Date, Id};

use super::{Agreement, DecisionRule, Objection, Proposal, Signature};
use crate::Motive;

fn agreement(rule: DecisionRule, signed: &[&str], objects: &[&str]) -> Agreement {
    let on = Date::parse("2016-04-01").unwrap();
    let proposal = Proposal {
        measure: Id::slug("wait"),
        motives: BTreeSet::from([Motive::Learning]),
        signatories: ["a", "b", "c"].map(Id::slug).into(),
        rule,
        target: None,
        assessment: None,
        definition: None,
        review_by: on,
        reason: String::new(),
    };
    Agreement {
        signatures: signed
            .iter()
            .map(|it| Signature {
                partner: Id::slug(it),
                at: 10,
                on,
            })
            .collect(),
        objections: objects
            .iter()
            .map(|it| Objection {
                partner: Id::slug(it),
                at: 11,
                on,
                reason: "no".into(),
            })
            .collect(),
        ..Agreement::put((9, on), 1, &Id::slug("a"), proposal)
    }
}

#[test]
fn each_decision_rule_is_met_by_what_it_says() {
    let stewards = || DecisionRule::Stewards([Id::slug("b")].into());
    for (rule, signed, objects, decided) in [
        (DecisionRule::All, &["a", "b"][..], &[][..], false),
        (DecisionRule::All, &["a", "b", "c"], &["c"], true),
        (DecisionRule::MajorityWithoutObjection, &["a", "b"], &[], true),
        (DecisionRule::MajorityWithoutObjection, &["a", "b"], &["c"], false),
        (DecisionRule::MajorityWithoutObjection, &["a"], &[], false),
        (stewards(), &["a", "c"], &[], false),
        (stewards(), &["b"], &["a"], true),
    ] {
        let it = agreement(rule.clone(), signed, objects);
        assert_eq!(it.is_decided(), decided, "{rule:?} {signed:?} {objects:?}");
    }
}

#[test]
fn those_who_must_still_sign_are_named() {
    let it = agreement(DecisionRule::All, &["b"], &[]);
    assert_eq!(it.waits_for(), [&Id::slug("a"), &Id::slug("c")]);
}
