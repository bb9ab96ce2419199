use crate::world::World;

const ROOMS: &str = "/p/care/candour";
const WINTER: &str = "/p/care/candour/winter";
const SAID: &str = "In December we <b>closed</b> the list for two weeks, and told nobody.";

/// A room of the council and the hospital, in which the hospital has spoken.
async fn spoken(world: &World) {
    let mut bela = world.signed_in("bela").await;
    bela.get(ROOMS)
        .await
        .is(200)
        .says(&["No candour room is open", "safeguarding comes first"]);
    let new = format!("{ROOMS}/new");
    let token = bela.get(&new).await.is(200).token();
    let mut fields = vec![
        ("token", token.as_str()),
        ("title", "Winter"),
        ("about", "What went wrong in December"),
        ("ends-on", "2019-01-01"),
        ("every", "31"),
    ];
    bela.post(&new, &fields).await.is(422).says(&[
        "Choose at least one other partner that hears",
        "Choose a day to come, at most 400 days from now",
    ]);
    fields[3].1 = "30 June 2017";
    fields.push(("audience", "council"));
    assert_eq!(bela.post(&new, &fields).await.is(303).location, WINTER);
    let token = bela.get(WINTER).await.is(200).token();
    let nothing = [("token", token.as_str()), ("text", " ")];
    bela.post(WINTER, &nothing)
        .await
        .is(422)
        .says(&["Write what you want them to hear"]);
    let said = [("token", token.as_str()), ("text", SAID)];
    bela.post(WINTER, &said).await.is(303);
}

#[tokio::test]
async fn the_audience_reads_what_was_said_and_everybody_that_it_was() {
    let world = World::new();
    spoken(&world).await;
    let heard = "In December we &#60;b&#62;closed&#60;/b&#62; the list";
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(WINTER).await.is(200);
    page.says(&[heard, "Put on record that a review was held"]);
    page.never_says(&["<b>closed", "Take it back"]);
    let token = page.token();
    let mut cleo = world.signed_in("cleo").await;
    let page = cleo.get(WINTER).await.is(200);
    page.says(&[
        "Your partner is not in the audience",
        "Somebody spoke once.",
        "No review was held yet.",
    ]);
    page.never_says(&["closed"]);
    let own = cleo.get(&format!("{ROOMS}/new")).await.token();
    let late = [("token", own.as_str()), ("text", "And we?")];
    cleo.post(WINTER, &late)
        .await
        .is(403)
        .says(&["deliberation/not-in-the-audience"]);
    for path in ["/p/care/record", "/p/care/learning", "/p/care", ROOMS] {
        anne.get(path).await.never_says(&["closed"]);
    }
    let review = [("token", token.as_str())];
    anne.post(&format!("{WINTER}/review"), &review).await.is(303);
    cleo.get(WINTER).await.says(&["Last reviewed on 3 April 2017."]);
}

#[tokio::test]
async fn citing_it_is_refused_and_both_sides_read_that_somebody_tried() {
    let world = World::new();
    spoken(&world).await;
    let mut anne = world.signed_in("anne").await;
    let discussion = "/p/care/measures/seen-in-time/discussion";
    let token = anne.get(discussion).await.is(200).token();
    let quote = "They told us: in December we b closed b the list for two weeks and told nobody";
    let cites = [("token", token.as_str()), ("comment", quote)];
    let page = anne.post(discussion, &cites).await.is(409);
    page.says(&["deliberation/said-in-candour", "which nobody may cite"]);
    anne.get(discussion).await.never_says(&["told nobody"]);
    for name in ["bela", "cleo", "anne"] {
        let page = world.signed_in(name).await.get(WINTER).await.is(200);
        page.says(&["The council</span> tried to cite The hospital in: Comment"]);
    }
    world
        .signed_in("cleo")
        .await
        .get("/p/care/record")
        .await
        .says(&["Citing a candour room was refused"]);
}

#[tokio::test]
async fn what_is_taken_back_or_over_is_gone() {
    let world = World::new();
    spoken(&world).await;
    let mut bela = world.signed_in("bela").await;
    let page = bela.get(WINTER).await.is(200);
    page.says(&["Take it back"]);
    let at = page.body.split("name=\"said\" value=\"").nth(1).unwrap();
    let at = at.split('"').next().unwrap();
    let (token, path) = (page.token(), format!("{WINTER}/take-back"));
    bela.post(&path, &[("token", &token), ("said", at)]).await.is(303);
    let page = bela.get(WINTER).await;
    page.says(&["Taken back; the words are gone."]);
    page.never_says(&["closed"]);
    let token = page.token();
    bela.post(WINTER, &[("token", &token), ("text", "Once more, in other words.")])
        .await
        .is(303);
    world.later(100);
    let mut bela = world.signed_in("bela").await;
    let page = bela.get(WINTER).await;
    page.says(&["past: the words are gone"]);
    page.never_says(&["Once more", "Say it to"]);
    bela.get(ROOMS).await.says(&["No candour room is open", "Over"]);
}
