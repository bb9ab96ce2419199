use std::sync::PoisonError;
use std::time::Duration;

use cm_kernel::{Id, Refusal};

use super::House;
use crate::Unable;

/// How often a write is tried when writers of other servers were faster: some two seconds in all.
const ROUNDS: u32 = 120;

impl House {
    /// Tries a write until it is in before anybody else's; `attempt` gives `None` when another was faster.
    ///
    /// Writers of one server take turns, so that a long write is not overtaken by short ones for ever. Writers of
    /// several servers each pause for a while drawn by chance, so that they do not keep meeting.
    ///
    /// # Errors
    /// `app/busy` when others were faster every time; what `attempt` gives.
    pub(crate) fn in_turn<T>(
        &self,
        partnership: &Id,
        mut attempt: impl FnMut() -> Result<Option<T>, Unable>,
    ) -> Result<T, Unable> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.entry(partnership.clone()).or_default().clone()
        };
        let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        for round in 0..ROUNDS {
            if let Some(done) = attempt()? {
                return Ok(done);
            }
            let mut drawn = [0; 2];
            (self.entropy)(&mut drawn);
            let most = 500_u64 << round.min(6);
            std::thread::sleep(Duration::from_micros(
                most * u64::from(u16::from_le_bytes(drawn)) / 65_536,
            ));
        }
        Err(Refusal::new(
            "app/busy",
            "Others were writing at the same moment, again and again.",
            "Nothing was kept; wait a moment and send it again.",
        )
        .into())
    }
}
