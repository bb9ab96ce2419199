use super::{LEARNING, decided, decision, learning_world, opened};
use crate::world::WAIT;

#[tokio::test]
async fn a_decision_needs_a_day_still_to_come() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    let path = format!("{session}/decide");
    let page = anne.get(&path).await.is(200);
    page.says(&[
        "Not heard yet:",
        "The council, The hospital and The forum",
        "Seen in time",
    ]);
    let token = page.token();
    let page = anne
        .post(&path, &decision(&token, "2 April 2017", "1 April 2017"))
        .await
        .is(422);
    page.says(&[
        "A forecast is about a day still to come",
        "Look back on the day of the forecast or later",
        "Open on Sundays",
        "value=\"2 April 2017\"",
        "value=\"75\" checked",
    ]);
    assert_eq!(page.token(), token);
    let sure = decision(&token, "1 July 2017", "1 July 2017").map(|(name, value)| match name {
        "confidence" => (name, "100"),
        _ => (name, value),
    });
    anne.post(&path, &sure).await.is(422).says(&["Choose how sure you are"]);
    let done = anne
        .post(&path, &decision(&token, "1 July 2017", "1 July 2017"))
        .await
        .is(303);
    anne.get(&done.location)
        .await
        .is(200)
        .says(&["75%", "Above 95% in July", "Review on 1 July 2017"]);
    anne.get(&session).await.says(&["Open on Sundays"]);
    anne.get(LEARNING).await.says(&[">Decided<"]);
}

#[tokio::test]
async fn an_adaptation_is_a_mark_on_the_measures_chart() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    let decision = decided(&mut anne, &session).await;
    let adapt = format!("{decision}/adapt");
    let token = anne.get(&decision).await.token();
    let long = "x".repeat(41);
    let bad = [
        ("token", token.as_str()),
        ("from", "2016-06-01"),
        ("label", &long),
        ("what", "Open on Sundays"),
    ];
    let page = anne.post(&adapt, &bad).await.is(422);
    page.says(&[
        "Use at most 40 letters; there are 41",
        &long,
        "<details class=\"govuk-details\" open>",
    ]);
    let fields = [
        ("token", token.as_str()),
        ("from", "1 June 2016"),
        ("label", "Sundays too"),
        ("what", "Open"),
    ];
    let done = anne.post(&adapt, &fields).await.is(303);
    let (page, _) = done.location.split_once("#entry-").unwrap();
    assert_eq!(page, decision);
    anne.get(&decision)
        .await
        .says(&["Sundays too", "From 1 June 2016", "See the mark on the chart"]);
    let chart = anne.get(WAIT).await.is(200);
    let drawn = chart
        .body
        .split("<svg")
        .skip(1)
        .filter(|it| it.contains("Sundays too"))
        .count();
    assert!(drawn > 0, "no mark in any drawing");
}

#[tokio::test]
async fn a_review_closes_what_is_due() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    let decision = decided(&mut anne, &session).await;
    anne.get("/p/care/decisions?show=due")
        .await
        .is(200)
        .says(&["None of them", "Due for review (0)"]);
    world.later(110);
    let mut anne = world.signed_in("anne").await;
    anne.get(LEARNING)
        .await
        .says(&["Due since 15 July 2017", "Open on Sundays"]);
    anne.get("/p/care/decisions?show=due")
        .await
        .says(&["Review due since 15 July 2017", "Due for review (1)"]);
    let page = anne.get(&decision).await.is(200);
    page.says(&["The review has been due since 15 July 2017"]);
    let token = page.token();
    let path = format!("{decision}/review");
    let half = [("token", token.as_str()), ("learned", "Mondays are still full")];
    anne.post(&path, &half)
        .await
        .is(422)
        .says(&["Choose how the forecast turned out", "Mondays are still full"]);
    let fields = [
        ("token", token.as_str()),
        ("verdict", "wrong"),
        ("strength", "cannot-say"),
        ("grounds", "A ward where nothing changed"),
        ("learned", "Mondays are still full"),
    ];
    anne.post(&path, &fields).await.is(303);
    anne.get(&decision)
        .await
        .says(&["We were wrong", "Mondays are still full"]);
    let page = anne.get(LEARNING).await;
    page.never_says(&["Due since"]);
    page.says(&["1 decision was looked back at: the forecast was right in 0, wrong in 1"]);
    page.never_says(&["overconfident"]);
    anne.get("/p/care/decisions?show=reviewed")
        .await
        .says(&["We were wrong", "Reviewed (1)"]);
}
