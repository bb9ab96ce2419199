//! What pages refuse, each with its stable code.

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
