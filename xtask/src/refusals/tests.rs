use super::*;

fn catalogue(text: &str) -> Catalogue {
    read(&[Source::new("crates/framework/src/x.rs", text)])
}

fn only(text: &str) -> Said {
    let found = catalogue(text);
    assert_eq!(found.complaints, Vec::<String>::new());
    assert_eq!(found.said.len(), 1, "{:?}", found.said);
    found.said.into_iter().next().unwrap()
}

#[test]
fn a_plain_refusal_is_read() {
    let said =
        only(r#"fn f() -> Refusal { Refusal::new("framework/no-reason", "A reason is needed.", "Write one.") }"#);
    assert_eq!(said.code, "framework/no-reason");
    assert_eq!(
        (said.reason.as_str(), said.remedy.as_str()),
        ("A reason is needed.", "Write one.")
    );
    assert_eq!(said.file, "crates/framework/src/x.rs");
}

#[test]
fn places_in_a_sentence_get_names() {
    let said = only(
        r#"Refusal::new("framework/late", format!("`{}` of {who} was due by {:>4}, {{so}} {0}.", record.measure.title, agreement.due()), why)"#,
    );
    assert_eq!(said.reason, "`{title}` of {who} was due by {due}, {so} {title}.");
    assert_eq!(said.remedy, "{why}");
}

#[test]
fn sentences_chosen_by_the_moment_all_stand() {
    let said = only(
        r#"Refusal::new("framework/x", if a { "One." } else { "Two." }, format!("Do {}.", if b { "c" } else { "d" }))"#,
    );
    assert_eq!((said.reason.as_str(), said.remedy.as_str()), ("One. / Two.", "Do {…}."));
}

#[test]
fn a_maker_is_followed_to_its_callers() {
    let said = only(
        r#"
        fn no(code: &'static str, what: &str) -> Refusal { Refusal::new(code, format!("No {what}."), what) }
        fn g() { no("framework/no-such-place", "Choose a place."); }
        "#,
    );
    assert_eq!(said.code, "framework/no-such-place");
    assert_eq!(
        (said.reason.as_str(), said.remedy.as_str()),
        ("No {what}.", "Choose a place.")
    );
}

#[test]
fn a_constant_and_a_choice_are_codes_too() {
    let said = only(r#"const LATE: &str = "framework/late"; fn f() { Refusal::new(LATE, "a", "b"); }"#);
    assert_eq!(said.code, "framework/late");
    let found = catalogue(
        r#"fn f(x: bool) { let code = if x { "framework/a" } else { "framework/b" }; Refusal::new(code, "a", "b"); }"#,
    );
    assert_eq!(found.said.len(), 2);
}

#[test]
fn a_code_that_cannot_be_read_is_a_complaint() {
    assert_eq!(catalogue("fn f() { Refusal::new(code(), a, b); }").complaints.len(), 1);
    assert_eq!(
        catalogue(r#"fn f() { Refusal::new("not a code", "a", "b"); }"#)
            .complaints
            .len(),
        1
    );
    assert_eq!(
        catalogue(r#"fn f() { Refusal { code: "framework/x", reason, remedy } }"#)
            .complaints
            .len(),
        1
    );
}

#[test]
fn a_refusal_passed_on_is_no_new_one() {
    assert_eq!(
        catalogue("fn f() { Refusal::new(it.code, shown(&it.reason), why); }"),
        Catalogue::default()
    );
}

#[test]
fn tests_and_comments_say_nothing() {
    let text = "/// Refusal::new(\"framework/x\", a, b)\n#[cfg(test)]\nmod t { fn f() { Refusal::new(\"framework/y\", \"\", \"\"); } }";
    assert_eq!(catalogue(text), Catalogue::default());
}

#[test]
fn an_unprovoked_refusal_is_listed() {
    let text = r#"fn f() { Refusal::new("framework/a", "", ""); Refusal::new("framework/b", "", ""); }"#;
    let test = r#"assert_eq!(refusal.code, "framework/a");"#;
    let sources = [
        Source::new("crates/framework/src/x.rs", text),
        Source::new("crates/framework/src/tests.rs", test),
    ];
    assert_eq!(read(&sources).unprovoked(&sources, &[]), ["framework/b"]);
    assert!(
        read(&sources)
            .unprovoked(&sources, &["... [framework/b]".to_owned()])
            .is_empty()
    );
}

#[test]
fn the_page_is_a_table_a_room() {
    let page = page(&catalogue(
        r#"fn f() { Refusal::new("framework/a", "This | that.", "Wait."); }"#,
    ));
    assert!(page.contains("## framework\n"));
    assert!(page.contains("| `framework/a` | This \\| that. | Wait. | `crates/framework/src/x.rs` |\n"));
    assert!(!page.contains("## kernel"));
}

#[test]
fn codes_have_one_shape() {
    assert!(is_code("framework/no-reason"));
    for bad in [
        "framework/",
        "cellar/x",
        "framework/No",
        "framework/page.html",
        "/framework/x",
        "framework/x/y",
        "framework/x-",
    ] {
        assert!(!is_code(bad), "{bad}");
    }
}
