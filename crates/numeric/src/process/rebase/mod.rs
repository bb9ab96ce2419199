//! Where a process may have settled at a new level: proposals with every step of the reasoning, for a person to accept
//! or not. Nothing here changes a chart.
//!
//! A baseline is drawn from the first readings. From there on, the next run on one side of it is tried as the start of
//! a new baseline of the same length. The trial fails where the readings break back towards the old level within it,
//! or where its last run still may; then the next reading is tried.
//!
//! Source: the Stable Shift Algorithm, as autospc 0.0.0.9051 answers (the same limits, exclusions and decisions).

mod baseline;
mod decision;

#[cfg(test)]
mod tests;

use super::attribute::{Kind, Tally};
use super::reading::Side;
use baseline::{Fit, Known};
pub use decision::{Decision, Step};

/// How proposals are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StableShift {
    /// How many readings a baseline rests on; at least twice `run` is wise. 24 for monthly readings with a season.
    pub period: usize,
    /// How many readings in a row on one side of the centre break it.
    pub run: usize,
    /// The most readings outside the limits that a baseline leaves out, furthest first.
    pub most_excluded: usize,
}

impl Default for StableShift {
    fn default() -> Self {
        Self {
            period: 21,
            run: 8,
            most_excluded: 3,
        }
    }
}

/// A stretch of readings with the baseline they are judged by.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// Place of its first reading.
    pub first: usize,
    /// Place after the last reading that centre and limits rest on.
    pub end: usize,
    /// The middle line.
    pub centre: f64,
    /// Places left out of centre and limits because they lay outside, in order.
    pub excluded: Vec<usize>,
    /// Which way the readings went from the baseline before; `None` for the first.
    pub way: Option<Side>,
    fit: Fit,
}

impl Baseline {
    /// Lower and upper process limit of a reading of this size (1 where nothing is divided), held within what can be.
    #[must_use]
    pub fn limits(&self, size: f64) -> (f64, f64) {
        self.fit.limits(size)
    }
}

/// What was proposed, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The first baseline and those proposed after it, in order. Empty when there are too few readings for one.
    pub baselines: Vec<Baseline>,
    /// Every decision, in order.
    pub log: Vec<Step>,
}

/// Proposes where limits might begin afresh.
///
/// Missing periods are passed over, so that a baseline always rests on `period` readings. A reading exactly on the
/// centre ends a run. `None` when `period` or `run` is below 2, or for a kind of chart other than `Individuals`,
/// `Share`, `SharePrime`, `Rate` and `RatePrime`.
#[must_use]
pub fn propose_rebase(tallies: &[Option<Tally>], kind: Kind, plan: &StableShift) -> Option<Proposal> {
    if plan.period < 2 || plan.run < 2 || !baseline::suits(kind) {
        return None;
    }
    let known = baseline::known(tallies, kind);
    let mut search = Search {
        known: &known,
        kind,
        plan: *plan,
        found: Proposal {
            baselines: Vec::new(),
            log: Vec::new(),
        },
    };
    search.run();
    Some(search.found)
}

struct Search<'a> {
    known: &'a [Known],
    kind: Kind,
    plan: StableShift,
    found: Proposal,
}

impl Search<'_> {
    fn note(&mut self, at: usize, decision: Decision) {
        let last = self.known.last().map_or(0, |it| it.place + 1);
        let place = self.known.get(at).map_or(last, |it| it.place);
        self.found.log.push(Step { place, decision });
    }

    /// The number of the reading's place, for decisions that name one.
    fn place(&self, at: usize) -> usize {
        self.known.get(at).map_or(0, |it| it.place)
    }

    fn run(&mut self) {
        let period = self.plan.period;
        self.note(0, Decision::Began);
        let first = self
            .known
            .get(..period)
            .and_then(|it| Fit::of(it, self.kind, self.plan.most_excluded));
        let Some((mut fit, excluded)) = first else {
            self.note(
                0,
                if self.known.len() < period {
                    Decision::TooFew
                } else {
                    Decision::NoLimits
                },
            );
            return;
        };
        self.note(0, Decision::Enough);
        self.keep(0, &fit, excluded, None);
        let (mut at, mut rejected) = (period, false);
        self.note(at, Decision::Watching);
        loop {
            if self.known.len() - at < period {
                self.note(at, Decision::TooFewLeft);
                return;
            }
            let Some((next, side)) = self.next_break(&fit, at) else {
                self.note(at, Decision::NoBreak);
                return;
            };
            let place = self.place(next);
            self.note(
                at,
                Decision::Found {
                    place,
                    again: rejected && next == at,
                },
            );
            at = next;
            self.note(at, Decision::Shift(side));
            if self.known.len() - at < period {
                self.note(at, Decision::TooFewLeft);
                return;
            }
            rejected = match self.tried(at, side) {
                Some((candidate, excluded)) => {
                    self.note(at, Decision::Accepted);
                    self.keep(at, &candidate, excluded, Some(side));
                    fit = candidate;
                    at += period;
                    false
                }
                None => {
                    self.note(at, Decision::Rejected);
                    at += 1;
                    true
                }
            };
        }
    }

    /// Tries a baseline from a reading on; `None` when it fails.
    fn tried(&mut self, at: usize, way: Side) -> Option<(Fit, Vec<usize>)> {
        let end = at + self.plan.period;
        let candidate = self
            .known
            .get(at..end)
            .and_then(|it| Fit::of(it, self.kind, self.plan.most_excluded));
        let Some((fit, excluded)) = candidate else {
            self.note(at, Decision::NoLimits);
            return None;
        };
        let (breaks_back, may_break_back) = self.back(&fit, at, end, way);
        self.note(
            at,
            Decision::Candidate {
                breaks_back,
                may_break_back,
            },
        );
        (!breaks_back && !may_break_back).then_some((fit, excluded))
    }

    /// Whether a run back towards the old level begins within a trial, and whether its last one may yet become one.
    fn back(&self, fit: &Fit, at: usize, end: usize, way: Side) -> (bool, bool) {
        let opposing = |it: &Known| fit.side(it).is_some_and(|side| side != way);
        let mut breaks = false;
        let mut open = false;
        let mut from = at;
        while from < end {
            if !self.known.get(from).is_some_and(opposing) {
                from += 1;
                continue;
            }
            let rest = self.known.get(from..).unwrap_or_default();
            let length = rest.iter().take_while(|it| opposing(it)).count();
            // A run that opens the trial is where the shift itself passes through, not a way back.
            breaks |= from > at && length >= self.plan.run;
            open = from + length == self.known.len();
            from += length;
        }
        (breaks, open)
    }

    /// The next reading from which a run on one side is as long as a break.
    fn next_break(&self, fit: &Fit, from: usize) -> Option<(usize, Side)> {
        let windows = self.known.get(from..)?.windows(self.plan.run);
        windows.zip(from..).find_map(|(window, at)| {
            let side = fit.side(window.first()?)?;
            window.iter().all(|it| fit.side(it) == Some(side)).then_some((at, side))
        })
    }

    fn keep(&mut self, at: usize, fit: &Fit, excluded: Vec<usize>, way: Option<Side>) {
        let end = self.place(at + self.plan.period - 1) + 1;
        self.found.baselines.push(Baseline {
            first: self.place(at),
            end,
            centre: fit.centre(),
            excluded,
            way,
            fit: *fit,
        });
    }
}
