//! A house over a store, with a clock that is set by hand, and a partnership in it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use cm_account::seal::folder::{Files, Parts, build};
use cm_app::{Assessing, Caller, Chosen, EditionPlan, House, Import, ImportOutcome, Profile, Role, Scope, Unable};
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::{
    Act, Better, CounterMeasure, DecisionRule, Measure, Motive, Outcome, Partner, Proposal, Signed, Unit, Withdrawal,
};
use cm_insight::Preset;
use cm_kernel::{Date, Entry, Id, Length, Timestamp};
use cm_store::{Memory, Store};

use crate::random::Random;

pub const PARTNERS: [&str; 4] = ["council", "clinic", "charity", "residents"];

pub fn id(name: &str) -> Id {
    Id::new(name).unwrap()
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub struct Stage {
    pub house: Arc<House>,
    pub store: Arc<dyn Store>,
    pub here: Id,
    now: Arc<AtomicI64>,
}

impl Stage {
    /// A house over a store, on 1 April 2024, with nobody in it.
    pub fn over(store: Arc<dyn Store>) -> Self {
        Self::for_partnership(store, id("here"))
    }

    /// As [`Stage::over`], for a partnership of another name.
    pub fn for_partnership(store: Arc<dyn Store>, here: Id) -> Self {
        let now = Arc::new(AtomicI64::new(Timestamp::start_of(day("2024-04-01")).ms()));
        let drawn = AtomicU64::new(0);
        let clock = Arc::clone(&now);
        let house = House::new(
            Arc::clone(&store),
            Arc::new(move || Timestamp::from_ms(clock.load(Ordering::Relaxed))),
            Arc::new(move |bytes: &mut [u8]| {
                let mut random = Random::new(drawn.fetch_add(1, Ordering::Relaxed));
                bytes.fill_with(|| random.next() as u8);
                true
            }),
        );
        Self {
            house: Arc::new(house),
            store,
            here,
            now,
        }
    }

    /// Four partners, an outcome and a measure named `waiting`, in a house over a store.
    pub fn founded_over(store: Arc<dyn Store>) -> Self {
        let stage = Self::over(store);
        assert!(stage.house.found(&stage.here, &profile(false)).unwrap());
        let council = stage.caller("council");
        for name in PARTNERS {
            stage.house.agree(&council, &Act::PartnerJoined(partner(name))).unwrap();
        }
        stage.house.agree(&council, &Act::OutcomeProposed(outcome())).unwrap();
        stage
            .house
            .agree(&council, &Act::MeasureProposed(measure("waiting")))
            .unwrap();
        stage
    }

    pub fn founded() -> Self {
        Self::founded_over(Arc::new(Memory::default()))
    }

    /// Someone of a partner who may do everything.
    pub fn caller(&self, partner: &str) -> Caller {
        self.caller_as(partner, &Role::ALL)
    }

    pub fn caller_as(&self, partner: &str, roles: &[Role]) -> Caller {
        Caller {
            partnership: self.here.clone(),
            member: id(&format!("{partner}-member")),
            name: "Somebody".to_owned(),
            partner: id(partner),
            roles: roles.iter().copied().collect(),
        }
    }

    pub fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    pub fn pass_days(&self, days: i64) {
        self.pass(days * 86_400_000);
    }

    pub fn set_day(&self, date: &str) {
        self.now.store(Timestamp::start_of(day(date)).ms(), Ordering::Relaxed);
    }

    pub fn length(&self) -> u64 {
        self.store.length(&self.here).unwrap()
    }

    pub fn last(&self) -> Entry {
        self.store.entries(&self.here, self.length() - 1, 1).unwrap().remove(0)
    }

    pub fn propose(&self, motives: &[Motive]) -> u64 {
        let mut proposal = proposal("waiting", motives, self.house.today());
        if motives.contains(&Motive::Target) {
            proposal.assessment = Some(self.assessed());
        }
        self.house
            .agree(&self.caller("council"), &Act::AgreementProposed(proposal))
            .unwrap()
    }

    pub fn sign(&self, agreement: u64, by: &[&str]) {
        for name in by {
            self.house
                .agree(&self.caller(name), &Act::AgreementSigned(said(agreement, "")))
                .unwrap();
        }
    }

    /// An assessment of the target of [`proposal`] for two years, signed by the council, which sets it, and the clinic,
    /// which is held to it.
    pub fn assessed(&self) -> u64 {
        let expires = self.house.today().plus(730).unwrap();
        let at = self.house.assess(&self.caller("council"), &assessing(expires)).unwrap();
        for name in ["council", "clinic"] {
            self.house.sign_assessment(&self.caller(name), at).unwrap();
        }
        at
    }

    /// An agreement about `waiting` that all four partners signed.
    pub fn agreed(&self, motives: &[Motive]) -> u64 {
        let agreement = self.propose(motives);
        self.sign(agreement, &PARTNERS);
        agreement
    }

    pub fn withdraw(&self, by: &str, motive: Motive) -> u64 {
        let it = Withdrawal::new(id("waiting"), motive, "It bends the count");
        self.house.agree(&self.caller(by), &Act::UseWithdrawn(it)).unwrap()
    }

    /// Imports rows of `month,place,some,all` for a partner.
    pub fn import(&self, by: &str, measure: &str, rows: &str, corrects: Option<&str>) -> Result<ImportOutcome, Unable> {
        self.import_as(&self.caller(by), measure, rows, corrects)
    }

    pub fn import_as(
        &self,
        caller: &Caller,
        measure: &str,
        rows: &str,
        corrects: Option<&str>,
    ) -> Result<ImportOutcome, Unable> {
        let bytes = format!("month,place,some,all\n{rows}");
        let import = Import {
            measure: id(measure),
            file: "rows.csv",
            bytes: bytes.as_bytes(),
            mapping: Some(mapping()),
            attribution: "Made for a test".to_owned(),
            corrects: corrects.map(str::to_owned),
        };
        self.house.import(caller, &import, &mut |_, _| {})
    }

    /// Imports rows that are all new or corrected; the position of their entry.
    pub fn gather(&self, by: &str, rows: &str, corrects: Option<&str>) -> u64 {
        match self.import(by, "waiting", rows, corrects).unwrap() {
            ImportOutcome::Added { at, .. } => at,
            other => panic!("{other:?}"),
        }
    }
}

impl Stage {
    /// The sealed folder of a published edition, without pages.
    pub fn folder(&self, edition: &Id) -> Files {
        let parts = self.house.edition_parts(&self.here, edition).unwrap();
        let sealed = Parts {
            entries: &parts.entries,
            leaves: &parts.leaves,
            origin: &parts.origin,
            signing_key: &parts.signing_key,
            extra: Files::new(),
        };
        build(sealed).unwrap()
    }
}

/// The stable code of a refusal; `fault` when the machine failed.
pub fn code<T>(result: &Result<T, Unable>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(unable) => unable.refusal().map_or("fault", |it| it.code),
    }
}

