//! Periods a person leaves out of a chart, each with the reason where one is given.

use cm_kernel::Refusal;

use crate::laid::Laid;
use crate::words::{count, listed};
use crate::{Finding, Parameter, Question, Weight};

/// The most periods named in one sentence.
const NAMED: usize = 6;

pub(crate) const EXCLUDE: Parameter = Parameter {
    name: "exclude",
    does: "Periods whose cause is known, separated by commas, each with its reason after a colon if you like, as in \
           2020-04: closed by a flood. A comma before a digit begins another period. They stay on the chart, and neither middle line, nor limits, nor rules rest on \
           them.",
    default: "none",
    choices: &[],
};

/// Periods with their reasons: a comma that no digit follows belongs to the reason it stands in.
fn parted(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for piece in text.split(',') {
        let begins = piece.trim_start().starts_with(|it: char| it.is_ascii_digit());
        match parts.last_mut() {
            Some(before) if !begins && before.contains(':') => {
                before.push(',');
                before.push_str(piece);
            }
            _ => parts.push(piece.to_owned()),
        }
    }
    parts
}

/// Places on a chart that are left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct LeftOut(Vec<(usize, String)>);

impl LeftOut {
    /// What was asked, found in the series; a chart of events may have several places in one period, or none.
    pub(crate) fn read(question: &Question, laid: &Laid) -> Result<Self, Refusal> {
        let mut found: Vec<(usize, String)> = Vec::new();
        let text = question.setting(&EXCLUDE);
        if text == EXCLUDE.default {
            return Ok(Self(found));
        }
        for one in parted(text) {
            let (period, reason) = one.split_once(':').unwrap_or((&one, ""));
            let wanted = laid.within(period.trim())?;
            let here = laid.places.iter().enumerate().filter(|(_, it)| it.period == wanted);
            for (at, _) in here {
                match found.iter_mut().find(|it| it.0 == at) {
                    Some(known) if known.1.is_empty() => reason.trim().clone_into(&mut known.1),
                    Some(_) => {}
                    None => found.push((at, reason.trim().to_owned())),
                }
            }
        }
        found.sort_by_key(|it| it.0);
        Ok(Self(found))
    }

    /// The places, in order.
    pub(crate) fn places(&self) -> Vec<usize> {
        self.0.iter().map(|it| it.0).collect()
    }

    pub(crate) fn has(&self, at: usize) -> bool {
        self.reason(at).is_some()
    }

    /// Why a place is left out, empty when nobody said; `None` when it is not.
    pub(crate) fn reason(&self, at: usize) -> Option<&str> {
        self.0.iter().find(|it| it.0 == at).map(|it| it.1.as_str())
    }

    /// As a cell of the table says it.
    pub(crate) fn mark(&self, at: usize) -> Option<String> {
        self.reason(at).map(|reason| match reason {
            "" => "left out".to_owned(),
            reason => format!("left out: {reason}"),
        })
    }

    fn named(&self, laid: &Laid) -> String {
        let name = |(at, reason): &(usize, String)| {
            let period = laid.places.get(*at)?.period.in_words();
            Some(match reason.as_str() {
                "" => period,
                reason => format!("{period} ({reason})"),
            })
        };
        let mut names: Vec<String> = self.0.iter().take(NAMED).filter_map(name).collect();
        if let Some(more) = self.0.len().checked_sub(NAMED).filter(|more| *more > 0) {
            names.push(format!("{more} more, which the table marks"));
        }
        listed(&names)
    }

    /// What a reader should know of it before reading the chart. `rests` names what does not rest on them.
    pub(crate) fn finding(&self, laid: &Laid, rests: &str) -> Option<Finding> {
        let (are, them) = match self.0.len() {
            0 => return None,
            1 => ("is", "it"),
            _ => ("are", "them"),
        };
        let sentence = format!("Left out by a person {are} {}: {rests} on {them}.", self.named(laid));
        Some(Finding::new(Weight::Caution, "excluded", sentence))
    }

    /// The same to be listened to, with a space before; empty when nothing is left out.
    pub(crate) fn spoken(&self, laid: &Laid) -> String {
        match self.0.len() {
            0 => String::new(),
            several => format!(
                " {} left out: {}.",
                count(several, "reading is", "readings are"),
                self.named(laid)
            ),
        }
    }
}
