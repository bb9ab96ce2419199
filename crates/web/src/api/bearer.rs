use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use cm_app::{Caller, Deed, House, TokenBearer, Unable};
use cm_kernel::{Id, Refusal};

use super::said::Said;
use crate::state::State;

/// A program whose token works.
pub(super) struct Bearer {
    state: State,
    token: TokenBearer,
}

impl Bearer {
    /// Who asks.
    pub(super) fn token(&self) -> &TokenBearer {
        &self.token
    }

    /// Passes only a program that may do this there: for what is read before it is known what it is about.
    pub(super) fn must(&self, deed: Deed, partnership: &str) -> Result<Id, Said> {
        let partnership = Id::new(partnership)?;
        self.token.must(deed, &partnership)?;
        Ok(partnership)
    }

    /// Does something in a partnership, as the token's member may.
    pub(super) async fn does<T, F>(&self, deed: Deed, partnership: &str, work: F) -> Result<T, Said>
    where
        T: Send + 'static,
        F: FnOnce(&House, &Caller) -> Result<T, Unable> + Send + 'static,
    {
        self.must(deed, partnership)?;
        let caller = self.token.caller.clone();
        Ok(self.state.run(move |house| work(house, &caller)).await?)
    }

    /// Does something in the house, as the token's bearer.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, Said>
    where
        T: Send + 'static,
        F: FnOnce(&House, &TokenBearer) -> Result<T, Unable> + Send + 'static,
    {
        let token = self.token.clone();
        Ok(self.state.run(move |house| work(house, &token)).await?)
    }
}

impl<S> FromRequestParts<S> for Bearer
where
    State: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Said;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Said> {
        let state = State::from_ref(state);
        let header = parts.headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        let words = header.and_then(|it| it.split_once(' '));
        let secret = words.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let Some((_, secret)) = secret else {
            return Err(no_token().into());
        };
        let secret: String = secret.trim().chars().take(200).collect();
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let address = connected.map_or_else(String::new, |ConnectInfo(it)| {
            state.served.came_from(it.ip(), &parts.headers).to_string()
        });
        let token = state.run(move |house| house.by_token(&secret, &address)).await?;
        Ok(Self { state, token })
    }
}

fn no_token() -> Refusal {
    Refusal::new(
        "web/no-token",
        "Programs ask with a token, and none was sent.",
        "Send the header `Authorization: Bearer` with a token; a member makes one on the page of their tokens.",
    )
}
