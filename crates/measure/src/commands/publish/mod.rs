#![doc = include_str!("card.md")]

use std::fmt::Write;

use cm_kernel::{Id, Refusal};
use cm_web::edition::folder;
use serde_json::json;

use crate::args::{PlaceArgs, PublishArgs};
use crate::ending::{Ending, Said};
use crate::files;
use crate::house::{Location, caller, open, partnership};

/// Writes a published edition as a folder that anyone can verify; without an edition, lists them.
pub fn run(place: &PlaceArgs, args: &PublishArgs) -> Result<Said, Ending> {
    let house = open(&Location::of(place, "common-measure.db"), true)?;
    let partnership = partnership(&house, args.partnership.as_deref())?;
    let Some(edition) = &args.edition else {
        let view = house.view(&partnership)?;
        let mut text = String::from("Published editions: measure publish EDITION --to FOLDER\n");
        for it in &view.accounts.editions {
            let _ = writeln!(text, "  {}  {}", it.published.edition, it.published.title);
        }
        let ids: Vec<_> = view
            .accounts
            .editions
            .iter()
            .map(|it| it.published.edition.to_string())
            .collect();
        return Ok(Said::new(text, json!(ids)));
    };
    let edition = Id::new(edition.clone())?;
    let to = args.to.clone().unwrap_or_else(|| edition.as_str().into());
    if std::fs::read_dir(&to).is_ok_and(|mut it| it.next().is_some()) {
        return Err(Refusal::new(
            "measure/not-empty",
            format!("{} is not empty, and nothing in it was touched.", to.display()),
            "Name a folder that is empty or not there yet.",
        )
        .into());
    }
    if let Some(name) = &args.member {
        let caller = caller(&house, &partnership, name, args.partner.as_deref())?;
        house.publish(&caller, &edition, &args.seen)?;
    }
    if let Some(rules) = &args.rules {
        house.check_edition(&partnership, &edition, super::protect::preset(rules)?)?;
    }
    let made = folder(&house, &partnership, &edition)?;
    for (path, bytes) in &made {
        files::write(&to.join(path), bytes)?;
    }
    let text = format!(
        "{} files are in {}. Open index.html, or check them with: measure verify {}",
        made.len(),
        to.display(),
        to.display()
    );
    Ok(Said::new(text, json!({"folder": to, "files": made.len()})))
}
