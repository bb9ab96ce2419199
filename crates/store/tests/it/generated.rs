//! Hundreds of random histories, in which every engine must answer as the reference does.

use std::fmt::Debug;

use cm_kernel::{Absence, Batch, Date, Id, Length, Period, Reading, Row};
use cm_store::{Fault, Store, Wanted};
use serde_json::json;

use crate::engines::{self, Engine};
use crate::random::Random;
use crate::writing::{draft, id, kept, moment};

const PLACES: [&str; 6] = ["RA9", "ra9", "\u{c9}vora", "a,\"b\"", "Z", ""];
const GROUPS: [&str; 3] = ["women", "all", "All"];
const MEASURES: [&str; 3] = ["wait", "wait-2", "sport"];
const DRAWERS: [&str; 2] = ["sign-ins", "keys"];
const KEYS: [&str; 4] = ["b", "a", "B", "\u{e9}"];

#[test]
fn every_engine_answers_as_memory_does() {
    let reference = engines::memory();
    let others = engines::lasting();
    let histories = if others.len() > 1 { 300 } else { 400 };
    for seed in 0..histories {
        let mut scene = Scene {
            random: Random::new(seed),
            partnerships: [id(&format!("p-{seed}")), id(&format!("q-{seed}"))],
            reference: reference.store.as_ref(),
            others: &others,
            seed,
        };
        for _ in 0..40 {
            scene.step();
        }
    }
}

struct Scene<'t> {
    random: Random,
    partnerships: [Id; 2],
    reference: &'t dyn Store,
    others: &'t [Engine],
    seed: u64,
}

