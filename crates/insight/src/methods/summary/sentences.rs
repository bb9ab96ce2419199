use cm_numeric::process::{false_alarm, known_false_alarm};

use super::Asked;
use crate::words::{capital, count, fitting, listed};
use crate::{AssuranceMark, Figure, Finding, Question, SummaryRow, Table, Variation, Weight};

/// Draws behind a false-alarm rate that is not kept ready.
const DRAWS: u32 = 2_000;
const SEED: u64 = 20_180_401;
/// The longest series a false-alarm rate is drawn for.
const LONGEST_DRAWN: usize = 400;

impl Asked<'_> {
    fn places(&self, number: usize) -> String {
        let one = &self.question.places_are;
        count(number, one, &format!("{one}s"))
    }

    /// How many signals at the latest reading chance alone would give, were every process steady and its readings
    /// independent.
    fn by_chance(&self) -> Option<f64> {
        let length = self.tally.usual_length()?.min(LONGEST_DRAWN);
        let rate = known_false_alarm(&self.rules, length)
            .or_else(|| false_alarm(&self.rules, length, DRAWS, SEED + length as u64))?;
        Some(rate.latest * self.tally.known() as f64)
    }
}

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let (signals, known) = (asked.tally.signals(), asked.tally.known());
    let places = asked.places(known);
    if known == 0 {
        return "No latest reading can be judged yet".to_owned();
    }
    if signals == 0 {
        return fitting(&[
            format!("Latest readings of all {places} are ordinary"),
            "All latest readings are ordinary".to_owned(),
        ]);
    }
    fitting(&[
        format!("{signals} of {places} signal at their latest reading"),
        format!("{signals} of {known} signal at their latest reading"),
    ])
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let part = |variation: Variation| {
        let number = asked.tally.number(variation);
        (number > 0).then(|| format!("{number} {}", variation.word()))
    };
    let parts: Vec<String> = Variation::ALL.into_iter().filter_map(part).collect();
    format!(
        "A line for each of {}, in order of name. Latest readings: {}.",
        asked.places(asked.tally.all()),
        listed(&parts)
    )
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for variation in Variation::ALL.into_iter().filter(|it| it.signal().is_some()) {
        let Some(marked) = asked.tally.marked(variation) else {
            continue;
        };
        let sentence = match (marked.number, marked.names.as_slice()) {
            (1, [only]) => format!(
                "The latest reading of {only} is marked {}: {}.",
                variation.word(),
                marked.because
            ),
            (several, _) => format!(
                "{} are marked {}: {}.",
                asked.places(several),
                variation.word(),
                marked.listed()
            ),
        };
        found.push(Finding::new(Weight::Signal, "latest", sentence));
    }
    if asked.tally.signals() == 0 && asked.tally.known() > 0 {
        let sentence = format!(
            "No rule fires at the latest reading of any of {}.",
            asked.places(asked.tally.known())
        );
        found.push(Finding::new(Weight::Steady, "", sentence));
    }
    found.extend(against_target(asked));
    found.extend(chance(asked));
    found.extend(not_judged(asked));
    found
}

fn against_target(asked: &Asked<'_>) -> Option<Finding> {
    let target = asked.target?;
    let number = |mark: AssuranceMark| asked.tally.assured(mark);
    let judged = asked.tally.all() - number(AssuranceMark::NotKnown);
    if judged == 0 {
        return None;
    }
    let sentence = format!(
        "Against the target of {}, of {}: {} can be expected to miss it unless something changes, {} hit or miss it by \
         ordinary ups and downs, {} can be expected to meet it.",
        asked.question.in_words(target),
        asked.places(judged),
        number(AssuranceMark::Misses),
        number(AssuranceMark::HitOrMiss),
        number(AssuranceMark::Meets)
    );
    Some(Finding::new(Weight::Steady, "target", sentence))
}

