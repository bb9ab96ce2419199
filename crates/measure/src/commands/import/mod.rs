#![doc = include_str!("card.md")]

use std::fmt::Write;

use cm_app::{Check, Import, ImportOutcome};
use cm_exchange::{Complaint, Table};
use cm_framework::Unit;
use cm_kernel::Id;
use serde_json::json;

use crate::args::{ImportArgs, PlaceArgs};
use crate::columns;
use crate::ending::{Ending, Said};
use crate::files;
use crate::house::{Location, caller, open, partnership};
use crate::progress::Progress;

/// The most complaints that are printed; with `--json` all that are kept.
const PRINTED: usize = 20;

/// Brings a file in as evidence, or checks it.
pub fn run(place: &PlaceArgs, args: &ImportArgs) -> Result<Said, Ending> {
    let house = open(&Location::of(place, "common-measure.db"), true)?;
    let partnership = partnership(&house, args.partnership.as_deref())?;
    let caller = caller(&house, &partnership, &args.member, args.partner.as_deref())?;
    let (bytes, file) = (files::read(&args.file)?, files::name(&args.file));
    let measure = Id::new(args.measure.clone())?;
    let view = house.view(&partnership)?;
    let ratio = view
        .framework
        .measure(&measure)
        .is_none_or(|record| record.measure.unit == Unit::Share);
    let table = Table::read_sheet(&file, &bytes, args.columns.sheet.as_deref())?;
    let mapping = columns::mapping(&table, &args.columns, ratio)?;
    let mut progress = Progress::new(place.json);
    progress.tell(&format!("Reading {file}: {}", columns::in_words(&mapping)), None);
    drop(table);
    let import = Import {
        measure,
        file: &file,
        bytes: &bytes,
        mapping: Some(mapping),
        attribution: args.attribution.clone(),
        corrects: args.corrects.clone(),
    };
    if args.check {
        let check = house.check_import(&caller, &import, &mut |done, total| {
            progress.tell("Checking rows", Some((done, total)));
        })?;
        progress.done();
        return Ok(checked(&check, args.corrects.is_some()));
    }
    let outcome = house.import(&caller, &import, &mut |done, total| {
        progress.tell("Reading rows", Some((done, total)));
    })?;
    progress.done();
    Ok(say(&outcome))
}

fn checked(check: &Check, corrects: bool) -> Said {
    let Some(it) = &check.foreseen else {
        let more = check.complaints_count - check.complaints.len() as u64;
        return listed(&check.complaints, more, check.rows);
    };
    let mut text = format!("All {} rows can be read. Nothing was kept.\n", check.rows);
    let _ = writeln!(
        text,
        "Brought in, {} would be new and {} are known already.",
        it.new, it.known
    );
    for example in &it.examples {
        let _ = writeln!(text, "  {example}");
    }
    match (it.differing, corrects) {
        (0, _) => {}
        (count, true) => {
            let _ = writeln!(text, "{count} differ from what is known and would correct it.");
        }
        (count, false) => {
            let _ = writeln!(
                text,
                "{count} differ from what is known, so the file would be refused. If the earlier readings were wrong, give the \
                 reason with --corrects."
            );
        }
    }
    Said {
        text,
        json: json!({"rows": check.rows, "complaints": [], "new": it.new, "known": it.known, "differ": it.differing}),
        ok: it.differing == 0 || corrects,
        long: None,
    }
}

fn listed(complaints: &[Complaint], more: u64, rows: u64) -> Said {
    let count = complaints.len() as u64 + more;
    let mut text = format!("Refused: {count} things are wrong in {rows} rows, so nothing was added.\n");
    for it in complaints.iter().take(PRINTED) {
        let column = if it.column.is_empty() {
            String::new()
        } else {
            format!(", {}", it.column)
        };
        let _ = writeln!(
            text,
            "  line {}{column}: {} {} (found “{}”) [{}]",
            it.line, it.reason, it.remedy, it.found, it.code
        );
    }
    if count > PRINTED as u64 {
        let _ = writeln!(text, "  and {} more; --json lists them.", count - PRINTED as u64);
    }
    Said {
        text,
        json: json!({"rows": rows, "count": count, "complaints": complaints}),
        ok: false,
        long: None,
    }
}

fn say(outcome: &ImportOutcome) -> Said {
    match outcome {
        ImportOutcome::Added {
            at,
            new,
            corrected,
            known,
            digest,
        } => Said::new(
            format!(
                "Added as entry {at}: {new} new rows, {corrected} corrected, {known} already known.\nDigest {digest}"
            ),
            json!({"added": {"entry": at, "new": new, "corrected": corrected, "known": known, "digest": digest}}),
        ),
        ImportOutcome::NothingNew { known } => Said::new(
            format!("Nothing new: all {known} rows were known already, so nothing was added."),
            json!({"nothing_new": {"known": known}}),
        ),
        ImportOutcome::Complaints { complaints, more, rows } => listed(complaints, *more, *rows),
        ImportOutcome::Conflicts { conflicts, count } => {
            let mut text = format!("Refused: {count} readings differ from what is known, so nothing was added.\n");
            for it in conflicts.iter().take(PRINTED) {
                let _ = writeln!(text, "  {it}");
            }
            text.push_str("If the earlier readings were wrong, give the reason with --corrects.");
            Said {
                text,
                json: json!({"differ": count}),
                ok: false,
                long: None,
            }
        }
    }
}
