//! What every engine promises, told as stories, generated at random, and with the power cut in the middle.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod concurrency;
mod engines;
mod generated;
mod kill;
mod postgres_server;
mod powercut;
mod random;
mod sqlite_file;
mod story;
mod writing;
