use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::{AuthenticationVerificationOptions, DiscoverableAuthenticationServerState};
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle16, Username,
};
use webauthn_rp::request::{AsciiDomain, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::auth::DiscoverableAuthentication16;
use webauthn_rp::response::auth::ser_relaxed::AuthenticationRelaxed;
use webauthn_rp::response::register::ser_relaxed::RegistrationRelaxed;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions,
    RegistrationServerState,
};

use crate::NotOpened;

/// Passkeys by the Web Authentication standard (W3C WebAuthn level 3): nothing is typed and nothing can be given away to
/// a false page, since each belongs to one address.
pub struct Passkeys {
    name: RpId,
    origin: String,
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

/// A passkey as it is kept: bytes in base 64.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: String,
    transports: u8,
    /// Its key and what never changes.
    fixed: String,
    /// Its counter and what else changes.
    moving: [u8; 7],
}

impl Passkeys {
    /// Passkeys for the pages at an address, such as `https://measure.example.org`.
    ///
    /// # Errors
    /// An address that passkeys cannot belong to: browsers allow a name over TLS, or `localhost`, and no bare number.
    pub fn new(address: &str) -> Result<Self, NotOpened> {
        let url = Url::parse(address).map_err(|_| NotOpened("the address of the pages cannot be read".to_owned()))?;
        let name = match url.host() {
            Some(url::Host::Domain(name)) => AsciiDomain::try_from(name.to_owned()).ok(),
            _ => None,
        };
        let name = name.ok_or_else(|| NotOpened("passkeys need an address with a name, not a number".to_owned()))?;
        if url.scheme() != "https" && !crate::on_this_machine(&url) {
            return Err(NotOpened(
                "passkeys need an address that begins with https://".to_owned(),
            ));
        }
        Ok(Self {
            name: RpId::Domain(name),
            origin: url.origin().ascii_serialization(),
        })
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
        let has = has.iter().map(|kept| {
            let kept: Kept = read(kept)?;
            Ok(PublicKeyCredentialDescriptor {
                id: CredentialId::<Vec<u8>>::decode(bytes(&kept.id)?).map_err(odd)?,
                transports: AuthTransports::decode(kept.transports).map_err(odd)?,
            })
        });
        let has = has.collect::<Result<Vec<_>, NotOpened>>()?;
        let whose = handle(whose);
        let user = PublicKeyCredentialUserEntity {
            // What they sign in with may hold letters that the standard takes out; it is only shown.
            name: Username::try_from(sign_in_name)
                .or_else(|_| Username::try_from("member"))
                .map_err(odd)?,
            id: &whose,
            display_name: Nickname::try_from(name).ok(),
        };
        let mut wanted = PublicKeyCredentialCreationOptions::passkey(&self.name, user, has);
        // Devices that cannot promise this protection would make no passkey at all; the check of who holds it is asked
        // for at each use in any case.
        wanted.extensions.cred_protect = CredProtect::None;
        let (state, options) = wanted.start_ceremony().map_err(odd)?;
        asked(&options, state.encode().map_err(odd)?)
    }

