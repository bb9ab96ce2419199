use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::NotOpened;

/// Passkeys by the Web Authentication standard (W3C WebAuthn level 2): nothing is typed and nothing can be given away to
/// a false page, since each belongs to one address.
pub struct Passkeys {
    webauthn: Webauthn,
}

/// What a browser is asked, and what is kept until it answers.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The options for `navigator.credentials`, as JSON (`{"publicKey": …}`).
    pub options: String,
    /// What the answer is checked against; never leaves the server.
    pub state: String,
}

/// A passkey that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyUsed {
    /// The passkey as it is to be kept from now on, where its counter moved.
    pub changed: Option<String>,
}

impl Passkeys {
    /// Passkeys for the pages at an address, such as `https://measure.example.org`.
    ///
    /// # Errors
    /// An address that passkeys cannot belong to: browsers allow a name over TLS, or `localhost`, and no bare number.
    pub fn new(address: &str) -> Result<Self, NotOpened> {
        let origin =
            Url::parse(address).map_err(|_| NotOpened("the address of the pages cannot be read".to_owned()))?;
        let name = match origin.host() {
            Some(url::Host::Domain(name)) => name.to_owned(),
            _ => {
                return Err(NotOpened(
                    "passkeys need an address with a name, not a number".to_owned(),
                ));
            }
        };
        if origin.scheme() != "https" && !crate::on_this_machine(&origin) {
            return Err(NotOpened(
                "passkeys need an address that begins with https://".to_owned(),
            ));
        }
        let webauthn = WebauthnBuilder::new(&name, &origin)
            .and_then(|it| it.rp_name("Common Measure").build())
            .map_err(|error| not_taken(&error))?;
        Ok(Self { webauthn })
    }

    /// Asks a browser to make a passkey for somebody: sixteen bytes that stand for them, what they sign in with, their
    /// name, and the passkeys they have.
    ///
    /// # Errors
    /// A passkey that cannot be read.
    pub fn ask_for_new(
        &self,
        whose: [u8; 16],
        sign_in_name: &str,
        name: &str,
        has: &[String],
    ) -> Result<Asked, NotOpened> {
        let has = has.iter().map(|it| Ok(read::<Passkey>(it)?.cred_id().clone()));
        let has = has.collect::<Result<Vec<_>, NotOpened>>()?;
        let (options, state) = self
            .webauthn
            .start_passkey_registration(Uuid::from_bytes(whose), sign_in_name, name, Some(has))
            .map_err(|error| not_taken(&error))?;
        let mut options = serde_json::to_value(&options).map_err(|error| unreadable(&error))?;
        // So that nobody has to type a sign-in name, the passkey itself says whose it is.
        if let Some(Value::Object(selection)) = options.pointer_mut("/publicKey/authenticatorSelection") {
            selection.insert("residentKey".to_owned(), Value::from("required"));
            selection.insert("requireResidentKey".to_owned(), Value::from(true));
        }
        Ok(Asked {
            options: options.to_string(),
            state: write(&state)?,
        })
    }

    /// Takes the passkey that a browser made: what to keep of it.
    ///
    /// # Errors
    /// An answer that does not fit what was asked.
    pub fn take_new(&self, answer: &str, state: &str) -> Result<String, NotOpened> {
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let state: PasskeyRegistration = read(state)?;
        let passkey = self
            .webauthn
            .finish_passkey_registration(&answer, &state)
            .map_err(|error| not_taken(&error))?;
        write(&passkey)
    }

    /// Asks a browser for any passkey that belongs here.
    ///
    /// # Errors
    /// The library refused.
    pub fn ask(&self) -> Result<Asked, NotOpened> {
        let (options, state) = self
            .webauthn
            .start_discoverable_authentication()
            .map_err(|error| not_taken(&error))?;
        let mut options = serde_json::to_value(&options).map_err(|error| unreadable(&error))?;
        // The browser shows its choice when it is asked to, not only beside a field.
        if let Value::Object(whole) = &mut options {
            whole.remove("mediation");
        }
        Ok(Asked {
            options: options.to_string(),
            state: write(&state)?,
        })
    }

    /// Whose passkey an answer says it is: the sixteen bytes given when it was made. Nothing is proven yet.
    ///
    /// # Errors
    /// An answer that names nobody.
    pub fn says(&self, answer: &str) -> Result<[u8; 16], NotOpened> {
        let answer: PublicKeyCredential = read(answer)?;
        let (whose, _) = self
            .webauthn
            .identify_discoverable_authentication(&answer)
            .map_err(|error| not_taken(&error))?;
        Ok(whose.into_bytes())
    }

    /// Checks an answer against the passkeys of the one it names: which of them was used.
    ///
    /// # Errors
    /// None of them made this answer to what was asked.
    pub fn check(&self, answer: &str, state: &str, has: &[String]) -> Result<(usize, PasskeyUsed), NotOpened> {
        let answer: PublicKeyCredential = read(answer)?;
        for (place, kept) in has.iter().enumerate() {
            let mut passkey: Passkey = read(kept)?;
            if passkey.cred_id().as_slice() != answer.get_credential_id() {
                continue;
            }
            let state: DiscoverableAuthentication = read(state)?;
            let result = self
                .webauthn
                .finish_discoverable_authentication_v2(&answer, state, DiscoverableKey::from(&passkey))
                .map_err(|error| not_taken(&error))?;
            if !result.user_verified() {
                return Err(NotOpened("the device did not check who holds it".to_owned()));
            }
            let changed = match passkey.update_credential(&result) {
                Some(true) => Some(write(&passkey)?),
                _ => None,
            };
            return Ok((place, PasskeyUsed { changed }));
        }
        Err(NotOpened("the passkey is not known here".to_owned()))
    }
}

fn read<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, NotOpened> {
    serde_json::from_str(text).map_err(|error| unreadable(&error))
}

fn write<T: Serialize>(what: &T) -> Result<String, NotOpened> {
    serde_json::to_string(what).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> NotOpened {
    NotOpened(format!(
        "it cannot be read (line {}, column {})",
        error.line(),
        error.column()
    ))
}

fn not_taken(error: &WebauthnError) -> NotOpened {
    NotOpened(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::Passkeys;

    #[test]
    fn passkeys_belong_to_a_name_over_tls() {
        assert!(Passkeys::new("https://measure.example.org").is_ok());
        assert!(Passkeys::new("http://localhost:7878").is_ok());
        assert!(Passkeys::new("http://measure.example.org").is_err());
        assert!(Passkeys::new("http://127.0.0.1:7878").is_err());
        assert!(Passkeys::new("measure").is_err());
    }

    #[test]
    fn what_is_no_answer_is_not_taken() {
        let passkeys = Passkeys::new("https://measure.example.org").unwrap_or_else(|error| panic!("{error}"));
        let asked = passkeys.ask().unwrap_or_else(|error| panic!("{error}"));
        for answer in [
            "",
            "{}",
            "[]",
            r#"{"id":"","rawId":"","type":"public-key","response":{}}"#,
        ] {
            assert!(passkeys.says(answer).is_err());
            assert!(passkeys.check(answer, &asked.state, &[]).is_err());
        }
    }
}
