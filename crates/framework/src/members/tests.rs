use std::collections::BTreeSet;

use cm_kernel::{Author, Entry, Id, Timestamp};

use crate::{
    Act, Admitted, Framework, InvitationWithdrawn, Invited, MemberLeft, Partner, RecoveryIssued, Role, RolesChanged,
    Waiting,
};

/// A partnership of a council and a charity, founded by `ann` of the council.
struct Ledger {
    framework: Framework,
    at: u64,
}

impl Ledger {
    fn founded() -> Self {
        let framework = Framework::default();
        let mut ledger = Self { framework, at: 0 };
        for name in ["council", "charity"] {
            let partner = Partner {
                id: Id::slug(name),
                name: name.to_owned(),
                kind: String::new(),
                identifier: None,
                fictional: false,
            };
            ledger.does("ann", &Act::PartnerJoined(partner)).unwrap();
        }
        ledger
            .does("ann", &admitted("ann", "council", &[Role::Convenor], None))
            .unwrap();
        ledger
    }

    /// The position of the act's entry, or the code of the refusal.
    fn does(&mut self, member: &str, act: &Act) -> Result<u64, String> {
        let partner = Id::slug("council");
        self.framework
            .check(act, &partner, Timestamp::from_ms(0).date())
            .map_err(|refusal| refusal.code.to_string())?;
        let at = self.at;
        self.framework.apply(&Entry {
            partnership: Id::slug("here"),
            at,
            kind: act.kind().to_owned(),
            author: Author {
                member: Id::slug(member),
                partner,
            },
            received: Timestamp::from_ms(0),
            salt: String::new(),
            body: act.body().unwrap(),
        });
        self.at += 1;
        Ok(at)
    }

    fn invites(&mut self, partner: &str, roles: &[Role]) -> Result<u64, String> {
        let (partner, roles) = (Id::slug(partner), set(roles));
        self.does("ann", &Act::MemberInvited(Invited { partner, roles }))
    }

    fn roles(&self, member: &str, partner: &str) -> Option<BTreeSet<Role>> {
        let found = self.framework.members.find(&Id::slug(member), &Id::slug(partner));
        found.map(|it| it.roles.clone())
    }
}

fn set(roles: &[Role]) -> BTreeSet<Role> {
    roles.iter().copied().collect()
}

fn admitted(member: &str, partner: &str, roles: &[Role], invitation: Option<u64>) -> Act {
    Act::MemberAdmitted(Admitted {
        member: Id::slug(member),
        partner: Id::slug(partner),
        roles: set(roles),
        invitation,
    })
}

fn left(member: &str, partner: &str) -> Act {
    Act::MemberLeft(MemberLeft {
        member: Id::slug(member),
        partner: Id::slug(partner),
        reason: String::new(),
    })
}

fn changed(member: &str, partner: &str, roles: &[Role], reason: &str) -> Act {
    Act::RolesChanged(RolesChanged {
        member: Id::slug(member),
        partner: Id::slug(partner),
        roles: set(roles),
        reason: reason.to_owned(),
    })
}

#[test]
fn an_invitation_is_taken_up_once_and_as_it_was_given() {
    let mut ledger = Ledger::founded();
    let at = ledger.invites("charity", &[Role::Contributor]).unwrap();
    assert_eq!(ledger.framework.members.open().count(), 1);
    let more = admitted("bea", "charity", &[Role::Contributor, Role::Convenor], Some(at));
    assert_eq!(ledger.does("bea", &more), Err("framework/no-such-invitation".into()));
    let elsewhere = admitted("bea", "council", &[Role::Contributor], Some(at));
    assert_eq!(
        ledger.does("bea", &elsewhere),
        Err("framework/no-such-invitation".into())
    );
    let as_given = admitted("bea", "charity", &[Role::Contributor], Some(at));
    let taken = ledger.does("bea", &as_given).unwrap();
    assert_eq!(ledger.roles("bea", "charity"), Some(set(&[Role::Contributor])));
    assert_eq!(ledger.framework.members.invitations[0].waiting, Waiting::TakenUp(taken));
    let again = admitted("cat", "charity", &[Role::Contributor], Some(at));
    assert_eq!(ledger.does("cat", &again), Err("framework/invitation-over".into()));
}

