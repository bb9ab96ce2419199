//! Made-up evidence for benchmarks. It is the same on every machine and in every run.

use std::fmt::Write;

use cm_evidence::EvidenceSet;
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::{Better, Unit};
use cm_insight::Question;
use cm_kernel::{Batch, Id, Length, Period, Reading, Row};
use cm_numeric::random::Random;

/// A steady series of so many normal readings about 100, by its number.
#[must_use]
pub fn series(number: u64, length: usize) -> Vec<Option<f64>> {
    let mut random = Random::from_seed(number);
    (0..length).map(|_| Some(100.0 + 10.0 * random.normal())).collect()
}

/// Places with a series of months each, people seen in time out of all who came.
#[must_use]
pub fn batch(places: u32, months: u32) -> Batch {
    let mut random = Random::from_seed(1);
    let mut rows = Vec::with_capacity((places * months) as usize);
    for place in 0..places {
        let all = 400.0 + f64::from(place % 300);
        let share = 0.85 + 0.02 * random.normal();
        for month in 0..months {
            let seen = (all * share + (all * 0.1275).sqrt() * random.normal()).round();
            let Some(period) = Period::month(1995 + (month / 12) as i32, month % 12 + 1) else {
                continue;
            };
            rows.push(Row {
                period,
                place,
                group: 0,
                reading: Reading::Ratio {
                    numerator: seen.clamp(0.0, all),
                    denominator: all,
                },
            });
        }
    }
    Batch {
        measure: Id::slug("seen-in-time"),
        places: (0..places).map(|place| format!("E{place:06}")).collect(),
        groups: vec!["all".to_owned()],
        rows,
    }
}

/// The same as a person's file.
#[must_use]
pub fn evidence(places: u32, months: u32) -> EvidenceSet {
    EvidenceSet::own_file(&batch(places, months))
}

/// What is asked about it.
#[must_use]
pub fn question() -> Question {
    Question {
        title: "Seen in time".to_owned(),
        unit: Unit::Share,
        better: Better::Higher,
        places_are: "ward".to_owned(),
        population: "everybody who came".to_owned(),
        size_is: Some("people who came".to_owned()),
        about: "all together".to_owned(),
        settings: std::collections::BTreeMap::new(),
        marks: Vec::new(),
        breaks: Vec::new(),
        beside: Vec::new(),
    }
}

/// The same as a CSV file, and how its columns are read.
#[must_use]
pub fn csv(places: u32, months: u32) -> (String, Mapping) {
    let batch = batch(places, months);
    let mut text = String::from("month,ward,seen,all\n");
    for row in &batch.rows {
        let place = batch.places.get(row.place as usize).map_or("", String::as_str);
        if let Reading::Ratio { numerator, denominator } = row.reading {
            let _ = writeln!(text, "{},{place},{numerator},{denominator}", row.period);
        }
    }
    let mapping = Mapping {
        period: Source::Column("month".to_owned()),
        length: Length::Month,
        place: Source::Column("ward".to_owned()),
        group: Source::Fixed("all".to_owned()),
        figure: Figure::Ratio {
            numerator: "seen".to_owned(),
            denominator: "all".to_owned(),
            numerator_counts: Counts::These,
        },
        decimal_comma: false,
        sheet: None,
    };
    (text, mapping)
}
