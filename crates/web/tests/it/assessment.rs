use cm_framework::{Act, Motive};

use crate::reader::{Page, Reader};
use crate::world::{WAIT, World, measure};

/// Twelve months whose natural limits are 39.0% and 62.2%.
fn readings() -> String {
    let seen = [52, 48, 55, 50, 47, 53, 51, 49, 54, 50, 46, 52];
    let row = |(month, seen): (usize, i32)| format!("2016-{:02},A,{},100\n", month + 1, 100 - seen);
    let rows: String = seen.into_iter().enumerate().map(row).collect();
    format!("month,ward,late,all\n{rows}")
}

fn all() -> String {
    format!("{WAIT}/assessments")
}

fn new() -> String {
    format!("{WAIT}/assessments/new")
}

async fn sign(reader: &mut Reader, address: &str) -> Page {
    let token = reader.get(address).await.is(200).token();
    reader.post(&format!("{address}/sign"), &[("token", &token)]).await
}

const SAID: [(&str, &str); 10] = [
    ("value", "55%"),
    ("setter", "council"),
    ("held", "hospital"),
    (
        "rivals",
        "Peer review: nobody near does <the same>\nInspection: too rare",
    ),
    ("attribution", "Staffing is theirs."),
    ("gaming", "Hard cases may be turned away."),
    ("counter", "-"),
    ("counter-none", "Nothing else is counted."),
    ("burden", "20"),
    ("expires", "1 April 2018"),
];

#[tokio::test]
async fn a_target_is_assessed_on_the_chart_signed_by_both_and_then_agreed() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    world.gathered(&readings(), None);
    let mut anne = world.signed_in("anne").await;
    anne.get(&all())
        .await
        .is(200)
        .says(&["No target has been assessed", "Assess a target"]);
    anne.get(WAIT).await.says(&["A target can be agreed once it has been"]);
    let page = anne.get(&format!("{WAIT}/agreements/new")).await;
    page.says(&[
        "There is none to choose",
        "No target of this measure has been assessed and signed",
    ]);
    let page = anne.get(&new()).await.is(200);
    page.says(&["Where the measure stands now", "3 April 2018"]);
    page.never_says(&["Why set a target without"]);
    let token = page.token();
    let mut fields = vec![("token", token.as_str())];
    fields.extend(SAID);
    let check = anne.post(&new(), &fields).await.is(200);
    check.says(&[
        "A target of 55.0% lies inside the natural limits of 39.0% and 62.2%: single periods will cross this by chance.",
        "nobody near does &#60;the same&#62;",
        "20 minutes a return",
        "Nothing. Nothing else is counted.",
        "Put it forward",
    ]);
    fields.push(("step", "put"));
    let done = anne.post(&new(), &fields).await.is(303);
    anne.post(&new(), &fields).await.is(409).says(&["app/posted-twice"]);
    let one = anne.get(&done.location).await.is(200);
    one.says(&[
        "Assessment of a target of 55%",
        "Waits for The council and The hospital",
        "single periods will cross this by chance",
        "The hospital</span> is held to it; is waited for",
        "Sign for The council",
        "January 2016 to December 2016",
    ]);
    let mut bela = world.signed_in("bela").await;
    let home = bela.get("/p/care").await;
    home.says(&["the assessment of a target waits for your partner"]);
    world
        .signed_in("cleo")
        .await
        .get(&done.location)
        .await
        .never_says(&["Sign for"]);
    sign(&mut anne, &done.location).await.is(303);
    sign(&mut bela, &done.location).await.is(303);
    let signed = anne.get(&done.location).await;
    signed.says(&[
        "Signed by all, holds until 1 April 2018",
        "Propose an agreement that names this target",
    ]);
    anne.get(&all()).await.says(&["A target of 55%", "Signed by all"]);
    anne.get(&format!("{WAIT}/agreements/new"))
        .await
        .says(&["55%", "Assessed and signed; holds until 1 April 2018."]);
    let at = done.location.rsplit('/').next().unwrap();
    anne.get(&format!("/p/care/record/{at}"))
        .await
        .says(&["Target assessed", "A target of 55%"]);
    anne.get(&new())
        .await
        .says(&["value=\"55%\"", "value=\"hospital\" checked"]);
}

#[tokio::test]
async fn what_is_wrong_with_an_assessment_is_said_and_the_answers_are_kept() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(&new()).await.is(200);
    page.says(&["Why set a target without knowing"]);
    let token = page.token();
    let fields = [
        ("token", token.as_str()),
        ("value", "95"),
        ("setter", "nobody"),
        ("attribution", "Kept <words>"),
        ("burden", "some"),
        ("expires", "3 April 2017"),
        ("step", "put"),
    ];
    let page = anne.post(&new(), &fields).await.is(422);
    page.says(&[
        "There is a problem",
        "Enter the target in per cent, such as 95%",
        "Tick partners of this list only",
        "Tick who is held to the target",
        "Name at least one other tool",
        "Say why a target is set without natural limits",
        "Say how people might respond",
        "Choose the measure that is watched beside it",
        "Enter the minutes as a whole number",
        "The last day must still be to come",
        "Kept &#60;words&#62;",
    ]);
    assert_eq!(page.token(), token);
}

