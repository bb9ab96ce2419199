//! What every engine promises, told as stories, generated at random, and with the power cut in the middle.

mod concurrency;
mod engines;
mod generated;
mod random;
mod sqlite_file;
mod story;
mod writing;
