use std::collections::BTreeMap;

use crate::{AssuranceMark, SummaryRow, Variation};

/// How many names one sentence lists.
const NAMED: usize = 12;

/// What a summary says of all its lines together; it stays small however many they are.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    all: usize,
    marked: BTreeMap<Variation, Marked>,
    assured: BTreeMap<AssuranceMark, usize>,
    /// How many lines rest on so many readings.
    lengths: BTreeMap<usize, usize>,
    has_numbers: bool,
}

/// The lines with one mark.
#[derive(Debug, Clone, Default)]
pub(super) struct Marked {
    /// How many they are.
    pub number: usize,
    /// The first of their names.
    pub names: Vec<String>,
    /// The rule of the first, or why it is not judged.
    pub because: String,
}

impl Tally {
    /// Counts a line.
    pub(super) fn add(&mut self, row: &SummaryRow) {
        self.all += 1;
        let marked = self.marked.entry(row.variation).or_default();
        if marked.number == 0 {
            let because = match row.variation {
                Variation::NotKnown => &row.why_not,
                _ => &row.rule,
            };
            because.clone_into(&mut marked.because);
        }
        marked.number += 1;
        if marked.names.len() < NAMED {
            marked.names.push(row.place.clone());
        }
        *self.assured.entry(row.assurance).or_default() += 1;
        if row.readings > 0 {
            *self.lengths.entry(row.readings).or_default() += 1;
        }
        self.has_numbers |= row.recent.iter().any(Option::is_some);
    }

    /// Every line of these, counted.
    pub(super) fn of(rows: &[SummaryRow]) -> Self {
        let mut tally = Self::default();
        rows.iter().for_each(|row| tally.add(row));
        tally
    }

    /// How many lines there are.
    pub(super) fn all(&self) -> usize {
        self.all
    }

    /// Whether any line has a number to show.
    pub(super) fn has_numbers(&self) -> bool {
        self.has_numbers
    }

    /// The lines with this mark; `None` when there are none.
    pub(super) fn marked(&self, variation: Variation) -> Option<&Marked> {
        self.marked.get(&variation)
    }

    /// How many lines have this mark.
    pub(super) fn number(&self, variation: Variation) -> usize {
        self.marked(variation).map_or(0, |it| it.number)
    }

    /// How many lines stand so against the target.
    pub(super) fn assured(&self, mark: AssuranceMark) -> usize {
        self.assured.get(&mark).copied().unwrap_or_default()
    }

    /// Lines about whose latest reading something can be said.
    pub(super) fn known(&self) -> usize {
        self.all - self.number(Variation::NotKnown)
    }

    /// Lines whose latest reading is a signal.
    pub(super) fn signals(&self) -> usize {
        let signals = Variation::ALL.into_iter().filter(|it| it.signal().is_some());
        signals.map(|it| self.number(it)).sum()
    }

    /// How many readings the limits of a usual line rest on: the upper median of those that have any.
    pub(super) fn usual_length(&self) -> Option<usize> {
        let some: usize = self.lengths.values().sum();
        let mut before = 0;
        self.lengths
            .iter()
            .find(|(_, number)| {
                before += **number;
                before > some / 2
            })
            .map(|(length, _)| *length)
    }
}

impl Marked {
    /// The first names, and how many more there are.
    pub(super) fn listed(&self) -> String {
        let mut names = self.names.clone();
        if self.number > names.len() {
            names.push(format!("{} more", self.number - names.len()));
        }
        crate::words::listed(&names)
    }
}
