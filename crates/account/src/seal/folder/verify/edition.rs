use std::collections::BTreeMap;

use cm_kernel::Digest;
use serde::Deserialize;
use serde_json::Value;

use super::Opened;
use super::listing::AGAIN;
use crate::seal::folder::{MANIFEST, Manifest, OTHER, ROLES, Report, entry_path, quoted, role_in_words, role_of};

const EDITION: &str = "edition";

/// One entry an edition says it consists of.
#[derive(Debug, Deserialize)]
struct Part {
    at: u64,
    role: String,
    leaf: Digest,
}

/// What an edition's entry says of itself.
#[derive(Debug, Deserialize)]
struct Said {
    edition: String,
    title: String,
    consists_of: Vec<Part>,
}

/// The edition names exactly the entries that are here.
pub(super) fn check(manifest: &Manifest, opened: &[Opened<'_>], report: &mut Report) {
    roles(opened, report);
    let mut editions = opened.iter().filter(|it| it.role == EDITION);
    let (Some(edition), None) = (editions.next(), editions.next()) else {
        let sentence = format!(
            "{MANIFEST} does not lead to the one entry that published the edition, so nothing says what it must consist of."
        );
        report.fails(EDITION, MANIFEST, sentence, AGAIN);
        return;
    };
    let Ok(said) = Said::deserialize(&edition.entry.body) else {
        let sentence = format!("{} does not say which entries the edition consists of.", edition.file);
        report.fails(
            EDITION,
            edition.file,
            sentence,
            "Ask the publisher for an account made with a current program.",
        );
        return;
    };
    if said.edition != manifest.edition.as_str() || said.title != manifest.title {
        let sentence = format!(
            "{MANIFEST} gives the edition another name or title than its own entry, {}.",
            edition.file
        );
        report.fails(EDITION, MANIFEST, sentence, AGAIN);
    }
    let here: BTreeMap<u64, &Opened<'_>> = opened.iter().map(|it| (it.at, it)).collect();
    nothing_left_out(&said, &here, report);
    nothing_put_in(&said, edition, opened, report);
    let sentence = format!(
        "The edition names {} entries it consists of, and all of them are here.",
        said.consists_of.len()
    );
    report.holds_unless_failed(EDITION, sentence);
}

/// Every entry stands for what its kind is, and nothing else does.
fn roles(opened: &[Opened<'_>], report: &mut Report) {
    for it in opened {
        let due = role_of(&it.entry.kind);
        let claimed = ROLES.iter().any(|(_, role)| *role == it.role);
        if due != it.role && (due != OTHER || claimed) {
            let (file, is, role) = (it.file, role_in_words(due), quoted(it.role));
            let sentence = format!("{file} is {is} and is passed off as “{role}”.");
            report.fails(EDITION, file, sentence, AGAIN);
        }
    }
}

fn nothing_left_out(said: &Said, here: &BTreeMap<u64, &Opened<'_>>, report: &mut Report) {
    for part in &said.consists_of {
        let (file, what) = (entry_path(part.at), role_in_words(&part.role));
        let sentence = match here.get(&part.at) {
            None => format!("{file} ({what}) was left out or cannot be read: the edition names it."),
            Some(it) if it.leaf != part.leaf => format!("{file} ({what}) is not the entry that the edition names."),
            Some(it) if it.role != part.role => {
                format!(
                    "{file} is {what} in the edition, and {MANIFEST} calls it “{}”.",
                    quoted(it.role)
                )
            }
            Some(_) => continue,
        };
        report.fails(EDITION, &file, sentence, AGAIN);
    }
}

fn nothing_put_in(said: &Said, edition: &Opened<'_>, opened: &[Opened<'_>], report: &mut Report) {
    let answers = |it: &Opened<'_>| {
        it.at > edition.at
            && it.entry.kind == "account/responded"
            && it.entry.body.get(EDITION).and_then(Value::as_str) == Some(&said.edition)
    };
    for it in opened {
        let named = it.at == edition.at || said.consists_of.iter().any(|part| part.at == it.at);
        if !named && !answers(it) {
            let sentence = format!(
                "{} ({}) is not part of the edition: it was put in.",
                it.file,
                role_in_words(it.role)
            );
            report.fails(EDITION, it.file, sentence, AGAIN);
        }
    }
}
