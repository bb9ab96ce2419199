//! What the mapping page asks, with what was guessed and why.

use cm_app::Preview;
use cm_exchange::Guess;
use cm_framework::{Measure, Unit};
use cm_kernel::Length;

use super::choice::{sample, shortened};
use crate::figure::thousands;
use crate::input::{Choice, Faults, Field, Given, Kind};
use crate::rooms::measure::capital_of;
use crate::words::prose;

/// One part of the mapping as the page asks for it.
pub(super) struct Part {
    pub(super) field: Field,
    /// What it is in every row, when that is chosen: name and value.
    pub(super) same: Option<(&'static str, String)>,
    /// What the first rows hold, or what is made of them.
    pub(super) sample: Option<String>,
    /// Why it was guessed; absent where it was chosen otherwise.
    pub(super) because: Option<String>,
    /// What to take care of.
    pub(super) caution: Option<String>,
}

/// Everything the page asks, in the order of a row: when, where, who, how many.
pub(super) fn parts(given: &Given, preview: &Preview, measure: &Measure) -> Vec<Part> {
    let asks = Asks { given, preview };
    let mut parts = vec![
        asks.source(
            "period",
            "period_same",
            "Period",
            "Which stretch of time a row is about.",
        ),
        asks.length(measure),
        asks.source(
            "place",
            "place_same",
            &capital_of(&measure.places_are),
            "Which place or organisation.",
        ),
        asks.source(
            "group",
            "group_same",
            &capital_of(measure.groups_are.as_deref().unwrap_or("population group")),
            "Which people. An empty cell is everybody.",
        ),
    ];
    if preview.ratio {
        let of = measure.denominator.as_deref().unwrap_or_default();
        parts.push(asks.column("numerator", "Count", "A number of people or events."));
        parts.push(asks.counts(measure));
        parts.push(asks.column("denominator", "Out of", of));
    } else {
        let unit = match &measure.unit {
            Unit::Number(unit) => format!("{}, in {unit}.", measure.numerator),
            Unit::Share => measure.numerator.clone(),
        };
        parts.push(asks.column("value", "Value", &unit));
    }
    parts.push(asks.decimal());
    parts
}

struct Asks<'a> {
    given: &'a Given,
    preview: &'a Preview,
}

impl Asks<'_> {
    /// A choice of a column, with what else may be chosen.
    fn select(&self, name: &'static str, label: &str, hint: &str, others: &[(&str, &str)]) -> Part {
        let mut choices: Vec<_> = others
            .iter()
            .map(|(value, label)| Choice::new(*value, *label, ""))
            .collect();
        let columns = self.preview.columns.iter().enumerate();
        choices.extend(columns.map(|(at, (column, _))| Choice::new(at.to_string(), shortened(column), "")));
        let now = self.given.text(name);
        if choices.iter().all(|it| it.value != now) {
            choices.insert(0, Choice::new("", "Choose a column", ""));
        }
        let column = now.parse().ok().and_then(|at: usize| self.preview.columns.get(at));
        Part {
            field: Field::new(Kind::Select, name, label, hint)
                .offering(choices)
                .filled(self.given, &Faults::new()),
            same: None,
            sample: column.map(|(_, cells)| format!("First cells: {}", sample(cells))),
            because: self.because(name, column.map(|(name, _)| name)),
            caution: None,
        }
    }

    fn column(&self, name: &'static str, label: &str, hint: &str) -> Part {
        self.select(name, label, hint, &[])
    }

    fn source(&self, name: &'static str, same: &'static str, label: &str, hint: &str) -> Part {
        let fixed = ("same", "The same in every row…");
        let everybody = ("everybody", "Everybody: the file has no groups");
        let others = if name == "group" {
            vec![everybody, fixed]
        } else {
            vec![fixed]
        };
        let mut part = self.select(name, label, hint, &others);
        part.same = (self.given.text(name) == "same").then(|| (same, self.given.text(same).to_owned()));
        part
    }

    fn length(&self, measure: &Measure) -> Part {
        let choices = Length::ALL.map(|it| Choice::new(it.word(), capital_of(it.word()), ""));
        let field = Field::new(Kind::Select, "length", "Length of each period", "");
        let mapping = &self.preview.mapping;
        let other = mapping.length != measure.period;
        let guessed = mapping.length == self.preview.proposal.mapping.length;
        Part {
            field: field.offering(choices).filled(self.given, &Faults::new()),
            same: None,
            sample: None,
            because: guessed
                .then(|| self.guess("length"))
                .flatten()
                .map(|it| prose(&it.because)),
            caution: other.then(|| format!("The measure is agreed to be read every {}.", measure.period.word())),
        }
    }

    fn counts(&self, measure: &Measure) -> Part {
        let choices = [
            Choice::new("these", format!("These: {}", measure.numerator), ""),
            Choice::new("others", "The others: all those whom the measure does not count", ""),
        ];
        let hint = "A column of breaches, for a measure of those seen in time, counts the others.";
        let field = Field::new(Kind::Radios, "counts", "Whom that column counts", hint);
        Part {
            field: field.offering(choices).filled(self.given, &Faults::new()),
            same: None,
            sample: self.first_row(),
            because: None,
            caution: None,
        }
    }

    fn decimal(&self) -> Part {
        let choices = [
            Choice::new("point", "With a decimal point: 1,234.5", ""),
            Choice::new("comma", "With a decimal comma: 1.234,5", ""),
        ];
        let mapping = &self.preview.mapping;
        let guessed = mapping.decimal_comma == self.preview.proposal.mapping.decimal_comma;
        let guess = guessed.then(|| self.guess("decimal-comma")).flatten();
        Part {
            field: Field::new(Kind::Radios, "decimal", "How numbers are written", "")
                .offering(choices)
                .filled(self.given, &Faults::new()),
            same: None,
            sample: None,
            because: guess.map(|it| prose(&it.because)),
            caution: None,
        }
    }

    /// What the first row comes to, so that a count taken the wrong way round is seen.
    fn first_row(&self) -> Option<String> {
        let number = |name: &str| -> Option<f64> {
            let at: usize = self.given.text(name).parse().ok()?;
            let (_, cells) = self.preview.columns.get(at)?;
            cells.first()?.replace(',', "").parse().ok()
        };
        let (mut count, of) = (number("numerator")?, number("denominator")?);
        if self.given.text("counts") == "others" {
            count = of - count;
        }
        let fits = of > 0.0 && (0.0..=of).contains(&count);
        let words = |number: f64| {
            let whole = number.fract() == 0.0 && number < 1e15;
            if whole {
                thousands(number as u64)
            } else {
                number.to_string()
            }
        };
        let share = 100.0 * count / of;
        fits.then(|| {
            format!(
                "The first row then says {} out of {}: {share:.1}%.",
                words(count),
                words(of)
            )
        })
    }

    fn guess(&self, name: &str) -> Option<&Guess> {
        self.preview.proposal.guesses.iter().find(|it| it.field == name)
    }

    /// Why a column was guessed, while it is still the one that is chosen.
    fn because(&self, name: &str, column: Option<&String>) -> Option<String> {
        let guess = self.guess(name)?;
        let same = guess.column.as_ref().filter(|it| !it.is_empty()) == column;
        same.then(|| prose(&guess.because))
    }
}
