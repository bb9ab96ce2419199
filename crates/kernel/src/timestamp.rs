use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Date;

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC, `2026-11-23T09:30:00.000Z`.
///
/// Rooms never read a clock: a moment is always given to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment this many milliseconds after 1970 began, held within years 1970 to 9999.
    #[must_use]
    pub fn from_ms(ms: i64) -> Self {
        Self(ms.clamp(0, 253_402_300_799_999))
    }

    /// The first moment of a day in UTC; days before 1970 give 1970.
    #[must_use]
    pub fn start_of(date: Date) -> Self {
        Self::from_ms(i64::from(date.days()) * DAY_MS)
    }

    /// Milliseconds since 1970 began.
    #[must_use]
    pub fn ms(self) -> i64 {
        self.0
    }

    /// The day it falls on, in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        let days = i32::try_from(self.0.div_euclid(DAY_MS)).unwrap_or_default();
        Date::from_days(days).unwrap_or(Date::from_days(0).unwrap_or_else(|| unreachable!("1970 is within range")))
    }

    /// Reads what [`fmt::Display`] writes and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        let date = Date::parse(date)?;
        let (clock, ms) = time.split_once('.')?;
        let mut parts = clock.split(':').map(two_digits);
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        let ms = if ms.len() == 3 {
            ms.parse::<i64>().ok()?
        } else {
            return None;
        };
        if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 || ms < 0 || date.days() < 0 {
            return None;
        }
        Some(Self(
            i64::from(date.days()) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms,
        ))
    }
}

fn two_digits(text: &str) -> Option<i64> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let in_day = self.0.rem_euclid(DAY_MS);
        let (hour, minute, second, ms) = (
            in_day / 3_600_000,
            in_day / 60_000 % 60,
            in_day / 1000 % 60,
            in_day % 1000,
        );
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z", self.date())
    }
}

impl TryFrom<String> for Timestamp {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a moment such as 2026-11-23T09:30:00.000Z"))
    }
}

impl From<Timestamp> for String {
    fn from(moment: Timestamp) -> Self {
        moment.to_string()
    }
}
