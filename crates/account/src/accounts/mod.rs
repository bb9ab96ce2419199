use cm_framework::{Framework, Motive};
use cm_insight::asserts_change;
use cm_kernel::{Date, Entry, Id, Refusal};

use crate::{Act, Draft, Figure, Note, Published, Response};

/// A response in its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responded {
    /// Position of the entry.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// The partner that responds.
    pub partner: Id,
    /// What it says.
    pub response: Response,
}

/// A published edition with its parts, as read back from the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Position of the entry that published it.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// The partner that published it.
    pub by: Id,
    /// What was published.
    pub published: Published,
    /// Its figures with their positions, in order.
    pub figures: Vec<(u64, Figure)>,
    /// What was learned and changed, with positions.
    pub learned: Vec<(u64, Note)>,
    /// What the figures cannot say, with positions.
    pub cannot_say: Vec<(u64, Note)>,
}

/// A draft in its place in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Drafted {
    /// Position of the entry.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// The partner that put it together.
    pub by: Id,
    /// What it will say.
    pub draft: Draft,
}

/// Everything a partnership has accounted for, as its ledger tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Accounts {
    /// Drafts not yet published, by the order they were put together.
    pub drafts: Vec<Drafted>,
    /// Published editions, oldest first.
    pub editions: Vec<Edition>,
    /// Responses to either, oldest first.
    pub responses: Vec<Responded>,
    parts: Vec<(u64, Act)>,
}

impl Accounts {
    /// The draft with this id.
    #[must_use]
    pub fn draft(&self, id: &Id) -> Option<&Drafted> {
        self.drafts.iter().find(|it| it.draft.id == *id)
    }

    /// The published edition with this id.
    #[must_use]
    pub fn edition(&self, id: &Id) -> Option<&Edition> {
        self.editions.iter().find(|it| it.published.edition == *id)
    }

    /// Responses to an edition, oldest first.
    pub fn responses<'a>(&'a self, edition: &'a Id) -> impl Iterator<Item = &'a Responded> {
        self.responses.iter().filter(move |it| it.response.edition == *edition)
    }

    /// Takes in the next entry of the ledger; entries of other rooms change nothing.
    pub fn apply(&mut self, entry: &Entry) {
        let Some(act) = Act::read(entry) else { return };
        let (at, on, by) = (entry.at, entry.received.date(), entry.author.partner.clone());
        match act {
            Act::Drafted(draft) => self.drafts.push(Drafted { at, on, by, draft }),
            Act::Responded(response) => self.responses.push(Responded {
                at,
                on,
                partner: by,
                response,
            }),
            act @ (Act::Figure(_) | Act::Learned(_) | Act::CannotSay(_)) => self.parts.push((at, act)),
            Act::Published(published) => self.bring_out(at, on, by, published),
        }
    }

    fn bring_out(&mut self, at: u64, on: Date, by: Id, published: Published) {
        self.drafts.retain(|it| it.draft.id != published.edition);
        let mut edition = Edition {
            at,
            on,
            by,
            figures: Vec::new(),
            learned: Vec::new(),
            cannot_say: Vec::new(),
            published,
        };
        for (at, act) in std::mem::take(&mut self.parts) {
            if !edition.published.consists_of.iter().any(|part| part.at == at) {
                continue;
            }
            match act {
                Act::Figure(it) => edition.figures.push((at, *it)),
                Act::Learned(it) => edition.learned.push((at, it)),
                Act::CannotSay(it) => edition.cannot_say.push((at, it)),
                Act::Drafted(_) | Act::Responded(_) | Act::Published(_) => {}
            }
        }
        self.editions.push(edition);
    }

