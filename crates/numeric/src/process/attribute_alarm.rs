use super::attribute::Kind;
use super::attribute_alarm_table::{BETWEEN_MANY, INDIVIDUALS, LENGTHS, MOVEMENT, RUN, SHARE_OF_MANY, TIME, length_at};
use super::false_alarm::{FalseAlarm, TABLE_DRAWS};
use super::steady::Steady;

/// Counts above this, and as many not counted, spread nearly as normal readings do.
const MANY: f64 = 100.0;

/// [`super::false_alarm_of_kind`] ready at hand, for 7 to 500 readings of normal readings, waiting times, or counts
/// so large that their size no longer matters. Above 120 readings only some lengths were drawn, and the rest lie on a
/// straight line between them, except for run charts, whose rate goes up and down with the length. `None` for others.
#[must_use]
pub fn known_false_alarm_of_kind(process: Steady, kind: Kind, length: usize) -> Option<FalseAlarm> {
    if kind == Kind::Run && !(0..LENGTHS).any(|place| length_at(place) == length) {
        return None;
    }
    let normal = process == Steady::Normal;
    let large = match process {
        Steady::Counts { mean } => mean >= MANY,
        Steady::Shares { share, size } => size * share.min(1.0 - share) >= MANY,
        _ => false,
    };
    let table = match kind {
        Kind::Run if normal || large => &RUN,
        Kind::Individuals | Kind::Weighted if normal || large => &INDIVIDUALS,
        Kind::SharePrime | Kind::RatePrime if large => &INDIVIDUALS,
        Kind::Share | Kind::Rate | Kind::Count if large => &SHARE_OF_MANY,
        Kind::Movement if normal => &MOVEMENT,
        Kind::Time if process == Steady::Times => &TIME,
        Kind::Between if matches!(process, Steady::Between { mean } if mean >= MANY) => &BETWEEN_MANY,
        _ => return None,
    };
    at(table, length)
}

fn at(table: &[(u32, u32); LENGTHS], length: usize) -> Option<FalseAlarm> {
    let above = (0..LENGTHS).find(|place| length_at(*place) >= length)?;
    let below = match length_at(above) == length {
        true => above,
        false => above.checked_sub(1)?,
    };
    let (&(any_low, last_low), &(any_high, last_high)) = (table.get(below)?, table.get(above)?);
    let (from, to) = (length_at(below), length_at(above));
    let part = if to > from {
        (length - from) as f64 / (to - from) as f64
    } else {
        0.0
    };
    let between = |low: u32, high: u32| {
        let (low, high) = (f64::from(low), f64::from(high));
        (low + part * (high - low)) / f64::from(TABLE_DRAWS)
    };
    Some(FalseAlarm {
        anywhere: between(any_low, any_high),
        latest: between(last_low, last_high),
        standard_error: 0.5 / f64::from(TABLE_DRAWS).sqrt(),
    })
}
