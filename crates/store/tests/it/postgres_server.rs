//! What the engine on a server promises beyond the trait. Every test passes without a server, and says so.

use std::thread;

use cm_store::{Appended, Postgres, Store};
use postgres::{Client, NoTls};

use crate::engines::Database;
use crate::writing::{drafts, id, kept, large_batch, moment, wanted};

#[test]
fn several_servers_can_start_on_an_empty_database_and_never_give_a_position_twice() {
    let Some(database) = Database::fresh() else { return };
    thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                let store = Postgres::connect(&database.url).unwrap();
                for number in 0..10 {
                    let batch = large_batch(&format!("measure-{number}"), 500, 0.0);
                    let mut expected = store.length(&id("here")).unwrap();
                    while let Appended::Moved(length) = store
                        .append(&id("here"), expected, drafts(1), &[(0, batch.clone())])
                        .unwrap()
                    {
                        expected = length;
                    }
                }
            });
        }
    });
    let store = Postgres::connect(&database.url).unwrap();
    let entries = store.entries(&id("here"), 0, 1000).unwrap();
    assert!(entries.iter().map(|entry| entry.at).eq(0..50));
    assert_eq!(
        store.rows(&id("here"), &wanted("measure-3", 50)).unwrap().rows.len(),
        500
    );
}

#[test]
fn broken_connections_are_replaced() {
    let Some(database) = Database::fresh() else { return };
    let store = Postgres::connect(&database.url).unwrap();
    store.keep("drawer", &kept("key", "value", None)).unwrap();
    database.ask_server(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
        database.name
    ));
    assert!(store.find("drawer", "key", moment(0)).unwrap().is_some());
    assert_eq!(store.append(&id("here"), 0, drafts(1), &[]).unwrap(), Appended::At(0));
}

#[test]
fn a_newer_schema_is_refused() {
    let Some(database) = Database::fresh() else { return };
    drop(Postgres::connect(&database.url).unwrap());
    let mut client = Client::connect(&database.url, NoTls).unwrap();
    client.batch_execute("UPDATE schema_version SET version = 99").unwrap();
    let refused = Postgres::connect(&database.url).err().unwrap();
    assert!(
        refused.0.contains("newer version") && refused.0.contains("99"),
        "{refused}"
    );
}

#[test]
fn a_commit_waits_for_the_disk_even_where_the_server_would_not() {
    let Some(database) = Database::fresh() else { return };
    database.ask_server(&format!(
        "ALTER DATABASE {} SET synchronous_commit = off",
        database.name
    ));
    let mut client = Client::connect(&database.url, NoTls).unwrap();
    // A trigger sees the setting under which the product writes.
    let store = Postgres::connect(&database.url).unwrap();
    client
        .batch_execute(
            "CREATE TABLE seen (setting text);
             CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN new; END $$;
             CREATE TRIGGER note BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION note()",
        )
        .unwrap();
    store.append(&id("here"), 0, drafts(1), &[]).unwrap();
    let seen: String = client.query_one("SELECT setting FROM seen", &[]).unwrap().get(0);
    assert_eq!(seen, "on");
}

#[test]
fn an_address_that_cannot_be_read_does_not_show_its_password() {
    let refused = Postgres::connect("postgres://user:pass%zzword@host/db").err().unwrap();
    assert!(!refused.0.contains("word@"), "{refused}");
}
