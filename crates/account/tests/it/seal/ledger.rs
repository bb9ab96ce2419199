//! A small ledger with a published edition, as the rest of the program would write it.

use cm_account::seal::folder::{build, entry_path, evidence_path, role_of};
use cm_account::seal::{Algorithm, Files, Parts, SigningKey, VerifierKey};
use cm_kernel::{Author, Batch, Digest, Draft, Entry, Id, Period, Reading, Row, Timestamp};
use serde_json::{Value, json};

pub const ORIGIN: &str = "common-measure/north-shire";
pub const SECRET: [u8; 32] = [41; 32];

pub struct Ledger {
    pub entries: Vec<Entry>,
    /// Positions of the public entries.
    pub public: Vec<u64>,
    pub rows: Vec<(u64, Batch)>,
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn key() -> VerifierKey {
    let key = SigningKey::new(ORIGIN, Algorithm::Ed25519, &SECRET).unwrap();
    key.verifier().clone()
}

impl Ledger {
    fn add(&mut self, kind: &str, body: Value) -> u64 {
        let at = self.entries.len() as u64;
        let draft = Draft {
            kind: kind.to_owned(),
            author: Author {
                member: id("ada"),
                partner: id("county-council"),
            },
            received: Timestamp::from_ms(1_795_000_000_000 + at.cast_signed() * 60_000),
            salt: Digest::of(&at.to_be_bytes()).to_string().chars().take(32).collect(),
            body,
        };
        self.entries.push(draft.at(&id("north-shire"), at));
        at
    }

    fn add_public(&mut self, kind: &str, body: Value) -> u64 {
        let at = self.add(kind, body);
        self.public.push(at);
        at
    }

    fn add_batch(&mut self, first: f64) -> u64 {
        let row = |at: u32, place| Row {
            period: Period::month(2026, at + 1).unwrap(),
            place,
            group: 0,
            reading: Reading::Ratio {
                numerator: first + f64::from(at),
                denominator: 1000.5,
            },
        };
        let mut batch = Batch {
            measure: id("four-hour-wait"),
            places: vec!["R1, north".to_owned(), "R2".to_owned()],
            groups: vec!["all".to_owned()],
            rows: (0..12).flat_map(|at| [row(at, 0), row(at, 1)]).collect(),
        };
        batch.sort();
        let at = self.add_public(
            "evidence/gathered",
            json!({"digest": batch.digest(), "rows": batch.rows.len(), "absent": 0, "periods": ["2026-01", "2026-12"]}),
        );
        self.rows.push((at, batch));
        at
    }

    fn figure(&mut self, name: &str, value: Option<f64>, agreement: u64) -> u64 {
        let rests_on: Vec<Value> = self
            .rows
            .iter()
            .map(|(at, batch)| json!({"at": at, "digest": batch.digest(), "rows": batch.rows.len()}))
            .collect();
        self.add_public(
            "account/figure",
            json!({
                "name": name, "statement": format!("The {name}, \"as known\", in words."),
                "value": value, "lower": value.map(|it| it - 0.012_345_678_9), "upper": value.map(|it| it + 0.1),
                "unit": "share", "method": "proportion", "version": "1.0.0", "parameters": {"confidence": "0.95"},
                "measure": "four-hour-wait", "measure_title": "Seen within four hours, England",
                "known_at": 9, "rests_on": rests_on, "agreement": {"at": agreement, "version": 1},
            }),
        )
    }

    /// A ledger with this many entries that are nobody's business between its beginning and its edition.
    pub fn with(private: usize) -> Self {
        let mut it = Self {
            entries: Vec::new(),
            public: Vec::new(),
            rows: Vec::new(),
        };
        it.add("framework/partner-joined", json!({"partner": "county-council"}));
        it.add_public("framework/measure-proposed", json!({"measure": "four-hour-wait"}));
        let agreement = it.add_public("framework/agreement-proposed", json!({"measure": "four-hour-wait"}));
        it.add_public(
            "framework/agreement-signed",
            json!({"agreement": agreement, "partner": "county-council"}),
        );
        it.add_public(
            "framework/agreement-signed",
            json!({"agreement": agreement, "partner": "health-board"}),
        );
        it.add_public(
            "framework/agreement-objected",
            json!({"agreement": agreement, "reason": "It says nothing of who gave up waiting."}),
        );
        it.add_batch(820.0);
        it.add_batch(790.25);
        let decision = it.add_public(
            "learning/decided",
            json!({"text": "Try a second triage nurse.", "confidence": 70}),
        );
        for at in 0..private {
            it.add(
                "learning/position-taken",
                json!({"text": format!("private {at}"), "weight": 1.0 / (at + 3) as f64}),
            );
        }
        it.figure("share", Some(0.1 + 0.2), agreement);
        it.figure("gap", Some(-1.0 / 3.0), agreement);
        it.figure("undefined", None, agreement);
        it.add_public(
            "account/learned",
            json!({"edition": "spring", "text": "Mondays are different.", "decision": decision}),
        );
        it.add_public(
            "account/cannot-say",
            json!({"edition": "spring", "text": "Why people came."}),
        );
        it.add_public(
            "account/responded",
            json!({"edition": "spring", "text": "We agree – mostly."}),
        );
        let parts: Vec<Value> = it.public.iter().map(|at| it.part(*at)).collect();
        it.add_public(
            "account/edition-published",
            json!({"edition": "spring", "title": "Spring account", "covers": "2026", "consists_of": parts}),
        );
        it
    }

    fn part(&self, at: u64) -> Value {
        let entry = &self.entries[at as usize];
        json!({"at": at, "role": role_of(&entry.kind), "leaf": entry.leaf()})
    }

    /// The same with a response that came after publication, and one more private entry.
    pub fn answered(mut self) -> Self {
        self.add_public(
            "account/responded",
            json!({"edition": "spring", "text": "A late word."}),
        );
        self.add("learning/asked", json!({"text": "Why Mondays?"}));
        self
    }

    pub fn leaves(&self) -> Vec<Digest> {
        self.entries.iter().map(Entry::leaf).collect()
    }

    pub fn published(&self) -> Vec<(Entry, String)> {
        let of = |at: &u64| self.entries[*at as usize].clone();
        self.public
            .iter()
            .map(of)
            .map(|it| (it.clone(), role_of(&it.kind).to_owned()))
            .collect()
    }

    pub fn extra(&self) -> Files {
        let rows = self
            .rows
            .iter()
            .map(|(at, it)| (evidence_path(*at), it.to_csv().into_bytes()));
        let pages = [
            ("index.html", "<!doctype html><title>Spring account</title><p>30%"),
            ("pictures/share.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ];
        rows.chain(pages.map(|(path, it)| (path.to_owned(), it.as_bytes().to_vec())))
            .collect()
    }

    pub fn folder(&self) -> Files {
        let parts = Parts {
            entries: &self.published(),
            leaves: &self.leaves(),
            origin: ORIGIN,
            signing_key: &SECRET,
            extra: self.extra(),
        };
        build(parts).unwrap()
    }

    /// The path of the first figure's entry.
    pub fn first_figure(&self) -> String {
        let it = self.entries.iter().find(|it| it.kind == "account/figure").unwrap();
        entry_path(it.at)
    }
}
