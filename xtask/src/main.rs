//! House rules, checks and benchmarks.
fn main() {}
