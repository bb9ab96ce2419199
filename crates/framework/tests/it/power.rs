//! Who has which power over what is measured, and what it costs whom, number by number.

use std::collections::BTreeSet;

use cm_framework::Motive::{Learning, Publication};
use cm_framework::{
    AboutMeasure, Act, Bridge, DecisionRule, Definition, PartnerLeft, PartnerPower, Power, VetoBy, returns_a_year,
};
use cm_kernel::{Id, Length};

use crate::books::{Books, MEASURES, PARTNERS, day, id, measure, proposal, said, stewards};

fn ids(names: &[&str]) -> BTreeSet<Id> {
    names.iter().map(|name| id(name)).collect()
}

fn power(books: &Books) -> Power {
    books.framework.power(books.today)
}

fn of(power: &Power, name: &str) -> PartnerPower {
    power.partners.iter().find(|it| it.partner == id(name)).unwrap().clone()
}

#[test]
fn before_an_agreement_anyone_can_veto_and_nothing_costs_anything() {
    let books = Books::open();
    let power = power(&books);
    let one = power.measure(&id(MEASURES[0])).unwrap();
    assert_eq!((one.veto_by, &one.can_veto), (VetoBy::AnyPartner, &ids(&PARTNERS)));
    assert_eq!((&one.proposed_by, &one.defined_by), (&id("council"), &id("council")));
    assert!(one.signed.is_empty() && one.can_stop.is_empty() && one.uses.is_empty());
    assert_eq!((one.minutes_each, power.minutes()), (0, 0));
    let clinic = of(&power, "clinic");
    assert_eq!((clinic.proposed, clinic.signed, clinic.can_veto), (0, 0, 2));
    assert!(!clinic.without_veto && !clinic.all_by_others);
}

#[test]
fn minutes_are_those_of_a_return_by_returns_a_year_by_contributors() {
    let mut books = Books::open();
    let agreement = books.agreed(&[Learning, Publication]);
    for by in ["clinic", "charity", "clinic"] {
        books.gather(by, agreement);
    }
    let power = power(&books);
    let one = power.measure(&id(MEASURES[0])).unwrap();
    assert_eq!(one.contributors, ids(&["clinic", "charity"]));
    assert_eq!(one.uses, [Learning, Publication]);
    assert_eq!((one.minutes_each, one.minutes(), power.minutes()), (60, 120, 120));
    assert_eq!((one.veto_by, &one.can_veto), (VetoBy::NotSigning, &ids(&PARTNERS)));
    assert_eq!((&one.signed, &one.can_stop), (&ids(&PARTNERS), &ids(&PARTNERS)));
    let clinic = of(&power, "clinic");
    assert_eq!((clinic.contributes, clinic.signed, clinic.minutes), (1, 1, 60));
    assert!(clinic.all_by_others && !clinic.without_veto);
    let council = of(&power, "council");
    assert_eq!((council.proposed, council.contributes, council.minutes), (2, 0, 0));
    assert!(!council.all_by_others);
    let years = Length::ALL.map(returns_a_year);
    assert_eq!(years, [365, 52, 12, 4, 1, 1]);
}

#[test]
fn a_partner_that_left_has_no_power_and_its_successor_answers_for_its_evidence() {
    let mut books = Books::open();
    let agreement = books.agreed(&[Learning]);
    books.gather("clinic", agreement);
    let left = Act::PartnerLeft(PartnerLeft {
        partner: id("clinic"),
        successor: Some(id("charity")),
        reason: "It closed".to_owned(),
    });
    books.must("council", &left);
    let power = power(&books);
    let one = power.measure(&id(MEASURES[0])).unwrap();
    let here = ids(&["council", "charity", "residents"]);
    assert_eq!((&one.can_veto, &one.can_stop), (&here, &here));
    assert_eq!(power.measure(&id(MEASURES[1])).unwrap().can_veto, here);
    assert_eq!(
        (&one.contributors, &one.returning),
        (&ids(&["clinic"]), &ids(&["charity"]))
    );
    assert_eq!((one.minutes(), of(&power, "charity").minutes), (60, 60));
    assert!(power.partners.iter().all(|it| it.partner != id("clinic")));
}

