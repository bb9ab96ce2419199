use cm_framework::Motive;

use crate::reader::{Page, Reader};
use crate::world::World;

mod access;
mod decisions;
mod sessions;

const LEARNING: &str = "/p/care/learning";
const NEW: &str = "/p/care/sessions/new";

/// Readings of two years in three wards, with enough ups and downs for limits.
fn readings() -> String {
    let mut csv = "month,ward,late,all\n".to_owned();
    for month in 0..24 {
        let (year, of_year) = (2015 + month / 12, month % 12 + 1);
        for (ward, late) in [
            ("a", 10 + month % 3),
            ("b", 12 + month * 7 % 5),
            ("c", 9 + month * 5 % 4),
        ] {
            csv.push_str(&format!("{year}-{of_year:02},{ward},{late},{}\n", 190 + month));
        }
    }
    csv
}

/// A partnership with an agreement for learning and two years of readings. The position of the agreement.
pub fn learning_world() -> (World, u64) {
    let world = World::new();
    let at = world.agreed(&[Motive::Learning, Motive::Target]);
    world.gathered(&readings(), None).unwrap();
    (world, at)
}

/// The value of the ticked box.
#[track_caller]
fn ticked(page: &Page) -> String {
    let (before, _) = page.body.split_once("\" checked").expect("a ticked box");
    let (_, value) = before.rsplit_once("value=\"").unwrap();
    value.replace("&#38;", "&")
}

/// A session on the chart over time. Where it is.
async fn opened(anne: &mut Reader, title: &str) -> String {
    let page = anne.get(&format!("{NEW}?measure=seen-in-time&view=xmr")).await.is(200);
    let (token, insight) = (page.token(), ticked(&page));
    let fields = [
        ("token", token.as_str()),
        ("title", title),
        ("question", "What changed?"),
        ("held-on", "3 April 2017"),
        ("insight", insight.as_str()),
    ];
    anne.post(NEW, &fields).await.is(303).location
}

/// Says something for one's partner.
async fn says(reader: &mut Reader, session: &str, text: &str) {
    let token = reader.get(session).await.is(200).token();
    let fields = [
        ("token", token.as_str()),
        ("reading", text),
        ("mind", "A summer like that"),
        ("strength", "observed"),
        ("grounds", "On the chart"),
    ];
    reader.post(&format!("{session}/interpret"), &fields).await.is(303);
}

/// What is sent to decide, with one answer after another.
fn decision<'a>(token: &'a str, by: &'a str, review_on: &'a str) -> [(&'a str, &'a str); 11] {
    [
        ("token", token),
        ("decision", "Open on Sundays"),
        ("why", "Mondays are full"),
        ("strength", "contributed"),
        ("grounds", "Fewer people are left over for Monday"),
        ("rivals", "A quiet summer"),
        ("measure", "seen-in-time"),
        ("expectation", "Above 95% in July"),
        ("by", by),
        ("confidence", "75"),
        ("review-on", review_on),
    ]
}

/// A decision with its forecast. Where it is.
async fn decided(anne: &mut Reader, session: &str) -> String {
    let path = format!("{session}/decide");
    let token = anne.get(&path).await.is(200).token();
    let fields = decision(&token, "1 July 2017", "2017-07-15");
    anne.post(&path, &fields).await.is(303).location
}
