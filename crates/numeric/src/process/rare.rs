//! From counts of rare events by period to what passes between one event and the next.

use crate::average::finite;

/// One period of a record of events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watch {
    /// Where it begins: in days, say. Periods are in order and do not overlap.
    pub start: f64,
    /// How long it is in the same unit, or out of how many cases events were counted. Above 0.
    pub length: f64,
    /// How many events it held; `None` when nobody knows.
    pub events: Option<u32>,
}

/// What passed between two events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventGap {
    /// Place of the period that holds the event that ended it.
    pub place: usize,
    /// How much passed.
    pub size: f64,
}

/// What a record of events gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventGaps {
    /// In order; each between two events with no unknown period between them.
    pub gaps: Vec<EventGap>,
    /// What has passed since the latest event, up to the end of the record; `None` when there is no event or a
    /// period since is unknown.
    pub open: Option<f64>,
    /// How many gaps an unknown period hides.
    pub hidden: usize,
}

/// Times between events. Several events in one period are taken to lie evenly over it.
///
/// Events, lengths and starts that are not finite make the period unknown, and so does a length that is not above 0.
#[must_use]
pub fn times_between(record: &[Watch]) -> EventGaps {
    let place = |watch: &Watch, nth: f64, many: f64| watch.start + watch.length * ((nth - 0.5) / many);
    let end = |watch: &Watch| watch.start + watch.length;
    between(record, place, end, |from, to| to - from)
}

/// How many cases without an event passed between events, where `length` counts the cases of each period and `start`
/// is not looked at. Several events in one period are taken to lie evenly among its cases; a period with more events
/// than cases is unknown.
#[must_use]
pub fn cases_between(record: &[Watch]) -> EventGaps {
    let mut before = 0.0;
    let laid: Vec<Watch> = record
        .iter()
        .map(|watch| {
            let fits = watch.length.is_finite() && watch.length >= 0.0;
            let enough = watch.events.is_some_and(|events| f64::from(events) <= watch.length);
            let start = before;
            before += if fits { watch.length } else { 0.0 };
            Watch {
                start,
                events: watch.events.filter(|_| enough),
                ..*watch
            }
        })
        .collect();
    let place = |watch: &Watch, nth: f64, many: f64| watch.start + (watch.length * ((nth - 0.5) / many)).ceil();
    // The next case after the last would be an event.
    let end = |watch: &Watch| watch.start + watch.length + 1.0;
    between(&laid, place, end, |from, to| to - from - 1.0)
}

fn between(
    record: &[Watch],
    place: impl Fn(&Watch, f64, f64) -> f64,
    end: impl Fn(&Watch) -> f64,
    size: impl Fn(f64, f64) -> f64,
) -> EventGaps {
    let mut found = EventGaps::default();
    let (mut last, mut seen) = (None, false);
    for (at, watch) in record.iter().enumerate() {
        let known = watch.start.is_finite() && watch.length.is_finite() && watch.length >= 0.0;
        let Some(events) = watch
            .events
            .filter(|events| known && (*events == 0 || watch.length > 0.0))
        else {
            last = None;
            continue;
        };
        let many = f64::from(events);
        for nth in 1..=events {
            let here = place(watch, f64::from(nth), many);
            match last {
                Some(from) => found.gaps.push(EventGap {
                    place: at,
                    size: size(from, here),
                }),
                None if seen => found.hidden += 1,
                None => {}
            }
            (last, seen) = (Some(here), true);
        }
    }
    found.open = record
        .last()
        .zip(last)
        .and_then(|(watch, from)| finite(size(from, end(watch))));
    found
}