#[test]
fn under_stewards_a_contributor_without_a_veto_is_marked() {
    let mut books = Books::open();
    let agreement = books.propose(&[Learning], stewards(&["council"]));
    books.sign(agreement, &["council"]);
    books.gather("clinic", agreement);
    let power = power(&books);
    let one = power.measure(&id(MEASURES[0])).unwrap();
    assert_eq!((one.veto_by, &one.can_veto), (VetoBy::Stewards, &ids(&["council"])));
    assert_eq!(one.can_stop, ids(&PARTNERS));
    let clinic = of(&power, "clinic");
    assert!(clinic.without_veto && clinic.all_by_others);
    assert_eq!(
        (clinic.can_veto, clinic.can_stop),
        (1, 1),
        "it may veto the one without an agreement"
    );
    assert!(!of(&power, "charity").without_veto, "it gives no evidence");
}

#[test]
fn under_a_majority_any_signatory_vetoes_by_objecting_and_the_objection_stands_there() {
    let mut books = Books::open();
    let agreement = books.propose(&[Learning], DecisionRule::MajorityWithoutObjection);
    books.sign(agreement, &PARTNERS[..3]);
    let objected = Act::AgreementObjected(said(agreement, "Too often"));
    books.must("residents", &objected);
    let power = power(&books);
    let one = power.measure(&id(MEASURES[0])).unwrap();
    assert_eq!((one.veto_by, &one.can_veto), (VetoBy::Objecting, &ids(&PARTNERS)));
    assert_eq!(one.objections, [(id("residents"), "Too often".to_owned())]);
    assert_eq!(one.signed, ids(&PARTNERS[..3]));
}

#[test]
fn a_changed_definition_is_its_proposers_and_a_measure_set_down_is_left_out() {
    let mut books = Books::open();
    books.agreed(&[Learning]);
    let another = Act::AgreementProposed(cm_framework::Proposal {
        definition: Some(Definition {
            measure: cm_framework::Measure {
                population: "Everybody over 18".to_owned(),
                ..measure(MEASURES[0])
            },
            from: day("2024-06-01"),
            bridge: Bridge::NotComparable,
            compares: "Children are left out from June".to_owned(),
        }),
        ..proposal(&[Learning], DecisionRule::All)
    });
    let at = books.must("clinic", &another);
    books.sign(at, &PARTNERS);
    let down = Act::MeasureSetDown(AboutMeasure {
        measure: id(MEASURES[1]),
        reason: "Nobody counts falls".to_owned(),
    });
    books.framework.check(&down, &id("council"), books.today).unwrap();
    books.write("council", down.kind(), down.body().unwrap());
    let power = power(&books);
    let one = power.measure(&id(MEASURES[0])).unwrap();
    assert_eq!((&one.proposed_by, &one.defined_by), (&id("council"), &id("clinic")));
    assert_eq!(power.measure(&id(MEASURES[1])), None);
    assert_eq!(of(&power, "council").proposed, 1);
}

#[test]
fn what_a_partner_lives_on_is_said_by_itself_and_the_newest_counts() {
    let mut books = Books::open();
    let said = |change: fn(&mut cm_framework::Means)| {
        let mut it = cm_framework::Means {
            income: 48_000,
            currency: "GBP".to_owned(),
            year: "2025/26".to_owned(),
            hour: None,
            source: "annual report".to_owned(),
        };
        change(&mut it);
        Act::MeansStated(it)
    };
    for (act, code) in [
        (said(|it| it.income = 0), "framework/no-income"),
        (said(|it| it.currency = "pounds".to_owned()), "framework/no-currency"),
        (said(|it| it.source.clear()), "framework/means-without-source"),
    ] {
        assert_eq!(books.refused("council", &act), code);
    }
    assert_eq!(books.refused("stranger", &said(|_| {})), "framework/no-such-partner");
    books.must("council", &said(|_| {}));
    books.must("council", &said(|it| it.income = 50_000));
    assert_eq!(books.framework.means_of(&id("council")).unwrap().income, 50_000);
    assert_eq!(books.framework.means_of(&id("charity")), None);
}
