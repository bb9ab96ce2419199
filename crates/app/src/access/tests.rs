use std::collections::BTreeSet;

use cm_kernel::Id;

use super::{ACCESS, Caller, Deed, Role};

fn caller(role: Role) -> Caller {
    Caller {
        partnership: Id::slug("here"),
        member: Id::slug("ann"),
        name: "Ann".into(),
        partner: Id::slug("council"),
        roles: BTreeSet::from([role]),
    }
}

#[test]
fn every_deed_stands_once_in_the_table_and_everyone_may_read() {
    let deeds: BTreeSet<Deed> = ACCESS.iter().map(|(deed, _)| *deed).collect();
    assert_eq!(deeds.len(), ACCESS.len());
    assert!(Role::ALL.into_iter().all(|role| caller(role).may(Deed::Read)));
}

#[test]
fn a_member_of_another_partnership_hears_that_there_is_none() {
    let refusal = caller(Role::Convenor)
        .must(Deed::Read, &Id::slug("elsewhere"))
        .unwrap_err();
    assert_eq!(refusal.code, "app/no-such-partnership");
}

#[test]
fn an_auditor_reads_and_changes_nothing() {
    let auditor = caller(Role::Auditor);
    let able: Vec<_> = ACCESS
        .iter()
        .map(|(deed, _)| *deed)
        .filter(|deed| auditor.may(*deed))
        .collect();
    assert_eq!(able, [Deed::Read, Deed::Ask]);
    assert_eq!(
        auditor.must(Deed::Publish, &Id::slug("here")).unwrap_err().code,
        "app/not-your-role"
    );
}
