#![doc = include_str!("card.md")]

use cm_kernel::Refusal;
use serde_json::json;

use crate::args::{PlaceArgs, RecoverArgs};
use crate::ending::{Ending, Said};
use crate::house::{Location, open};

/// Prints a link by which a member sets a new password.
pub fn run(place: &PlaceArgs, args: &RecoverArgs) -> Result<Said, Ending> {
    let house = open(&Location::of(place, "common-measure.db"), true)?;
    let Some(member) = house.member(&args.member)? else {
        return Err(Refusal::new(
            "measure/no-such-member",
            format!("Nobody signs in as `{}` here.", args.member),
            "Give the sign-in name exactly; the members page lists who acts for whom.",
        )
        .into());
    };
    let secret = house.recovery_link(&member)?;
    let link = format!("{}/recovery/{secret}", args.address.trim_end_matches('/'));
    let text = format!("{link}\nIt works once, for two days. Give it to nobody but the member.");
    Ok(Said::new(text, json!({"link": link, "member": member.id})))
}
