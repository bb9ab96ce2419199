use cm_kernel::Timestamp;
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use crate::{House, Member, Unable};

/// How long traces of sign-ins are kept: half a year.
const KEPT_MS: i64 = 183 * 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// How somebody signed in, or did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// With the password.
    Password,
    /// With one click, as a made-up member.
    Demonstration,
    /// With a link: an invitation or a way back in.
    Link,
    /// A wrong password was given.
    Failed,
    /// Every sign-in was ended.
    SignedOutEverywhere,
    /// The password was changed.
    PasswordChanged,
    /// With the password and a one-time code.
    Code,
    /// With the password and a recovery code.
    RecoveryCode,
    /// The password was right and the code was wrong.
    CodeFailed,
    /// One-time codes were turned on.
    CodesOn,
    /// One-time codes were turned off.
    CodesOff,
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// A token for programs was made.
    TokenMade,
    /// A token was revoked.
    TokenRevoked,
    /// A token that had ended was sent.
    TokenRefused,
    /// With a passkey.
    Passkey,
    /// A passkey was made.
    PasskeyMade,
    /// A passkey was taken away.
    PasskeyDropped,
    /// At their organisation.
    Organisation,
    /// The sign-in at their organisation was connected.
    OrganisationConnected,
    /// It was disconnected.
    OrganisationDisconnected,
    /// Letters go to an address from now on.
    LettersBegun,
    /// Letters no longer go out.
    LettersEnded,
    /// A way back in was sent by letter.
    WayBackSent,
    /// One sign-in was ended from another.
    SignInEnded,
}

impl Way {
    /// What a person reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Password => "Signed in with the password",
            Self::Demonstration => "Stepped into the demonstration",
            Self::Link => "Signed in with a link",
            Self::Failed => "A wrong password was given",
            Self::SignedOutEverywhere => "Signed out everywhere",
            Self::PasswordChanged => "Changed the password",
            Self::Code => "Signed in with the password and a one-time code",
            Self::RecoveryCode => "Signed in with the password and a recovery code",
            Self::CodeFailed => "A wrong code was given after the right password",
            Self::CodesOn => "Turned one-time codes on",
            Self::CodesOff => "Turned one-time codes off",
            Self::RecoveryCodesMade => "Made new recovery codes",
            Self::TokenMade => "Made a token",
            Self::TokenRevoked => "Revoked a token",
            Self::TokenRefused => "A token that has ended was tried",
            Self::Passkey => "Signed in with a passkey",
            Self::PasskeyMade => "Made a passkey",
            Self::PasskeyDropped => "Took a passkey away",
            Self::Organisation => "Signed in at the organisation",
            Self::OrganisationConnected => "Connected the sign-in at the organisation",
            Self::OrganisationDisconnected => "Disconnected the sign-in at the organisation",
            Self::LettersBegun => "Letters go to a new address",
            Self::LettersEnded => "Letters no longer go out",
            Self::WayBackSent => "A way back in was asked for and sent by letter",
            Self::SignInEnded => "Ended another sign-in",
        }
    }

    /// Whether a member is told of it by letter, where their letters go somewhere: what changes how the sign-in opens.
    pub(crate) fn is_told(self) -> bool {
        matches!(
            self,
            Self::PasswordChanged
                | Self::Link
                | Self::RecoveryCode
                | Self::CodesOn
                | Self::CodesOff
                | Self::RecoveryCodesMade
                | Self::TokenMade
                | Self::PasskeyMade
                | Self::PasskeyDropped
                | Self::OrganisationConnected
                | Self::OrganisationDisconnected
                | Self::LettersBegun
                | Self::LettersEnded
        )
    }
}

/// One line of a member's own record of sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInTrace {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub way: Way,
}

impl House {
    /// Notes what happened to a member's sign-in. No address and no browser is kept.
    pub(crate) fn trace(&self, member: &Member, way: Way) -> Result<(), Unable> {
        let key = format!("{:020}-{}", self.now().ms(), self.random::<4>()?);
        self.keep_trace(&drawer(member.id.as_str()), key, way)?;
        self.tell_of(member, way)
    }

    /// Notes a wrong password: the latest of each hour, so that nobody can fill the record. It is as much work when nobody
    /// has the name.
    pub(crate) fn trace_failed(&self, member: Option<&Member>) -> Result<(), Unable> {
        let whose = member.map_or("nobody", |it| it.id.as_str());
        let key = format!("{:020}-failed", self.now().ms() / HOUR_MS * HOUR_MS);
        self.keep_trace(&drawer(whose), key, Way::Failed)
    }

    /// Notes a wrong code after the right password: the latest of each hour.
    pub(crate) fn trace_code_failed(&self, member: &Member) -> Result<(), Unable> {
        let key = format!("{:020}-code", self.now().ms() / HOUR_MS * HOUR_MS);
        self.keep_trace(&drawer(member.id.as_str()), key, Way::CodeFailed)
    }

    /// Notes that a token which has ended was sent: the latest of each hour, so that no program can fill the record.
    pub(crate) fn trace_token_refused(&self, member: &Member) -> Result<(), Unable> {
        let key = format!("{:020}-token", self.now().ms() / HOUR_MS * HOUR_MS);
        self.keep_trace(&drawer(member.id.as_str()), key, Way::TokenRefused)
    }

    fn keep_trace(&self, drawer: &str, key: String, way: Way) -> Result<(), Unable> {
        let at = self.now();
        let kept = Kept {
            key,
            value: serde_json::to_string(&SignInTrace { at, way })?,
            expires: Some(Timestamp::from_ms(at.ms() + KEPT_MS)),
        };
        Ok(self.store.keep(drawer, &kept)?)
    }

    /// What happened to a member's sign-ins in the last half year, newest first.
    ///
    /// # Errors
    /// The machine failed.
    pub fn sign_in_traces(&self, member: &Member) -> Result<Vec<SignInTrace>, Unable> {
        let kept = self.store.list(&drawer(member.id.as_str()), self.now())?;
        let mut traces: Vec<SignInTrace> = kept
            .iter()
            .filter_map(|it| serde_json::from_str(&it.value).ok())
            .collect();
        traces.sort_by_key(|it| std::cmp::Reverse(it.at));
        Ok(traces)
    }
}

fn drawer(whose: &str) -> String {
    format!("sign-in-traces/{whose}")
}
