use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use cm_app::{Caller, House};
use cm_kernel::{Id, Refusal, Timestamp};
use cm_store::{Postgres, Sqlite, Store};

use crate::args::PlaceArgs;
use crate::ending::Ending;

/// Where a store is, in words fit for a log: no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(String),
    /// A PostgreSQL server.
    Server(String),
}

impl Location {
    /// From `--store`, else `DATABASE_URL`, else a file in this folder.
    pub fn of(place: &PlaceArgs, file: &str) -> Self {
        let named = place
            .store
            .clone()
            .or_else(|| std::env::var("DATABASE_URL").ok().filter(|it| !it.is_empty()));
        match named {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Self::Server(url),
            Some(path) => Self::File(path),
            None => Self::File(file.to_owned()),
        }
    }

    /// For a person to read.
    pub fn in_words(&self) -> String {
        match self {
            Self::File(path) => format!("the file {path}"),
            Self::Server(url) => format!(
                "PostgreSQL at {}",
                url.rsplit_once('@').map_or(url.as_str(), |(_, host)| host)
            ),
        }
    }
}

/// Opens a house over the store; `must_exist` refuses a file that is not there, so that a wrong path is not a new store.
pub fn open(location: &Location, must_exist: bool) -> Result<Arc<House>, Ending> {
    let store: Arc<dyn Store> = match location {
        Location::File(path) => {
            if must_exist && !std::path::Path::new(path).exists() {
                return Err(Refusal::new(
                    "measure/no-such-store",
                    format!("There is no store at {path}."),
                    "Name it with --store, or start one with `measure init` or `measure demo`.",
                )
                .into());
            }
            for_its_owner_alone(path);
            Arc::new(Sqlite::open(path).map_err(|fault| Ending::Faulty(fault.to_string()))?)
        }
        Location::Server(url) => Arc::new(Postgres::connect(url).map_err(|fault| Ending::Faulty(fault.to_string()))?),
    };
    let clock = Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    });
    let entropy = Arc::new(|bytes: &mut [u8]| getrandom::fill(bytes).is_ok());
    Ok(Arc::new(House::new(store, clock, entropy)))
}

/// Makes a new store's file readable by nobody else: it will hold signing keys, password hashes and salts.
fn for_its_owner_alone(path: &str) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // A file that is there keeps its mode, and one that cannot be made is reported by the store.
    drop(options.open(path));
}

/// The member of a partnership who signs in by this name, acting for the partner that is named or, without one, the
/// partner they have acted for longest.
pub fn caller(house: &House, partnership: &Id, name: &str, partner: Option<&str>) -> Result<Caller, Ending> {
    let acting = partner.map(|partner| (partnership.clone(), Id::slug(partner)));
    let wanted = acting.as_ref().map(|(_, partner)| partner.clone());
    let caller = match house.member(name)? {
        Some(member) => house.caller(&member, partnership, &acting.into_iter().collect()).ok(),
        None => None,
    };
    let caller = caller.filter(|caller| wanted.is_none_or(|partner| caller.partner == partner));
    Ok(caller.ok_or_else(|| {
        Refusal::new(
            "measure/no-such-member",
            format!("Nobody who signs in as `{name}` acts for that partner in this partnership."),
            "Give the sign-in name of a member with --as, and with --for a partner they act for.",
        )
    })?)
}

/// The partnership that is named, or the only one.
pub fn partnership(house: &House, named: Option<&str>) -> Result<Id, Ending> {
    if let Some(name) = named {
        return Ok(Id::new(name)?);
    }
    let mut all = house.partnerships()?;
    match (all.len(), all.pop()) {
        (1, Some((id, _))) => Ok(id),
        (0, _) => Err(Refusal::new(
            "measure/no-partnership",
            "This store holds no partnership.",
            "Start one with `measure init`.",
        )
        .into()),
        _ => Err(Refusal::new(
            "measure/which-partnership",
            "This store holds several partnerships.",
            "Name one with --partnership.",
        )
        .into()),
    }
}
