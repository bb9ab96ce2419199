//! Questions about a target, and the answers partners log.

use cm_framework::{Act, Motive};

use crate::reader::{Page, Reader};
use crate::world::{CARE, WAIT, World, measure};

const TARGETS: &str = "/p/care/targets";

/// Sixty readings, of which far more just reach 95% than fall just short of it. Nothing else about them wants an answer.
fn readings() -> String {
    let row = |at: usize| {
        let size = 1001 + at * 13;
        let late = match at {
            0..3 => size / 20 + 1,
            3..40 => size / 20,
            at => at * 4,
        };
        let ward = ["a", "b", "c", "d", "e"][at / 12];
        format!("2016-{:02},{ward},{late},{size}\n", at % 12 + 1)
    };
    format!("month,ward,late,all\n{}", (0..60).map(row).collect::<String>())
}

fn crowded() -> World {
    let world = World::new();
    world.agreed(&[Motive::Learning, Motive::Target]);
    world.gathered(&readings(), None).unwrap();
    world
}

fn questions() -> String {
    format!("{WAIT}/questions")
}

fn place_to_answer() -> String {
    format!("{WAIT}/questions/answer?method=threshold&rule=just-past-the-line")
}

/// The value of a hidden field.
#[track_caller]
fn hidden(page: &Page, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.body.split_once(&start).expect("a hidden field");
    rest.split_once('"').unwrap().0.to_owned()
}

/// Says what lies behind the question for one's partner.
async fn answer(reader: &mut Reader, behind: &str, text: &str, corrects: Option<&str>) -> Page {
    let page = reader.get(&place_to_answer()).await.is(200);
    let (token, evidence) = (page.token(), hidden(&page, "evidence"));
    let mut fields = vec![
        ("token", token.as_str()),
        ("evidence", evidence.as_str()),
        ("behind", behind),
        ("strength", "observed"),
        ("grounds", "On the chart"),
        ("text", text),
    ];
    fields.extend(corrects.map(|it| ("corrects", it)));
    reader.post(&place_to_answer(), &fields).await
}

#[tokio::test]
async fn a_question_is_answered_by_partners_side_by_side() {
    let world = crowded();
    let mut anne = world.signed_in("anne").await;
    anne.get(&questions()).await.is(200).says(&[
        "Partners agreed a line at 95%",
        "what lies behind it?",
        "Without an answer",
        "Innocent causes",
        "Nobody has said yet",
        "/p/care/measures/seen-in-time?view=threshold\"",
    ]);
    anne.get(CARE).await.says(&[
        "a question about its target has no answer yet",
        "measures/seen-in-time/questions",
    ]);
    anne.get(TARGETS)
        .await
        .is(200)
        .says(&["95%", "3 April 2017", "1 without an answer"]);
    let sent = answer(&mut anne, "how-we-count", "Two wards round to the hour.", None)
        .await
        .is(303);
    anne.get(&sent.location).await.is(200).says(&[
        "on record beside the question",
        "Something in how we count.",
        "Two wards round to the hour.",
        "ANNE",
        "Not heard yet: The hospital, The forum.",
        "Correct your partner’s answer",
    ]);
    let mut cleo = world.signed_in("cleo").await;
    answer(&mut cleo, "to-change", "People are moved at the last minute.", None)
        .await
        .is(303);
    let page = cleo.get(&questions()).await.is(200);
    page.says(&["The council", "The forum", "Not heard yet: The hospital."]);
    page.never_says(&["Without an answer"]);
    cleo.get(&format!("{WAIT}?view=threshold")).await.is(200).says(&[
        "What it asks, and what partners answered",
        "Two wards round to the hour.",
        "People are moved at the last minute.",
    ]);
    cleo.get(TARGETS).await.says(&["1 answered"]);
    cleo.get(CARE).await.never_says(&["has no answer yet"]);
}

#[tokio::test]
async fn what_is_left_out_is_named_and_what_is_sent_twice_is_kept_once() {
    let world = crowded();
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(&place_to_answer()).await.is(200);
    let (token, evidence) = (page.token(), hidden(&page, "evidence"));
    let mut fields = [
        ("token", token.as_str()),
        ("evidence", evidence.as_str()),
        ("behind", ""),
        ("text", "  "),
        ("strength", "observed"),
        ("grounds", "On the chart"),
    ];
    anne.post(&place_to_answer(), &fields).await.is(422).says(&[
        "Choose what kind of thing lies behind it",
        "Say what lies behind it",
        "Error: What lies behind it?",
    ]);
    fields[2].1 = "innocent-cause";
    fields[3].1 = "A ward that closed.";
    anne.post(&place_to_answer(), &fields).await.is(303);
    anne.post(&place_to_answer(), &fields)
        .await
        .is(409)
        .says(&["app/posted-twice"]);
    assert_eq!(
        anne.get(&questions()).await.body.matches("A ward that closed.").count(),
        1
    );
}

#[tokio::test]
async fn an_answer_is_corrected_by_a_newer_one_and_stays_readable() {
    let world = crowded();
    let mut anne = world.signed_in("anne").await;
    answer(&mut anne, "innocent-cause", "A ward that closed.", None)
        .await
        .is(303);
    let page = anne.get(&place_to_answer()).await.is(200);
    page.says(&["answered already", "A ward that closed."]);
    let at = hidden(&page, "corrects");
    answer(&mut anne, "to-change", "It had not closed.", None)
        .await
        .is(409)
        .says(&["learning/already-answered"]);
    answer(&mut anne, "to-change", "It had not closed.", Some(&at))
        .await
        .is(303);
    anne.get(&questions()).await.says(&[
        "1 earlier answer, since corrected",
        "A ward that closed.",
        "It had not closed.",
        &format!("Corrects entry {at}"),
    ]);
    let entry = anne.get(&format!("{CARE}/record/{at}")).await.is(200);
    entry.says(&["Question about a target answered"]);
}

