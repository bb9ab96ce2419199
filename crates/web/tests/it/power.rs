use cm_framework::{Act, DecisionRule, Motive, Proposal, Signed};
use cm_kernel::{Date, Id};

use crate::world::{CARE, World};

const POWER: &str = "/p/care/power";
const READINGS: &str = "month,ward,late,all\n2017-01,A,10,100\n2017-02,A,12,100\n";

#[tokio::test]
async fn the_page_says_who_has_which_power_and_what_it_costs() {
    let world = World::new();
    let mut cleo = world.signed_in("cleo").await;
    let page = cleo.get(POWER).await.is(200);
    page.says(&["Every partner, by a veto, until an agreement is in force", "0 minutes"]);
    world.agreed(&[Motive::Learning, Motive::Publication]);
    world.gathered(READINGS, None);
    let page = cleo.get(POWER).await.is(200);
    page.says(&[
        "Power and burden",
        "Every partner, by not signing the next agreement: all must sign",
        "Members of every partner; the public, in editions",
        "<dt>Evidence from</dt><dd>The hospital</dd>",
        "25 minutes",
        "5 hours",
        "Every measure that The hospital and The forum signed for or gave evidence to was put forward by others.",
    ]);
    page.never_says(&["cannot veto it", "for a year</h2>"]);
    cleo.get(&format!("{CARE}/framework")).await.says(&[POWER]);
}

#[tokio::test]
async fn a_contributor_without_a_veto_is_marked_and_a_measure_unused_for_a_year_is_named() {
    let world = World::new();
    let proposal = Proposal {
        measure: Id::slug("seen-in-time"),
        motives: [Motive::Learning].into(),
        signatories: ["council", "hospital"].map(Id::slug).into(),
        rule: DecisionRule::Stewards([Id::slug("council")].into()),
        target: None,
        assessment: None,
        definition: None,
        review_by: Date::new(2018, 4, 3).unwrap(),
        reason: "So that we can learn.".into(),
    };
    let agreement = world.agree("anne", &Act::AgreementProposed(proposal));
    let reason = String::new();
    world.agree("anne", &Act::AgreementSigned(Signed { agreement, reason }));
    world.gathered(READINGS, None);
    let mut bela = world.signed_in("bela").await;
    bela.get(POWER).await.is(200).says(&[
        "The hospital gives evidence to 1 measure and cannot veto it.",
        "The council, by not signing the next agreement: the stewards decide",
    ]);
    world.later(365);
    let mut bela = world.signed_in("bela").await;
    let asked = "No decision rested on it since 3 April 2017; ask whether it is still worth its 5 hours a year.";
    bela.get(POWER).await.is(200).says(&[asked, "for a year</h2>"]);
    bela.get(CARE)
        .await
        .is(200)
        .says(&["still worth its 5 hours a year", "Unused"]);
}

#[tokio::test]
async fn what_measuring_costs_stands_beside_what_a_partner_lives_on() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    world.gathered(READINGS, None);
    let mut bela = world.signed_in("bela").await;
    bela.get(POWER)
        .await
        .is(200)
        .says(&["income not said", "/p/care/means"]);
    let at = format!("{CARE}/means");
    let token = bela.get(&at).await.is(200).token();
    let mut said = vec![
        ("token", token.as_str()),
        ("income", "£48,000"),
        ("currency", "gbp"),
        ("year", "2016/17"),
    ];
    let source = ("source", "The annual report");
    bela.post(&at, &said)
        .await
        .is(422)
        .says(&["Say where the figures are published"]);
    said.push(source);
    let page = bela.post(&at, &[said.as_slice(), &[("hour", "much")]].concat()).await;
    page.is(422).says(&["Enter what an hour costs in whole units"]);
    bela.post(&at, &said).await.is(303);
    // Five hours a year beside 4.8 times ten thousand pounds.
    bela.get(POWER)
        .await
        .says(&["1.0 hours for every £10,000 of £48,000 (2016/17)"]);
    let page = bela.get(&at).await.is(200);
    page.says(&["48,000"]);
    let token = page.token();
    let fields = [
        ("token", token.as_str()),
        ("income", "48 000"),
        ("currency", "GBP"),
        ("year", "2016/17"),
        ("hour", "24"),
        source,
    ];
    bela.post(&at, &fields).await.is(303);
    bela.get(POWER).await.says(&["£120, 0.25% of £48,000 (2016/17)"]);
    bela.get(&format!("{CARE}/record"))
        .await
        .says(&["What a partner lives on", "GBP 48,000 in 2016/17"]);
}
