//! A first guess at a mapping, for a person to look over.

mod columns;
mod lengths;
#[cfg(test)]
mod tests;
mod words;

use cm_kernel::Period;

use super::{Counts, EVERYBODY, Figure, Mapping, Source};
use crate::Table;
use columns::{Column, survey};

/// What is known before the file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint {
    /// Whether the measure is a share: a count out of another.
    pub ratio: bool,
}

/// One guess, in words that a page can show beside the choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The part of the mapping: `period`, `length`, `place`, `group`, `value`, `numerator`, `denominator` or
    /// `decimal-comma`.
    pub field: &'static str,
    /// The column; `None` where it is fixed or not about a column.
    pub column: Option<String>,
    /// Why, in a sentence.
    pub because: String,
}

/// A mapping to look over, and the reason for each of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The mapping; complete, and perhaps wrong.
    pub mapping: Mapping,
    /// One guess for each part.
    pub guesses: Vec<Guess>,
}

const NO_PERIODS: &str = "no column reads as periods, so please choose";

impl Proposal {
    /// Whether no column reads as periods, so that the one proposed is as good as any.
    #[must_use]
    pub fn lacks_periods(&self) -> bool {
        self.guesses.iter().any(|it| it.because == NO_PERIODS)
    }
}

impl Mapping {
    /// Guesses from the names of the columns and from what they hold. It never refuses: a person looks it over.
    #[must_use]
    pub fn propose(table: &Table, hint: Hint) -> Proposal {
        Self::proposed(table, hint, None)
    }

    /// The same where the whole file is of one period, so that no column is taken for it.
    #[must_use]
    pub fn propose_within(table: &Table, hint: Hint, period: Period) -> Proposal {
        Self::proposed(table, hint, Some(period))
    }

    fn proposed(table: &Table, hint: Hint, whole: Option<Period>) -> Proposal {
        let mut guessing = Guessing {
            columns: survey(table),
            guesses: Vec::new(),
        };
        let decimal_comma = guessing.decimal_comma();
        let (period, length) = match whole {
            Some(period) => {
                guessing.say("period", None, "the whole file is of one period");
                (Source::Fixed(period.to_string()), period.length())
            }
            None => {
                let period = guessing.period();
                let (length, because) = lengths::propose(table, &period);
                guessing.say("length", None, because);
                (period, length)
            }
        };
        let place = guessing.place();
        let named_group = guessing.named_group();
        let figure = if hint.ratio {
            guessing.ratio(table)
        } else {
            guessing.value()
        };
        let group = match named_group {
            Some(name) => Source::Column(name),
            None => guessing.group(table, &[&period, &place]),
        };
        Proposal {
            mapping: Mapping {
                period,
                length,
                place,
                group,
                figure,
                decimal_comma,
                sheet: table.sheet().filter(|_| table.sheets().len() > 1).map(str::to_owned),
            },
            guesses: guessing.guesses,
        }
    }
}

struct Guessing {
    // Columns that no guess has taken yet.
    columns: Vec<Column>,
    guesses: Vec<Guess>,
}

impl Guessing {
    fn say(&mut self, field: &'static str, column: Option<&str>, because: impl Into<String>) {
        self.guesses.push(Guess {
            field,
            column: column.map(str::to_owned),
            because: because.into(),
        });
    }

    /// Takes the column that scores highest, the leftmost of equals; none when no score is above nought.
    fn take(&mut self, score: impl Fn(&Column) -> u32) -> Option<Column> {
        let mut best: Option<(u32, usize)> = None;
        for (at, column) in self.columns.iter().enumerate() {
            let points = score(column);
            if points > best.map_or(0, |(most, _)| most) {
                best = Some((points, at));
            }
        }
        best.map(|(_, at)| self.columns.remove(at))
    }

    fn period(&mut self) -> Source {
        let found = self.take(|it| {
            if it.all_periods() {
                1 + it.likeness(words::PERIOD)
            } else {
                0
            }
        });
        if let Some(column) = found {
            let because = format!("what it holds reads as periods, such as `{}`", column.example);
            self.say("period", Some(&column.name), because);
            return Source::Column(column.name);
        }
        // Nothing reads as a period: the best name, or the first column, so that a person has something to change.
        let found = self.take(|it| 1 + it.likeness(words::PERIOD));
        let name = found.map(|it| it.name).unwrap_or_default();
        self.say("period", Some(&name), NO_PERIODS);
        Source::Column(name)
    }

