//! Every engine that can be had here, empty.

use cm_store::{Memory, Sqlite, Store};
use tempfile::TempDir;

/// An engine under test.
pub struct Engine {
    pub name: &'static str,
    pub store: Box<dyn Store>,
    // Dropped after the store: fields are dropped in order.
    _home: Option<TempDir>,
}

pub fn memory() -> Engine {
    let store = Box::new(Memory::default());
    Engine {
        name: "memory",
        store,
        _home: None,
    }
}

pub fn sqlite() -> Engine {
    let home = tempfile::tempdir().unwrap();
    let store = Box::new(Sqlite::open(home.path().join("store.db")).unwrap());
    Engine {
        name: "SQLite",
        store,
        _home: Some(home),
    }
}

/// The engines that keep what they are given, beside the reference.
pub fn lasting() -> Vec<Engine> {
    vec![sqlite()]
}

pub fn all() -> Vec<Engine> {
    let mut all = vec![memory()];
    all.extend(lasting());
    all
}
