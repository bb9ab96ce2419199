use cm_app::Asked;
use cm_framework::{Act, Motive, Outcome};
use cm_kernel::Id;

use crate::world::World;

const CSV: &str = "month,ward,late,all\n2017-01,A,3,10\n2017-02,A,2,1200\n2017-02,B,0,0\n";

#[tokio::test]
async fn the_record_tells_what_was_done_newest_first() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let page = world.signed_in("dan").await.get("/p/care/record").await.is(200);
    page.says(&[
        "Agreement signed",
        "Version 1, “Seen in time”",
        "Uses proposed",
        "Measure put forward",
        "CLEO",
        "3 April 2017",
        ">09:00</time>",
    ]);
    let place = |words: &str| page.body.find(words).unwrap();
    assert!(place("Agreement signed") < place("Uses proposed") && place("Uses proposed") < place("Partner joined"));
}

#[tokio::test]
async fn the_record_is_read_in_pages_of_fifty() {
    let world = World::new();
    for count in 0..70 {
        world.agree(
            "anne",
            &Act::OutcomeProposed(Outcome {
                id: Id::slug(&format!("o{count}")),
                title: format!("Outcome {count}."),
                why: String::new(),
                unmeasured: Vec::new(),
                from: None,
            }),
        );
    }
    let mut anne = world.signed_in("anne").await;
    let first = anne.get("/p/care/record").await;
    first.says(&[
        "Outcome 69.",
        "Outcome 20.",
        "record?from=31",
        "Older entries",
        "All 82 entries",
    ]);
    first.never_says(&["Outcome 19.", "Newer entries"]);
    let second = anne.get("/p/care/record?from=31").await;
    second.says(&["Outcome 19.", "Partner joined", "record?from=81", "Newer entries"]);
    second.never_says(&["Outcome 20.", "Older entries"]);
}

#[tokio::test]
async fn an_entry_shows_its_words_its_bytes_and_its_leaf() {
    let world = World::new();
    let at = world.agreed(&[Motive::Learning]);
    let entry = &world
        .house
        .ledger(&world.caller("anne"), &Id::slug("care"), at, 1)
        .unwrap()[0];
    let page = world
        .signed_in("anne")
        .await
        .get(&format!("/p/care/record/{at}"))
        .await
        .is(200);
    page.says(&[
        "Uses proposed",
        "“Seen in time” for learning",
        "ANNE, for The council",
        "framework/agreement-proposed",
        &entry.leaf().to_string(),
        &entry.salt,
        &format!("measures/seen-in-time/agreements/{at}"),
        "So that we can learn.",
    ]);
}

#[tokio::test]
async fn a_refused_use_stands_with_its_reason_and_remedy() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let mut anne = world.signed_in("anne").await;
    anne.get("/p/care/record?kind=refused")
        .await
        .is(200)
        .says(&["No use was refused so far"]);
    let asked = Asked {
        motive: Motive::Ranking,
        ..Asked::new(&Id::slug("seen-in-time"), "ranks")
    };
    assert!(world.house.ask(&world.caller("cleo"), &asked).is_err());
    let words = [
        "Partners have not agreed to use",
        "Propose ranking as a use",
        "framework/motive-not-agreed",
    ];
    let page = anne.get("/p/care/record?kind=refused").await.is(200);
    page.says(&words);
    page.says(&[
        "Ranking of “Seen in time”",
        "The forum, 3 April 2017",
        "Refused uses (1)",
    ]);
    let at = world.house.view(&Id::slug("care")).unwrap().length - 1;
    anne.get(&format!("/p/care/record/{at}")).await.is(200).says(&words);
}

#[tokio::test]
async fn an_entry_of_evidence_shows_where_its_rows_come_from_and_what_corrects_them() {
    let world = World::new();
    let agreement = world.agreed(&[Motive::Learning]);
    let first = world.gathered(CSV, None).unwrap();
    let second = world
        .gathered("month,ward,late,all\n2017-01,A,4,10\n", Some("One was left out."))
        .unwrap();
    let mut cleo = world.signed_in("cleo").await;
    let page = cleo.get(&format!("/p/care/record/{first}")).await.is(200);
    page.says(&[
        "3 rows for “Seen in time”",
        "waits.csv",
        "The reading is “all” less “late”, out of “all”",
        "January 2017 to February 2017",
        "1,198",
        "99.8%",
        "out of nobody",
        "All 3 rows",
        "Corrected since.",
        &format!("entry {second}"),
        &format!("agreements/{agreement}"),
    ]);
    let page = cleo.get(&format!("/p/care/record/{second}")).await.is(200);
    page.says(&[
        "It corrects",
        &format!("entry {first}"),
        "One was left out.",
        "as a correction",
    ]);
}

#[tokio::test]
async fn rows_gathered_for_other_uses_are_not_shown() {
    let world = World::new();
    world.agreed(&[Motive::Accountability]);
    let at = world.gathered(CSV, None).unwrap();
    let mut cleo = world.signed_in("cleo").await;
    let page = cleo.get(&format!("/p/care/record/{at}")).await.is(200);
    page.says(&["The rows are not shown"]);
    page.never_says(&["1,198"]);
    world.agreed(&[Motive::Accountability, Motive::Learning]);
    let page = cleo.get(&format!("/p/care/record/{at}")).await.is(200);
    page.says(&["The rows are not shown"]);
    page.never_says(&["1,198"]);
}

#[tokio::test]
async fn every_entry_of_the_demonstration_is_told_in_plain_words() {
    let world = World::new();
    let built = world.house.build_demo(&mut |_, _| {}).unwrap();
    let mut reader = world.reader();
    reader
        .post("/sign-in/demonstration", &[("as", "demo-resident")])
        .await
        .is(303);
    let entries = world.house.view(&built.partnership).unwrap().length;
    assert!(entries > 20);
    for at in 0..entries {
        let page = reader
            .get(&format!("/p/{}/record/{at}", built.partnership))
            .await
            .is(200);
        let (_, rest) = page.body.split_once("<h1 class=\"govuk-heading-xl\">").unwrap();
        let (words, _) = rest.split_once("</h1>").unwrap();
        assert!(!words.contains('/'), "entry {at} is told as `{words}`");
        if let Some((_, rest)) = page.body.split_once("<p class=\"cm-lead\">") {
            assert!(
                !rest.starts_with("</p>") && !rest.starts_with(": "),
                "entry {at}: {words}"
            );
        }
    }
}
