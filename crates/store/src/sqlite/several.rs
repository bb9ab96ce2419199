use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use cm_kernel::{Id, KnownRow};

use super::{Sqlite, read};
use crate::gather::Series;
use crate::{Fault, TakeSeries, Wanted};

/// After this many rows a reader is given help: below it, help would take longer to come than it saves.
const ALONE: usize = 20_000;
/// How many read a large measure together, each on a connection of its own.
const HANDS: usize = 2;
/// How many series each may be ahead of the one who takes them.
const AHEAD: usize = 4;

/// Hands rows over series by series; the series of a large measure are read by several connections at the same time.
pub(super) fn each_series(
    store: &Sqlite,
    partnership: &Id,
    wanted: &Wanted,
    take: TakeSeries<'_>,
) -> Result<(), Fault> {
    let mut read_rows = 0;
    let (all, known_at, done) = store.read(|connection| {
        let snapshot = connection.unchecked_transaction()?;
        // What is known at an entry that is there is the same for every connection, whatever comes after.
        let known_at = wanted.known_at.min(read::length(&snapshot, partnership)?);
        let all = read::wanted_series(&snapshot, partnership, wanted)?;
        let mut done = 0;
        for series in &all {
            if read_rows > ALONE && !store.setup.alone {
                break;
            }
            let rows = read::one_series(&snapshot, series, known_at)?;
            read_rows += rows.len();
            hand_over(series, &rows, take);
            done += 1;
        }
        Ok((all, known_at, done))
    })?;
    let left = all.get(done..).unwrap_or_default();
    if left.is_empty() {
        return Ok(());
    }
    thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let (send, receive) = sync_channel(AHEAD);
                scope.spawn(move || {
                    let read = store.read(|connection| {
                        let snapshot = connection.unchecked_transaction()?;
                        for series in left.iter().skip(hand).step_by(HANDS) {
                            let rows = read::one_series(&snapshot, series, known_at)?;
                            if send.send(Ok(rows)).is_err() {
                                break;
                            }
                        }
                        Ok(())
                    });
                    if let Err(fault) = read {
                        // Who takes the rows has stopped listening only after a fault of its own.
                        let _ = send.send(Err(fault));
                    }
                });
                receive
            })
            .collect();
        for (at, series) in left.iter().enumerate() {
            hand_over(series, &next(hands.get(at % HANDS))?, take);
        }
        Ok(())
    })
}

fn next(hand: Option<&Receiver<Result<Vec<KnownRow>, Fault>>>) -> Result<Vec<KnownRow>, Fault> {
    let rows = hand.and_then(|it| it.recv().ok());
    rows.unwrap_or_else(|| Err(Fault("a reader of the database stopped before its end".to_owned())))
}

fn hand_over(series: &Series, rows: &[KnownRow], take: TakeSeries<'_>) {
    if !rows.is_empty() {
        take(&series.place, &series.group, rows);
    }
}
