use cm_kernel::{Id, Refusal, Timestamp};
use cm_store::Kept;

use crate::{House, Unable};

/// How long an input's token is remembered: a day, longer than any page stays open in use.
const REMEMBERED_MS: i64 = 86_400_000;

impl House {
    /// A fresh token for an input, so that the same input posted twice is kept once.
    ///
    /// # Errors
    /// The machine gives no randomness.
    pub fn input_token(&self) -> Result<String, Unable> {
        self.random::<16>()
    }

    /// Whether an input's token is used for the first time.
    ///
    /// # Errors
    /// `app/posted-twice` when it was used before, `app/stale-page` when it is none of ours; the machine failed.
    pub fn first_post(&self, partnership: &Id, token: &str) -> Result<(), Unable> {
        if token.len() != 32 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Refusal::new(
                "app/stale-page",
                "This page is out of date or was changed on its way.",
                "Open the page again and send what you wrote once more.",
            )
            .into());
        }
        let expires = Some(Timestamp::from_ms(self.now().ms() + REMEMBERED_MS));
        let kept = Kept {
            key: format!("{partnership}/{token}"),
            value: String::new(),
            expires,
        };
        if self.store.keep_new("posted", &kept)? {
            return Ok(());
        }
        Err(Refusal::new(
            "app/posted-twice",
            "This was already received once, so it was not kept again.",
            "Go back to the page to see it; open the page anew to add something else.",
        )
        .into())
    }
}
