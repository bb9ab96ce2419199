//! Members: invitations, acting for several partners, leaving, ways back in, one's own sign-ins.

use std::collections::BTreeSet;

use cm_app::{Acting, Caller, Member, Role, Way};
use cm_framework::{Act, MemberLeft, RolesChanged};

use crate::stage::{Stage, code, id, partner, profile};

const SECRET: &str = "twelve small ducks on a pond";
const ANOTHER: &str = "thirteen large geese in a field";
const DAY: i64 = 86_400_000;

/// A partnership that `ann` of the council convenes.
fn convened() -> (Stage, Caller) {
    let stage = Stage::founded();
    let ann = Member::new(id("ann"), "Ann", "ann");
    stage.house.take_in(ann.clone(), Some(SECRET)).unwrap();
    let roles = BTreeSet::from([Role::Convenor]);
    let council = partner("council");
    let caller = stage
        .house
        .establish(&ann, &stage.here, &profile(false), &council, &roles);
    let caller = caller.unwrap();
    (stage, caller)
}

fn joined(stage: &Stage, ann: &Caller, name: &str, partner: &str, roles: &[Role]) -> Member {
    let roles = roles.iter().copied().collect();
    let (_, secret) = stage.house.invite(ann, &id(partner), &roles).unwrap();
    stage.house.take_up_anew(&secret, name, name, SECRET).unwrap()
}

fn acts_for(stage: &Stage, member: &Member, acting: &Acting) -> Option<String> {
    let member = stage.house.member(&member.sign_in_name).unwrap().unwrap();
    let caller = stage.house.caller(&member, &stage.here, acting).ok()?;
    Some(caller.partner.to_string())
}

#[test]
fn an_invitation_makes_a_member_once_and_within_fourteen_days() {
    let (stage, ann) = convened();
    let roles = BTreeSet::from([Role::Contributor]);
    let (_, secret) = stage.house.invite(&ann, &id("charity"), &roles).unwrap();
    let offer = stage.house.offer(&secret).unwrap();
    assert_eq!((offer.partner, offer.roles), (id("charity"), roles.clone()));
    let bea = stage
        .house
        .take_up_anew(&secret, "Bea", "Bea@example.org", SECRET)
        .unwrap();
    assert_eq!(bea.sign_in_name, "bea@example.org");
    assert!(bea.id.as_str().starts_with("member-"), "{}", bea.id);
    assert_eq!(acts_for(&stage, &bea, &Acting::new()).as_deref(), Some("charity"));
    assert_eq!(code(&stage.house.offer(&secret)), "app/no-such-invitation");
    let (_, late) = stage.house.invite(&ann, &id("charity"), &roles).unwrap();
    stage.pass(14 * DAY + 1);
    assert_eq!(code(&stage.house.offer(&late)), "app/no-such-invitation");
    assert_eq!(code(&stage.house.offer("")), "app/no-such-invitation");
}

#[test]
fn a_weak_password_or_a_taken_name_uses_no_invitation_up() {
    let (stage, ann) = convened();
    let (_, secret) = stage
        .house
        .invite(&ann, &id("clinic"), &[Role::Auditor].into())
        .unwrap();
    let weak = stage.house.take_up_anew(&secret, "Bea", "bea", "short");
    assert_eq!(code(&weak), "app/weak-password");
    let taken = stage.house.take_up_anew(&secret, "Bea", "ANN", SECRET);
    assert_eq!(code(&taken), "app/sign-in-name-taken");
    let nameless = stage.house.take_up_anew(&secret, "Bea", "  ", SECRET);
    assert_eq!(code(&nameless), "app/no-sign-in-name");
    assert_eq!(code(&stage.house.take_up_anew(&secret, "Bea", "bea", SECRET)), "ok");
}

#[test]
fn only_a_convenor_invites_and_the_record_names_nobody() {
    let (stage, ann) = convened();
    let bea = joined(&stage, &ann, "bea", "charity", &[Role::Contributor, Role::Analyst]);
    let bea = stage.house.caller(&bea, &stage.here, &Acting::new()).unwrap();
    let refused = stage.house.invite(&bea, &id("charity"), &[Role::Convenor].into());
    assert_eq!(code(&refused), "app/not-your-role");
    let entries = stage.store.entries(&stage.here, 0, 1000).unwrap();
    let written = entries.iter().map(cm_kernel::Entry::canonical).collect::<String>();
    assert!(!written.contains("bea"));
}

