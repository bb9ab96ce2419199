use cm_numeric::process::{false_alarm, known_false_alarm};

use super::Asked;
use crate::words::{capital, count, fitting, listed};
use crate::{AssuranceMark, Figure, Finding, SummaryRow, Table, Variation, Weight};

/// Draws behind a false-alarm rate that is not kept ready.
const DRAWS: u32 = 2_000;
const SEED: u64 = 20_180_401;
/// The longest series a false-alarm rate is drawn for.
const LONGEST_DRAWN: usize = 400;
/// How many names one sentence lists.
const NAMED: usize = 12;

impl Asked<'_> {
    fn with(&self, variation: Variation) -> Vec<&SummaryRow> {
        self.rows.iter().filter(|it| it.variation == variation).collect()
    }

    /// Rows about whose latest reading something can be said.
    fn known(&self) -> usize {
        self.rows.len() - self.with(Variation::NotKnown).len()
    }

    fn signals(&self) -> usize {
        self.rows.iter().filter(|it| it.variation.signal().is_some()).count()
    }

    fn places(&self, number: usize) -> String {
        let one = &self.question.places_are;
        count(number, one, &format!("{one}s"))
    }

    /// How many signals at the latest reading chance alone would give, were every process steady and its readings
    /// independent.
    fn by_chance(&self) -> Option<f64> {
        let mut lengths: Vec<usize> = self.rows.iter().map(|it| it.readings).filter(|it| *it > 0).collect();
        lengths.sort_unstable();
        let usual = *lengths.get(lengths.len() / 2)?;
        let length = usual.min(LONGEST_DRAWN);
        let rate = known_false_alarm(&self.rules, length)
            .or_else(|| false_alarm(&self.rules, length, DRAWS, SEED + length as u64))?;
        Some(rate.latest * self.known() as f64)
    }
}

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let (signals, known) = (asked.signals(), asked.known());
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
        let number = asked.with(variation).len();
        (number > 0).then(|| format!("{number} {}", variation.word()))
    };
    let parts: Vec<String> = Variation::ALL.into_iter().filter_map(part).collect();
    format!(
        "A line for each of {}, in order of name. Latest readings: {}.",
        asked.places(asked.rows.len()),
        listed(&parts)
    )
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for variation in Variation::ALL {
        let rows = asked.with(variation);
        let Some(first) = rows.first().filter(|it| it.variation.signal().is_some()) else {
            continue;
        };
        let sentence = if rows.len() == 1 {
            format!(
                "The latest reading of {} is marked {}: {}.",
                first.place,
                variation.word(),
                first.rule
            )
        } else {
            format!(
                "{} are marked {}: {}.",
                asked.places(rows.len()),
                variation.word(),
                named(&rows)
            )
        };
        found.push(Finding::new(Weight::Signal, "latest", sentence));
    }
    if asked.signals() == 0 && asked.known() > 0 {
        let sentence = format!(
            "No rule fires at the latest reading of any of {}.",
            asked.places(asked.known())
        );
        found.push(Finding::new(Weight::Steady, "", sentence));
    }
    found.extend(against_target(asked));
    found.extend(chance(asked));
    found.extend(not_judged(asked));
    found
}

fn named(rows: &[&SummaryRow]) -> String {
    let mut names: Vec<String> = rows.iter().take(NAMED).map(|it| it.place.clone()).collect();
    if rows.len() > NAMED {
        names.push(format!("{} more", rows.len() - NAMED));
    }
    listed(&names)
}

fn against_target(asked: &Asked<'_>) -> Option<Finding> {
    let target = asked.target?;
    let number = |mark: AssuranceMark| asked.rows.iter().filter(|it| it.assurance == mark).count();
    let judged = asked.rows.len() - number(AssuranceMark::NotKnown);
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
        capital(&asked.places(asked.known()))
    );
    Some(Finding::new(Weight::Caution, "many-looks", sentence))
}

fn not_judged(asked: &Asked<'_>) -> Option<Finding> {
    let rows = asked.with(Variation::NotKnown);
    let first = rows.first()?;
    let sentence = if rows.len() == 1 {
        format!("{} is not judged. {}", first.place, first.why_not)
    } else {
        format!(
            "{} are not judged: {}. Each line says why.",
            asked.places(rows.len()),
            named(&rows)
        )
    };
    Some(Finding::new(Weight::Caution, "not-judged", sentence))
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let known = asked.known();
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
            let number = asked.with(it).len();
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

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let unit = asked.question.unit_name();
    let has_groups = asked.rows.iter().any(|it| it.group != "all");
    let mut columns = vec![capital(&asked.question.places_are)];
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
    let words = |number: Option<f64>| number.map_or_else(String::new, |it| asked.question.in_words(it));
    let row = |it: &SummaryRow| {
        let mut cells = vec![it.place.clone()];
        cells.extend(has_groups.then(|| it.group.clone()));
        cells.extend([
            it.period.map_or_else(String::new, |it| it.to_string()),
            words(it.latest),
            words(it.mean),
            words(it.limits.map(|it| it.0)),
            words(it.limits.map(|it| it.1)),
            it.readings.to_string(),
            it.variation.word().to_owned(),
            if it.why_not.is_empty() {
                it.rule.clone()
            } else {
                it.why_not.clone()
            },
            if asked.target.is_some() {
                it.assurance.word().to_owned()
            } else {
                String::new()
            },
        ]);
        cells
    };
    Table {
        columns,
        rows: asked.rows.iter().map(row).collect(),
        at: vec![None; asked.rows.len()],
    }
}
