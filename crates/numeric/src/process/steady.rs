use super::attribute::Tally;
use crate::binomial;
use crate::random::Random;

/// A process in which nothing changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Steady {
    /// Independent readings from one normal distribution: what the rules were made for.
    Normal,
    /// Independent counts of events with this mean, above 0.
    Counts {
        /// Events in an average period.
        mean: f64,
    },
    /// Independent counts out of the same total, each counted with the same probability.
    Shares {
        /// That probability, strictly between 0 and 1.
        share: f64,
        /// The total: 1 to 1e15, rounded to a whole number.
        size: f64,
    },
    /// Independent numbers of cases between events, each case an event with the same probability.
    Between {
        /// Cases between two events on average, above 0.
        mean: f64,
    },
    /// Independent times between events that come with the same probability at every moment.
    Times,
    /// Normal readings of which each leans on the one before.
    Leaning {
        /// Correlation of a reading with the one before, strictly between -1 and 1.
        correlation: f64,
    },
    /// Independent normal readings on a yearly wave of twelve.
    Seasonal {
        /// Height of the wave in standard deviations of the readings about it.
        amplitude: f64,
    },
}

/// Counts whose variance is above this are drawn from the normal distribution and rounded.
const NEARLY_NORMAL: f64 = 1000.0;

/// A steady process ready to be drawn from.
pub(super) enum Source {
    Normal,
    Leaning { correlation: f64 },
    Seasonal { amplitude: f64 },
    Counts { counts: Counts, size: f64 },
    Between { log_other: f64 },
    Times,
}

/// A distribution of counts.
pub(super) enum Counts {
    /// The share of counts up to and including each, from the first.
    Listed {
        first: f64,
        up_to: Vec<f64>,
    },
    Rounded {
        mean: f64,
        deviation: f64,
        most: f64,
    },
}

impl Source {
    /// `None` when the process is outside its ranges.
    pub(super) fn of(process: Steady) -> Option<Self> {
        Some(match process {
            Steady::Normal => Self::Normal,
            Steady::Times => Self::Times,
            Steady::Leaning { correlation } if correlation > -1.0 && correlation < 1.0 => Self::Leaning { correlation },
            Steady::Seasonal { amplitude } if amplitude.is_finite() => Self::Seasonal { amplitude },
            Steady::Between { mean } if mean > 0.0 && mean.is_finite() => Self::Between {
                log_other: libm::log(mean / (mean + 1.0)),
            },
            Steady::Counts { mean } if mean > 0.0 && mean <= 1e15 => {
                let log = libm::log(mean);
                let chance = |count: f64| Some(libm::exp(count * log - mean - libm::lgamma(count + 1.0)));
                Self::Counts {
                    counts: Counts::of(mean, mean, f64::INFINITY, chance)?,
                    size: 1.0,
                }
            }
            Steady::Shares { share, size } if share > 0.0 && share < 1.0 && (1.0..=1e15).contains(&size) => {
                let size = size.round();
                let chance = |count: f64| binomial::probability(count as u64, size as u64, share);
                Self::Counts {
                    counts: Counts::of(size * share, size * share * (1.0 - share), size, chance)?,
                    size,
                }
            }
            _ => return None,
        })
    }

    /// Draws one series.
    pub(super) fn fill(&self, drawn: &mut [Tally], random: &mut Random) {
        let mut last = 0.0;
        for (place, tally) in drawn.iter_mut().enumerate() {
            let count = match self {
                Self::Normal => random.normal(),
                Self::Leaning { .. } if place == 0 => random.normal(),
                Self::Leaning { correlation } => {
                    correlation * last + (1.0 - correlation * correlation).sqrt() * random.normal()
                }
                Self::Seasonal { amplitude } => {
                    let turn = std::f64::consts::TAU * ((place % 12) as f64 / 12.0);
                    amplitude * libm::sin(turn) + random.normal()
                }
                Self::Counts { counts, .. } => counts.draw(random),
                Self::Between { log_other } => (libm::log(1.0 - random.uniform()) / log_other).floor(),
                // Never nought, since the number drawn is below 1.
                Self::Times => -libm::log1p(-(random.uniform() + f64::EPSILON / 4.0)),
            };
            last = count;
            let size = if let Self::Counts { size, .. } = self {
                *size
            } else {
                1.0
            };
            *tally = Tally { count, size };
        }
    }
}

impl Counts {
    fn of(mean: f64, variance: f64, most: f64, chance: impl Fn(f64) -> Option<f64>) -> Option<Self> {
        let deviation = variance.sqrt();
        if variance > NEARLY_NORMAL {
            return Some(Self::Rounded { mean, deviation, most });
        }
        let reach = 9.0 * deviation + 25.0;
        let first = (mean - reach).floor().max(0.0);
        let last = (mean + reach).ceil().min(most);
        let (mut up_to, mut sum, mut count) = (Vec::new(), 0.0, first);
        while count <= last {
            sum += chance(count)?;
            up_to.push(sum);
            count += 1.0;
        }
        Some(Self::Listed { first, up_to })
    }

    fn draw(&self, random: &mut Random) -> f64 {
        match self {
            Self::Listed { first, up_to } => {
                let bar = random.uniform();
                let place = up_to.partition_point(|share| *share <= bar);
                first + place.min(up_to.len().saturating_sub(1)) as f64
            }
            Self::Rounded { mean, deviation, most } => (mean + deviation * random.normal()).round().clamp(0.0, *most),
        }
    }
}