#[test]
fn a_member_of_two_partners_acts_for_the_one_they_chose() {
    let (stage, ann) = convened();
    let bea = joined(&stage, &ann, "bea", "charity", &[Role::Contributor]);
    let (_, secret) = stage
        .house
        .invite(&ann, &id("residents"), &[Role::Resident].into())
        .unwrap();
    stage.house.take_up(&secret, &bea).unwrap();
    let opened = stage
        .house
        .sign_in("bea", SECRET, "here")
        .unwrap()
        .signed_in()
        .unwrap()
        .secret;
    let acting = || stage.house.signed_in(&opened).unwrap().unwrap().1;
    assert_eq!(acts_for(&stage, &bea, &acting()).as_deref(), Some("charity"));
    stage.house.act_for(&opened, &stage.here, &id("residents")).unwrap();
    assert_eq!(acts_for(&stage, &bea, &acting()).as_deref(), Some("residents"));
    let not_theirs = stage.house.act_for(&opened, &stage.here, &id("council"));
    assert_eq!(code(&not_theirs), "app/not-your-partner");
    // A page that was opened for one partner is not taken for the other.
    let as_charity = stage.house.caller(&bea, &stage.here, &Acting::new()).unwrap();
    let as_residents = stage.house.caller(&bea, &stage.here, &acting()).unwrap();
    let token = stage.house.input_token(&as_charity).unwrap();
    assert_eq!(
        code(&stage.house.first_post(&as_residents, &token)),
        "app/acting-for-another"
    );
    assert_eq!(code(&stage.house.first_post(&as_charity, &token)), "ok");
    assert_eq!(code(&stage.house.first_post(&as_charity, &token)), "app/posted-twice");
}

#[test]
fn who_left_is_out_at_once_and_what_they_did_stays() {
    let (stage, ann) = convened();
    let bea = joined(&stage, &ann, "bea", "charity", &[Role::Contributor]);
    let opened = stage
        .house
        .sign_in("bea", SECRET, "here")
        .unwrap()
        .signed_in()
        .unwrap()
        .secret;
    let caller = stage.house.caller(&bea, &stage.here, &Acting::new()).unwrap();
    let left = |member: &Member, reason: &str| {
        Act::MemberLeft(MemberLeft {
            member: member.id.clone(),
            partner: id("charity"),
            reason: reason.to_owned(),
        })
    };
    let cat = joined(&stage, &ann, "cat", "charity", &[Role::Contributor]);
    assert_eq!(code(&stage.house.agree(&caller, &left(&cat, ""))), "app/not-your-role");
    stage.house.agree(&caller, &left(&bea, "")).unwrap();
    let member = stage.house.signed_in(&opened).unwrap().unwrap().0;
    let now = stage.house.caller(&member, &stage.here, &Acting::new());
    assert_eq!(code(&now), "app/no-such-partnership");
    assert!(stage.house.memberships(&member).unwrap().is_empty());
    assert!(stage.house.members(&stage.here).unwrap().contains_key(&bea.id));
    stage.house.agree(&ann, &left(&cat, "Moved away")).unwrap();
    assert_eq!(acts_for(&stage, &cat, &Acting::new()), None);
}

#[test]
fn changed_roles_count_from_the_next_request() {
    let (stage, ann) = convened();
    let bea = joined(&stage, &ann, "bea", "charity", &[Role::Auditor]);
    let changed = RolesChanged {
        member: bea.id.clone(),
        partner: id("charity"),
        roles: [Role::Convenor].into(),
        reason: "Takes turns".to_owned(),
    };
    stage.house.agree(&ann, &Act::RolesChanged(changed)).unwrap();
    let caller = stage.house.caller(&bea, &stage.here, &Acting::new()).unwrap();
    assert_eq!(caller.roles, [Role::Convenor].into());
}