/// Twelve months of one place from January 2023 on, with counts that start at `first`.
pub fn a_year(place: &str, first: u32) -> String {
    let row = |month: u32| format!("2023-{:02},{place},{},1000\n", month + 1, first + month);
    (0..12).map(row).collect()
}

pub fn profile(demonstration: bool) -> Profile {
    Profile {
        name: "Here".to_owned(),
        about: "A test".to_owned(),
        demonstration,
    }
}

pub fn partner(name: &str) -> Partner {
    Partner {
        id: id(name),
        name: name.to_owned(),
        kind: "group".to_owned(),
        identifier: None,
        fictional: true,
    }
}

pub fn outcome() -> Outcome {
    Outcome {
        id: id("well"),
        title: "People are well".to_owned(),
        why: "Everyone wants that".to_owned(),
        unmeasured: Vec::new(),
        from: None,
    }
}

pub fn measure(name: &str) -> Measure {
    Measure {
        id: id(name),
        title: format!("The share of {name}"),
        outcome: id("well"),
        question: "Is it changing?".to_owned(),
        form: "observation".to_owned(),
        numerator: "Some".to_owned(),
        denominator: Some("All".to_owned()),
        unit: Unit::Share,
        better: Better::Higher,
        population: "Everybody".to_owned(),
        period: Length::Month,
        groups_are: None,
        places_are: "ward".to_owned(),
        burden_minutes: 5,
        could_go_wrong: "Much".to_owned(),
        source: "Made for a test".to_owned(),
    }
}

pub fn proposal(measure: &str, motives: &[Motive], today: Date) -> Proposal {
    Proposal {
        measure: id(measure),
        motives: motives.iter().copied().collect(),
        signatories: PARTNERS.map(id).into(),
        rule: DecisionRule::All,
        target: motives.contains(&Motive::Target).then(|| "0.9".to_owned()),
        assessment: None,
        definition: None,
        review_by: today.plus(365).unwrap(),
        reason: "It helps".to_owned(),
    }
}

pub fn assessing(expires: Date) -> Assessing {
    Assessing {
        measure: id("waiting"),
        value: "0.9".to_owned(),
        setters: [id("council")].into(),
        held: [id("clinic")].into(),
        rivals: vec!["Peer review: nobody near does the same".to_owned()],
        without_limits: "Nothing was gathered yet".to_owned(),
        attribution: "Staffing is theirs, demand is not".to_owned(),
        gaming: "Hard cases may be turned away".to_owned(),
        counter: CounterMeasure::None {
            reason: "Nothing else is counted".to_owned(),
        },
        burden_minutes: 20,
        expires,
    }
}

pub fn said(agreement: u64, reason: &str) -> Signed {
    Signed {
        agreement,
        reason: reason.to_owned(),
    }
}

pub fn mapping() -> Mapping {
    let column = |name: &str| Source::Column(name.to_owned());
    Mapping {
        period: column("month"),
        length: Length::Month,
        place: column("place"),
        group: Source::Fixed("all".to_owned()),
        figure: Figure::Ratio {
            numerator: "some".to_owned(),
            denominator: "all".to_owned(),
            numerator_counts: Counts::These,
        },
        decimal_comma: false,
        sheet: None,
    }
}

/// A figure for an edition, about the measure's whole evidence.
pub fn chosen(measure: &str, method: &str, figure: &str) -> Chosen {
    Chosen {
        measure: id(measure),
        method: method.to_owned(),
        scope: Scope::default(),
        settings: BTreeMap::new(),
        figure: figure.to_owned(),
    }
}

/// An edition with the latest reading of one measure.
pub fn plan(measure: &str, title: &str) -> EditionPlan {
    EditionPlan {
        title: title.to_owned(),
        covers: "All of it".to_owned(),
        addressed_to: "Everybody".to_owned(),
        summary: "How it stands.".to_owned(),
        figures: vec![chosen(measure, "xmr", "latest")],
        rules: Preset::BelowFive,
        decisions: Vec::new(),
        learned: Vec::new(),
        cannot_say: vec!["Why.".to_owned()],
        attribution: "Made for a test".to_owned(),
    }
}
