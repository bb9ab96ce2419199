//! Programs: the same answers and refusals as the pages give, as JSON.

use axum::body::Body;
use axum::http::Request;
use cm_app::{TokenScope, TokenWanted};
use cm_framework::Motive;
use cm_kernel::Id;
use serde_json::{Value, json};

use crate::world::World;

const V1: &str = "/api/v1/partnerships";
const WAIT: &str = "/api/v1/partnerships/care/measures/seen-in-time";
const ROWS: &str = "month,ward,late,all\n2017-01,a,5,50\n2017-02,a,4,50\n2017-03,a,6,60\n";

struct Program<'w> {
    world: &'w World,
    token: String,
}

impl<'w> Program<'w> {
    fn of(world: &'w World, name: &str, partner: &str, scope: TokenScope) -> Self {
        let wanted = TokenWanted {
            name: "A program".to_owned(),
            scope,
            partnership: Id::slug("care"),
            partner: Id::slug(partner),
            days: 90,
        };
        let member = world.house.member(name).unwrap().unwrap();
        let token = world.house.make_token(&member, &wanted).unwrap();
        Self { world, token }
    }

    async fn asks(&self, method: &str, path: &str, kind: &str, body: &str) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path).header("content-type", kind);
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let page = self.world.reader().send(request, Body::from(body.to_owned())).await;
        let told = serde_json::from_str(&page.body).unwrap_or_else(|_| panic!("{path}: {}", page.body));
        (page.status.as_u16(), told)
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.asks("GET", path, "", "").await
    }

    async fn refused(&self, path: &str) -> (u16, String) {
        let (status, told) = self.get(path).await;
        assert_eq!(told["status"], status, "{told}");
        for field in ["title", "detail", "remedy"] {
            assert!(told[field].as_str().is_some_and(|it| !it.is_empty()), "{told}");
        }
        (status, told["code"].as_str().unwrap().to_owned())
    }
}

fn bela(world: &World) -> Program<'_> {
    Program::of(world, "bela", "hospital", TokenScope::Contribute)
}

#[tokio::test]
async fn a_program_reads_what_its_member_reads() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    world.gathered(ROWS, None);
    let program = Program::of(&world, "cleo", "forum", TokenScope::Read);
    let (status, told) = program.get(V1).await;
    assert_eq!((status, &told["partnerships"][0]["acts-for"]), (200, &json!("forum")));
    let (_, told) = program.get(&format!("{V1}/care/measures")).await;
    assert_eq!(told["measures"][0]["uses"]["learning"], "agreed");
    assert_eq!(told["measures"][0]["uses"]["ranking"], "not-agreed");
    let (_, told) = program.get(WAIT).await;
    assert_eq!(told["definition"]["numerator"], "Seen in time");
    assert_eq!(told["agreement"]["proposal"]["motives"], json!(["learning"]));
    let (_, told) = program.get(&format!("{WAIT}/readings?limit=2")).await;
    assert_eq!((&told["of"], &told["next"]), (&json!(3), &json!(2)));
    assert_eq!(told["readings"][0]["numerator"], 45.0);
    let (_, told) = program.get(&format!("{WAIT}/readings?offset=2")).await;
    assert_eq!(told["readings"].as_array().unwrap().len(), 1);
    assert_eq!(told["next"], Value::Null);
    let (_, told) = program.get(&format!("{V1}/care/record?from=1&limit=2")).await;
    assert_eq!((&told["entries"][0]["at"], &told["next"]), (&json!(1), &json!(3)));
    let (_, told) = program.get(&format!("{V1}/care/record?from=99999")).await;
    assert_eq!(told["entries"], json!([]));
    let (status, told) = program.get(&format!("{V1}/care/editions")).await;
    assert_eq!((status, told), (200, json!({ "editions": [] })));
}

#[tokio::test]
async fn a_method_answers_and_a_refused_use_stands_in_the_record_once_a_day() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let rows = (1..=12).map(|month| format!("2016-{month:02},a,5,5{month:02}\n"));
    world.gathered(&format!("month,ward,late,all\n{}", rows.collect::<String>()), None);
    let program = Program::of(&world, "cleo", "forum", TokenScope::Read);
    let (status, told) = program
        .get(&format!("{WAIT}/insight?method=xmr&for=learning&place=a"))
        .await;
    assert_eq!((status, &told["insight"]["method"]), (200, &json!("xmr")), "{told}");
    let record = || world.house.view(&Id::slug("care")).unwrap().length;
    let before = record();
    let ranked = format!("{WAIT}/insight?method=ranks");
    let (status, code) = program.refused(&ranked).await;
    assert!(status == 409 && code.starts_with("framework/"), "{status} {code}");
    program.refused(&ranked).await;
    assert_eq!(record(), before + 1);
    world.later(1);
    program.refused(&ranked).await;
    assert_eq!(record(), before + 2);
}

#[tokio::test]
async fn what_is_not_there_or_cannot_be_read_is_a_problem_with_a_code() {
    let world = World::new();
    let program = bela(&world);
    for (path, status, code) in [
        (format!("{V1}/next-door/measures"), 404, "app/no-such-partnership"),
        (format!("{V1}/Not%20An%20Id/measures"), 404, "kernel/not-an-id"),
        (format!("{V1}/care/measures/nothing"), 404, "framework/no-such-measure"),
        (
            format!("{V1}/care/measures/nothing/readings"),
            404,
            "framework/no-such-measure",
        ),
        (format!("{WAIT}/readings"), 409, "framework/no-agreement"),
        (format!("{WAIT}/readings?limit=many"), 400, "web/not-readable"),
        (format!("{WAIT}/insight?method=nothing"), 404, "app/no-such-method"),
        (format!("{WAIT}/insight?for=fun"), 400, "web/not-a-use"),
        (format!("{WAIT}/insight?from=yesterday"), 400, "web/not-a-date"),
        (format!("{WAIT}/insight?to="), 400, "web/not-a-date"),
        (format!("{WAIT}/insight?to=1%20April%202018"), 400, "web/not-a-date"),
        (format!("{WAIT}/readings?offset=2147483648"), 400, "web/not-readable"),
        (format!("{V1}/care/record?from=2147483648"), 400, "web/not-readable"),
        (format!("{WAIT}/evidence"), 405, "web/not-done-here"),
        ("/api/v2".to_owned(), 404, "web/no-such-page"),
    ] {
        assert_eq!(program.refused(&path).await, (status, code.to_owned()), "{path}");
    }
}

