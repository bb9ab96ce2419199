//! Short ways to say what a test writes.

use std::path::Path;

use cm_kernel::{Author, Batch, Draft, Id, Period, Reading, Row, Timestamp};
use cm_store::{Kept, Wanted};
use serde_json::{Value, json};
use tempfile::TempDir;

/// An empty folder, in memory where the machine has such a place: for tests about answers, which need no disk.
pub fn light_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let built = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    built.or_else(|_| tempfile::tempdir()).unwrap()
}

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn moment(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms)
}

pub fn draft(body: Value) -> Draft {
    Draft {
        kind: "evidence/batch-added".to_owned(),
        author: Author {
            member: id("member-1"),
            partner: id("library"),
        },
        received: moment(1_000),
        salt: "00112233445566778899aabbccddeeff".to_owned(),
        body,
    }
}

pub fn drafts(count: usize) -> Vec<Draft> {
    (0..count).map(|number| draft(json!({ "number": number }))).collect()
}

/// A batch of rows given as place, group, period and reading.
pub fn batch(measure: &str, rows: &[(&str, &str, &str, Reading)]) -> Batch {
    let mut batch = Batch {
        measure: id(measure),
        places: Vec::new(),
        groups: Vec::new(),
        rows: Vec::new(),
    };
    for (place, group, period, reading) in rows {
        let row = Row {
            period: Period::parse(period).unwrap(),
            place: position(&mut batch.places, place),
            group: position(&mut batch.groups, group),
            reading: *reading,
        };
        batch.rows.push(row);
    }
    batch
}

/// Months from January 2000 in a few places, `count` rows in all.
pub fn large_batch(measure: &str, count: usize, first: f64) -> Batch {
    let places = count.div_ceil(240);
    let row = |number: usize| Row {
        period: Period::month(2000 + (number % 240 / 12) as i32, (number % 12) as u32 + 1).unwrap(),
        place: (number / 240) as u32,
        group: 0,
        reading: Reading::Value(first + number as f64),
    };
    Batch {
        measure: id(measure),
        places: (0..places).map(|place| format!("place {place:05}")).collect(),
        groups: vec!["all".to_owned()],
        rows: (0..count).map(row).collect(),
    }
}

fn position(names: &mut Vec<String>, name: &str) -> u32 {
    let found = names.iter().position(|it| it == name);
    found.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    }) as u32
}

pub fn wanted(measure: &str, known_at: u64) -> Wanted {
    Wanted {
        measure: id(measure),
        place: None,
        group: None,
        known_at,
    }
}

pub fn kept(key: &str, value: &str, expires: Option<i64>) -> Kept {
    Kept {
        key: key.to_owned(),
        value: value.to_owned(),
        expires: expires.map(moment),
    }
}
