//! Passkeys, an organisation's own sign-in and letters, as far as they are ours: whom they let in, what they refuse.

use std::cell::RefCell;
use std::sync::Arc;

use cm_app::{
    CameBack, Doors, Entered, IDLE_MS, Letter, Member, NotCarried, Passkeys, Provider, ProviderSettings, Unable, Way,
};
use cm_kernel::Timestamp;
use cm_store::{Kept, Memory};

use crate::at_work;
use crate::stage::{Stage, code, id};

const SECRET: &str = "twelve small ducks on a pond";
const MINUTE: i64 = 60_000;

/// A house with every door open, and Ann and Bob in it.
fn open() -> (Stage, Member, Member) {
    let stage = Stage::founded();
    let settings = ProviderSettings {
        issuer: at_work::open(),
        client: "measures".to_owned(),
        secret: "a secret".to_owned(),
        back: "https://measure.example.org/sign-in/organisation/back".to_owned(),
    };
    stage.house.open_doors(Doors {
        address: Some("https://measure.example.org".to_owned()),
        passkeys: Some(Passkeys::new("https://measure.example.org").unwrap()),
        provider: Some(("Example Council".to_owned(), Provider::new(settings).unwrap())),
        letters: true,
    });
    let [ann, bob] = ["ann", "bob"].map(|name| taken_in(&stage, name));
    (stage, ann, bob)
}

fn taken_in(stage: &Stage, name: &str) -> Member {
    let member = Member {
        partnerships: [stage.here.clone()].into(),
        ..Member::new(id(name), name, name)
    };
    stage.house.take_in(member, Some(SECRET)).unwrap();
    again(stage, name)
}

fn again(stage: &Stage, name: &str) -> Member {
    stage.house.member_of_id(&id(name)).unwrap().unwrap()
}

/// Every letter that waits, carried.
fn carried(stage: &Stage) -> Vec<Letter> {
    let letters = RefCell::new(Vec::new());
    let taken = stage.house.carry_letters(&|letter| {
        letters.borrow_mut().push(letter.clone());
        Ok(())
    });
    assert_eq!(taken.unwrap(), letters.borrow().len());
    letters.into_inner()
}

