use cm_framework::Motive;

use crate::world::{CARE, WAIT, World};

#[tokio::test]
async fn a_partner_leaves_is_followed_and_what_it_learned_stays_readable() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    world.gathered("month,ward,late,all\n2016-01,A,1,10\n", None);
    let hospital = format!("{CARE}/partners/hospital");
    let mut bela = world.signed_in("bela").await;
    let page = bela.get(&hospital).await.is(200);
    page.says(&[
        "The hospital",
        "Evidence it brought in",
        "1 rows of",
        "leaves the partnership",
    ]);
    let leave = format!("{hospital}/leave");
    let token = bela.get(&leave).await.is(200).token();
    let unfinished = bela
        .post(&leave, &[("token", &token), ("successor", "forum")])
        .await
        .is(422);
    unfinished.says(&["Say why it leaves"]);
    let mut fields = vec![
        ("token", token.as_str()),
        ("successor", "forum"),
        ("reason", "Its contract ended"),
    ];
    let check = bela.post(&leave, &fields).await.is(200);
    check.says(&[
        "Does The hospital leave?",
        "The forum",
        "1 membership",
        "yours among them",
    ]);
    fields.push(("step", "leave"));
    bela.post(&leave, &fields).await.is(303);
    bela.get(&hospital).await.is(404);
    let mut cleo = world.signed_in("cleo").await;
    cleo.get(&hospital)
        .await
        .is(200)
        .says(&["Left the partnership", "Its contract ended", "1 rows of", "follows it"]);
    cleo.get(&format!("{CARE}/partners/forum"))
        .await
        .says(&["Follows", "The hospital"]);
    cleo.get(&format!("{CARE}/framework")).await.says(&["Left on"]);
    cleo.get(&format!("{CARE}/record")).await.says(&["Partner left"]);
    let mut anne = world.signed_in("anne").await;
    let proposing = anne.get(&format!("{WAIT}/agreements/new")).await.is(200);
    proposing.never_says(&["value=\"hospital\""]);
    anne.get(&leave).await.is(409).says(&["framework/partner-left"]);
}

#[tokio::test]
async fn only_a_convenor_lets_another_partner_go_and_not_the_last_convenor() {
    let world = World::new();
    let forum = format!("{CARE}/partners/forum/leave");
    world.signed_in("bela").await.get(&forum).await.is(403);
    let mut anne = world.signed_in("anne").await;
    let token = anne.get(&forum).await.is(200).token();
    let fields = [
        ("token", token.as_str()),
        ("successor", ""),
        ("reason", "It dissolved"),
        ("step", "leave"),
    ];
    anne.post(&forum, &fields).await.is(303);
    world
        .signed_in("cleo")
        .await
        .get(&format!("{CARE}/framework"))
        .await
        .is(404);
    let council = format!("{CARE}/partners/council/leave");
    anne.get(&council).await.is(409).says(&["framework/last-convenor"]);
}
