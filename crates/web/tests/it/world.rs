use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use cm_app::{Assessing, Caller, House, Import, Member, Profile, Role};
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::{
    Act, Better, CounterMeasure, DecisionRule, Measure, Motive, Outcome, Partner, Proposal, Signed, Unit,
};
use cm_kernel::{Date, Id, Length, Timestamp};
use cm_store::Memory;
use cm_web::{Served, State, router};

use crate::reader::Reader;

pub const PASSWORD: &str = "four small words here";
/// The partnership every test looks at.
pub const CARE: &str = "/p/care";
/// Its measure.
pub const WAIT: &str = "/p/care/measures/seen-in-time";

/// A partnership of three with one outcome and one measure, and another partnership next door.
pub struct World {
    pub house: Arc<House>,
    router: Router,
    now: Arc<AtomicI64>,
}

/// Sign-in name, partnership, partner, role.
const PEOPLE: [(&str, &str, &str, Role); 5] = [
    ("anne", "care", "council", Role::Convenor),
    ("bela", "care", "hospital", Role::Contributor),
    ("cleo", "care", "forum", Role::Resident),
    ("dan", "care", "council", Role::Auditor),
    ("eve", "next-door", "school", Role::Convenor),
];

impl World {
    pub fn new() -> Self {
        let now = Arc::new(AtomicI64::new(
            Timestamp::parse("2017-04-03T09:00:00.000Z").unwrap().ms(),
        ));
        let house = Arc::new(house(&now));
        let served = Served::default();
        let router = router(State::new(Arc::clone(&house), served));
        let world = Self { house, router, now };
        for (id, name) in [("care", "Care partnership"), ("next-door", "Next door")] {
            let profile = Profile {
                name: name.into(),
                about: String::new(),
                demonstration: false,
            };
            world.house.found(&Id::slug(id), &profile).unwrap();
        }
        PEOPLE
            .iter()
            .for_each(|it| world.house.take_in(member(it.0), None).unwrap());
        world.found();
        world.seat();
        world
    }

    /// Everybody acts for their partner; the convenors found their partnerships.
    fn seat(&self) {
        for (name, partnership, partner, role) in PEOPLE {
            let (partnership, partner, roles) = (Id::slug(partnership), Id::slug(partner), [role].into());
            let view = self.house.view(&partnership).unwrap();
            let joined = view.framework.partner(&partner).unwrap().clone();
            if role == Role::Convenor {
                let profile = self.house.profile(&partnership).unwrap();
                let seated = self
                    .house
                    .establish(&member(name), &partnership, &profile, &joined, &roles);
                seated.unwrap();
            } else {
                let seated = self.house.seat(&self.caller("anne"), &member(name), &partner, &roles);
                seated.unwrap();
            }
        }
    }

    fn found(&self) {
        for (name, by) in [
            ("council", "anne"),
            ("hospital", "anne"),
            ("forum", "anne"),
            ("school", "eve"),
        ] {
            self.agree(
                by,
                &Act::PartnerJoined(Partner {
                    id: Id::slug(name),
                    name: format!("The {name}"),
                    kind: name.to_owned(),
                    identifier: None,
                    fictional: name == "forum",
                }),
            );
        }
        let outcome = Outcome {
            id: Id::slug("care-in-time"),
            title: "People get care in time".into(),
            why: "Waiting harms.".into(),
            unmeasured: vec!["How people fared afterwards".into()],
            from: None,
        };
        self.agree("anne", &Act::OutcomeProposed(outcome));
        self.agree("anne", &Act::MeasureProposed(measure("Seen in time")));
    }

    /// Somebody with a browser who is not signed in.
    pub fn reader(&self) -> Reader {
        Reader::new(self.router.clone())
    }

    /// Somebody signed in by name and password.
    pub async fn signed_in(&self, name: &str) -> Reader {
        let mut reader = self.reader();
        let page = reader.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        reader
    }

    pub fn caller(&self, name: &str) -> Caller {
        let (_, partnership, partner, role) = *PEOPLE.iter().find(|(it, ..)| *it == name).unwrap();
        Caller {
            partnership: Id::slug(partnership),
            member: Id::slug(name),
            name: name.to_uppercase(),
            partner: Id::slug(partner),
            roles: [role].into(),
        }
    }

    pub fn agree(&self, name: &str, act: &Act) -> u64 {
        self.house.agree(&self.caller(name), act).unwrap()
    }

    /// Days go by.
    pub fn later(&self, days: i64) {
        self.now.fetch_add(days * 86_400_000, Ordering::Relaxed);
    }

    /// An agreement that all three signed. Its position.
    pub fn agreed(&self, motives: &[Motive]) -> u64 {
        self.agreed_about("seen-in-time", motives)
    }

    /// As [`World::agreed`], about another measure.
    pub fn agreed_about(&self, measure: &str, motives: &[Motive]) -> u64 {
        let at = self.proposed_about(measure, motives);
        self.signed_by_all(at);
        at
    }

    pub fn signed_by_all(&self, agreement: u64) {
        let signed = Signed {
            agreement,
            reason: String::new(),
        };
        for name in ["anne", "bela", "cleo"] {
            self.agree(name, &Act::AgreementSigned(signed.clone()));
        }
    }

    /// An agreement that waits for all three. Its position.
    pub fn proposed(&self, motives: &[Motive]) -> u64 {
        self.proposed_about("seen-in-time", motives)
    }

    /// An assessment of a target of 95% that the council put forward and that waits for it and the hospital. Its position.
    pub fn assessing(&self, measure: &str) -> u64 {
        self.assessing_for(measure, 800)
    }

