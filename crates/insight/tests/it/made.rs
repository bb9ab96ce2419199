//! Evidence and questions that tests are made of.

use cm_evidence::EvidenceSet;
use cm_framework::{Better, Measure, Unit};
use cm_insight::{Method, Question};
use cm_kernel::{Batch, Id, Length, Period, Reading, Row};

/// A measure of a share, or of a number of visits.
pub fn measure(unit: &Unit) -> Measure {
    Measure {
        id: Id::slug("wait"),
        title: if *unit == Unit::Share {
            "Seen in time"
        } else {
            "Visits made"
        }
        .into(),
        outcome: Id::slug("care"),
        question: "Are people seen in time?".into(),
        form: "observation".into(),
        numerator: "people seen in time".into(),
        denominator: (*unit == Unit::Share).then(|| "people who came".to_owned()),
        unit: unit.clone(),
        better: Better::Higher,
        population: "everybody who came".into(),
        period: Length::Month,
        groups_are: None,
        places_are: "organisation".into(),
        burden_minutes: 5,
        could_go_wrong: "Waiting in the car park.".into(),
        source: "made up for tests".into(),
    }
}

/// A unit of visits.
pub fn visits() -> Unit {
    Unit::Number("visits".into())
}

/// A question about [`measure`].
pub fn question(unit: &Unit) -> Question {
    Question::about(&measure(unit), "all together")
}

/// The question of a method's worked example: a share when its evidence has denominators.
pub fn worked_question(method: &dyn Method) -> Question {
    let worked = method.worked();
    let shares = worked
        .csv
        .lines()
        .skip(1)
        .any(|line| line.split(',').nth(4).is_some_and(|it| !it.is_empty()));
    let unit = if shares { Unit::Share } else { visits() };
    worked
        .settings
        .iter()
        .fold(question(&unit), |question, (name, value)| question.set(name, *value))
}

/// A batch of rows: period, place, reading.
pub fn batch<'r>(rows: impl IntoIterator<Item = (Period, &'r str, Reading)>) -> Batch {
    let mut batch = Batch {
        measure: Id::slug("wait"),
        places: vec![],
        groups: vec!["all".into()],
        rows: vec![],
    };
    for (period, place, reading) in rows {
        let at = batch.places.iter().position(|it| it == place).unwrap_or_else(|| {
            batch.places.push(place.to_owned());
            batch.places.len() - 1
        });
        batch.rows.push(Row {
            period,
            place: u32::try_from(at).unwrap(),
            group: 0,
            reading,
        });
    }
    batch.sort();
    batch
}

/// A person's own file with these rows.
pub fn own<'r>(rows: impl IntoIterator<Item = (Period, &'r str, Reading)>) -> EvidenceSet {
    EvidenceSet::own_file(&batch(rows))
}

/// The month this many after January 2016.
pub fn month(after: u32) -> Period {
    Period::month(2016 + (after / 12) as i32, after % 12 + 1).unwrap()
}

/// A count out of a total.
pub fn ratio(numerator: f64, denominator: f64) -> Reading {
    Reading::Ratio { numerator, denominator }
}

/// Reads a worked example's evidence.
pub fn read_csv(csv: &str) -> Batch {
    let number = |text: &str| (!text.is_empty()).then(|| text.parse::<f64>().unwrap());
    let mut rows = Vec::new();
    for line in csv.lines().skip(1) {
        let parts: Vec<&str> = line.split(',').collect();
        let [period, place, _, value, denominator, mark] = parts[..] else {
            panic!("not a row: {line}")
        };
        let reading = Reading::from_parts(number(value), number(denominator), mark.parse().unwrap());
        rows.push((Period::parse(period).unwrap(), place, reading.unwrap()));
    }
    batch(rows)
}
