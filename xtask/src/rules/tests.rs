//! Each rule bites: a small bad sample per rule, and a good one beside it.

use std::fs;

use super::*;
use crate::tree::{Source, mark_tests};

fn file(path: &str, text: &str) -> Source {
    Source::new(path, text)
}

#[test]
fn a_room_that_looks_forward_is_caught() {
    let manifest =
        "[package]\nname = \"cm-evidence\"\n[dependencies]\ncm-kernel.workspace = true\ncm-insight.workspace = true\n";
    assert_eq!(
        upstream("evidence", manifest),
        ["crates/evidence/Cargo.toml: evidence uses insight, which comes after it"]
    );
    for hidden in [
        "[dependencies.cm-app]\nworkspace = true",
        "[build-dependencies]\ncm-app = { path = \"../app\" }",
        "[target.'cfg(unix)'.dependencies]\nx = { package = \"cm-app\", path = \"../app\" }",
    ] {
        assert_eq!(upstream("kernel", hidden).len(), 1, "{hidden}");
    }
}

#[test]
fn a_room_that_skips_its_neighbour_is_caught() {
    let one = |room: &str, used: &str| upstream(room, &format!("[dependencies]\ncm-{used}.workspace = true\n"));
    assert_eq!(one("store", "evidence").len(), 1, "the store knows no form of evidence");
    assert_eq!(
        one("deliberation", "insight").len(),
        1,
        "deliberation does not know insights"
    );
    assert_eq!(one("web", "store").len(), 1, "pages know no store");
    assert_eq!(one("measure", "numeric").len(), 1, "the binary does no arithmetic");
    assert_eq!(one("app", "numeric").len(), 1, "use cases do no arithmetic");
    assert_eq!(one("cellar", "kernel").len(), 1, "an unlisted room");
    assert!(one("store", "kernel").is_empty());
    assert!(upstream("store", "[dev-dependencies]\ncm-evidence.workspace = true\n").is_empty());
    assert_eq!(
        upstream("store", "[dev-dependencies]\ncm-app.workspace = true\n").len(),
        1
    );
    assert!(upstream("store", "[dependencies]\n# cm-app once stood here\n").is_empty());
}

#[test]
fn the_table_itself_looks_only_upstream() {
    for (at, room) in ROOMS.iter().enumerate() {
        for used in room.uses {
            let before = ROOMS.iter().take(at).any(|it| it.name == *used);
            assert!(before, "{} may use {used}, which does not come before it", room.name);
        }
    }
}

#[test]
fn a_pure_room_that_reaches_outside_is_caught() {
    for bad in [
        "use std::fs;",
        "use std::{fmt, fs::File};",
        "let x = std::env::var(name);",
        "let now = SystemTime::now();",
        "let now = jiff::Timestamp::now();",
        "println!();",
        "let mut rng = rand::thread_rng();",
        "tokio::spawn(f);",
    ] {
        assert!(!pure(&file("crates/insight/src/x.rs", bad)).is_empty(), "{bad}");
        assert!(pure(&file("crates/measure/src/x.rs", bad)).is_empty(), "{bad}");
        assert!(pure(&file("crates/insight/src/x/tests.rs", bad)).is_empty(), "{bad}");
        let inside = format!("#[cfg(test)]\nmod t {{ {bad} }}");
        assert!(pure(&file("crates/insight/src/x.rs", &inside)).is_empty(), "{bad}");
    }
    for good in [
        "// std::fs",
        "let s = \"tokio\";",
        "use std::{fmt, collections::BTreeMap};",
        "it.print(); env!(\"X\");",
    ] {
        assert!(pure(&file("crates/insight/src/x.rs", good)).is_empty(), "{good}");
    }
}

#[test]
fn a_pure_room_that_names_an_outside_library_is_caught() {
    assert_eq!(
        pure_manifest("account", "[dependencies]\ntokio.workspace = true\n").len(),
        1
    );
    assert_eq!(
        pure_manifest("account", "[dependencies.tokio]\nworkspace = true\n").len(),
        1
    );
    assert!(pure_manifest("account", "[dev-dependencies]\ntokio.workspace = true\n").is_empty());
    assert!(pure_manifest("store", "[dependencies]\ntokio.workspace = true\n").is_empty());
}

#[test]
fn long_files_and_functions_are_caught() {
    let long = file("crates/app/src/x.rs", &"\n".repeat(LONGEST_FILE + 1));
    assert_eq!(long_files(&[long]).len(), 1);
    let body = |lines: usize| format!("fn a() {{{}}}", "\n".repeat(lines));
    assert_eq!(
        long_functions(&[file("crates/app/src/x.rs", &body(LONGEST_FUNCTION))]).len(),
        1
    );
    assert!(long_functions(&[file("crates/app/src/x.rs", &body(LONGEST_FUNCTION - 1))]).is_empty());
}

#[test]
fn the_spread_counts_no_tests() {
    let sources: Vec<_> = (1..=10).map(|n| file("crates/app/src/x.rs", &"\n".repeat(n))).collect();
    let spread = spread_of_files(&sources);
    assert_eq!(
        (spread.count, spread.median, spread.p90, spread.longest),
        (10, 5, 9, 10)
    );
    assert_eq!(spread_of_files(&[file("crates/app/src/tests.rs", "\n")]).count, 0);
}

