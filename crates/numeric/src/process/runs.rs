use super::reading::Side;
use crate::binomial;

/// How long the longest run on one side of the centre is and how often the series crosses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunCount {
    /// Readings off the centre; only they count.
    pub useful: usize,
    /// The longest run on one side.
    pub longest: u32,
    /// A longer run than this is unlikely to be chance.
    pub longest_by_chance: u32,
    /// How many times neighbouring readings lie on different sides.
    pub crossings: u32,
    /// Fewer crossings than this are unlikely to be chance.
    pub fewest_by_chance: u32,
}

impl RunCount {
    /// Whether the series moved other than by chance: a run too long or crossings too few.
    #[must_use]
    pub fn signal(&self) -> bool {
        self.longest > self.longest_by_chance || self.crossings < self.fewest_by_chance
    }
}

/// Counts runs over the sides of a series in time order; readings on the centre or missing are passed over.
///
/// `None` with fewer than two readings off the centre.
/// Source: Anhoej and Olesen (2014), Run charts revisited.
#[must_use]
pub fn run_count(sides: impl Iterator<Item = Option<Side>>) -> Option<RunCount> {
    RunBounds::default().count(sides)
}

/// Fewest crossings by the number of readings off the centre, kept once they are found.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct RunBounds(Vec<Option<u32>>);

impl RunBounds {
    /// As [`run_count`].
    pub(super) fn count(&mut self, sides: impl Iterator<Item = Option<Side>>) -> Option<RunCount> {
        let (mut useful, mut run, mut longest, mut crossings) = (0_usize, 0_u32, 0_u32, 0_u32);
        let mut last = None;
        for side in sides.flatten() {
            if last == Some(side) {
                run += 1;
            } else {
                crossings += u32::from(last.is_some());
                run = 1;
            }
            useful += 1;
            longest = longest.max(run);
            last = Some(side);
        }
        Some(RunCount {
            useful,
            longest,
            longest_by_chance: longest_by_chance(useful)?,
            crossings,
            fewest_by_chance: self.fewest(useful)?,
        })
    }

    fn fewest(&mut self, useful: usize) -> Option<u32> {
        if let Some(known) = self.0.get(useful).copied().flatten() {
            return Some(known);
        }
        if self.0.len() <= useful {
            self.0.resize(useful + 1, None);
        }
        let found = fewest_crossings(useful)?;
        if let Some(place) = self.0.get_mut(useful) {
            *place = Some(found);
        }
        Some(found)
    }
}

/// The longest run that chance makes likely: the logarithm to base 2 of the useful readings, rounded, plus 3.
pub(super) fn longest_by_chance(useful: usize) -> Option<u32> {
    (useful >= 2).then(|| libm::rint(libm::log2(useful as f64)) as u32 + 3)
}

/// The smallest number of crossings that chance undershoots in fewer than 5 of 100 series.
fn fewest_crossings(useful: usize) -> Option<u32> {
    let chances = useful.checked_sub(1).filter(|&chances| chances > 0)? as u64;
    let often_enough = |crossings: u64| binomial::at_most(crossings, chances, 0.5).map(|share| share >= 0.05);
    // The normal distribution comes within one or two, so that few sums are made.
    let half = chances as f64 / 2.0;
    let mut fewest = (half - 1.645 * half.sqrt() / std::f64::consts::SQRT_2).max(0.0) as u64;
    while !often_enough(fewest)? {
        fewest += 1;
    }
    while fewest > 0 && often_enough(fewest - 1)? {
        fewest -= 1;
    }
    u32::try_from(fewest).ok()
}
