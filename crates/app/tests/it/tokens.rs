//! Tokens for programs: made once, kept as a digest, never more than their member, ended in every way they should be.

use cm_app::{Deed, Member, Role, TokenScope, TokenWanted, Way};
use cm_framework::{Act, MemberLeft, RolesChanged};

use crate::stage::{Stage, code, id, partner, profile};

const SECRET: &str = "twelve small ducks on a pond";
const DAY: i64 = 86_400_000;

/// A partnership that `ann` convenes and to which `bea` of the charity contributes.
struct Scene {
    stage: Stage,
    ann: cm_app::Caller,
    bea: Member,
}

fn scene() -> Scene {
    let stage = Stage::founded();
    let ann = Member::new(id("ann"), "Ann", "ann");
    stage.house.take_in(ann.clone(), Some(SECRET)).unwrap();
    let roles = [Role::Convenor].into();
    let ann = stage
        .house
        .establish(&ann, &stage.here, &profile(false), &partner("council"), &roles)
        .unwrap();
    let mut scene = Scene {
        bea: Member::new(id("nobody"), "", ""),
        stage,
        ann,
    };
    scene.bea = scene.invited();
    scene
}

impl Scene {
    fn invited(&self) -> Member {
        let roles = [Role::Contributor].into();
        let (_, secret) = self.stage.house.invite(&self.ann, &id("charity"), &roles).unwrap();
        match self.stage.house.member("bea").unwrap() {
            Some(bea) => self.stage.house.take_up(&secret, &bea).map(|_| bea).unwrap(),
            None => self.stage.house.take_up_anew(&secret, "Bea", "bea", SECRET).unwrap(),
        }
    }

    fn bea(&self) -> Member {
        self.stage.house.member("bea").unwrap().unwrap()
    }

    fn wanted(&self, scope: TokenScope) -> TokenWanted {
        TokenWanted {
            name: "Monthly upload".to_owned(),
            scope,
            partnership: self.stage.here.clone(),
            partner: id("charity"),
            days: 90,
        }
    }

    fn made(&self, scope: TokenScope) -> String {
        self.stage.house.make_token(&self.bea(), &self.wanted(scope)).unwrap()
    }

    fn used(&self, secret: &str) -> &'static str {
        code(&self.stage.house.by_token(secret, "here"))
    }

    fn ways(&self) -> Vec<Way> {
        let traces = self.stage.house.sign_in_traces(&self.bea()).unwrap();
        traces.iter().map(|it| it.way).collect()
    }
}

#[test]
fn a_token_acts_for_its_partner_within_its_scope_and_is_kept_as_a_digest() {
    let scene = scene();
    let secret = scene.made(TokenScope::Read);
    assert!(secret.starts_with("cmt_") && secret.len() == 68, "{secret}");
    let house = &scene.stage.house;
    let bearer = house.by_token(&secret, "here").unwrap();
    assert_eq!(bearer.caller.partner, id("charity"));
    let must = |deed, partnership: &str| bearer.must(deed, &id(partnership)).map_err(|it| it.code).err();
    let here = scene.stage.here.as_str();
    assert_eq!(must(Deed::Ask, here), None);
    assert_eq!(must(Deed::Gather, here), Some("app/beyond-token"));
    assert_eq!(must(Deed::Admit, here), Some("app/not-your-role"));
    assert_eq!(must(Deed::Read, "elsewhere"), Some("app/no-such-partnership"));
    let wide = house.by_token(&scene.made(TokenScope::Contribute), "here").unwrap();
    assert!(wide.must(Deed::Gather, &scene.stage.here).is_ok());
    let beyond = wide.must(Deed::Interpret, &scene.stage.here).map_err(|it| it.code);
    assert_eq!(beyond.err(), Some("app/beyond-token"));
    for kept in ["api-tokens".to_owned(), format!("api-tokens/{}", scene.bea.id)] {
        for it in scene.stage.store.list(&kept, house.now()).unwrap() {
            assert!(!it.key.contains(&secret[4..]) && !it.value.contains(&secret[4..]));
        }
    }
    assert_eq!(scene.ways().iter().filter(|it| **it == Way::TokenMade).count(), 2);
}

