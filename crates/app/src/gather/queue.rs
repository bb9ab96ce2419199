use cm_kernel::Refusal;

use super::upload::{WAITS_MS, key};
use crate::{Caller, House, Unable};

/// How many files of one member may wait at a time.
const MOST_WAITING: usize = 20;
/// The drawer of which files of a member wait; the files themselves are too large to be counted by reading them.
const QUEUE: &str = "uploads-waiting";

impl House {
    /// Whether another file of a member may wait.
    pub(super) fn room_to_wait(&self, caller: &Caller) -> Result<(), Unable> {
        match self.queue(caller)?.len() {
            0..MOST_WAITING => Ok(()),
            _ => Err(too_many_waiting()),
        }
    }

    /// Counts a file among those that wait.
    pub(super) fn waits(&self, caller: &Caller, token: &str) -> Result<(), Unable> {
        let mut queue = self.queue(caller)?;
        queue.push((token.to_owned(), self.now().ms() + WAITS_MS));
        self.put(caller, QUEUE, "", &queue)
    }

    /// The tokens of a member's files that wait, each with the moment until which it does.
    fn queue(&self, caller: &Caller) -> Result<Vec<(String, i64)>, Unable> {
        let kept = self.store.find(QUEUE, &key(caller, ""), self.now())?;
        let queue = kept.and_then(|kept| serde_json::from_str(&kept.value).ok());
        let mut queue: Vec<(String, i64)> = queue.unwrap_or_default();
        queue.retain(|(_, until)| *until > self.now().ms());
        Ok(queue)
    }

    /// Takes a file that is in out of those that wait.
    pub(super) fn no_longer_waits(&self, caller: &Caller, token: &str) -> Result<(), Unable> {
        self.store.discard("uploads", &key(caller, token))?;
        let mut queue = self.queue(caller)?;
        queue.retain(|(it, _)| it != token);
        self.put(caller, QUEUE, "", &queue)
    }
}

fn too_many_waiting() -> Unable {
    Refusal::new(
        "app/too-many-waiting",
        format!("{MOST_WAITING} of your files wait to be brought in already."),
        "Bring one of them in, or come back later: a file waits for two hours.",
    )
    .into()
}
