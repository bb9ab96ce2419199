use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use cm_insight::{Choice, Insight};
use cm_kernel::{Batch, Date, Draft, Id, Timestamp};
use cm_store::{Kept, Store};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access::no_such_partnership;
use crate::ask::Extent;
use crate::{Caller, Doors, Unable};

mod turn;
mod view;

pub use view::View;

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// What fills bytes with randomness fit for secrets; false when the machine has none.
pub type Entropy = Arc<dyn Fn(&mut [u8]) -> bool + Send + Sync>;

/// How many entries are read from the store at a time.
const PAGE: usize = 1000;
/// How often the cabinet is swept: every hour in which somebody looks.
const TIDY_EVERY_MS: i64 = 3_600_000;
/// How many insights are remembered; each is some tens of kilobytes.
const REMEMBERED: usize = 512;

/// How a partnership presents itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name people use.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Whether it is a demonstration with fictional members.
    #[serde(default)]
    pub demonstration: bool,
}

/// Everything the use cases need: the store, the time, and what has been read before.
pub struct House {
    pub(crate) store: Arc<dyn Store>,
    clock: Clock,
    entropy: Entropy,
    views: RwLock<HashMap<Id, Arc<View>>>,
    pub(crate) insights: Mutex<HashMap<String, Arc<Insight>>>,
    extents: Mutex<HashMap<String, Arc<Extent>>>,
    pub(crate) choices: Mutex<HashMap<String, Arc<Choice>>>,
    turns: Mutex<HashMap<Id, Arc<Mutex<()>>>>,
    pub(crate) paces: Mutex<HashMap<String, (i64, u32)>>,
    pub(crate) doors: OnceLock<Doors>,
    /// When the cabinet was last swept, in milliseconds.
    swept: AtomicI64,
}

