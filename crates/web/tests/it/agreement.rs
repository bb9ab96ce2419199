use cm_framework::{Act, Motive, Signed};

use crate::reader::Reader;
use crate::world::{WAIT, World, measure};

const CSV: &str = "month,ward,late,all\n2017-01,A,3,10\n2017-02,A,2,10\n2017-02,B,0,0\n";

fn new() -> String {
    format!("{WAIT}/agreements/new")
}

async fn act(reader: &mut Reader, at: u64, name: &str, fields: &[(&str, &str)]) -> crate::reader::Page {
    let address = format!("{WAIT}/agreements/{at}");
    let token = reader.get(&address).await.is(200).token();
    let mut all = vec![("token", token.as_str())];
    all.extend(fields);
    reader.post(&format!("{address}/{name}"), &all).await
}

#[tokio::test]
async fn uses_are_proposed_signed_by_two_and_in_force() {
    let world = World::new();
    let assessed = world.assessed("seen-in-time").to_string();
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(&new()).await.is(200);
    page.says(&["Nothing is in force", "value=\"forum\" checked", "3 April 2018"]);
    let token = page.token();
    let mut fields = vec![
        ("token", token.as_str()),
        ("motive", "learning"),
        ("motive", "target"),
        ("assessment", &assessed),
        ("signatory", "council"),
        ("signatory", "hospital"),
        ("rule", "all"),
        ("review-by", "3/4/2018"),
        ("reason", "To see <it>."),
    ];
    let check = anne.post(&new(), &fields).await.is(200);
    check.says(&[
        "First agreement: learning and target",
        "95%",
        "Put it to the partners",
        "To see &#60;it&#62;.",
    ]);
    fields.push(("step", "propose"));
    let done = anne.post(&new(), &fields).await.is(303);
    let at: u64 = done.location.rsplit('/').next().unwrap().parse().unwrap();
    anne.get(&done.location).await.says(&[
        "Waits for The council and The hospital",
        "Sign for The council",
        "Every signatory signs",
    ]);
    anne.post(&new(), &fields).await.is(409).says(&["app/posted-twice"]);

    act(&mut anne, at, "sign", &[]).await.is(303);
    let half = anne.get(&done.location).await;
    half.says(&[
        "Your partner&#39;s signature is on record",
        "Waits for The hospital",
        "signed on 3 April 2017",
    ]);
    half.never_says(&["Sign for The council"]);
    let mut cleo = world.signed_in("cleo").await;
    cleo.get(&done.location).await.never_says(&["Sign for The forum"]);
    world.later(1);
    act(&mut world.signed_in("bela").await, at, "sign", &[]).await.is(303);
    let mut anne = world.signed_in("anne").await;
    anne.get(&done.location)
        .await
        .says(&["In force since 4 April 2017", "Signed by 2 of 2 partners"]);
    anne.get(WAIT).await.says(&["Agreed for learning and target"]);
}

#[tokio::test]
async fn a_wider_use_says_what_stays_out_and_a_narrower_one_that_it_acts_at_once() {
    let world = World::new();
    world.agreed(&[Motive::Learning, Motive::Ranking]);
    world.gathered(CSV, None);
    let assessed = world.assessed("seen-in-time").to_string();
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(&new()).await.is(200);
    page.says(&["In force now", "value=\"ranking\" checked"]);
    let fields = [
        ("token", &*page.token()),
        ("motive", "learning"),
        ("motive", "target"),
        ("assessment", &assessed),
        ("signatory", "council"),
        ("rule", "stewards"),
        ("steward", "forum"),
        ("review-by", "2018-04-03"),
        ("reason", "Why not."),
    ];
    anne.post(&new(), &fields).await.is(200).says(&[
        "Adds target",
        "Holds for evidence gathered from the day all have signed; 3 readings gathered so far stay out unless contributors \
         re-consent.",
        "Ends ranking",
        "This acts at once on all later use.",
        "No longer asks The forum and The hospital to sign",
        "Decided by the signatures of The forum",
        "The hospital contributed evidence and is not asked to sign",
    ]);
}

#[tokio::test]
async fn what_is_wrong_with_a_proposal_is_said_and_the_answers_are_kept() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let token = anne.get(&new()).await.token();
    let fields = [
        ("token", token.as_str()),
        ("motive", "target"),
        ("assessment", "95"),
        ("signatory", "nobody"),
        ("rule", "stewards"),
        ("review-by", "3 April 2017"),
        ("reason", ""),
        ("step", "propose"),
    ];
    let page = anne.post(&new(), &fields).await.is(422);
    page.says(&[
        "There is a problem",
        "href=\"#assessment\"",
        "Leave target out until one has been assessed and signed",
        "Tick partners of this list only",
        "Tick the stewards who decide",
        "The review must be on a day that is still to come",
        "Say why these uses",
        "value=\"target\" checked",
    ]);
    assert_eq!(page.token(), token);
    let none = [("token", token.as_str()), ("reason", "x")];
    anne.post(&new(), &none)
        .await
        .is(422)
        .says(&["Tick at least one use", "href=\"#motive\""]);
}

