use cm_kernel::Digest;

use super::listing::AGAIN;
use super::{Sealed, Trust};
use crate::seal::folder::{CHECKPOINT, Files, KEY, KeyShown, MANIFEST, MANIFEST_NOTE, Manifest, Report, quoted};
use crate::seal::{Checkpoint, Note, VerifierKey, tiles};

const OTHER_KEY: &str =
    "Do not rely on this account before the publisher has told you, in some other way, which key is theirs.";

/// Checks the key and everything it signs. `None` when there is no checkpoint to check entries against.
pub(super) fn sealed(files: &Files, manifest: &Manifest, trust: &Trust<'_>, report: &mut Report) -> Option<Sealed> {
    let key = key(files, trust, report)?;
    list(files, manifest, &key, report);
    let (checkpoint, note) = checkpoint(files, manifest, &key, report)?;
    witnesses(&note, trust, report);
    let leaves = leaves(files, &checkpoint, report);
    Some(Sealed {
        key,
        checkpoint,
        note,
        leaves,
    })
}

fn key(files: &Files, trust: &Trust<'_>, report: &mut Report) -> Option<VerifierKey> {
    let text = files.get(KEY).and_then(|it| std::str::from_utf8(it).ok());
    let own = text.and_then(|it| VerifierKey::parse(it.strip_suffix('\n')?).ok());
    if own.is_none() {
        let sentence = format!("{KEY} is missing or does not hold a key as it was written: it was changed.");
        report.fails("key", KEY, sentence, AGAIN);
    }
    let key = trust.key.or(own.as_ref())?.clone();
    let shown = KeyShown {
        name: key.name().to_owned(),
        text: key.to_string(),
        fingerprint: key.fingerprint_in_groups(),
        given: trust.key.is_some(),
    };
    let (name, fingerprint) = (quoted(&shown.name), &shown.fingerprint);
    match own {
        Some(own) if own != key => {
            let sentence = format!(
                "{KEY} holds another key ({}, fingerprint {}) than the one you gave ({name}, fingerprint {fingerprint}).",
                quoted(own.name()),
                own.fingerprint_in_groups()
            );
            report.fails("key", KEY, sentence, OTHER_KEY);
        }
        _ if shown.given => {
            report.holds_unless_failed("key", format!("It was checked with the key you gave: {name}, fingerprint {fingerprint}."));
        }
        _ => report.holds_unless_failed(
            "key",
            format!(
                "It was checked with the key that came in the folder itself ({name}). Anyone could have put it there, so \
                 compare its fingerprint with one you got another way: {fingerprint}."
            ),
        ),
    }
    report.key = Some(shown);
    Some(key)
}

/// The list of files is signed.
fn list(files: &Files, manifest: &Manifest, key: &VerifierKey, report: &mut Report) {
    let Some(note) = files.get(MANIFEST_NOTE) else {
        let sentence = format!("{MANIFEST_NOTE} is missing: it is the publisher's signature under {MANIFEST}.");
        report.fails("list", MANIFEST_NOTE, sentence, AGAIN);
        return;
    };
    let checked = Note::parse(note).and_then(|note| note.check(key).map(|()| note));
    match checked {
        Err(refusal) => {
            let sentence = format!(
                "{MANIFEST_NOTE} is not the publisher's signature under {MANIFEST}. {}",
                refusal.reason
            );
            report.fails("list", MANIFEST_NOTE, sentence, &refusal.remedy);
        }
        Ok(note) => {
            let bytes = files.get(MANIFEST).map(Vec::as_slice).unwrap_or_default();
            if note.text() != manifest.note_text(key.name(), bytes) {
                let sentence = format!(
                    "{MANIFEST} is not the list the publisher signed: it was changed, or {MANIFEST_NOTE} belongs to another account."
                );
                report.fails("list", MANIFEST, sentence, AGAIN);
            }
        }
    }
    report.holds_unless_failed(
        "list",
        format!(
            "{MANIFEST}, which lists every file, is signed by {}.",
            quoted(key.name())
        ),
    );
}