#[tokio::test]
async fn evidence_that_changes_is_told_to_who_answers_and_beside_what_was_answered() {
    let world = crowded();
    let mut anne = world.signed_in("anne").await;
    answer(&mut anne, "innocent-cause", "A ward that closed.", None)
        .await
        .is(303);
    let mut cleo = world.signed_in("cleo").await;
    let page = cleo.get(&place_to_answer()).await;
    let (token, evidence) = (page.token(), hidden(&page, "evidence"));
    world.gathered("month,ward,late,all\n2017-01,a,300,1000\n", None);
    let fields = [
        ("token", token.as_str()),
        ("evidence", evidence.as_str()),
        ("behind", "to-change"),
        ("strength", "observed"),
        ("grounds", "On the chart"),
        ("text", "We are moved."),
    ];
    let page = cleo.post(&place_to_answer(), &fields).await.is(422);
    page.says(&["The evidence has changed since you opened this page", "We are moved."]);
    let (again, evidence) = (page.token(), hidden(&page, "evidence"));
    assert_eq!(again, token);
    let mut fields = fields;
    fields[1].1 = evidence.as_str();
    cleo.post(&place_to_answer(), &fields).await.is(303);
    cleo.get(&questions())
        .await
        .says(&["The evidence has changed since this was answered."]);
}

#[tokio::test]
async fn without_a_target_the_pages_say_so() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    anne.get(TARGETS)
        .await
        .is(200)
        .says(&["No target is agreed", "Measures without a target", "Seen in time"]);
    anne.get(&questions())
        .await
        .is(200)
        .says(&["No target is agreed for this measure"]);
    world.agreed(&[Motive::Learning, Motive::Target]);
    anne.get(TARGETS).await.says(&["95%", "Gather some"]);
    world.later(400);
    let mut anne = world.signed_in("anne").await;
    anne.get(TARGETS).await.says(&["stopped: the review is overdue"]);
    anne.get(&questions()).await.is(200).says(&["due for review"]);
    anne.get(&place_to_answer())
        .await
        .is(404)
        .says(&["app/no-such-question"]);
}

#[tokio::test]
async fn who_may_not_answer_reads_and_who_is_not_of_the_partnership_learns_nothing() {
    let world = crowded();
    let mut dan = world.signed_in("dan").await;
    dan.get(TARGETS).await.is(200);
    dan.get(&questions())
        .await
        .is(200)
        .never_says(&["questions/answer", "Say what lies behind it"]);
    dan.get(&place_to_answer()).await.is(403);
    dan.post(&place_to_answer(), &[]).await.is(403);
    let mut eve = world.signed_in("eve").await;
    for path in [TARGETS.to_owned(), questions(), place_to_answer()] {
        world
            .reader()
            .get(&path)
            .await
            .is(401)
            .never_says(&["Care partnership"]);
        eve.get(&path).await.is(404).never_says(&["Care partnership", "95%"]);
    }
    world.reader().post(&place_to_answer(), &[]).await.is(401);
    eve.post(&place_to_answer(), &[]).await.is(404);
    let mut anne = world.signed_in("anne").await;
    for path in [
        "/p/care/measures/none/questions",
        "/p/care/measures/NO%20ID/questions",
        &format!("{WAIT}/questions/answer"),
        &format!("{WAIT}/questions/answer?method=guess&rule=%00"),
    ] {
        anne.get(path).await.is(404);
        if path.contains("answer") {
            anne.post(path, &[("text", "x"), ("decision", "x")]).await.is(404);
        }
    }
    let page = anne.get(&place_to_answer()).await;
    let (token, evidence) = (page.token(), hidden(&page, "evidence"));
    for (name, value) in [("decision", "x"), ("corrects", "-1")] {
        let fields = [
            ("token", token.as_str()),
            ("evidence", evidence.as_str()),
            ("behind", "to-change"),
            ("strength", "observed"),
            ("grounds", "On the chart"),
            ("text", "We are moved."),
            (name, value),
        ];
        anne.post(&place_to_answer(), &fields)
            .await
            .is(404)
            .says(&["web/no-such-entry"]);
    }
}

#[tokio::test]
async fn measures_are_set_beside_a_target_by_the_address_and_only_those_that_may_be_read() {
    let world = crowded();
    for title in ["Calls made", "Kept private"] {
        world.agree("anne", &Act::MeasureProposed(measure(title)));
    }
    world.agreed_about("calls-made", &[Motive::Learning]);
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(&questions()).await.is(200);
    page.says(&["Measures beside it", "value=\"calls-made\">", "Ask with these"]);
    page.never_says(&["kept-private", " checked"]);
    let with = format!("{}?place=a&beside=calls-made", questions());
    let page = anne.get(&with).await.is(200);
    page.says(&["value=\"calls-made\" checked>", "name=\"place\" value=\"a\""]);
    let answer = anne
        .get(&format!("{}&beside=calls-made", place_to_answer()))
        .await
        .is(200);
    answer.says(&["questions?beside=calls-made", "answer?beside=calls-made"]);
}
