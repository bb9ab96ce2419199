use cm_framework::{Act, Motive, Withdrawal};
use cm_kernel::Id;

use super::{LEARNING, NEW, decided, learning_world, opened, says, ticked};

#[tokio::test]
async fn a_session_is_opened_on_an_insight_and_two_partners_stand_side_by_side() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    assert_eq!(session, "/p/care/sessions/looking-back");
    says(&mut anne, &session, "Nothing changed.").await;
    says(
        &mut world.signed_in("cleo").await,
        &session,
        "We <b>still</b> wait.\nLong.",
    )
    .await;
    let page = anne.get(&session).await.is(200);
    page.says(&[
        "What changed?",
        "id=\"insight-1\"",
        "Nothing changed.",
        "ANNE",
        "We &#60;b&#62;still&#60;/b&#62; wait.<br/>Long.",
        "A summer like that",
        "Add to what The council said",
        "<h3>The hospital</h3><p>Has not said",
        "Not heard yet: The hospital.",
    ]);
    assert_eq!(page.body.matches("<article class=\"cm-position\"").count(), 2);
    let (chart, input) = (page.body.find("cm-chart__wide"), page.body.find("<textarea"));
    assert!(chart.unwrap() < input.unwrap(), "charts stand before any comment box");
    anne.get(LEARNING)
        .await
        .is(200)
        .says(&["Looking back", "1 chart, 2 interpretations", ">Open<", "Open a session"]);
}

#[tokio::test]
async fn what_is_missing_is_said_and_what_was_written_is_kept() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let token = anne.get(NEW).await.is(200).token();
    let bad = [
        ("token", token.as_str()),
        ("title", "Kept <title>"),
        ("held-on", "soon"),
    ];
    let page = anne.post(NEW, &bad).await.is(422);
    page.says(&[
        "Enter the question it is about",
        "Enter the day it is held",
        "Choose 1 to 12 insights",
        "href=\"#insight\"",
        "Kept &#60;title&#62;",
        "value=\"soon\"",
        "<title>Error: ",
    ]);
    assert_eq!(page.token(), token);
    let session = opened(&mut anne, "Looking back").await;
    let half = [("token", token.as_str()), ("reading", "Half a thought")];
    let page = anne.post(&format!("{session}/interpret"), &half).await.is(422);
    page.says(&["Say what would change your mind", "href=\"#mind\"", "Half a thought"]);
    page.never_says(&["That is on record now"]);
    let whole = [("token", token.as_str()), ("question", "Who waits?")];
    anne.post(&format!("{session}/ask"), &whole).await.is(303);
    let page = anne.get(&session).await;
    page.says(&["Who waits?", "That is on record now."]);
    page.never_says(&["Half a thought"]);
    anne.post(&format!("{session}/ask"), &whole)
        .await
        .is(409)
        .says(&["app/posted-twice"]);
    anne.get(LEARNING).await.says(&["Who waits?"]);
}

#[tokio::test]
async fn sessions_of_one_name_have_addresses_of_their_own() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    for (title, path) in [
        ("Monthly", "/p/care/sessions/monthly"),
        ("Monthly", "/p/care/sessions/2017-04-03-monthly"),
        ("New", "/p/care/sessions/2017-04-03-new"),
    ] {
        assert_eq!(opened(&mut anne, title).await, path);
    }
    let page = anne.get(&format!("{NEW}?measure=seen-in-time")).await;
    let (token, insight) = (page.token(), ticked(&page));
    let third = [
        ("token", token.as_str()),
        ("title", "Monthly"),
        ("question", "Q?"),
        ("held-on", "2017-04-03"),
        ("insight", insight.as_str()),
    ];
    let page = anne.post(NEW, &third).await.is(422);
    page.says(&["There is a session with this name on this day"]);
    assert_eq!(ticked(&page), insight);
}

#[tokio::test]
async fn only_insights_can_lie_on_the_table() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    for (value, said) in [
        ("nonsense", "Choose insights from the list"),
        ("measure=seen-in-time&view=ranks", "Choose insights from the list"),
        (
            "measure=seen-in-time&view=xmr&from=soon",
            "Choose insights from the list",
        ),
        ("measure=none&view=xmr", "There is no measure"),
        (
            "measure=seen-in-time&view=xmr&place=nowhere",
            "There is no evidence for nowhere",
        ),
    ] {
        let token = anne.get(NEW).await.token();
        let fields = [
            ("token", token.as_str()),
            ("title", "T"),
            ("question", "Q?"),
            ("held-on", "2017-04-03"),
            ("insight", value),
        ];
        anne.post(NEW, &fields).await.is(422).says(&[said]);
    }
    let one_ward = "/p/care/sessions/new?measure=seen-in-time&view=xmr&place=a&from=2015-06-01";
    let page = anne.get(one_ward).await.is(200);
    page.says(&["a, from 1 June 2015"]);
    assert_eq!(ticked(&page), "measure=seen-in-time&view=xmr&place=a&from=2015-06-01");
}

#[tokio::test]
async fn what_lay_on_the_table_stays_as_it_was() {
    let (world, at) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    world.gathered("month,ward,late,all\n2017-01,a,150,190\n", None);
    let decision = decided(&mut anne, &session).await;
    let token = anne.get(&decision).await.token();
    let change = [
        ("token", token.as_str()),
        ("from", "2016-06-01"),
        ("label", "Sundays"),
        ("what", "Open"),
    ];
    anne.post(&format!("{decision}/adapt"), &change).await.is(303);
    // Neither later readings nor later marks, and not a new agreement to the same, change what was looked at.
    world.agreed(&[Motive::Learning, Motive::Target, Motive::Publication]);
    let page = anne.get(&session).await.is(200);
    page.says(&["id=\"insight-1-headline\""]);
    page.never_says(&["The chart is not shown", "Sundays</text>"]);
    let stop = Withdrawal::new(Id::slug("seen-in-time"), Motive::Target, "It bends the count");
    world.agree("cleo", &Act::UseWithdrawn(stop));
    let page = anne.get(&session).await.is(200);
    page.says(&[
        "That is what it said when it was laid on the table",
        "framework/use-withdrawn",
    ]);
    page.never_says(&["id=\"insight-1-headline\""]);
    assert!(at > 0);
}

#[tokio::test]
async fn an_insight_of_which_only_a_part_may_still_be_read_is_not_shown_as_what_lay_on_the_table() {
    let (world, _) = learning_world();
    let council = |ward: &str| {
        let rows: String = (1..=12)
            .map(|month| format!("2016-{month:02},{ward},9,200\n"))
            .collect();
        let mut caller = world.caller("anne");
        caller.roles.insert(cm_app::Role::Contributor);
        world.gathered_by(&caller, &format!("month,ward,late,all\n{rows}"), None)
    };
    council("d").unwrap();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    let stopped = Withdrawal::new(Id::slug("seen-in-time"), Motive::Target, "It bends the count");
    world.agree("bela", &Act::UseWithdrawn(stopped));
    world.agreed(&[Motive::Learning, Motive::Target]);
    let again = Withdrawal::new(Id::slug("seen-in-time"), Motive::Target, "Ours may be read");
    world.agree("bela", &Act::Reconsented(again));
    let page = anne.get(&session).await.is(200);
    page.says(&["web/insight-differs", "no longer comes out as it lay on the table"]);
}
