use cm_app::{Doors, Passkeys};

use crate::world::{PASSWORD, World};

fn open(world: &World) {
    world.house.open_doors(Doors {
        address: Some("https://measure.example.org".to_owned()),
        passkeys: Passkeys::new("https://measure.example.org").ok(),
        provider: None,
        letters: true,
    });
}

#[tokio::test]
async fn shut_doors_are_not_shown_and_refuse_with_a_way_on() {
    let world = World::new();
    let mut stranger = world.reader();
    let page = stranger.get("/sign-in").await.is(200);
    assert!(!page.body.contains("passkey") && !page.body.contains("/sign-in/organisation"));
    let lost = stranger.get("/sign-in/lost").await.is(200);
    assert!(lost.body.contains("By a convenor") && !lost.body.contains("By letter"));
    stranger.post("/sign-in/passkey/ask", &[]).await.is(409);
    stranger.post("/sign-in/lost", &[("name", "anne")]).await.is(409);
    let page = stranger.get("/sign-in/organisation").await.is(409);
    assert!(page.body.contains("app/door-shut") && page.body.contains("Sign in with your name and password"));
    let mut anne = world.signed_in("anne").await;
    let page = anne.get("/me").await.is(200);
    assert!(!page.body.contains("/me/passkeys") && !page.body.contains("/me/letters"));
    let page = anne.get("/me/passkeys").await.is(200);
    assert!(page.body.contains("Not at this address"));
    let page = anne.get("/me/letters").await.is(200);
    assert!(page.body.contains("No letters go out"));
    let page = anne.get("/me/organisation").await.is(200);
    assert!(page.body.contains("Not set up on this server"));
}

#[tokio::test]
async fn who_comes_back_without_having_left_is_refused() {
    let world = World::new();
    let mut stranger = world.reader();
    let back = "/sign-in/organisation/back";
    let page = stranger.get(&format!("{back}?error=access_denied")).await.is(409);
    assert!(page.body.contains("app/organisation-said-no"));
    stranger.get(&format!("{back}?code=a&state=b")).await.is(409);
}

#[tokio::test]
async fn a_passkey_begins_with_the_password_and_its_question_is_for_the_device() {
    let world = World::new();
    open(&world);
    let mut anne = world.signed_in("anne").await;
    let page = anne
        .post("/me/passkeys", &[("name", "phone"), ("present", "wrong")])
        .await;
    assert!(page.is(422).body.contains("The present password is not right."));
    let asked = [("name", "phone"), ("present", PASSWORD)];
    let page = anne.post("/me/passkeys", &asked).await.is(200);
    assert!(page.body.contains("data-cm-passkey=") && page.body.contains("data-cm-makes"));
    let answer = [("waiting", "made up"), ("answer", "{}")];
    anne.post("/me/passkeys/keep", &answer).await.is(409);
    anne.post("/me/passkeys/drop", &[("key", ""), ("present", PASSWORD)])
        .await
        .is(422);
    let mut stranger = world.reader();
    let page = stranger.post("/sign-in/passkey/ask", &[]).await.is(200);
    assert!(page.body.contains("data-cm-passkey=") && !page.body.contains("data-cm-makes"));
    stranger.post("/sign-in/passkey", &answer).await.is(409);
}

#[tokio::test]
async fn the_page_of_a_lost_password_says_the_same_to_everybody() {
    let world = World::new();
    open(&world);
    let mut stranger = world.reader();
    let there = stranger.post("/sign-in/lost", &[("name", "anne")]).await.is(200).body;
    let nobody = stranger.post("/sign-in/lost", &[("name", "nobody")]).await.is(200).body;
    assert_eq!(there, nobody);
    stranger.post("/sign-in/lost", &[]).await.is(422);
}

#[tokio::test]
async fn an_address_for_letters_is_confirmed_by_a_post_alone() {
    let world = World::new();
    open(&world);
    let mut anne = world.signed_in("anne").await;
    let asked = [("address", "anne@example.org"), ("present", PASSWORD)];
    anne.post("/me/letters", &asked).await.is(303);
    let letters = std::cell::RefCell::new(Vec::new());
    world
        .house
        .carry_letters(&|letter| {
            letters.borrow_mut().push(letter.text.clone());
            Ok(())
        })
        .unwrap();
    let text = letters.into_inner().remove(0);
    let link = text
        .lines()
        .find_map(|it| it.strip_prefix("https://measure.example.org"));
    let link = link.unwrap();
    world.reader().get(link).await.is(401);
    let page = anne.get(link).await.is(200);
    assert!(page.body.contains("Is this your address?"));
    assert!(!anne.get("/me/letters").await.body.contains("They go to"));
    anne.post(link, &[]).await.is(303);
    assert!(
        anne.get("/me/letters")
            .await
            .body
            .contains("They go to anne@example.org")
    );
    anne.post(link, &[]).await.is(404);
}

#[tokio::test]
async fn another_browser_is_listed_and_ended() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let mut other = world.signed_in("anne").await;
    let page = anne.get("/me").await.is(200);
    assert!(page.body.contains("Another browser"));
    let at = page.body.find("/me/sign-ins/").unwrap() + "/me/sign-ins/".len();
    let id = page.body[at..].split('/').next().unwrap().to_owned();
    let mut eve = world.signed_in("eve").await;
    eve.post(&format!("/me/sign-ins/{id}/end"), &[]).await.is(404);
    anne.post(&format!("/me/sign-ins/{id}/end"), &[]).await.is(303);
    other.get("/me").await.is(401);
    anne.get("/me").await.is(200);
}
