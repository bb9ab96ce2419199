//! Ways in and out of the house: passkeys, an organisation's own sign-in, letters.
//!
//! What stands here speaks to browsers' authenticators, to an OpenID Connect provider and to a mail server, each through
//! a library that is kept for it. It knows nothing of members or partnerships: it says who somebody proved to be, and
//! carries letters.

mod letters;
mod passkeys;
mod provider;

pub use letters::{Letter, Letters, NotCarried};
pub use passkeys::{Asked, PasskeyUsed, Passkeys};
pub use provider::{Away, Proven, Provider, ProviderSettings};

/// Why a proof was not taken or a door cannot be opened, for the server's log; it holds nothing private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOpened(pub String);

impl std::fmt::Display for NotOpened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotOpened {}

/// Whether an address is on this machine, where nothing travels over a wire.
pub(crate) fn on_this_machine(url: &url::Url) -> bool {
    // Where the scheme is not one of the web's, a number in an address is read as a name.
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let here = bare.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback());
    here || host == "localhost" || host.ends_with(".localhost")
}