    /// Takes the passkey that a browser made: what to keep of it.
    ///
    /// # Errors
    /// An answer that does not fit what was asked.
    pub fn take_new(&self, answer: &str, state: &str) -> Result<String, NotOpened> {
        let RegistrationRelaxed(answer) = serde_json::from_str(answer).map_err(unreadable)?;
        let state = RegistrationServerState::<16>::decode(&bytes(state)?).map_err(odd)?;
        let origins = [self.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            // Browsers say more than they were asked, as password managers do.
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(&self.name, &answer, &options).map_err(odd)?;
        let fixed = made.static_state().encode().map_err(odd)?;
        write(&Kept {
            id: BASE64URL_NOPAD.encode(made.id().as_ref()),
            transports: made.transports().encode().map_err(odd)?,
            fixed: BASE64URL_NOPAD.encode(fixed.as_ref()),
            moving: made.dynamic_state().encode().map_err(odd)?,
        })
    }

    /// Asks a browser for any passkey that belongs here.
    ///
    /// # Errors
    /// The library refused.
    pub fn ask(&self) -> Result<Asked, NotOpened> {
        let (state, options) = DiscoverableCredentialRequestOptions::passkey(&self.name)
            .start_ceremony()
            .map_err(odd)?;
        asked(&options, state.encode().map_err(odd)?)
    }

    /// Whose passkey an answer says it is: the sixteen bytes given when it was made. Nothing is proven yet.
    ///
    /// # Errors
    /// An answer that names nobody.
    pub fn says(&self, answer: &str) -> Result<[u8; 16], NotOpened> {
        let answer = used(answer)?;
        answer.response().user_handle().encode().map_err(odd)
    }

    /// Checks an answer against the passkeys of the one it names: which of them was used.
    ///
    /// # Errors
    /// None of them made this answer to what was asked, or the device did not check who holds it.
    pub fn check(&self, answer: &str, state: &str, has: &[String]) -> Result<(usize, PasskeyUsed), NotOpened> {
        let answer = used(answer)?;
        let id = BASE64URL_NOPAD.encode(answer.raw_id().as_ref());
        let kept = has.iter().map(|it| read::<Kept>(it)).collect::<Result<Vec<_>, _>>()?;
        let found = kept.into_iter().enumerate().find(|(_, it)| it.id == id);
        let (place, mut kept) = found.ok_or_else(|| NotOpened("the passkey is not known here".to_owned()))?;
        let (whose, fixed) = (
            handle(answer.response().user_handle().encode().map_err(odd)?),
            bytes(&kept.fixed)?,
        );
        type Key = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;
        let mut passkey = AuthenticatedCredential::new(
            answer.raw_id(),
            &whose,
            StaticState::<Key>::decode(&fixed).map_err(odd)?,
            DynamicState::decode(kept.moving).map_err(odd)?,
        )
        .map_err(odd)?;
        let state = DiscoverableAuthenticationServerState::decode(&bytes(state)?).map_err(odd)?;
        let origins = [self.origin.as_str()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        let moved = state.verify(&self.name, &answer, &mut passkey, &options).map_err(odd)?;
        kept.moving = passkey.dynamic_state().encode().map_err(odd)?;
        let changed = match moved {
            true => Some(write(&kept)?),
            false => None,
        };
        Ok((place, PasskeyUsed { changed }))
    }
}

fn used(answer: &str) -> Result<DiscoverableAuthentication16, NotOpened> {
    let AuthenticationRelaxed::<16, true>(answer) = serde_json::from_str(answer).map_err(unreadable)?;
    Ok(answer)
}

fn handle(whose: [u8; 16]) -> UserHandle16 {
    match UserHandle16::decode(whose) {
        Ok(handle) => handle,
        Err(never) => match never {},
    }
}

fn asked(options: &impl Serialize, state: impl AsRef<[u8]>) -> Result<Asked, NotOpened> {
    let options: Value = serde_json::to_value(options).map_err(unreadable)?;
    // The page asks when its reader presses, not while they type.
    let key = options.get("publicKey").cloned().unwrap_or(options);
    Ok(Asked {
        options: json!({ "publicKey": key }).to_string(),
        state: BASE64URL_NOPAD.encode(state.as_ref()),
    })
}

fn bytes(text: &str) -> Result<Vec<u8>, NotOpened> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(odd)
}

fn read<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, NotOpened> {
    serde_json::from_str(text).map_err(unreadable)
}

fn write<T: Serialize>(what: &T) -> Result<String, NotOpened> {
    serde_json::to_string(what).map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> NotOpened {
    NotOpened(format!("it cannot be read: {error}"))
}

fn odd(error: impl std::fmt::Display) -> NotOpened {
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
