use cm_framework::Unit;
use cm_numeric::average::mean;
use cm_numeric::process::{Better, Kind, Tallies, Tally, attribute_chart};

use crate::laid::{Laid, Place};
use crate::{Question, Readings};

/// What kind of readings a series holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Whole numbers of events that are out of nothing.
    Counts,
    /// Counts out of totals, none above its total.
    Shares,
    /// Events over an exposure.
    Rates,
    /// Anything else.
    Measured,
}

/// What a choice of chart rests on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Summary {
    pub kept: Kept,
    pub readings: usize,
    /// Events in an average period; of shares the rarer of those counted and the others.
    pub events: f64,
    pub all_events: f64,
    /// Everything that events are out of.
    pub cases: f64,
    pub others_are_rarer: bool,
    /// The smallest and the largest total.
    pub sizes: Option<(f64, f64)>,
    /// How many times as far as chance alone explains readings spread; 1 where that is not known.
    pub beyond_chance: f64,
    /// Whether more than half of the readings repeat the one before.
    pub mostly_still: bool,
    /// `month`.
    pub period: &'static str,
}

impl Summary {
    /// `None` when the readings are no single series, or none has a number.
    pub(super) fn of(readings: &Readings, question: &Question) -> Option<Self> {
        let laid = Laid::out(readings.one_series().ok()?, &question.unit).ok()?;
        let places: Vec<&Place> = laid.places.iter().filter(|it| it.value.is_some()).collect();
        let kept = kept(&places, &question.unit);
        let counted: f64 = places.iter().filter_map(|it| it.numerator).sum();
        let cases: f64 = places.iter().filter_map(|it| it.denominator).sum();
        let others_are_rarer = kept == Kept::Shares && cases - counted < counted;
        let all_events = if others_are_rarer { cases - counted } else { counted };
        let sizes = places.iter().filter_map(|it| it.denominator);
        let ends = sizes
            .clone()
            .fold((f64::INFINITY, 0.0_f64), |(low, high), it| (low.min(it), high.max(it)));
        let values: Vec<f64> = places.iter().filter_map(|it| it.value).collect();
        let still = values.windows(2).filter(|two| two.first() == two.last()).count();
        Some(Self {
            kept,
            readings: places.len(),
            events: all_events / places.len() as f64,
            all_events,
            cases,
            others_are_rarer,
            sizes: (sizes.count() == places.len()).then_some(ends),
            beyond_chance: beyond_chance(&laid, kept),
            mostly_still: 2 * still > values.len().saturating_sub(1),
            period: laid.length.word(),
        })
    }
}

fn kept(places: &[&Place], unit: &Unit) -> Kept {
    let whole = |number: Option<f64>| number.is_some_and(|it| it >= 0.0 && it.fract() == 0.0);
    let all = |fits: &dyn Fn(&Place) -> bool| places.iter().all(|it| fits(it));
    if all(&|it| it.denominator.is_none() && whole(it.numerator)) {
        Kept::Counts
    } else if !all(&|it| whole(it.numerator) && it.denominator.is_some_and(|size| size > 0.0)) {
        Kept::Measured
    } else if *unit == Unit::Share && all(&|it| whole(it.denominator) && it.numerator <= it.denominator) {
        Kept::Shares
    } else if *unit == Unit::Share {
        Kept::Measured
    } else {
        Kept::Rates
    }
}

fn beyond_chance(laid: &Laid, kept: Kept) -> f64 {
    let spread = match kept {
        Kept::Counts => {
            let counts: Vec<f64> = laid.places.iter().filter_map(|it| it.value).collect();
            let centre = mean(counts.iter().copied());
            centre.and_then(|centre| {
                let variance = mean(counts.iter().map(|it| (it - centre) * (it - centre)))?;
                Some((variance / centre).sqrt())
            })
        }
        Kept::Shares | Kept::Rates => {
            let tally = |it: &Place| {
                let (count, size) = it.numerator.zip(it.denominator)?;
                Some(Tally { count, size })
            };
            let tallies: Vec<Option<Tally>> = laid.places.iter().map(tally).collect();
            let kind = if kept == Kept::Shares {
                Kind::SharePrime
            } else {
                Kind::RatePrime
            };
            let chart = attribute_chart(&Tallies::new(&tallies, Better::Neither), kind);
            chart.spans.first().and_then(|it| it.beyond_chance)
        }
        Kept::Measured => None,
    };
    spread.filter(|it| it.is_finite()).unwrap_or(1.0)
}
