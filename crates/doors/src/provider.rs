use std::sync::Mutex;
use std::time::Duration;

use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use url::Url;

use crate::NotOpened;

/// The longest answer that is read from a provider.
const MOST_BYTES: u64 = 1 << 20;

/// Where an organisation's own sign-in stands, and how we are known there.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// Its address, as it calls itself (the issuer).
    pub issuer: String,
    /// What we are called there.
    pub client: String,
    /// The secret we share with it; empty where we have none.
    pub secret: String,
    /// Where it sends people back to.
    pub back: String,
}

/// An organisation's own sign-in by OpenID Connect (OpenID Connect Core 1.0, authorization code flow with PKCE).
pub struct Provider {
    settings: ProviderSettings,
    agent: ureq::Agent,
    /// What the provider says of itself, read when it is first needed.
    known: Mutex<Option<CoreProviderMetadata>>,
}

/// Somebody who is sent away to sign in: where to, and what is kept until they come back.
#[derive(Debug, Clone)]
pub struct Away {
    /// Where their browser goes.
    pub to: String,
    /// What comes back with them.
    pub state: String,
    /// What the provider signs with its answer.
    pub nonce: String,
    /// What proves that who fetches the answer is who asked.
    pub verifier: String,
}

/// Who somebody is at their organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The provider's name for itself.
    pub issuer: String,
    /// The provider's name for them, which never changes.
    pub subject: String,
}

impl Provider {
    /// A provider that is asked nothing yet.
    ///
    /// # Errors
    /// An address that cannot be read, or that is elsewhere and not over TLS.
    pub fn new(settings: ProviderSettings) -> Result<Self, NotOpened> {
        for address in [&settings.issuer, &settings.back] {
            let url = Url::parse(address).map_err(|_| NotOpened(format!("{address} is not an address")))?;
            if url.scheme() != "https" && !crate::on_this_machine(&url) {
                return Err(NotOpened(format!("{address} does not begin with https://")));
            }
        }
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(15)))
            // A provider that sends us elsewhere could have us ask anything of this network.
            .max_redirects(0)
            .http_status_as_error(false)
            .tls_config(
                ureq::tls::TlsConfig::builder()
                    .root_certs(ureq::tls::RootCerts::PlatformVerifier)
                    .build(),
            );
        Ok(Self {
            settings,
            agent: config.build().into(),
            known: Mutex::new(None),
        })
    }

    /// Begins a sign-in there.
    ///
    /// # Errors
    /// The provider cannot be reached or understood.
    pub fn begin(&self) -> Result<Away, NotOpened> {
        let metadata = self.metadata(false)?;
        let back = self.back()?;
        let client = CoreClient::from_provider_metadata(metadata, self.client(), self.secret()).set_redirect_uri(back);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (to, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("openid".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Away {
            to: to.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Who came back: fetches the provider's word with the code they brought and checks its signature, for whom it was
    /// given, its time, and that it answers what was asked.
    ///
    /// # Errors
    /// The provider cannot be reached, or its word does not hold.
    pub fn finish(&self, code: &str, nonce: &str, verifier: &str) -> Result<Proven, NotOpened> {
        // Its keys are read anew each time: they change, and a code can be changed for a token only once.
        let metadata = self.metadata(true)?;
        let client =
            CoreClient::from_provider_metadata(metadata, self.client(), self.secret()).set_redirect_uri(self.back()?);
        let token = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| NotOpened("the provider names no place to fetch its word".to_owned()))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
            .request(&|request| self.fetch(request))
            .map_err(|_| NotOpened("the provider did not take the code".to_owned()))?;
        let word = token
            .id_token()
            .ok_or_else(|| NotOpened("the provider did not say who it is".to_owned()))?;
        let claims = word
            .claims(&client.id_token_verifier(), &Nonce::new(nonce.to_owned()))
            .map_err(|error| NotOpened(format!("the provider's word does not hold: {error}")))?;
        Ok(Proven {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
        })
    }

    fn metadata(&self, anew: bool) -> Result<CoreProviderMetadata, NotOpened> {
        let known = || self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !anew && let Some(metadata) = known().clone() {
            return Ok(metadata);
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|_| NotOpened("the provider's address cannot be read".to_owned()))?;
        let metadata = CoreProviderMetadata::discover(&issuer, &|request| self.fetch(request))
            .map_err(|error| NotOpened(format!("the provider cannot be understood: {error}")))?;
        *known() = Some(metadata.clone());
        Ok(metadata)
    }

    fn client(&self) -> ClientId {
        ClientId::new(self.settings.client.clone())
    }

    fn secret(&self) -> Option<ClientSecret> {
        let secret = &self.settings.secret;
        (!secret.is_empty()).then(|| ClientSecret::new(secret.clone()))
    }

    fn back(&self) -> Result<RedirectUrl, NotOpened> {
        RedirectUrl::new(self.settings.back.clone())
            .map_err(|_| NotOpened("the address to come back to cannot be read".to_owned()))
    }

    fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, NotOpened> {
        let not_reached = |_| NotOpened("the provider was not reached".to_owned());
        let mut response = self.agent.run(request).map_err(not_reached)?;
        let body = response
            .body_mut()
            .with_config()
            .limit(MOST_BYTES)
            .read_to_vec()
            .map_err(not_reached)?;
        let (parts, _) = response.into_parts();
        Ok(HttpResponse::from_parts(parts, body))
    }
}

#[cfg(test)]
mod tests {
    use super::{Provider, ProviderSettings};

    fn settings(issuer: &str) -> ProviderSettings {
        ProviderSettings {
            issuer: issuer.to_owned(),
            client: "measures".to_owned(),
            secret: String::new(),
            back: "https://measure.example.org/sign-in/organisation/back".to_owned(),
        }
    }

    #[test]
    fn a_provider_elsewhere_needs_tls() {
        assert!(Provider::new(settings("https://sign-in.example.org")).is_ok());
        assert!(Provider::new(settings("http://localhost:9999")).is_ok());
        assert!(Provider::new(settings("http://sign-in.example.org")).is_err());
        assert!(Provider::new(settings("sign-in")).is_err());
    }

    #[test]
    fn one_that_is_not_there_is_said_not_to_be() {
        let provider = Provider::new(settings("http://127.0.0.1:9")).unwrap_or_else(|error| panic!("{error}"));
        assert!(provider.begin().is_err());
    }
}
