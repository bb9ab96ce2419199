use std::time::Duration;

use cm_framework::{Act, DecisionRule, Measure, Motive, Proposal, Signed, Unit};
use cm_kernel::{Date, Digest, Id};

use crate::reader::{Page, Reader};
use crate::world::{CARE, WAIT, World, measure};

pub(crate) const CSV: &str = "month,ward,seen,all\n2017-01,A,7,10\n2017-02,A,8,10\n2017-03,A,9,10\n";

pub(crate) async fn agreed() -> World {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    world
}

pub(crate) async fn sends(reader: &mut Reader, file: &str, bytes: &[u8]) -> Page {
    let fields = [("measure", "seen-in-time")];
    reader.upload(&format!("{CARE}/evidence"), &fields, file, bytes).await
}

/// The mapping page of a file that was taken to wait.
async fn waits(reader: &mut Reader, csv: &str) -> (String, Page) {
    let sent = sends(reader, "waits.csv", csv.as_bytes()).await.is(303);
    let page = reader.get(&sent.location).await.is(200);
    let path = sent.location.split('?').next().unwrap().to_owned();
    (path, page)
}

/// Everything the page's input would send, with some of it put otherwise.
fn filled(page: &Page, otherwise: &[(&str, &str)]) -> Vec<(String, String)> {
    let start = page
        .body
        .find("<form method=\"post\" action=\"/p/care/evidence/import/")
        .unwrap();
    let form = &page.body[start..start + page.body[start..].find("</form>").unwrap()];
    let mut out = Vec::new();
    let value = |tag: &str, name: &str| {
        let found = tag.split_once(&format!(" {name}=\""));
        found.map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
    };
    for tag in form.split('<').map(|it| it.split('>').next().unwrap()) {
        let kept = tag.starts_with("input ") && (!tag.contains("type=\"radio\"") || tag.contains(" checked"));
        if kept {
            out.push((value(tag, "name").unwrap(), unescape(&value(tag, "value").unwrap())));
        }
    }
    for select in form.split("<select ").skip(1) {
        let name = value(&format!(" {select}"), "name").unwrap();
        let chosen = select.split("</select>").next().unwrap();
        let chosen = chosen.split("<option ").find(|it| it.contains(" selected")).unwrap();
        out.push((name, value(&format!(" {chosen}"), "value").unwrap()));
    }
    for area in form.split("<textarea ").skip(1) {
        let name = value(&format!(" {area}"), "name").unwrap();
        let text = area.split_once('>').unwrap().1.split("</textarea>").next().unwrap();
        out.push((name, unescape(text.trim())));
    }
    out.retain(|(name, _)| otherwise.iter().all(|(it, _)| it != name));
    out.extend(
        otherwise
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
    );
    out
}

fn unescape(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ] {
        text = text.replace(from, to);
    }
    text
}

async fn posts(reader: &mut Reader, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<_> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    reader.post(path, &fields).await
}

/// Presses the button and waits for the end.
pub(crate) async fn brings_in(reader: &mut Reader, path: &str, page: &Page, otherwise: &[(&str, &str)]) -> Page {
    let with = [&[("attribution", "The hospital, OGL")], otherwise].concat();
    let started = posts(reader, &format!("{path}/start"), &filled(page, &with))
        .await
        .is(303);
    ends(reader, &started.location).await
}

