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
#[must_use]
pub fn demo_members(partnership: &Id) -> Vec<Member> {
    let member = |(sign_in_name, name, partner, roles): &(&str, &str, &str, &[Role])| Member {
        id: Id::slug(sign_in_name),
        partnership: partnership.clone(),
        name: (*name).to_owned(),
        partner: Id::slug(partner),
        roles: roles.iter().copied().collect(),
        fictional: true,
        sign_in_name: (*sign_in_name).to_owned(),
        password: None,
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

    pub(super) fn everybody(&self) -> [&Caller; 4] {
        [&self.convenor, &self.analyst, &self.account_holder, &self.resident]
    }
}
