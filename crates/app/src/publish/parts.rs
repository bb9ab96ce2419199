use cm_account::{Act, Draft, Edition};
use cm_kernel::{Digest, Entry, Id, Refusal};

use crate::house::View;
use crate::{House, Unable};

/// Everything a published edition's folder is made of.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The edition.
    pub edition: Edition,
    /// Its entries and those of its trail, with what each is.
    pub entries: Vec<(Entry, String)>,
    /// Merkle leaves of the ledger up to and including the entry that published it.
    pub leaves: Vec<Digest>,
    /// The log's name, as checkpoints carry it.
    pub origin: String,
    /// The Ed25519 secret that signs.
    pub signing_key: [u8; 32],
}

/// The entries a draft's contents become, in order.
pub(super) fn contents(draft: &Draft) -> Vec<Act> {
    let figures = draft.figures.iter().map(|it| Act::Figure(Box::new(it.clone())));
    let learned = draft.learned.iter().map(|it| Act::Learned(it.clone()));
    let cannot_say = draft.cannot_say.iter().map(|it| Act::CannotSay(it.clone()));
    figures.chain(learned).chain(cannot_say).collect()
}

/// Earlier entries an edition rests on: measures, agreements with their signatures and objections, batches of evidence,
/// decisions, and the responses there are so far. By position, each once.
pub(super) fn trail(view: &View, draft: &Draft) -> Vec<(u64, &'static str)> {
    let mut trail = Vec::new();
    for figure in &draft.figures {
        trail.extend(figure.rests_on.iter().map(|it| (it.at, "evidence")));
        let Some(record) = view.framework.measure(&figure.measure) else {
            continue;
        };
        trail.push((record.at, "measure"));
        let Some(agreement) = record.agreement(figure.agreement.at) else {
            continue;
        };
        trail.push((agreement.at, "agreement"));
        trail.extend(agreement.signatures.iter().map(|it| (it.at, "signature")));
        trail.extend(agreement.objections.iter().map(|it| (it.at, "objection")));
    }
    for note in &draft.learned {
        trail.extend(note.decision.map(|at| (at, "decision")));
    }
    trail.extend(view.accounts.responses(&draft.id).map(|it| (it.at, "response")));
    trail.sort_unstable();
    trail.dedup();
    trail
}

impl House {
    /// Everything a published edition's folder is made of. Public: what was published is for anyone.
    ///
    /// # Errors
    /// `app/no-such-partnership`, `account/no-such-edition`; the machine failed.
    pub fn edition_parts(&self, partnership: &Id, edition: &Id) -> Result<Parts, Unable> {
        let view = self.view(partnership)?;
        let Some(edition) = view.accounts.edition(edition) else {
            return Err(no_such(edition).into());
        };
        let mut entries = Vec::new();
        for part in &edition.published.consists_of {
            let entry = self.store.entries(partnership, part.at, 1)?.pop();
            entries.extend(entry.map(|entry| (entry, part.role.clone())));
        }
        let entry = self.store.entries(partnership, edition.at, 1)?.pop();
        entries.extend(entry.map(|entry| (entry, "edition".to_owned())));
        let leaves = self.store.leaves(partnership, edition.at + 1)?;
        let signing_key = self.signing_key(partnership)?;
        Ok(Parts {
            edition: edition.clone(),
            entries,
            leaves,
            origin: origin(partnership),
            signing_key,
        })
    }

    fn signing_key(&self, partnership: &Id) -> Result<[u8; 32], Unable> {
        let kept = self.store.find("signing-keys", partnership.as_str(), self.now())?;
        let digits = kept.and_then(|kept| Digest::parse(&kept.value));
        digits.map(|digest| digest.0).ok_or_else(|| {
            tracing::error!("a partnership has no signing key");
            Unable::Faulty
        })
    }
}

pub(super) fn no_such(edition: &Id) -> Refusal {
    Refusal::new(
        "account/no-such-edition",
        format!("There is no published edition `{edition}`."),
        "Choose an edition listed on the accounts page.",
    )
}

/// The name of a partnership's log in checkpoints and key names.
fn origin(partnership: &Id) -> String {
    format!("common-measure/{partnership}")
}
