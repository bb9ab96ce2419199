use crate::learning::learning_world;
use crate::world::WAIT;

#[tokio::test]
async fn a_period_is_left_out_with_a_reason_and_counts_again_when_it_is_taken_back_in() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let path = format!("{WAIT}/leave-out");
    anne.get(WAIT).await.is(200).says(&["Leave a period out"]);
    let page = anne.get(&path).await.is(200);
    page.says(&["Leave it out with a reason", "Nothing from this chart"]);
    let token = page.token();
    let wrong = [("token", token.as_str()), ("period", "June"), ("reason", "")];
    anne.post(&path, &wrong)
        .await
        .is(422)
        .says(&["Say what happened then", "Write a period as the table does"]);
    let right = [
        ("token", token.as_str()),
        ("period", "2016-06"),
        ("reason", "Closed by a flood"),
    ];
    let done = anne.post(&path, &right).await.is(303);
    anne.get(&done.location)
        .await
        .is(200)
        .says(&["June 2016 (Closed by a flood)", "left out: Closed by a flood"]);
    anne.post(&path, &right).await.is(409).says(&["app/posted-twice"]);
    let page = anne.get(&path).await;
    page.says(&["June 2016", "Take it back in"]);
    let token = page.token();
    let at = page.body.split("name=\"left-out\" value=\"").nth(1).unwrap();
    let at = at.split('"').next().unwrap().to_owned();
    let back = [("token", token.as_str()), ("left-out", &at), ("why", "It was open")];
    let done = anne.post(&format!("{path}/take-back-in"), &back).await.is(303);
    anne.get(&done.location).await.says(&["taken back in"]);
    anne.get(WAIT).await.never_says(&["Closed by a flood"]);
}
