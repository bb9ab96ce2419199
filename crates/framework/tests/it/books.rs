//! A ledger under test, folded as it grows, with the reference beside it.

use std::collections::BTreeSet;

use cm_framework::{
    Act, Assessment, AssessmentSigned, Baseline, Better, Binding, CounterMeasure, DecisionRule, Framework, Measure,
    Motive, Outcome, Partner, Proposal, Signed, Unit, Withdrawal,
};
use cm_kernel::{Author, Date, Draft, Entry, Id, Length, Refusal, Timestamp};
use serde_json::{Value, json};

use crate::reference::Reference;

pub const PARTNERS: [&str; 4] = ["council", "clinic", "charity", "residents"];
pub const MEASURES: [&str; 2] = ["waiting", "falls"];

pub fn id(name: &str) -> Id {
    Id::new(name).unwrap()
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub struct Books {
    pub framework: Framework,
    pub reference: Reference,
    pub entries: Vec<Entry>,
    pub today: Date,
}

impl Books {
    /// Nobody, nothing, on 1 April 2024.
    pub fn empty() -> Self {
        Self {
            framework: Framework::default(),
            reference: Reference::default(),
            entries: Vec::new(),
            today: day("2024-04-01"),
        }
    }

    /// Four partners, one outcome, two measures.
    pub fn open() -> Self {
        let mut books = Self::empty();
        for name in PARTNERS {
            books.must(name, &Act::PartnerJoined(partner(name)));
        }
        books.must("council", &Act::OutcomeProposed(outcome()));
        for name in MEASURES {
            books.must("council", &Act::MeasureProposed(measure(name)));
        }
        books
    }

    pub fn next(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Writes an entry as it is, whoever would have refused it, and takes it into the framework alone.
    pub fn write(&mut self, by: &str, kind: &str, body: Value) -> u64 {
        let at = self.next();
        let author = Author {
            member: id("ann"),
            partner: id(by),
        };
        let draft = Draft {
            kind: kind.to_owned(),
            author,
            received: Timestamp::start_of(self.today),
            salt: format!("{at:032x}"),
            body,
        };
        let entry = draft.at(&id("here"), at);
        self.framework.apply(&entry);
        self.entries.push(entry);
        at
    }

    /// Does something that is accepted.
    pub fn must(&mut self, by: &str, act: &Act) -> u64 {
        self.framework.check(act, &id(by), self.today).unwrap();
        assert!(self.reference.accepts(act, &id(by), self.today), "{act:?}");
        let at = self.write(by, act.kind(), act.body().unwrap());
        self.reference.take_in(at, act, &id(by));
        at
    }

    /// The code with which something is refused.
    pub fn refused(&self, by: &str, act: &Act) -> &'static str {
        assert!(!self.reference.accepts(act, &id(by), self.today), "{act:?}");
        self.framework.check(act, &id(by), self.today).unwrap_err().code
    }

    pub fn propose(&mut self, motives: &[Motive], rule: DecisionRule) -> u64 {
        let mut it = proposal(motives, rule);
        if motives.contains(&Motive::Target) {
            it.assessment = Some(self.assessed());
        }
        self.must("council", &Act::AgreementProposed(it))
    }

    pub fn sign(&mut self, agreement: u64, by: &[&str]) -> u64 {
        for name in by {
            self.must(name, &Act::AgreementSigned(said(agreement, "")));
        }
        self.next() - 1
    }

    /// An agreement that all four partners signed.
    pub fn agreed(&mut self, motives: &[Motive]) -> u64 {
        let agreement = self.propose(motives, DecisionRule::All);
        self.sign(agreement, &PARTNERS);
        agreement
    }

    /// An assessment of the target that [`proposal`] names, signed by the council, which sets it, and the clinic, which is
    /// held to it.
    pub fn assessed(&mut self) -> u64 {
        let at = self.must(
            "council",
            &Act::TargetAssessed(assessment(self.today.plus(800).unwrap())),
        );
        for name in ["council", "clinic"] {
            self.must(name, &signs(at));
        }
        at
    }

    /// A batch of evidence of the first measure.
    pub fn gather(&mut self, by: &str, agreement: u64) -> u64 {
        let binding = Binding {
            measure: id(MEASURES[0]),
            agreement,
            contributor: id(by),
        };
        let at = self.next();
        self.reference.gather(at, &binding);
        self.write(by, "evidence/gathered", json!({"binding": binding, "rows": 12}))
    }

    pub fn withdraw(&mut self, by: &str, motive: Motive) -> u64 {
        self.must(by, &Act::UseWithdrawn(stop(motive)))
    }

    pub fn reconsent(&mut self, by: &str, motive: Motive) -> u64 {
        self.must(by, &Act::Reconsented(stop(motive)))
    }

    /// Evidence that may reach a use of the first measure today; or the code of the refusal.
    pub fn span(&self, motive: Motive) -> Result<Vec<u64>, &'static str> {
        let permit = self.framework.permit(&id(MEASURES[0]), motive, self.today);
        permit
            .map(|it| it.span().collect())
            .map_err(|refusal: Refusal| refusal.code)
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

/// A proposal about the first measure, for everybody to sign, with a review in a year.
pub fn proposal(motives: &[Motive], rule: DecisionRule) -> Proposal {
    Proposal {
        measure: id(MEASURES[0]),
        motives: motives.iter().copied().collect(),
        signatories: PARTNERS.map(id).into(),
        rule,
        target: motives.contains(&Motive::Target).then(|| "0.9".to_owned()),
        assessment: None,
        definition: None,
        review_by: day("2025-04-01"),
        reason: "It helps".to_owned(),
    }
}

/// An assessment of the target that [`proposal`] names: the council sets it, and the clinic is held to it.
pub fn assessment(expires: Date) -> Assessment {
    Assessment {
        measure: id(MEASURES[0]),
        value: "0.9".to_owned(),
        setters: [id("council")].into(),
        held: [id("clinic")].into(),
        rivals: vec!["Peer review: nobody near does the same".to_owned()],
        baseline: Baseline::NotKnown {
            reason: "Nothing was gathered yet".to_owned(),
        },
        attribution: "Staffing is theirs, demand is not".to_owned(),
        gaming: "Hard cases may be turned away".to_owned(),
        counter: CounterMeasure::Measure(id(MEASURES[1])),
        burden_minutes: 20,
        expires,
    }
}

pub fn signs(assessment: u64) -> Act {
    Act::AssessmentSigned(AssessmentSigned { assessment })
}

pub fn stewards(names: &[&str]) -> DecisionRule {
    DecisionRule::Stewards(names.iter().map(|name| id(name)).collect::<BTreeSet<_>>())
}

pub fn said(agreement: u64, reason: &str) -> Signed {
    Signed {
        agreement,
        reason: reason.to_owned(),
    }
}

pub fn stop(motive: Motive) -> Withdrawal {
    Withdrawal::new(id(MEASURES[0]), motive, "It bends the count")
}
