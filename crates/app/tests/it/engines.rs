//! Every engine that can be had here, empty.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Once};

use cm_store::{Memory, Postgres, Sqlite, Store};
use postgres::{Client, NoTls};
use tempfile::TempDir;

/// An engine under test, and what it lives in.
pub struct Engine {
    pub name: &'static str,
    pub store: Arc<dyn Store>,
    // Fields are dropped in order: what the store lives in goes after it.
    _home: Home,
}

enum Home {
    Nowhere,
    Folder { _folder: TempDir },
    Database { _database: Database },
}

/// A database of its own on the PostgreSQL server that `CM_TEST_POSTGRES` names; dropped at the end.
struct Database {
    server: String,
    name: String,
    url: String,
}

impl Database {
    fn fresh() -> Option<Self> {
        static TOLD: Once = Once::new();
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("CM_TEST_POSTGRES") else {
            TOLD.call_once(|| println!("left out: PostgreSQL (set CM_TEST_POSTGRES)"));
            return None;
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cm_test_app_{}_{number}", std::process::id());
        let url = with_database(&server, &name);
        let database = Self { server, name, url };
        database.ask_server(&format!(
            "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0",
            database.name
        ));
        Some(database)
    }

    fn ask_server(&self, sql: &str) {
        let mut client = Client::connect(&self.server, NoTls).unwrap();
        client.batch_execute(sql).unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.ask_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// The same address with another database, whether it is a URL or a list of settings.
fn with_database(server: &str, name: &str) -> String {
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
        store: Arc::new(Memory::default()),
        _home: Home::Nowhere,
    }
}

pub fn sqlite() -> Engine {
    let folder = TempDir::new().unwrap();
    Engine {
        name: "SQLite",
        store: Arc::new(Sqlite::open(folder.path().join("store.db")).unwrap()),
        _home: Home::Folder { _folder: folder },
    }
}

/// `None`, and a line that says so, when no server is named.
pub fn postgres() -> Option<Engine> {
    let database = Database::fresh()?;
    Some(Engine {
        name: "PostgreSQL",
        store: Arc::new(Postgres::connect(&database.url).unwrap()),
        _home: Home::Database { _database: database },
    })
}

/// The engines that keep what they are given.
pub fn lasting() -> Vec<Engine> {
    std::iter::once(sqlite()).chain(postgres()).collect()
}

pub fn all() -> Vec<Engine> {
    std::iter::once(memory()).chain(lasting()).collect()
}
