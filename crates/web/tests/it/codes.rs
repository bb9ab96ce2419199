use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::reader::{Page, Reader};
use crate::world::{PASSWORD, World};

/// The code that an authenticator shows now for the secret that a page offers, so many half minutes on.
fn shows(world: &World, secret: &str, later: i64) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let step = world.house.now().ms() / 30_000 + later;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

async fn password(reader: &mut Reader) -> Page {
    reader
        .post("/sign-in", &[("name", "anne"), ("password", PASSWORD)])
        .await
}

/// Turns codes on for Anne: the secret and the page with the recovery codes.
async fn turned_on(world: &World, anne: &mut Reader) -> (String, Page) {
    anne.get("/me")
        .await
        .is(200)
        .says(&["They are off: the password alone"]);
    anne.post("/me/codes/begin", &[]).await.is(303);
    let page = anne.get("/me/codes").await.is(200);
    page.says(&["otpauth://totp/Common%20Measure:anne?secret=", "<svg class=\"cm-qr\""]);
    let secret = page.body.split("secret=").nth(1).unwrap();
    let secret: String = secret.chars().take_while(char::is_ascii_alphanumeric).collect();
    let wrong = anne
        .post("/me/codes/on", &[("code", "000 00"), ("present", PASSWORD)])
        .await
        .is(422);
    wrong.says(&["The code is not right", "Error: One-time codes"]);
    anne.post("/me/codes/on", &[("code", "")])
        .await
        .is(422)
        .says(&["Enter the code"]);
    let shown = shows(world, &secret, 0);
    let page = anne
        .post("/me/codes/on", &[("code", &shown), ("present", PASSWORD)])
        .await
        .is(200);
    page.says(&["Recovery codes: keep them now", "10 recovery codes are left."]);
    (secret, page)
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password_and_opens_once() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let (secret, _) = turned_on(&world, &mut anne).await;
    anne.get("/me/codes").await.never_says(&["keep them now", &secret]);
    anne.get("/me")
        .await
        .says(&["They are on: a code is asked for", "Turned one-time codes on"]);

    let mut other = world.reader();
    assert_eq!(other.get("/sign-in/code").await.is(303).location, "/sign-in");
    assert_eq!(password(&mut other).await.is(303).location, "/sign-in/code");
    other
        .get("/sign-in/code")
        .await
        .is(200)
        .says(&["The password is right. Now the code"]);
    other.get("/me").await.is(401);
    let used = shows(&world, &secret, 0);
    let page = other.post("/sign-in/code", &[("code", &used)]).await.is(422);
    page.says(&["The code is not right, or was used already"]);
    let next = shows(&world, &secret, 1);
    let entered = other.post("/sign-in/code", &[("code", &next)]).await.is(303);
    assert_eq!(entered.location, "/partnerships");
    other.get("/me").await.is(200).says(&[
        "Signed in with the password and a one-time code",
        "A wrong code was given after the right password",
    ]);
    let late = other.post("/sign-in/code", &[("code", &next)]).await.is(409);
    late.says(&["app/sign-in-again"]);
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_the_password_turns_codes_off() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let (_, page) = turned_on(&world, &mut anne).await;
    let recovery = page.body.split("<li><code>").nth(1).unwrap().split('<').next().unwrap();
    for (at, status) in [(0, 303), (1, 422)] {
        let mut other = world.reader();
        password(&mut other).await.is(303);
        let came = other.post("/sign-in/code", &[("code", recovery)]).await;
        assert_eq!(came.status, status, "{at}");
    }
    anne.get("/me/codes").await.says(&["9 recovery codes are left."]);
    let wrong = anne.post("/me/codes/off", &[("present", "not it")]).await.is(422);
    wrong.says(&["The present password is not right"]);
    let new = anne.post("/me/codes/recovery", &[("present", PASSWORD)]).await.is(200);
    new.says(&["keep them now", "10 recovery codes are left."]);
    new.never_says(&[recovery]);
    anne.post("/me/codes/begin", &[])
        .await
        .is(409)
        .says(&["app/codes-on-already"]);
    anne.post("/me/codes/off", &[("present", PASSWORD)]).await.is(303);
    anne.get("/me")
        .await
        .says(&["They are off", "Turned one-time codes off"]);
    let mut other = world.reader();
    assert_eq!(password(&mut other).await.is(303).location, "/partnerships");
}
