//! Evidence and questions that tests are made of.

use cm_evidence::EvidenceSet;
use cm_framework::{Better, Measure, Unit};
use cm_insight::{Companion, Method, Question};
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
    let unit = |measure: &str| {
        let of_it = |line: &&str| measure_of(line) == measure;
        let has_size = |line: &str| line.split(',').nth(4).is_some_and(|it| !it.is_empty());
        let shares = worked.csv.lines().skip(1).filter(of_it).any(has_size);
        if shares { Unit::Share } else { visits() }
    };
    let measures = measures(worked.csv);
    let asked = question(&unit(measures.first().copied().unwrap_or_default()));
    let beside = measures.iter().skip(1).map(|name| Companion {
        title: (*name).to_owned(),
        ..Companion::of(&measure(&unit(name)))
    });
    let asked = beside.fold(asked, Question::with_beside);
    worked
        .settings
        .iter()
        .fold(asked, |question, (name, value)| question.set(name, *value))
}

/// The evidence of a method's worked example.
pub fn worked_evidence(method: &dyn Method) -> EvidenceSet {
    evidence(method.worked().csv, |_| {})
}

/// Evidence read from CSV, each measure's batch changed before it is read.
pub fn evidence(csv: &str, change: impl Fn(&mut Batch)) -> EvidenceSet {
    let of = |name: &str| {
        let mut batch = read_rows(csv.lines().skip(1).filter(|line| measure_of(line) == name));
        change(&mut batch);
        batch.sort();
        EvidenceSet::own_file(&batch)
    };
    let mut sets = measures(csv).into_iter().map(of);
    let first = sets.next().unwrap();
    sets.fold(first, EvidenceSet::with_beside)
}

fn measure_of(line: &str) -> &str {
    line.split(',').nth(6).unwrap_or_default()
}

/// The measures of a worked example in the order they first appear.
fn measures(csv: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for name in csv.lines().skip(1).map(measure_of) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
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
        let place = position(&mut batch.places, place);
        batch.rows.push(Row {
            period,
            place,
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

fn read_rows<'l>(lines: impl Iterator<Item = &'l str>) -> Batch {
    let number = |text: &str| (!text.is_empty()).then(|| text.parse::<f64>().unwrap());
    let mut made = batch([]);
    made.groups.clear();
    for line in lines {
        let parts: Vec<&str> = line.split(',').collect();
        let [period, place, group, value, denominator, mark, ..] = parts[..] else {
            panic!("not a row: {line}")
        };
        let reading = Reading::from_parts(number(value), number(denominator), mark.parse().unwrap());
        let row = Row {
            period: Period::parse(period).unwrap(),
            place: position(&mut made.places, place),
            group: position(&mut made.groups, if group.is_empty() { "all" } else { group }),
            reading: reading.unwrap(),
        };
        made.rows.push(row);
    }
    made.sort();
    made
}

fn position(names: &mut Vec<String>, name: &str) -> u32 {
    let at = names.iter().position(|it| it == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    u32::try_from(at).unwrap()
}
