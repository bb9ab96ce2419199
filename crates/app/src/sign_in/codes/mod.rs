use cm_kernel::{Digest, Refusal, Timestamp};
use cm_store::Kept;
use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};

use super::{Entered, SignedIn, TRIES_PER_ADDRESS, TRIES_PER_NAME, Way, key_of, password, too_many};
use crate::house::kept;
use crate::{House, Member, Unable};

mod totp;

/// The drawer with the secrets of one-time codes, by member.
const DRAWER: &str = "one-time-codes";
/// The drawer with what was used, so that no code opens twice.
const USED: &str = "used-codes";
/// The drawer with right passwords that wait for their code.
const WAITING: &str = "sign-ins-waiting";
/// How long a right password waits for its code: five minutes.
const WAITS_MS: i64 = 5 * 60_000;
/// How long a used code is remembered: longer than it could be right.
const REMEMBERED_MS: i64 = 10 * 60_000;
/// How many recovery codes are made.
const RECOVERY_CODES: usize = 10;

/// Whether a member is asked for one-time codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// No code is asked for.
    Off,
    /// A secret was made and no code of it was shown yet.
    Begun(CodesBegun),
    /// A code is asked for after the password; so many recovery codes are left.
    On(usize),
}

/// A secret that waits for its first code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodesBegun {
    /// The secret in base 32, in fours, for who types it.
    pub secret: String,
    /// The address for an authenticator: `otpauth://totp/…`, as its Key Uri Format says.
    pub address: String,
}

#[derive(Serialize, Deserialize)]
struct Record {
    /// In base 32.
    secret: String,
    on: bool,
    /// Digests of recovery codes that were not used.
    recovery: Vec<Digest>,
}

#[derive(Serialize, Deserialize)]
struct Waiting {
    sign_in_name: String,
    under: u32,
}

impl House {
    /// How one-time codes stand for a member.
    ///
    /// # Errors
    /// The machine failed.
    pub fn codes(&self, member: &Member) -> Result<Codes, Unable> {
        Ok(match self.codes_record(member)? {
            None => Codes::Off,
            Some(it) if it.on => Codes::On(it.recovery.len()),
            Some(it) => Codes::Begun(begun(member, &it.secret)),
        })
    }

    /// Makes a secret, which counts once a code of it was shown ([`House::turn_on_codes`]).
    ///
    /// # Errors
    /// `app/demonstration-stays`, `app/codes-on-already`; the machine failed.
    pub fn begin_codes(&self, member: &Member) -> Result<(), Unable> {
        password::may_change(member)?;
        if self.codes_record(member)?.is_some_and(|it| it.on) {
            return Err(Refusal::new(
                "app/codes-on-already",
                "One-time codes are on already.",
                "Turn them off first to begin with another authenticator.",
            )
            .into());
        }
        let mut bytes = [0; 20];
        self.fill(&mut bytes)?;
        let record = Record {
            secret: BASE32_NOPAD.encode(&bytes),
            on: false,
            recovery: Vec::new(),
        };
        self.keep_codes(member, &record)
    }

    /// Turns one-time codes on for a member who knows their password and shows a code, and gives the recovery
    /// codes, which are shown this once.
    ///
    /// # Errors
    /// `app/codes-not-begun`, `app/wrong-password`, `app/wrong-code`, `app/too-many-tries`; the machine failed.
    pub fn turn_on_codes(&self, member: &Member, present: &str, code: &str) -> Result<Vec<String>, Unable> {
        let Some(mut record) = self.codes_record(member)?.filter(|it| !it.on) else {
            return Err(Refusal::new(
                "app/codes-not-begun",
                "No secret waits for its first code.",
                "Open the page of one-time codes and begin there.",
            )
            .into());
        };
        self.shows_password(member, present)?;
        self.counted(&[counter(member)], || self.right_code(member, &record.secret, code))?;
        let codes = self.draw_recovery_codes()?;
        record.on = true;
        record.recovery = codes.iter().map(|it| digest_of(it)).collect();
        self.keep_codes(member, &record)?;
        self.trace(member, Way::CodesOn)?;
        Ok(codes)
    }

