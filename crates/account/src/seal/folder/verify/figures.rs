use std::collections::BTreeMap;

use cm_kernel::Digest;
use serde_json::Value;

use super::Opened;
use super::listing::AGAIN;
use crate::seal::folder::figure::{RestsOn, Stated};
use crate::seal::folder::{
    FIGURES, FigureTrail, Files, Report, Rests, entry_path, evidence_path, quoted, table as figures_table,
};

const ASK: &str = "Ask the publisher what the figure rests on.";

/// Every figure rests on batches and an agreement that are here.
pub(super) fn check(files: &Files, opened: &[Opened<'_>], report: &mut Report) {
    let here: BTreeMap<u64, &Opened<'_>> = opened.iter().map(|it| (it.at, it)).collect();
    let mut count = 0;
    for it in opened.iter().filter(|it| it.entry.kind == "account/figure") {
        count += 1;
        let Some(figure) = Stated::read(&it.entry) else {
            let sentence = format!("{} is a figure that does not say what it rests on.", it.file);
            report.fails("figures", it.file, sentence, ASK);
            continue;
        };
        trail(it.file, &figure, &here, report);
        let kept = shown(it, &figure, files);
        report.figures.push(kept);
    }
    report.holds_unless_failed(
        "figures",
        format!("All {count} figures rest on batches and agreements that are here."),
    );
}

fn trail(file: &str, figure: &Stated, here: &BTreeMap<u64, &Opened<'_>>, report: &mut Report) {
    let title = quoted(&figure.title());
    for rests in &figure.rests_on {
        let batch = here.get(&rests.at).filter(|it| it.entry.kind == "evidence/gathered");
        let what = match batch {
            None => "which is not here",
            Some(it) if !announces(it, rests) => "which announced another batch",
            Some(_) => continue,
        };
        let entry = entry_path(rests.at);
        report.fails(
            "figures",
            file,
            format!("{file} (the figure “{title}”) rests on {entry}, {what}."),
            ASK,
        );
    }
    let agreement = here.get(&figure.agreement.at);
    if agreement.is_none_or(|it| it.entry.kind != "framework/agreement-proposed") {
        let entry = entry_path(figure.agreement.at);
        let sentence =
            format!("{file} (the figure “{title}”) was published under the agreement {entry}, which is not here.");
        report.fails("figures", file, sentence, ASK);
    }
}

/// Whether an entry announces the batch that a figure rests on.
fn announces(batch: &Opened<'_>, rests: &RestsOn) -> bool {
    let rows = batch.entry.body.get("rows").and_then(Value::as_u64);
    digest_of(batch) == Some(rests.digest) && rows == Some(rests.rows)
}

fn digest_of(batch: &Opened<'_>) -> Option<Digest> {
    batch
        .entry
        .body
        .get("digest")
        .and_then(Value::as_str)
        .and_then(Digest::parse)
}

fn shown(it: &Opened<'_>, figure: &Stated, files: &Files) -> FigureTrail {
    let rests = |rests: &RestsOn| Rests {
        at: rests.at,
        digest: rests.digest,
        rows: rests.rows,
        file: Some(evidence_path(rests.at)).filter(|path| files.contains_key(path)),
    };
    FigureTrail {
        at: it.at,
        file: it.file.to_owned(),
        name: figure.title(),
        statement: figure.statement.clone(),
        value: figure.value,
        lower: figure.lower,
        upper: figure.upper,
        unit: figure.unit.clone(),
        measure: figure.measure.clone(),
        method: figure.method.clone(),
        version: figure.version.clone(),
        known_at: figure.known_at,
        agreement: figure.agreement.at,
        rests_on: figure.rests_on.iter().map(rests).collect(),
        ok: false,
    }
}

/// `figures.csv` says what the sealed figures say.
pub(super) fn table(files: &Files, opened: &[Opened<'_>], report: &mut Report) {
    let Some(bytes) = files.get(FIGURES) else { return };
    let mut rest = bytes.as_slice();
    for (at, record) in figures_table::records(opened.iter().map(|it| &it.entry)) {
        if let Some(after) = rest.strip_prefix(record.as_bytes()) {
            rest = after;
            continue;
        }
        let sentence = match at {
            None => format!("{FIGURES} does not begin with the names of its columns: it was changed."),
            Some(at) => format!(
                "{FIGURES} does not show the figure of {} as it was sealed.",
                entry_path(at)
            ),
        };
        report.fails("figures", FIGURES, sentence, AGAIN);
        return;
    }
    if !rest.is_empty() {
        let sentence = format!("{FIGURES} shows more than the sealed figures.");
        report.fails("figures", FIGURES, sentence, AGAIN);
    }
}

/// Every file of rows is the batch that an entry announced.
pub(super) fn evidence(files: &Files, opened: &[Opened<'_>], report: &mut Report) {
    let batches: BTreeMap<String, &Opened<'_>> = opened
        .iter()
        .filter(|it| it.entry.kind == "evidence/gathered")
        .map(|it| (evidence_path(it.at), it))
        .collect();
    let mut count = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("evidence/")) {
        count += 1;
        let sentence = match batches.get(path) {
            None => format!("{} is the rows of no batch that the edition names.", quoted(path)),
            Some(it) if digest_of(it) != Some(Digest::of(bytes)) => {
                format!(
                    "{path} does not hold the rows that {} announced: one or more of them were changed.",
                    it.file
                )
            }
            Some(_) => continue,
        };
        report.fails("evidence", path, sentence, AGAIN);
    }
    if count > 0 {
        report.holds_unless_failed(
            "evidence",
            format!("All {count} files of rows are the batches that were announced."),
        );
    }
}
