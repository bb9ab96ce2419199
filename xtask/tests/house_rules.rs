//! The rules of ARCHITECTURE.md and CONTRIBUTING.md that the compiler cannot keep, on the project as it is.
//!
//! What each rule catches is shown by the tests beside it, in `src/rules/tests.rs`.

use std::{error::Error, fs, io::Write};

use xtask::{
    refusals::{self, Catalogue},
    rules,
    tree::{self, Source},
};

type Checked = Result<(), Box<dyn Error>>;

#[test]
fn rooms_look_only_upstream() -> Checked {
    let crates = tree::root().join("crates");
    let mut complaints = Vec::new();
    for name in tree::folders(&crates)? {
        let manifest = fs::read_to_string(crates.join(&name).join("Cargo.toml"))?;
        complaints.extend(rules::upstream(&name, &manifest));
    }
    none(&complaints)
}

#[test]
fn pure_rooms_touch_nothing_outside() -> Checked {
    let mut complaints = each(rules::pure)?;
    for room in rules::PURE {
        let manifest = tree::root().join("crates").join(room).join("Cargo.toml");
        complaints.extend(rules::pure_manifest(room, &fs::read_to_string(manifest)?));
    }
    none(&complaints)
}

#[test]
fn no_file_is_long() -> Checked {
    let sources = sources()?;
    let (files, functions) = (rules::spread_of_files(&sources), rules::spread_of_functions(&sources));
    // Written past the test runner's capture, so that every run shows it.
    writeln!(
        std::io::stderr(),
        "sizes: {} files, median {} lines, nine in ten at most {}; {} functions, median {}, nine in ten at most {}",
        files.count,
        files.median,
        files.p90,
        functions.count,
        functions.median,
        functions.p90
    )?;
    none(&rules::long_files(&sources))
}

#[test]
fn no_function_is_long() -> Checked {
    none(&rules::long_functions(&sources()?))
}

#[test]
fn every_shelf_item_is_whole() -> Checked {
    let mut complaints = Vec::new();
    for shelf in rules::SHELVES {
        complaints.extend(rules::shelf(&tree::root(), shelf)?);
    }
    none(&complaints)
}

#[test]
fn names_say_what_a_thing_is() -> Checked {
    none(&each(rules::plain_names)?)
}

#[test]
fn only_a_persons_own_file_is_read_without_a_permit() -> Checked {
    none(&each(rules::own_files_stay_home)?)
}

#[test]
fn unsafe_code_stays_in_its_test() -> Checked {
    none(&each(rules::unsafe_stays_in_its_test)?)
}

#[test]
fn no_test_is_switched_off() -> Checked {
    none(&each(rules::no_test_is_ignored)?)
}

#[test]
fn every_paper_is_there() -> Checked {
    none(&rules::papers(&tree::root()))
}

#[test]
fn pages_hold_no_style_or_script_of_their_own() -> Checked {
    let root = tree::root();
    let mut complaints = Vec::new();
    for path in tree::files(&root, &["crates/web/templates"], "html")? {
        complaints.extend(rules::template(&path, &fs::read_to_string(root.join(&path))?));
    }
    none(&complaints)
}

#[test]
fn every_refusal_has_a_plain_code() -> Checked {
    none(&catalogue()?.complaints)
}

#[test]
fn every_refusal_is_provoked_by_a_test() -> Checked {
    let sources = sources()?;
    let transcripts = tree::transcripts(&tree::root())?;
    let catalogue = refusals::read(&sources);
    let unseen = catalogue.unprovoked(&sources, &transcripts);
    none(
        &unseen
            .into_iter()
            .map(|code| format!("no test provokes {code}"))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn the_catalogue_of_refusals_is_up_to_date() -> Checked {
    let listed = fs::read_to_string(tree::root().join(refusals::PAGE)).unwrap_or_default();
    let expected = refusals::page(&catalogue()?);
    let missing = expected
        .lines()
        .filter(|line| !listed.contains(line))
        .map(|line| format!("not listed: {line}"));
    let gone = listed
        .lines()
        .filter(|line| !expected.contains(line))
        .map(|line| format!("not said: {line}"));
    let mut complaints: Vec<_> = missing.chain(gone).collect();
    if complaints.is_empty() && listed != expected {
        complaints.push("its lines stand in another order".to_owned());
    }
    if !complaints.is_empty() {
        complaints.push(format!("write {} anew with `cargo xtask refusals`", refusals::PAGE));
    }
    none(&complaints)
}

fn sources() -> Result<Vec<Source>, Box<dyn Error>> {
    let sources = tree::sources(&tree::root())?;
    assert!(!sources.is_empty(), "no source was found, so no rule was checked");
    Ok(sources)
}

fn each(rule: impl Fn(&Source) -> Vec<String>) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(sources()?.iter().flat_map(rule).collect())
}

fn catalogue() -> Result<Catalogue, Box<dyn Error>> {
    Ok(refusals::read(&sources()?))
}

fn none(complaints: &[String]) -> Checked {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    Ok(())
}