/// Acts to write, each with its kind and body, and the batch that the first of them announces.
pub(crate) type Decided = (Vec<(&'static str, Value)>, Option<Batch>);

impl House {
    /// A house over a store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Clock, entropy: Entropy) -> Self {
        Self {
            store,
            clock,
            entropy,
            views: RwLock::default(),
            insights: Mutex::default(),
            extents: Mutex::default(),
            choices: Mutex::default(),
            turns: Mutex::default(),
            paces: Mutex::default(),
            doors: OnceLock::new(),
            swept: AtomicI64::new(0),
        }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Today, in UTC.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Fresh randomness as hexadecimal digits, two a byte.
    pub(crate) fn random<const N: usize>(&self) -> Result<String, Unable> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub(crate) fn fill(&self, bytes: &mut [u8]) -> Result<(), Unable> {
        if (self.entropy)(bytes) {
            return Ok(());
        }
        tracing::error!("the machine gives no randomness");
        Err(Unable::Faulty)
    }

    /// Every partnership here, by id.
    ///
    /// # Errors
    /// The machine failed.
    pub fn partnerships(&self) -> Result<Vec<(Id, Profile)>, Unable> {
        let ids = self.store.partnerships()?;
        ids.into_iter()
            .map(|id| self.profile(&id).map(|profile| (id, profile)))
            .collect()
    }

    /// How a partnership presents itself; its id when it never said.
    ///
    /// # Errors
    /// The machine failed.
    pub fn profile(&self, partnership: &Id) -> Result<Profile, Unable> {
        let kept = self.store.find("profiles", partnership.as_str(), self.now())?;
        let profile = kept.and_then(|kept| serde_json::from_str(&kept.value).ok());
        Ok(profile.unwrap_or_else(|| Profile {
            name: partnership.to_string(),
            about: String::new(),
            demonstration: false,
        }))
    }

    /// Founds a partnership: its signing key and its profile. Nothing happens when it exists already.
    ///
    /// The profile comes last, so that a partnership which is there has a key, wherever the founding broke off.
    ///
    /// # Errors
    /// The machine failed.
    pub fn found(&self, partnership: &Id, profile: &Profile) -> Result<bool, Unable> {
        let value = serde_json::to_string(profile)?;
        let secret = self.random::<32>()?;
        self.store
            .keep_new("signing-keys", &kept(partnership.as_str(), secret))?;
        Ok(self.store.keep_new("profiles", &kept(partnership.as_str(), value))?)
    }

    /// The partnership as its ledger tells it now. Remembered, and brought up to date by reading only what is new.
    ///
    /// # Errors
    /// `app/no-such-partnership`; the machine failed.
    pub fn view(&self, partnership: &Id) -> Result<Arc<View>, Unable> {
        self.tidy()?;
        let length = self.store.length(partnership)?;
        let known = self
            .views
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(partnership)
            .cloned();
        if let Some(view) = known.as_ref().filter(|view| view.length == length) {
            return Ok(Arc::clone(view));
        }
        if length == 0 && self.store.find("profiles", partnership.as_str(), self.now())?.is_none() {
            return Err(no_such_partnership().into());
        }
        let mut view = known
            .map(|view| View::clone(&view))
            .filter(|view| view.length <= length)
            .unwrap_or_default();
        while view.length < length {
            let entries = self.store.entries(partnership, view.length, PAGE)?;
            if entries.is_empty() {
                break;
            }
            entries.iter().for_each(|entry| view.apply(entry));
        }
        let view = Arc::new(view);
        let mut views = self.views.write().unwrap_or_else(PoisonError::into_inner);
        if views.get(partnership).is_none_or(|known| known.length <= view.length) {
            views.insert(partnership.clone(), Arc::clone(&view));
        }
        Ok(view)
    }

    /// Writes what `decide` says, all or none, and returns the position of the first new entry.
    ///
    /// `decide` sees the newest state; when another writer was faster it is asked again.
    pub(crate) fn write(
        &self,
        caller: &Caller,
        decide: impl Fn(&View) -> Result<Vec<(&'static str, Value)>, Unable>,
    ) -> Result<u64, Unable> {
        let written = self.write_with(caller, |view| decide(view).map(|acts| Some((acts, None))))?;
        written.ok_or(Unable::Faulty)
    }

    /// As [`House::write`], with one batch announced by the first act; writes nothing where `decide` finds nothing to do.
    pub(crate) fn write_with(
        &self,
        caller: &Caller,
        decide: impl Fn(&View) -> Result<Option<Decided>, Unable>,
    ) -> Result<Option<u64>, Unable> {
        self.in_turn(&caller.partnership, || {
            let view = self.view(&caller.partnership)?;
            let Some((acts, batch)) = decide(&view)? else {
                return Ok(Some(Ok(None)));
            };
            if let Some((act, refusal)) = self.cited(caller, &view, &acts)? {
                let attempt = vec![(act.kind(), act.body()?)];
                let written = self.append(caller, view.length, attempt, None)?;
                return Ok(written.map(|_| Err(refusal.into())));
            }
            Ok(self.append(caller, view.length, acts, batch)?.map(|at| Ok(Some(at))))
        })?
    }

    /// Appends acts to a ledger of this length. The position of the first; `None` when another writer was faster.
    fn append(
        &self,
        caller: &Caller,
        length: u64,
        acts: Vec<(&'static str, Value)>,
        batch: Option<Batch>,
    ) -> Result<Option<u64>, Unable> {
        let mut drafts = Vec::with_capacity(acts.len());
        for (kind, body) in acts {
            drafts.push(self.draft(caller, kind, body)?);
        }
        let batches: Vec<_> = batch.into_iter().map(|batch| (0, batch)).collect();
        let appended = self.store.append(&caller.partnership, length, drafts, &batches)?;
        Ok(appended.at())
    }

    /// Takes out of the cabinet what has expired, at most once an hour: nothing is found there after its day, and this
    /// takes its bytes too.
    fn tidy(&self) -> Result<(), Unable> {
        let (now, last) = (self.now(), self.swept.load(Ordering::Relaxed));
        let due = now.ms().saturating_sub(last) >= TIDY_EVERY_MS;
        let first = due
            && self
                .swept
                .compare_exchange(last, now.ms(), Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if first {
            self.store.sweep(now)?;
        }
        Ok(())
    }

    pub(crate) fn draft(&self, caller: &Caller, kind: &str, body: Value) -> Result<Draft, Unable> {
        let salt = self.random::<16>()?;
        Ok(Draft {
            kind: kind.to_owned(),
            author: caller.author(),
            received: self.now(),
            salt,
            body,
        })
    }

    pub(crate) fn remember(&self, key: String, insight: &Arc<Insight>) {
        let mut insights = self.insights.lock().unwrap_or_else(PoisonError::into_inner);
        if insights.len() >= REMEMBERED {
            insights.clear();
        }
        insights.insert(key, Arc::clone(insight));
    }

    pub(crate) fn remembered(&self, key: &str) -> Option<Arc<Insight>> {
        self.insights
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()
    }

    pub(crate) fn remember_extent(&self, key: String, extent: &Extent) {
        let mut extents = self.extents.lock().unwrap_or_else(PoisonError::into_inner);
        if extents.len() >= REMEMBERED {
            extents.clear();
        }
        extents.insert(key, Arc::new(extent.clone()));
    }

    pub(crate) fn remembered_extent(&self, key: &str) -> Option<Arc<Extent>> {
        let extents = self.extents.lock().unwrap_or_else(PoisonError::into_inner);
        extents.get(key).cloned()
    }
}

pub(crate) fn kept(key: &str, value: String) -> Kept {
    Kept {
        key: key.to_owned(),
        value,
        expires: None,
    }
}