    fn place(&mut self) -> Source {
        let named = self.take(|it| if it.could_name() { it.likeness(words::PLACE) } else { 0 });
        if let Some(column) = named {
            self.say(
                "place",
                Some(&column.name),
                "its name is one that places and organisations go by",
            );
            return Source::Column(column.name);
        }
        let group = |it: &Column| it.likeness(words::GROUP) > 0;
        if let Some(column) = self.take(|it| if it.is_words() && !group(it) { it.different } else { 0 }) {
            let because = format!("it holds words, such as `{}`", column.example);
            self.say("place", Some(&column.name), because);
            return Source::Column(column.name);
        }
        self.say(
            "place",
            None,
            "no column names places, so the whole file is about one: please name it",
        );
        Source::Fixed(EVERYBODY.to_owned())
    }

    fn named_group(&mut self) -> Option<String> {
        let column = self.take(|it| if it.could_name() { it.likeness(words::GROUP) } else { 0 })?;
        self.say(
            "group",
            Some(&column.name),
            "its name is one that population groups go by",
        );
        Some(column.name)
    }

    /// A column that tells rows apart which period and place do not.
    fn group(&mut self, table: &Table, known: &[&Source]) -> Source {
        if columns::tells_apart(table, known) {
            self.say(
                "group",
                None,
                "there is one row for each period and place, so it is about everybody",
            );
            return Source::Fixed(EVERYBODY.to_owned());
        }
        let found = self.take(|it| {
            let this = Source::Column(it.name.clone());
            let with = [known, &[&this]].concat();
            u32::from(it.could_name() && columns::tells_apart(table, &with))
        });
        if let Some(column) = found {
            self.say(
                "group",
                Some(&column.name),
                "it tells apart rows of the same period and place",
            );
            return Source::Column(column.name);
        }
        self.say(
            "group",
            None,
            "no column tells apart rows of the same period and place, so please choose",
        );
        Source::Fixed(EVERYBODY.to_owned())
    }

    fn value(&mut self) -> Figure {
        let found = self.take(|it| if it.all_figures() { it.worth() } else { 0 });
        let Some(column) = found else {
            self.say("value", None, "no column holds numbers, so please choose");
            return Figure::Value { column: String::new() };
        };
        self.say("value", Some(&column.name), "it holds numbers");
        Figure::Value { column: column.name }
    }

    fn ratio(&mut self, table: &Table) -> Figure {
        let counts = |it: &Column| it.all_figures() && !it.negative;
        let denominator = self
            .take(|it| if counts(it) { it.likeness(words::DENOMINATOR) } else { 0 })
            .map(|it| (it, "its name is one that totals go by"))
            .or_else(|| {
                let largest = self
                    .columns
                    .iter()
                    .filter(|it| counts(it))
                    .map(|it| it.sum)
                    .fold(0.0, f64::max);
                let found = self.take(|it| u32::from(counts(it) && it.sum >= largest))?;
                Some((found, "its numbers are the largest"))
            });
        let (below, because) = match denominator {
            Some((column, because)) => (column.name, because),
            None => (String::new(), "no column holds counts, so please choose"),
        };
        self.say("denominator", Some(&below), because);
        let fits = |it: &Column| counts(it) && columns::never_more(table, &it.name, &below);
        let found = self.take(|it| if fits(it) { 1 + it.likeness(words::NUMERATOR) } else { 0 });
        let above = found.map(|it| it.name).unwrap_or_default();
        let because = if above.is_empty() {
            "no other column holds counts that stay within it, so please choose".to_owned()
        } else {
            format!("its numbers never exceed those of `{below}`; say so if it counts those whom the measure does not")
        };
        self.say("numerator", Some(&above), because);
        Figure::Ratio {
            numerator: above,
            denominator: below,
            numerator_counts: Counts::These,
        }
    }

    /// Before any column is taken: whether numbers are written with commas.
    fn decimal_comma(&mut self) -> bool {
        let commas = self.columns.iter().any(|it| it.all_figures() && it.decimal_comma);
        if commas {
            self.say("decimal-comma", None, "its numbers are written like `3,5`");
        }
        commas
    }
}