async fn ends(reader: &mut Reader, progress: &str) -> Page {
    for _ in 0..400 {
        let page = reader.get(progress).await.is(200);
        if !page.body.contains("data-cm-again") {
            return page;
        }
        page.says(&["<progress", "either every row comes in or none"]);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the import never ended");
}

pub(crate) fn length(world: &World) -> u64 {
    world.house.view(&Id::slug("care")).unwrap().length
}

#[tokio::test]
async fn a_file_goes_from_the_upload_to_the_chart() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    bela.get("/p/care/evidence").await.is(200).says(&[
        "Bring a file in",
        "type=\"file\"",
        "Nothing was gathered yet",
        "version 1 of the agreement about its use",
    ]);
    let (path, page) = waits(&mut bela, CSV).await;
    page.says(&[
        "Say what each column means",
        "Guessed: what it holds reads as periods, such as “2017-01”.",
        "First cells: A, A, A",
        "<strong>3 rows</strong> read",
        "Bring in all 3 rows",
        "January 2017 to March 2017",
        "1 ward",
        "The hospital",
    ]);
    let before = length(&world);
    let page = brings_in(&mut bela, &path, &page, &[]).await;
    let at = before;
    assert_eq!(length(&world), at + 1);
    page.says(&["3 rows are in", "See the chart", &format!("/p/care/record/{at}")]);
    bela.get(WAIT).await.is(200).says(&["January 2017", "<svg"]);
    let list = bela.get("/p/care/evidence").await;
    list.says(&[
        "waits.csv",
        "BELA",
        "3 rows in 1 batch, newest first",
        &format!("evidence/{at}/rows.csv"),
    ]);
    let rows = bela.get(&format!("/p/care/evidence/{at}/rows.csv")).await.is(200);
    let entry = bela.get(&format!("/p/care/record/{at}")).await.is(200);
    entry.says(&["The hospital, OGL", &Digest::of(rows.body.as_bytes()).to_string()]);
    // The file waits no longer.
    bela.get(&format!("{path}?measure=seen-in-time")).await.is(404);
}

#[tokio::test]
async fn the_same_file_twice_says_so_and_adds_nothing() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let (first, page) = waits(&mut bela, CSV).await;
    let (second, other) = waits(&mut bela, CSV).await;
    brings_in(&mut bela, &first, &page, &[]).await.says(&["3 rows are in"]);
    let before = length(&world);
    let end = brings_in(&mut bela, &second, &other, &[]).await;
    end.says(&["All 3 rows were known already, so nothing was added"]);
    let (_, third) = waits(&mut bela, CSV).await;
    third.says(&["All 3 rows are known already, so there is nothing to bring in."]);
    third.never_says(&["formaction"]);
    assert_eq!(length(&world), before);
}

#[tokio::test]
async fn a_file_that_differs_is_taken_only_as_a_correction_with_its_reason() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let other = CSV.replace("A,8,10", "A,6,10");
    // Looked over before the first file came in, so nothing warned of the difference.
    let (late, early_page) = waits(&mut bela, &other).await;
    let (path, page) = waits(&mut bela, CSV).await;
    let old = length(&world);
    brings_in(&mut bela, &path, &page, &[]).await.says(&["3 rows are in"]);
    let refused = brings_in(&mut bela, &late, &early_page, &[]).await;
    refused.says(&[
        "Nothing was added",
        "1 readings differ",
        "A, February 2017: known as 8 out of 10, and the file says 6 out of 10",
        "Go back to the file",
    ]);
    assert_eq!(length(&world), old + 1);
    let page = bela.get(&format!("{late}?measure=seen-in-time")).await.is(200);
    page.says(&[
        "1 reading differs from what is known",
        "The hospital, OGL",
        "known as 8 out of 10",
    ]);
    let without = filled(&page, &[("corrects", " ")]);
    let again = posts(&mut bela, &format!("{late}/start"), &without).await.is(422);
    again.says(&["Say why the earlier readings were wrong", "Error: "]);
    let end = brings_in(&mut bela, &late, &again, &[("corrects", "Two were counted twice.")]).await;
    end.says(&[
        "1 row is in",
        "<strong>1</strong> corrected",
        "<strong>2</strong> known already",
    ]);
    let new = old + 1;
    bela.get("/p/care/evidence")
        .await
        .says(&["partly corrected by", "corrects"]);
    bela.get(&format!("/p/care/record/{new}"))
        .await
        .says(&["Two were counted twice.", ">6<"]);
    bela.get(&format!("/p/care/record/{old}"))
        .await
        .says(&["Corrected since", ">8<"]);
}

