use crate::world::{CARE, World};

fn library() -> String {
    format!("{CARE}/framework/library")
}

#[tokio::test]
async fn outcomes_are_taken_from_a_published_text_and_cite_it() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(&library()).await.is(200);
    page.says(&[
        "Supporting Families: the ten headline outcomes",
        "10 outcomes",
        "9 conditions",
        "Comes with the software",
    ]);
    let address = format!("{}/supporting-families-headline-outcomes-2022-to-2025", library());
    let page = anne.get(&address).await.is(200);
    page.says(&[
        "Open Government Licence v3.0",
        "Financial stability",
        "chapter 5",
        "release money",
    ]);
    let token = page.token();
    let nothing = anne.post(&address, &[("token", &token)]).await.is(422);
    nothing.says(&["Tick at least one of them", "Say why partners want them"]);
    let chosen = [
        ("token", token.as_str()),
        ("item", "secure-housing"),
        ("item", "financial-stability"),
        ("why", "Both go first"),
    ];
    anne.post(&address, &chosen).await.is(303);
    anne.get(&format!("{CARE}/framework"))
        .await
        .says(&["Secure housing", "Financial stability", "Both go first"]);
    let outcome = anne
        .get(&format!("{CARE}/framework/outcomes/secure-housing"))
        .await
        .is(200);
    outcome.says(&[
        "Taken from",
        "Supporting Families: the ten headline outcomes, 2022 to 2025",
    ]);
    anne.get(&address).await.says(&["In your framework already"]);
    world
        .signed_in("cleo")
        .await
        .get(&address)
        .await
        .never_says(&["Put them forward"]);
}

#[tokio::test]
async fn conditions_are_to_be_read_and_cannot_be_put_forward() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let address = format!("{}/early-learning-communities-system-conditions-bettws", library());
    let page = anne.get(&address).await.is(200);
    page.says(&[
        "Nine headings were found published",
        "Shifting power to families",
        "rating them is not built yet",
    ]);
    page.never_says(&["Put them forward"]);
    let token = anne.get(&format!("{}/new", library())).await.token();
    let posted = [
        ("token", token.as_str()),
        ("item", "systems-mindset"),
        ("why", "Why not"),
    ];
    anne.post(&address, &posted).await.is(422);
}

#[tokio::test]
async fn a_text_is_brought_in_with_its_source_and_once_for_each_version() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let new = format!("{}/new", library());
    let token = anne.get(&new).await.is(200).token();
    let unfinished = anne.post(&new, &[("token", &token), ("title", "Ours")]).await.is(422);
    unfinished.says(&[
        "Enter which version it is",
        "Enter its licence, or that none is stated",
        "Enter at least one heading",
    ]);
    let said = |version: &'static str, items: &'static str| {
        [
            ("title", "A good place to grow old"),
            ("version", version),
            ("publisher", "The council"),
            ("source", "Council plan, page 9"),
            ("licence", "Ours"),
            ("kind", "outcomes"),
            ("items", items),
        ]
    };
    let items = "People have company | Somebody to talk with <each> day\nPeople get about\tOn foot or by bus";
    let mut fields = vec![("token", token.as_str())];
    fields.extend(said("2026", items));
    let done = anne.post(&new, &fields).await.is(303);
    anne.get(&done.location).await.says(&[
        "People have company",
        "Somebody to talk with &#60;each&#62; day",
        "On foot or by bus",
    ]);
    let token = anne.get(&new).await.token();
    let mut again = vec![("token", token.as_str())];
    again.extend(said("2026", items));
    anne.post(&new, &again).await.is(409).says(&["framework/text-there"]);
    let token = anne.get(&new).await.token();
    let mut twice = vec![("token", token.as_str())];
    twice.extend(said("2027", "People get about\nPeople get about"));
    anne.post(&new, &twice)
        .await
        .is(409)
        .says(&["framework/text-without-items"]);
    anne.get(&library()).await.says(&["Brought in by The council"]);
    let refused = anne.get(&format!("{}/nobody-wrote-it", library())).await.is(404);
    refused.says(&["framework/no-such-text"]);
}
