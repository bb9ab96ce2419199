use cm_deliberation::{CandourAct, CandourRoom, CandourSaid, Reviewed, Saying, TakenBack};
use cm_kernel::{Date, Digest, Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use crate::attention::{Item, item};
use crate::{Caller, Deed, House, Unable, View};

mod gate;

/// The drawer of the cabinet in which the words lie until their room's last day.
const DRAWER: &str = "candour";
/// The most letters of one saying.
const MOST_LETTERS: usize = 4000;

/// Words as they lie in the cabinet, with the salt of their digest.
#[derive(Serialize, Deserialize)]
struct Words {
    salt: String,
    text: String,
}

/// Something said in a candour room, for one of its audience.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidSaying {
    /// Position, partner, member.
    pub saying: Saying,
    /// The words; absent when they were taken back or their day has passed.
    pub text: Option<String>,
    /// Whether the caller said it.
    pub own: bool,
}

impl House {
    /// Opens a candour room.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_deliberation::Candour::check`] refuses; the machine failed.
    pub fn open_candour(&self, caller: &Caller, room: &CandourRoom) -> Result<u64, Unable> {
        self.candour_act(caller, &CandourAct::Opened(room.clone()))
    }

    /// Says something in a candour room. The ledger gets a salted digest; the words lie in the cabinet until the room's
    /// last day.
    ///
    /// # Errors
    /// `app/not-your-role`, `deliberation/nothing-said`; what [`cm_deliberation::Candour::check`] refuses; the machine
    /// failed.
    pub fn speak_candidly(&self, caller: &Caller, room: &Id, text: &str) -> Result<u64, Unable> {
        caller.must(Deed::Interpret, &caller.partnership)?;
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MOST_LETTERS {
            return Err(Refusal::new(
                "deliberation/nothing-said",
                format!("Nothing was said, or more than {MOST_LETTERS} letters."),
                "Write what you want the audience to hear, in parts if it is long.",
            )
            .into());
        }
        let view = self.view(&caller.partnership)?;
        let (drawn, salt) = (self.random::<16>()?, self.random::<16>()?);
        let said = CandourAct::Said(CandourSaid {
            room: room.clone(),
            key: drawn.clone(),
            digest: Digest::of(format!("{salt}{text}").as_bytes()),
        });
        view.candour
            .check(&said, &view.framework, &caller.author(), self.today())?;
        let ends_on = view.candour.room(room).and_then(|it| it.room.it.ends_on.plus(1));
        let words = Words {
            salt,
            text: text.to_owned(),
        };
        let kept = Kept {
            key: key(caller, &drawn),
            value: serde_json::to_string(&words)?,
            expires: ends_on.map(Timestamp::start_of),
        };
        self.store.keep(DRAWER, &kept)?;
        let written = self.candour_act(caller, &said);
        if written.is_err() {
            self.store.discard(DRAWER, &kept.key)?;
        }
        written
    }

    /// Takes back what the caller said: the words are gone, and that something was said stays.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_deliberation::Candour::check`] refuses; the machine failed.
    pub fn take_back_candour(&self, caller: &Caller, said: u64) -> Result<u64, Unable> {
        let at = self.candour_act(caller, &CandourAct::TakenBack(TakenBack { said }))?;
        let view = self.view(&caller.partnership)?;
        if let Some((_, saying)) = view.candour.saying(said) {
            self.store.discard(DRAWER, &key(caller, &saying.said.it.key))?;
        }
        Ok(at)
    }

    /// Puts on record that the audience reviewed what was said.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_deliberation::Candour::check`] refuses; the machine failed.
    pub fn review_candour(&self, caller: &Caller, room: &Id) -> Result<u64, Unable> {
        self.candour_act(caller, &CandourAct::Reviewed(Reviewed { room: room.clone() }))
    }

    /// What was said in a room, oldest first, for its audience; `None` for everybody else.
    ///
    /// # Errors
    /// `app/not-your-role`, `deliberation/no-such-room`; the machine failed.
    pub fn candour_sayings(&self, caller: &Caller, room: &Id) -> Result<Option<Vec<CandidSaying>>, Unable> {
        caller.must(Deed::Read, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let record = view.candour.room(room).ok_or_else(|| {
            Refusal::new(
                "deliberation/no-such-room",
                format!("There is no candour room `{room}`."),
                "Choose one listed on the page of candour rooms.",
            )
        })?;
        if !record.hears(&caller.partner) {
            return Ok(None);
        }
        let mut found = Vec::with_capacity(record.said.len());
        for saying in &record.said {
            found.push(CandidSaying {
                text: self.words(caller, saying)?,
                own: saying.member == caller.member,
                saying: saying.clone(),
            });
        }
        Ok(Some(found))
    }

    fn words(&self, caller: &Caller, saying: &Saying) -> Result<Option<String>, Unable> {
        if saying.taken_back {
            return Ok(None);
        }
        let kept = self.store.find(DRAWER, &key(caller, &saying.said.it.key), self.now())?;
        let words = kept.and_then(|kept| serde_json::from_str::<Words>(&kept.value).ok());
        Ok(words.map(|it| it.text))
    }

    fn candour_act(&self, caller: &Caller, act: &CandourAct) -> Result<u64, Unable> {
        caller.must(Deed::Interpret, &caller.partnership)?;
        let today = self.today();
        self.write(caller, |view| {
            view.candour.check(act, &view.framework, &caller.author(), today)?;
            Ok(vec![(act.kind(), act.body()?)])
        })
    }
}

/// Where words lie in the drawer.
fn key(caller: &Caller, drawn: &str) -> String {
    format!("{}/{drawn}", caller.partnership)
}

/// As items of the home page: reviews that are due, for everybody, since whether they happen is never hidden.
pub(crate) fn waiting(view: &View, today: Date) -> Vec<Item> {
    let due = view.candour.rooms.iter().filter(|it| it.review_is_due(today));
    let items = due.map(|it| {
        let (title, since) = (&it.room.it.title, it.looked_at());
        item(
            "review",
            format!("Candour room “{title}”: no review was held since {since}."),
            format!("candour/{}", it.room.it.id),
        )
    });
    items.collect()
}
