#![doc = include_str!("card.md")]

use std::collections::BTreeSet;

use cm_app::{Deed, Member, Role};
use cm_framework::{Act, Partner};
use cm_kernel::{Id, Refusal};
use serde_json::json;

use crate::args::{JoinArgs, PlaceArgs};
use crate::commands::init::password;
use crate::ending::{Ending, Said};
use crate::house::{Location, caller, open, partnership};

/// Takes a member in for a partner, who joins when it is new. The password is read from standard input, one line.
pub fn run(place: &PlaceArgs, args: &JoinArgs) -> Result<Said, Ending> {
    let house = open(&Location::of(place, "common-measure.db"), true)?;
    let partnership = partnership(&house, args.partnership.as_deref())?;
    let convenor = caller(&house, &partnership, &args.convenor, None).ok();
    let Some(convenor) = convenor.filter(|it| it.may(Deed::Admit)) else {
        return Err(Refusal::new(
            "measure/no-such-convenor",
            format!("`{}` is not a member who may take others in.", args.convenor),
            "Give the sign-in name of a convenor with --as.",
        )
        .into());
    };
    let roles = args
        .roles
        .iter()
        .map(|word| role(word))
        .collect::<Result<BTreeSet<_>, _>>()?;
    let partner = Partner {
        id: Id::slug(&args.partner),
        name: args.partner.clone(),
        kind: args.kind.clone(),
        identifier: None,
        fictional: false,
    };
    let member = match (house.member(&args.member)?, args.existing) {
        (Some(member), true) => member,
        (None, true) => {
            return Err(Refusal::new(
                "measure/no-such-member",
                format!("Nobody signs in as `{}` yet.", args.member),
                "Leave --existing out, so that they are taken in with a password.",
            )
            .into());
        }
        (_, false) => {
            let member = Member::new(house.member_id()?, &args.member, &args.member);
            house.take_in(member.clone(), Some(&password()?))?;
            member
        }
    };
    let new = house.view(&partnership)?.framework.partner(&partner.id).is_none();
    if new {
        house.agree(&convenor, &Act::PartnerJoined(partner.clone()))?;
    }
    house.seat(&convenor, &member, &partner.id, &roles)?;
    let text = format!("{} may sign in and acts for {}.", args.member, partner.name);
    Ok(Said::new(text, json!({"partner": partner.id, "new_partner": new})))
}

fn role(word: &str) -> Result<Role, Refusal> {
    Role::read(word).ok_or_else(|| {
        let words: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
        Refusal::new(
            "measure/no-such-role",
            format!("`{word}` is not a role."),
            format!("Choose from: {}.", words.join(", ")),
        )
    })
}
