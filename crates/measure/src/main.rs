//! The one binary: `measure` on the command line, and the server of the pages.

mod args;
mod columns;
mod commands;
mod ending;
mod files;
mod house;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let args = Args::parse();
    start_log();
    let done = match &args.command {
        Command::Demo(it) => commands::demo::run(&args.place, it),
        Command::Init(it) => commands::init::run(&args.place, it),
        Command::Join(it) => commands::join::run(&args.place, it),
        Command::Serve(it) => commands::serve::run(&args.place, it),
        Command::Import(it) => commands::import::run(&args.place, it),
        Command::Ask(it) => commands::ask::run(&args.place, it),
        Command::Protect(it) => commands::protect::run(&args.place, it),
        Command::Publish(it) => commands::publish::run(&args.place, it),
        Command::Verify(it) => commands::verify::run(&args.place, it),
        Command::Card(it) => commands::help::run(&args.place, it),
    };
    ending::exit(done, args.place.json)
}

/// Faults and warnings go to standard error; `MEASURE_LOG` asks for more, such as `info` or `tower_http=debug`.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MEASURE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
}