#[tokio::test]
async fn missing_suppressed_and_zero_stay_different() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let csv = "month,ward,seen,all\n2017-01,A,0,10\n2017-02,A,[x],10\n2017-03,A,[c],10\n2017-04,A,[z],10\n2017-05,A,refused,10\n";
    let (path, page) = waits(&mut bela, csv).await;
    page.says(&[
        "1 cell was read as missing",
        "1 cell was read as suppressed",
        "Without a number",
    ]);
    let at = length(&world);
    brings_in(&mut bela, &path, &page, &[]).await.says(&["5 rows are in"]);
    let entry = bela.get(&format!("/p/care/record/{at}")).await;
    entry.says(&[">missing<", ">suppressed<", ">not applicable<", ">refused<", ">0.0%<"]);
}

#[tokio::test]
async fn a_choice_is_checked_before_it_counts() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let csv = "month,ward,late,all,note\n2017-01,A,3,10,1\n2017-02,A,2,10,1\n";
    let (path, page) = waits(&mut bela, csv).await;
    // The button, pressed after a column was put otherwise, checks again and brings nothing in.
    let before = length(&world);
    let changed = filled(&page, &[("attribution", "Ward book"), ("counts", "others")]);
    let again = posts(&mut bela, &format!("{path}/start"), &changed).await.is(422);
    again.says(&["You changed what a column means.", "Ward book"]);
    let one = filled(&again, &[("place", "same"), ("place_same", "Whole hospital")]);
    let one = posts(&mut bela, &path, &one).await.is(200);
    one.says(&[
        "Whole hospital",
        "Bring in all 2 rows",
        "Ward book",
        "7 out of 10: 70.0%",
    ]);
    let nowhere = posts(&mut bela, &path, &filled(&one, &[("place_same", "")])).await;
    nowhere.is(200).says(&["Write the ward of the whole file"]);
    let back = posts(&mut bela, &path, &filled(&one, &[("place", "1")])).await.is(200);
    back.never_says(&["Whole hospital"]);
    let fields = filled(&back, &[("attribution", "")]);
    let end = posts(&mut bela, &format!("{path}/start"), &fields).await.is(422);
    end.says(&["Say where the file comes from"]);
    end.never_says(&["You changed what a column means."]);
    let twice = posts(&mut bela, &path, &filled(&one, &[("denominator", "2")]))
        .await
        .is(200);
    twice.says(&["uses column “late” for two things"]);
    twice.never_says(&["formaction"]);
    twice.says(&["Ward book"]);
    let none = posts(
        &mut bela,
        &path,
        &filled(&one, &[("numerator", "99"), ("group", "bosh")]),
    )
    .await;
    none.is(200).says(&["The file has no column"]);
    assert_eq!(length(&world), before);
    brings_in(&mut bela, &path, &one, &[]).await.says(&["2 rows are in"]);
    let entry = bela.get(&format!("/p/care/record/{before}")).await;
    entry.says(&["“all” less “late”", "Whole hospital", "70.0%"]);
}

#[tokio::test]
async fn a_second_press_leads_to_the_same_import() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let (path, page) = waits(&mut bela, CSV).await;
    let fields = filled(&page, &[("attribution", "Ward book")]);
    let to = posts(&mut bela, &format!("{path}/start"), &fields)
        .await
        .is(303)
        .location;
    let again = posts(&mut bela, &format!("{path}/start"), &fields)
        .await
        .is(303)
        .location;
    assert_eq!(to, again);
    ends(&mut bela, &to).await.says(&["3 rows are in"]);
}

