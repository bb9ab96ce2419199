use cm_account::{Drafted, Since};
use cm_kernel::{Id, Refusal};

use crate::house::View;
use crate::{Caller, Deed, House, Unable};

impl House {
    /// What happened since an edition was put together, which its publisher has to have seen before it is published.
    ///
    /// # Errors
    /// `app/not-your-role`; `account/no-such-edition`, `account/already-published`; the machine failed.
    pub fn since_drafted(&self, caller: &Caller, edition: &Id) -> Result<Vec<Since>, Unable> {
        caller.must(Deed::Publish, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let drafted = view.accounts.publishable(edition)?;
        Ok(since(&view, drafted))
    }
}

/// What happened since a draft was put together.
pub(super) fn since(view: &View, drafted: &Drafted) -> Vec<Since> {
    view.accounts.since(drafted, &view.framework, &view.corrections())
}

/// Refuses when something happened that the publisher has not seen; gives what happened.
pub(super) fn all_seen(since: Vec<Since>, seen: &[u64]) -> Result<Vec<Since>, Refusal> {
    if since.iter().all(|it| seen.contains(&it.at)) {
        return Ok(since);
    }
    let sentences: Vec<&str> = since.iter().map(|it| it.sentence.as_str()).collect();
    let mut positions: Vec<String> = since.iter().map(|it| it.at.to_string()).collect();
    positions.dedup();
    Err(Refusal::new(
        "app/changed-since-draft",
        format!(
            "Its readers must be told what happened, and you have not said that you know. {}",
            sentences.join(" ")
        ),
        format!(
            "Say that you have read it, where the page asks before publishing or with `--seen {}`; the edition then tells \
             it too. Or put together a new edition.",
            positions.join(",")
        ),
    ))
}
