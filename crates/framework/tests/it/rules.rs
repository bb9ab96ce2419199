//! The rules of the agreement about use, one sentence each.

use cm_framework::{Act, DecisionRule, Motive, UseRefused, UseState};
use cm_kernel::Date;

use crate::books::{Books, MEASURES, PARTNERS, day, id, measure, outcome, partner, proposal, said, stewards, stop};

use Motive::{Accountability, Learning, Payment, Publication, Ranking, Target};

#[test]
fn nothing_may_be_used_before_partners_agreed() {
    let books = Books::open();
    for motive in Motive::ALL {
        assert_eq!(books.span(motive), Err("framework/no-agreement"));
    }
}

#[test]
fn a_use_is_open_from_the_entry_that_completes_the_agreement_and_not_before() {
    let mut books = Books::open();
    let agreement = books.propose(&[Learning], DecisionRule::All);
    books.sign(agreement, &PARTNERS[..3]);
    assert_eq!(books.span(Learning), Err("framework/no-agreement"));
    books.sign(agreement, &PARTNERS[3..]);
    assert_eq!(books.span(Learning), Ok(vec![]));
    assert_eq!(books.span(Ranking), Err("framework/motive-not-agreed"));
}

#[test]
fn a_majority_waits_while_an_objection_stands_and_counts_when_it_is_taken_back() {
    let mut books = Books::open();
    let agreement = books.propose(&[Learning], DecisionRule::MajorityWithoutObjection);
    books.must("residents", &Act::AgreementObjected(said(agreement, "It hurts")));
    books.sign(agreement, &PARTNERS[..3]);
    assert_eq!(books.span(Learning), Err("framework/no-agreement"));
    books.must("residents", &Act::ObjectionWithdrawn(said(agreement, "")));
    assert_eq!(books.span(Learning), Ok(vec![]));
}

#[test]
fn half_of_the_signatories_is_no_majority() {
    let mut books = Books::open();
    let agreement = books.propose(&[Learning], DecisionRule::MajorityWithoutObjection);
    books.sign(agreement, &PARTNERS[..2]);
    assert_eq!(books.span(Learning), Err("framework/no-agreement"));
}

#[test]
fn an_objection_travels_with_every_permit_until_it_is_taken_back() {
    let mut books = Books::open();
    let agreement = books.agreed(&[Learning, Publication]);
    books.must("residents", &Act::AgreementObjected(said(agreement, "It hurts")));
    for motive in [Learning, Publication] {
        let permit = books.framework.permit(&id(MEASURES[0]), motive, books.today).unwrap();
        assert_eq!(permit.objections()[0].reason, "It hurts");
    }
    books.must("residents", &Act::ObjectionWithdrawn(said(agreement, "")));
    let permit = books.framework.permit(&id(MEASURES[0]), Learning, books.today).unwrap();
    assert!(permit.objections().is_empty());
}

#[test]
fn widening_opens_only_what_is_gathered_from_then_on() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning]);
    let early = books.gather("clinic", first);
    let second = books.agreed(&[Learning, Ranking]);
    assert_eq!(books.span(Ranking), Err("framework/gathered-for-other-uses"));
    let late = books.gather("clinic", second);
    assert_eq!(books.span(Ranking), Ok(vec![late]));
    assert_eq!(books.span(Learning), Ok(vec![early, late]));
}

#[test]
fn only_the_contributor_lets_earlier_evidence_into_a_new_use() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning]);
    let of_clinic = books.gather("clinic", first);
    let of_charity = books.gather("charity", first);
    books.agreed(&[Learning, Payment]);
    books.reconsent("charity", Payment);
    assert_eq!(books.span(Payment), Ok(vec![of_charity]));
    assert_eq!(
        books.refused("council", &Act::Reconsented(stop(Payment))),
        "framework/nothing-contributed"
    );
    books.reconsent("clinic", Payment);
    assert_eq!(books.span(Payment), Ok(vec![of_clinic, of_charity]));
}

#[test]
fn a_withdrawal_closes_the_use_at_once_and_leaves_the_others() {
    let mut books = Books::open();
    let agreement = books.agreed(&[Learning, Ranking]);
    let batch = books.gather("clinic", agreement);
    assert_eq!(books.span(Ranking), Ok(vec![batch]));
    books.withdraw("residents", Ranking);
    assert_eq!(books.span(Ranking), Err("framework/use-withdrawn"));
    assert_eq!(books.span(Learning), Ok(vec![batch]));
}

#[test]
fn what_was_gathered_before_a_withdrawal_stays_closed_when_the_use_is_agreed_afresh() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning, Ranking]);
    books.gather("clinic", first);
    books.withdraw("clinic", Ranking);
    let second = books.agreed(&[Learning, Ranking]);
    assert_eq!(books.span(Ranking), Err("framework/gathered-for-other-uses"));
    let fresh = books.gather("clinic", second);
    assert_eq!(books.span(Ranking), Ok(vec![fresh]));
}

