use cm_app::Role;
use cm_framework::Motive;
use cm_kernel::Id;

use crate::reader::Page;
use crate::world::{CARE, PASSWORD, World, member};

const MEMBERS: &str = "/p/care/members";
const NEW: &str = "four other words there";

/// The link that a page shows once, without the server's address.
fn link(page: &Page) -> String {
    let (_, rest) = page.body.split_once("id=\"link\" type=\"text\" value=\"").unwrap();
    let (whole, _) = rest.split_once('"').unwrap();
    let at = whole.find("/invitation/").or_else(|| whole.find("/recovery/")).unwrap();
    whole[at..].to_owned()
}

async fn invited(world: &World, partner: &str, role: &str) -> String {
    let mut anne = world.signed_in("anne").await;
    let token = anne.get(MEMBERS).await.is(200).token();
    let fields = [("token", token.as_str()), ("partner", partner), ("roles", role)];
    let page = anne.post(&format!("{MEMBERS}/invite"), &fields).await.is(200);
    page.says(&["The invitation is made", "It is shown only now"]);
    link(&page)
}

#[tokio::test]
async fn everybody_sees_who_acts_for_whom() {
    let world = World::new();
    let page = world.signed_in("cleo").await.get(MEMBERS).await.is(200);
    page.says(&["The council", "ANNE", "Convenor", "CLEO (you)", "Leave"]);
    page.never_says(&["Make an invitation", "Take another partner in"]);
    world.reader().get(MEMBERS).await.is(401);
    world.signed_in("eve").await.get(MEMBERS).await.is(404);
}

#[tokio::test]
async fn an_invitation_takes_somebody_in_with_a_sign_in_of_their_own() {
    let world = World::new();
    let link = invited(&world, "forum", "resident").await;
    let mut gus = world.reader();
    gus.get(&link).await.is(200).says(&[
        "You are invited to Care partnership",
        "act for <strong>The forum</strong>",
        "resident",
    ]);
    let differ = [
        ("name", "Gus"),
        ("sign-in-name", "gus"),
        ("password", NEW),
        ("again", "other"),
    ];
    let page = gus.post(&link, &differ).await.is(422);
    page.says(&["The two passwords differ", "value=\"Gus\""]);
    page.never_says(&[NEW]);
    let short = [
        ("name", "Gus"),
        ("sign-in-name", "gus"),
        ("password", "short"),
        ("again", "short"),
    ];
    gus.post(&link, &short)
        .await
        .is(422)
        .says(&["between 12 and 1000 characters"]);
    let taken = [
        ("name", "Gus"),
        ("sign-in-name", "Anne"),
        ("password", NEW),
        ("again", NEW),
    ];
    gus.post(&link, &taken).await.is(422).says(&["is taken"]);
    let right = [
        ("name", "Gus"),
        ("sign-in-name", "gus"),
        ("password", NEW),
        ("again", NEW),
    ];
    let sent = gus.post(&link, &right).await.is(303);
    assert_eq!(sent.location, CARE);
    gus.get(CARE)
        .await
        .is(200)
        .says(&["Acting as <strong>Gus</strong> for <strong>The forum</strong>"]);
    gus.get(&format!("{MEMBERS}/gus/forum")).await.is(403);
    world
        .reader()
        .get(&link)
        .await
        .is(404)
        .says(&["app/no-such-invitation"]);
}

#[tokio::test]
async fn a_member_takes_up_a_second_partner_and_switches() {
    let world = World::new();
    let link = invited(&world, "hospital", "analyst").await;
    let mut cleo = world.signed_in("cleo").await;
    cleo.get(&link).await.is(200).says(&["Join as CLEO"]);
    cleo.post(&format!("{link}/accept"), &[]).await.is(303);
    let page = cleo.get(CARE).await.is(200);
    page.says(&["for <strong>The forum</strong>", "Act for The hospital"]);
    let token = cleo.get(&format!("{MEMBERS}/cleo/forum")).await.is(200).token();
    cleo.post("/p/care/act-for", &[("partner", "hospital")]).await.is(303);
    cleo.get(CARE)
        .await
        .says(&["for <strong>The hospital</strong>", "Act for The forum"]);
    // The page that was open for the forum is not taken for the hospital.
    let own = format!("{MEMBERS}/cleo/hospital/end");
    let stale = cleo.post(&own, &[("token", &token)]).await.is(409);
    stale.says(&["app/acting-for-another"]);
    cleo.post("/p/care/act-for", &[("partner", "council")])
        .await
        .is(409)
        .says(&["app/not-your-partner"]);
    cleo.post("/p/next-door/act-for", &[("partner", "school")])
        .await
        .is(404);
}