#[tokio::test]
async fn evidence_comes_as_csv_or_rows_all_or_nothing() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let program = bela(&world);
    let at = format!("{WAIT}/evidence?attribution=The%20hospital");
    let csv = "month,ward,seen,all\n2017-01,a,45,50\n2017-02,a,46,50\n";
    let (status, told) = program.asks("POST", &at, "text/csv; charset=utf-8", csv).await;
    assert_eq!(
        (status, &told["outcome"], &told["new"]),
        (200, &json!("added"), &json!(2)),
        "{told}"
    );
    let rows = |seen: u32| {
        let row = json!({ "period": "2017-02", "place": "a", "numerator": seen, "denominator": 50 });
        json!({ "rows": [row] })
    };
    let json = "application/json";
    let (status, told) = program.asks("POST", &at, json, &rows(46).to_string()).await;
    assert_eq!((status, &told["outcome"]), (200, &json!("nothing-new")), "{told}");
    let (status, told) = program.asks("POST", &at, json, &rows(40).to_string()).await;
    assert_eq!(
        (status, &told["code"], &told["count"]),
        (409, &json!("web/rows-differ"), &json!(1))
    );
    let mut corrected = rows(40);
    corrected["corrects"] = json!("Counted twice");
    let (status, told) = program.asks("POST", &at, json, &corrected.to_string()).await;
    assert_eq!((status, &told["corrected"]), (200, &json!(1)), "{told}");
    let (status, told) = program.asks("POST", &at, json, &rows(60).to_string()).await;
    assert_eq!((status, &told["code"]), (422, &json!("web/rows-not-read")), "{told}");
    assert_eq!(told["places"][0]["line"], 2, "{told}");
}

#[tokio::test]
async fn a_figure_that_cannot_honestly_be_given_is_returned_with_its_reason() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let program = bela(&world);
    let csv = "month,ward,seen,all\n2017-01,a,45,50\n2017-02,a,46,50\n";
    program.asks("POST", &format!("{WAIT}/evidence"), "text/csv", csv).await;
    let (at, kind) = (format!("{WAIT}/honest-returns"), "application/json");
    let sent =
        |place: &str| json!({ "period": "2017-03", "place": place, "why": "Counted twice on some days." }).to_string();
    let (status, told) = program.asks("POST", &at, kind, &sent("a")).await;
    assert_eq!((status, &told["outcome"]), (200, &json!("returned")), "{told}");
    let (_, readings) = program.get(&format!("{WAIT}/readings?place=a")).await;
    assert_eq!(readings["readings"][2]["absent"], "cannot honestly say", "{readings}");
    for (body, status, code) in [
        (sent("a"), 409, "app/said-before"),
        (sent("nowhere"), 409, "app/unknown-place"),
        ("{}".to_owned(), 400, "web/not-a-return"),
        (" ".repeat(70_000), 400, "web/not-a-return"),
    ] {
        let (got, told) = program.asks("POST", &at, kind, &body).await;
        assert_eq!((got, &told["code"]), (status, &json!(code)), "{told}");
    }
    let reader = Program::of(&world, "bela", "hospital", TokenScope::Read);
    assert_eq!(reader.asks("POST", &at, kind, &sent("a")).await.0, 403);
}

#[tokio::test]
async fn evidence_of_another_kind_or_size_is_refused() {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let program = bela(&world);
    let at = format!("{WAIT}/evidence");
    let code = async |at: &str, kind: &str, body: &str| {
        let (status, told) = program.asks("POST", at, kind, body).await;
        (status, told["code"].as_str().unwrap_or_default().to_owned())
    };
    let is = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(code(&at, "image/png", "x").await, is(415, "web/not-csv-or-json"));
    assert_eq!(code(&at, "application/json", "{}").await, is(400, "web/not-rows"));
    let list = r#"{"rows":[{"period":"2017","place":"a","value":[1]}]}"#;
    assert_eq!(code(&at, "application/json", list).await, is(400, "web/not-rows"));
    let mapped = format!("{at}?mapping=no");
    assert_eq!(code(&mapped, "text/csv", ROWS).await, is(400, "web/not-a-mapping"));
    let large = " ".repeat((16 << 20) + 1);
    assert_eq!(code(&at, "text/csv", &large).await, is(413, "web/too-large"));
}

#[tokio::test]
async fn the_description_names_every_problem_and_the_token() {
    let world = World::new();
    let page = world.reader().get("/api/openapi.json").await.is(200);
    let told: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(told["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    for (path, does) in told["paths"].as_object().unwrap() {
        for told in does
            .as_object()
            .unwrap()
            .values()
            .filter(|_| path.starts_with("/api/v1/"))
        {
            assert!(told["responses"]["401"].is_object(), "{path}");
        }
    }
    world
        .reader()
        .get("/help/api")
        .await
        .is(200)
        .says(&["/api/openapi.json", "Bearer"]);
    world.reader().get("/help").await.is(200).says(&["/help/api"]);
}
