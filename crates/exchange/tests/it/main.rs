//! The room as others meet it.

#[cfg(test)]
mod any_bytes;
#[cfg(test)]
mod real_file;
