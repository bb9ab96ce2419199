//! Periods that a person leaves out of a chart with a reason.

use cm_app::{Asked, Role, Scope};
use cm_framework::Motive::Learning;
use cm_insight::Insight;
use cm_learning::{Act, LeftOut, TakenBackIn};

use crate::stage::{Stage, a_year, code, id};

fn about() -> Asked {
    Asked::new(&id("waiting"), "xmr")
}

fn left_out(period: &str, reason: &str) -> Act {
    Act::LeftOut(LeftOut {
        measure: id("waiting"),
        place: "all".into(),
        group: "all".into(),
        period: period.into(),
        reason: reason.into(),
    })
}

fn year() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    stage
}

fn set(insight: &Insight) -> &str {
    insight.settings["exclude"].as_str()
}

#[test]
fn what_is_left_out_is_an_entry_and_the_chart_names_it_with_its_reason() {
    let stage = year();
    let caller = stage.caller_as("clinic", &[Role::Analyst]);
    let before = stage.length();
    let act = left_out("2023-07", "Closed by a flood, all month, 2 of 9 wards.");
    let at = stage.house.learn(&caller, &act).unwrap();
    assert_eq!((at, stage.last().kind.as_str()), (before, "learning/left-out"));
    let ask = |asked: &Asked| stage.house.look(&caller, asked).unwrap().insight;
    let now = ask(&about());
    assert_eq!(set(&now), "2023-07:Closed by a flood, all month; 2 of 9 wards");
    assert!(
        now.spoken
            .contains("left out: July 2023 (Closed by a flood, all month; 2 of 9 wards)"),
        "{}",
        now.spoken
    );
    let earlier = ask(&Asked {
        known_at: Some(before),
        ..about()
    });
    assert_eq!(set(&earlier), "none");
    let one_place = Asked {
        scope: Scope {
            place: Some("ward-1".into()),
            ..Scope::default()
        },
        ..about()
    };
    assert_eq!(set(&ask(&one_place)), "none");
    let mut late = about();
    late.scope.from = cm_kernel::Date::parse("2023-08-01");
    assert_eq!(set(&ask(&late)), "none");
}

#[test]
fn leaving_out_needs_the_role_and_a_reason_and_is_undone_by_taking_back_in() {
    let stage = year();
    let analyst = stage.caller_as("clinic", &[Role::Analyst]);
    let resident = stage.caller_as("residents", &[Role::Resident]);
    let learn = |caller, period: &str, why: &str| stage.house.learn(caller, &left_out(period, why));
    assert_eq!(code(&learn(&resident, "2023-07", "A flood")), "app/not-your-role");
    assert_eq!(code(&learn(&analyst, "2023-07", " ")), "learning/empty");
    assert_eq!(code(&learn(&analyst, "July", "A flood")), "learning/not-a-period");
    let at = learn(&analyst, "2023-07", "A flood").unwrap();
    assert_eq!(code(&learn(&analyst, "2023-07", "Again")), "learning/already-left-out");
    let back = Act::TakenBackIn(TakenBackIn {
        left_out: at,
        reason: "It was open all the same".into(),
    });
    stage.house.learn(&analyst, &back).unwrap();
    assert_eq!(set(&stage.house.look(&analyst, &about()).unwrap().insight), "none");
    assert_eq!(code(&stage.house.learn(&analyst, &back)), "learning/not-left-out");
}
