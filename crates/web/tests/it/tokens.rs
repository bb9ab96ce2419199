//! Tokens for programs on a member's own pages.

use crate::world::World;

const FIELDS: [(&str, &str); 4] = [
    ("name", "Monthly upload"),
    ("scope", "contribute"),
    ("for", "care/hospital"),
    ("days", "30"),
];

#[tokio::test]
async fn a_token_is_shown_once_listed_and_revoked_after_a_second_question() {
    let world = World::new();
    let mut bela = world.signed_in("bela").await;
    bela.get("/me").await.is(200).says(&["/me/tokens"]);
    bela.get("/me/tokens")
        .await
        .is(200)
        .says(&["None", "value=\"90\"", "The hospital in Care partnership"]);
    let made = bela.post("/me/tokens", &FIELDS).await.is(200);
    made.says(&[
        "It is shown only now",
        "value=\"cmt_",
        "read and contribute",
        "not used yet",
        "ends 3 May 2017",
    ]);
    let listed = bela.get("/me/tokens").await.is(200);
    listed.says(&["Monthly upload"]);
    listed.never_says(&["cmt_"]);
    let (_, rest) = listed.body.split_once("action=\"/me/tokens/").unwrap();
    let revoke = format!("/me/tokens/{}", rest.split_once('"').unwrap().0);
    let mut anne = world.signed_in("anne").await;
    anne.post(&revoke, &[("step", "revoke")]).await.is(404);
    bela.post(&revoke, &[])
        .await
        .is(200)
        .says(&["Revoke “Monthly upload”?", "cannot be taken back"]);
    bela.get("/me/tokens").await.says(&["Monthly upload"]);
    assert_eq!(
        bela.post(&revoke, &[("step", "revoke")]).await.is(303).location,
        "/me/tokens"
    );
    bela.get("/me/tokens").await.says(&["The token is revoked", "None"]);
    bela.post(&revoke, &[]).await.is(404);
    bela.get("/me").await.says(&["Revoked a token"]);
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_beside_its_field() {
    let world = World::new();
    let mut bela = world.signed_in("bela").await;
    bela.post("/me/tokens", &[])
        .await
        .is(422)
        .says(&["Name the token", "Choose what the token may do", "1 to 365"]);
    for (at, value, says) in [
        (2, "care/council", "You do not act for this partner"),
        (2, "next-door/school", "You do not act for this partner"),
        (3, "0", "1 to 365 days"),
        (3, "a while", "from 1 to 365"),
    ] {
        let mut fields = FIELDS;
        fields[at].1 = value;
        bela.post("/me/tokens", &fields).await.is(422).says(&[says, "Error: "]);
    }
    bela.get("/me/tokens").await.says(&["None"]);
}
