#![doc = include_str!("card.md")]

use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal};

use cm_app::{Member, Profile, Role};
use cm_framework::Partner;
use cm_kernel::{Id, Refusal};
use serde_json::json;

use crate::args::{InitArgs, PlaceArgs};
use crate::ending::{Ending, Said};
use crate::house::{Location, open};

/// Starts a partnership with its first partner and member. The password is read from standard input, one line.
pub fn run(place: &PlaceArgs, args: &InitArgs) -> Result<Said, Ending> {
    let location = Location::of(place, "common-measure.db");
    let house = open(&location, false)?;
    let partnership = Id::slug(&args.name);
    let partner = Partner {
        id: Id::slug(&args.partner),
        name: args.partner.clone(),
        kind: "convenor".to_owned(),
        identifier: None,
        fictional: false,
    };
    let member = Member::new(house.member_id()?, &args.member, &args.member);
    let roles = BTreeSet::from([Role::Convenor, Role::Contributor, Role::Analyst]);
    if house.partnerships()?.iter().any(|(id, _)| *id == partnership) {
        return Err(Refusal::new(
            "measure/already-there",
            format!("This store already holds the partnership `{partnership}`."),
            "Serve it with `measure serve`, or choose another name.",
        )
        .into());
    }
    let password = password()?;
    house.take_in(member.clone(), Some(&password))?;
    let profile = Profile {
        name: args.name.clone(),
        about: args.about.clone(),
        demonstration: false,
    };
    house.establish(&member, &partnership, &profile, &partner, &roles)?;
    let text = format!(
        "“{}” is started in {}.\nServe it with `measure serve` and sign in as {}.",
        args.name,
        location.in_words(),
        args.member
    );
    Ok(Said::new(
        text,
        json!({"partnership": partnership, "member": member.id}),
    ))
}

/// A password from standard input, one line.
pub fn password() -> Result<String, Ending> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("Password for the member (at least 12 characters; it is shown as you type):");
    }
    let mut line = String::new();
    stdin
        .lock()
        .read_line(&mut line)
        .map_err(|error| Ending::Faulty(error.to_string()))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