#[test]
fn nobody_admits_another_in_their_name() {
    let mut ledger = Ledger::founded();
    let at = ledger.invites("charity", &[Role::Auditor]).unwrap();
    ledger
        .does("mallory", &admitted("bea", "charity", &[Role::Auditor], Some(at)))
        .unwrap();
    assert_eq!(ledger.roles("bea", "charity"), None);
}

#[test]
fn only_the_founder_needs_no_invitation() {
    let mut ledger = Ledger::founded();
    let act = admitted("mallory", "council", &[Role::Convenor], None);
    assert_eq!(ledger.does("mallory", &act), Err("framework/no-such-invitation".into()));
}

#[test]
fn a_withdrawn_invitation_is_over() {
    let mut ledger = Ledger::founded();
    let at = ledger.invites("charity", &[Role::Auditor]).unwrap();
    let withdrawn = Act::InvitationWithdrawn(InvitationWithdrawn { invitation: at });
    ledger.does("ann", &withdrawn).unwrap();
    assert_eq!(ledger.does("ann", &withdrawn), Err("framework/invitation-over".into()));
    let act = admitted("bea", "charity", &[Role::Auditor], Some(at));
    assert_eq!(ledger.does("bea", &act), Err("framework/invitation-over".into()));
    assert_eq!(ledger.invites("charity", &[]), Err("framework/no-role".into()));
    assert_eq!(
        ledger.invites("nobody", &[Role::Auditor]),
        Err("framework/no-such-partner".into())
    );
}

#[test]
fn the_last_convenor_stays_one() {
    let mut ledger = Ledger::founded();
    let only = "framework/last-convenor".to_owned();
    assert_eq!(ledger.does("ann", &left("ann", "council")), Err(only.clone()));
    let lowered = changed("ann", "council", &[Role::Auditor], "Too much work");
    assert_eq!(ledger.does("ann", &lowered), Err(only));
    let at = ledger.invites("charity", &[Role::Convenor]).unwrap();
    ledger
        .does("bea", &admitted("bea", "charity", &[Role::Convenor], Some(at)))
        .unwrap();
    ledger.does("ann", &lowered).unwrap();
    assert_eq!(ledger.roles("ann", "council"), Some(set(&[Role::Auditor])));
    ledger.does("ann", &left("ann", "council")).unwrap();
    assert_eq!(ledger.roles("ann", "council"), None);
    assert_eq!(ledger.framework.members.memberships.len(), 2);
}

#[test]
fn one_member_may_act_for_two_partners() {
    let mut ledger = Ledger::founded();
    let at = ledger.invites("charity", &[Role::Analyst]).unwrap();
    ledger
        .does("ann", &admitted("ann", "charity", &[Role::Analyst], Some(at)))
        .unwrap();
    let ann = Id::slug("ann");
    assert_eq!(ledger.framework.members.of(&ann).count(), 2);
    let again = ledger.invites("charity", &[Role::Analyst]).unwrap();
    let act = admitted("ann", "charity", &[Role::Analyst], Some(again));
    assert_eq!(ledger.does("ann", &act), Err("framework/member-already".into()));
}

#[test]
fn roles_change_with_a_reason_and_for_members_alone() {
    let mut ledger = Ledger::founded();
    let act = changed("ann", "council", &[Role::Convenor, Role::Analyst], " ");
    assert_eq!(ledger.does("ann", &act), Err("framework/no-reason".into()));
    let act = changed("ann", "charity", &[Role::Convenor], "Moved");
    assert_eq!(ledger.does("ann", &act), Err("framework/no-such-member".into()));
    let recovery = |member: &str, reason: &str| {
        let (member, reason) = (Id::slug(member), reason.to_owned());
        Act::RecoveryIssued(RecoveryIssued { member, reason })
    };
    assert_eq!(
        ledger.does("ann", &recovery("bea", "Met")),
        Err("framework/no-such-member".into())
    );
    assert_eq!(
        ledger.does("ann", &recovery("ann", "")),
        Err("framework/no-reason".into())
    );
    assert!(ledger.does("ann", &recovery("ann", "Met at the office")).is_ok());
}