fn secret_in(letter: &Letter) -> String {
    let link = letter.text.lines().find(|it| it.starts_with("https://")).unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

#[test]
fn shut_doors_say_who_can_open_them() {
    let stage = Stage::founded();
    let ann = taken_in(&stage, "ann");
    assert_eq!(code(&stage.house.ask_for_passkey()), "app/door-shut");
    assert_eq!(code(&stage.house.begin_passkey(&ann, "phone", SECRET)), "app/door-shut");
    assert_eq!(code(&stage.house.leave_to_sign_in()), "app/door-shut");
    assert_eq!(
        code(&stage.house.ask_for_letters(&ann, "a@example.org", SECRET)),
        "app/door-shut"
    );
    assert_eq!(code(&stage.house.recover_by_letter("ann", "here")), "app/door-shut");
}

#[test]
fn a_passkey_takes_a_name_a_password_and_a_true_answer() {
    let (stage, ann, _) = open();
    let house = &stage.house;
    assert_eq!(code(&house.begin_passkey(&ann, " ", SECRET)), "app/no-passkey-name");
    assert_eq!(code(&house.begin_passkey(&ann, "phone", "wrong")), "app/wrong-password");
    let asked = house.begin_passkey(&ann, "phone", SECRET).unwrap();
    assert!(asked.options.contains("\"residentKey\":\"required\""));
    assert_eq!(
        code(&house.keep_passkey(&ann, &asked.waiting, "{}")),
        "app/passkey-not-taken"
    );
    assert_eq!(
        code(&house.keep_passkey(&ann, "made up", "{}")),
        "app/passkey-not-taken"
    );
    assert!(house.passkeys(&ann).unwrap().is_empty());
    assert_eq!(code(&house.drop_passkey(&ann, "none", SECRET)), "app/no-such-passkey");
    let asked = house.ask_for_passkey().unwrap();
    for answer in ["", "{}", &"[".repeat(100_000)] {
        let refused = house.sign_in_with_passkey(&asked.waiting, answer, "here");
        assert_eq!(code(&refused), "app/wrong-passkey");
    }
    for _ in 0..30 {
        drop(house.sign_in_with_passkey(&asked.waiting, "{}", "here"));
    }
    let rested = house.sign_in_with_passkey(&asked.waiting, "{}", "here");
    assert_eq!(code(&rested), "app/too-many-tries");
}

#[test]
fn ten_passkeys_are_enough() {
    let (stage, ann, _) = open();
    let made = stage.house.now();
    let shown = format!(r#"{{"id":"x","name":"old","made":"{made}","used":null}}"#);
    let keys = vec![format!("[{shown},\"\"]"); 10].join(",");
    let record = Kept {
        key: "ann".to_owned(),
        value: format!(r#"{{"whose":"00","keys":[{keys}]}}"#),
        expires: None,
    };
    stage.store.keep("passkeys", &record).unwrap();
    assert_eq!(stage.house.passkeys(&ann).unwrap().len(), 10);
    assert_eq!(
        code(&stage.house.begin_passkey(&ann, "phone", SECRET)),
        "app/too-many-passkeys"
    );
}

/// Leaves and comes back as somebody, with a word that is wrong in one way or in none.
fn comes_back(stage: &Stage, connects: Option<&Member>, subject: &str, flaw: &str) -> Result<CameBack, Unable> {
    let leaving = match connects {
        Some(member) => stage.house.leave_to_connect(member, SECRET)?,
        None => stage.house.leave_to_sign_in()?,
    };
    let nonce = leaving.to.split("nonce=").nth(1).unwrap();
    let nonce = nonce.split('&').next().unwrap();
    let brought = format!("{subject}.{nonce}.{flaw}");
    stage
        .house
        .come_back(&leaving.state, &leaving.state, &brought, connects)
}

#[test]
fn an_organisation_vouches_for_whom_it_is_connected_with() {
    let (stage, ann, bob) = open();
    assert_eq!(code(&comes_back(&stage, None, "ann-there", "")), "app/not-connected");
    assert!(matches!(
        comes_back(&stage, Some(&ann), "ann-there", "").unwrap(),
        CameBack::Connected
    ));
    let CameBack::Entered(Entered::In(signed_in)) = comes_back(&stage, None, "ann-there", "").unwrap() else {
        panic!("not signed in");
    };
    assert_eq!(signed_in.member.id, ann.id);
    assert_eq!(
        code(&comes_back(&stage, Some(&bob), "ann-there", "")),
        "app/connected-elsewhere"
    );
    assert_eq!(code(&stage.house.disconnect(&ann, "wrong")), "app/wrong-password");
    stage.house.disconnect(&ann, SECRET).unwrap();
    assert!(!stage.house.is_connected(&ann).unwrap());
    assert_eq!(code(&comes_back(&stage, None, "ann-there", "")), "app/not-connected");
}

#[test]
fn a_word_that_does_not_hold_opens_nothing() {
    let (stage, ann, _) = open();
    comes_back(&stage, Some(&ann), "ann-there", "").unwrap();
    for flaw in ["key", "nonce", "audience", "issuer", "old"] {
        let refused = comes_back(&stage, None, "ann-there", flaw);
        assert_eq!(code(&refused), "app/organisation-away", "{flaw}");
    }
}

#[test]
fn only_the_browser_that_left_comes_back_and_only_once() {
    let (stage, ann, bob) = open();
    let house = &stage.house;
    let leaving = house.leave_to_sign_in().unwrap();
    let stranger = house.come_back("another", &leaving.state, "x.y.", None);
    assert_eq!(code(&stranger), "app/not-who-left");
    let leaving = house.leave_to_connect(&ann, SECRET).unwrap();
    let nonce = leaving.to.split("nonce=").nth(1).unwrap().split('&').next().unwrap();
    let brought = format!("somebody.{nonce}.");
    let other = house.come_back(&leaving.state, &leaving.state, &brought, Some(&bob));
    assert_eq!(code(&other), "app/not-who-left");
    let twice = house.come_back(&leaving.state, &leaving.state, &brought, Some(&ann));
    assert_eq!(code(&twice), "app/not-who-left");
    let leaving = house.leave_to_sign_in().unwrap();
    stage.pass(11 * MINUTE);
    let late = house.come_back(&leaving.state, &leaving.state, "x.y.", None);
    assert_eq!(code(&late), "app/not-who-left");
}

#[test]
fn letters_go_where_their_member_showed_to_be() {
    let (stage, ann, bob) = open();
    let house = &stage.house;
    assert_eq!(
        code(&house.ask_for_letters(&ann, "nowhere", SECRET)),
        "app/no-letter-address"
    );
    house.recover_by_letter("ann", "here").unwrap();
    assert!(
        carried(&stage).is_empty(),
        "nothing goes out before there is an address"
    );
    house.ask_for_letters(&ann, "ann@example.org", SECRET).unwrap();
    let letters = carried(&stage);
    let secret = secret_in(&letters[0]);
    assert_eq!(code(&house.confirm_letters(&bob, &secret)), "app/no-such-letter");
    house.confirm_letters(&ann, &secret).unwrap();
    assert_eq!(code(&house.confirm_letters(&ann, &secret)), "app/no-such-letter");
    let ann = again(&stage, "ann");
    assert_eq!(ann.letters.as_deref(), Some("ann@example.org"));
    house
        .change_password(&ann, SECRET, "another long sentence of mine")
        .unwrap();
    assert!(carried(&stage)[0].text.contains("Changed the password"));
    house.recover_by_letter(" ANN ", "elsewhere").unwrap();
    let back = secret_in(&carried(&stage)[0]);
    house.set_anew(&back, SECRET).unwrap();
    let kept = again(&stage, "ann");
    assert!(
        house
            .sign_in_traces(&kept)
            .unwrap()
            .iter()
            .any(|it| it.way == Way::WayBackSent)
    );
    house.end_letters(&kept, SECRET).unwrap();
    assert_eq!(again(&stage, "ann").letters, None);
}

#[test]
fn letters_are_not_a_way_to_flood_somebody() {
    let (stage, ann, _) = open();
    for _ in 0..5 {
        stage.house.ask_for_letters(&ann, "ann@example.org", SECRET).unwrap();
    }
    let sixth = stage.house.ask_for_letters(&ann, "ann@example.org", SECRET);
    assert_eq!(code(&sixth), "app/too-many-letters");
}

#[test]
fn a_letter_that_is_not_taken_is_tried_again_and_one_refused_for_good_is_not() {
    let (stage, ann, _) = open();
    let house = &stage.house;
    let not = |for_good| {
        move |_: &Letter| {
            let why = "away".to_owned();
            Err(NotCarried { why, for_good })
        }
    };
    house.ask_for_letters(&ann, "ann@example.org", SECRET).unwrap();
    assert_eq!(house.carry_letters(&not(false)).unwrap(), 0);
    assert!(carried(&stage).is_empty(), "it rests first");
    stage.pass(MINUTE + 1);
    assert_eq!(carried(&stage).len(), 1);
    house.ask_for_letters(&ann, "ann@example.org", SECRET).unwrap();
    assert_eq!(house.carry_letters(&not(true)).unwrap(), 0);
    stage.pass(60 * MINUTE);
    assert!(carried(&stage).is_empty());
}

#[test]
fn an_invitation_goes_by_letter_from_a_convenor_alone() {
    let (stage, ..) = open();
    let council = stage.caller("council");
    let roles = [cm_app::Role::Analyst].into();
    let (_, secret) = stage.house.invite(&council, &id("clinic"), &roles).unwrap();
    stage
        .house
        .send_invitation(&council, &secret, "new@example.org")
        .unwrap();
    assert_eq!(secret_in(&carried(&stage)[0]), secret);
    assert_eq!(
        code(&stage.house.send_invitation(&council, &secret, "new@")),
        "app/no-letter-address"
    );
}

#[test]
fn a_sign_in_that_nobody_uses_ends_and_one_can_be_ended_from_another() {
    let stage = Stage::founded();
    let ann = taken_in(&stage, "ann");
    let signs_in = || {
        stage
            .house
            .sign_in("ann", SECRET, "here")
            .unwrap()
            .signed_in()
            .unwrap()
            .secret
    };
    let (idle, used) = (signs_in(), signs_in());
    stage.pass(IDLE_MS - MINUTE);
    assert!(stage.house.signed_in(&used).unwrap().is_some());
    stage.pass(2 * MINUTE);
    assert!(stage.house.signed_in(&idle).unwrap().is_none());
    assert!(stage.house.signed_in(&used).unwrap().is_some());
    let other = signs_in();
    let standing = stage.house.standing_sign_ins(&ann, &used).unwrap();
    assert_eq!(standing.iter().map(|it| it.this).collect::<Vec<_>>(), [false, true]);
    assert_eq!(
        standing[1].used,
        Timestamp::from_ms(stage.house.now().ms() - 2 * MINUTE)
    );
    stage.house.end_sign_in(&ann, &standing[0].id).unwrap();
    assert!(stage.house.signed_in(&other).unwrap().is_none());
    assert_eq!(
        code(&stage.house.end_sign_in(&ann, &standing[0].id)),
        "app/no-such-sign-in"
    );
    assert_eq!(code(&stage.house.end_sign_in(&ann, "")), "app/no-such-sign-in");
}

#[test]
fn doors_are_opened_once() {
    let stage = Stage::over(Arc::new(Memory::default()));
    stage.house.open_doors(Doors {
        letters: true,
        ..Doors::default()
    });
    stage.house.open_doors(Doors::default());
    assert!(stage.house.doors().letters);
}