#[tokio::test]
async fn only_who_may_gather_brings_a_file_in() {
    let world = agreed().await;
    for name in ["anne", "cleo", "dan"] {
        let mut reader = world.signed_in(name).await;
        let page = reader.get("/p/care/evidence").await.is(200);
        page.says(&["BELA (The hospital) can bring a file in."]);
        page.never_says(&["type=\"file\""]);
        sends(&mut reader, "waits.csv", CSV.as_bytes()).await.is(403);
    }
    let mut bela = world.signed_in("bela").await;
    let (path, page) = waits(&mut bela, CSV).await;
    let fields = filled(&page, &[("attribution", "Ward book")]);
    let mut anne = world.signed_in("anne").await;
    anne.get(&format!("{path}?measure=seen-in-time")).await.is(403);
    posts(&mut anne, &format!("{path}/start"), &fields).await.is(403);
    let mut eve = world.signed_in("eve").await;
    eve.get(&format!("{path}?measure=seen-in-time")).await.is(404);
    world.reader().get("/p/care/evidence").await.is(401);
}

#[tokio::test]
async fn the_file_of_another_member_is_not_found() {
    let world = agreed().await;
    let (path, page) = waits(&mut world.signed_in("bela").await, CSV).await;
    let fields = filled(&page, &[("attribution", "Ward book")]);
    let fred = crate::world::member("fred");
    world.house.take_in(fred.clone(), None).unwrap();
    let bela = world.caller("bela");
    let seated = world
        .house
        .seat(&world.caller("anne"), &fred, &bela.partner, &bela.roles);
    seated.unwrap();
    let before = length(&world);
    let mut fred = world.signed_in("fred").await;
    fred.get(&format!("{path}?measure=seen-in-time")).await.is(404);
    posts(&mut fred, &path, &fields).await.is(404);
    posts(&mut fred, &format!("{path}/start"), &fields).await.is(404);
    fred.get(&format!("{path}/progress")).await.is(404);
    fred.get("/p/care/evidence/import/not-a-token?measure=seen-in-time")
        .await
        .is(404);
    assert_eq!(length(&world), before);
}

#[tokio::test]
async fn nothing_is_gathered_without_an_agreement() {
    let world = World::new();
    let mut bela = world.signed_in("bela").await;
    let page = bela.get("/p/care/evidence").await.is(200);
    page.says(&["No measure can take evidence yet", "Propose what it may be used for"]);
    sends(&mut bela, "waits.csv", CSV.as_bytes())
        .await
        .is(422)
        .says(&["Choose a measure"]);
    let none = bela.upload("/p/care/evidence", &[], "", b"").await.is(422);
    none.says(&["Choose a measure", "Choose a file", "Error: "]);
}

#[tokio::test]
async fn a_measure_that_is_a_number_reads_one_column() {
    let world = World::new();
    let number = Measure {
        unit: Unit::Number("minutes".into()),
        denominator: None,
        ..measure("Time to be seen")
    };
    world.agree("anne", &Act::MeasureProposed(number));
    let agreement = world.agree(
        "anne",
        &Act::AgreementProposed(Proposal {
            measure: Id::slug("time-to-be-seen"),
            motives: [Motive::Learning].into(),
            signatories: [Id::slug("hospital")].into(),
            rule: DecisionRule::All,
            target: None,
            assessment: None,
            definition: None,
            review_by: Date::new(2018, 4, 3).unwrap(),
            reason: "So that we can learn.".into(),
        }),
    );
    let reason = String::new();
    world.agree("bela", &Act::AgreementSigned(Signed { agreement, reason }));
    let mut bela = world.signed_in("bela").await;
    let csv = b"month;ward;minutes\n2017-01;A;3,5\n2017-02;A;-1,5\n";
    let fields = [("measure", "time-to-be-seen")];
    let sent = bela
        .upload("/p/care/evidence", &fields, "minutes.csv", csv)
        .await
        .is(303);
    let page = bela.get(&sent.location).await.is(200);
    page.says(&["Value", "its numbers are written like “3,5”", "Bring in all 2 rows"]);
    page.never_says(&["Whom that column counts"]);
}
