//! What a person chooses on the mapping page, and the mapping it stands for. Columns go by their number, because a name
//! may be long or come twice.

use cm_exchange::mapping::EVERYBODY;
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_kernel::Length;

use crate::input::{Faults, Given};

/// The fields that make up a mapping.
const NAMES: [&str; 13] = [
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
    "sheet",
];

/// Letters of a column's name that are shown.
const SHOWN: usize = 60;

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
        sheet: Some(given.text("sheet").to_owned()).filter(|it| !it.is_empty()),
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
    given.add("sheet", mapping.sheet.clone().unwrap_or_default());
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
                missing.push((same, format!("Write the {words} of the whole file")));
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