#[tokio::test]
async fn an_invitation_that_was_withdrawn_lets_nobody_in() {
    let world = World::new();
    let link = invited(&world, "forum", "resident").await;
    let mut anne = world.signed_in("anne").await;
    let page = anne.get(MEMBERS).await.is(200);
    page.says(&["Invitations that wait", "For The forum: resident"]);
    let (_, rest) = page.body.split_once("/members/invitations/").unwrap();
    let at: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let path = format!("{MEMBERS}/invitations/{at}/withdraw");
    anne.post(&path, &[("token", &page.token())]).await.is(303);
    world.reader().get(&link).await.is(409).says(&["app/invitation-over"]);
    anne.get(MEMBERS).await.never_says(&["Invitations that wait"]);
    let cleo = world.signed_in("cleo").await.post(&path, &[]).await;
    cleo.is(403);
}

#[tokio::test]
async fn roles_are_changed_with_a_reason_and_the_last_convenor_stays() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let path = format!("{MEMBERS}/dan/council");
    let page = anne.get(&path).await.is(200);
    page.says(&["Acts for The council since", "auditor", "checked"]);
    let token = page.token();
    let none = [("token", token.as_str()), ("reason", "")];
    let page = anne.post(&format!("{path}/roles"), &none).await.is(422);
    page.says(&["Tick at least one role", "Say why it changes"]);
    let fields = [
        ("token", token.as_str()),
        ("roles", "analyst"),
        ("reason", "Has the time now"),
    ];
    anne.post(&format!("{path}/roles"), &fields).await.is(303);
    anne.get(MEMBERS).await.says(&["Analyst. Since"]);
    let own = format!("{MEMBERS}/anne/council");
    let token = anne.get(&own).await.is(200).token();
    let fields = [("token", token.as_str()), ("roles", "auditor"), ("reason", "Enough")];
    anne.post(&format!("{own}/roles"), &fields)
        .await
        .is(409)
        .says(&["framework/last-convenor"]);
    let mut bela = world.signed_in("bela").await;
    bela.get(&path).await.is(403);
    bela.post(&format!("{path}/roles"), &fields).await.is(403);
    let nobody = anne.get(&format!("{MEMBERS}/nobody/council")).await.is(404);
    nobody.says(&["web/no-such-member"]);
}

#[tokio::test]
async fn a_member_leaves_and_is_out() {
    let world = World::new();
    let mut bela = world.signed_in("bela").await;
    let path = format!("{MEMBERS}/bela/hospital");
    let page = bela.get(&path).await.is(200);
    page.says(&["Leave The hospital"]);
    page.never_says(&["A way back in", "Change the roles"]);
    bela.post(&format!("{path}/end"), &[("token", &page.token())])
        .await
        .is(303);
    bela.get("/partnerships")
        .await
        .is(200)
        .says(&["You act for no partner here"]);
    bela.get(MEMBERS).await.is(404);
    let anne = world.signed_in("anne").await.get(MEMBERS).await;
    anne.says(&[
        "Who acted here before",
        "BELA, for The hospital",
        "Nobody acts for it yet",
    ]);
}

#[tokio::test]
async fn a_way_back_in_sets_a_new_password() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let path = format!("{MEMBERS}/cleo/forum");
    let token = anne.get(&path).await.is(200).token();
    anne.post(&format!("{path}/recover"), &[("token", &token)])
        .await
        .is(422)
        .says(&["Say how you made sure"]);
    let fields = [("token", token.as_str()), ("made-sure", "Met at the library")];
    let page = anne.post(&format!("{path}/recover"), &fields).await.is(200);
    let link = link(&page);
    let mut cleo = world.reader();
    cleo.get(&link).await.is(200).says(&["For CLEO"]);
    cleo.post(&link, &[("password", "short"), ("again", "short")])
        .await
        .is(422);
    cleo.post(&link, &[("password", NEW), ("again", NEW)]).await.is(303);
    cleo.get(CARE).await.is(200);
    let old = [("name", "cleo"), ("password", PASSWORD)];
    world.reader().post("/sign-in", &old).await.is(422);
    cleo.get(&link).await.is(404).says(&["app/no-such-recovery"]);
    anne.get("/p/care/record")
        .await
        .says(&["Way back in made for a member"]);
}

