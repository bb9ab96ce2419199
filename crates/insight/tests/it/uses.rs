//! Whether a method may read evidence is decided by what partners agreed.

use cm_evidence::EvidenceSet;
use cm_framework::{
    Act, Assessment, AssessmentSigned, Baseline, Binding, CounterMeasure, DecisionRule, Framework, Motive, Outcome,
    Partner, Permit, Proposal, Signed, Unit,
};
use cm_insight::{METHODS, entitled, method};
use cm_kernel::{Author, Date, Entry, Id, Known, KnownRow, Timestamp};
use serde_json::json;

use crate::made::{measure, month, question, ratio, worked_question};

/// Where the one batch of evidence stands in the ledger.
const BATCH: u64 = 7;

fn assessment(measure: &Id, partner: &Id) -> Assessment {
    let said = || "for tests".to_owned();
    Assessment {
        measure: measure.clone(),
        value: "0.95".into(),
        setters: [partner.clone()].into(),
        held: [partner.clone()].into(),
        rivals: vec![said()],
        baseline: Baseline::NotKnown { reason: said() },
        attribution: said(),
        gaming: said(),
        counter: CounterMeasure::None { reason: said() },
        burden_minutes: 0,
        expires: Date::parse("2030-01-01").unwrap(),
    }
}

fn framework() -> Framework {
    let partner = Id::slug("council");
    let measure = measure(&Unit::Share);
    let proposal = Proposal {
        measure: measure.id.clone(),
        motives: Motive::ALL.into_iter().collect(),
        signatories: [partner.clone()].into(),
        rule: DecisionRule::All,
        target: Some("0.95".into()),
        assessment: Some(3),
        definition: None,
        review_by: Date::parse("2030-01-01").unwrap(),
        reason: "for tests".into(),
    };
    let joined = Partner {
        id: partner.clone(),
        name: "Council".into(),
        kind: "council".into(),
        identifier: None,
        fictional: true,
    };
    let outcome = Outcome {
        id: measure.outcome.clone(),
        title: "Care".into(),
        why: "why".into(),
        unmeasured: vec![],
        from: None,
    };
    let binding = Binding {
        measure: measure.id.clone(),
        agreement: 5,
        contributor: partner.clone(),
    };
    let assessment = assessment(&measure.id, &partner);
    let acts = [
        Act::PartnerJoined(joined),
        Act::OutcomeProposed(outcome),
        Act::MeasureProposed(measure),
        Act::TargetAssessed(assessment),
        Act::AssessmentSigned(AssessmentSigned { assessment: 3 }),
        Act::AgreementProposed(proposal),
        Act::AgreementSigned(Signed {
            agreement: 5,
            reason: String::new(),
        }),
    ];
    let mut entries: Vec<(String, serde_json::Value)> = acts
        .iter()
        .map(|act| (act.kind().to_owned(), act.body().unwrap()))
        .collect();
    entries.push(("evidence/gathered".into(), json!({ "binding": binding })));
    let mut framework = Framework::default();
    for (at, (kind, body)) in entries.into_iter().enumerate() {
        framework.apply(&Entry {
            partnership: Id::slug("here"),
            at: at as u64,
            kind,
            author: Author {
                member: Id::slug("ann"),
                partner: partner.clone(),
            },
            received: Timestamp::start_of(Date::parse("2016-01-01").unwrap()),
            salt: String::new(),
            body,
        });
    }
    framework
}

/// Evidence of a batch, read for a use under a real permit.
pub fn read_for(motive: Motive, known: &Known) -> (Permit, EvidenceSet) {
    let today = Date::parse("2019-06-01").unwrap();
    let permit = framework().permit(&Id::slug("wait"), motive, today).unwrap();
    let set = EvidenceSet::under(&permit, known, BATCH + 1);
    (permit, set)
}

/// Readings of places over months, as a ledger knows them.
pub fn known(places: &[&str], readings: &[(u32, u32, f64, f64)]) -> Known {
    Known {
        places: places.iter().map(|it| (*it).to_owned()).collect(),
        groups: vec!["all".into()],
        rows: readings
            .iter()
            .map(|&(place, after, numerator, denominator)| KnownRow {
                period: month(after),
                place,
                group: 0,
                reading: ratio(numerator, denominator),
                at: BATCH,
            })
            .collect(),
    }
}

fn series() -> Known {
    let readings: Vec<_> = (0..24)
        .map(|after| (0, after, 88.0 + f64::from(after * 7 % 5), 100.0))
        .collect();
    known(&["a"], &readings)
}

#[test]
fn each_method_reads_what_was_read_for_it_and_nothing_else() {
    for it in METHODS {
        for motive in Motive::ALL {
            let (_, set) = read_for(motive, &series());
            let serves = motive == it.motive() || it.also_serves(motive);
            assert_eq!(entitled(*it, &set).is_ok(), serves, "{} for {motive}", it.name());
            if !serves {
                let refused = it.ask(&set, &worked_question(*it)).unwrap_err();
                assert_eq!(refused.code, "insight/read-for-another-use");
            }
        }
    }
}

#[test]
fn a_ranking_needs_evidence_read_for_ranking() {
    let Some(ranks) = method("ranks") else { return };
    let (_, learning) = read_for(Motive::Learning, &series());
    assert_eq!(
        ranks.ask(&learning, &question(&Unit::Share)).unwrap_err().code,
        "insight/read-for-another-use"
    );
    assert_eq!(ranks.motive(), Motive::Ranking);
}

#[test]
fn a_target_is_drawn_only_when_the_evidence_was_read_for_it() {
    let xmr = method("xmr").unwrap();
    let targets = |motive: Motive| {
        let (_, set) = read_for(motive, &series());
        let insight = xmr.ask(&set, &question(&Unit::Share)).unwrap();
        let cm_insight::Chart::Process(chart) = insight.chart else {
            panic!("not a process chart")
        };
        (
            chart.target,
            insight.findings.iter().any(|it| it.sentence.contains("target")),
        )
    };
    assert_eq!(targets(Motive::Learning), (None, false));
    assert_eq!(targets(Motive::Target), (Some(0.95), true));
    let (_, set) = read_for(Motive::Learning, &series());
    let refused = xmr.ask(&set, &question(&Unit::Share).set("target", "0.9")).unwrap_err();
    assert_eq!(refused.code, "insight/target-not-agreed");
}
