use cm_app::{Caller, House, Unable};
use cm_kernel::{Id, Refusal};

use crate::frame::Frame;
use crate::problem::Problem;
use crate::state::State;
use crate::who::Who;

/// Does something as a member of a partnership; a refusal is then shown within the partnership's own pages, as long as
/// the reader may see that it exists.
pub(crate) async fn inside<T, F>(
    state: &State,
    who: &Who,
    partnership: &Id,
    room: &'static str,
    work: F,
) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce(&House, &Caller) -> Result<T, Unable> + Send + 'static,
{
    let caller = who.caller(partnership)?;
    match state.run(move |house| work(house, &caller)).await {
        Ok(done) => Ok(done),
        Err(problem) => {
            let (who, partnership) = (who.clone(), partnership.clone());
            let frame = state
                .run(move |house| Frame::of(house, &partnership, &who, room, ""))
                .await?;
            Err(problem.within(frame))
        }
    }
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
