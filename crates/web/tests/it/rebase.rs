use crate::learning::learning_world;
use crate::world::WAIT;

#[tokio::test]
async fn limits_begin_afresh_when_a_person_says_what_happened_and_no_longer_when_it_is_withdrawn() {
    let (world, _) = learning_world();
    let mut anne = world.signed_in("anne").await;
    let path = format!("{WAIT}/rebase");
    anne.get(WAIT).await.is(200).says(&["Propose a new baseline"]);
    let page = anne.get(&path).await.is(200);
    page.says(&[
        "Propose a new baseline",
        "Accept it with a reason",
        "None for this chart",
    ]);
    let token = page.token();
    let wrong = [("token", token.as_str()), ("period", "June"), ("reason", "")];
    anne.post(&path, &wrong)
        .await
        .is(422)
        .says(&["Say what happened then", "Write a period as the table does"]);
    let right = [
        ("token", token.as_str()),
        ("period", "2016-06"),
        ("reason", "Open on Sundays"),
    ];
    let done = anne.post(&path, &right).await.is(303);
    anne.get(&done.location)
        .await
        .is(200)
        .says(&["value=\"2016-06\"", "Limits afresh: Open on Sundays"]);
    anne.post(&path, &right).await.is(409).says(&["app/posted-twice"]);
    let page = anne.get(&path).await;
    page.says(&["From June 2016", "Withdraw it"]);
    let token = page.token();
    let at = page.body.split("name=\"rebase\" value=\"").nth(1).unwrap();
    let at = at.split('"').next().unwrap().to_owned();
    let back = [("token", token.as_str()), ("rebase", &at), ("why", "Closed again")];
    let done = anne.post(&format!("{path}/withdraw"), &back).await.is(303);
    anne.get(&done.location).await.says(&["withdrawn"]);
    anne.get(WAIT).await.never_says(&["Limits afresh"]);
}