fn checkpoint(
    files: &Files,
    manifest: &Manifest,
    key: &VerifierKey,
    report: &mut Report,
) -> Option<(Checkpoint, Note)> {
    let Some(bytes) = files.get(CHECKPOINT) else {
        let sentence = format!("{CHECKPOINT} is missing: it is the signed length and root of the ledger.");
        report.fails("checkpoint", CHECKPOINT, sentence, AGAIN);
        return None;
    };
    let opened = match Checkpoint::open(bytes, key) {
        Ok(opened) => opened,
        Err(refusal) => {
            let sentence = format!(
                "{CHECKPOINT}, the signed length and root of the ledger, does not hold. {}",
                refusal.reason
            );
            report.fails("checkpoint", CHECKPOINT, sentence, &refusal.remedy);
            let note = Note::parse(bytes).ok()?;
            (Checkpoint::parse(note.text()).ok()?, note)
        }
    };
    let checkpoint = &opened.0;
    if checkpoint.origin != key.name() {
        let sentence = format!(
            "{CHECKPOINT} is of another ledger ({}) than the key ({}).",
            quoted(&checkpoint.origin),
            quoted(key.name())
        );
        report.fails("checkpoint", CHECKPOINT, sentence, OTHER_KEY);
    }
    if checkpoint.size != manifest.checkpoint_size {
        let sentence = format!(
            "{MANIFEST} speaks of a ledger of {} entries, and {CHECKPOINT} of {}.",
            manifest.checkpoint_size, checkpoint.size
        );
        report.fails("checkpoint", MANIFEST, sentence, AGAIN);
    }
    let sentence = format!(
        "The ledger had {} entries, and its publisher signed for them.",
        checkpoint.size
    );
    report.holds_unless_failed("checkpoint", sentence);
    Some(opened)
}

fn witnesses(note: &Note, trust: &Trust<'_>, report: &mut Report) {
    for witness in trust.witnesses {
        if let Err(refusal) = note.check(witness) {
            let sentence = format!(
                "{CHECKPOINT} is not cosigned by the witness {}. {}",
                quoted(witness.name()),
                refusal.reason
            );
            report.fails(
                "witness",
                CHECKPOINT,
                sentence,
                "Ask the witness for its cosignature, or whether it saw another ledger.",
            );
        }
    }
    if !trust.witnesses.is_empty() {
        let sentence = format!(
            "All {} witnesses you named cosigned the checkpoint.",
            trust.witnesses.len()
        );
        report.holds_unless_failed("witness", sentence);
    }
}

/// The leaves that the tiles hold, when they give the checkpoint's root.
fn leaves(files: &Files, checkpoint: &Checkpoint, report: &mut Report) -> Option<Vec<Digest>> {
    let fault = match tiles::read(checkpoint.size, files) {
        Ok((leaves, root)) if root == checkpoint.root => {
            report.holds_unless_failed("tiles", "The tiles under tile/ give the root that was signed.");
            return Some(leaves);
        }
        Ok(_) => ("tile/0", "The tiles under tile/0 do not give the root that was signed: a tile was changed, or the tiles belong to another ledger.".to_owned()),
        Err(tiles::Fault::TooFew { needed }) => {
            ("tile", format!("The tiles under tile/ are too few: a ledger of {} entries has {needed}.", checkpoint.size))
        }
        Err(tiles::Fault::Missing(path)) => return tile(&path, "is missing", report),
        Err(tiles::Fault::WrongLength(path)) => return tile(&path, "is not as long as its name says", report),
        Err(tiles::Fault::Disagrees(path)) => return tile(&path, "does not agree with the tiles below it", report),
    };
    report.fails("tiles", fault.0, fault.1, AGAIN);
    None
}

fn tile(path: &str, what: &str, report: &mut Report) -> Option<Vec<Digest>> {
    report.fails(
        "tiles",
        path,
        format!("{path} {what}, so the root cannot be rebuilt."),
        AGAIN,
    );
    None
}
