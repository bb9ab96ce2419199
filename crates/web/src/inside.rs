use cm_app::{Caller, Deed, House, Unable};
use cm_kernel::{Id, Refusal};

use crate::problem::Problem;
use crate::state::State;
use crate::who::Who;

/// Does something as a member of a partnership.
pub(crate) async fn inside<T, F>(state: &State, who: &Who, partnership: &Id, work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce(&House, &Caller) -> Result<T, Unable> + Send + 'static,
{
    let (who, partnership) = (who.clone(), partnership.clone());
    state
        .run(move |house| work(house, &who.caller(house, &partnership)?))
        .await
}

/// Passes only a member who may do this there: for an input that is read before it is known what it is about.
pub(crate) async fn may(state: &State, who: &Who, partnership: &Id, deed: Deed) -> Result<(), Problem> {
    inside(state, who, partnership, move |_, caller| {
        Ok(caller.must(deed, &caller.partnership)?)
    })
    .await
}

/// A position in the ledger, from an address.
pub(crate) fn position(text: &str) -> Result<u64, Refusal> {
    text.parse().map_err(|_| {
        Refusal::new(
            "web/no-such-entry",
            "There is no such entry.",
            "Open the entry from the record, where every one is listed.",
        )
    })
}