    /// Makes new recovery codes for a member who knows their password; the earlier ones open nothing any more.
    ///
    /// # Errors
    /// `app/codes-not-on`, `app/wrong-password`, `app/too-many-tries`; the machine failed.
    pub fn new_recovery_codes(&self, member: &Member, present: &str) -> Result<Vec<String>, Unable> {
        self.shows_password(member, present)?;
        let mut record = self.codes_on(member)?;
        let codes = self.draw_recovery_codes()?;
        record.recovery = codes.iter().map(|it| digest_of(it)).collect();
        self.keep_codes(member, &record)?;
        self.trace(member, Way::RecoveryCodesMade)?;
        Ok(codes)
    }

    /// Turns one-time codes off for a member who knows their password, or gives up a secret that waits.
    ///
    /// # Errors
    /// `app/wrong-password`, `app/too-many-tries`; the machine failed.
    pub fn turn_off_codes(&self, member: &Member, present: &str) -> Result<(), Unable> {
        self.shows_password(member, present)?;
        self.drop_codes(member)
    }

    /// Turns one-time codes off, and notes it where they were on.
    pub(crate) fn drop_codes(&self, member: &Member) -> Result<(), Unable> {
        let on = self.codes_record(member)?.is_some_and(|it| it.on);
        self.store.discard(DRAWER, member.id.as_str())?;
        if on {
            self.trace(member, Way::CodesOff)?;
        }
        Ok(())
    }

    /// A sign-in, or the wait for a code, after the right password or the organisation's word.
    pub(super) fn past_the_first(&self, member: Member, way: Way) -> Result<Entered, Unable> {
        if !self.codes_record(&member)?.is_some_and(|it| it.on) {
            return self.open(member, way).map(Entered::In);
        }
        let secret = self.random::<32>()?;
        let waiting = Waiting {
            sign_in_name: member.sign_in_name.clone(),
            under: member.sign_ins_ended,
        };
        let waiting = Kept {
            key: key_of(&secret),
            value: serde_json::to_string(&waiting)?,
            expires: Some(Timestamp::from_ms(self.now().ms() + WAITS_MS)),
        };
        self.store.keep(WAITING, &waiting)?;
        Ok(Entered::AsksForCode(secret))
    }

    /// Signs a member in whose right password waits under this secret, with a one-time code or a recovery code.
    ///
    /// # Errors
    /// `app/sign-in-again` when five minutes have passed or the codes were turned off, `app/wrong-code`,
    /// `app/too-many-tries`; the machine failed.
    pub fn sign_in_with_code(&self, secret: &str, code: &str, address: &str) -> Result<SignedIn, Unable> {
        let (member, mut record) = self.password_waiting(secret)?.ok_or_else(sign_in_again)?;
        let counters = [counter(&member), (format!("address {address}"), TRIES_PER_ADDRESS)];
        let typed = typed(code);
        let recovery = record
            .recovery
            .iter()
            .position(|it| *it == Digest::of(typed.as_bytes()));
        let way = match recovery {
            Some(at) => {
                let digest = record.recovery.remove(at);
                let first = kept(&format!("{} {digest}", member.id), String::new());
                self.counted(&counters, || Ok(self.store.keep_new(USED, &first)?))?;
                self.keep_codes(&member, &record)?;
                Way::RecoveryCode
            }
            None => {
                let right = self.counted(&counters, || self.right_code(&member, &record.secret, code));
                if let Err(Unable::Refused(refusal)) = &right
                    && refusal.code == "app/wrong-code"
                {
                    self.trace_code_failed(&member)?;
                }
                right?;
                Way::Code
            }
        };
        self.store.discard(WAITING, &key_of(secret))?;
        self.open(member, way)
    }

    /// Whether a right password waits for its code under this secret.
    ///
    /// # Errors
    /// The machine failed.
    pub fn waits_for_code(&self, secret: &str) -> Result<bool, Unable> {
        Ok(self.password_waiting(secret)?.is_some())
    }

    fn password_waiting(&self, secret: &str) -> Result<Option<(Member, Record)>, Unable> {
        let found = self.store.find(WAITING, &key_of(secret), self.now())?;
        let Some(waiting) = found.and_then(|it| serde_json::from_str::<Waiting>(&it.value).ok()) else {
            return Ok(None);
        };
        let member = self.member(&waiting.sign_in_name)?;
        let Some(member) = member.filter(|it| it.sign_ins_ended == waiting.under) else {
            return Ok(None);
        };
        let record = self.codes_record(&member)?.filter(|it| it.on);
        Ok(record.map(|record| (member, record)))
    }

