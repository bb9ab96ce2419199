//! Where entries are kept: a ledger that grows at one end, typed rows beside it, and a cabinet for what is nobody's evidence.
//!
//! Knows no form of evidence and no motive. [`Memory`] is the reference; every engine must behave as it does
//! (`tests/it/`). An acknowledged append is durable: it survives a power cut.

mod engine;
mod gather;
mod memory;
mod pool;
mod postgres;
mod prepare;
mod sqlite;

pub use engine::{Appended, Fault, Kept, Store, TakeSeries, Version, Wanted};
pub use memory::Memory;
pub use postgres::Postgres;
pub use sqlite::{Sqlite, SqliteSetup, Synchronous};
