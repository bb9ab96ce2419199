use std::collections::HashMap;
use std::time::Duration;

use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Row, RowIter, Statement};

use crate::Fault;

/// How long a server may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(10);

/// Everything here is read by key. Before the server has counted a table's rows it guesses that reading all of it costs
/// less, and compiles plans for that: a measure of 12,000 readings among ten million then takes a hundred times as long.
const BY_KEY: &str = "SET enable_seqscan = off; SET jit = off";

/// A parameter of a statement.
pub(super) type Value<'t> = &'t (dyn ToSql + Sync);

/// One connection with the statements it has prepared.
pub(super) struct Link {
    pub client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl Link {
    /// Connects and makes sure that the server waits for the disk before it says a commit is done.
    pub fn open(config: &Config) -> Result<Self, Fault> {
        let mut config = config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        let client = config.connect(NoTls)?;
        let prepared = HashMap::new();
        let mut link = Self { client, prepared };
        let row = link
            .one(
                "SELECT current_setting('synchronous_commit'), current_setting('server_encoding')",
                &[],
            )?
            .ok_or_else(|| Fault("PostgreSQL does not tell its settings".to_owned()))?;
        let (synchronous, encoding): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if synchronous == "off" {
            link.client.batch_execute("SET synchronous_commit = on")?;
        }
        link.client.batch_execute(BY_KEY)?;
        if encoding != "UTF8" {
            return Err(Fault(
                "the PostgreSQL database is not in UTF-8; create it with ENCODING 'UTF8'".to_owned(),
            ));
        }
        Ok(link)
    }

    /// Whether the server still answers on this connection.
    pub fn is_sound(&mut self) -> bool {
        !self.client.is_closed() && self.client.is_valid(PATIENCE).is_ok()
    }

    fn prepare(&mut self, sql: &'static str) -> Result<Statement, Fault> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    pub fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Fault> {
        let statement = self.prepare(sql)?;
        Ok(self.client.execute(&statement, values)?)
    }

    pub fn one(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<Row>, Fault> {
        let statement = self.prepare(sql)?;
        Ok(self.client.query_opt(&statement, values)?)
    }

    pub fn all(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        let statement = self.prepare(sql)?;
        Ok(self.client.query(&statement, values)?)
    }

    /// The rows one by one, for answers too large to hold twice.
    pub fn stream(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<RowIter<'_>, Fault> {
        let statement = self.prepare(sql)?;
        Ok(self.client.query_raw(&statement, values.iter().copied())?)
    }

    /// Does work in one transaction, committed when the work went well. When it did not, the pool drops the connection,
    /// and with it the server undoes the transaction.
    pub fn write<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED")?;
        let answer = work(self)?;
        self.client.batch_execute("COMMIT")?;
        Ok(answer)
    }

    /// Reads one state of the database with several statements.
    pub fn read<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.client
            .batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
        let answer = work(self)?;
        self.client.batch_execute("COMMIT")?;
        Ok(answer)
    }
}

impl From<postgres::Error> for Fault {
    /// Says what failed without anything that was to be written: a server's message about data can quote it.
    fn from(error: postgres::Error) -> Self {
        let Some(said) = error.as_db_error() else {
            return Self(format!("PostgreSQL: {error}"));
        };
        let code = said.code().code();
        if code.starts_with("22") || code.starts_with("23") {
            return Self(format!("PostgreSQL failed with code {code}"));
        }
        Self(format!("PostgreSQL failed with code {code}: {}", said.message()))
    }
}
