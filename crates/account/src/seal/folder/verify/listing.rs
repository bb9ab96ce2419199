use std::collections::BTreeSet;

use cm_kernel::Digest;

use crate::seal::folder::{
    CHECKPOINT, Files, MANIFEST, MANIFEST_NOTE, Manifest, Report, entry_path, proof_path, quoted,
};
use crate::seal::tiles;

/// What to do about a file that is wrong.
pub(super) const AGAIN: &str =
    "Get the whole folder again from where it was published, and ask the publisher what changed.";

/// Reads the list of everything. `None` when there is nothing more to check without it.
pub(super) fn manifest(files: &Files, report: &mut Report) -> Option<Manifest> {
    let Some(bytes) = files.get(MANIFEST) else {
        let sentence =
            format!("{MANIFEST} is missing: it lists what the account consists of, so nothing can be checked.");
        report.fails("list", MANIFEST, sentence, AGAIN);
        return None;
    };
    let Some(manifest) = Manifest::read(bytes) else {
        let sentence =
            format!("{MANIFEST} is not the list of a published account as this program writes it: it was changed.");
        report.fails("list", MANIFEST, sentence, AGAIN);
        return None;
    };
    let in_order = manifest.entries.is_sorted_by(|a, b| a.at < b.at);
    if !in_order || manifest.entries.iter().any(|it| it.file != entry_path(it.at)) {
        let sentence =
            format!("{MANIFEST} does not name each entry once, in order, by the file of its position: it was changed.");
        report.fails("list", MANIFEST, sentence, AGAIN);
        return None;
    }
    Some(manifest)
}

/// Every file is as listed, and there is no other.
pub(super) fn files(files: &Files, manifest: &Manifest, report: &mut Report) {
    for (path, digest) in &manifest.files {
        let shown = quoted(path);
        match files.get(path) {
            None => report.fails("files", path, format!("{shown} is missing from the folder."), AGAIN),
            Some(bytes) if Digest::of(bytes) != *digest => {
                let sentence = format!(
                    "{shown} was changed after the account was put together: it no longer has the fingerprint listed in {MANIFEST}."
                );
                report.fails("files", path, sentence, AGAIN);
            }
            Some(_) => {}
        }
    }
    let own = [MANIFEST, MANIFEST_NOTE, CHECKPOINT];
    for path in files.keys() {
        if !manifest.files.contains_key(path) && !own.contains(&path.as_str()) {
            let sentence = format!("{} is in the folder and is not part of the account.", quoted(path));
            report.fails(
                "files",
                path,
                sentence,
                "Remove it if you put it there; otherwise ask the publisher about it.",
            );
        }
    }
    out_of_place(manifest, report);
    let count = manifest.files.len() + own.len();
    report.holds_unless_failed(
        "files",
        format!("All {count} files of the account are here, unchanged, and there is no other."),
    );
}

/// Files listed where only entries, proofs and tiles may stand, and that are none.
fn out_of_place(manifest: &Manifest, report: &mut Report) {
    let mut places: BTreeSet<String> = BTreeSet::new();
    for it in &manifest.entries {
        places.extend([entry_path(it.at), proof_path(it.at)]);
    }
    // A size beyond the number of files is found out when the tiles are read.
    if tiles::count(manifest.checkpoint_size) <= manifest.files.len() as u64 {
        places.extend(tiles::tiles(manifest.checkpoint_size).map(|it| it.path()));
    }
    for path in &places {
        if !manifest.files.contains_key(path) {
            let sentence = format!("{MANIFEST} does not list {path}, which the account needs.");
            report.fails("files", path, sentence, AGAIN);
        }
    }
    let reserved = |path: &str| ["entries/", "proofs/", "tile/"].iter().any(|it| path.starts_with(it));
    for path in manifest.files.keys().filter(|it| reserved(it) && !places.contains(*it)) {
        let sentence = format!(
            "{} stands among the sealed files and belongs to no entry of the account.",
            quoted(path)
        );
        report.fails("files", path, sentence, AGAIN);
    }
}