#[test]
fn a_way_back_in_sets_a_password_once_and_ends_every_sign_in() {
    let (stage, ann) = convened();
    let bea = joined(&stage, &ann, "bea", "charity", &[Role::Contributor]);
    let opened = stage
        .house
        .sign_in("bea", SECRET, "here")
        .unwrap()
        .signed_in()
        .unwrap()
        .secret;
    let secret = stage.house.recover(&ann, &bea.id, "Met at the office").unwrap();
    assert_eq!(code(&stage.house.set_anew(&secret, "short")), "app/weak-password");
    stage.pass(1);
    stage.house.set_anew(&secret, ANOTHER).unwrap();
    assert!(stage.house.signed_in(&opened).unwrap().is_none());
    assert_eq!(code(&stage.house.sign_in("bea", SECRET, "here")), "app/wrong-sign-in");
    stage.pass(1);
    assert_eq!(code(&stage.house.sign_in("bea", ANOTHER, "here")), "ok");
    assert_eq!(code(&stage.house.set_anew(&secret, SECRET)), "app/no-such-recovery");
    let late = stage.house.recover(&ann, &bea.id, "Telephoned").unwrap();
    stage.pass(2 * DAY + 1);
    assert_eq!(code(&stage.house.recovering(&late)), "app/no-such-recovery");
}

#[test]
fn a_convenor_cannot_become_a_member_of_a_partnership_that_is_not_theirs() {
    let (stage, ann) = convened();
    let bea = joined(&stage, &ann, "bea", "charity", &[Role::Contributor]);
    let elsewhere = id("elsewhere");
    let roles = BTreeSet::from([Role::Convenor]);
    let charity = partner("charity");
    stage
        .house
        .establish(&bea, &elsewhere, &profile(false), &charity, &roles)
        .unwrap();
    let refused = stage.house.recover(&ann, &bea.id, "Says she lost it");
    assert_eq!(code(&refused), "app/member-elsewhere");
}

#[test]
fn made_up_members_keep_their_one_click_sign_in() {
    let (stage, ann) = convened();
    let made_up = Member {
        fictional: true,
        ..Member::new(id("made-up"), "Made up", "made-up")
    };
    stage.house.take_in(made_up.clone(), None).unwrap();
    stage
        .house
        .seat(&ann, &made_up, &id("charity"), &[Role::Auditor].into())
        .unwrap();
    let refused = stage.house.recover(&ann, &made_up.id, "Met");
    assert_eq!(code(&refused), "app/demonstration-stays");
    let refused = stage.house.change_password(&made_up, "", ANOTHER);
    assert_eq!(code(&refused), "app/demonstration-stays");
}

#[test]
fn changing_the_password_ends_the_other_sign_ins_and_is_traced() {
    let (stage, _) = convened();
    let first = stage
        .house
        .sign_in("ann", SECRET, "here")
        .unwrap()
        .signed_in()
        .unwrap()
        .secret;
    let ann = stage.house.member("ann").unwrap().unwrap();
    stage.pass(1);
    let wrong = stage.house.change_password(&ann, "wrong", ANOTHER);
    assert_eq!(code(&wrong), "app/wrong-password");
    assert_eq!(code(&stage.house.sign_in("ann", "wrong", "here")), "app/wrong-sign-in");
    stage.pass(1);
    let opened = stage.house.change_password(&ann, SECRET, ANOTHER).unwrap().secret;
    assert!(stage.house.signed_in(&first).unwrap().is_none());
    assert!(stage.house.signed_in(&opened).unwrap().is_some());
    stage.pass(1);
    let ann = stage.house.member("ann").unwrap().unwrap();
    let last = stage.house.sign_out_everywhere(&ann).unwrap().secret;
    assert!(stage.house.signed_in(&opened).unwrap().is_none());
    assert!(stage.house.signed_in(&last).unwrap().is_some());
    let ways: Vec<_> = stage
        .house
        .sign_in_traces(&ann)
        .unwrap()
        .iter()
        .map(|it| it.way)
        .collect();
    let expected = [
        Way::SignedOutEverywhere,
        Way::PasswordChanged,
        Way::Failed,
        Way::Password,
    ];
    assert_eq!(ways, expected);
    stage.pass(184 * DAY);
    assert!(stage.house.sign_in_traces(&ann).unwrap().is_empty());
}

#[test]
fn the_present_password_cannot_be_guessed_at_leisure() {
    let (stage, _) = convened();
    let ann = stage.house.member("ann").unwrap().unwrap();
    for _ in 0..10 {
        let wrong = stage.house.change_password(&ann, "wrong", ANOTHER);
        assert_eq!(code(&wrong), "app/wrong-password");
    }
    let rested = stage.house.change_password(&ann, SECRET, ANOTHER);
    assert_eq!(code(&rested), "app/too-many-tries");
}
