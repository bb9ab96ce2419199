//! What becomes of objections when one agreement follows another.

use cm_framework::Motive::{Learning, Publication, Ranking};
use cm_framework::{Act, DecisionRule};

use crate::books::{Books, MEASURES, PARTNERS, id, said};

#[test]
fn an_objection_stands_on_under_the_next_agreement_until_its_partner_takes_it_back_or_says_it_anew() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning, Publication]);
    books.must("residents", &Act::AgreementObjected(said(first, "It hurts")));
    let second = books.agreed(&[Learning]);
    let standing = |books: &Books| {
        let permit = books.framework.permit(&id(MEASURES[0]), Learning, books.today).unwrap();
        permit
            .objections()
            .iter()
            .map(|it| it.reason.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(standing(&books), ["It hurts"]);
    books.must("residents", &Act::AgreementObjected(said(second, "It still hurts")));
    assert_eq!(standing(&books), ["It still hurts"]);
    books.must("residents", &Act::ObjectionWithdrawn(said(first, "")));
    assert_eq!(standing(&books), ["It still hurts"]);
    let third = books.agreed(&[Learning, Ranking]);
    assert_eq!(standing(&books), ["It still hurts"]);
    books.must("residents", &Act::ObjectionWithdrawn(said(third, "")));
    assert!(standing(&books).is_empty());
    let record = books.framework.measure(&id(MEASURES[0])).unwrap();
    assert!(record.agreements.iter().all(|it| it.objections.is_empty()));
}

#[test]
fn an_objection_to_the_agreement_before_hinders_no_majority_for_the_next() {
    let mut books = Books::open();
    let first = books.propose(&[Learning, Publication], DecisionRule::MajorityWithoutObjection);
    books.sign(first, &PARTNERS[..3]);
    books.must("residents", &Act::AgreementObjected(said(first, "It hurts")));
    let second = books.propose(&[Learning], DecisionRule::MajorityWithoutObjection);
    books.sign(second, &PARTNERS[..3]);
    let permit = books.framework.permit(&id(MEASURES[0]), Learning, books.today).unwrap();
    assert_eq!(permit.agreement(), second);
    assert_eq!(permit.objections().len(), 1);
}
