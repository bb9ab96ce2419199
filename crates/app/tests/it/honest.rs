//! Returns that say a figure cannot honestly be given.

use cm_app::{Asked, ImportOutcome, Scope};
use cm_evidence::HonestReturn;
use cm_framework::Motive::Learning;
use cm_framework::Role;
use cm_insight::Chart;
use cm_kernel::{Absence, Reading};

use crate::stage::{Stage, a_year, code, id};

const WHY: &str = "The register was moved between two systems that month, and we trust neither count.";

fn gathered() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    stage
}

fn june(why: &str) -> HonestReturn {
    HonestReturn {
        measure: id("waiting"),
        place: "ward-1".to_owned(),
        group: "all".to_owned(),
        period: "2023-06".to_owned(),
        why: why.to_owned(),
    }
}

fn segments(stage: &Stage) -> String {
    let asked = Asked {
        scope: Scope {
            place: Some("ward-1".to_owned()),
            ..Scope::default()
        },
        ..Asked::new(&id("waiting"), "xmr")
    };
    let answer = stage.house.ask(&stage.caller("charity"), &asked).unwrap();
    let Chart::Process(chart) = &answer.insight.chart else {
        panic!("no process chart")
    };
    format!("{:?}", chart.segments)
}

#[test]
fn a_figure_that_cannot_honestly_be_given_counts_as_neither_and_is_kept_as_it_was_written() {
    let stage = gathered();
    let before = segments(&stage);
    let at = stage
        .house
        .return_honestly(&stage.caller("clinic"), &june(WHY))
        .unwrap();
    let view = stage.house.view(&stage.here).unwrap();
    let waiting = id("waiting");
    let said: Vec<_> = view.gatherings.honest_of(&waiting).collect();
    assert_eq!((said.len(), said[0].at, said[0].returned.why.as_str()), (1, at, WHY));
    assert_eq!(said[0].partner, id("clinic"));
    assert!(!view.gatherings.answered(said[0]));

    let caller = stage.caller("council");
    let rows = stage
        .house
        .rows(&caller, &id("waiting"), &Scope::default())
        .unwrap()
        .1
        .rows;
    let unsaid = |row: &&cm_kernel::KnownRow| row.reading == Reading::Absent(Absence::CannotSay);
    assert_eq!((rows.len(), rows.iter().filter(unsaid).count()), (12, 1));

    // Limits rest on the eleven numbers, exactly as where the month had been missing from the start.
    let after = segments(&stage);
    assert_ne!(before, after);
    let missing = Stage::founded();
    missing.agreed(&[Learning]);
    let year = a_year("ward-1", 200);
    let lines = year.lines().map(|line| match line.starts_with("2023-06") {
        true => "2023-06,ward-1,[x],[x]".to_owned(),
        false => line.to_owned(),
    });
    missing.gather("clinic", &(lines.collect::<Vec<_>>().join("\n") + "\n"), None);
    assert_eq!(after, segments(&missing));
}

#[test]
fn a_number_that_comes_later_takes_its_place_as_a_correction() {
    let stage = gathered();
    stage
        .house
        .return_honestly(&stage.caller("clinic"), &june(WHY))
        .unwrap();
    let again = stage.import("clinic", "waiting", &a_year("ward-1", 200), None).unwrap();
    assert!(matches!(again, ImportOutcome::Conflicts { count: 1, .. }), "{again:?}");
    stage.gather("clinic", &a_year("ward-1", 200), Some("Counted by hand"));
    let view = stage.house.view(&stage.here).unwrap();
    let waiting = id("waiting");
    let said: Vec<_> = view.gatherings.honest_of(&waiting).collect();
    assert!(view.gatherings.answered(said[0]));
}

#[test]
fn what_cannot_be_understood_is_refused_and_nothing_is_kept() {
    let stage = gathered();
    let clinic = stage.caller("clinic");
    let before = stage.length();
    let say = |it: HonestReturn| code(&stage.house.return_honestly(&clinic, &it));
    assert_eq!(say(june("  ")), "app/no-reason");
    assert_eq!(say(june(&"x".repeat(4001))), "app/no-reason");
    for period in ["June", "2023", "2023-06-01", ""] {
        let it = HonestReturn {
            period: period.to_owned(),
            ..june(WHY)
        };
        assert_eq!(say(it), "app/unknown-period", "{period}");
    }
    let unknown = ["app/unknown-place", "app/unknown-group"];
    for ((place, group), refused) in [("ward-9", "all"), ("ward-1", "men")].into_iter().zip(unknown) {
        let it = HonestReturn {
            place: place.to_owned(),
            group: group.to_owned(),
            ..june(WHY)
        };
        assert_eq!(say(it), refused);
    }
    let reader = stage.caller_as("residents", &[Role::Resident]);
    assert_eq!(
        code(&stage.house.return_honestly(&reader, &june(WHY))),
        "app/not-your-role"
    );
    assert_eq!(stage.length(), before);
    assert!(stage.house.return_honestly(&clinic, &june(WHY)).is_ok());
    assert_eq!(say(june("Once more")), "app/said-before");
    assert_eq!(stage.length(), before + 2);
}