#[tokio::test]
async fn ones_own_page_changes_the_password_and_tells_of_sign_ins() {
    let world = World::new();
    world.reader().get("/me").await.is(401);
    let mut dan = world.signed_in("dan").await;
    let page = dan.get("/me").await.is(200);
    page.says(&[
        "signed in as <strong>dan</strong>",
        "Signed in with the password",
        "For The council: Auditor",
    ]);
    let wrong = [("present", "no"), ("password", NEW), ("again", NEW)];
    dan.post("/me/password", &wrong)
        .await
        .is(422)
        .says(&["The present password is not right"]);
    let right = [("present", PASSWORD), ("password", NEW), ("again", NEW)];
    let mut other = world.signed_in("dan").await;
    dan.post("/me/password", &right).await.is(303);
    other.get("/me").await.is(401);
    dan.get("/me").await.is(200).says(&["Changed the password"]);
    dan.post("/me/sign-out-everywhere", &[]).await.is(303);
    dan.get("/me").await.is(200).says(&["Signed out everywhere"]);
}

#[tokio::test]
async fn a_partner_is_taken_in_with_its_identifier() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    let path = "/p/care/partners/new";
    let token = anne.get(path).await.is(200).token();
    let wrong = [
        ("token", token.as_str()),
        ("name", "The forum"),
        ("identifier", "12345"),
    ];
    anne.post(path, &wrong).await.is(422).says(&[
        "There is a partner of this name",
        "Say what kind of partner it is",
        "Write the register and the number",
    ]);
    let right = [
        ("token", token.as_str()),
        ("name", "Riverside"),
        ("kind", "charity"),
        ("identifier", "GB-CHC-1234567"),
    ];
    anne.post(path, &right).await.is(303);
    anne.get(MEMBERS)
        .await
        .says(&["Riverside", "GB-CHC-1234567", "Nobody acts for it yet"]);
    world.signed_in("bela").await.get(path).await.is(403);
    world.signed_in("bela").await.post(path, &right).await.is(403);
}

#[tokio::test]
async fn several_partnerships_are_listed_and_kept_apart() {
    let world = World::new();
    let eve = world.house.member("eve").unwrap().unwrap();
    let seated = world.house.seat(
        &world.caller("anne"),
        &eve,
        &Id::slug("forum"),
        &[Role::Resident].into(),
    );
    seated.unwrap();
    let mut eve = world.signed_in("eve").await;
    let page = eve.get("/partnerships").await.is(200);
    page.says(&[
        "Care partnership",
        "For The forum: Resident",
        "Next door",
        "For The school: Convenor",
    ]);
    // A convenor next door is a resident here.
    eve.get("/p/care/partners/new").await.is(403);
    eve.get("/p/next-door/partners/new").await.is(200);
    world.house.take_in(member("hal"), None).unwrap();
    let mut hal = world.signed_in("hal").await;
    hal.get("/partnerships")
        .await
        .is(200)
        .says(&["You act for no partner here"]);
    hal.get("/p/care/members").await.is(404);
}

#[tokio::test]
async fn a_new_partnership_is_led_from_step_to_step_until_evidence_is_in() {
    let world = World::new();
    let page = world.signed_in("anne").await.get(CARE).await.is(200);
    page.says(&[
        "Setting up",
        "4 of 7",
        "Propose what it may be used for",
        "seen-in-time/agreements/new",
        "Others do this",
    ]);
    world.proposed(&[Motive::Learning]);
    let page = world.signed_in("cleo").await.get(CARE).await.is(200);
    page.says(&[
        "5 of 7",
        "Waits for The council, The forum, The hospital.",
        "Others do this",
    ]);
    world.agreed(&[Motive::Learning]);
    let page = world.signed_in("bela").await.get(CARE).await.is(200);
    page.says(&["6 of 7", "Bring the first evidence"]);
    world.gathered("month,ward,late,all\n2017-01,A,1,9\n", None).unwrap();
    world
        .signed_in("bela")
        .await
        .get(CARE)
        .await
        .never_says(&["Setting up"]);
}
