use cm_exchange::{Counts, Figure, Hint, Mapping, Source, Table};
use cm_kernel::{Length, Period, Refusal};

use crate::args::ColumnArgs;

/// The mapping that the options name; what they leave out is proposed from the file.
pub fn mapping(table: &Table, columns: &ColumnArgs, ratio: bool) -> Result<Mapping, Refusal> {
    let mut mapping = proposed(table, columns, Hint { ratio })?;
    let column = |name: &String| Source::Column(name.clone());
    mapping.sheet.clone_from(&columns.sheet);
    if let Some(name) = &columns.date {
        mapping.period = column(name);
        // A column named by hand is looked at again for how long its periods are.
        mapping.length = length_of(table, name).unwrap_or(mapping.length);
    }
    if let Some(name) = &columns.by {
        mapping.place = column(name);
    }
    if let Some(name) = &columns.group {
        mapping.group = column(name);
    }
    if let Some(length) = &columns.every {
        mapping.length = read_length(length)?;
    }
    let numerator_counts = if columns.others {
        Counts::TheOthers
    } else {
        Counts::These
    };
    match (&columns.value, &columns.of) {
        (Some(numerator), Some(denominator)) => {
            let (numerator, denominator) = (numerator.clone(), denominator.clone());
            mapping.figure = Figure::Ratio {
                numerator,
                denominator,
                numerator_counts,
            };
        }
        (Some(value), None) if !ratio => mapping.figure = Figure::Value { column: value.clone() },
        (None, None) if !columns.others => {}
        _ => {
            return Err(Refusal::new(
                "measure/half-a-ratio",
                "A share needs both its numerator and its denominator.",
                "Give --value and --of together.",
            ));
        }
    }
    spare(&mut mapping, columns, std::iter::empty());
    if matches!(&mapping.figure, Figure::Value { column } if column.is_empty()) {
        return Err(Refusal::new(
            "measure/no-value",
            "No column of the file reads as numbers that could be the value.",
            "Name the column with --value, and look at what its first rows hold.",
        ));
    }
    Ok(mapping)
}

/// What the file itself proposes, within the period the whole of it is of where that was said.
fn proposed(table: &Table, columns: &ColumnArgs, hint: Hint) -> Result<Mapping, Refusal> {
    if let Some(text) = &columns.period {
        let period = Period::parse(text).ok_or_else(|| {
            Refusal::new(
                "measure/not-a-period",
                format!("`{text}` is not a period."),
                "Write it as 2016-04 (month), 2016-04-01 (day), 2016-Q2, 2016-W13, 2016 or 2016/17 (financial year).",
            )
        })?;
        return Ok(Mapping::propose_within(table, hint, period).mapping);
    }
    let proposal = Mapping::propose(table, hint);
    if columns.date.is_none() && proposal.lacks_periods() {
        return Err(Refusal::new(
            "measure/no-period",
            "No column of the file reads as periods.",
            "Name the column with --date, or say with --period which period the whole file is of, such as --period 2018/19.",
        ));
    }
    Ok(proposal.mapping)
}

/// Takes back a guess about place or group from a column that something else was said to be in. What a person named
/// stays as it was named.
pub fn spare<'c>(mapping: &mut Mapping, columns: &ColumnArgs, taken: impl Iterator<Item = &'c str>) {
    let mut taken: Vec<String> = taken.map(str::to_owned).collect();
    match &mapping.figure {
        Figure::Value { column } => taken.push(column.clone()),
        Figure::Ratio {
            numerator, denominator, ..
        } => taken.extend([numerator.clone(), denominator.clone()]),
    }
    let named = |source: &Source| match source {
        Source::Column(name) => Some(name.clone()),
        Source::Fixed(_) => None,
    };
    taken.extend(named(&mapping.period));
    let is_taken = |source: &Source, taken: &[String]| named(source).is_some_and(|it| taken.contains(&it));
    if columns.by.is_none() && is_taken(&mapping.place, &taken) {
        mapping.place = Source::Fixed("all".to_owned());
    }
    taken.extend(named(&mapping.place));
    if columns.group.is_none() && is_taken(&mapping.group, &taken) {
        mapping.group = Source::Fixed("all".to_owned());
    }
}

fn length_of(table: &Table, name: &str) -> Option<Length> {
    let proposed = Mapping::propose(table, Hint { ratio: false }).mapping;
    (proposed.period == Source::Column(name.to_owned())).then_some(proposed.length)
}

fn read_length(word: &str) -> Result<Length, Refusal> {
    Length::ALL
        .into_iter()
        .find(|it| it.word().replace(' ', "-") == word)
        .ok_or_else(|| {
            let words: Vec<_> = Length::ALL.iter().map(|it| it.word().replace(' ', "-")).collect();
            Refusal::new(
                "measure/not-a-length",
                format!("`{word}` is not a length of period."),
                format!("Choose one of: {}.", words.join(", ")),
            )
        })
}

/// The mapping in words, so that a person sees what was read as what.
pub fn in_words(mapping: &Mapping) -> String {
    let source = |source: &Source| match source {
        Source::Column(name) => format!("column `{name}`"),
        Source::Fixed(text) => format!("always `{text}`"),
    };
    let figure = match &mapping.figure {
        Figure::Value { column } => format!("value from column `{column}`"),
        Figure::Ratio {
            numerator,
            denominator,
            numerator_counts: Counts::These,
        } => {
            format!("`{numerator}` out of `{denominator}`")
        }
        Figure::Ratio {
            numerator,
            denominator,
            numerator_counts: Counts::TheOthers,
        } => {
            format!("`{denominator}` less `{numerator}`, out of `{denominator}`")
        }
        Figure::Ratio {
            numerator,
            denominator,
            numerator_counts: Counts::Events,
        } => {
            format!("`{numerator}` against `{denominator}`")
        }
    };
    format!(
        "period ({}) from {}; place from {}; group from {}; {figure}",
        mapping.length.word(),
        source(&mapping.period),
        source(&mapping.place),
        source(&mapping.group)
    )
}
