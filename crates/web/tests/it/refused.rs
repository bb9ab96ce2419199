//! What pages refuse, each with its stable code.

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use cm_framework::Motive;

use crate::world::{CARE, World};

#[tokio::test]
async fn addresses_that_lead_nowhere_say_so_in_words_with_a_code() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let mut anne = world.signed_in("anne").await;
    for (path, code) in [
        ("/nowhere".to_owned(), "web/no-such-page"),
        ("/help/nothing".to_owned(), "web/no-such-card"),
        (format!("{CARE}/record/9999"), "web/no-such-entry"),
        (format!("{CARE}/record/first"), "web/no-such-entry"),
        (format!("{CARE}/measures/seen-in-time?from=yesterday"), "web/not-a-date"),
        (format!("{CARE}/measures/Not%20An%20Id"), "kernel/not-an-id"),
        (format!("{CARE}/sessions/nothing"), "learning/no-such-session"),
        (format!("{CARE}/accounts/nothing"), "account/no-such-edition"),
        (
            format!("{CARE}/accounts/nothing/files/index.html"),
            "account/no-such-edition",
        ),
    ] {
        let page = anne.get(&path).await;
        assert!(page.body.contains(code), "{path}: {} without {code}", page.status);
    }
    let mut nobody = world.reader();
    let page = nobody.get(&format!("{CARE}/record")).await;
    assert!(
        page.body.contains("app/not-signed-in") || page.location.contains("sign-in"),
        "{}",
        page.status
    );
}

#[tokio::test]
async fn a_file_to_verify_has_to_arrive_and_to_be_a_zip() {
    let world = World::new();
    let mut reader = world.reader();
    reader.upload("/verify", &[], "a.zip", b"").await.says(&["web/no-file"]);
    reader
        .upload("/verify", &[], "a.zip", b"PK, it is not")
        .await
        .says(&["web/not-a-zip"]);
}

#[tokio::test]
async fn a_file_that_breaks_off_on_its_way_is_not_taken_for_a_whole_one() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let mut bela = world.signed_in("bela").await;
    let page = bela.breaks_off(&format!("{CARE}/evidence"), "month,ward").await.is(400);
    page.says(&["web/broken-off", "What you can do"]);
}

#[tokio::test]
async fn a_use_that_nobody_ever_named_cannot_be_let_in() {
    let world = World::new();
    let at = world.agreed(&[Motive::Learning]);
    let mut bela = world.signed_in("bela").await;
    let agreement = format!("{CARE}/measures/seen-in-time/agreements/{at}");
    let token = bela.get(&agreement).await.is(200).token();
    let given = [("token", token.as_str()), ("motive", "fame"), ("reason", "It suits us")];
    let page = bela.post(&format!("{agreement}/reconsent"), &given).await;
    page.says(&["web/no-such-use"]);
    assert_eq!(page.status.as_u16(), 404);
}

#[tokio::test]
async fn what_no_page_of_ours_sent_is_refused_in_words_too() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let mut anne = world.signed_in("anne").await;
    let topics = format!("{CARE}/sessions/new");
    let before = world.house.view(&world.caller("anne").partnership).unwrap().length;
    let sent = |kind: &str, bytes: Vec<u8>| (Request::post(&topics).header(CONTENT_TYPE, kind), Body::from(bytes));
    let at = |path: &str| (Request::get(path), Body::empty());
    let (elsewhere, body) = sent(FORM, b"title=Waits".to_vec());
    let elsewhere = elsewhere.header("sec-fetch-site", "cross-site");
    for ((request, body), status, code) in [
        (sent("application/json", b"{}".to_vec()), 415, "web/not-a-form"),
        (sent(FORM, vec![b'a'; 300 * 1024]), 413, "web/too-large"),
        (
            sent("multipart/form-data", b"no boundary".to_vec()),
            415,
            "web/not-a-form",
        ),
        (at(&format!("{CARE}/record/%ff")), 400, "web/not-readable"),
        (at(&format!("{CARE}/measures/%C3%28")), 400, "web/not-readable"),
        ((Request::put(&topics), Body::empty()), 405, "web/not-done-here"),
        ((elsewhere, body), 403, "web/cross-site"),
    ] {
        let page = anne.send(request, body).await.is(status);
        page.says(&[code, "What you can do", "Care partnership"]);
    }
    let after = world.house.view(&world.caller("anne").partnership).unwrap().length;
    assert_eq!(before, after, "nothing was put on record");
}
