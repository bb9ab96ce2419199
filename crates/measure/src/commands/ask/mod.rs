#![doc = include_str!("card.md")]

mod answer;
mod digits;
mod each;
mod flow;
mod long;
mod read;
mod registration;
mod rows;
mod spool;
mod table;
mod tell;

#[cfg(test)]
mod tests;

use std::path::Path;

use cm_evidence::EvidenceSet;
use cm_exchange::Table;
use cm_insight::{METHODS, Method, Shape, method};
use cm_kernel::{Date, Refusal};
use serde_json::json;

use crate::args::{AskArgs, PlaceArgs};
use crate::ending::{Ending, Said};
use crate::files;
use crate::progress::Progress;
use answer::Answering;
use each::Asking;
use long::{Opened, Sizes};
use registration::Registered;

/// Asks a method about a file, with no store at all.
pub fn run(place: &PlaceArgs, args: &AskArgs) -> Result<Said, Ending> {
    run_sized(place, args, &Sizes::USUAL)
}

fn run_sized(place: &PlaceArgs, args: &AskArgs, sizes: &Sizes) -> Result<Said, Ending> {
    let csv_out = args.csv.as_deref().is_some_and(|it| it == Path::new("-"));
    if place.json && csv_out {
        return Err(Refusal::new(
            "measure/two-answers",
            "The JSON document and the table cannot both be written to standard output.",
            "Give --csv the name of a file, or leave out --json.",
        )
        .into());
    }
    let method = known(&args.method)?;
    let mut progress = Progress::new(place.json);
    let answering = Answering { place, args, csv_out };
    let bytes = match long::open(method, args, sizes)? {
        Opened::Whole(bytes) => bytes,
        Opened::Long(source) => match long::ask(method, &answering, source, &mut progress)? {
            Some(said) => return Ok(said),
            None => files::read(&args.file)?,
        },
    };
    let table = Table::read_sheet(&files::name(&args.file), &bytes, args.columns.sheet.as_deref())?;
    drop(bytes);
    whole(method, &answering, table, &mut progress)
}

/// Asks about a file that is held as one table.
fn whole(
    method: &'static dyn Method,
    answering: &Answering<'_>,
    table: Table,
    progress: &mut Progress,
) -> Result<Said, Ending> {
    let args = answering.args;
    let own = read::own(table, args, progress)?;
    own.question.check(method.parameters())?;
    let evidence = narrowed(own.evidence, args)?;
    if let Some(path) = &args.register {
        progress.done();
        let fixed = Registered::fix(method, args, &own.question.settings, &own.read_as, &evidence)?;
        fixed.write(path)?;
        return Ok(Said::new(fixed.in_words(path), json!(fixed)));
    }
    let registered = match &args.registered {
        Some(path) => {
            let fixed = Registered::read(path)?;
            Some(fixed.compare(method, args, &own.question.settings, &own.read_as, &evidence)?)
        }
        None => None,
    };
    let asking = Asking {
        method,
        question: &own.question,
        draws: args.svg.is_some(),
        registered: registered.as_ref(),
    };
    match <[_; 1]>::try_from(sets(method, evidence, args)) {
        Ok([one]) => answering.one(&asking, &own.read_as, one, progress),
        Err(sets) => answering.many(&asking, &own.read_as, sets, progress),
    }
}

fn known(name: &str) -> Result<&'static dyn Method, Refusal> {
    method(name).ok_or_else(|| {
        let names: Vec<_> = METHODS.iter().map(|method| method.name()).collect();
        Refusal::new(
            "app/no-such-method",
            format!("There is no method `{name}`."),
            format!("Choose one of: {}.", names.join(", ")),
        )
    })
}

/// Only the place, group and dates that were asked for; some must be left.
fn narrowed(evidence: EvidenceSet, args: &AskArgs) -> Result<EvidenceSet, Refusal> {
    let evidence = narrow(evidence, args)?;
    if evidence.is_empty() {
        return Err(no_such_evidence());
    }
    Ok(evidence)
}

fn no_such_evidence() -> Refusal {
    Refusal::new(
        "measure/no-such-evidence",
        "No reading of the file has the place, group and dates asked for.",
        "Check how they are written in the file, or leave out --place, --in-group, --from and --to.",
    )
}

fn narrow(mut evidence: EvidenceSet, args: &AskArgs) -> Result<EvidenceSet, Refusal> {
    if let Some(place) = &args.place {
        evidence = evidence.at_place(place);
    }
    if let Some(group) = &args.in_group {
        evidence = evidence.in_group(group);
    }
    let day = |text: &Option<String>| text.as_deref().map(day).transpose();
    let (from, to) = (day(&args.from)?, day(&args.to)?);
    if from.is_some() || to.is_some() {
        let first = from.or_else(|| Date::new(1000, 1, 1));
        let last = to.or_else(|| Date::new(9999, 12, 31));
        if let (Some(first), Some(last)) = (first, last) {
            evidence = evidence.between(first, last);
        }
    }
    Ok(evidence)
}

fn day(text: &str) -> Result<Date, Refusal> {
    Date::parse(text).ok_or_else(|| {
        Refusal::new(
            "measure/not-a-day",
            format!("`{text}` is not a day."),
            "Write it as 2018-04-01.",
        )
    })
}

/// What the method is asked about: each place in turn where it reads one series, else everything once.
fn sets(method: &dyn Method, evidence: EvidenceSet, args: &AskArgs) -> Vec<(String, EvidenceSet)> {
    if method.shape() == Shape::OneSeries && !args.together {
        return evidence.groups_pooled().by_place();
    }
    let evidence = method.shape().narrow(evidence, args.place.is_some());
    vec![(about(args), evidence)]
}

/// What one question is about.
fn about(args: &AskArgs) -> String {
    let mut about = vec![args.place.clone().unwrap_or_else(|| "all together".to_owned())];
    about.extend(args.in_group.clone());
    about.join(", ")
}
