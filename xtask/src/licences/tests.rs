use serde_json::json;

use super::*;

fn met(expression: &str) -> Option<bool> {
    satisfiable(expression, &|id| SHIPPED.contains(&id))
}

#[test]
fn expressions_are_met_by_what_is_allowed() {
    for good in [
        "MIT",
        "MIT OR Apache-2.0",
        "MIT/Apache-2.0",
        "GPL-3.0-only OR MIT",
        "(MIT OR GPL-2.0-or-later) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
        "Zlib OR (GPL-3.0-only AND MIT)",
    ] {
        assert_eq!(met(good), Some(true), "{good}");
    }
    for bad in [
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "AGPL-3.0-only OR MPL-2.0",
        "MIT WITH Some-exception",
        "(MIT OR Apache-2.0) AND CDLA-Sharing-1.0",
    ] {
        assert_eq!(met(bad), Some(false), "{bad}");
    }
    for unreadable in ["", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "OR MIT", "MIT WITH"] {
        assert_eq!(met(unreadable), None, "{unreadable}");
    }
}

#[test]
fn a_tool_may_be_under_more_than_what_is_shipped() {
    let package = |licence: Option<&str>, shipped| Package {
        name: "x".to_owned(),
        version: "1.0.0".to_owned(),
        licence: licence.map(str::to_owned),
        shipped,
    };
    assert!(complaints(&[package(Some("MPL-2.0"), false), package(Some("MIT"), true)]).is_empty());
    assert_eq!(
        complaints(&[package(Some("MPL-2.0"), true)]),
        ["x 1.0.0 is shipped and is under MPL-2.0"]
    );
    assert_eq!(
        complaints(&[package(Some("GPL-3.0-only"), false), package(None, false)]).len(),
        2
    );
}

#[test]
fn what_only_tests_reach_is_not_shipped() {
    let node = |id: &str, deps: &[(&str, Option<&str>)]| {
        let deps: Vec<_> = deps
            .iter()
            .map(|(pkg, kind)| json!({"pkg": pkg, "dep_kinds": [{"kind": kind}]}))
            .collect();
        json!({"id": id, "deps": deps})
    };
    let package = |id: &str, source: Option<&str>| json!({"id": id, "name": id, "version": "1", "license": "MIT", "source": source});
    let metadata = json!({
        "workspace_members": ["ours"],
        "packages": [package("ours", None), package("a", Some("r")), package("b", Some("r")), package("c", Some("r"))],
        "resolve": {"nodes": [
            node("ours", &[("a", None), ("b", Some("dev"))]),
            node("a", &[]),
            node("b", &[("c", None)]),
            node("c", &[]),
        ]},
    });
    let found: Vec<_> = packages(&metadata)
        .into_iter()
        .map(|it| (it.name, it.shipped))
        .collect();
    let expected = [("a", true), ("b", false), ("c", false)].map(|(name, shipped)| (name.to_owned(), shipped));
    assert_eq!(found, expected);
}

#[test]
fn a_lock_file_lists_its_packages() {
    let lock = r#"{"packages": {"": {"name": "ours"}, "node_modules/a/node_modules/@b/c": {"version": "2", "license": "MIT"}}}"#;
    let found = npm_packages(lock, true).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].name.as_str(), found[0].shipped), ("@b/c", true));
    assert!(npm_packages("{}", true).is_err());
}