    /// What has happened since an edition was published that its readers must know: uses that were narrowed, and figures
    /// whose evidence was corrected. Empty when nothing has.
    #[must_use]
    pub fn notices(&self, edition: &Edition, framework: &Framework, corrected: &[(u64, u64)]) -> Vec<String> {
        let mut notices = Vec::new();
        for (_, figure) in &edition.figures {
            let Some(record) = framework.measure(&figure.measure) else {
                continue;
            };
            if record
                .narrowed
                .iter()
                .any(|(motive, at)| *motive == Motive::Publication && *at > edition.at)
            {
                notices.push(format!(
                    "Since this edition was published, partners stopped the publication of “{}”. What was published stays.",
                    figure.measure_title
                ));
            }
            let later = corrected
                .iter()
                .find(|(old, at)| *at > edition.at && figure.rests_on.iter().any(|it| it.at == *old));
            if let Some((old, at)) = later {
                notices.push(format!(
                    "Evidence under “{}” (entry {old}) was corrected later, by entry {at}. The figure stays as published.",
                    figure.measure_title
                ));
            }
        }
        notices.sort();
        notices.dedup();
        notices
    }

    /// Whether an act may be written now by this partner.
    ///
    /// # Errors
    /// `account/already-there`, `account/empty`, `account/no-figures`, `account/nothing-it-cannot-say`,
    /// `account/no-such-edition`, `account/own-response`, `account/already-published`.
    pub fn check(&self, act: &Act, by: &Id) -> Result<(), Refusal> {
        match act {
            Act::Drafted(draft) => self.may_draft(draft),
            Act::Responded(response) => self.may_respond(response, by),
            Act::Published(published) => self.publishable(&published.edition).map(|_| ()),
            Act::Figure(_) | Act::Learned(_) | Act::CannotSay(_) => Ok(()),
        }
    }

    /// The draft that would be published under this id.
    ///
    /// # Errors
    /// `account/no-such-edition`, `account/already-published`.
    pub fn publishable(&self, id: &Id) -> Result<&Drafted, Refusal> {
        match self.draft(id) {
            Some(drafted) => Ok(drafted),
            None if self.edition(id).is_some() => Err(Refusal::new(
                "account/already-published",
                format!("The edition `{id}` is already published."),
                "What is published stays; put together a new edition instead.",
            )),
            None => Err(no_such(id)),
        }
    }

    fn may_draft(&self, draft: &Draft) -> Result<(), Refusal> {
        if self.draft(&draft.id).is_some() || self.edition(&draft.id).is_some() {
            return Err(Refusal::new(
                "account/already-there",
                format!("There is already an edition `{}`.", draft.id),
                "Choose another title; an address is never used twice.",
            ));
        }
        for (text, what) in [
            (&draft.title, "The title"),
            (&draft.covers, "What it covers"),
            (&draft.summary, "The summary"),
        ] {
            filled(text, what)?;
        }
        if asserts_change(&draft.title) && !draft.figures.iter().any(|it| it.insight.has_signal()) {
            return Err(Refusal::new(
                "account/title-claims-change",
                "The title claims a change, and no rule found one in any figure of the edition.",
                "Say how things stand instead, or leave the claim to the interpretations.",
            ));
        }
        if draft.figures.is_empty() {
            return Err(Refusal::new(
                "account/no-figures",
                "The edition has no figure.",
                "Choose at least one measure that is agreed for publication.",
            ));
        }
        if draft.cannot_say.iter().all(|note| note.text.trim().is_empty()) {
            return Err(Refusal::new(
                "account/nothing-it-cannot-say",
                "The edition does not say what its figures cannot say.",
                "Name at least one thing a reader might wrongly conclude from them.",
            ));
        }
        Ok(())
    }

    fn may_respond(&self, response: &Response, by: &Id) -> Result<(), Refusal> {
        filled(&response.text, "The response")?;
        let publisher = self
            .draft(&response.edition)
            .map(|it| &it.by)
            .or_else(|| self.edition(&response.edition).map(|it| &it.by))
            .ok_or_else(|| no_such(&response.edition))?;
        if publisher == by {
            return Err(Refusal::new(
                "account/own-response",
                "Your partner publishes this edition, so it cannot also respond to it.",
                "Ask another partner, or sign in as a member who acts for one.",
            ));
        }
        Ok(())
    }
}

fn filled(text: &str, what: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new(
            "account/empty",
            format!("{what} is empty."),
            "Write a sentence and send it again.",
        ));
    }
    Ok(())
}

fn no_such(edition: &Id) -> Refusal {
    Refusal::new(
        "account/no-such-edition",
        format!("There is no edition `{edition}`."),
        "Choose an edition listed on the accounts page.",
    )
}
