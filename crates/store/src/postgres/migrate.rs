use super::link::Link;
use crate::Fault;

/// What changes the tables, in order; never edited once published, only followed by another.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_ledger.sql")];

/// Brings the tables up to date. Several servers can start at once: one does it, the others wait.
pub(super) fn migrate(link: &mut Link) -> Result<(), Fault> {
    if check(link)? == MIGRATIONS.len() {
        return Ok(());
    }
    link.write(|link| {
        // Any number will do, as long as every version of this program takes the same.
        link.client.batch_execute("SELECT pg_advisory_xact_lock(4865213370)")?;
        let done = check(link)?;
        for sql in MIGRATIONS.iter().skip(done) {
            link.client.batch_execute(sql)?;
        }
        link.client.batch_execute(&format!(
            "CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL);
             DELETE FROM schema_version;
             INSERT INTO schema_version VALUES ({})",
            MIGRATIONS.len()
        ))?;
        Ok(())
    })
}

/// How many migrations the database has had. Refuses a newer database before anything is written.
fn check(link: &mut Link) -> Result<usize, Fault> {
    // Asked of the table of tables, not of `to_regclass`, whose answer may be older than the lock we waited for.
    let there = link.client.query_one(
        "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version')",
        &[],
    )?;
    if !there.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let row = link.client.query_opt("SELECT version FROM schema_version", &[])?;
    let version: i32 = row.map_or(Ok(0), |row| row.try_get(0))?;
    let done = usize::try_from(version).unwrap_or_default();
    if done > MIGRATIONS.len() {
        return Err(Fault(format!(
            "the database was written by a newer version of this program (its tables are at {done}, this program knows \
             {}); start the newer version. Nothing was changed",
            MIGRATIONS.len()
        )));
    }
    Ok(done)
}
