use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use cm_account::seal::Files;
use cm_app::{House, Unable};

use crate::problem::Problem;

/// How the pages are served.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Served {
    /// Whether cookies travel only over TLS; off only for a server that nobody but this machine can reach.
    pub secure_cookies: bool,
    /// Addresses of proxies whose word for where a request came from (`X-Forwarded-For`) is taken; nobody else's is.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Served {
    /// Where a request came from: whoever is connected, or whom a trusted proxy says it speaks for.
    ///
    /// Each proxy adds whom it heard at the end, so the last address that is no trusted proxy is the one to take: what
    /// stands before it anybody may have written.
    pub(crate) fn came_from(&self, connected: IpAddr, headers: &HeaderMap) -> IpAddr {
        let connected = connected.to_canonical();
        if !self.trusted_proxies.contains(&connected) {
            return connected;
        }
        let lines = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|it| it.to_str().ok());
        let heard: Vec<&str> = lines.flat_map(|it| it.split(',')).collect();
        for said in heard.into_iter().rev() {
            let Ok(address) = said.trim().parse::<IpAddr>() else {
                break;
            };
            if !self.trusted_proxies.contains(&address.to_canonical()) {
                return address.to_canonical();
            }
        }
        connected
    }
}

/// What every handler has: the house, and how the pages are served.
#[derive(Clone)]
pub struct State {
    house: Arc<House>,
    /// How the pages are served.
    pub served: Served,
    sealed: Arc<Mutex<HashMap<String, Arc<Files>>>>,
}

/// How many sealed folders are remembered; each is about a megabyte.
const REMEMBERED: usize = 32;

impl State {
    /// The state of a server.
    #[must_use]
    pub fn new(house: Arc<House>, served: Served) -> Self {
        Self {
            house,
            served,
            sealed: Arc::default(),
        }
    }

    /// The house itself, for work that outlives a request.
    #[must_use]
    pub fn house(&self) -> Arc<House> {
        Arc::clone(&self.house)
    }

    /// Whether passkeys open sign-ins here, and what people call the organisation whose sign-in counts here.
    pub(crate) fn doors(&self) -> (bool, Option<String>) {
        let doors = self.house.doors();
        (
            doors.passkeys.is_some(),
            doors.provider.as_ref().map(|(name, _)| name.clone()),
        )
    }

    /// Whether letters go out.
    pub(crate) fn by_letter(&self) -> bool {
        self.house.doors().letters
    }

    /// The sealed folder remembered under a key.
    pub(crate) fn sealed(&self, key: &str) -> Option<Arc<Files>> {
        self.sealed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()
    }

    /// Remembers a sealed folder.
    pub(crate) fn keep_sealed(&self, key: String, files: &Arc<Files>) {
        let mut sealed = self.sealed.lock().unwrap_or_else(PoisonError::into_inner);
        if sealed.len() >= REMEMBERED {
            sealed.clear();
        }
        sealed.insert(key, Arc::clone(files));
    }

    /// Does something in the house on a thread that may block, because the store does.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&House) -> Result<T, Unable> + Send + 'static,
    {
        let house = self.house();
        match tokio::task::spawn_blocking(move || work(&house)).await {
            Ok(done) => done.map_err(Problem::from),
            Err(error) => {
                tracing::error!(fault = %error, "a request's work broke off");
                Err(Problem::from(Unable::Faulty))
            }
        }
    }
}

#[cfg(test)]
mod tests;
