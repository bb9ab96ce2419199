//! The seal: agreement with other people's tools, and every way to tamper with a published folder.

mod altered;
mod elsewhere;
mod hostile;
mod ledger;
mod rewritten;
mod whole;
