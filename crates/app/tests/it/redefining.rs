//! A definition that changes breaks the series where readings no longer compare.

use cm_app::{Asked, Role};
use cm_framework::Motive::{Learning, Publication};
use cm_framework::{Act, Bridge, Definition, Measure, Proposal, Signed};
use cm_insight::{Chart, Insight, ProcessChart};

use crate::stage::{PARTNERS, Stage, a_year, code, id, measure, proposal};

fn drawn(insight: &Insight) -> &ProcessChart {
    match &insight.chart {
        Chart::Process(chart) => chart,
        other => panic!("not a process chart: {other:?}"),
    }
}

/// A year of readings, and from July another definition that all have signed.
fn redefined(bridge: Bridge) -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let today = stage.house.today();
    let definition = Definition {
        measure: Measure {
            numerator: "Some, calls left out".into(),
            ..measure("waiting")
        },
        from: cm_kernel::Date::parse("2023-07-01").unwrap(),
        bridge,
        compares: "Calls were one in ten".into(),
    };
    let proposed = Act::AgreementProposed(Proposal {
        definition: Some(definition),
        ..proposal("waiting", &[Learning, Publication], today)
    });
    let agreement = stage.house.agree(&stage.caller("council"), &proposed).unwrap();
    for name in PARTNERS {
        let signed = Act::AgreementSigned(Signed {
            agreement,
            reason: String::new(),
        });
        stage.house.agree(&stage.caller(name), &signed).unwrap();
    }
    stage
}

fn told(insight: &Insight) -> Vec<&str> {
    let cautions = insight.findings.iter().filter(|it| it.rule == "definition-changed");
    cautions.map(|it| it.sentence.as_str()).collect()
}

#[test]
fn limits_begin_afresh_where_a_definition_does_not_compare_and_the_chart_says_why() {
    let stage = redefined(Bridge::NotComparable);
    let caller = stage.caller_as("clinic", &[Role::Analyst]);
    let ask = |asked: &Asked| stage.house.look(&caller, asked).unwrap().insight;
    let about = Asked::new(&id("waiting"), "xmr");
    let now = ask(&about);
    assert_eq!(
        (now.settings["rebase"].as_str(), drawn(&now).segments.len()),
        ("2023-07", 2)
    );
    let mark = &drawn(&now).marks[0];
    assert_eq!(
        (mark.label.as_str(), mark.on.to_string().as_str()),
        ("Defined anew: Calls were one in ten", "2023-07-01")
    );
    let sentences = told(&now);
    assert_eq!(
        sentences,
        [
            "The definition changed on 1 July 2023. Readings before and after may not be compared. \
          Calls were one in ten. The limits begin afresh there."
        ]
    );
    let mut plain = about.clone();
    plain.settings.insert("rebase".into(), "none".into());
    assert_eq!(
        drawn(&ask(&plain)).segments.len(),
        2,
        "nobody can ask for limits over both"
    );
    let gathered = stage.length() - 1 - PARTNERS.len() as u64;
    let earlier = ask(&Asked {
        known_at: Some(gathered),
        ..about
    });
    assert_eq!((told(&earlier).len(), drawn(&earlier).segments.len()), (0, 1));
    let proposals = ask(&Asked::new(&id("waiting"), "rate"));
    assert!(
        told(&proposals)[0].ends_with("What is found here reads both as one."),
        "{:?}",
        told(&proposals)
    );
}

#[test]
fn a_definition_that_compares_is_marked_and_breaks_nothing() {
    let stage = redefined(Bridge::Comparable);
    let now = stage
        .house
        .look(&stage.caller("clinic"), &Asked::new(&id("waiting"), "xmr"))
        .unwrap()
        .insight;
    assert_eq!(
        (drawn(&now).segments.len(), drawn(&now).marks.len(), told(&now).len()),
        (1, 1, 1)
    );
}

#[test]
fn nothing_is_gathered_for_a_measure_that_was_set_down() {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    let council = stage.caller("council");
    let stop = Act::UseWithdrawn(cm_framework::Withdrawal::new(id("waiting"), Learning, "It hurts"));
    stage.house.agree(&council, &stop).unwrap();
    let about = cm_framework::AboutMeasure {
        measure: id("waiting"),
        reason: "It hurts".into(),
    };
    stage.house.agree(&council, &Act::MeasureSetDown(about)).unwrap();
    let refused = stage.import("clinic", "waiting", &a_year("ward-1", 200), None);
    assert_eq!(code(&refused), "framework/set-down");
}
