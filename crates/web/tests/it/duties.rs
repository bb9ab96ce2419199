use crate::reader::Reader;
use crate::world::World;

const DUTIES: &str = "/p/care/duties";
const VISITS: &str = "/p/care/duties/visits";

/// A duty that the hospital owes, put forward by the council; escalated there after two months.
async fn put_forward(anne: &mut Reader) {
    let new = format!("{DUTIES}/new");
    let token = anne.get(&new).await.is(200).token();
    let mut fields = vec![
        ("token", token.as_str()),
        ("title", "Visits"),
        ("question", "Was every <i>family</i> visited?"),
        ("rests-on", "The contract, schedule 2"),
        ("owed-by", "hospital"),
        ("every", "month"),
        ("days", "100"),
        ("after", "2"),
        ("to", "hospital"),
        ("post", ""),
    ];
    let page = anne.post(&new, &fields).await.is(422);
    page.says(&[
        "Enter a number of days from 0 to 90",
        "Choose a partner that does not owe the duty",
        "Enter the post that takes it up",
    ]);
    fields[6].1 = "10";
    fields[8].1 = "council";
    fields[9].1 = "director of care";
    assert_eq!(anne.post(&new, &fields).await.is(303).location, VISITS);
}

async fn answers(reader: &mut Reader, period: &str, kept: &str, what: &str) -> crate::reader::Page {
    let token = reader.get(VISITS).await.is(200).token();
    let fields = [
        ("token", token.as_str()),
        ("period", period),
        ("kept", kept),
        ("what", what),
    ];
    reader.post(&format!("{VISITS}/answer"), &fields).await
}

#[tokio::test]
async fn a_duty_is_taken_on_answered_escalated_and_taken_up() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    anne.get(DUTIES).await.is(200).says(&["No duty is owed yet"]);
    put_forward(&mut anne).await;
    let page = anne.get(VISITS).await.is(200);
    page.says(&[
        "Was every &#60;i&#62;family&#60;/i&#62; visited?",
        "Has not taken it on.",
    ]);
    let mut bela = world.signed_in("bela").await;
    bela.get("/p/care").await.says(&["your partner owes this duty"]);
    let page = bela.get(VISITS).await.is(200);
    page.says(&["Take it on for The hospital"]);
    let token = page.token();
    let accept = [("token", token.as_str())];
    bela.post(&format!("{VISITS}/accept"), &accept).await.is(303);
    let page = bela.get(VISITS).await.is(200);
    page.says(&["None has ended yet", "No period is due yet."]);
    page.never_says(&["Put the answer on record"]);

    world.later(30);
    let mut bela = world.signed_in("bela").await;
    bela.get("/p/care")
        .await
        .says(&["say whether it was kept in April 2017"]);
    answers(&mut bela, "2017-04", "no", "")
        .await
        .is(422)
        .says(&["Say what happened"]);
    answers(&mut bela, "2017-04", "no", "No van.").await.is(303);
    bela.get(VISITS).await.says(&["Not kept in 1 of 1 periods.", "No van."]);

    world.later(45);
    let mut cleo = world.signed_in("cleo").await;
    cleo.get("/p/care")
        .await
        .says(&["not kept by The hospital for 2 months in a row; it waits for the director of care at The council"]);
    cleo.get(DUTIES)
        .await
        .says(&["Not kept since April 2017", "May 2017: not answered"]);
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(VISITS).await.is(200);
    page.says(&["Escalated to The council", "The hospital, April 2017 to May 2017"]);
    let token = page.token();
    let nothing = [("token", token.as_str()), ("which", "hospital 2017-05"), ("done", " ")];
    anne.post(&format!("{VISITS}/take-up"), &nothing)
        .await
        .is(422)
        .says(&["Say what was done about it"]);
    let done = [
        ("token", token.as_str()),
        ("which", "hospital 2017-05"),
        ("done", "A van is lent."),
    ];
    anne.post(&format!("{VISITS}/take-up"), &done).await.is(303);
    anne.get(VISITS)
        .await
        .says(&["Taken up by The council: “A van is lent.”"]);
    cleo.get("/p/care")
        .await
        .never_says(&["waits for the director of care"]);
}

#[tokio::test]
async fn an_answer_is_corrected_with_its_reason_and_a_duty_ends_with_one() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    put_forward(&mut anne).await;
    let mut bela = world.signed_in("bela").await;
    let token = bela.get(VISITS).await.token();
    bela.post(&format!("{VISITS}/accept"), &[("token", token.as_str())])
        .await
        .is(303);
    world.later(30);
    let mut bela = world.signed_in("bela").await;
    answers(&mut bela, "2017-04", "yes", "").await.is(303);
    let page = answers(&mut bela, "2017-04", "yes", "").await.is(422);
    page.says(&["Say why the earlier answer is corrected"]);
    answers(&mut bela, "2017-04", "no", "Two were missed.").await.is(303);
    bela.get(VISITS)
        .await
        .says(&["Not kept in 1 of 1 periods.", "Two were missed."]);
    answers(&mut bela, "2017-05", "yes", "")
        .await
        .is(409)
        .says(&["framework/not-a-duty-period"]);
    bela.get(VISITS).await.never_says(&["End it for everyone"]);

    let mut anne = world.signed_in("anne").await;
    let token = anne.get(VISITS).await.is(200).token();
    let none = [("token", token.as_str()), ("reason", "")];
    anne.post(&format!("{VISITS}/end"), &none).await.is(422);
    let late = bela.get(VISITS).await.token();
    let why = [("token", token.as_str()), ("reason", "The contract ended.")];
    anne.post(&format!("{VISITS}/end"), &why).await.is(303);
    anne.get(DUTIES).await.says(&["No longer owed", "The contract ended."]);
    let fields = [
        ("token", late.as_str()),
        ("period", "2017-04"),
        ("kept", "yes"),
        ("what", "It was."),
    ];
    let page = bela.post(&format!("{VISITS}/answer"), &fields).await.is(409);
    page.says(&["framework/duty-ended"]);
    anne.get("/p/care/record")
        .await
        .says(&["Minimum duty ended", "Visits in 2017-04: not kept"]);
}
