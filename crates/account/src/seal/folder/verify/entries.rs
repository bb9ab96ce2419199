use cm_kernel::Entry;

use super::listing::AGAIN;
use super::{Opened, Sealed};
use crate::seal::folder::figure::Stated;
use crate::seal::folder::{Files, Listed, Manifest, Report, proof_path, quoted, role_in_words};
use crate::seal::{Proof, tree};

/// Opens every entry of the folder and checks that it is in the ledger as it was sealed.
pub(super) fn open<'m>(files: &Files, manifest: &'m Manifest, sealed: &Sealed, report: &mut Report) -> Vec<Opened<'m>> {
    let mut opened = Vec::new();
    for listed in &manifest.entries {
        // A file that is not there was named before.
        let Some(bytes) = files.get(&listed.file) else { continue };
        let entry = read(listed, bytes, manifest, report);
        in_ledger(files, listed, bytes, entry.as_ref(), sealed, report);
        opened.extend(entry.map(|entry| Opened {
            at: listed.at,
            role: &listed.role,
            file: &listed.file,
            leaf: Entry::leaf_of(bytes),
            entry,
        }));
    }
    let sentence = format!(
        "All {} entries are in the ledger, exactly as they were sealed.",
        opened.len()
    );
    report.holds_unless_failed("entries", sentence);
    opened
}

fn read(listed: &Listed, bytes: &[u8], manifest: &Manifest, report: &mut Report) -> Option<Entry> {
    let file = &listed.file;
    let what = match serde_json::from_slice::<Entry>(bytes) {
        Err(_) => "cannot be read as an entry of a ledger: it was changed",
        Ok(entry) if entry.canonical().as_bytes() != bytes => {
            "is not written in the one form that entries have: it was changed, if only in its spelling"
        }
        Ok(entry) if entry.at != listed.at => "belongs at another position of the ledger: it was moved or renamed",
        Ok(entry) if entry.partnership != manifest.partnership => "belongs to the ledger of another partnership",
        Ok(entry) => return Some(entry),
    };
    report.fails(
        "entries",
        file,
        format!("{file} ({}) {what}.", role_in_words(&listed.role)),
        AGAIN,
    );
    None
}

fn in_ledger(
    files: &Files,
    listed: &Listed,
    bytes: &[u8],
    entry: Option<&Entry>,
    sealed: &Sealed,
    report: &mut Report,
) {
    let (leaf, at, checkpoint) = (Entry::leaf_of(bytes), listed.at, &sealed.checkpoint);
    let path = proof_path(at);
    let proof = files.get(&path).and_then(|it| Proof::parse(it).ok());
    let leads = |leaf| {
        let leads = |it: &&Proof| it.at == at && tree::included(leaf, at, checkpoint.size, &it.path, checkpoint.root);
        proof.as_ref().filter(leads)
    };
    // Tiles that give the signed root know the leaf; without them the proof alone decides.
    let from_tiles = sealed
        .leaves
        .as_ref()
        .and_then(|it| it.get(usize::try_from(at).ok()?).copied());
    let is_sealed = from_tiles.map_or_else(|| leads(leaf).is_some(), |it| it == leaf);
    if !is_sealed {
        let sentence = format!(
            "{} ({}) is not what was sealed: one or more of its bytes changed after publication.",
            listed.file,
            described(listed, entry)
        );
        report.fails("entries", &listed.file, sentence, AGAIN);
    }
    let signed = |it: &Proof| {
        it.checkpoint == sealed.note
            || it.checkpoint.text() == checkpoint.text() && it.checkpoint.check(&sealed.key).is_ok()
    };
    let holds = leads(from_tiles.unwrap_or(leaf)).is_some_and(signed);
    if !holds {
        let sentence = format!("{path} does not prove that entry {at} is in the ledger that was signed for.");
        report.fails("entries", &path, sentence, AGAIN);
    }
}

/// What an entry is, with its name when it is a figure.
fn described(listed: &Listed, entry: Option<&Entry>) -> String {
    match entry.and_then(Stated::read) {
        Some(figure) => format!("the figure “{}”", quoted(&figure.title())),
        None => role_in_words(&listed.role).to_owned(),
    }
}
