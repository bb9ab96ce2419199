//! Who may ask for what: each route of the server stands in the table of `SECURITY.md`, and answers as it says there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use cm_app::{ACCESS, Deed, Role, TokenScope, TokenWanted};
use cm_framework::Motive;
use cm_kernel::Id;

use crate::reader::Reader;
use crate::world::{World, member};

/// A method and a path, and who may.
type Table = BTreeMap<(String, String), String>;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The table of `SECURITY.md`.
fn table() -> Table {
    let text = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let (_, text) = text.split_once("| method | path | who may |").unwrap();
    let mut table = Table::new();
    for line in text.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [methods, paths, who, ..] = cells.as_slice() else {
            panic!("a row of another shape: {line}");
        };
        for (method, path) in methods
            .split(", ")
            .flat_map(|method| paths.split(", ").map(move |path| (method, path.trim_matches('`'))))
        {
            let before = table.insert((method.to_owned(), path.to_owned()), (*who).to_owned());
            assert_eq!(before, None, "{method} {path} stands there twice");
        }
    }
    table
}

/// The rows of the table that browsers ask for.
fn pages() -> Table {
    let mut table = table();
    table.retain(|(_, path), _| !path.starts_with("/api/"));
    table
}

/// The rows of the table that programs ask for.
fn programs() -> Table {
    let mut table = table();
    table.retain(|(_, path), _| path.starts_with("/api/v1/"));
    table
}

/// The routes that the source of the pages names.
fn routes() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root().join("crates/web/src")];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                source
                    .match_indices(".route(")
                    .for_each(|(at, _)| found.extend(routes_at(&source[at + 7..])));
            }
        }
    }
    found
}

/// The methods and the path of one call of `route`, from its opening bracket on.
fn routes_at(rest: &str) -> Vec<(String, String)> {
    let mut depth = 1;
    let end = rest.find(|letter| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let call = &rest[..end.unwrap()];
    let path = call.split('"').nth(1).unwrap_or_else(|| panic!("no path in {call}"));
    assert!(path.starts_with('/'), "{call} does not name its whole path");
    let mut methods = Vec::new();
    for (word, method) in [("get(", "GET"), ("post(", "POST")] {
        if call.contains(word) {
            methods.push((method.to_owned(), path.to_owned()));
        }
    }
    assert!(!methods.is_empty(), "{call} has no method");
    methods
}

#[test]
fn every_route_is_in_the_table_and_none_besides() {
    let (table, routes) = (table(), routes());
    let listed: BTreeSet<_> = table.into_keys().collect();
    let missing: Vec<_> = routes.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&routes).collect();
    assert!(missing.is_empty(), "not in SECURITY.md: {missing:?}");
    assert!(gone.is_empty(), "in SECURITY.md, and no route: {gone:?}");
}

/// The deed a row names. `None` for anyone, any member, and whoever holds a link.
fn deed(who: &str) -> Option<Deed> {
    let word = who.split(',').next().unwrap_or_default();
    let found = ACCESS
        .iter()
        .map(|(deed, _)| *deed)
        .find(|it| format!("{it:?}") == word);
    let open = [
        "anyone",
        "a member",
        "whoever holds the link",
        "whoever holds a token",
        "whoever the organisation sends back to the browser that left",
    ];
    assert!(found.is_some() || open.contains(&who), "{who} is no deed");
    found
}

/// A world with a member of each role, all for the council, and an agreement that waits.
async fn peopled() -> (World, Vec<(Role, Reader)>, u64) {
    let world = World::new();
    world.agreed(&[Motive::Learning]);
    let at = world.proposed(&[Motive::Learning, Motive::Target]);
    let mut readers = Vec::new();
    for role in Role::ALL {
        let someone = member(&format!("one-{}", role.word()));
        world.house.take_in(someone.clone(), None).unwrap();
        let council = Id::slug("council");
        let seated = world
            .house
            .seat(&world.caller("anne"), &someone, &council, &[role].into());
        seated.unwrap();
        readers.push((role, world.signed_in(&someone.sign_in_name).await));
    }
    (world, readers, at)
}

/// A path with ids in it: those of what is there, where there is something.
fn address(path: &str, at: u64) -> String {
    path.replace("{partnership}", "care")
        .replace("{measure}", "seen-in-time")
        .replace("agreements/{at}", &format!("agreements/{at}"))
        .replace("{at}", "3")
        .replace("{member}", "anne")
        .replace("{partner}", "council")
        .replace("{outcome}", "care-in-time")
        .replace("{text}", "common-measure-a-partnership-that-learns-1")
        .replace("{upload}", "0123456789abcdef0123456789abcdef")
        .replace("{session}", "a-session")
        .replace("{duty}", "a-duty")
        .replace("{room}", "a-room")
        .replace("{edition}", "an-edition")
}

async fn asked(reader: &mut Reader, method: &str, path: &str) -> (u16, String) {
    let page = match method {
        "GET" => reader.get(path).await,
        _ if path.ends_with("/evidence") => reader.upload(path, &[], "a.csv", b"a,b\n1,2\n").await,
        _ => reader.post(path, &[]).await,
    };
    (page.status.as_u16(), page.body)
}

