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

use args::Args;

fn main() -> ExitCode {
    let args = Args::parse();
    start_log();
    let done = commands::run(&args);
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
