//! Life expectancy from deaths and people by age: an abridged life table.
//!
//! Source: Chiang (1984), The life table and its applications; Newell (1994), Methods and models in demography;
//! Silcocks, Jenner and Reza (2001), Life expectancy as a summary of mortality in a population, for the variance.

#[cfg(test)]
mod tests;

use crate::average::finite;
use crate::interval::Interval;
use crate::normal;

/// Below this many person-years a life table says too little to be given.
/// Source: Public Health England, Technical guide: Calculating life expectancy; Toson and Baker (2003).
pub const FEWEST_PEOPLE: f64 = 5_000.0;

/// The part of the year that infants who die in it have lived; half the band for everyone else.
const INFANT_PART: f64 = 0.1;

/// How many years people of an age may expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// The age, in years.
    pub age: f64,
    /// How many years they may expect from then.
    pub years: f64,
    /// Its interval.
    pub interval: Interval,
    /// The share of those born (or of those at the first age) who reach this age.
    pub alive: f64,
    /// Person-years at this age and over.
    pub people: f64,
    /// Deaths at this age and over.
    pub deaths: f64,
}

/// Life expectancy at the start of each age band.
///
/// `starts` is the age in years at which each band starts, rising, the last band open; `people` is person-years and
/// `deaths` the deaths of each band. `None` with fewer than two bands, a band without people, no deaths in the last
/// band, deaths that would leave fewer than nobody, a negative number or slices of different lengths. Whether there
/// are enough people ([`FEWEST_PEOPLE`]) is the caller's question.
#[must_use]
pub fn expectancy(starts: &[f64], people: &[f64], deaths: &[f64], level: f64) -> Option<Vec<Expectation>> {
    let z = normal::half_width(level)?;
    let bands = bands(starts, people, deaths)?;
    let mut found = Vec::with_capacity(bands.len());
    let (mut years_after, mut variance_after) = (0.0, 0.0);
    let (mut expected_after, mut people_after, mut deaths_after) = (0.0, 0.0, 0.0);
    for band in bands.iter().rev() {
        let (lived, variance) = band.lived(expected_after);
        years_after += lived;
        variance_after += variance;
        people_after += band.people;
        deaths_after += band.deaths;
        let years = finite(years_after / band.alive)?;
        let half = finite(z * variance_after.sqrt() / band.alive)?;
        expected_after = years;
        found.push(Expectation {
            age: band.start,
            years,
            interval: Interval {
                lower: years - half,
                upper: years + half,
            },
            alive: band.alive,
            people: people_after,
            deaths: deaths_after,
        });
    }
    found.reverse();
    Some(found)
}

/// A band of the life table of a first age.
struct Band {
    start: f64,
    /// Years wide; `None` for the last, open band.
    width: Option<f64>,
    people: f64,
    deaths: f64,
    /// Share alive at its start.
    alive: f64,
    /// The chance of dying within it.
    dying: f64,
    /// Part of the band that those who die in it have lived.
    part: f64,
}

impl Band {
    /// Person-years lived in it, and what it adds to the variance of those from here on.
    fn lived(&self, expected_after: f64) -> (f64, f64) {
        let rate = self.deaths / self.people;
        match self.width {
            None => (self.alive / rate, self.alive * self.alive / (self.deaths * rate * rate)),
            Some(width) => {
                let die = self.alive * self.dying;
                let lived = width * (self.alive - die + self.part * die);
                let reach = (1.0 - self.part) * width + expected_after;
                let chance = if self.deaths == 0.0 {
                    0.0
                } else {
                    self.dying * self.dying * (1.0 - self.dying) / self.deaths
                };
                (lived, self.alive * self.alive * reach * reach * chance)
            }
        }
    }
}

fn bands(starts: &[f64], people: &[f64], deaths: &[f64]) -> Option<Vec<Band>> {
    let alike = starts.len() == people.len() && starts.len() == deaths.len() && starts.len() >= 2;
    let rising = starts.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    let sound = starts.iter().chain(deaths).all(|it| *it >= 0.0 && it.is_finite());
    if !(alike && rising && sound && people.iter().all(|it| *it > 0.0 && it.is_finite())) {
        return None;
    }
    if deaths.last().is_none_or(|it| *it == 0.0) {
        return None;
    }
    let mut alive = 1.0;
    let mut found = Vec::with_capacity(starts.len());
    for (at, ((start, people), deaths)) in starts.iter().zip(people).zip(deaths).enumerate() {
        let width = starts.get(at + 1).map(|next| next - start);
        let part = if *start == 0.0 { INFANT_PART } else { 0.5 };
        let rate = deaths / people;
        let dying = width.map_or(1.0, |width| rate * width / (1.0 + rate * width * (1.0 - part)));
        if !(dying < 1.0 || width.is_none()) {
            return None;
        }
        found.push(Band {
            start: *start,
            width,
            people: *people,
            deaths: *deaths,
            alive,
            dying,
            part,
        });
        alive *= 1.0 - dying;
    }
    Some(found)
}
