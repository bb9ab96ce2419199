use super::{Catalogue, Said};
use crate::rules::ROOMS;

const HEAD: &str = "# Refusals

Every no that the software can say, with what to do about it.
A refusal is an answer, not a fault: the request was understood and will not be carried out, for a reason that a person can act on.
Its code is stable, so it can be translated, searched for and tested; words in braces come from the moment.

This page is written by `cargo xtask refusals` from the source, and a house rule checks that it is up to date.
";

/// The page of a catalogue: a table a room, in the order of the work.
#[must_use]
pub fn page(catalogue: &Catalogue) -> String {
    let mut page = HEAD.to_owned();
    for room in ROOMS {
        let prefix = format!("{}/", room.name);
        let mut rows = catalogue
            .said
            .iter()
            .filter(|it| it.code.starts_with(&prefix))
            .peekable();
        if rows.peek().is_none() {
            continue;
        }
        page.push_str(&format!(
            "\n## {}\n\n| code | it says | what to do | where |\n|---|---|---|---|\n",
            room.name
        ));
        rows.for_each(|it| page.push_str(&row(it)));
    }
    page
}

fn row(said: &Said) -> String {
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    format!(
        "| `{}` | {} | {} | `{}` |\n",
        said.code,
        cell(&said.reason),
        cell(&said.remedy),
        said.file
    )
}
