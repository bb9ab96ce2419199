//! Starting partnerships by a link, and as a convenor.

use std::sync::Arc;

use cm_app::{Founding, Member, Role};
use cm_store::Memory;

use crate::stage::{Stage, code, id, profile};

const SECRET: &str = "twelve small ducks on a pond";
const DAY: i64 = 86_400_000;

fn founding(name: &str) -> Founding {
    Founding {
        name: name.to_owned(),
        about: "Homes that are warm".to_owned(),
        partner: "The council".to_owned(),
        kind: "council".to_owned(),
    }
}

#[test]
fn a_link_starts_one_partnership_with_its_first_convenor() {
    let stage = Stage::over(Arc::new(Memory::default()));
    let earlier = stage.house.founding_link().unwrap();
    let link = stage.house.founding_link().unwrap();
    assert_eq!(code(&stage.house.may_found(&earlier)), "app/no-such-founding");
    let found = |name: &str, whose| stage.house.found_by_link(&link, &founding(name), whose);
    assert_eq!(code(&found("Warm homes", ("Ann", "ann", "short"))), "app/weak-password");
    assert!(stage.house.partnerships().unwrap().is_empty());
    let ann = found("Warm homes", ("Ann", "ann", SECRET)).unwrap();
    let caller = stage
        .house
        .caller(&ann, &id("warm-homes"), &Default::default())
        .unwrap();
    assert_eq!(caller.roles, [Role::Convenor, Role::Contributor, Role::Analyst].into());
    assert_eq!(
        stage.house.profile(&id("warm-homes")).unwrap().about,
        "Homes that are warm"
    );
    assert!(stage.house.sign_in("ann", SECRET, "here").is_ok());
    assert_eq!(code(&found("Another", ("Bo", "bo", SECRET))), "app/no-such-founding");
    let link = stage.house.founding_link().unwrap();
    let twice = stage
        .house
        .found_by_link(&link, &founding("Warm homes"), ("Bo", "bo", SECRET));
    assert_eq!(code(&twice), "app/partnership-there");
    let taken = stage
        .house
        .found_by_link(&link, &founding("Another"), ("Ann", "ann", SECRET));
    assert_eq!(code(&taken), "app/sign-in-name-taken");
    stage.pass(14 * DAY);
    assert_eq!(code(&stage.house.may_found(&link)), "app/no-such-founding");
}

#[test]
fn who_convenes_a_real_partnership_starts_another_and_nobody_else_does() {
    let stage = Stage::over(Arc::new(Memory::default()));
    let link = stage.house.founding_link().unwrap();
    let ann = stage
        .house
        .found_by_link(&link, &founding("Warm homes"), ("Ann", "ann", SECRET))
        .unwrap();
    stage.house.found_another(&ann, &founding("Safe streets")).unwrap();
    let ann = stage.house.member("ann").unwrap().unwrap();
    assert_eq!(stage.house.memberships(&ann).unwrap().len(), 2);
    assert_eq!(
        code(&stage.house.found_another(&ann, &founding("Safe streets"))),
        "app/partnership-there"
    );
    let stranger = Member::new(id("bo"), "Bo", "bo");
    assert_eq!(
        code(&stage.house.found_another(&stranger, &founding("Mine"))),
        "app/not-a-convenor"
    );

    let demo = Stage::founded();
    demo.house.found(&id("shown"), &profile(true)).unwrap();
    let visitor = Member::new(id("cleo"), "Cleo", "cleo");
    demo.house.take_in(visitor.clone(), Some(SECRET)).unwrap();
    let council = cm_framework::Partner {
        id: id("council"),
        name: "The council".to_owned(),
        kind: "council".to_owned(),
        identifier: None,
        fictional: true,
    };
    let roles = [Role::Convenor].into();
    demo.house
        .establish(&visitor, &id("shown"), &profile(true), &council, &roles)
        .unwrap();
    let visitor = demo.house.member("cleo").unwrap().unwrap();
    assert_eq!(
        code(&demo.house.found_another(&visitor, &founding("Mine"))),
        "app/not-a-convenor"
    );
}
