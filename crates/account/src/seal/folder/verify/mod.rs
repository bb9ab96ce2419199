mod edition;
mod entries;
mod figures;
mod listing;
mod signed;

use cm_kernel::{Digest, Entry};

use super::{Files, Manifest, Report};
use crate::seal::{Checkpoint, Note, VerifierKey};

/// Whom the reader trusts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trust<'k> {
    /// The publisher's key, got some other way than with the account. Without it the folder's own key is used.
    pub key: Option<&'k VerifierKey>,
    /// Keys of witnesses that must have cosigned the checkpoint.
    pub witnesses: &'k [VerifierKey],
}

/// An entry of the folder, opened.
struct Opened<'m> {
    at: u64,
    role: &'m str,
    file: &'m str,
    leaf: Digest,
    entry: Entry,
}

/// What the signatures vouch for.
struct Sealed {
    /// The key everything is signed with.
    key: VerifierKey,
    checkpoint: Checkpoint,
    /// The checkpoint with its signatures, already checked.
    note: Note,
    /// Leaves that the tiles hold, when they give the checkpoint's root.
    leaves: Option<Vec<Digest>>,
}

/// Checks a published account with nothing but its own files and the keys the reader trusts.
///
/// Takes any bytes: whatever does not hold becomes a sentence in the report.
#[must_use]
pub fn verify(files: &Files, trust: &Trust<'_>) -> Report {
    let mut report = Report::new();
    let Some(manifest) = listing::manifest(files, &mut report) else {
        return report;
    };
    report.edition = Some(manifest.edition.to_string());
    report.title = Some(super::quoted(&manifest.title));
    report.partnership = Some(manifest.partnership.to_string());
    listing::files(files, &manifest, &mut report);
    if let Some(sealed) = signed::sealed(files, &manifest, trust, &mut report) {
        report.size = Some(sealed.checkpoint.size);
        contents(files, &manifest, &sealed, &mut report);
    }
    report.close()
}

fn contents(files: &Files, manifest: &Manifest, sealed: &Sealed, report: &mut Report) {
    let opened = entries::open(files, manifest, sealed, report);
    edition::check(manifest, &opened, report);
    figures::check(files, &opened, report);
    figures::table(files, &opened, report);
    figures::evidence(files, &opened, report);
}
