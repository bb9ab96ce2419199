//! Every engine that can be had here, empty.

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use cm_store::{Memory, Postgres, Sqlite, Store};
use postgres::{Client, Config, NoTls};
use tempfile::TempDir;

use crate::writing::light_folder;

/// An engine under test.
pub struct Engine {
    pub name: &'static str,
    pub store: Box<dyn Store>,
    // Fields are dropped in order: what the store lives in goes after it.
    _home: Home,
}

enum Home {
    Nowhere,
    Folder { _folder: TempDir },
    Database { _database: Database },
}

/// A database of its own on the PostgreSQL server that `CM_TEST_POSTGRES` names; dropped at the end.
pub struct Database {
    server: String,
    pub name: String,
    pub url: String,
}

impl Database {
    /// `None`, and a line that says so, when no server is named.
    pub fn fresh() -> Option<Self> {
        static TOLD: Once = Once::new();
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("CM_TEST_POSTGRES") else {
            TOLD.call_once(|| println!("left out: PostgreSQL (set CM_TEST_POSTGRES)"));
            return None;
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cm_test_{}_{number}", std::process::id());
        let url = with_database(&server, &name);
        let database = Self { server, name, url };
        database.ask_server(&format!(
            "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0",
            database.name
        ));
        Some(database)
    }

    /// Runs a statement outside this database.
    pub fn ask_server(&self, sql: &str) {
        Client::connect(&self.server, NoTls)
            .unwrap()
            .batch_execute(sql)
            .unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.ask_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// The same address with another database, whether it is a URL or a list of settings.
fn with_database(server: &str, name: &str) -> String {
    let _: Config = server.parse().unwrap();
    if !server.contains("://") {
        return format!("{server} dbname={name}");
    }
    let (address, settings) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").unwrap();
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    format!("{scheme}://{host}/{name}?{settings}")
}

pub fn memory() -> Engine {
    Engine {
        name: "memory",
        store: Box::new(Memory::default()),
        _home: Home::Nowhere,
    }
}

pub fn sqlite() -> Engine {
    let folder = light_folder();
    Engine {
        name: "SQLite",
        store: Box::new(Sqlite::open(folder.path().join("store.db")).unwrap()),
        _home: Home::Folder { _folder: folder },
    }
}

pub fn postgres() -> Option<Engine> {
    let database = Database::fresh()?;
    Some(Engine {
        name: "PostgreSQL",
        store: Box::new(Postgres::connect(&database.url).unwrap()),
        _home: Home::Database { _database: database },
    })
}

/// The engines that keep what they are given, beside the reference.
pub fn lasting() -> Vec<Engine> {
    std::iter::once(sqlite()).chain(postgres()).collect()
}

pub fn all() -> Vec<Engine> {
    std::iter::once(memory()).chain(lasting()).collect()
}