    /// As [`World::assessing`], for so many days.
    pub fn assessing_for(&self, measure: &str, days: i32) -> u64 {
        let it = Assessing {
            measure: Id::slug(measure),
            value: "0.95".into(),
            setters: [Id::slug("council")].into(),
            held: [Id::slug("hospital")].into(),
            rivals: vec!["Peer review: nobody near does the same".into()],
            without_limits: "Nothing is gathered yet.".into(),
            attribution: "Staffing is theirs, demand is not.".into(),
            gaming: "Hard cases may be turned away.".into(),
            counter: CounterMeasure::None {
                reason: "Nothing else is counted.".into(),
            },
            burden_minutes: 0,
            expires: self.house.today().plus(days).unwrap(),
        };
        self.house.assess(&self.caller("anne"), &it).unwrap()
    }

    /// As [`World::assessing`], signed by both. Its position.
    pub fn assessed(&self, measure: &str) -> u64 {
        let at = self.assessing(measure);
        self.assessment_signed(at);
        at
    }

    pub fn assessment_signed(&self, at: u64) {
        for name in ["anne", "bela"] {
            self.house.sign_assessment(&self.caller(name), at).unwrap();
        }
    }

    fn proposed_about(&self, measure: &str, motives: &[Motive]) -> u64 {
        let has_target = motives.contains(&Motive::Target);
        let assessment = has_target.then(|| self.assessed(measure));
        self.proposed_with(measure, motives, assessment)
    }

    /// An agreement for learning and a target that rests on this assessment; it waits for all three. Its position.
    pub fn proposed_on(&self, assessment: u64) -> u64 {
        self.proposed_with("seen-in-time", &[Motive::Learning, Motive::Target], Some(assessment))
    }

    fn proposed_with(&self, measure: &str, motives: &[Motive], assessment: Option<u64>) -> u64 {
        self.agree(
            "anne",
            &Act::AgreementProposed(Proposal {
                measure: Id::slug(measure),
                motives: motives.iter().copied().collect(),
                signatories: ["council", "hospital", "forum"].map(Id::slug).into(),
                rule: DecisionRule::All,
                target: motives.contains(&Motive::Target).then(|| "0.95".to_owned()),
                assessment,
                definition: None,
                review_by: Date::new(2018, 4, 3).unwrap(),
                reason: "So that we can learn.".into(),
            }),
        )
    }

    /// The hospital brings readings. The position of their entry, if they are new.
    pub fn gathered(&self, csv: &str, corrects: Option<&str>) -> Option<u64> {
        self.gathered_by(&self.caller("bela"), csv, corrects)
    }

    /// Somebody brings readings. The position of their entry, if they are new.
    pub fn gathered_by(&self, caller: &Caller, csv: &str, corrects: Option<&str>) -> Option<u64> {
        let import = Import {
            measure: Id::slug("seen-in-time"),
            file: "waits.csv",
            bytes: csv.as_bytes(),
            mapping: Some(mapping()),
            attribution: "The hospital".into(),
            corrects: corrects.map(str::to_owned),
        };
        match self.house.import(caller, &import, &mut |_, _| {}).unwrap() {
            cm_app::ImportOutcome::Added { at, .. } => Some(at),
            other => panic!("{other:?}"),
        }
    }
}

pub fn measure(title: &str) -> Measure {
    Measure {
        id: Id::slug(title),
        title: title.into(),
        outcome: Id::slug("care-in-time"),
        question: "Is it changing?".into(),
        form: "observation".into(),
        numerator: "Seen in time".into(),
        denominator: Some("All".into()),
        unit: Unit::Share,
        better: Better::Higher,
        population: "Everyone".into(),
        period: Length::Month,
        groups_are: None,
        places_are: "ward".into(),
        burden_minutes: 25,
        could_go_wrong: "Moved just in time.".into(),
        source: "Agreed here".into(),
    }
}

fn mapping() -> Mapping {
    Mapping {
        period: Source::Column("month".into()),
        length: Length::Month,
        place: Source::Column("ward".into()),
        group: Source::Fixed("all".into()),
        figure: Figure::Ratio {
            numerator: "late".into(),
            denominator: "all".into(),
            numerator_counts: Counts::TheOthers,
        },
        decimal_comma: false,
        sheet: None,
    }
}

pub fn member(name: &str) -> Member {
    Member {
        password: Some(hashed()),
        ..Member::new(Id::slug(name), &name.to_uppercase(), name)
    }
}

/// The password's hash, made once for all tests because it is slow on purpose.
fn hashed() -> String {
    static HASHED: OnceLock<String> = OnceLock::new();
    let make = || {
        let scratch = house(&Arc::new(AtomicI64::new(0)));
        let someone = Member::new(Id::slug("x"), "", "x");
        scratch.take_in(someone, Some(PASSWORD)).unwrap();
        scratch.member("x").unwrap().unwrap().password.unwrap()
    };
    HASHED.get_or_init(make).clone()
}

fn house(now: &Arc<AtomicI64>) -> House {
    let now = Arc::clone(now);
    let next = AtomicU8::new(0);
    let drawn = AtomicI64::new(0);
    let fill = move |bytes: &mut [u8]| {
        // Never the same twice, and the same in every run.
        let count = drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = count
                .get(at)
                .copied()
                .unwrap_or_else(|| next.fetch_add(1, Ordering::Relaxed));
        }
        true
    };
    House::new(
        Arc::new(Memory::default()),
        Arc::new(move || Timestamp::from_ms(now.load(Ordering::Relaxed))),
        Arc::new(fill),
    )
}