#[test]
fn a_shelf_item_without_its_card_is_caught() {
    let root = std::env::temp_dir().join(format!("house-rules-shelf-{}", std::process::id()));
    let item = root.join("methods/xmr");
    fs::create_dir_all(&item).unwrap();
    fs::write(root.join("methods/mod.rs"), "pub mod runs;\n").unwrap();
    assert_eq!(shelf(&root, "methods").unwrap().len(), 3, "no code, no card, no line");
    fs::write(root.join("methods/mod.rs"), "pub mod xmr;\n").unwrap();
    fs::write(item.join("mod.rs"), "").unwrap();
    fs::write(item.join("card.md"), "# XmR chart\n").unwrap();
    assert_eq!(shelf(&root, "methods").unwrap(), Vec::<String>::new());
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn empty_names_are_caught() {
    for bad in [
        "struct EvidenceManager;",
        "pub trait HelperText {}",
        "enum Services { A }",
        "mod utils;",
        "mod common { }",
    ] {
        assert_eq!(plain_names(&file("crates/app/src/x.rs", bad)).len(), 1, "{bad}");
    }
    for path in [
        "crates/app/src/utils.rs",
        "crates/app/src/helpers/mod.rs",
        "crates/app/tests/common/mod.rs",
    ] {
        assert_eq!(plain_names(&file(path, "")).len(), 1, "{path}");
    }
    for good in [
        "struct Serviceable;",
        "use tower::Service;",
        "type Mine = u8;",
        "mod commons;",
    ] {
        assert!(plain_names(&file("crates/app/src/x.rs", good)).is_empty(), "{good}");
    }
}

#[test]
fn evidence_without_a_permit_is_caught() {
    let call = "let set = EvidenceSet::own_file(&batch);";
    for (path, complaints) in [
        ("crates/app/src/x.rs", 1),
        ("crates/app/src/x/tests.rs", 1),
        ("crates/web/src/x.rs", 1),
        ("crates/insight/src/x.rs", 1),
        ("crates/insight/src/x/tests.rs", 0),
        ("crates/evidence/tests/it/main.rs", 0),
        ("crates/measure/src/x.rs", 0),
    ] {
        assert_eq!(own_files_stay_home(&file(path, call)).len(), complaints, "{path}");
    }
    assert!(own_files_stay_home(&file("crates/evidence/src/set/mod.rs", "pub fn own_file(b: &B) {}")).is_empty());
}

#[test]
fn a_module_behind_cfg_test_is_a_test() {
    let all = mark_tests(vec![
        file(
            "crates/insight/src/methods/mod.rs",
            "#[cfg(test)]\nmod golden;\nmod real;",
        ),
        file("crates/insight/src/methods/golden.rs", "EvidenceSet::own_file(&b);"),
        file("crates/insight/src/methods/real.rs", "EvidenceSet::own_file(&b);"),
    ]);
    let complaints: Vec<_> = all.iter().flat_map(own_files_stay_home).collect();
    assert_eq!(complaints.len(), 1, "{complaints:?}");
}

#[test]
fn unsafe_and_ignored_tests_are_caught() {
    let bad = "#[ignore = \"slow\"]\nfn f() { unsafe { g() } }";
    let here = file("crates/app/src/x.rs", bad);
    assert_eq!(
        (unsafe_stays_in_its_test(&here).len(), no_test_is_ignored(&here).len()),
        (1, 1)
    );
    assert!(unsafe_stays_in_its_test(&file("crates/store/tests/it/main.rs", bad)).is_empty());
    assert!(unsafe_stays_in_its_test(&file("crates/app/src/x.rs", "// unsafe\nlet unsafe_code = 1;")).is_empty());
}

#[test]
fn missing_papers_are_listed() {
    let nowhere = std::env::temp_dir().join("house-rules-nowhere");
    assert_eq!(papers(&nowhere).len(), PAPERS.len());
}

#[test]
fn styles_and_scripts_in_a_page_are_caught() {
    for bad in [
        "<p style=\"color: red\">",
        "<p class=\"{% if a > b %}x{% endif %}\" style='x'>",
        "<SCRIPT>f()</SCRIPT>",
        "<script type=\"application/json\">{}</script>",
        "<style>p {}</style>",
        "<button type=button onclick=\"f()\">",
        "<a href=\" javascript:f()\">",
    ] {
        assert_eq!(template("x.html", bad).len(), 1, "{bad}");
    }
    for good in [
        "<script src=\"/assets/x.js\" defer></script>",
        "<!-- <p style=\"x\"> -->",
        "<p data-style=\"x\" title=\"a > b style=c\">one style=two</p>",
        "<input name=\"once\" value=\"{{ \"style=\" }}\"/>",
        "<svg><use href=\"#a\"/></svg>",
        "{# <script> #}",
    ] {
        assert!(
            template("x.html", good).is_empty(),
            "{good}: {:?}",
            template("x.html", good)
        );
    }
}
