//! A summary of more readings than are held at once: places come a part at a time, in order of name.

use cm_evidence::{Basis, EvidenceSet};
use cm_kernel::{Digesting, Period, Refusal};
use cm_numeric::process::{Chart as Judged, Rules};

use super::{Asked, Summary, Tally, line, no_numbers, sentences};
use crate::methods::Method;
use crate::methods::xmr::RULES;
use crate::targets::Targets;
use crate::{Insight, Question, Readings, RestsOn, SummaryRow};

/// A summary of a person's own file that comes in parts. What is kept does not grow with the number of places: the lines
/// go to whoever asked as they are judged, and the insight at the end has none.
///
/// The lines, and everything else of the insight, are what [`Method::ask`] gives of all the parts together.
#[derive(Debug)]
pub struct SummaryInParts<'q> {
    judge: SummaryJudge<'q>,
    tally: Tally,
    span: Option<(Period, Period)>,
    rests_on: RestsOn,
    digest: Digesting,
    last_place: Option<String>,
}

/// What every place is judged by. Parts may be judged in any order, and at the same time.
#[derive(Debug, Clone)]
pub struct SummaryJudge<'q> {
    question: &'q Question,
    rules: Rules,
    targets: Targets,
}

/// The judged lines of some places, with what the whole needs of their readings.
#[derive(Debug)]
pub struct SummaryPart {
    /// A line each, in order of name.
    pub rows: Vec<SummaryRow>,
    span: Option<(Period, Period)>,
    readings: usize,
    csv: String,
}

impl<'q> SummaryInParts<'q> {
    /// A summary of nobody yet. `none` is evidence of the measure without a reading.
    ///
    /// # Errors
    /// `insight/no-such-setting`, `insight/not-a-setting`.
    pub fn new(none: &EvidenceSet, question: &'q Question) -> Result<Self, Refusal> {
        question.check(Summary.parameters())?;
        let mut digest = Digesting::default();
        digest.add(none.measure().as_str().as_bytes());
        digest.add(b"\n");
        Ok(Self {
            judge: SummaryJudge {
                question,
                rules: Rules::named(question.setting(&RULES)).unwrap_or(Rules::PLOT_THE_DOTS),
                targets: Targets::read(&Readings::of(none), question)?,
            },
            tally: Tally::default(),
            span: None,
            rests_on: RestsOn::of(none),
            digest,
            last_place: None,
        })
    }

    /// What the places are judged by.
    #[must_use]
    pub fn judge(&self) -> SummaryJudge<'q> {
        self.judge.clone()
    }

    /// Counts in the next part, whose places come after all places before.
    ///
    /// # Errors
    /// `insight/places-not-in-order`.
    pub fn take(&mut self, part: &SummaryPart) -> Result<(), Refusal> {
        let (Some(first), Some(last)) = (part.rows.first(), part.rows.last()) else {
            return Ok(());
        };
        if self.last_place.as_ref().is_some_and(|it| *it >= first.place) {
            return Err(Refusal::new(
                "insight/places-not-in-order",
                format!("`{}` comes after places that stand behind it.", first.place),
                "Bring the places in order of name, each once.",
            ));
        }
        self.last_place = Some(last.place.clone());
        part.rows.iter().for_each(|row| self.tally.add(row));
        self.span = match (self.span, part.span) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (before, now) => before.or(now),
        };
        // One header, over the rows of every part.
        let head = part.csv.find('\n').map_or(0, |it| it + 1);
        let from = if self.rests_on.rows == 0 { 0 } else { head };
        self.digest.add(part.csv.get(from..).unwrap_or_default().as_bytes());
        self.rests_on.rows += part.readings;
        Ok(())
    }

    /// What all lines come to. Its chart and its table hold no line.
    ///
    /// # Errors
    /// `insight/no-evidence` when no part held a reading; `insight/no-numbers`.
    pub fn end(mut self) -> Result<Insight, Refusal> {
        if self.rests_on.rows == 0 {
            return Err(crate::methods::no_evidence());
        }
        if !self.tally.has_numbers() {
            return Err(no_numbers());
        }
        // Rows of a person's own file came with no entry.
        self.rests_on.entries = vec![0];
        self.rests_on.digest = self.digest.end();
        let asked = Asked {
            question: self.judge.question,
            rules: self.judge.rules,
            target: self.span.and_then(|(_, last)| self.judge.targets.at(last)),
            has_target: !self.judge.targets.is_empty(),
            tally: self.tally,
        };
        Ok(asked.insight(self.span, self.rests_on))
    }
}

impl SummaryJudge<'_> {
    /// Judges every place of a part, groups pooled.
    ///
    /// # Errors
    /// `insight/read-for-another-use` when the part is no person's own file.
    pub fn lines(&self, part: EvidenceSet) -> Result<SummaryPart, Refusal> {
        if *part.basis() != Basis::OwnFile {
            return Err(Refusal::new(
                "insight/read-for-another-use",
                "Only a file of one's own is summed up in parts.",
                "Ask from the measure's page, which checks what partners agreed.",
            ));
        }
        let part = Summary.shape().narrow(part, false);
        let mut judged = Judged::default();
        let judge = |it| line(it, self.question, &self.rules, &self.targets, &mut judged);
        let periods = part.series().iter().flat_map(|it| &it.points).map(|it| it.period);
        Ok(SummaryPart {
            rows: part.series().iter().map(judge).collect(),
            span: periods.clone().min().zip(periods.max()),
            readings: part.len(),
            csv: part.to_csv(),
        })
    }

    /// What the columns of the table are called.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        sentences::columns(self.question, false)
    }

    /// A line of the table.
    #[must_use]
    pub fn cells(&self, row: &SummaryRow) -> Vec<String> {
        sentences::cells(self.question, !self.targets.is_empty(), false, row)
    }
}
