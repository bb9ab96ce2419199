//! What the command line does: a shelf of commands, each with the card that `measure help NAME` reads out.

use cm_kernel::Card;

use crate::args::{Args, Command as Given};
use crate::ending::{Ending, Said};

pub mod ask;
pub mod demo;
pub mod help;
pub mod import;
pub mod init;
pub mod join;
pub mod protect;
pub mod publish;
pub mod recover;
pub mod serve;
pub mod verify;

#[cfg(test)]
mod tests;

/// A command with what a person should know before giving it.
pub struct Command {
    /// As it is typed.
    pub name: &'static str,
    /// What it answers, how it is typed, what it refuses, its exit codes, an example.
    pub card: Card,
}

/// Headings that every command's card has.
#[cfg(test)]
pub const HEADINGS: [&str; 5] = ["Question", "Usage", "Refuses", "Exit codes", "Example"];

/// Every command, in the order people are offered them. A new command is a new folder and one line here.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        card: include_str!("demo/card.md"),
    },
    Command {
        name: "init",
        card: include_str!("init/card.md"),
    },
    Command {
        name: "join",
        card: include_str!("join/card.md"),
    },
    Command {
        name: "recover",
        card: include_str!("recover/card.md"),
    },
    Command {
        name: "serve",
        card: include_str!("serve/card.md"),
    },
    Command {
        name: "import",
        card: include_str!("import/card.md"),
    },
    Command {
        name: "ask",
        card: include_str!("ask/card.md"),
    },
    Command {
        name: "protect",
        card: include_str!("protect/card.md"),
    },
    Command {
        name: "publish",
        card: include_str!("publish/card.md"),
    },
    Command {
        name: "verify",
        card: include_str!("verify/card.md"),
    },
    Command {
        name: "help",
        card: include_str!("help/card.md"),
    },
];

/// Does what was typed.
pub fn run(args: &Args) -> Result<Said, Ending> {
    match &args.command {
        Given::Demo(it) => demo::run(&args.place, it),
        Given::Init(it) => init::run(&args.place, it),
        Given::Join(it) => join::run(&args.place, it),
        Given::Recover(it) => recover::run(&args.place, it),
        Given::Serve(it) => serve::run(&args.place, it),
        Given::Import(it) => import::run(&args.place, it),
        Given::Ask(it) => ask::run(&args.place, it),
        Given::Protect(it) => protect::run(&args.place, it),
        Given::Publish(it) => publish::run(&args.place, it),
        Given::Verify(it) => verify::run(&args.place, it),
        Given::Card(it) => help::run(&args.place, it),
    }
}
