use super::{LEARNING, NEW, decided, learning_world, opened};

#[tokio::test]
async fn a_resident_may_say_what_it_means_and_not_decide() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    let decision = decided(&mut anne, &session).await;
    let mut cleo = world.signed_in("cleo").await;
    let page = cleo.get(&session).await.is(200);
    page.says(&["Speak for The forum"]);
    page.never_says(&[">Decide<", "/decide\""]);
    cleo.get(LEARNING).await.is(200).never_says(&["Open a session"]);
    cleo.get(&decision)
        .await
        .is(200)
        .never_says(&["<form class=\"govuk-details__text\""]);
    for path in [NEW.to_owned(), format!("{session}/decide")] {
        cleo.get(&path).await.is(403);
        cleo.post(&path, &[]).await.is(403);
    }
    for path in [format!("{decision}/adapt"), format!("{decision}/review")] {
        cleo.post(&path, &[]).await.is(403);
    }
    let mut dan = world.signed_in("dan").await;
    dan.get(&session).await.is(200).never_says(&["<textarea"]);
    dan.post(&format!("{session}/interpret"), &[]).await.is(403);
}

#[tokio::test]
async fn who_is_not_of_the_partnership_learns_nothing() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let session = opened(&mut anne, "Looking back").await;
    let decision = decided(&mut anne, &session).await;
    let mut eve = world.signed_in("eve").await;
    let read = [
        LEARNING,
        NEW,
        &session,
        &format!("{session}/decide"),
        "/p/care/decisions",
        &decision,
    ];
    for path in read {
        world.reader().get(path).await.is(401).never_says(&["Care partnership"]);
        eve.get(path).await.is(404).never_says(&["Care partnership"]);
    }
    for path in [
        NEW,
        &format!("{session}/interpret"),
        &format!("{session}/ask"),
        &format!("{session}/decide"),
        &format!("{decision}/adapt"),
        &format!("{decision}/review"),
    ] {
        world.reader().post(path, &[]).await.is(401);
        eve.post(path, &[]).await.is(404);
    }
    for path in [
        "/p/care/sessions/none",
        "/p/care/sessions/NO%20ID",
        "/p/care/decisions/0",
        "/p/care/decisions/x",
        "/p/care/decisions/18446744073709551615",
    ] {
        anne.get(path).await.is(404);
    }
    anne.get("/p/care/decisions?show=nonsense&show=due").await.is(200);
    anne.get(&format!("{NEW}?measure=NO&view=%00&from=x")).await.is(200);
}