#[tokio::test]
async fn an_objection_travels_to_the_measure_until_it_is_taken_back() {
    let world = World::new();
    let at = world.agreed(&[Motive::Learning]);
    let mut cleo = world.signed_in("cleo").await;
    let empty = act(&mut cleo, at, "object", &[("objection", " ")]).await.is(422);
    empty.says(&["Say why your partner objects", "href=\"#objection\""]);
    act(&mut cleo, at, "object", &[("objection", "It hides who leaves.")])
        .await
        .is(303);
    for path in [WAIT, "/p/care/framework"] {
        cleo.get(path).await.says(&["The forum: “It hides who leaves.”"]);
    }
    act(&mut cleo, at, "take-back", &[]).await.is(303);
    cleo.get("/p/care/framework")
        .await
        .never_says(&["It hides who leaves."]);
    act(&mut cleo, at, "take-back", &[])
        .await
        .is(409)
        .says(&["framework/no-objection"]);
}

#[tokio::test]
async fn a_withdrawal_asks_once_more_and_then_stops_the_use_at_once() {
    let world = World::new();
    let at = world.agreed(&[Motive::Learning, Motive::Target]);
    let address = format!("{WAIT}/agreements/{at}");
    let mut bela = world.signed_in("bela").await;
    act(&mut bela, at, "withdraw", &[("motive", "target")])
        .await
        .is(422)
        .says(&["Say why it stops"]);
    act(&mut bela, at, "withdraw", &[("motive", "nonsense"), ("reason", "x")])
        .await
        .is(422);
    let given = [("motive", "target"), ("reason", "It bends the count.")];
    let asked = act(&mut bela, at, "withdraw", &given).await.is(200);
    asked.says(&["This cannot be taken back", "Stop target now", "It bends the count."]);
    bela.get(&address)
        .await
        .says(&["<span class=\"cm-motive__use\">Target</span> granted"]);
    let token = asked.token();
    let stop = [("token", token.as_str()), given[0], given[1], ("step", "stop")];
    bela.post(&format!("{address}/withdraw"), &stop).await.is(303);
    bela.get(&address).await.says(&[
        "<span class=\"cm-motive__use\">Target</span> withdrawn",
        "The use has stopped at once",
    ]);
    bela.post(&format!("{address}/withdraw"), &stop)
        .await
        .is(409)
        .says(&["app/posted-twice"]);
    bela.get(WAIT).await.says(&["Target stopped"]);
}

#[tokio::test]
async fn a_contributor_lets_earlier_evidence_into_a_new_use() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    world.gathered(CSV, None);
    let at = world.agreed(&[Motive::Learning, Motive::Ranking]);
    let address = format!("{WAIT}/agreements/{at}");
    let mut bela = world.signed_in("bela").await;
    bela.get(&address)
        .await
        .says(&["Let 3 earlier readings be used for ranking"]);
    world
        .signed_in("anne")
        .await
        .get(&address)
        .await
        .never_says(&["Let 3 earlier readings"]);
    act(&mut bela, at, "reconsent", &[("motive", "nonsense")]).await.is(404);
    act(&mut bela, at, "reconsent", &[("motive", "ranking")]).await.is(303);
    bela.get(&address).await.never_says(&["Let 3 earlier readings"]);
}

#[tokio::test]
async fn an_agreement_is_known_only_where_it_belongs_and_to_whom() {
    let world = World::new();
    let at = world.proposed(&[Motive::Learning]);
    world.agree("anne", &Act::MeasureProposed(measure("Other")));
    let address = format!("{WAIT}/agreements/{at}");
    let elsewhere = format!("/p/care/measures/other/agreements/{at}");
    let mut anne = world.signed_in("anne").await;
    anne.get(&elsewhere).await.is(404);
    let token = anne.get(&address).await.token();
    anne.post(&format!("{elsewhere}/sign"), &[("token", &token)])
        .await
        .is(404);
    anne.post(&format!("{address}/sign"), &[("token", "forged")])
        .await
        .is(409)
        .says(&["app/stale-page"]);
    world.reader().get(&address).await.is(401);
    let mut eve = world.signed_in("eve").await;
    for tail in ["", "/sign", "/object", "/take-back", "/withdraw", "/reconsent"] {
        let path = format!("{address}{tail}");
        let page = if tail.is_empty() {
            eve.get(&path).await
        } else {
            eve.post(&path, &[("token", &token)]).await
        };
        page.is(404);
        if !tail.is_empty() {
            world.reader().post(&path, &[("token", &token)]).await.is(401);
        }
    }
    let mut dan = world.signed_in("dan").await;
    dan.get(&address).await.is(200).never_says(&["Sign for"]);
    for tail in ["/sign", "/object", "/take-back", "/withdraw", "/reconsent"] {
        let fields = [
            ("token", token.as_str()),
            ("motive", "learning"),
            ("reason", "x"),
            ("objection", "x"),
        ];
        dan.post(&format!("{address}{tail}"), &fields).await.is(403);
    }
}

#[tokio::test]
async fn a_lapsed_review_and_a_later_version_are_said_in_words() {
    let world = World::new();
    let at = world.agreed(&[Motive::Learning, Motive::Target]);
    world.later(400);
    let address = format!("{WAIT}/agreements/{at}");
    let mut anne = world.signed_in("anne").await;
    anne.get(&address)
        .await
        .says(&["The review was due by 3 April 2018, so target stopped by itself"]);
    let overtaken = world.proposed(&[Motive::Learning]);
    let next = world.agreed(&[Motive::Learning]);
    anne.get(&address)
        .await
        .says(&["No longer in force: version 3 took its place", "Learning</span> ended"]);
    let never = anne.get(&format!("{WAIT}/agreements/{overtaken}")).await;
    never.says(&["Never came into force"]);
    let signed = Signed {
        agreement: next,
        reason: String::new(),
    };
    assert!(
        world
            .house
            .agree(&world.caller("anne"), &Act::AgreementSigned(signed))
            .is_err()
    );
}
