//! Editions on their pages: published ones, and what happened since one was put together.

use std::collections::BTreeMap;

use cm_app::{Chosen, EditionPlan, Scope};
use cm_framework::Motive;
use cm_insight::Preset;
use cm_kernel::Id;

use crate::world::{CARE, World};

/// Twelve months of one ward.
fn a_year(late: u32) -> String {
    let rows: String = (1..=12)
        .map(|month| format!("2016-{month:02},a,{},200\n", late + month % 3))
        .collect();
    format!("month,ward,late,all\n{rows}")
}

/// A partnership that agreed to publish, and a draft of an edition with one figure.
fn drafted() -> (World, Id) {
    let world = World::new();
    world.agreed(&[Motive::Learning, Motive::Publication]);
    world.gathered(&a_year(20), None).unwrap();
    let plan = EditionPlan {
        title: "A year".into(),
        covers: "2016".into(),
        addressed_to: "Everybody".into(),
        summary: "How it stands.".into(),
        figures: vec![Chosen {
            measure: Id::slug("seen-in-time"),
            method: "xmr".into(),
            scope: Scope::default(),
            settings: BTreeMap::new(),
            figure: "latest".into(),
        }],
        rules: Preset::BelowFive,
        decisions: Vec::new(),
        learned: Vec::new(),
        cannot_say: vec!["Why.".into()],
        attribution: "The hospital".into(),
    };
    let edition = world.house.draft_edition(&world.caller("anne"), &plan).unwrap();
    (world, edition)
}

#[tokio::test]
async fn a_file_that_an_edition_does_not_have_is_not_made_up() {
    let (world, edition) = drafted();
    world.house.publish(&world.caller("anne"), &edition, &[]).unwrap();
    let mut nobody = world.reader();
    let files = format!("{CARE}/accounts/{edition}/files");
    nobody.get(&format!("{files}/index.html")).await.is(200);
    for path in ["nothing.txt", "../account.json", "%2e%2e/%2e%2e/etc/passwd"] {
        let page = nobody.get(&format!("{files}/{path}")).await.is(404);
        page.says(&["web/no-such-file", "What you can do"]);
    }
}

#[tokio::test]
async fn what_happened_since_the_draft_is_shown_before_publishing_and_afterwards_to_everybody() {
    let (world, edition) = drafted();
    let mut anne = world.signed_in("anne").await;
    let here = format!("{CARE}/accounts/{edition}");
    let page = anne.get(&format!("{here}/publish")).await.is(200);
    page.never_says(&["Since it was put together"]);
    let early = page.token();
    let corrected = world
        .gathered("month,ward,late,all\n2016-01,a,31,200\n", Some("Counted twice"))
        .unwrap();
    let told = format!("was corrected, by entry {corrected}.");
    // The page that was open before knows nothing of it.
    let page = anne
        .post(&format!("{here}/publish"), &[("token", early.as_str())])
        .await
        .is(409);
    page.says(&["app/changed-since-draft", told.as_str()]);
    let page = anne.get(&format!("{here}/publish")).await.is(200);
    page.says(&[
        "Since it was put together",
        told.as_str(),
        "I have read what happened since",
    ]);
    let (token, seen) = (page.token(), corrected.to_string());
    let unread = [("token", token.as_str()), ("seen", seen.as_str())];
    anne.post(&format!("{here}/publish"), &unread)
        .await
        .is(409)
        .says(&["app/changed-since-draft"]);
    let token = anne.get(&format!("{here}/publish")).await.token();
    let read = [("token", token.as_str()), ("seen", seen.as_str()), ("read", "yes")];
    anne.post(&format!("{here}/publish"), &read).await.is(303);
    let mut nobody = world.reader();
    nobody.get(&here).await.is(200).says(&[told.as_str()]);
    nobody
        .get(&format!("{here}/files/index.html"))
        .await
        .is(200)
        .says(&[told.as_str()]);
    nobody
        .get(&format!("{here}/verify"))
        .await
        .is(200)
        .never_says(&["does not verify"]);
}
