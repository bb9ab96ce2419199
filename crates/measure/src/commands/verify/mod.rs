#![doc = include_str!("card.md")]

use std::fmt::Write;
use std::path::Path;

use cm_account::seal::VerifierKey;
use cm_account::seal::folder::{Files, Report, Trust, verify};
use cm_kernel::Refusal;
use cm_web::edition::from_zip;
use serde_json::json;

use crate::args::{PlaceArgs, VerifyArgs};
use crate::ending::{Ending, Said};
use crate::files;

/// The most bytes a folder may hold; editions are far smaller.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Checks a published folder or its ZIP, with nothing but its own files and the key that is given.
pub fn run(_place: &PlaceArgs, args: &VerifyArgs) -> Result<Said, Ending> {
    let files = if args.folder.is_dir() {
        let mut files = Files::new();
        collect(&args.folder, "", &mut files, &mut 0)?;
        files
    } else {
        from_zip(&files::read(&args.folder)?)?
    };
    let key = args.key.as_deref().map(VerifierKey::parse).transpose()?;
    let report = verify(
        &files,
        &Trust {
            key: key.as_ref(),
            witnesses: &[],
        },
    );
    Ok(Said {
        text: in_words(&report),
        json: json!({"holds": report.holds(), "report": report}),
        ok: report.holds(),
        long: None,
    })
}

fn collect(folder: &Path, prefix: &str, files: &mut Files, bytes: &mut u64) -> Result<(), Ending> {
    let unreadable = |error: std::io::Error| {
        Ending::Refused(Refusal::new(
            "measure/cannot-read",
            format!("{} cannot be read: {error}.", folder.display()),
            "Check the name and that you may read it.",
        ))
    };
    for item in std::fs::read_dir(folder).map_err(unreadable)? {
        let item = item.map_err(unreadable)?;
        let name = format!("{prefix}{}", item.file_name().to_string_lossy());
        if item.file_type().map_err(unreadable)?.is_dir() {
            collect(&item.path(), &format!("{name}/"), files, bytes)?;
            continue;
        }
        *bytes += item.metadata().map_err(unreadable)?.len();
        if *bytes > MOST_BYTES {
            return Err(Refusal::new(
                "measure/too-large",
                "The folder holds more than 256 MB, so it is no published edition.",
                "Name the folder of one edition.",
            )
            .into());
        }
        files.insert(name, files::read(&item.path())?);
    }
    Ok(())
}

fn in_words(report: &Report) -> String {
    let mut text = String::new();
    let verdict = if report.holds() {
        "Everything holds."
    } else {
        "Something does not hold."
    };
    let title = report.title.as_deref().unwrap_or("This folder");
    let _ = writeln!(text, "{title}\n{verdict}\n");
    for check in &report.checks {
        let mark = if check.ok { "holds        " } else { "DOES NOT HOLD" };
        let _ = writeln!(text, "  {mark}  {}", check.sentence);
        if let Some(remedy) = &check.remedy {
            let _ = writeln!(text, "                 {remedy}");
        }
    }
    if !report.figures.is_empty() {
        let _ = writeln!(text, "\nFigures and what they rest on");
    }
    for figure in &report.figures {
        let _ = writeln!(text, "  entry {}: {}", figure.at, figure.statement);
        let _ = writeln!(
            text,
            "    {} {}, under the agreement proposed at entry {}",
            figure.method, figure.version, figure.agreement
        );
        for rests in &figure.rests_on {
            let _ = writeln!(
                text,
                "    evidence of entry {}: {} rows, sha256 {}",
                rests.at, rests.rows, rests.digest
            );
        }
    }
    if let Some(key) = &report.key {
        let _ = writeln!(text, "\nKey {}, fingerprint {}", key.name, key.fingerprint);
        if !key.given {
            let _ = writeln!(
                text,
                "It came with the folder itself: compare the fingerprint with one the publisher gave you some other way,\n\
                 or give that key with --key."
            );
        }
    }
    for (heading, sentences) in [
        ("This proves:", report.proves),
        ("It does not prove:", report.does_not_prove),
    ] {
        if !sentences.is_empty() {
            let _ = writeln!(text, "\n{heading}");
        }
        for sentence in sentences {
            let _ = writeln!(text, "  - {sentence}");
        }
    }
    text
}
