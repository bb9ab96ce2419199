use crate::world::World;

#[tokio::test]
async fn a_partnership_is_started_in_the_browser_and_the_link_works_once() {
    let world = World::new();
    let path = format!("/found/{}", world.house.founding_link().unwrap());
    let mut ida = world.reader();
    ida.get("/found/none").await.is(404).says(&["app/no-such-founding"]);
    ida.get(&path)
        .await
        .is(200)
        .says(&["What the partnership is called", "Password"]);
    let mut fields = vec![
        ("name", "Care partnership two"),
        ("about", ""),
        ("partner", "The <i>council</i>"),
        ("kind", "council"),
        ("your-name", "Ida"),
        ("sign-in-name", "anne"),
        ("password", "four small words of mine"),
        ("again", "four small words of mine"),
    ];
    ida.post(&path, &fields)
        .await
        .is(422)
        .says(&["is taken", "Error: Start a partnership"]);
    fields[5].1 = "ida";
    fields[0].1 = "Care";
    ida.post(&path, &fields).await.is(422).says(&["There is a partnership"]);
    fields[0].1 = "Warm homes";
    let started = ida.post(&path, &fields).await.is(303);
    assert_eq!(started.location, "/p/warm-homes");
    let page = ida.get("/p/warm-homes").await.is(200);
    page.says(&["Warm homes", "The &#60;i&#62;council&#60;/i&#62;"]);
    ida.post(&path, &fields).await.is(404);
    ida.get("/p/care/framework").await.is(404);

    let new = "/partnerships/new";
    ida.get("/me").await.says(&["Start another partnership"]);
    ida.get(new).await.is(200).never_says(&["Password"]);
    ida.post(new, &[("name", "Safe streets")])
        .await
        .is(422)
        .says(&["Enter your organisation"]);
    let second = [
        ("name", "Safe streets"),
        ("partner", "The council"),
        ("kind", "council"),
    ];
    assert_eq!(ida.post(new, &second).await.is(303).location, "/p/safe-streets");
    ida.get("/partnerships")
        .await
        .is(200)
        .says(&["Warm homes", "Safe streets"]);
    let mut bela = world.signed_in("bela").await;
    bela.get(new).await.is(409).says(&["app/not-a-convenor"]);
    bela.post(new, &second).await.is(409);
    world.reader().get(new).await.is(401);
}
