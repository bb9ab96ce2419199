use std::collections::BTreeMap;

use cm_kernel::{Digest, Entry, Refusal};
use serde_json::Value;

use super::{
    CHECKPOINT, FIGURES, Files, KEY, Listed, MANIFEST, MANIFEST_NOTE, Manifest, Trust, entry_path, proof_path, table,
    verify,
};
use crate::seal::{Algorithm, Checkpoint, Note, Proof, SigningKey, Tree, tiles};

#[cfg(test)]
mod tests;

/// Everything a folder is made of.
#[derive(Debug)]
pub struct Parts<'p> {
    /// The public entries with what each is in the edition, the edition's own entry (`edition`) among them.
    pub entries: &'p [(Entry, String)],
    /// The Merkle leaves of the whole ledger, up to the length the checkpoint is to have.
    pub leaves: &'p [Digest],
    /// The ledger's name, which is also its key's: no spaces, no `+`.
    pub origin: &'p str,
    /// The secret key that signs.
    pub signing_key: &'p [u8; 32],
    /// Further files, by path: pages, pictures, and the rows of batches at [`super::evidence_path`].
    pub extra: Files,
}

/// Makes the folder of a published account, and verifies it before handing it out.
///
/// # Errors
/// `account/not-a-key` for an origin with spaces; `account/no-edition-entry` when not exactly one entry has the role
/// `edition` and names its edition and title; `account/not-in-ledger` when an entry's position is past the leaves;
/// `account/reserved-file` when a further file would take the place of one the folder needs, or its path is not plain;
/// `account/would-not-verify` when the folder would not pass [`verify`], with the first thing that would fail.
pub fn build(parts: Parts<'_>) -> Result<Files, Refusal> {
    let key = SigningKey::new(parts.origin, Algorithm::Ed25519, parts.signing_key)?;
    let tree = Tree::of(parts.leaves);
    let checkpoint = checkpoint(&parts, &tree, &key)?;
    let mut entries: Vec<&(Entry, String)> = parts.entries.iter().collect();
    entries.sort_by_key(|(entry, _)| entry.at);
    let mut files = sealed(&entries, &tree, &checkpoint)?;
    files.insert(KEY.to_owned(), format!("{}\n", key.verifier()).into_bytes());
    let figures = table::records(entries.iter().map(|(entry, _)| entry));
    let figures: String = figures.into_iter().map(|(_, record)| record).collect();
    files.insert(FIGURES.to_owned(), figures.into_bytes());
    for (path, bytes) in parts.extra {
        if !is_free(&path) {
            return Err(reserved(&path));
        }
        files.insert(path, bytes);
    }
    let manifest = list(&entries, &files, tree.size())?;
    let bytes = manifest.to_bytes();
    let signed = Note::sign(&manifest.note_text(parts.origin, &bytes), &key)?;
    files.insert(MANIFEST_NOTE.to_owned(), signed.to_text().into_bytes());
    files.insert(MANIFEST.to_owned(), bytes);
    files.insert(CHECKPOINT.to_owned(), checkpoint.to_text().into_bytes());
    checked(files, &key)
}

fn checkpoint(parts: &Parts<'_>, tree: &Tree, key: &SigningKey) -> Result<Note, Refusal> {
    let checkpoint = Checkpoint {
        origin: parts.origin.to_owned(),
        size: tree.size(),
        root: tree.root_at(tree.size()).unwrap_or_else(crate::seal::tree::empty_root),
        extensions: Vec::new(),
    };
    checkpoint.sign(key)
}

/// Entries, proofs and tiles.
fn sealed(entries: &[&(Entry, String)], tree: &Tree, checkpoint: &Note) -> Result<Files, Refusal> {
    let mut files = tiles::write(tree, tree.size()).unwrap_or_default();
    for (entry, _) in entries {
        let at = entry.at;
        let Some(path) = tree.inclusion(at, tree.size()) else {
            return Err(Refusal::new(
                "account/not-in-ledger",
                format!(
                    "Entry {at} is past the end of the ledger, which has {} entries.",
                    tree.size()
                ),
                "Take the leaves of the ledger up to the entry that published the edition, or later.",
            ));
        };
        let proof = Proof {
            at,
            path,
            extra: None,
            checkpoint: checkpoint.clone(),
        };
        files.insert(entry_path(at), entry.canonical().into_bytes());
        files.insert(proof_path(at), proof.to_text().into_bytes());
    }
    Ok(files)
}

fn list(entries: &[&(Entry, String)], files: &Files, size: u64) -> Result<Manifest, Refusal> {
    let mut editions = entries.iter().filter(|(_, role)| role == "edition");
    let (Some((edition, _)), None) = (editions.next(), editions.next()) else {
        return Err(no_edition());
    };
    let text = |field: &str| edition.body.get(field).and_then(Value::as_str);
    let (Some(id), Some(title)) = (text("edition"), text("title")) else {
        return Err(no_edition());
    };
    let listed = |(entry, role): &&(Entry, String)| Listed {
        at: entry.at,
        role: role.clone(),
        file: entry_path(entry.at),
    };
    let digests: BTreeMap<String, Digest> = files.iter().map(|(path, it)| (path.clone(), Digest::of(it))).collect();
    Ok(Manifest {
        edition: cm_kernel::Id::new(id)?,
        partnership: edition.partnership.clone(),
        title: title.to_owned(),
        checkpoint_size: size,
        entries: entries.iter().map(listed).collect(),
        files: digests,
    })
}

fn no_edition() -> Refusal {
    Refusal::new(
        "account/no-edition-entry",
        "The entry that published the edition, with its name and title, is not among the entries, or is there twice.",
        "Give the edition's own entry, once, with the role `edition`.",
    )
}

/// Whether a further file may have this path: plain names joined by `/`, none of which the folder needs itself.
fn is_free(path: &str) -> bool {
    let plain = |name: &str| {
        let odd = |it: char| it.is_control() || matches!(it, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        !name.is_empty() && name != "." && name != ".." && !name.contains(odd)
    };
    let first = path.split('/').next().unwrap_or_default();
    let taken = [
        MANIFEST,
        MANIFEST_NOTE,
        CHECKPOINT,
        KEY,
        FIGURES,
        "entries",
        "proofs",
        "tile",
    ];
    path.split('/').all(plain) && !taken.iter().any(|it| it.eq_ignore_ascii_case(first))
}

fn reserved(path: &str) -> Refusal {
    Refusal::new(
        "account/reserved-file",
        format!("A file cannot be added at `{}`.", super::quoted(path)),
        "Choose a plain path that is not account.json, account.note, checkpoint, key.txt, figures.csv or under entries/, \
         proofs/ or tile/.",
    )
}

fn checked(files: Files, key: &SigningKey) -> Result<Files, Refusal> {
    let trust = Trust {
        key: Some(key.verifier()),
        witnesses: &[],
    };
    let report = verify(&files, &trust);
    match report.failures().next() {
        None => Ok(files),
        Some(failure) => Err(Refusal::new(
            "account/would-not-verify",
            format!("The folder would not pass its own verification: {}", failure.sentence),
            "Take entries and leaves from one ledger, every entry the edition names, and nothing else.",
        )),
    }
}
