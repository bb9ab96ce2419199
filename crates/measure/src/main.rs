//! The one binary: `measure` on the command line, and the server of the pages.

mod args;
mod columns;
mod commands;
mod doors;
mod ending;
mod files;
mod house;
mod progress;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use args::Args;

fn main() -> ExitCode {
    let args = Args::parse();
    start_log();
    let done = commands::run(&args);
    ending::exit(done, args.place.json)
}

/// Faults and warnings go to standard error; `MEASURE_LOG` asks for more, such as `info` or `tower_http=debug`.
fn start_log() {
    let asked = std::env::var("MEASURE_LOG").unwrap_or_default();
    let read = asked.parse::<Targets>().ok().filter(|_| !asked.is_empty());
    let understood = read.is_some() || asked.is_empty();
    let filter = read.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    tracing_subscriber::registry().with(lines).with(filter).init();
    if !understood {
        tracing::warn!("MEASURE_LOG is not understood, so only warnings are logged; say for example MEASURE_LOG=info");
    }
}