#[test]
fn what_was_gathered_while_a_use_was_withdrawn_stays_closed_when_the_use_is_agreed_afresh() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning, Ranking]);
    books.withdraw("clinic", Ranking);
    let meanwhile = books.gather("clinic", first);
    let second = books.agreed(&[Learning, Ranking]);
    assert_eq!(books.span(Ranking), Err("framework/gathered-for-other-uses"));
    let fresh = books.gather("clinic", second);
    assert_eq!(books.span(Ranking), Ok(vec![fresh]));
    assert_eq!(books.span(Learning), Ok(vec![meanwhile, fresh]));
    books.reconsent("clinic", Ranking);
    assert_eq!(books.span(Ranking), Ok(vec![meanwhile, fresh]));
}

#[test]
fn nobody_re_consents_to_a_use_that_is_withdrawn() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning, Ranking]);
    books.gather("clinic", first);
    books.withdraw("clinic", Ranking);
    assert_eq!(
        books.refused("clinic", &Act::Reconsented(stop(Ranking))),
        "framework/use-not-in-force"
    );
    assert_eq!(
        books.refused("charity", &Act::Reconsented(stop(Payment))),
        "framework/use-not-in-force"
    );
}

#[test]
fn an_agreement_that_leaves_a_use_out_narrows_it_even_if_a_later_one_names_it_again() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning, Target]);
    books.gather("clinic", first);
    books.agreed(&[Learning]);
    assert_eq!(books.span(Target), Err("framework/motive-not-agreed"));
    books.agreed(&[Learning, Target]);
    assert_eq!(books.span(Target), Err("framework/gathered-for-other-uses"));
}

#[test]
fn a_re_consent_is_undone_by_a_later_narrowing() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning]);
    books.gather("clinic", first);
    books.agreed(&[Learning, Ranking]);
    books.reconsent("clinic", Ranking);
    books.withdraw("charity", Ranking);
    books.agreed(&[Learning, Ranking]);
    assert_eq!(books.span(Ranking), Err("framework/gathered-for-other-uses"));
}

#[test]
fn on_the_day_after_a_missed_review_target_ranking_and_payment_stop_and_nothing_else() {
    let mut books = Books::open();
    let first = books.agreed(&Motive::ALL);
    let batch = books.gather("clinic", first);
    books.today = day("2025-04-01");
    assert!(
        Motive::ALL
            .into_iter()
            .all(|motive| books.span(motive) == Ok(vec![batch]))
    );
    books.today = day("2025-04-02");
    for motive in [Target, Ranking, Payment] {
        assert_eq!(books.span(motive), Err("framework/review-lapsed"));
        let state = books.framework.use_state(&id(MEASURES[0]), motive, books.today);
        assert_eq!(state, UseState::Suspended);
    }
    for motive in [Learning, Accountability, Publication] {
        assert_eq!(books.span(motive), Ok(vec![batch]));
    }
}

#[test]
fn a_signed_review_takes_up_a_suspended_use_with_all_its_evidence() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning, Target]);
    let early = books.gather("clinic", first);
    books.today = day("2025-06-01");
    let meanwhile = books.gather("clinic", first);
    let review_by = day("2026-06-01");
    let reviewed = cm_framework::Proposal {
        review_by,
        assessment: Some(books.assessed()),
        ..proposal(&[Learning, Target], DecisionRule::All)
    };
    let second = books.must("council", &Act::AgreementProposed(reviewed));
    books.sign(second, &PARTNERS);
    assert_eq!(books.span(Target), Ok(vec![early, meanwhile]));
}

#[test]
fn evidence_bound_to_an_agreement_that_was_not_in_force_counts_for_nothing() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning]);
    let waiting = books.propose(&[Learning, Ranking], DecisionRule::All);
    books.gather("clinic", waiting);
    books.gather("clinic", 4_000);
    assert_eq!(books.span(Learning), Ok(vec![]));
    books.sign(waiting, &PARTNERS);
    books.gather("clinic", first);
    assert_eq!(
        books.span(Ranking),
        Ok(vec![]),
        "an agreement that is over binds nothing new"
    );
}

#[test]
fn an_older_proposal_is_overtaken_and_a_newer_one_stays_open() {
    let mut books = Books::open();
    let old = books.propose(&[Ranking], stewards(&["clinic"]));
    let middle = books.propose(&[Learning], stewards(&["clinic"]));
    let new = books.propose(&[Target], stewards(&["clinic"]));
    books.sign(middle, &["clinic"]);
    assert_eq!(
        books.refused("clinic", &Act::AgreementSigned(said(old, ""))),
        "framework/not-open"
    );
    books.sign(new, &["clinic"]);
    assert_eq!(books.span(Learning), Err("framework/motive-not-agreed"));
    assert_eq!(books.span(Target), Ok(vec![]));
}

