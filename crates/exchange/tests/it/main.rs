//! The room as others meet it.

mod any_bytes;
mod real_file;
