//! Files too long to hold: places come one after another, are asked about and are let go.

mod source;
mod summary;

#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use cm_evidence::EvidenceSet;
use cm_exchange::{Complaint, Figure, Mapping, Source as Column, Table, read_batch};
use cm_insight::{Method, Question, Shape};
use cm_kernel::Refusal;

pub use source::{Opened, Sizes, Source};

use super::answer::Answering;
use super::each::Asking;
use super::flow::in_order;
use super::{no_such_evidence, read};
use crate::args::AskArgs;
use crate::columns;
use crate::ending::{Ending, Said};
use crate::progress::Progress;

/// Opens the file, to be read a part at a time where it is long and what is asked allows it.
pub fn open(method: &dyn Method, args: &AskArgs, sizes: &Sizes) -> Result<Opened, Ending> {
    source::open(&args.file, sizes, suits(method, args))
}

/// Whether a place can be answered about without the others, and nothing asks for the file as a whole.
fn suits(method: &dyn Method, args: &AskArgs) -> bool {
    let whole = args.measure.is_some() || !args.beside.is_empty() || args.columns.sheet.is_some();
    let fixed = args.register.is_some() || args.registered.is_some();
    let each = method.shape() == Shape::OneSeries && !args.together && args.place.is_none();
    let lines = method.name() == "summary" && args.svg.is_none();
    !whole && !fixed && (each || lines)
}

/// Asks about a long file. `None` when its places do not stand in order of name and it may be read as a whole.
pub fn ask(
    method: &'static dyn Method,
    answering: &Answering<'_>,
    mut source: Source,
    progress: &mut Progress,
) -> Result<Option<Said>, Ending> {
    let args = answering.args;
    let (mapping, _) = read::mapped(&source.preview()?, args)?;
    let Column::Column(place) = &mapping.place else {
        return source.as_a_whole(no_place_column());
    };
    source.by(place);
    let read_as = columns::in_words(&mapping);
    progress.tell(&format!("Reading {}: {read_as}", source.name()), None);
    let question = read::question_of_one(args, &mapping)?;
    question.check(method.parameters())?;
    super::narrow(EvidenceSet::own_file(&read::none()), args)?;
    let long = Long {
        answering,
        mapping: &mapping,
        question: &question,
        read_as: &read_as,
    };
    let said = match method.shape() {
        Shape::OneSeries => long.each(method, &mut source, progress)?,
        _ => long.summary(&mut source, progress)?,
    };
    match said {
        Some(said) => Ok(Some(said)),
        None => source.as_a_whole(not_in_order(place)),
    }
}

/// What is asked of every part.
struct Long<'a> {
    answering: &'a Answering<'a>,
    mapping: &'a Mapping,
    question: &'a Question,
    read_as: &'a str,
}

/// What came of a part of the file.
struct Part<T> {
    // Its first and last place, before any were left out.
    ends: Option<(String, String)>,
    // The first complaint, and how many there are.
    complaints: Option<(Complaint, u64)>,
    // How many readings were asked about.
    readings: usize,
    found: Option<T>,
}

impl Long<'_> {
    /// Asks about each place by itself.
    fn each(
        &self,
        method: &'static dyn Method,
        source: &mut Source,
        progress: &mut Progress,
    ) -> Result<Option<Said>, Ending> {
        let asking = Asking {
            method,
            question: self.question,
            draws: self.answering.args.svg.is_some(),
            registered: None,
        };
        let in_document = self.answering.place.json;
        let mut telling = self.answering.begin(&asking, self.read_as)?;
        let ask = |set: EvidenceSet| Ok(asking.ask_all(set.groups_pooled().by_place(), in_document));
        let done = self.flow(source, progress, &ask, &mut |told| {
            let pictures = self.answering.args.svg.as_deref();
            told.into_iter().try_for_each(|it| telling.take(it, pictures))
        })?;
        // One series alone is told at length, which the whole reading does.
        if !done || (telling.asked() == 1 && source.may_be_whole()) {
            return Ok(None);
        }
        self.answering.end(telling, self.read_as).map(Some)
    }

    /// Reads every part, does the work on every processor and takes what is found in order of place. False when the
    /// places do not come in that order.
    fn flow<T: Send>(
        &self,
        source: &mut Source,
        progress: &mut Progress,
        work: &(impl Fn(EvidenceSet) -> Result<T, Refusal> + Sync),
        take: &mut dyn FnMut(T) -> Result<(), Ending>,
    ) -> Result<bool, Ending> {
        let (mut last, mut complaints, mut readings) = (None, None, 0);
        let mut ordered = true;
        in_order(
            &mut || source.next(progress),
            &|table: Table| self.part(&table, work),
            &mut |part| {
                let part: Part<T> = part?;
                if let Some((first, end)) = part.ends {
                    ordered = last.as_ref().is_none_or(|it| *it < first);
                    last = Some(end);
                }
                if !ordered {
                    return Ok(ControlFlow::Break(()));
                }
                complaints = match (complaints.take(), part.complaints) {
                    (Some((first, before)), Some((_, more))) => Some((first, before + more)),
                    (before, now) => before.or(now),
                };
                readings += part.readings;
                if complaints.is_none() {
                    part.found.map_or(Ok(()), &mut *take)?;
                }
                Ok(ControlFlow::Continue(()))
            },
        )?;
        progress.done();
        match complaints {
            _ if !ordered => Ok(false),
            Some((first, count)) => Err(read::complained(first, count).into()),
            None if readings == 0 => Err(no_such_evidence().into()),
            None => Ok(true),
        }
    }

    fn part<T>(&self, table: &Table, work: &impl Fn(EvidenceSet) -> Result<T, Refusal>) -> Result<Part<T>, Refusal> {
        let ratio = matches!(self.mapping.figure, Figure::Ratio { .. });
        let read = read_batch(table, self.mapping, &read::own_file(), ratio, &mut |_, _| ())?;
        let count = read.complaints.len() as u64 + read.unlisted;
        let mut part = Part {
            ends: None,
            complaints: read.complaints.into_iter().next().map(|first| (first, count)),
            readings: 0,
            found: None,
        };
        if let Some(batch) = read.batch {
            part.ends = batch.places.first().cloned().zip(batch.places.last().cloned());
            let evidence = super::narrow(EvidenceSet::own_file(&batch), self.answering.args)?;
            part.readings = evidence.len();
            part.found = (!evidence.is_empty()).then(|| work(evidence)).transpose()?;
        }
        Ok(part)
    }
}

fn no_place_column() -> Refusal {
    Refusal::new(
        "measure/no-place-column",
        "The file is too long to be read as a whole, and no column of it names places.",
        "Name the column with --by, so that it is read place by place, or split the file.",
    )
}

fn not_in_order(column: &str) -> Refusal {
    Refusal::new(
        "measure/places-not-in-order",
        format!("The file is too long to be read as a whole, and its rows do not stand in order of column `{column}`."),
        "Sort its rows by that column, capitals before small letters (`LC_ALL=C sort` does), and ask again.",
    )
}
