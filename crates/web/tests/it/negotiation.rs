use cm_framework::Motive;

use crate::reader::{Page, Reader};
use crate::world::{CARE, WAIT, World};

fn talk() -> String {
    format!("{WAIT}/discussion")
}

/// Sends an input of a page with its token.
async fn send(reader: &mut Reader, page: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let token = reader.get(page).await.is(200).token();
    let mut all = vec![("token", token.as_str())];
    all.extend(fields);
    reader.post(to, &all).await
}

#[tokio::test]
async fn a_comment_is_answered_below_it_and_stands_on_record() {
    let world = World::new();
    let mut cleo = world.signed_in("cleo").await;
    let empty = cleo.get(&talk()).await.is(200);
    empty.says(&["Nobody has said anything yet", "No agreement on its use is in force"]);
    let nothing = send(&mut cleo, &talk(), &talk(), &[("comment", " ")]).await.is(422);
    nothing.says(&["Error: What partners say", "Write what you want to say"]);
    send(
        &mut cleo,
        &talk(),
        &talk(),
        &[("comment", "It counts <the wrong> door")],
    )
    .await
    .is(303);
    let page = cleo.get(&talk()).await;
    page.says(&["The forum", "It counts &#60;the wrong&#62; door", "under your partner"]);
    let (_, rest) = page.body.split_once("id=\"comment-").unwrap();
    let at = rest.split('"').next().unwrap().to_owned();
    let mut bela = world.signed_in("bela").await;
    let answering = bela.get(&format!("{}?answers={at}", talk())).await.is(200);
    answering.says(&["You answer The forum", "Your answer"]);
    send(
        &mut bela,
        &talk(),
        &talk(),
        &[("comment", "Which one?"), ("answers", &at)],
    )
    .await
    .is(303);
    bela.get(&talk()).await.says(&["cm-said__item--answer", "Which one?"]);
    bela.get(&format!("{CARE}/framework")).await.says(&["2 comments"]);
    bela.get(WAIT).await.says(&["2 comments, vetoes"]);
    bela.get(&format!("{CARE}/record"))
        .await
        .says(&["Comment", "Which one?"]);
}

#[tokio::test]
async fn a_veto_holds_the_agreement_up_in_words_until_it_is_lifted() {
    let world = World::new();
    let mut cleo = world.signed_in("cleo").await;
    let veto = format!("{}/veto", talk());
    send(&mut cleo, &talk(), &veto, &[("veto", "")])
        .await
        .is(422)
        .says(&["Say why"]);
    send(&mut cleo, &talk(), &veto, &[("veto", "Nobody asked us")])
        .await
        .is(303);
    for page in [WAIT, &format!("{CARE}/framework"), &talk()] {
        cleo.get(page).await.says(&["Veto.", "Nobody asked us"]);
    }
    world.agreed(&[Motive::Learning]);
    cleo.get(WAIT).await.says(&["framework/vetoed", "Nobody asked us"]);
    let waiting = cleo.get(&format!("{CARE}/framework")).await;
    waiting.says(&["Version 1 waits"]);
    let mut dan = world.signed_in("dan").await;
    dan.get(&talk()).await.never_says(&["Lift the veto", "Veto it for"]);
    let lift = format!("{}/lift", talk());
    send(&mut cleo, &talk(), &lift, &[("lift", "They have asked")])
        .await
        .is(303);
    cleo.get(&talk())
        .await
        .says(&["Veto, lifted.", "They have asked", "is in force"]);
    cleo.get(WAIT).await.never_says(&["framework/vetoed"]);
}

#[tokio::test]
async fn no_measure_is_an_outcome_and_stands_with_its_reason() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let down = format!("{}/set-down", talk());
    send(&mut anne, &talk(), &down, &[("down", "Counting would hurt")])
        .await
        .is(303);
    anne.get(&talk()).await.says(&[
        "Set down: partners chose not to measure this",
        "Take the measure up again",
    ]);
    let refused = anne.get(&format!("{WAIT}/agreements/new")).await;
    assert_eq!(refused.status, 200);
    let framework = anne.get(&format!("{CARE}/framework")).await;
    framework.says(&["Set down.", "Counting would hurt", "(set down)"]);
    let (_, rest) = framework.body.split_once("/framework/outcomes/").unwrap();
    let rest = rest.split_once("/framework/outcomes/").unwrap().1;
    let outcome = format!("{CARE}/framework/outcomes/{}", rest.split('"').next().unwrap());
    anne.get(&outcome)
        .await
        .is(200)
        .says(&["set down", "Counting would hurt", "Leave it unmeasured"]);
    let leave = format!("{outcome}/leave");
    send(&mut anne, &outcome, &leave, &[("what", "Dignity")])
        .await
        .is(422)
        .says(&["Say why it is not measured"]);
    let said = [("what", "Dignity"), ("why", "Counting it would change it")];
    send(&mut anne, &outcome, &leave, &said).await.is(303);
    send(&mut anne, &outcome, &leave, &said)
        .await
        .is(409)
        .says(&["framework/already-unmeasured"]);
    send(&mut anne, &outcome, &outcome, &[("comment", "We agree")])
        .await
        .is(303);
    anne.get(&outcome)
        .await
        .says(&["Dignity", "Counting it would change it", "We agree"]);
    let up = format!("{}/take-up", talk());
    send(&mut anne, &talk(), &up, &[("up", "It helps now")]).await.is(303);
    anne.get(&talk()).await.never_says(&["Set down: partners"]);
}

