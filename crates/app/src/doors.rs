use cm_doors::{Letter, NotCarried, Passkeys, Provider};
use cm_kernel::{Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use crate::{House, Unable};

/// The drawer with letters that wait to be carried.
const WAITING: &str = "letters-waiting";
/// How long a letter waits at most: two days, as long as the links in it work.
const WAITS_MS: i64 = 2 * 86_400_000;
/// The longest pause between two tries.
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// Ways in and out that whoever runs the server set up; all are shut when nothing was said.
#[derive(Default)]
pub struct Doors {
    /// Where the pages are reached, such as `https://measure.example.org`, with no stroke at the end.
    pub address: Option<String>,
    /// Passkeys, where the address allows them.
    pub passkeys: Option<Passkeys>,
    /// An organisation's own sign-in, with the name that people know it by.
    pub provider: Option<(String, Provider)>,
    /// Whether somebody carries letters.
    pub letters: bool,
}

#[derive(Serialize, Deserialize)]
struct Posted {
    letter: Letter,
    tries: u32,
    next: Timestamp,
}

impl House {
    /// Says which doors are open. Only the first word counts.
    pub fn open_doors(&self, doors: Doors) {
        if self.doors.set(doors).is_err() {
            tracing::error!("the doors were opened twice");
        }
    }

    /// Which doors are open.
    #[must_use]
    pub fn doors(&self) -> &Doors {
        self.doors.get_or_init(Doors::default)
    }

    /// The address of a page for a letter, where letters go out.
    pub(crate) fn address_for_letters(&self, path: &str) -> Option<String> {
        let doors = self.doors();
        let address = doors.address.as_ref().filter(|_| doors.letters)?;
        Some(format!("{address}{path}"))
    }

    /// Puts a letter with those that wait, so that nobody waits for the mail server and none is lost when it is away.
    pub(crate) fn post(&self, letter: Letter) -> Result<(), Unable> {
        let now = self.now();
        let posted = Posted {
            letter,
            tries: 0,
            next: now,
        };
        let kept = Kept {
            key: format!("{:020}-{}", now.ms(), self.random::<8>()?),
            value: serde_json::to_string(&posted)?,
            expires: Some(Timestamp::from_ms(now.ms() + WAITS_MS)),
        };
        Ok(self.store.keep(WAITING, &kept)?)
    }

    /// Hands every letter that is due to a carrier, and says how many were taken. One that was not taken is tried again
    /// after a pause that doubles, for two days.
    ///
    /// # Errors
    /// The machine failed.
    pub fn carry_letters(&self, carry: &dyn Fn(&Letter) -> Result<(), NotCarried>) -> Result<usize, Unable> {
        let now = self.now();
        let mut carried = 0;
        for kept in self.store.list(WAITING, now)? {
            let Ok(mut posted) = serde_json::from_str::<Posted>(&kept.value) else {
                self.store.discard(WAITING, &kept.key)?;
                continue;
            };
            if posted.next > now {
                continue;
            }
            match carry(&posted.letter) {
                Ok(()) => {
                    self.store.discard(WAITING, &kept.key)?;
                    carried += 1;
                }
                Err(not) if not.for_good => {
                    tracing::warn!(why = %not.why, "a letter was given up");
                    self.store.discard(WAITING, &kept.key)?;
                }
                Err(not) => {
                    tracing::warn!(why = %not.why, tries = posted.tries + 1, "a letter was not taken and is tried again");
                    posted.tries += 1;
                    let pause = 30_000_i64.checked_shl(posted.tries.min(10)).unwrap_or(LONGEST_PAUSE_MS);
                    posted.next = Timestamp::from_ms(now.ms() + pause.min(LONGEST_PAUSE_MS));
                    let value = serde_json::to_string(&posted)?;
                    self.store.keep(WAITING, &Kept { value, ..kept })?;
                }
            }
        }
        Ok(carried)
    }
}

/// What is said when a door is shut.
pub(crate) fn shut(what: &str) -> Unable {
    Refusal::new(
        "app/door-shut",
        format!("{what} is not set up on this server."),
        "Sign in with your name and password; whoever runs the server can set it up (`measure help serve`).",
    )
    .into()
}
