//! Signing in, resting, running out, signing out.

use cm_app::{Member, SIGN_IN_LASTS_MS};

use crate::stage::{Stage, code, id, profile};

const SECRET: &str = "twelve small ducks on a pond";
const MINUTE: i64 = 60_000;

fn member(stage: &Stage, name: &str, fictional: bool) -> Member {
    Member {
        fictional,
        partnerships: [stage.here.clone()].into(),
        ..Member::new(id(name), "Ann", name)
    }
}

fn with_ann() -> Stage {
    let stage = Stage::founded();
    stage.house.take_in(member(&stage, "ann", false), Some(SECRET)).unwrap();
    stage
}

#[test]
fn a_wrong_password_and_an_unknown_name_hear_the_same() {
    let stage = with_ann();
    let wrong = stage
        .house
        .sign_in("ann", "some other long secret", "here")
        .unwrap_err();
    let unknown = stage.house.sign_in("nobody", SECRET, "here").unwrap_err();
    assert_eq!(wrong.refusal(), unknown.refusal());
    assert_eq!(wrong.refusal().unwrap().code, "app/wrong-sign-in");
}

#[test]
fn a_member_without_a_password_hears_the_same_too() {
    let stage = with_ann();
    stage.house.take_in(member(&stage, "bo", true), None).unwrap();
    for secret in ["", SECRET] {
        assert_eq!(code(&stage.house.sign_in("bo", secret, "here")), "app/wrong-sign-in");
    }
}

#[test]
fn a_name_rests_after_ten_wrong_tries_even_for_the_right_password_and_then_wakes() {
    let stage = with_ann();
    for _ in 0..10 {
        assert_eq!(code(&stage.house.sign_in("ann", "wrong", "here")), "app/wrong-sign-in");
    }
    for name in ["ann", " ANN "] {
        assert_eq!(code(&stage.house.sign_in(name, SECRET, "there")), "app/too-many-tries");
    }
    stage.pass(16 * MINUTE);
    assert_eq!(code(&stage.house.sign_in("ann", SECRET, "here")), "ok");
}

#[test]
fn a_name_nobody_has_rests_like_any_other() {
    let stage = with_ann();
    for _ in 0..10 {
        assert_eq!(
            code(&stage.house.sign_in("nobody", "wrong", "here")),
            "app/wrong-sign-in"
        );
    }
    assert_eq!(
        code(&stage.house.sign_in("nobody", "wrong", "here")),
        "app/too-many-tries"
    );
}

#[test]
fn an_address_rests_after_thirty_wrong_tries_of_any_names() {
    let stage = with_ann();
    for number in 0..30 {
        let name = format!("name-{number}");
        assert_eq!(code(&stage.house.sign_in(&name, "wrong", "here")), "app/wrong-sign-in");
    }
    assert_eq!(code(&stage.house.sign_in("ann", SECRET, "here")), "app/too-many-tries");
    assert_eq!(code(&stage.house.sign_in("ann", SECRET, "there")), "ok");
}

#[test]
fn a_right_password_forgets_the_wrong_ones_before_it() {
    let stage = with_ann();
    for _ in 0..3 {
        for _ in 0..9 {
            let _ = stage.house.sign_in("ann", "wrong", "here").unwrap_err();
        }
        stage.house.sign_in("ann", SECRET, "elsewhere").unwrap();
    }
}

#[test]
fn signing_out_ends_a_sign_in_and_no_other() {
    let stage = with_ann();
    let sign_in = || {
        stage
            .house
            .sign_in("ann", SECRET, "here")
            .unwrap()
            .signed_in()
            .unwrap()
            .secret
    };
    let (one, two) = (sign_in(), sign_in());
    assert_ne!(one, two);
    stage.house.sign_out(&one).unwrap();
    assert!(stage.house.signed_in(&one).unwrap().is_none());
    assert_eq!(stage.house.signed_in(&two).unwrap().unwrap().0.id, id("ann"));
    stage.house.sign_out(&one).unwrap();
}

#[test]
fn a_sign_in_runs_out_after_twelve_hours() {
    let stage = with_ann();
    let secret = stage
        .house
        .sign_in("ann", SECRET, "here")
        .unwrap()
        .signed_in()
        .unwrap()
        .secret;
    for _ in 1..SIGN_IN_LASTS_MS / (60 * MINUTE) {
        stage.pass(60 * MINUTE);
        assert!(stage.house.signed_in(&secret).unwrap().is_some());
    }
    stage.pass(60 * MINUTE - 1);
    assert!(stage.house.signed_in(&secret).unwrap().is_some());
    stage.pass(1);
    assert!(stage.house.signed_in(&secret).unwrap().is_none());
}

#[test]
fn a_secret_is_not_kept_and_no_other_text_stands_for_it() {
    let stage = with_ann();
    let secret = stage
        .house
        .sign_in("ann", SECRET, "here")
        .unwrap()
        .signed_in()
        .unwrap()
        .secret;
    let kept = stage.store.list("sign-ins", stage.house.now()).unwrap();
    assert!(
        kept.iter()
            .all(|it| !it.key.contains(&secret) && !it.value.contains(&secret))
    );
    for other in [
        kept[0].key.as_str(),
        "",
        &secret[1..],
        &format!("{secret}0"),
        &secret.to_uppercase(),
    ] {
        assert!(stage.house.signed_in(other).unwrap().is_none(), "{other}");
    }
}

#[test]
fn one_click_is_only_for_fictional_members_of_a_demonstration() {
    let stage = with_ann();
    stage.house.take_in(member(&stage, "made-up", true), None).unwrap();
    for name in ["ann", "made-up", "nobody", ""] {
        let refused = stage.house.sign_in_to_demonstration(name);
        assert_eq!(code(&refused), "app/not-a-demonstration", "{name}");
    }
    let mut demonstration = Stage::over(std::sync::Arc::clone(&stage.store));
    demonstration.here = id("shown");
    demonstration.house.found(&demonstration.here, &profile(true)).unwrap();
    let take_in = |name, fictional, secret| {
        demonstration
            .house
            .take_in(member(&demonstration, name, fictional), secret)
            .unwrap();
    };
    take_in("real", false, None);
    take_in("locked", true, Some(SECRET));
    take_in("shown", true, None);
    let one_click = |name| code(&demonstration.house.sign_in_to_demonstration(name));
    assert_eq!(one_click("real"), "app/not-a-demonstration");
    assert_eq!(one_click("locked"), "app/not-a-demonstration");
    assert_eq!(one_click("shown"), "ok");
}

#[test]
fn a_short_password_is_refused_and_a_sign_in_name_is_given_once() {
    let stage = with_ann();
    let short = stage.house.take_in(member(&stage, "bo", false), Some("eleven char"));
    assert_eq!(code(&short), "app/weak-password");
    let same = Member {
        sign_in_name: " ANN ".to_owned(),
        ..member(&stage, "ann", false)
    };
    let taken = stage.house.take_in(same, Some(SECRET));
    assert_eq!(code(&taken), "app/sign-in-name-taken");
}