#[test]
fn the_list_says_the_last_day_and_what_is_revoked_is_over() {
    let scene = scene();
    let house = &scene.stage.house;
    let secret = scene.made(TokenScope::Read);
    let listed = || house.tokens(&scene.bea()).unwrap();
    assert_eq!(listed()[0].used, None);
    scene.stage.pass(3 * DAY);
    assert_eq!(scene.used(&secret), "ok");
    assert_eq!(listed()[0].used, Some(house.today()));
    let ann = house.member("ann").unwrap().unwrap();
    let token = listed()[0].id.clone();
    assert_eq!(code(&house.revoke_token(&ann, &token)), "app/no-such-token-of-yours");
    house.revoke_token(&scene.bea(), &token).unwrap();
    assert_eq!(scene.used(&secret), "app/no-such-token");
    assert!(listed().is_empty());
    assert_eq!(
        code(&house.revoke_token(&scene.bea(), &token)),
        "app/no-such-token-of-yours"
    );
    let ways = scene.ways();
    assert!(
        ways.contains(&Way::TokenRevoked) && ways.contains(&Way::TokenRefused),
        "{ways:?}"
    );
}

#[test]
fn a_token_ends_by_itself_and_when_every_sign_in_does() {
    let scene = scene();
    let secret = scene.made(TokenScope::Read);
    scene.stage.pass(90 * DAY - 1);
    assert_eq!(scene.used(&secret), "ok");
    scene.stage.pass(1);
    assert_eq!(scene.used(&secret), "app/no-such-token");
    let another = scene.made(TokenScope::Read);
    scene.stage.house.sign_out_everywhere(&scene.bea()).unwrap();
    assert_eq!(scene.used(&another), "app/no-such-token");
}

#[test]
fn who_left_has_no_token_even_when_they_come_back_and_roles_are_those_of_now() {
    let scene = scene();
    let house = &scene.stage.house;
    let secret = scene.made(TokenScope::Contribute);
    let changed = RolesChanged {
        member: scene.bea.id.clone(),
        partner: id("charity"),
        roles: [Role::Auditor].into(),
        reason: "Reads alone".to_owned(),
    };
    house.agree(&scene.ann, &Act::RolesChanged(changed)).unwrap();
    let bearer = house.by_token(&secret, "here").unwrap();
    let refused = bearer.must(Deed::Gather, &scene.stage.here).map_err(|it| it.code);
    assert_eq!(refused.err(), Some("app/not-your-role"));
    let left = MemberLeft {
        member: scene.bea.id.clone(),
        partner: id("charity"),
        reason: "Moved".to_owned(),
    };
    house.agree(&scene.ann, &Act::MemberLeft(left)).unwrap();
    assert_eq!(scene.used(&secret), "app/no-such-token");
    scene.invited();
    assert_eq!(scene.used(&secret), "app/no-such-token");
}

#[test]
fn what_is_asked_of_a_new_token_is_looked_at() {
    let scene = scene();
    let house = &scene.stage.house;
    let tried = |change: &dyn Fn(&mut TokenWanted)| {
        let mut wanted = scene.wanted(TokenScope::Read);
        change(&mut wanted);
        code(&house.make_token(&scene.bea(), &wanted))
    };
    assert_eq!(tried(&|it| it.name = "  ".to_owned()), "app/no-token-name");
    assert_eq!(tried(&|it| it.name = "a".repeat(61)), "app/no-token-name");
    assert_eq!(tried(&|it| it.days = 0), "app/token-days");
    assert_eq!(tried(&|it| it.days = 366), "app/token-days");
    assert_eq!(tried(&|it| it.partner = id("council")), "app/not-your-partner");
    assert_eq!(tried(&|it| it.partnership = id("elsewhere")), "app/not-your-partner");
    for _ in 0..20 {
        scene.made(TokenScope::Read);
    }
    assert_eq!(tried(&|_| ()), "app/too-many-tokens");
}

#[test]
fn an_address_with_many_wrong_tokens_rests_and_a_token_that_hurries_waits() {
    let scene = scene();
    let secret = scene.made(TokenScope::Read);
    for number in 0..30 {
        assert_eq!(scene.used(&format!("cmt_{number:064}")), "app/no-such-token");
    }
    assert_eq!(scene.used(&secret), "app/too-many-tries");
    let elsewhere = |secret: &str| code(&scene.stage.house.by_token(secret, "there"));
    for _ in 0..600 {
        assert_eq!(elsewhere(&secret), "ok");
    }
    assert_eq!(elsewhere(&secret), "app/too-many-requests");
    scene.stage.pass(60_000);
    assert_eq!(elsewhere(&secret), "ok");
}
