use cm_doors::Letter;
use cm_kernel::{Digest, Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use super::invitation::digest;
use crate::doors::shut;
use crate::{Caller, Deed, House, Member, Unable, Way};

/// The drawer with addresses that were not shown to be their member's yet.
const UNCONFIRMED: &str = "letter-addresses";
/// How long the link in such a letter works: two days.
const LASTS_MS: i64 = 2 * 86_400_000;
/// How many letters somebody may ask for in a quarter of an hour.
const MOST: u32 = 5;

#[derive(Serialize, Deserialize)]
struct Unconfirmed {
    member: Id,
    address: String,
}

impl House {
    /// Sends a member who knows their password a letter with a link; letters go to that address once it is opened.
    ///
    /// # Errors
    /// `app/door-shut`, `app/no-letter-address`, `app/too-many-letters`, `app/wrong-password`, `app/too-many-tries`,
    /// `app/demonstration-stays`; the machine failed.
    pub fn ask_for_letters(&self, member: &Member, address: &str, present: &str) -> Result<(), Unable> {
        let to = readable(address)?;
        self.shows_password(member, present)?;
        self.count_letter(&format!("member {}", member.id))?;
        let secret = self.random::<24>()?;
        let link = self.link(&format!("/me/letters/{secret}"))?;
        let unconfirmed = Unconfirmed {
            member: member.id.clone(),
            address: to.clone(),
        };
        let kept = Kept {
            key: digest(&secret),
            value: serde_json::to_string(&unconfirmed)?,
            expires: Some(Timestamp::from_ms(self.now().ms() + LASTS_MS)),
        };
        self.store.keep(UNCONFIRMED, &kept)?;
        self.post(Letter {
            to,
            subject: "Is this your address?".to_owned(),
            text: format!(
                "Somebody who is signed in as \u{201c}{}\u{201d} asks for letters from Common Measure at this address.\n\n\
                 If it is you, open this link within two days, in the browser where you are signed in:\n{link}\n\n\
                 If it is not, do nothing: no further letter comes.\n",
                member.sign_in_name
            ),
        })
    }

    /// Sends a member's letters to the address whose link they opened.
    ///
    /// # Errors
    /// `app/no-such-letter`; the machine failed.
    pub fn confirm_letters(&self, member: &Member, secret: &str) -> Result<(), Unable> {
        let key = digest(secret);
        let found = self.store.find(UNCONFIRMED, &key, self.now())?;
        let found = found.and_then(|it| serde_json::from_str::<Unconfirmed>(&it.value).ok());
        let found = found.filter(|it| it.member == member.id).ok_or_else(|| {
            Refusal::new(
                "app/no-such-letter",
                "This link was used, is older than two days, or belongs to another member.",
                "Sign in as the member it was asked for, or ask for a new letter on the page of your sign-in.",
            )
        })?;
        let before = member.clone();
        let mut member = member.clone();
        member.letters = Some(found.address);
        self.keep_member(&member)?;
        self.store.discard(UNCONFIRMED, &key)?;
        // Told to the old address too: who takes a sign-in over begins with where its letters go.
        self.trace(&before, Way::LettersBegun)
    }

    /// Ends a member's letters.
    ///
    /// # Errors
    /// `app/wrong-password`, `app/too-many-tries`; the machine failed.
    pub fn end_letters(&self, member: &Member, present: &str) -> Result<(), Unable> {
        self.shows_password(member, present)?;
        self.trace(member, Way::LettersEnded)?;
        let mut member = member.clone();
        member.letters = None;
        self.keep_member(&member)
    }

    /// Sends whoever signs in with a name a way back in, if there is such a member whose letters go somewhere. Says the
    /// same and takes as long when there is not.
    ///
    /// # Errors
    /// `app/door-shut`, `app/too-many-letters`; the machine failed.
    pub fn recover_by_letter(&self, sign_in_name: &str, address: &str) -> Result<(), Unable> {
        self.link("/")?;
        let name = sign_in_name.trim().to_lowercase();
        self.count_letter(&format!("address {address}"))?;
        self.count_letter(&format!("name {}", Digest::of(name.as_bytes())))?;
        let Some(member) = self.member(&name)? else {
            return Ok(());
        };
        let Some(to) = member.letters.clone().filter(|_| !member.fictional) else {
            return Ok(());
        };
        let link = self.link(&format!("/recovery/{}", self.recovery_link(&member)?))?;
        self.trace(&member, Way::WayBackSent)?;
        self.post(Letter {
            to,
            subject: "Your way back in".to_owned(),
            text: format!(
                "Somebody asked for a way back into the sign-in \u{201c}{}\u{201d} of Common Measure.\n\n\
                 If it is you, choose a new password here within two days:\n{link}\n\n\
                 It ends every sign-in, turns one-time codes off and takes passkeys away. \
                 If it is not you, do nothing: your password stays as it is.\n",
                member.sign_in_name
            ),
        })
    }

    /// Sends an invitation's link by letter.
    ///
    /// # Errors
    /// `app/door-shut`, `app/no-letter-address`, `app/too-many-letters`, `app/not-your-role`, `app/no-such-invitation`;
    /// the machine failed.
    pub fn send_invitation(&self, caller: &Caller, secret: &str, address: &str) -> Result<(), Unable> {
        caller.must(Deed::Admit, &caller.partnership)?;
        let to = readable(address)?;
        let offer = self.offer(secret)?;
        if offer.partnership != caller.partnership {
            return Err(super::invitation::no_such_invitation().into());
        }
        let link = self.link(&format!("/invitation/{secret}"))?;
        self.count_letter(&format!("invitations {}", caller.member))?;
        self.post(Letter {
            to,
            subject: format!("Invitation to {}", offer.name),
            text: format!(
                "{} invites you to the partnership \u{201c}{}\u{201d}, to act for {}.\n\n\
                 The link works once, within fourteen days; whoever has it can take the invitation up:\n{link}\n",
                offer.invited_by, offer.name, offer.partner_name
            ),
        })
    }

    /// Tells a member by letter that something about their sign-in changed.
    pub(crate) fn tell_of(&self, member: &Member, way: Way) -> Result<(), Unable> {
        let (Some(to), true) = (member.letters.clone(), way.is_told()) else {
            return Ok(());
        };
        let Some(page) = self.address_for_letters("/me") else {
            return Ok(());
        };
        self.post(Letter {
            to,
            subject: "Your sign-in was changed".to_owned(),
            text: format!(
                "{}.\n\nThis stands on the record of your sign-ins:\n{page}\n\n\
                 If it was not you, change the password there, which ends every sign-in, and tell a convenor.\n",
                way.words()
            ),
        })
    }

    fn link(&self, path: &str) -> Result<String, Unable> {
        self.address_for_letters(path).ok_or_else(|| shut("Sending letters"))
    }

    fn count_letter(&self, whose: &str) -> Result<(), Unable> {
        let counter = format!("letters {whose}");
        if self.tries(&counter)? >= MOST {
            return Err(Refusal::new(
                "app/too-many-letters",
                "Too many letters were asked for.",
                "Wait fifteen minutes; look meanwhile among what your mail program holds back.",
            )
            .into());
        }
        self.count_try(&counter)
    }
}

fn readable(address: &str) -> Result<String, Unable> {
    let address = address.trim();
    if Letter::reaches(address) {
        return Ok(address.to_owned());
    }
    Err(Refusal::new(
        "app/no-letter-address",
        "This is not an e-mail address.",
        "Write it as in name@example.org.",
    )
    .into())
}
