//! One-time codes as the second step of signing in.

use cm_app::{Codes, Entered, Member, Way};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::stage::{Stage, code, id};

const SECRET: &str = "twelve small ducks on a pond";
const MINUTE: i64 = 60_000;

/// The code that an authenticator shows for a secret in base 32, so many half minutes from now.
fn shows(stage: &Stage, secret: &str, later: i64) -> String {
    let key = BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let step = stage.house.now().ms() / 30_000 + later;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// Ann with codes on: her member, her secret, her recovery codes.
fn with_codes(stage: &Stage) -> (Member, String, Vec<String>) {
    let ann = Member {
        partnerships: [stage.here.clone()].into(),
        ..Member::new(id("ann"), "Ann", "ann")
    };
    stage.house.take_in(ann, Some(SECRET)).unwrap();
    let ann = stage.house.member_of_id(&id("ann")).unwrap().unwrap();
    assert_eq!(stage.house.codes(&ann).unwrap(), Codes::Off);
    assert_eq!(
        code(&stage.house.turn_on_codes(&ann, SECRET, "000000")),
        "app/codes-not-begun"
    );
    stage.house.begin_codes(&ann).unwrap();
    let Codes::Begun(begun) = stage.house.codes(&ann).unwrap() else {
        panic!("not begun");
    };
    let plain = begun.secret.replace(' ', "");
    assert!(
        begun
            .address
            .contains(&format!("secret={plain}&issuer=Common%20Measure"))
    );
    assert!(
        stage
            .house
            .sign_in("ann", SECRET, "here")
            .unwrap()
            .signed_in()
            .is_some()
    );
    let early = shows(stage, &plain, 5);
    assert_eq!(code(&stage.house.turn_on_codes(&ann, SECRET, &early)), "app/wrong-code");
    assert_eq!(
        code(&stage.house.turn_on_codes(&ann, "wrong", &shows(stage, &plain, 0))),
        "app/wrong-password"
    );
    let recovery = stage
        .house
        .turn_on_codes(&ann, SECRET, &shows(stage, &plain, 0))
        .unwrap();
    stage.pass(MINUTE);
    (ann, plain, recovery)
}

/// The right password, up to the code.
fn waiting(stage: &Stage) -> String {
    match stage.house.sign_in("ann", SECRET, "here").unwrap() {
        Entered::AsksForCode(secret) => secret,
        Entered::In(_) => panic!("no code was asked for"),
    }
}

#[test]
fn after_the_password_a_code_opens_once_and_the_password_alone_never() {
    let stage = Stage::founded();
    let (_, secret, _) = with_codes(&stage);
    let first = waiting(&stage);
    assert!(stage.house.signed_in(&first).unwrap().is_none());
    let (again, shown) = (waiting(&stage), shows(&stage, &secret, 0));
    let spaced = format!("{} {}", &shown[..3], &shown[3..]);
    let entered = stage.house.sign_in_with_code(&first, &spaced, "here").unwrap();
    assert!(stage.house.signed_in(&entered.secret).unwrap().is_some());
    assert_eq!(
        code(&stage.house.sign_in_with_code(&first, &shown, "here")),
        "app/sign-in-again"
    );
    assert_eq!(
        code(&stage.house.sign_in_with_code(&again, &shown, "here")),
        "app/wrong-code"
    );
    let next = shows(&stage, &secret, 1);
    assert_eq!(code(&stage.house.sign_in_with_code(&again, &next, "here")), "ok");
}

#[test]
fn a_password_waits_five_minutes_and_ends_with_the_sign_ins() {
    let stage = Stage::founded();
    let (ann, secret, _) = with_codes(&stage);
    let late = waiting(&stage);
    stage.pass(5 * MINUTE);
    let shown = shows(&stage, &secret, 0);
    assert_eq!(
        code(&stage.house.sign_in_with_code(&late, &shown, "here")),
        "app/sign-in-again"
    );
    let ended = waiting(&stage);
    stage.house.sign_out_everywhere(&ann).unwrap();
    assert_eq!(
        code(&stage.house.sign_in_with_code(&ended, &shown, "here")),
        "app/sign-in-again"
    );
    assert_eq!(
        code(&stage.house.sign_in_with_code("none", &shown, "here")),
        "app/sign-in-again"
    );
}

#[test]
fn recovery_codes_open_once_each_and_new_ones_end_the_earlier() {
    let stage = Stage::founded();
    let (ann, _, recovery) = with_codes(&stage);
    assert_eq!(recovery.len(), 10);
    let loud = recovery[0].to_uppercase().replace('-', " ");
    stage.house.sign_in_with_code(&waiting(&stage), &loud, "here").unwrap();
    assert_eq!(stage.house.codes(&ann).unwrap(), Codes::On(9));
    let twice = stage.house.sign_in_with_code(&waiting(&stage), &recovery[0], "here");
    assert_eq!(code(&twice), "app/wrong-code");
    assert_eq!(
        code(&stage.house.new_recovery_codes(&ann, "wrong")),
        "app/wrong-password"
    );
    let new = stage.house.new_recovery_codes(&ann, SECRET).unwrap();
    let earlier = stage.house.sign_in_with_code(&waiting(&stage), &recovery[1], "here");
    assert_eq!(code(&earlier), "app/wrong-code");
    stage
        .house
        .sign_in_with_code(&waiting(&stage), &new[1], "here")
        .unwrap();
}

#[test]
fn wrong_codes_are_counted_and_told_to_the_member() {
    let stage = Stage::founded();
    let (ann, secret, _) = with_codes(&stage);
    let trying = waiting(&stage);
    for _ in 0..10 {
        assert_eq!(
            code(&stage.house.sign_in_with_code(&trying, "12345", "here")),
            "app/wrong-code"
        );
    }
    let right = shows(&stage, &secret, 0);
    assert_eq!(
        code(&stage.house.sign_in_with_code(&trying, &right, "there")),
        "app/too-many-tries"
    );
    stage.pass(16 * MINUTE);
    let right = shows(&stage, &secret, 0);
    stage.house.sign_in_with_code(&waiting(&stage), &right, "here").unwrap();
    let ways: Vec<_> = stage
        .house
        .sign_in_traces(&ann)
        .unwrap()
        .iter()
        .map(|it| it.way)
        .collect();
    for way in [Way::CodesOn, Way::CodeFailed, Way::Code] {
        assert!(ways.contains(&way), "{way:?}");
    }
}

#[test]
fn codes_are_turned_off_by_the_password_and_by_a_way_back_in() {
    let stage = Stage::founded();
    let (ann, ..) = with_codes(&stage);
    assert_eq!(code(&stage.house.begin_codes(&ann)), "app/codes-on-already");
    assert_eq!(code(&stage.house.turn_off_codes(&ann, "wrong")), "app/wrong-password");
    stage.house.turn_off_codes(&ann, SECRET).unwrap();
    assert!(
        stage
            .house
            .sign_in("ann", SECRET, "here")
            .unwrap()
            .signed_in()
            .is_some()
    );
    assert_eq!(code(&stage.house.new_recovery_codes(&ann, SECRET)), "app/codes-not-on");
    stage.pass(MINUTE);
    stage.house.begin_codes(&ann).unwrap();
    let Codes::Begun(begun) = stage.house.codes(&ann).unwrap() else {
        panic!("not begun");
    };
    stage
        .house
        .turn_on_codes(&ann, SECRET, &shows(&stage, &begun.secret, 0))
        .unwrap();
    let link = stage.house.recovery_link(&ann).unwrap();
    stage.house.set_anew(&link, "another long secret of ours").unwrap();
    assert_eq!(stage.house.codes(&ann).unwrap(), Codes::Off);
    let made_up = Member {
        fictional: true,
        ..Member::new(id("bo"), "Bo", "bo")
    };
    assert_eq!(code(&stage.house.begin_codes(&made_up)), "app/demonstration-stays");
}