    /// Whether a code is right now and was not used before; it is used then. One step of half a minute early or late
    /// passes, as clocks differ (RFC 6238, 5.2).
    fn right_code(&self, member: &Member, secret: &str, code: &str) -> Result<bool, Unable> {
        let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap_or_default();
        let Some(step) = totp::step_of(&secret, &typed(code), self.now()) else {
            return Ok(false);
        };
        let first = Kept {
            expires: Some(Timestamp::from_ms(self.now().ms() + REMEMBERED_MS)),
            ..kept(&format!("{} {step}", member.id), String::new())
        };
        Ok(self.store.keep_new(USED, &first)?)
    }

    /// Refuses when a counter is full, and counts what is wrong.
    fn counted(&self, counters: &[(String, u32)], right: impl FnOnce() -> Result<bool, Unable>) -> Result<(), Unable> {
        for (key, most) in counters {
            if self.tries(key)? >= *most {
                return Err(too_many());
            }
        }
        if right()? {
            return counters
                .iter()
                .take(1)
                .try_for_each(|(key, _)| Ok(self.store.discard("tries", key)?));
        }
        counters.iter().try_for_each(|(key, _)| self.count_try(key))?;
        Err(Refusal::new(
            "app/wrong-code",
            "The code is not right, or was used already.",
            "Wait for the next one in your authenticator and see that its clock is right, or use a recovery code.",
        )
        .into())
    }

    fn codes_record(&self, member: &Member) -> Result<Option<Record>, Unable> {
        let found = self.store.find(DRAWER, member.id.as_str(), self.now())?;
        Ok(found.and_then(|it| serde_json::from_str(&it.value).ok()))
    }

    fn codes_on(&self, member: &Member) -> Result<Record, Unable> {
        let record = self.codes_record(member)?.filter(|it| it.on);
        record.ok_or_else(|| {
            Refusal::new(
                "app/codes-not-on",
                "One-time codes are not on.",
                "Turn them on first; recovery codes are made then.",
            )
            .into()
        })
    }

    fn keep_codes(&self, member: &Member, record: &Record) -> Result<(), Unable> {
        let record = kept(member.id.as_str(), serde_json::to_string(record)?);
        Ok(self.store.keep(DRAWER, &record)?)
    }

    fn draw_recovery_codes(&self) -> Result<Vec<String>, Unable> {
        let mut codes = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            // 120 bits, past which a plain digest is enough (OWASP ASVS 5.0, 6.5.2).
            let mut bytes = [0; 15];
            self.fill(&mut bytes)?;
            codes.push(in_fours(&BASE32_NOPAD.encode(&bytes).to_lowercase(), "-"));
        }
        Ok(codes)
    }
}

fn counter(member: &Member) -> (String, u32) {
    (format!("code {}", member.id), TRIES_PER_NAME)
}

/// What was typed, without what people put between.
fn typed(code: &str) -> String {
    let letters = code.chars().filter(|it| it.is_ascii_alphanumeric());
    letters.map(|it| it.to_ascii_lowercase()).take(40).collect()
}

fn digest_of(code: &str) -> Digest {
    Digest::of(typed(code).as_bytes())
}

fn in_fours(text: &str, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let fours = letters.chunks(4).map(|it| it.iter().collect::<String>());
    fours.collect::<Vec<_>>().join(between)
}

fn begun(member: &Member, secret: &str) -> CodesBegun {
    // Only letters and digits of the sign-in name, so that nothing has to be encoded.
    let plain = |it: char| {
        if it.is_ascii_alphanumeric() || "-._@".contains(it) {
            it
        } else {
            '-'
        }
    };
    let name: String = member.sign_in_name.chars().map(plain).take(60).collect();
    let name = name.replace('@', "%40");
    CodesBegun {
        secret: in_fours(secret, " "),
        address: format!("otpauth://totp/Common%20Measure:{name}?secret={secret}&issuer=Common%20Measure"),
    }
}

fn sign_in_again() -> Unable {
    Refusal::new(
        "app/sign-in-again",
        "The first step of signing in is more than five minutes ago.",
        "Sign in again from the beginning.",
    )
    .into()
}
