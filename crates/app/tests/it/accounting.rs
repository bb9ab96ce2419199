//! What may stand in an edition.

use cm_account::Figure;
use cm_evidence::EvidenceSet;
use cm_framework::Act;
use cm_framework::Motive::{self, Learning, Publication, Target};
use cm_insight::{Preset, Question, Rules, disclose, method};
use cm_store::Wanted;

use crate::stage::{Stage, a_year, code, id, plan, said};

#[test]
fn a_title_claims_a_change_only_where_a_rule_fired() {
    // Twelve months up and down around one level, and twelve that go up without a break.
    let steady: String = (0..12)
        .map(|month| format!("2023-{:02},ward-1,{},1000\n", month + 1, 200 + month * 7 % 12))
        .collect();
    for (rows, expected) in [(steady, "account/title-claims-change"), (a_year("ward-1", 200), "ok")] {
        let stage = Stage::founded();
        stage.agreed(&[Learning, Publication]);
        stage.gather("clinic", &rows, None);
        let council = stage.caller("council");
        let drafted = |title: &str| stage.house.draft_edition(&council, &plan("waiting", title));
        assert_eq!(code(&drafted("Waits rise in spring")), expected);
        assert_eq!(code(&drafted("A year of waits")), "ok");
    }
}

#[test]
fn a_figure_needs_evidence_that_was_read_for_publication_under_a_permit_for_it() {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let view = stage.house.view(&stage.here).unwrap();
    let permit = |motive: Motive| {
        let today = stage.house.today();
        view.framework.permit(&id("waiting"), motive, today).unwrap()
    };
    let wanted = Wanted {
        measure: id("waiting"),
        place: None,
        group: None,
        known_at: view.length,
    };
    let known = stage.store.rows(&stage.here, &wanted).unwrap();
    let disclosed = |motive: Motive| {
        let evidence = EvidenceSet::under(&permit(motive), &known, view.length);
        let question = Question::about(permit(motive).measure(), "all together".to_owned());
        let preset = Preset::BelowFive;
        disclose(method("xmr").unwrap(), &evidence, &question, Rules { preset }).unwrap()
    };
    for (permitted, read_for, expected) in [
        (Learning, Learning, "account/not-for-publication"),
        (Learning, Publication, "account/not-for-publication"),
        (Publication, Learning, "account/not-for-publication"),
        (Publication, Publication, "ok"),
    ] {
        let figure = Figure::new(&permit(permitted), &disclosed(read_for), "latest", Vec::new());
        assert_eq!(figure.map_or_else(|it| it.code, |_| "ok"), expected);
    }
}

#[test]
fn what_happened_since_the_draft_has_to_be_seen_before_publishing_and_the_edition_tells_it() {
    let stage = Stage::founded();
    let agreement = stage.agreed(&[Learning, Publication, Target]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let council = stage.caller("council");
    let edition = stage.house.draft_edition(&council, &plan("waiting", "A year")).unwrap();
    assert!(stage.house.since_drafted(&council, &edition).unwrap().is_empty());
    let corrected = stage.gather("clinic", "2023-01,ward-1,190,1000\n", Some("Counted twice"));
    let objection = Act::AgreementObjected(said(agreement, "A line says nothing"));
    let objected = stage.house.agree(&stage.caller("residents"), &objection).unwrap();
    let stopped = stage.withdraw("charity", Target);
    let since = stage.house.since_drafted(&council, &edition).unwrap();
    assert_eq!(
        since.iter().map(|it| it.at).collect::<Vec<_>>(),
        [corrected, objected, stopped]
    );
    let length = stage.length();
    for seen in [vec![], vec![corrected, objected]] {
        let refused = stage.house.publish(&council, &edition, &seen);
        assert_eq!(code(&refused), "app/changed-since-draft");
        let remedy = refused.unwrap_err().refusal().unwrap().remedy.to_string();
        assert!(
            remedy.contains(&format!("--seen {corrected},{objected},{stopped}")),
            "{remedy}"
        );
    }
    assert_eq!(stage.length(), length);
    stage
        .house
        .publish(&council, &edition, &[corrected, objected, stopped])
        .unwrap();
    let view = stage.house.view(&stage.here).unwrap();
    let published = view.accounts.edition(&edition).unwrap();
    assert_eq!(published.published.since, since);
    assert!(since[1].sentence.contains("residents objected") && since[1].sentence.contains("A line says nothing"));
    let read = stage.caller_as("residents", &[cm_app::Role::Resident]);
    assert_eq!(code(&stage.house.since_drafted(&read, &edition)), "app/not-your-role");
}