impl Scene<'_> {
    /// Asks everybody the same and compares.
    fn ask<T: Debug + PartialEq>(&self, what: &str, question: impl Fn(&dyn Store) -> Result<T, Fault>) {
        let expected = question(self.reference).ok();
        for engine in self.others {
            let answer = question(engine.store.as_ref());
            let told = format!("history {}, {}: {what}: {answer:?}", self.seed, engine.name);
            assert_eq!(answer.ok(), expected, "{told}");
        }
    }

    fn step(&mut self) {
        match self.random.below(14) {
            0..=3 => self.append(),
            4..=6 => self.read_rows(),
            7 => self.read_history(),
            8 => self.read_ledger(),
            9 => self.read_batch(),
            _ => self.use_cabinet(),
        }
    }

    fn append(&mut self) {
        let partnership = self.random.pick(&self.partnerships);
        let length = self.reference.length(&partnership).unwrap();
        let expected = match self.random.below(8) {
            0 => length + 1,
            1 => length.saturating_sub(1),
            _ => length,
        };
        let drafts: Vec<_> = (0..self.random.below(4))
            .map(|number| draft(json!({ "number": number, "share": self.random.below(9) as f64 / 8.0 })))
            .collect();
        let mut batches = Vec::new();
        for at in 0..drafts.len() {
            if !self.random.one_in(3) {
                batches.push((at, self.batch()));
            }
        }
        if self.random.one_in(12) {
            batches.push((self.random.below(4), self.batch()));
        }
        self.ask("append", |store| {
            store.append(&partnership, expected, drafts.clone(), &batches)
        });
        self.ask("length", |store| store.length(&partnership));
        self.ask("partnerships", |store| store.partnerships());
    }

    /// A batch with few places and periods, so that it often corrects an earlier one; at times with a mistake.
    fn batch(&mut self) -> Batch {
        let mut batch = Batch {
            measure: id(self.random.pick(&MEASURES)),
            places: PLACES.map(str::to_owned).into(),
            groups: GROUPS.map(str::to_owned).into(),
            rows: Vec::new(),
        };
        for _ in 0..self.random.below(12) {
            let row = Row {
                period: self.period(),
                place: self.random.below(PLACES.len()) as u32,
                group: self.random.below(GROUPS.len()) as u32,
                reading: self.reading(),
            };
            if batch.rows.iter().all(|it| batch.key(it) != batch.key(&row)) || self.random.one_in(50) {
                batch.rows.push(row);
            }
        }
        if self.random.one_in(40) {
            batch.groups.pop();
        }
        batch
    }

    fn period(&mut self) -> Period {
        let length = self.random.pick(&Length::ALL);
        let day = Date::from_days(17_000 + 40 * self.random.below(4) as i32).unwrap();
        Period::containing(day, length).unwrap()
    }

    fn reading(&mut self) -> Reading {
        let number = match self.random.below(6) {
            0 => -0.0,
            1 => 1e300,
            2 => 0.1,
            _ => self.random.below(100) as f64,
        };
        match self.random.below(8) {
            0 => Reading::Absent(self.random.pick(&Absence::ALL)),
            1 if self.random.one_in(20) => Reading::Value(f64::INFINITY),
            1..=3 => Reading::Ratio {
                numerator: number,
                denominator: self.random.below(3) as f64,
            },
            _ => Reading::Value(number),
        }
    }

    fn read_rows(&mut self) {
        let partnership = self.random.pick(&self.partnerships);
        let length = self.reference.length(&partnership).unwrap() as usize;
        let known_at = if self.random.one_in(10) {
            u64::MAX
        } else {
            self.random.below(length + 2) as u64
        };
        let wanted = Wanted {
            measure: id(self.random.pick(&MEASURES)),
            place: self.random.one_in(3).then(|| self.random.pick(&PLACES).to_owned()),
            group: self.random.one_in(3).then(|| self.random.pick(&GROUPS).to_owned()),
            known_at,
        };
        self.ask(&format!("{wanted:?}"), |store| store.rows(&partnership, &wanted));
        self.ask(&format!("each series of {wanted:?}"), |store| {
            let mut found = Vec::new();
            store.each_series(&partnership, &wanted, &mut |place, group, rows| {
                let rows = rows.iter().map(|it| (it.period, it.reading, it.at)).collect::<Vec<_>>();
                found.push((place.to_owned(), group.to_owned(), rows));
            })?;
            Ok(found)
        });
        self.ask("places and groups", |store| {
            store.places_and_groups(&partnership, &wanted.measure)
        });
    }

    fn read_history(&mut self) {
        let partnership = self.random.pick(&self.partnerships);
        let measure = id(self.random.pick(&MEASURES));
        let key = (self.random.pick(&PLACES), self.random.pick(&GROUPS), self.period());
        self.ask("history", |store| store.history(&partnership, &measure, key));
    }

    fn read_ledger(&mut self) {
        let partnership = self.random.pick(&self.partnerships);
        let (from, limit) = (self.random.below(12) as u64, self.random.below(5));
        self.ask("entries", |store| store.entries(&partnership, from, limit));
        self.ask("leaves", |store| store.leaves(&partnership, from));
    }

    fn read_batch(&mut self) {
        let partnership = self.random.pick(&self.partnerships);
        let length = self.reference.length(&partnership).unwrap() as usize;
        let at = self.random.below(length + 1) as u64;
        self.ask("batch", |store| store.batch(&partnership, at));
    }

    fn use_cabinet(&mut self) {
        let (drawer, key) = (self.random.pick(&DRAWERS), self.random.pick(&KEYS));
        let now = moment(self.random.below(50) as i64);
        let expires = self.random.one_in(2).then(|| self.random.below(50) as i64);
        let kept = kept(key, &format!("{}", self.random.next()), expires);
        match self.random.below(12) {
            0..=2 => self.ask("keep", |store| store.keep(drawer, &kept)),
            3..=5 => self.ask("keep_new", |store| store.keep_new(drawer, &kept)),
            6..=8 => self.ask("find", |store| store.find(drawer, key, now)),
            9 => self.ask("list", |store| store.list(drawer, now)),
            10 => self.ask("discard", |store| store.discard(drawer, key)),
            _ => self.ask("sweep", |store| store.sweep(now)),
        }
    }
}
