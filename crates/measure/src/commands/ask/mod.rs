#![doc = include_str!("card.md")]

mod digits;
mod each;
mod read;
mod registration;
mod tell;

#[cfg(test)]
mod tests;

use std::fmt::Write;
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
use each::Asking;
use registration::Registered;
use tell::Telling;

/// Asks a method about a file, with no store at all.
pub fn run(place: &PlaceArgs, args: &AskArgs) -> Result<Said, Ending> {
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
    let (bytes, file) = (files::read(&args.file)?, files::name(&args.file));
    let table = Table::read_sheet(&file, &bytes, args.columns.sheet.as_deref())?;
    drop(bytes);
    let own = read::own(table, args, &mut progress)?;
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
    let sets = sets(method, evidence, args);
    let asking = Asking {
        method,
        question: &own.question,
        draws: args.svg.is_some(),
        registered: registered.as_ref(),
    };
    let answer = Answering {
        place,
        args,
        csv_out,
        read_as: &own.read_as,
        progress: &mut progress,
    };
    match <[_; 1]>::try_from(sets) {
        Ok([one]) => answer.one(&asking, one),
        Err(sets) => answer.many(&asking, sets),
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

/// Only the place, group and dates that were asked for.
fn narrowed(mut evidence: EvidenceSet, args: &AskArgs) -> Result<EvidenceSet, Refusal> {
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
    if evidence.is_empty() {
        return Err(Refusal::new(
            "measure/no-such-evidence",
            "No reading of the file has the place, group and dates asked for.",
            "Check how they are written in the file, or leave out --place, --in-group, --from and --to.",
        ));
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
    let mut about = vec![args.place.clone().unwrap_or_else(|| "all together".to_owned())];
    about.extend(args.in_group.clone());
    let evidence = method.shape().narrow(evidence, args.place.is_some());
    vec![(about.join(", "), evidence)]
}

/// How an answer is to be given.
struct Answering<'a> {
    place: &'a PlaceArgs,
    args: &'a AskArgs,
    csv_out: bool,
    read_as: &'a str,
    progress: &'a mut Progress,
}

impl Answering<'_> {
    fn one(self, asking: &Asking<'_>, (about, evidence): (String, EvidenceSet)) -> Result<Said, Ending> {
        self.progress.tell("Asking", None);
        let answer = asking.ask(about, &evidence);
        self.progress.done();
        let insight = answer.found.clone()?;
        let table = self.args.csv.is_some().then(|| tell::table_as_csv(&insight));
        let place = answer.place.clone();
        Telling::default().take(answer, self.args.svg.as_deref())?;
        if let Some(said) = self.write_csv(table)? {
            return Ok(said);
        }
        let mut text = format!("Read: {}\n\n{}\n", self.read_as, insight.as_text());
        text.push_str(&tell::table_in_words(&insight.table));
        self.name_files(&mut text);
        let document = json!({
            "method": insight.method,
            "read": self.read_as,
            "looks": 1,
            "signals": u8::from(insight.has_signal()),
            "not_asked": 0,
            "found": [{"place": place, "insight": insight}],
        });
        Ok(Said::new(text, document))
    }

    fn many(self, asking: &Asking<'_>, sets: Vec<(String, EvidenceSet)>) -> Result<Said, Ending> {
        let mut telling = Telling::default();
        if self.place.json {
            telling.begin_document(asking.method.name(), self.read_as);
        }
        let (total, mut done) = (sets.len() as u64, 0);
        asking.ask_each(sets, &mut |answer| {
            done += 1;
            self.progress.tell("Asking", Some((done, total)));
            telling.take(answer, self.args.svg.as_deref())
        })?;
        self.progress.done();
        telling.end_document();
        let table = self.args.csv.is_some().then(|| telling.as_csv());
        if let (0, Some(first)) = (telling.looks(), telling.first_refusal()) {
            let reason = format!(
                "None of the {total} series could be asked about. The first: {}",
                first.reason
            );
            let refused = Refusal::new(first.code, reason, first.remedy.clone());
            return match self.place.json {
                true => Ok(Said {
                    ok: false,
                    ..Said::told()
                }),
                false => Err(refused.into()),
            };
        }
        if let Some(said) = self.write_csv(table)? {
            return Ok(said);
        }
        if self.place.json {
            return Ok(Said::told());
        }
        let mut text = format!("Read: {}\n\n{}", self.read_as, telling.in_words());
        self.name_files(&mut text);
        Ok(Said::new(text, json!({})))
    }

    /// Writes the table where it was asked for; when that is standard output, nothing else is said there.
    fn write_csv(&self, table: Option<String>) -> Result<Option<Said>, Ending> {
        let (Some(table), Some(file)) = (table, &self.args.csv) else {
            return Ok(None);
        };
        if self.csv_out {
            let text = table.trim_end().to_owned();
            return Ok(Some(Said::new(text, json!({}))));
        }
        files::write(file, table.as_bytes())?;
        Ok(None)
    }

    fn name_files(&self, text: &mut String) {
        if let Some(file) = &self.args.csv {
            let _ = writeln!(text, "The table is in {}.", file.display());
        }
        if let Some(folder) = &self.args.svg {
            let _ = writeln!(text, "Pictures are in {}.", folder.display());
        }
    }
}
