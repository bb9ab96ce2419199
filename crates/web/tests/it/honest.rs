use crate::learning::learning_world;
use crate::world::WAIT;

#[tokio::test]
async fn a_figure_that_cannot_honestly_be_given_is_read_by_all_as_it_was_written() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    anne.get(&format!("{WAIT}/honest"))
        .await
        .is(200)
        .never_says(&["Say it of a figure"]);
    let mut giver = world.signed_in("bela").await;
    let path = format!("{WAIT}/honest");
    giver
        .get(WAIT)
        .await
        .is(200)
        .says(&["Say that a figure cannot honestly be given"]);
    let page = giver.get(&path).await.is(200);
    page.says(&["No partner has said so of this measure", "Say it of a figure"]);
    let token = page.token();
    let wrong = [("token", token.as_str()), ("period", "June"), ("why", "")];
    giver.post(&path, &wrong).await.is(422).says(&[
        "Say why it cannot honestly be said",
        "Write a period as the readings do",
    ]);
    let elsewhere = [
        ("token", token.as_str()),
        ("period", "2016-06"),
        ("place", "zz"),
        ("why", "Two systems"),
    ];
    let page = giver.post(&path, &elsewhere).await.is(422);
    page.says(&["There are no readings of a place", "zz"]);
    let token = page.token();
    let right = [
        ("token", token.as_str()),
        ("period", "2016-06"),
        ("place", "a"),
        ("group", ""),
        ("why", "Two systems, <b>two</b> counts"),
    ];
    let done = giver.post(&path, &right).await.is(303);
    let page = giver.get(&done.location).await.is(200);
    page.says(&["Two systems, &#60;b&#62;two&#60;/b&#62; counts"]);
    page.never_says(&["<b>two</b>"]);
    giver
        .get(WAIT)
        .await
        .says(&["1 figure that a partner said cannot honestly be given"]);
    anne.get(&format!("{WAIT}?view=xmr&place=a"))
        .await
        .is(200)
        .says(&["cannot honestly say"]);
    anne.get("/p/care/evidence").await.is(200).says(&["an honest return"]);
    giver.post(&path, &right).await.is(409).says(&["app/posted-twice"]);
}