#[tokio::test]
async fn an_agreement_says_that_it_waits_for_the_assessment_and_a_target_why_it_stopped() {
    let world = World::new();
    let at = world.agreed(&[Motive::Learning, Motive::Target]);
    let mut anne = world.signed_in("anne").await;
    let address = format!("{WAIT}/agreements/{at}");
    anne.get(&address)
        .await
        .says(&["Target assessed", "Signed by all, holds until"]);
    let waiting = world.assessing("seen-in-time");
    let next = world.proposed_on(waiting);
    world.signed_by_all(next);
    anne.get(&format!("{WAIT}/agreements/{next}")).await.says(&[
        "Waits for the assessment of its target",
        "signed by The council and The hospital",
    ]);
    world.later(801);
    let mut anne = world.signed_in("anne").await;
    let over = anne.get(&format!("{WAIT}/assessments/{waiting}")).await;
    over.says(&["Held until"]);
    over.never_says(&["Sign for"]);
}

#[tokio::test]
async fn a_target_whose_assessment_is_over_stops_and_every_page_says_why() {
    let world = World::new();
    let assessment = world.assessing_for("seen-in-time", 30);
    let at = world.proposed_on(assessment);
    world.signed_by_all(at);
    world.later(2);
    world.assessment_signed(assessment);
    world.gathered(&readings(), None);
    let mut anne = world.signed_in("anne").await;
    anne.get("/p/care/targets").await.says(&["95%", "5 April 2017"]);
    let page = anne.get(WAIT).await;
    page.says(&["<span class=\"cm-motive__use\">Target</span> granted", "5 April 2017"]);
    page.never_says(&["The target has no line now"]);
    world.later(29);
    let mut anne = world.signed_in("anne").await;
    anne.get(WAIT).await.says(&[
        "<span class=\"cm-motive__use\">Target</span> suspended",
        "The target has no line now.",
        "held until 3 May 2017, so the target has stopped. Assess the target afresh",
        "95% (stopped: the assessment of the target is over)",
    ]);
    anne.get(&format!("{WAIT}/agreements/{at}"))
        .await
        .says(&["The assessment of the target is over, so target stopped by itself."]);
    anne.get("/p/care/targets")
        .await
        .says(&["stopped: the assessment of the target is over"]);
    anne.get("/p/care")
        .await
        .says(&["the assessment of its target is over, so target stopped."]);
}

#[tokio::test]
async fn an_assessment_is_known_only_where_it_belongs_and_to_whom() {
    let world = World::new();
    let at = world.assessing("seen-in-time");
    world.agree("anne", &Act::MeasureProposed(measure("Other")));
    let address = format!("{WAIT}/assessments/{at}");
    let elsewhere = format!("/p/care/measures/other/assessments/{at}");
    let mut anne = world.signed_in("anne").await;
    anne.get(&elsewhere).await.is(404);
    anne.get(&format!("{WAIT}/assessments/4000"))
        .await
        .is(404)
        .says(&["framework/no-such-assessment"]);
    let token = anne.get(&address).await.token();
    anne.post(&format!("{elsewhere}/sign"), &[("token", &token)])
        .await
        .is(404);
    anne.post(&format!("{address}/sign"), &[("token", "forged")])
        .await
        .is(409);
    let mut eve = world.signed_in("eve").await;
    for path in [all(), new(), address.clone()] {
        world.reader().get(&path).await.is(401);
        eve.get(&path).await.is(404);
    }
    for path in [new(), format!("{address}/sign")] {
        world.reader().post(&path, &[("token", &token)]).await.is(401);
        eve.post(&path, &[("token", &token)]).await.is(404);
    }
    let mut dan = world.signed_in("dan").await;
    for path in [all(), address.clone()] {
        dan.get(&path).await.is(200).never_says(&["Sign for"]);
    }
    dan.get(&new()).await.is(403);
    for path in [new(), format!("{address}/sign")] {
        dan.post(&path, &[("token", &token)]).await.is(403);
    }
    let waiting = world.proposed(&[Motive::Learning]);
    let mut cleo = world.signed_in("cleo").await;
    let token = cleo.get(&format!("{WAIT}/agreements/{waiting}")).await.token();
    cleo.post(&format!("{address}/sign"), &[("token", &token)])
        .await
        .is(409)
        .says(&["framework/not-asked-to-sign"]);
}