#[test]
fn no_partner_alone_replaces_what_all_signed() {
    let mut books = Books::open();
    // Two proposals are open before anything is in force; the first is then signed by all.
    let alone = {
        let signed_by_all = books.propose(&[Learning], DecisionRule::All);
        let alone = books.propose(&[Learning, Ranking], stewards(&["council"]));
        books.sign(signed_by_all, &PARTNERS);
        alone
    };
    books.sign(alone, &["council"]);
    assert_eq!(books.span(Ranking), Err("framework/motive-not-agreed"));
    // Once everyone has signed it, the rule of the agreement in force is met too, and it takes its place.
    let widened = books.propose(&[Learning, Ranking], DecisionRule::All);
    books.sign(widened, &PARTNERS);
    assert_eq!(books.span(Ranking), Ok(vec![]));
}

#[test]
fn a_target_is_told_only_to_who_asks_for_the_target() {
    let mut books = Books::open();
    books.agreed(&[Learning, Target]);
    let target = |motive| {
        books
            .framework
            .permit(&id(MEASURES[0]), motive, books.today)
            .unwrap()
            .target()
    };
    assert_eq!(target(Target), Some(0.9));
    assert_eq!(target(Learning), None);
}

#[test]
fn one_measure_never_opens_another() {
    let mut books = Books::open();
    let agreement = books.agreed(&[Learning]);
    books.gather("clinic", agreement);
    let other = books.framework.permit(&id(MEASURES[1]), Learning, books.today);
    assert_eq!(other.unwrap_err().code, "framework/no-agreement");
}

#[test]
fn a_refused_use_is_kept_for_both_sides_to_read() {
    let mut books = Books::open();
    books.agreed(&[Learning]);
    let refusal = books
        .framework
        .permit(&id(MEASURES[0]), Ranking, books.today)
        .unwrap_err();
    let refused = UseRefused {
        measure: id(MEASURES[0]),
        motive: Ranking,
        asked: "asked `ranks` for ranking".to_owned(),
        code: refusal.code.to_owned(),
        reason: refusal.reason,
        remedy: refusal.remedy,
    };
    let at = books.must("council", &Act::UseRefused(refused.clone()));
    let kept = &books.framework.measure(&id(MEASURES[0])).unwrap().refused;
    assert_eq!((kept[0].at, &kept[0].refused), (at, &refused));
}

#[test]
fn each_refusal_is_provoked() {
    let mut books = Books::open();
    let agreement = books.agreed(&[Learning]);
    let with = |change: fn(&mut cm_framework::Proposal)| {
        let mut it = proposal(&[Learning], DecisionRule::All);
        change(&mut it);
        Act::AgreementProposed(it)
    };
    let homeless = cm_framework::Measure {
        outcome: id("nowhere"),
        ..measure("new")
    };
    for (act, code) in [
        (Act::PartnerJoined(partner("council")), "framework/already-there"),
        (with(|it| it.measure = id("unheard-of")), "framework/no-such-measure"),
        (
            with(|it| it.signatories = [id("stranger")].into()),
            "framework/no-such-partner",
        ),
        (with(|it| it.motives.clear()), "framework/nothing-agreed"),
        (with(|it| it.signatories.clear()), "framework/nothing-agreed"),
        (with(|it| it.reason = "  ".into()), "framework/no-reason"),
        (
            with(|it| it.target = Some("0.9".into())),
            "framework/target-without-value",
        ),
        (
            with(|it| it.motives = [Target].into()),
            "framework/target-without-value",
        ),
        (
            with(|it| it.signatories = [id("council")].into()),
            "framework/signatory-left-out",
        ),
        (with(|it| it.rule = stewards(&["council"])), "framework/easier-rule"),
        (Act::AgreementSigned(said(agreement, "")), "framework/already-signed"),
        (Act::AgreementSigned(said(4_000, "")), "framework/no-such-agreement"),
        (Act::AgreementObjected(said(agreement, " ")), "framework/no-reason"),
        (Act::ObjectionWithdrawn(said(agreement, "")), "framework/no-objection"),
        (Act::UseWithdrawn(stop(Ranking)), "framework/use-not-in-force"),
        (Act::Reconsented(stop(Learning)), "framework/nothing-contributed"),
    ] {
        assert_eq!(books.refused("council", &act), code, "{act:?}");
    }
    let unhoused = books
        .framework
        .check(&Act::MeasureProposed(homeless), &id("council"), books.today);
    assert_eq!(unhoused.unwrap_err().code, "framework/no-such-outcome");
    let twice = books
        .framework
        .check(&Act::OutcomeProposed(outcome()), &id("council"), books.today);
    assert_eq!(twice.unwrap_err().code, "framework/already-there");
    let narrow = books.propose(&[Learning], DecisionRule::All);
    let narrow = books
        .framework
        .check(&Act::AgreementSigned(said(narrow, "")), &id("stranger"), books.today);
    assert_eq!(narrow.unwrap_err().code, "framework/not-a-signatory");
    let nowhere = books
        .framework
        .permit(&id("unheard-of"), Learning, Date::new(2024, 4, 1).unwrap());
    assert_eq!(nowhere.unwrap_err().code, "framework/no-such-measure");
}
