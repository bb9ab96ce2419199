#![doc = include_str!("card.md")]

use std::fmt::Write;

use cm_app::{Shelf, shelves};
use cm_kernel::{Refusal, title};
use serde_json::json;

use super::COMMANDS;
use crate::args::{CardArgs, PlaceArgs};
use crate::ending::{Ending, Said};

/// Reads one card, or lists them all.
pub fn run(_place: &PlaceArgs, args: &CardArgs) -> Result<Said, Ending> {
    let Some(name) = &args.name else {
        let mut text = String::from("Cards: measure help NAME\n");
        let mut all = Vec::new();
        for shelf in every_shelf() {
            let _ = writeln!(text, "\n{}", shelf.name);
            for (name, card) in shelf.cards {
                let _ = writeln!(text, "  {name:<14} {}", title(card));
                all.push(json!({"shelf": shelf.name, "name": name, "title": title(card)}));
            }
        }
        return Ok(Said::new(text, json!(all)));
    };
    let found = every_shelf().flat_map(|shelf| shelf.cards).find(|(it, _)| it == name);
    let Some((name, card)) = found else {
        return Err(Refusal::new(
            "measure/no-such-card",
            format!("There is no card `{name}`."),
            "Run `measure help` for the list, or `measure --help` for the commands.",
        )
        .into());
    };
    Ok(Said::new(card, json!({"name": name, "card": card})))
}

/// The commands, and every shelf that the pages show too.
fn every_shelf() -> impl Iterator<Item = Shelf> {
    let commands = Shelf {
        name: "commands",
        cards: COMMANDS.iter().map(|it| (it.name, it.card)).collect(),
    };
    std::iter::once(commands).chain(shelves())
}
