//! Targets are assessed with what the process chart says at that moment, and wait for signatures.

use cm_app::{Assessing, Role, Scope, against_limits, read_baseline, with_line};
use cm_framework::{AgainstLimits, Baseline, Motive};
use cm_insight::{Chart, Weight};

use crate::stage::{Stage, assessing, code, day, id};

/// Twelve months whose natural limits are 39.0 and 62.2 in the hundred.
const SERIES: [u32; 12] = [52, 48, 55, 50, 47, 53, 51, 49, 54, 50, 46, 52];

fn gathered() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Motive::Learning]);
    let row = |(month, count): (usize, &u32)| format!("2023-{:02},a,{count},100\n", month + 1);
    let rows: String = SERIES.iter().enumerate().map(row).collect();
    stage.gather("clinic", &rows, None);
    stage
}

fn of(value: &str) -> Assessing {
    Assessing {
        value: value.to_owned(),
        without_limits: String::new(),
        ..assessing(day("2025-04-01"))
    }
}

#[test]
fn a_target_inside_natural_limits_prints_that_single_periods_will_cross_it_by_chance() {
    let stage = gathered();
    let council = stage.caller("council");
    let at = stage.house.assess(&council, &of("0.55")).unwrap();
    let view = stage.house.view(&stage.here).unwrap();
    let (record, found) = view.framework.assessment(at).unwrap();
    let it = &found.assessment;
    assert_eq!(it.against_limits(), Some(AgainstLimits::Inside));
    let sentence = against_limits(&record.measure, it).unwrap();
    assert_eq!(
        sentence,
        "A target of 55.0% lies inside the natural limits of 39.0% and 62.2%: single periods will cross this by chance."
    );
    let insight = stage.house.baseline(&council, &id("waiting"), Some(at)).unwrap();
    let Baseline::Read { digest, span, .. } = &it.baseline else {
        panic!("{:?}", it.baseline)
    };
    assert_eq!(*digest, insight.digest().to_string());
    assert_eq!(*span, ("2023-01".to_owned(), "2023-12".to_owned()));
    assert_eq!(read_baseline(&insight).as_ref(), Some(&it.baseline));
    let drawn = with_line(insight, &record.measure, 0.55);
    let Chart::Process(chart) = &drawn.chart else { panic!() };
    assert_eq!(chart.target, Some(0.55));
    assert_eq!(drawn.findings[0].sentence, sentence);
    assert_eq!(drawn.findings[0].weight, Weight::Caution);
    for (value, words) in [
        ("0.7", "lies above the upper natural limit of 62.2%"),
        ("0.3", "lies below the lower natural limit of 39.0%"),
    ] {
        let at = stage.house.assess(&council, &of(value)).unwrap();
        let view = stage.house.view(&stage.here).unwrap();
        let (record, found) = view.framework.assessment(at).unwrap();
        let said = against_limits(&record.measure, &found.assessment).unwrap();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn where_no_limits_can_be_read_a_reason_is_asked_for() {
    let stage = Stage::founded();
    let council = stage.caller("council");
    let without = stage.house.assess(&council, &of("0.9"));
    assert_eq!(code(&without), "framework/assessment-unfinished");
    let at = stage.house.assess(&council, &assessing(day("2025-04-01"))).unwrap();
    let view = stage.house.view(&stage.here).unwrap();
    let (record, found) = view.framework.assessment(at).unwrap();
    assert!(matches!(found.assessment.baseline, Baseline::NotKnown { .. }));
    assert_eq!(against_limits(&record.measure, &found.assessment), None);
}

#[test]
fn who_may_propose_puts_it_forward_and_who_may_sign_signs() {
    let stage = Stage::founded();
    let auditor = stage.caller_as("council", &[Role::Auditor]);
    let refused = stage.house.assess(&auditor, &assessing(day("2025-04-01")));
    assert_eq!(code(&refused), "app/not-your-role");
    let at = stage
        .house
        .assess(&stage.caller("charity"), &assessing(day("2025-04-01")))
        .unwrap();
    assert_eq!(code(&stage.house.sign_assessment(&auditor, at)), "app/not-your-role");
    let charity = stage.caller("charity");
    assert_eq!(
        code(&stage.house.sign_assessment(&charity, at)),
        "framework/not-asked-to-sign"
    );
    assert!(stage.house.sign_assessment(&stage.caller("clinic"), at).is_ok());
}

#[test]
fn the_home_page_says_what_waits_for_a_signature_and_what_comes_to_its_last_day() {
    let stage = gathered();
    let said = |stage: &Stage, partner: &str, kind: &str| {
        let items = stage.house.attention(&stage.caller(partner)).unwrap().items;
        let found = items
            .into_iter()
            .find(|it| it.kind == kind && it.sentence.contains("target"));
        found.map(|it| (it.sentence, it.href))
    };
    let soon = Assessing {
        expires: day("2024-07-01"),
        ..of("0.9")
    };
    let at = stage.house.assess(&stage.caller("council"), &soon).unwrap();
    let href = format!("measures/waiting/assessments/{at}");
    assert_eq!(said(&stage, "clinic", "sign").unwrap().1, href);
    for name in ["council", "clinic"] {
        stage.house.sign_assessment(&stage.caller(name), at).unwrap();
    }
    assert_eq!(said(&stage, "clinic", "sign"), None);
    let mut proposal = crate::stage::proposal("waiting", &[Motive::Learning, Motive::Target], stage.house.today());
    proposal.assessment = Some(at);
    let act = cm_framework::Act::AgreementProposed(proposal);
    let agreement = stage.house.agree(&stage.caller("council"), &act).unwrap();
    stage.sign(agreement, &crate::stage::PARTNERS);
    assert_eq!(said(&stage, "charity", "review"), None);
    stage.set_day("2024-06-15");
    let (sentence, to) = said(&stage, "charity", "review").unwrap();
    assert!(sentence.contains("holds until 2024-07-01"), "{sentence}");
    assert_eq!(to, href);
    stage.set_day("2024-07-02");
    assert_eq!(said(&stage, "charity", "review"), None);
    let (sentence, _) = said(&stage, "charity", "suspended").unwrap();
    assert!(
        sentence.contains("the assessment of its target is over, so target stopped"),
        "{sentence}"
    );
    let asked = cm_app::Asked {
        motive: Motive::Target,
        scope: Scope::default(),
        ..cm_app::Asked::new(&id("waiting"), "xmr")
    };
    let refused = stage.house.ask(&stage.caller("council"), &asked);
    assert_eq!(code(&refused), "framework/assessment-expired");
}
