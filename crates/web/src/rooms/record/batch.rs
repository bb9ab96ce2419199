use cm_app::{Caller, House, Unable, View};
use cm_evidence::Gathering;
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::Unit;
use cm_kernel::{Batch, Digest, Id, Period, Reading};
use serde::Deserialize;

use crate::figure::thousands;
use crate::rooms::measure::partner_name;
use crate::words::period;

/// How many rows of a batch are shown.
const SHOWN: usize = 50;

/// A batch of evidence, as its entry announced it.
pub(super) struct Evidence {
    pub(super) measure: Id,
    pub(super) measure_title: String,
    pub(super) agreement: u64,
    pub(super) version: Option<u32>,
    pub(super) file: String,
    pub(super) sha256: Digest,
    pub(super) digest: Digest,
    pub(super) mapping: Vec<String>,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) why_corrects: Option<String>,
    pub(super) corrects: Vec<u64>,
    pub(super) corrected_by: Vec<u64>,
    pub(super) rows: Rows,
}

/// The first rows, or why they are not shown.
pub(super) enum Rows {
    Shown(Table),
    Refused(String, String),
}

pub(super) struct Table {
    pub(super) caption: String,
    pub(super) columns: Vec<&'static str>,
    /// Period, place, group and what was read.
    pub(super) rows: Vec<Vec<String>>,
}

/// What the entry at a position brought; `None` when it is not an entry of evidence.
pub(super) fn evidence(house: &House, caller: &Caller, view: &View, at: u64) -> Result<Option<Evidence>, Unable> {
    let Some(gathering) = view.gatherings.at(at) else {
        return Ok(None);
    };
    let rows = match house.batch_of(caller, &caller.partnership, at) {
        Ok(batch) => Rows::Shown(table(view, &batch)),
        Err(Unable::Refused(refusal)) => Rows::Refused(refusal.reason, refusal.remedy),
        Err(Unable::Faulty) => return Err(Unable::Faulty),
    };
    let gathered = &gathering.gathered;
    let binding = &gathered.binding;
    let record = view.framework.measure(&binding.measure);
    let agreement = record.and_then(|it| it.agreement(binding.agreement));
    let corrected_by = view.corrections().into_iter().filter(|(old, _)| *old == at);
    let corrects = gathered.corrects.as_ref();
    Ok(Some(Evidence {
        measure: binding.measure.clone(),
        measure_title: record.map_or_else(|| binding.measure.to_string(), |it| it.measure.title.clone()),
        agreement: binding.agreement,
        version: agreement.map(|it| it.version),
        file: gathered.source.file.clone(),
        sha256: gathered.source.sha256,
        digest: gathered.digest,
        mapping: in_words(gathering),
        facts: facts(view, gathering),
        why_corrects: corrects.map(|it| it.reason.clone()),
        corrects: corrects.map(|it| it.entries.clone()).unwrap_or_default(),
        corrected_by: corrected_by.map(|(_, new)| new).collect(),
        rows,
    }))
}

fn facts(view: &View, gathering: &Gathering) -> Vec<(&'static str, String)> {
    let gathered = &gathering.gathered;
    let named = |text: &String| Period::try_from(text.clone()).map_or_else(|_| text.clone(), period);
    let (first, last) = (named(&gathered.periods.0), named(&gathered.periods.1));
    let periods = if first == last {
        first
    } else {
        format!("{first} to {last}")
    };
    let mut facts = vec![
        (
            "Contributed by",
            partner_name(&view.framework, &gathered.binding.contributor),
        ),
        ("Rows", thousands(gathered.rows)),
        ("Without a number", thousands(gathered.absent)),
        ("Periods", periods),
    ];
    if !gathered.source.attribution.is_empty() {
        facts.push(("Comes from", gathered.source.attribution.clone()));
    }
    facts
}

/// How the file was read, a sentence each. Empty when the mapping is of a kind this version does not know.
fn in_words(gathering: &Gathering) -> Vec<String> {
    let Ok(mapping) = Mapping::deserialize(&gathering.gathered.source.mapping) else {
        return Vec::new();
    };
    let from = |source: &Source| match source {
        Source::Column(name) => format!("is the column “{name}”"),
        Source::Fixed(text) => format!("is “{text}” in every row"),
    };
    let mut words = vec![
        format!(
            "The period {}, each a {}.",
            from(&mapping.period),
            mapping.length.word()
        ),
        format!("The place {}.", from(&mapping.place)),
        format!("The population group {}.", from(&mapping.group)),
    ];
    words.push(match &mapping.figure {
        Figure::Value { column } => format!("The reading is the column “{column}”."),
        Figure::Ratio {
            numerator,
            denominator,
            numerator_counts: Counts::These,
        } => format!("The reading is “{numerator}” out of “{denominator}”."),
        Figure::Ratio {
            numerator,
            denominator,
            numerator_counts: Counts::TheOthers,
        } => format!(
            "The reading is “{denominator}” less “{numerator}”, out of “{denominator}”: the column counts the others."
        ),
        Figure::Ratio {
            numerator,
            denominator,
            numerator_counts: Counts::Events,
        } => format!("The reading is “{numerator}” against “{denominator}”, and may be more."),
    });
    if let Some(sheet) = &mapping.sheet {
        words.push(format!("The rows stand on the sheet “{sheet}”."));
    }
    if mapping.decimal_comma {
        words.push("Numbers are written with a decimal comma.".to_owned());
    }
    words
}

fn table(view: &View, batch: &Batch) -> Table {
    let record = view.framework.measure(&batch.measure);
    let share = record.is_some_and(|it| it.measure.unit == Unit::Share);
    let columns = if share {
        vec!["Period", "Place", "Group", "Counted", "Out of", "Share"]
    } else {
        vec!["Period", "Place", "Group", "Reading"]
    };
    let rows = batch.rows.iter().take(SHOWN).filter_map(|row| {
        let (place, group, when) = batch.key(row)?;
        let mut cells = vec![period(when), place.to_owned(), group.to_owned()];
        cells.extend(reading(row.reading, share));
        Some(cells)
    });
    let caption = if batch.rows.len() > SHOWN {
        format!("The first {SHOWN} of {} rows", thousands(batch.rows.len() as u64))
    } else {
        format!("All {} rows", batch.rows.len())
    };
    Table {
        caption,
        columns,
        rows: rows.collect(),
    }
}

/// The cells of one reading: three for a share, one for a number.
fn reading(reading: Reading, share: bool) -> Vec<String> {
    let number = |number: f64| {
        if number.fract() == 0.0 && (0.0..1e15).contains(&number) {
            thousands(number as u64)
        } else {
            number.to_string()
        }
    };
    let mut cells = match reading {
        Reading::Value(value) => vec![number(value)],
        Reading::Ratio { numerator, denominator } => {
            let share = reading.number().map(|it| format!("{:.1}%", it * 100.0));
            let share = share.unwrap_or_else(|| "out of nobody".to_owned());
            vec![number(numerator), number(denominator), share]
        }
        Reading::Absent(absence) => vec![absence.word().to_owned()],
    };
    while share && cells.len() < 3 {
        cells.insert(0, String::new());
    }
    cells
}