#[tokio::test]
async fn every_page_and_post_answers_each_role_as_the_table_says() {
    let (world, mut readers, at) = peopled().await;
    let mut wrong = Vec::new();
    let mut eve = world.signed_in("eve").await;
    for ((method, path), who) in pages() {
        let Some(deed) = deed(&who) else { continue };
        let path = address(&path, at);
        let mut tell =
            |whom: &str, got: u16, wanted: &str| wrong.push(format!("{method} {path}: {whom} got {got}, not {wanted}"));
        for (role, reader) in &mut readers {
            let (status, _) = asked(reader, &method, &path).await;
            match deed.is_for(*role) {
                true if matches!(status, 401 | 403 | 500..) => tell(role.word(), status, "an answer"),
                false if status != 403 => tell(role.word(), status, "403"),
                _ => {}
            }
        }
        let (status, body) = asked(&mut eve, &method, &path).await;
        if status != 404 || body.contains("Care partnership") {
            tell("a member of another partnership", status, "404 without a name");
        }
        let (status, body) = asked(&mut world.reader(), &method, &path).await;
        if status != 401 || body.contains("Care partnership") {
            tell("who is not signed in", status, "401 without a name");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_partnership_that_is_not_there_answers_like_one_that_is_not_yours() {
    let world = World::new();
    let mut eve = world.signed_in("eve").await;
    for ((method, path), who) in pages() {
        if deed(&who).is_none() {
            continue;
        }
        let there = asked(&mut eve, &method, &address(&path, 3)).await;
        let nowhere = address(&path, 3).replace("/p/care", "/p/nowhere");
        let not_there = asked(&mut eve, &method, &nowhere).await;
        let same = |(status, body): (u16, String)| (status, body.replace("nowhere", "care"));
        assert_eq!(same(there), same(not_there), "{method} {path}");
    }
}

#[tokio::test]
async fn a_members_own_pages_ask_for_a_sign_in() {
    let world = World::new();
    for ((method, path), who) in table() {
        if who == "a member" {
            let (status, _) = asked(&mut world.reader(), &method, &path).await;
            assert_eq!(status, 401, "{method} {path}");
        }
    }
}

/// What a program gets with a token, or without one.
async fn by_token(world: &World, method: &str, path: &str, token: Option<&str>) -> (u16, String) {
    let mut request = Request::builder().method(method).uri(path);
    request = request.header("content-type", "text/csv");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let page = world.reader().send(request, Body::from("month,ward,late,all\n")).await;
    (page.status.as_u16(), page.body)
}

fn token(world: &World, name: &str, partnership: &str, partner: &str, scope: TokenScope) -> String {
    let wanted = TokenWanted {
        name: "A program".to_owned(),
        scope,
        partnership: Id::slug(partnership),
        partner: Id::slug(partner),
        days: 90,
    };
    let member = world.house.member(name).unwrap().unwrap();
    world.house.make_token(&member, &wanted).unwrap()
}

#[tokio::test]
async fn every_route_for_programs_answers_each_role_as_the_table_says() {
    let (world, readers, at) = peopled().await;
    let mut wrong = Vec::new();
    let eve = token(&world, "eve", "next-door", "school", TokenScope::Contribute);
    for ((method, path), who) in programs() {
        let Some(deed) = deed(&who) else { continue };
        let path = address(&path, at);
        let mut tell =
            |whom: &str, got: u16, wanted: &str| wrong.push(format!("{method} {path}: {whom} got {got}, not {wanted}"));
        for (role, _) in &readers {
            for scope in TokenScope::ALL {
                let token = token(&world, &format!("one-{}", role.word()), "care", "council", scope);
                let (status, body) = by_token(&world, &method, &path, Some(&token)).await;
                match deed.is_for(*role) && scope.allows(deed) {
                    true if matches!(status, 401 | 403 | 500..) => tell(role.word(), status, "an answer"),
                    false if status != 403 => tell(role.word(), status, "403"),
                    false if !body.contains("\"remedy\"") => tell(role.word(), status, "a remedy"),
                    _ => {}
                }
                let listed = world.house.member(&format!("one-{}", role.word())).unwrap().unwrap();
                for it in world.house.tokens(&listed).unwrap() {
                    world.house.revoke_token(&listed, &it.id).unwrap();
                }
            }
        }
        let there = by_token(&world, &method, &path, Some(&eve)).await;
        if there.0 != 404 || there.1.contains("Care partnership") {
            tell("a token of another partnership", there.0, "404 without a name");
        }
        let nowhere = path.replace("/care", "/nowhere");
        assert_eq!(there, by_token(&world, &method, &nowhere, Some(&eve)).await, "{path}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn no_route_for_programs_answers_without_a_token_or_takes_a_cookie() {
    let world = World::new();
    let mut anne = world.signed_in("anne").await;
    for ((method, path), _) in programs() {
        let path = address(&path, 3);
        for token in [None, Some("cmt_0"), Some("")] {
            let (status, body) = by_token(&world, &method, &path, token).await;
            assert!(
                status == 401 && body.contains("\"remedy\""),
                "{method} {path}: {status} {body}"
            );
        }
        let page = anne
            .send(Request::builder().method(&*method).uri(path), Body::empty())
            .await;
        page.is(401).says(&["web/no-token"]);
    }
}

#[tokio::test]
async fn every_route_for_programs_is_described_and_none_besides() {
    let page = World::new().reader().get("/api/openapi.json").await;
    let told: serde_json::Value = serde_json::from_str(&page.body).unwrap();
    let mut described = BTreeSet::new();
    for (path, does) in told["paths"].as_object().unwrap() {
        let methods = does.as_object().unwrap().keys();
        described.extend(methods.map(|it| (it.to_uppercase(), path.clone())));
    }
    let routes: BTreeSet<_> = routes().into_iter().filter(|(_, it)| it.starts_with("/api/")).collect();
    assert_eq!(described, routes);
}