#[tokio::test]
async fn a_partner_keeps_its_own_name_for_the_measure_with_what_is_lost() {
    let world = World::new();
    let mut bela = world.signed_in("bela").await;
    let name = format!("{}/name", talk());
    let unfinished = send(&mut bela, &talk(), &name, &[("name", "Door to doctor")])
        .await
        .is(422);
    unfinished.says(&["Choose how the two relate", "Say what is lost", "Door to doctor"]);
    let said = [
        ("name", "Door to doctor"),
        ("relation", "narrower"),
        ("lost", "Walk-ins"),
    ];
    send(&mut bela, &talk(), &name, &said).await.is(303);
    let page = bela.get(&talk()).await;
    page.says(&[
        "Door to doctor",
        "Counts less than the shared measure",
        "Walk-ins",
        "End it",
    ]);
    let (_, rest) = page.body.split_once("?ends=").unwrap();
    let at = rest.split('#').next().unwrap().to_owned();
    world.signed_in("cleo").await.get(&talk()).await.never_says(&["End it"]);
    bela.get(&format!("{}?ends={at}", talk()))
        .await
        .says(&["Why “Door to doctor” no longer holds"]);
    let end = format!("{}/end-name", talk());
    send(
        &mut bela,
        &talk(),
        &end,
        &[("ends", &at), ("ended", "We use the shared one")],
    )
    .await
    .is(303);
    bela.get(&talk()).await.says(&["No partner has given a name"]);
}

#[tokio::test]
async fn another_definition_is_looked_at_signed_and_breaks_the_chart() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let rows: String = (1..=12)
        .map(|month| format!("2016-{month:02},A,{},100\n", 50 + month))
        .collect();
    world.gathered(&format!("month,ward,late,all\n{rows}"), None);
    let mut anne = world.signed_in("anne").await;
    let new = format!("{WAIT}/definition/new");
    let page = anne.get(&new).await.is(200);
    page.says(&["Propose another definition", "every chart breaks there"]);
    let token = page.token();
    let value = |name: &str| {
        let (_, rest) = page.body.split_once(&format!("name=\"{name}\"")).unwrap();
        let (_, rest) = rest.split_once("value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let kept: Vec<(&str, String)> = ["title", "question", "denominator", "population", "burden-minutes"]
        .map(|name| (name, value(name)))
        .into();
    let mut fields: Vec<(&str, &str)> = kept.iter().map(|(name, text)| (*name, text.as_str())).collect();
    fields.extend([
        ("token", token.as_str()),
        ("numerator", "Late, calls left out"),
        ("could-go-wrong", "Much"),
        ("source", "Agreed here"),
        ("from", "1 July 2016"),
        ("compares", "Calls were one in ten"),
    ]);
    let unfinished = anne.post(&new, &fields).await.is(422);
    unfinished.says(&["Choose how the two compare"]);
    fields.push(("bridge", "not-comparable"));
    let check = anne.post(&new, &fields).await.is(200);
    check.says(&[
        "Look at it once more",
        "What it changes from 1 July 2016 on",
        "Late, calls left out",
    ]);
    fields.push(("step", "propose"));
    let done = anne.post(&new, &fields).await.is(303);
    anne.get(&done.location)
        .await
        .says(&["Defines the measure anew from 1 July 2016", "Calls were one in ten"]);
    for name in ["anne", "bela", "cleo"] {
        let mut reader = world.signed_in(name).await;
        let sign = format!("{}/sign", done.location);
        send(&mut reader, &done.location, &sign, &[]).await.is(303);
    }
    let measure = anne.get(WAIT).await.is(200);
    measure.says(&["Late, calls left out", "Defined anew", "The limits begin afresh there."]);
    anne.get(&talk())
        .await
        .says(&["Until 1 July 2016", "Readings before and after may not be compared"]);
}
