use cm_kernel::{Digest, Refusal, Timestamp};
use cm_store::Kept;

use crate::{Caller, House, Unable};

/// How long an input's token is remembered: a day, longer than any page stays open in use.
const REMEMBERED_MS: i64 = 86_400_000;

impl House {
    /// A fresh token for an input, so that the same input posted twice is kept once, and only for the partner the page
    /// was opened for.
    ///
    /// # Errors
    /// The machine gives no randomness.
    pub fn input_token(&self, caller: &Caller) -> Result<String, Unable> {
        let drawn = self.random::<8>()?;
        Ok(format!("{drawn}{}", mark(caller, &drawn)))
    }

    /// Whether an input's token is used for the first time.
    ///
    /// # Errors
    /// `app/posted-twice` when it was used before, `app/stale-page` when it is none of ours, `app/acting-for-another` when
    /// the page was opened for another partner; the machine failed.
    pub fn first_post(&self, caller: &Caller, token: &str) -> Result<(), Unable> {
        if token.len() != 32 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Refusal::new(
                "app/stale-page",
                "This page is out of date or was changed on its way.",
                "Open the page again and send what you wrote once more.",
            )
            .into());
        }
        let (drawn, marked) = token.split_at(16);
        if marked != mark(caller, drawn) {
            return Err(Refusal::new(
                "app/acting-for-another",
                "This page was opened while you acted for another partner, so nothing was kept.",
                "See at the top for whom you act now, change it if it is wrong, and send it again.",
            )
            .into());
        }
        let expires = Some(Timestamp::from_ms(self.now().ms() + REMEMBERED_MS));
        let kept = Kept {
            key: format!("{}/{token}", caller.partnership),
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

/// What ties a token to the partner that is acted for.
fn mark(caller: &Caller, drawn: &str) -> String {
    let whom = format!("{drawn} {} {}", caller.partnership, caller.partner);
    let mut digits = Digest::of(whom.as_bytes()).to_string();
    digits.truncate(16);
    digits
}
