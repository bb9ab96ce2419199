use cm_doors::Passkeys;
use cm_kernel::{Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use super::{SignedIn, TRIES_PER_ADDRESS, Way, key_of, too_many};
use crate::doors::shut;
use crate::house::kept;
use crate::{House, Member, Unable};

/// The drawer with passkeys, by member.
const DRAWER: &str = "passkeys";
/// The drawer that says whose passkey it is, by the bytes a passkey knows its owner by.
const OWNERS: &str = "passkey-owners";
/// The drawer with what browsers were asked.
const QUESTIONS: &str = "passkey-questions";
/// How long a browser has to answer: five minutes.
const WAITS_MS: i64 = 5 * 60_000;
/// How many passkeys a member may have.
const MOST: usize = 10;
/// The longest answer that is read; real ones are a few kilobytes.
const LONGEST_ANSWER: usize = 20_000;

/// What a browser is asked.
#[derive(Debug, Clone)]
pub struct PasskeyAsked {
    /// Options for `navigator.credentials`, as JSON.
    pub options: String,
    /// Under which the question is kept; goes back with the answer.
    pub waiting: String,
}

/// A passkey as its owner reads of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyShown {
    /// Names it on the page.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it last opened a sign-in.
    pub used: Option<Timestamp>,
}

#[derive(Default, Serialize, Deserialize)]
struct Record {
    whose: String,
    keys: Vec<(PasskeyShown, String)>,
}

#[derive(Serialize, Deserialize)]
struct Question {
    state: String,
    /// For whom a passkey is made; nobody yet when one is asked for.
    member: Option<(Id, String)>,
}

impl House {
    /// The passkeys of a member.
    ///
    /// # Errors
    /// The machine failed.
    pub fn passkeys(&self, member: &Member) -> Result<Vec<PasskeyShown>, Unable> {
        let record = self.passkey_record(&member.id)?;
        Ok(record.keys.into_iter().map(|(shown, _)| shown).collect())
    }

    /// Asks the browser of a member who knows their password to make a passkey.
    ///
    /// # Errors
    /// `app/door-shut`, `app/wrong-password`, `app/too-many-tries`, `app/too-many-passkeys`, `app/no-passkey-name`,
    /// `app/demonstration-stays`; the machine failed.
    pub fn begin_passkey(&self, member: &Member, name: &str, present: &str) -> Result<PasskeyAsked, Unable> {
        let door = self.passkey_door()?;
        let name: String = name.trim().chars().take(60).collect();
        if name.is_empty() {
            return Err(Refusal::new(
                "app/no-passkey-name",
                "This passkey has no name.",
                "Name the device it is on, so that you know later which one to take away.",
            )
            .into());
        }
        self.shows_password(member, present)?;
        let mut record = self.passkey_record(&member.id)?;
        if record.keys.len() >= MOST {
            return Err(Refusal::new(
                "app/too-many-passkeys",
                format!("You have {MOST} passkeys, as many as there can be."),
                "Take one away that you no longer use.",
            )
            .into());
        }
        if record.whose.is_empty() {
            record.whose = self.random::<16>()?;
            self.keep_passkeys(&member.id, &record)?;
            let owner = kept(&record.whose, member.id.to_string());
            self.store.keep(OWNERS, &owner)?;
        }
        let has: Vec<String> = record.keys.into_iter().map(|(_, key)| key).collect();
        let asked = door
            .ask_for_new(bytes_of(&record.whose), &member.sign_in_name, &member.name, &has)
            .map_err(|why| odd(&why))?;
        let question = Question {
            state: asked.state,
            member: Some((member.id.clone(), name)),
        };
        self.ask_browser(asked.options, &question)
    }

    /// Keeps the passkey that a browser made.
    ///
    /// # Errors
    /// `app/door-shut`, `app/passkey-not-taken`; the machine failed.
    pub fn keep_passkey(&self, member: &Member, waiting: &str, answer: &str) -> Result<(), Unable> {
        let door = self.passkey_door()?;
        let question = self.asked_of_browser(waiting)?.ok_or_else(not_taken)?;
        let (_, name) = question
            .member
            .filter(|(id, _)| *id == member.id)
            .ok_or_else(not_taken)?;
        let key = door.take_new(within(answer), &question.state).map_err(|why| {
            tracing::info!(%why, "a new passkey was not taken");
            not_taken()
        })?;
        let mut record = self.passkey_record(&member.id)?;
        let shown = PasskeyShown {
            id: self.random::<8>()?,
            name,
            made: self.now(),
            used: None,
        };
        record.keys.push((shown, key));
        self.keep_passkeys(&member.id, &record)?;
        self.trace(member, Way::PasskeyMade)
    }

    /// Takes a passkey away from a member who knows their password.
    ///
    /// # Errors
    /// `app/wrong-password`, `app/too-many-tries`, `app/no-such-passkey`; the machine failed.
    pub fn drop_passkey(&self, member: &Member, id: &str, present: &str) -> Result<(), Unable> {
        self.shows_password(member, present)?;
        let mut record = self.passkey_record(&member.id)?;
        let before = record.keys.len();
        record.keys.retain(|(shown, _)| shown.id != id);
        if record.keys.len() == before {
            return Err(Refusal::new(
                "app/no-such-passkey",
                "There is no such passkey among yours.",
                "It may be gone already; open the page of your passkeys again.",
            )
            .into());
        }
        self.keep_passkeys(&member.id, &record)?;
        self.trace(member, Way::PasskeyDropped)
    }

