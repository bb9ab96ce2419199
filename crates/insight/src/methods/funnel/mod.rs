#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::{Better, Motive};
use cm_kernel::{Card, Refusal};
use cm_numeric::funnel::{self, Band, Bands, Centre, Funnel as Compared, Unit};
use cm_numeric::process::Side;

use super::Method;
use crate::shares::{Share, Shares};
use crate::{
    Chart, FunnelChart, FunnelCurve, FunnelPoint, Insight, Parameter, Question, Readings, Shape, Signal, Topic, Worked,
};

/// The fewest places that are compared.
const FEWEST: usize = 3;
/// How many points each limit is drawn through.
const DRAWN: u32 = 60;

const TAILS: Parameter = Parameter {
    name: "tails",
    does: "The share of places at either end that is pulled in to the next before the spread of places is judged.",
    default: "0.1",
    choices: &["0.1", "0"],
};

/// The funnel plot.
pub struct Funnel;

impl Method for Funnel {
    fn name(&self) -> &'static str {
        "funnel"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn form(&self) -> &'static str {
        "observation"
    }

    fn shape(&self) -> Shape {
        Shape::OneReadingAPlace
    }

    fn topic(&self) -> Topic {
        Topic::BetweenPlaces
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[TAILS]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let shares = Shares::of(readings, FEWEST)?;
        let counts: Vec<f64> = shares.places.iter().map(|it| it.count).collect();
        let totals: Vec<f64> = shares.places.iter().map(|it| it.total).collect();
        let tails = question.number(&TAILS)?;
        let compared = funnel::shares(&counts, &totals, Centre::Pooled, tails).ok_or_else(super::undefined)?;
        let places: Vec<Place<'_>> = shares
            .places
            .iter()
            .zip(&compared.units)
            .filter_map(|(share, unit)| Some(Place { share, unit: (*unit)? }))
            .collect();
        let asked = Asked {
            question,
            shares: &shares,
            compared: &compared,
            places,
        };
        let when = readings
            .span()
            .map_or_else(String::new, |(_, last)| format!("to {}", last.in_words()));
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(self.parameters()),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&when),
            findings: sentences::findings(&asked),
            figures: sentences::figures(&asked),
            chart: Chart::Funnel(asked.chart()),
            spoken: sentences::spoken(&asked),
            table: sentences::table(&asked),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A place with where it lies.
#[derive(Debug, Clone, Copy)]
struct Place<'s> {
    share: &'s Share,
    unit: Unit,
}

/// Compared places with what was asked about them.
struct Asked<'q> {
    question: &'q Question,
    shares: &'q Shares,
    compared: &'q Compared,
    places: Vec<Place<'q>>,
}

impl Asked<'_> {
    /// Places outside these limits.
    fn outside(&self, band: Band) -> usize {
        self.places.iter().filter(|it| it.unit.outside(band).is_some()).count()
    }

    /// Standard deviations from the centre once variation between places is allowed for.
    fn z(&self, place: &Place<'_>) -> f64 {
        let error = 0.5 / place.share.total.sqrt();
        let wide = (error * error + self.compared.tau_squared).sqrt();
        let z = place.unit.z * error / wide;
        if z.is_finite() { z } else { 0.0 }
    }

    fn signal(&self, side: Side) -> Signal {
        match (self.question.better, side) {
            (Better::Higher, Side::High) | (Better::Lower, Side::Low) => Signal::Improvement,
            (Better::Higher, Side::Low) | (Better::Lower, Side::High) => Signal::Concern,
            (Better::Neither, Side::High) => Signal::High,
            (Better::Neither, Side::Low) => Signal::Low,
        }
    }

    fn chart(&self) -> FunnelChart {
        let point = |it: &Place<'_>| FunnelPoint {
            place: it.share.place.clone(),
            numerator: it.share.count,
            size: it.share.total,
            value: it.unit.value,
            z: self.z(it),
            outside: it.unit.outside(Band::Adjusted998).map(|side| self.signal(side)),
            outside_chance: it.unit.outside(Band::Chance998).map(|side| self.signal(side)),
        };
        let sizes = self.sizes();
        let bands: Vec<(f64, Bands)> = sizes
            .into_iter()
            .filter_map(|size| Some((size, self.compared.bands_at(size)?)))
            .collect();
        let curve = |inner: Band, outer: Band| {
            let at = |(size, bands): &(f64, Bands)| {
                let pair = |band: Band| (bands.band(band).lower, bands.band(band).upper);
                FunnelCurve {
                    size: *size,
                    inner: pair(inner),
                    outer: pair(outer),
                }
            };
            bands.iter().map(at).collect()
        };
        FunnelChart {
            unit: self.question.unit_name(),
            size_is: self.question.size_is.clone().unwrap_or_else(|| "cases".to_owned()),
            centre: self.compared.centre,
            points: self.places.iter().map(point).collect(),
            curve: curve(Band::Adjusted95, Band::Adjusted998),
            chance_only: curve(Band::Chance95, Band::Chance998),
        }
    }

    /// Sizes from the smallest to the largest, closer together where limits bend.
    fn sizes(&self) -> Vec<f64> {
        let all = self.places.iter().map(|it| it.share.total);
        let (low, high) = (all.clone().fold(f64::INFINITY, f64::min), all.fold(0.0, f64::max));
        if !(low > 0.0 && high.is_finite()) {
            return Vec::new();
        }
        if low == high {
            return vec![low];
        }
        let (from, to) = (low.sqrt(), high.sqrt());
        let step = (to - from) / f64::from(DRAWN - 1);
        let inner = (1..DRAWN - 1)
            .map(|at| from + f64::from(at) * step)
            .map(|root| root * root);
        let mut sizes: Vec<f64> = std::iter::once(low).chain(inner).collect();
        sizes.push(high);
        sizes.retain(|it| it.is_finite());
        sizes
    }
}
