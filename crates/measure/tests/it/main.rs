//! The binary as it is typed: what it refuses, with which exit code, and how a server ends.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod publishing;
mod refused;
mod serving;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The binary, in a folder of its own and with no store named from outside.
pub fn measure(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
    command.current_dir(folder).env_remove("DATABASE_URL");
    command
}

/// Runs it with words and one line of input.
pub fn run(folder: &Path, words: &[&str], input: &str) -> Output {
    let mut child = measure(folder)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that is refused before it reads has closed its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}
