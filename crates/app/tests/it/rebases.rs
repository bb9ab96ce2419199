//! Limits that begin afresh because a person said what happened.

use cm_app::{Asked, Role, Scope};
use cm_framework::Motive::Learning;
use cm_insight::{Chart, Insight, ProcessChart};
use cm_learning::{Act, RebaseWithdrawn};

use crate::stage::{Stage, a_year, code, id};

fn about() -> Asked {
    Asked::new(&id("waiting"), "xmr")
}

fn drawn(insight: &Insight) -> &ProcessChart {
    match &insight.chart {
        Chart::Process(chart) => chart,
        other => panic!("not a process chart: {other:?}"),
    }
}

fn year() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    stage
}

#[test]
fn a_rebase_is_an_entry_and_the_chart_carries_it_with_its_reason() {
    let stage = year();
    let caller = stage.caller_as("clinic", &[Role::Analyst]);
    let before = stage.length();
    let at = stage
        .house
        .rebase(&caller, &about(), "2023-07", "A ward opened")
        .unwrap();
    assert_eq!((at, stage.last().kind.as_str()), (before, "learning/rebased"));
    let ask = |asked: &Asked| stage.house.look(&caller, asked).unwrap().insight;
    let now = ask(&about());
    assert_eq!(
        (now.settings["rebase"].as_str(), drawn(&now).segments.len()),
        ("2023-07", 2)
    );
    let mark = &drawn(&now).marks[0];
    assert_eq!(
        (mark.label.as_str(), mark.on.to_string().as_str()),
        ("Limits afresh: A ward opened", "2023-07-01")
    );
    assert_eq!(mark.href, format!("record/{at}"));
    let earlier = ask(&Asked {
        known_at: Some(before),
        ..about()
    });
    assert_eq!(
        (earlier.settings["rebase"].as_str(), drawn(&earlier).marks.len()),
        ("none", 0)
    );
    let mut plain = about();
    plain.settings.insert("rebase".into(), "none".into());
    assert_eq!(
        (drawn(&ask(&plain)).segments.len(), drawn(&ask(&plain)).marks.len()),
        (1, 0)
    );
    let one_place = Asked {
        scope: Scope {
            place: Some("ward-1".into()),
            ..Scope::default()
        },
        ..about()
    };
    assert_eq!(ask(&one_place).settings["rebase"], "none");
}

#[test]
fn what_lay_on_a_table_is_computed_again_the_same() {
    let stage = year();
    let caller = stage.caller("clinic");
    stage
        .house
        .rebase(&caller, &about(), "2023-07", "A ward opened")
        .unwrap();
    let laid = stage.house.on_the_table(&caller, &about()).unwrap();
    stage
        .house
        .rebase(&caller, &about(), "2023-10", "A ward closed")
        .unwrap();
    let again = Asked {
        settings: laid.settings.clone(),
        known_at: Some(laid.known_at),
        ..about()
    };
    assert_eq!(stage.house.look(&caller, &again).unwrap().insight.digest(), laid.digest);
}

#[test]
fn a_rebase_outside_the_dates_that_are_asked_for_is_passed_over() {
    let stage = year();
    let caller = stage.caller("clinic");
    stage
        .house
        .rebase(&caller, &about(), "2023-07", "A ward opened")
        .unwrap();
    stage
        .house
        .rebase(&caller, &about(), "2031-01", "A ward will open")
        .unwrap();
    let mut late = about();
    late.scope.from = cm_kernel::Date::parse("2023-08-01");
    assert_eq!(
        stage.house.look(&caller, &late).unwrap().insight.settings["rebase"],
        "none"
    );
    assert_eq!(
        stage.house.look(&caller, &about()).unwrap().insight.settings["rebase"],
        "2023-07"
    );
}

#[test]
fn a_rebase_needs_the_role_and_a_reason_and_may_be_withdrawn() {
    let stage = year();
    let analyst = stage.caller_as("clinic", &[Role::Analyst]);
    let resident = stage.caller_as("residents", &[Role::Resident]);
    let rebase = |caller, from: &str, why: &str| stage.house.rebase(caller, &about(), from, why);
    assert_eq!(
        code(&rebase(&resident, "2023-07", "A ward opened")),
        "app/not-your-role"
    );
    assert_eq!(code(&rebase(&analyst, "2023-07", " ")), "learning/empty");
    assert_eq!(
        code(&rebase(&analyst, "July", "A ward opened")),
        "learning/not-a-period"
    );
    let at = rebase(&analyst, "2023-07", "A ward opened").unwrap();
    assert_eq!(code(&rebase(&analyst, "2023-07", "Again")), "learning/already-rebased");
    let withdrawn = Act::RebaseWithdrawn(RebaseWithdrawn {
        rebase: at,
        reason: "It had opened in May".into(),
    });
    stage.house.learn(&analyst, &withdrawn).unwrap();
    assert_eq!(
        stage.house.look(&analyst, &about()).unwrap().insight.settings["rebase"],
        "none"
    );
    assert_eq!(
        code(&stage.house.learn(&analyst, &withdrawn)),
        "learning/no-such-rebase"
    );
}
