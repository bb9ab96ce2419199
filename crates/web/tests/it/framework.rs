use cm_framework::Motive;

use crate::world::{CARE, World};

const OUTCOMES: &str = "/p/care/framework/outcomes/new";
const MEASURES: &str = "/p/care/framework/measures/new";

#[tokio::test]
async fn the_framework_shows_what_is_measured_what_is_not_and_for_what() {
    let world = World::new();
    world.agreed(&[Motive::Learning, Motive::Target, Motive::Payment]);
    let page = world.signed_in("anne").await.get("/p/care/framework").await.is(200);
    page.says(&[
        "People get care in time",
        "How people fared afterwards",
        "Seen in time",
        "25 minutes a return, every month",
        "“Seen in time” carries target and payment at once.",
        "cm-uses__double",
        "Put forward a measure",
        "The forum",
        "Fictional",
    ]);
}

#[tokio::test]
async fn one_high_stakes_use_alone_is_not_marked() {
    let world = World::new();
    world.agreed(&[Motive::Learning, Motive::Target]);
    let page = world.signed_in("anne").await.get("/p/care/framework").await.is(200);
    page.says(&["No measure carries two high-stakes uses at once"]);
    page.never_says(&["cm-uses__double"]);
}

#[tokio::test]
async fn only_those_who_may_propose_are_offered_it() {
    let world = World::new();
    let mut cleo = world.signed_in("cleo").await;
    cleo.get("/p/care/framework").await.is(200).never_says(&["Put forward"]);
    cleo.get(OUTCOMES)
        .await
        .is(403)
        .says(&["app/not-your-role", "Care partnership"]);
    cleo.post(OUTCOMES, &[("title", "x")]).await.is(403);
    cleo.get(MEASURES).await.is(403);
}

#[tokio::test]
async fn who_is_not_of_the_partnership_learns_nothing() {
    let world = World::new();
    for path in [
        "/p/care/framework",
        OUTCOMES,
        MEASURES,
        "/p/care/record",
        "/p/care/record/0",
    ] {
        world.reader().get(path).await.is(401).never_says(&["Care partnership"]);
        let mut eve = world.signed_in("eve").await;
        eve.get(path).await.is(404).never_says(&["Care partnership"]);
    }
}

#[tokio::test]
async fn an_outcome_is_put_forward() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let token = anne.get(OUTCOMES).await.is(200).token();
    let bad = anne
        .post(OUTCOMES, &[("token", &token), ("title", " "), ("why", "Because <b>")])
        .await
        .is(422);
    bad.says(&[
        "There is a problem",
        "href=\"#title\"",
        "Enter the change in a few words",
        "aria-describedby=\"title-hint title-error\"",
        "Because &#60;b&#62;",
        "<title>Error: ",
    ]);
    assert_eq!(bad.token(), token);
    let fields = [
        ("token", token.as_str()),
        ("title", "Fewer people wait alone"),
        ("why", "Because."),
        ("unmeasured", "Fear\r\n\r\nPain"),
    ];
    let done = anne.post(OUTCOMES, &fields).await.is(303);
    assert_eq!(done.location, "/p/care/framework");
    let page = anne.get(&done.location).await.is(200);
    page.says(&[
        "It is put forward and on record",
        "Fewer people wait alone",
        "<li>Fear</li>",
        "<li>Pain</li>",
        "Nothing measures it yet",
    ]);
    anne.post(OUTCOMES, &fields)
        .await
        .is(422)
        .says(&["There is an outcome with this name"]);
    let other = [("token", token.as_str()), ("title", "Another"), ("why", "Because.")];
    anne.post(OUTCOMES, &other).await.is(409).says(&["app/posted-twice"]);
}

#[tokio::test]
async fn a_measure_is_put_forward_with_everything_it_must_say() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let token = anne.get(MEASURES).await.is(200).token();
    let bare = [("token", token.as_str()), ("unit", "share"), ("burden-minutes", "many")];
    anne.post(MEASURES, &bare).await.is(422).says(&[
        "Enter a name",
        "Enter what it is a share of",
        "Choose which way is an improvement",
        "Enter the minutes as a whole number",
        "href=\"#burden-minutes\"",
        "value=\"many\"",
    ]);
    let fields = [
        ("token", token.as_str()),
        ("title", "Visits within a week"),
        ("outcome", "care-in-time"),
        ("question", "Are people visited?"),
        ("unit", "number"),
        ("unit-name", "visits"),
        ("numerator", "Visits"),
        ("better", "higher"),
        ("population", "Everyone sent home"),
        ("period", "financial-year"),
        ("places-are", "ward"),
        ("burden-minutes", "5"),
        ("could-go-wrong", "Short visits."),
        ("source", "Agreed here"),
    ];
    let done = anne.post(MEASURES, &fields).await.is(303);
    assert_eq!(done.location, "/p/care/measures/visits-within-a-week/agreements/new");
    anne.get(&done.location)
        .await
        .is(200)
        .says(&["There is none to choose: a target has to be assessed first"]);
    anne.get("/p/care/measures/visits-within-a-week/assessments/new")
        .await
        .is(200)
        .says(&["In visits, such as 12"]);
    let page = anne.get("/p/care/framework").await;
    page.says(&["Visits within a week", "5 minutes a return, every financial year"]);
    anne.post(MEASURES, &fields)
        .await
        .is(422)
        .says(&["There is a measure with this name"]);
}

#[tokio::test]
async fn forged_addresses_are_answered_and_nothing_falls_over() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    for path in [
        format!("{CARE}/measures/none/agreements/new"),
        format!("{CARE}/measures/NO%20ID/agreements/new"),
        format!("{CARE}/measures/seen-in-time/agreements/999999"),
        format!("{CARE}/measures/seen-in-time/agreements/0"),
        format!("{CARE}/measures/seen-in-time/agreements/-1"),
        format!("{CARE}/measures/seen-in-time/agreements/99999999999999999999999"),
        format!("{CARE}/record/999999"),
        format!("{CARE}/record/18446744073709551615"),
        format!("{CARE}/record/x"),
        "/p/none/framework".to_owned(),
    ] {
        anne.get(&path).await.is(404);
    }
    for query in [
        "?from=x",
        "?from=18446744073709551615",
        "?from=-1",
        "?kind=nonsense",
        "?from=0&kind=refused",
    ] {
        anne.get(&format!("{CARE}/record{query}")).await.is(200);
    }
}

#[tokio::test]
async fn all_measures_stand_beside_each_other_and_say_what_they_lack() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    anne.get("/p/care/summary")
        .await
        .is(200)
        .says(&["All measures at a glance", "Not shown"]);
    anne.get("/p/care/equity")
        .await
        .is(200)
        .says(&["Gaps between groups of people", "Not shown"]);
    world.reader().get("/p/care/summary").await.is(401);
}