    /// Takes every passkey away, with the way back in.
    pub(crate) fn drop_passkeys(&self, member: &Member) -> Result<(), Unable> {
        let record = self.passkey_record(&member.id)?;
        self.store.discard(DRAWER, member.id.as_str())?;
        if !record.whose.is_empty() {
            self.store.discard(OWNERS, &record.whose)?;
        }
        Ok(())
    }

    /// Asks a browser for a passkey to sign in with.
    ///
    /// # Errors
    /// `app/door-shut`; the machine failed.
    pub fn ask_for_passkey(&self) -> Result<PasskeyAsked, Unable> {
        let asked = self.passkey_door()?.ask().map_err(|why| odd(&why))?;
        let question = Question {
            state: asked.state,
            member: None,
        };
        self.ask_browser(asked.options, &question)
    }

    /// Signs in whoever's passkey answered. No code is asked for: a passkey is a thing they have, and their device
    /// checked that it is they who hold it.
    ///
    /// # Errors
    /// `app/door-shut`, `app/wrong-passkey`, `app/too-many-tries`; the machine failed.
    pub fn sign_in_with_passkey(&self, waiting: &str, answer: &str, address: &str) -> Result<SignedIn, Unable> {
        let counter = format!("address {address}");
        if self.tries(&counter)? >= TRIES_PER_ADDRESS {
            return Err(too_many());
        }
        match self.whose_passkey(waiting, answer)? {
            Some(member) => self.open(member, Way::Passkey),
            None => {
                self.count_try(&counter)?;
                Err(Refusal::new(
                    "app/wrong-passkey",
                    "This passkey does not open a sign-in here.",
                    "Try once more, or sign in with your name and password.",
                )
                .into())
            }
        }
    }

    fn whose_passkey(&self, waiting: &str, answer: &str) -> Result<Option<Member>, Unable> {
        let door = self.passkey_door()?;
        let question = self.asked_of_browser(waiting)?.filter(|it| it.member.is_none());
        let (Some(question), Ok(whose)) = (question, door.says(within(answer))) else {
            return Ok(None);
        };
        let whose: String = whose.iter().map(|byte| format!("{byte:02x}")).collect();
        let owner = self.store.find(OWNERS, &whose, self.now())?;
        let Some(id) = owner.and_then(|it| Id::new(it.value).ok()) else {
            return Ok(None);
        };
        let mut record = self.passkey_record(&id)?;
        let has: Vec<String> = record.keys.iter().map(|(_, key)| key.clone()).collect();
        let (place, used) = match door.check(within(answer), &question.state, &has) {
            Ok(it) => it,
            Err(why) => {
                tracing::info!(%why, "a passkey was not taken");
                return Ok(None);
            }
        };
        if let Some((shown, key)) = record.keys.get_mut(place) {
            shown.used = Some(self.now());
            *key = used.changed.unwrap_or_else(|| key.clone());
        }
        self.keep_passkeys(&id, &record)?;
        self.member_of_id(&id)
    }

    fn passkey_door(&self) -> Result<&Passkeys, Unable> {
        let door = self.doors().passkeys.as_ref();
        door.ok_or_else(|| shut("Signing in with a passkey"))
    }

    fn ask_browser(&self, options: String, question: &Question) -> Result<PasskeyAsked, Unable> {
        let waiting = self.random::<32>()?;
        let question = Kept {
            key: key_of(&waiting),
            value: serde_json::to_string(question)?,
            expires: Some(Timestamp::from_ms(self.now().ms() + WAITS_MS)),
        };
        self.store.keep(QUESTIONS, &question)?;
        Ok(PasskeyAsked { options, waiting })
    }

    /// What a browser was asked. A question is answered once, rightly or wrongly.
    fn asked_of_browser(&self, waiting: &str) -> Result<Option<Question>, Unable> {
        let key = key_of(waiting);
        let found = self.store.find(QUESTIONS, &key, self.now())?;
        self.store.discard(QUESTIONS, &key)?;
        Ok(found.and_then(|it| serde_json::from_str(&it.value).ok()))
    }

    fn passkey_record(&self, member: &Id) -> Result<Record, Unable> {
        let found = self.store.find(DRAWER, member.as_str(), self.now())?;
        Ok(found
            .and_then(|it| serde_json::from_str(&it.value).ok())
            .unwrap_or_default())
    }

    fn keep_passkeys(&self, member: &Id, record: &Record) -> Result<(), Unable> {
        let record = kept(member.as_str(), serde_json::to_string(record)?);
        Ok(self.store.keep(DRAWER, &record)?)
    }
}

fn within(answer: &str) -> &str {
    if answer.len() > LONGEST_ANSWER { "" } else { answer }
}

fn bytes_of(hex: &str) -> [u8; 16] {
    let mut bytes = [0; 16];
    for (byte, at) in bytes.iter_mut().zip((0..hex.len()).step_by(2)) {
        *byte = hex
            .get(at..at + 2)
            .and_then(|it| u8::from_str_radix(it, 16).ok())
            .unwrap_or(0);
    }
    bytes
}

fn odd(why: &cm_doors::NotOpened) -> Unable {
    tracing::error!(%why, "a passkey could not be asked for");
    Unable::Faulty
}

fn not_taken() -> Unable {
    Refusal::new(
        "app/passkey-not-taken",
        "The passkey was not made, or five minutes have passed.",
        "Begin once more; the device has to check that it is you, by its code, your face or your finger.",
    )
    .into()
}
