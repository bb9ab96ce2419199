//! Questions fixed before the readings they judge.

use cm_framework::Motive;

use crate::world::World;

const REGISTER: &str = "/p/care/measures/seen-in-time/register";

#[tokio::test]
async fn a_question_is_fixed_once_and_its_page_lists_it() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(&format!("{REGISTER}?view=its&set-from=2017-06")).await.is(200);
    page.says(&["Before and after a change", "None yet", "2017-06"]);
    let token = page.token();
    let fields = [
        ("token", token.as_str()),
        ("view", "its"),
        ("set-from", "2017-06"),
        ("judges-from", "1 June 2017"),
        ("threshold", ""),
        ("reason", "The clinic opens then."),
    ];
    anne.post(REGISTER, &fields)
        .await
        .is(422)
        .says(&["Say what will count"]);
    let mut whole = fields;
    whole[4].1 = "At least five points higher.";
    let sent = anne.post(REGISTER, &whole).await.is(303);
    assert!(sent.location.starts_with(REGISTER), "{}", sent.location);
    anne.get(REGISTER)
        .await
        .is(200)
        .says(&["judging readings from 1 June 2017", "At least five points higher."]);
    anne.post(REGISTER, &whole).await.is(409);
}
