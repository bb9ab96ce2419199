use std::collections::BTreeSet;

use cm_framework::Partner;
use cm_kernel::Id;

use crate::{Caller, Member, Role};

/// The four fictional members, as those who act.
pub(super) struct Cast {
    pub(super) convenor: Caller,
    pub(super) analyst: Caller,
    pub(super) account_holder: Caller,
    pub(super) resident: Caller,
}

/// Sign-in name, name, partner, roles.
const MEMBERS: [(&str, &str, &str, &[Role]); 4] = [
    ("demo-convenor", "Demo convenor", "demo-health-board", &[Role::Convenor]),
    (
        "demo-analyst",
        "Demo analyst",
        "demo-analysis-unit",
        &[Role::Analyst, Role::Contributor],
    ),
    (
        "demo-account-holder",
        "Demo account-holder",
        "demo-scrutiny-panel",
        &[Role::AccountHolder],
    ),
    (
        "demo-resident",
        "Demo member of the public",
        "demo-residents-forum",
        &[Role::Resident],
    ),
];

/// The partners: fictional, and said to be.
pub(super) fn partners() -> Vec<Partner> {
    let partner = |id: &str, name: &str, kind: &str| Partner {
        id: Id::slug(id),
        name: name.to_owned(),
        kind: kind.to_owned(),
        identifier: None,
        fictional: true,
    };
    vec![
        partner("demo-health-board", "Demo health board", "commissioner"),
        partner("demo-analysis-unit", "Demo analysis unit", "analysts"),
        partner("demo-scrutiny-panel", "Demo scrutiny panel", "account-holder"),
        partner("demo-residents-forum", "Demo residents’ forum", "residents’ group"),
    ]
}

/// The fictional members of the demonstration, who sign in with one click.
pub(super) fn demo_members() -> Vec<Member> {
    let member = |(sign_in_name, name, ..): &(&str, &str, &str, &[Role])| Member {
        fictional: true,
        ..Member::new(Id::slug(sign_in_name), name, sign_in_name)
    };
    MEMBERS.iter().map(member).collect()
}

impl Cast {
    pub(super) fn of(partnership: &Id) -> Self {
        let caller = |at: usize| {
            let (sign_in_name, name, partner, roles) = MEMBERS[at.min(MEMBERS.len() - 1)];
            Caller {
                partnership: partnership.clone(),
                member: Id::slug(sign_in_name),
                name: name.to_owned(),
                partner: Id::slug(partner),
                roles: roles.iter().copied().collect::<BTreeSet<_>>(),
            }
        };
        Self {
            convenor: caller(0),
            analyst: caller(1),
            account_holder: caller(2),
            resident: caller(3),
        }
    }

    /// Everybody's name and roles.
    pub(super) fn in_words(&self) -> Vec<(String, String)> {
        let members = self.everybody().into_iter().map(|it| {
            let roles: Vec<_> = it.roles.iter().map(|role| role.word()).collect();
            (it.name.clone(), roles.join(", "))
        });
        members.collect()
    }

    pub(super) fn everybody(&self) -> [&Caller; 4] {
        [&self.convenor, &self.analyst, &self.account_holder, &self.resident]
    }
}
