use std::collections::BTreeSet;
use std::path::Path;

use clap::{CommandFactory, Parser};
use cm_kernel::{check_card, section};

use super::{COMMANDS, HEADINGS};
use crate::args::Args;

#[test]
fn every_command_that_can_be_typed_has_a_card_and_the_other_way_round() {
    let typed: BTreeSet<String> = Args::command()
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    let carded: BTreeSet<String> = COMMANDS.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(typed, carded);
    assert_eq!(carded.len(), COMMANDS.len());
    let elsewhere: BTreeSet<&str> = cm_app::shelves()
        .iter()
        .flat_map(|it| it.cards.iter().map(|(name, _)| *name))
        .collect();
    for command in COMMANDS {
        assert!(
            !elsewhere.contains(command.name),
            "two cards are called {}",
            command.name
        );
    }
}

#[test]
fn every_card_is_whole_and_tells_of_each_option_and_exit_code() {
    let all = Args::command();
    for command in COMMANDS {
        let lacks = check_card(command.card, &HEADINGS);
        assert!(lacks.is_empty(), "{}: {lacks:?}", command.name);
        let usage = section(command.card, "Usage").unwrap();
        let typed = all.find_subcommand(command.name).unwrap();
        for option in typed.get_arguments().filter(|it| !it.is_hide_set()) {
            let Some(long) = option.get_long() else { continue };
            assert!(
                usage.contains(&format!("`--{long}")),
                "{} says nothing of --{long}",
                command.name
            );
        }
        let codes = section(command.card, "Exit codes").unwrap();
        for code in ["0 ", "; 1 ", "; 2 "] {
            assert!(codes.contains(code), "{} does not tell exit code{code}", command.name);
        }
    }
}

#[test]
fn every_example_can_be_typed() {
    for command in COMMANDS {
        let mut examples = section(command.card, "Example")
            .unwrap()
            .lines()
            .map(str::trim)
            .peekable();
        assert!(examples.peek().is_some());
        for line in examples {
            let words = words(line);
            assert_eq!(
                (words[0].as_str(), words[1].as_str()),
                ("measure", command.name),
                "{line}"
            );
            let parsed = Args::try_parse_from(&words);
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
        }
    }
}

/// The words of a line as a shell would cut it, with quotation marks and nothing else.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words
}

#[test]
fn every_refusal_a_command_makes_itself_stands_on_its_card() {
    for command in COMMANDS {
        let refuses = section(command.card, "Refuses").unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/commands")
            .join(command.name);
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|it| it != "rs") || path.ends_with("tests.rs") {
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let codes = source.split('"').filter(|it| it.starts_with("measure/"));
            for code in codes.filter(|it| it.bytes().all(|it| it.is_ascii_lowercase() || b"/-".contains(&it))) {
                assert!(
                    refuses.contains(&format!("`{code}`")),
                    "{} does not tell of {code}",
                    command.name
                );
            }
        }
    }
}