fn chance(asked: &Asked<'_>) -> Option<Finding> {
    let expected = asked.by_chance()?;
    let about = if expected < 0.95 {
        "less than one".to_owned()
    } else {
        format!("about {expected:.0}")
    };
    let sentence = format!(
        "{} looked at: were every one steady, {about} would signal by chance at the latest reading, and more where \
         readings resemble their neighbours or counts are small.",
        capital(&asked.places(asked.tally.known()))
    );
    Some(Finding::new(Weight::Caution, "many-looks", sentence))
}

fn not_judged(asked: &Asked<'_>) -> Option<Finding> {
    let marked = asked.tally.marked(Variation::NotKnown)?;
    let sentence = match (marked.number, marked.names.as_slice()) {
        (1, [only]) => format!("{only} is not judged. {}", marked.because),
        (several, _) => format!(
            "{} are not judged: {}. Each line says why.",
            asked.places(several),
            marked.listed()
        ),
    };
    Some(Finding::new(Weight::Caution, "not-judged", sentence))
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let known = asked.tally.known();
    let figure = |name: &str, statement: String, value: Option<f64>| Figure {
        name: name.to_owned(),
        statement,
        value,
        lower: None,
        upper: None,
        unit: format!("{}s", asked.question.places_are),
        n: Some(known as f64),
    };
    let mut figures: Vec<Figure> = Variation::ALL
        .into_iter()
        .filter(|it| *it != Variation::NotKnown)
        .map(|it| {
            let number = asked.tally.number(it);
            let statement = format!("{number} of {known} are marked {}.", it.word());
            figure(&it.word().replace(' ', "-"), statement, Some(number as f64))
        })
        .collect();
    let expected = asked.by_chance();
    let statement = expected.map_or_else(
        || "How many would signal by chance is undefined without limits.".to_owned(),
        |it| format!("Were all steady, {it:.1} of {known} would signal by chance."),
    );
    figures.push(figure("by-chance", statement, expected));
    figures
}

pub(super) fn table(asked: &Asked<'_>, rows: &[SummaryRow]) -> Table {
    let has_groups = rows.iter().any(|it| it.group != "all");
    Table {
        columns: columns(asked.question, has_groups),
        rows: rows
            .iter()
            .map(|it| cells(asked.question, asked.has_target, has_groups, it))
            .collect(),
        at: vec![None; rows.len()],
    }
}

/// What each column of the table holds.
pub(super) fn columns(question: &Question, has_groups: bool) -> Vec<String> {
    let unit = question.unit_name();
    let mut columns = vec![capital(&question.places_are)];
    columns.extend(has_groups.then(|| "Group".to_owned()));
    let rest = [
        "Latest period".to_owned(),
        format!("Latest ({unit})"),
        format!("Mean ({unit})"),
        "Lower limit".to_owned(),
        "Upper limit".to_owned(),
        "Readings".to_owned(),
        "Variation".to_owned(),
        "Rule".to_owned(),
        "Target".to_owned(),
    ];
    columns.extend(rest);
    columns
}

/// A line of the table.
pub(super) fn cells(question: &Question, has_target: bool, has_groups: bool, row: &SummaryRow) -> Vec<String> {
    let words = |number: Option<f64>| number.map_or_else(String::new, |it| question.in_words(it));
    let mut cells = vec![row.place.clone()];
    cells.extend(has_groups.then(|| row.group.clone()));
    cells.extend([
        row.period.map_or_else(String::new, |it| it.to_string()),
        words(row.latest),
        words(row.mean),
        words(row.limits.map(|it| it.0)),
        words(row.limits.map(|it| it.1)),
        row.readings.to_string(),
        row.variation.word().to_owned(),
        if row.why_not.is_empty() {
            row.rule.clone()
        } else {
            row.why_not.clone()
        },
        if has_target {
            row.assurance.word().to_owned()
        } else {
            String::new()
        },
    ]);
    cells
}
