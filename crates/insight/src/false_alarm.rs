//! How often the rules of a process chart fire when nothing changes, as every such chart prints it.

use cm_numeric::process::{
    FalseAlarm, Kind, Rules, Steady, false_alarm_of, false_alarm_of_kind, known_false_alarm, known_false_alarm_of_kind,
};

use crate::words::{count, whole_per_cent};
use crate::{Finding, Weight};

/// Where the draws begin, when the rate is not in a table.
const SEED: u64 = 20_180_401;
/// How many series are drawn for a rate, when none is longer than [`MANY`].
const DRAWS: u32 = 2000;
/// Of longer ones fewer are drawn, so that the work stays the same.
const MANY: usize = 120;
/// The longest stretch that is drawn; a longer one alarms more often still.
const LONGEST: usize = 500;

/// The rate of a set of rules for a stretch of this many readings of a steady process. `None` without readings, or
/// for a process beyond its ranges.
pub(crate) fn of_rules(rules: &Rules, steady: Steady, readings: usize) -> Option<FalseAlarm> {
    let known = (steady == Steady::Normal)
        .then(|| known_false_alarm(rules, readings))
        .flatten();
    let (length, draws) = work(readings);
    known.or_else(|| false_alarm_of(steady, rules, length, draws, SEED + readings as u64))
}

fn work(readings: usize) -> (usize, u32) {
    let length = readings.min(LONGEST);
    (length, DRAWS * MANY as u32 / length.max(MANY) as u32)
}

/// The rate of a chart of this kind, in the same way; from half as many series, since each takes longer to judge.
pub(crate) fn of_kind(kind: Kind, steady: Steady, readings: usize) -> Option<FalseAlarm> {
    let (length, draws) = work(readings);
    known_false_alarm_of_kind(steady, kind, length)
        .or_else(|| false_alarm_of_kind(steady, kind, length, draws / 2, SEED + readings as u64))
}

/// How often at least one of several stretches shows a false signal.
pub(crate) fn any_of(rates: impl IntoIterator<Item = FalseAlarm>) -> f64 {
    1.0 - rates.into_iter().fold(1.0, |none, rate| none * (1.0 - rate.anywhere))
}

/// The sentence that every process chart prints. `on` says what kind of readings the rate is of, such as ` of counts
/// that average 0.4`; empty for ordinary ones.
pub(crate) fn printed(readings: usize, on: &str, share: f64) -> Finding {
    let sentence = format!(
        "A chart of {}{on} with these rules shows at least one false signal about {} of the time even when nothing \
         changes.",
        count(readings, "point", "points"),
        whole_per_cent(share)
    );
    Finding::new(Weight::Caution, "false-alarms", sentence).with_chance(share)
}
