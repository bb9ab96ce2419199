//! What a person chooses on the mapping page, and the mapping it stands for. Columns go by their number, because a name
//! may be long or come twice.

use cm_app::Preview;
use cm_exchange::mapping::EVERYBODY;
use cm_exchange::{Counts, Figure, Guess, Mapping, Source};
use cm_framework::{Measure, Unit};
use cm_kernel::Length;

use crate::figure::thousands;
use crate::input::{Choice, Faults, Field, Given, Kind};
use crate::rooms::measure::capital_of;

/// The fields that make up a mapping.
const NAMES: [&str; 12] = [
    "period",
    "period_same",
    "length",
    "place",
    "place_same",
    "group",
    "group_same",
    "value",
    "numerator",
    "counts",
    "denominator",
    "decimal",
];

/// Letters of a column's name that are shown.
const SHOWN: usize = 60;

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

/// What was chosen, in one text, so that a later choice can be told from the one that was checked.
pub(super) fn written(given: &Given) -> String {
    let counts = |name: &str| name.strip_suffix("_same").is_none_or(|of| given.text(of) == "same");
    NAMES
        .map(|name| if counts(name) { given.text(name) } else { "" })
        .join("|")
}

/// The mapping that a choice stands for. A column that is not there has no name, which no table lets through.
pub(super) fn mapping(given: &Given, columns: &[String], ratio: bool) -> Mapping {
    let column = |name: &str| {
        let at: Option<usize> = given.text(name).parse().ok();
        at.and_then(|at| columns.get(at)).cloned().unwrap_or_default()
    };
    let source = |name: &str, same: &str| match given.text(name) {
        "same" => Source::Fixed(given.text(same).to_owned()),
        "everybody" => Source::Fixed(EVERYBODY.to_owned()),
        _ => Source::Column(column(name)),
    };
    let length = Length::ALL.into_iter().find(|it| it.word() == given.text("length"));
    Mapping {
        period: source("period", "period_same"),
        length: length.unwrap_or(Length::Month),
        place: source("place", "place_same"),
        group: source("group", "group_same"),
        figure: if ratio {
            Figure::Ratio {
                numerator: column("numerator"),
                denominator: column("denominator"),
                numerator_counts: match given.text("counts") {
                    "others" => Counts::TheOthers,
                    _ => Counts::These,
                },
            }
        } else {
            Figure::Value {
                column: column("value"),
            }
        },
        decimal_comma: given.text("decimal") == "comma",
    }
}

/// The choice that a mapping stands for.
pub(super) fn chosen(mapping: &Mapping, columns: &[(String, Vec<String>)]) -> Given {
    let mut given = Given::default();
    let number = |name: &String| {
        let at = columns.iter().position(|(it, _)| it == name);
        at.map(|at| at.to_string()).unwrap_or_default()
    };
    for (name, same, source) in [
        ("period", "period_same", &mapping.period),
        ("place", "place_same", &mapping.place),
        ("group", "group_same", &mapping.group),
    ] {
        match source {
            Source::Column(column) => given.add(name, number(column)),
            Source::Fixed(text) if name == "group" && text == EVERYBODY => given.add(name, "everybody"),
            Source::Fixed(text) => {
                given.add(name, "same");
                given.add(same, text);
            }
        }
    }
    given.add("length", mapping.length.word());
    match &mapping.figure {
        Figure::Value { column } => given.add("value", number(column)),
        Figure::Ratio {
            numerator,
            denominator,
            numerator_counts,
        } => {
            given.add("numerator", number(numerator));
            given.add("denominator", number(denominator));
            let others = *numerator_counts == Counts::TheOthers;
            given.add("counts", if others { "others" } else { "these" });
        }
    }
    given.add("decimal", if mapping.decimal_comma { "comma" } else { "point" });
    given
}

/// The fields that nothing is chosen for yet, or nothing is written in: name, and what to do.
pub(super) fn missing(given: &Given, ratio: bool, places_are: &str) -> Faults {
    let mut missing = Faults::new();
    let columns: &[(&'static str, &str)] = if ratio {
        &[("numerator", "count"), ("denominator", "total it is out of")]
    } else {
        &[("value", "value")]
    };
    for (name, words) in [("period", "period"), ("place", places_are)] {
        let same = if name == "period" { "period_same" } else { "place_same" };
        match given.text(name) {
            "" => missing.push((name, format!("Choose the column of the {words}"))),
            "same" if given.text(same).is_empty() => {
                missing.push((same, format!("Write the {words} of the whole file")))
            }
            _ => {}
        }
    }
    if given.text("group") == "same" && given.text("group_same").is_empty() {
        missing.push(("group_same", "Write the group of the whole file".to_owned()));
    }
    for (name, words) in columns {
        if given.text(name).is_empty() {
            missing.push((name, format!("Choose the column of the {words}")));
        }
    }
    missing
}

/// A sentence with quotation marks where a terminal would have backticks.
pub(super) fn quoted(text: &str) -> String {
    let mut parts = text.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (at, part) in parts.enumerate() {
        out.push(if at % 2 == 0 { '“' } else { '”' });
        out.push_str(part);
    }
    out
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
                .map(|it| quoted(&it.because)),
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
            because: guess.map(|it| quoted(&it.because)),
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
        same.then(|| quoted(&guess.because))
    }
}

/// What a column is read as, in words; nothing when it is left out.
pub(super) fn read_as(mapping: &Mapping, column: &str) -> Option<&'static str> {
    let is = |source: &Source| matches!(source, Source::Column(name) if name == column);
    if is(&mapping.period) {
        return Some("Period");
    }
    if is(&mapping.place) {
        return Some("Place");
    }
    if is(&mapping.group) {
        return Some("Group");
    }
    match &mapping.figure {
        Figure::Value { column: value } if value == column => Some("Value"),
        Figure::Ratio { numerator, .. } if numerator == column => Some("Count"),
        Figure::Ratio { denominator, .. } if denominator == column => Some("Out of"),
        _ => None,
    }
}

/// The first cells as a line.
pub(super) fn sample(cells: &[String]) -> String {
    let cells: Vec<_> = cells
        .iter()
        .map(|it| if it.is_empty() { "(empty)" } else { it })
        .collect();
    cells.join(", ")
}

/// A name as a list shows it.
pub(super) fn shortened(name: &str) -> String {
    let mut letters = name.chars().map(|it| if it.is_control() { ' ' } else { it });
    let mut shown: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}
