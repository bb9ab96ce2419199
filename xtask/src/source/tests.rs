use super::*;

#[test]
fn strings_and_comments_are_not_code() {
    let text = "let a = \"fn std::fs {\"; // fn b() {\n/* { /* nested */ fn */ let c = r#\"x\"y\"#;";
    let (code, literals) = split(text);
    assert_eq!(code.len(), text.len());
    assert!(!code.contains("fn") && !code.contains('{'), "{code}");
    let values: Vec<_> = literals.iter().map(|it| it.value.as_str()).collect();
    assert_eq!(values, ["fn std::fs {", "x\"y"]);
}

#[test]
fn lifetimes_are_not_characters() {
    let (code, _) = split("fn f<'a>(it: &'a str) -> char { let b = '{'; let c = '\\''; 'x' }");
    assert_eq!(code.matches('{').count(), 1, "{code}");
    assert!(code.contains("<'a>"));
}

#[test]
fn escapes_are_resolved() {
    let (_, literals) = split("\"a \\\"b\\\" \\\n      c\\u{e9}\"");
    assert_eq!(literals[0].value, "a \"b\" cé");
}

#[test]
fn raw_names_are_not_raw_strings() {
    let (code, literals) = split("let r#type = br\"a{\"; let var\"\" = 1;");
    assert!(code.contains("r#type"));
    assert_eq!(literals[0].value, "a{");
}

#[test]
fn functions_are_measured_from_fn_to_brace() {
    let (code, _) =
        split("fn a(x: [u8; 4], mut y: u8) -> u8 {\n  y\n}\ntrait T { fn b(&self); }\ntype F = fn(u8) -> u8;");
    let found = functions(&code);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].name.as_str(), found[0].lines), ("a", 3));
    assert_eq!(found[0].parameters, ["x", "y"]);
}

#[test]
fn tests_inside_a_file_are_cut() {
    let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod golden;\n";
    let cut = cut_tests(code);
    assert!(cut.contains("fn a") && cut.contains("fn c") && !cut.contains("fn b") && !cut.contains("golden"));
    assert_eq!(cut.lines().count(), code.lines().count());
    assert_eq!(test_modules(code), ["golden"]);
}

#[test]
fn arguments_split_at_their_own_commas() {
    let code = "f(a, g(b, c), [d, e], )";
    let found: Vec<_> = arguments(code, 1).into_iter().map(str::trim).collect();
    assert_eq!(found, ["a", "g(b, c)", "[d, e]"]);
}
