//! What editions give away together.

use cm_app::{Chosen, EditionPlan, Scope};
use cm_framework::Motive::{Learning, Publication};
use cm_insight::Preset;

use crate::stage::{Stage, chosen, code, day, id, plan};

/// Three wards over a year, with hundreds in each month, but for 3 at `ward-3` in May.
fn wards() -> String {
    let mut rows = String::new();
    for ward in 1..=3 {
        for month in 1..=12 {
            let some = if (ward, month) == (3, 5) {
                3
            } else {
                200 + 10 * ward + month
            };
            rows.push_str(&format!("2023-{month:02},ward-{ward},{some},1000\n"));
        }
    }
    rows
}

fn stage() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &wards(), None);
    stage
}

/// An edition with the latest reading of one ward, or of all together.
fn of(ward: Option<&str>, title: &str) -> EditionPlan {
    let scope = Scope {
        place: ward.map(str::to_owned),
        ..Scope::default()
    };
    let figures = vec![Chosen {
        scope,
        ..chosen("waiting", "xmr", "latest")
    }];
    EditionPlan {
        figures,
        ..plan("waiting", title)
    }
}

#[test]
fn all_wards_less_all_but_one_is_refused() {
    let stage = stage();
    let caller = stage.caller("council");
    for (ward, title) in [(None, "All"), (Some("ward-1"), "First")] {
        let edition = stage.house.draft_edition(&caller, &of(ward, title)).unwrap();
        stage.house.publish(&caller, &edition, &[]).unwrap();
    }
    let before = stage.length();
    let refused = stage.house.draft_edition(&caller, &of(Some("ward-2"), "Second"));
    assert_eq!(code(&refused), "app/small-count-exposed");
    let told = refused.unwrap_err();
    let told = told.refusal().unwrap();
    assert!(
        told.reason.contains("ward-3") && told.reason.contains("May 2023"),
        "{told:?}"
    );
    assert_eq!(stage.length(), before);
    let third = stage.house.draft_edition(&caller, &of(Some("ward-3"), "Third"));
    assert_eq!(code(&third), "ok", "it hides May, and another month with it");
}

#[test]
fn two_drafts_that_are_safe_alone_are_not_both_published() {
    let stage = stage();
    let caller = stage.caller("council");
    let all = stage.house.draft_edition(&caller, &of(None, "All")).unwrap();
    let mut both = of(Some("ward-1"), "Both");
    both.figures.extend(of(Some("ward-2"), "").figures);
    let both = stage.house.draft_edition(&caller, &both).unwrap();
    stage.house.publish(&caller, &both, &[]).unwrap();
    assert_eq!(
        code(&stage.house.publish(&caller, &all, &[])),
        "app/small-count-exposed"
    );
    let checked = |rules| code(&stage.house.check_edition(&stage.here, &both, rules));
    assert_eq!(checked(Preset::BelowFive), "ok");
    let missing = stage
        .house
        .check_edition(&stage.here, &id("unheard-of"), Preset::BelowTen);
    assert_eq!(code(&missing), "account/no-such-edition");
}

#[test]
fn a_year_less_its_months_is_refused() {
    let stage = stage();
    let caller = stage.caller("council");
    let months = stage
        .house
        .draft_edition(&caller, &of(Some("ward-3"), "Months"))
        .unwrap();
    stage.house.publish(&caller, &months, &[]).unwrap();
    let year = |from: &str, to: &str, title: &str| {
        let scope = Scope {
            from: Some(day(from)),
            to: Some(day(to)),
            ..Scope::default()
        };
        let figures = vec![Chosen {
            scope,
            ..chosen("waiting", "funnel", "centre")
        }];
        EditionPlan {
            figures,
            ..plan("waiting", title)
        }
    };
    let view = stage.house.view(&stage.here).unwrap();
    let shown = view.accounts.editions[0].figures[0]
        .1
        .insight
        .protection
        .clone()
        .unwrap();
    assert_eq!(shown.hidden_at.len(), 2, "May and one more: {shown:?}");
    let other = shown
        .hidden_at
        .iter()
        .map(|it| it.period.start())
        .find(|it| *it != day("2023-05-01"));
    let other = other.unwrap();
    // The whole year is safe: it tells what the two hidden months come to together, and no more.
    assert_eq!(
        code(
            &stage
                .house
                .draft_edition(&caller, &year("2023-01-01", "2023-12-31", "Year"))
        ),
        "ok"
    );
    // A stretch with May in it and the other hidden month not is May and months that are shown.
    let (from, to) = match other > day("2023-05-01") {
        true => ("2023-01-01", "2023-05-31"),
        false => ("2023-05-01", "2023-12-31"),
    };
    let stretch = stage.house.draft_edition(&caller, &year(from, to, "Stretch"));
    assert_eq!(code(&stretch), "app/small-count-exposed");
}

#[test]
fn the_rules_of_an_edition_are_chosen() {
    let stage = stage();
    let caller = stage.caller("council");
    for rules in [Preset::BelowTen, Preset::TenAndZeros, Preset::SevenRoundFive] {
        let title = rules.name();
        let chosen = EditionPlan {
            rules,
            ..of(None, &title)
        };
        let edition = stage.house.draft_edition(&caller, &chosen).unwrap();
        let view = stage.house.view(&stage.here).unwrap();
        let figure = &view.accounts.draft(&edition).unwrap().draft.figures[0];
        assert_eq!(figure.insight.protection.as_ref().unwrap().rules, title);
        assert_eq!(figure.about.as_ref().unwrap().place, None);
    }
}
