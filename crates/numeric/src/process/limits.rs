use super::chart::Point;
use super::room::Room;
use super::rules::{Centre, Rules};
use crate::average::{finite, mean, quantile_sorted};

/// Process limits: where ordinary ups and downs stay. In the unit of the readings; never clipped to a natural bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Lower process limit.
    pub lower: f64,
    /// Two thirds of the way down to it.
    pub near_lower: f64,
    /// Two thirds of the way up to the upper limit.
    pub near_upper: f64,
    /// Upper process limit.
    pub upper: f64,
}

impl Limits {
    /// Whether a value lies strictly outside.
    #[must_use]
    pub fn outside(&self, value: f64) -> bool {
        value > self.upper || value < self.lower
    }

    /// Whether a value lies strictly beyond a near limit, outside included.
    #[must_use]
    pub fn beyond_near(&self, value: f64) -> bool {
        value > self.near_upper || value < self.near_lower
    }
}

/// Something to know before reading a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark {
    /// Which stretch it is about, counted from 0.
    pub stretch: usize,
    /// What to know.
    pub caution: Caution,
}

/// Why a chart, or part of it, should be read with care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Caution {
    /// No two neighbouring periods have readings: there are no limits and no signals.
    TooFew,
    /// Every reading the limits would rest on is the same: there are no limits and no signals.
    NoMovement,
    /// Screening would drop every movement there is and leave limits of no width: there are no limits and no signals.
    /// A chart of the time between events fits such data.
    LimitsCollapse,
    /// The limits rest on this few readings; they will move as more arrive.
    Short {
        /// Readings the limits rest on.
        readings: usize,
    },
    /// More than half of the movements are nought: the limits are too narrow and the rules fire too often.
    MostlyStill,
    /// A missing period ends a run that would have been a signal had the rules passed over the gap.
    GapHidesSignal,
    /// A restart was asked for at this place, which is not inside the series; it was not made.
    RestartOutside {
        /// The place asked for.
        place: usize,
    },
}

/// What a stretch rests on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Basis {
    pub centre: Option<f64>,
    pub average_move: Option<f64>,
    pub limits: Option<Limits>,
    pub readings: usize,
    pub caution: Option<Caution>,
    pub mostly_still: bool,
}

/// Centre, average movement and limits of the points given.
pub(super) fn basis(points: &[Point], rules: &Rules, room: &mut Room) -> Basis {
    let known = points.iter().filter_map(|point| point.value);
    let centre = match rules.centre {
        Centre::Mean => mean(known.clone()),
        Centre::Median => {
            let sorted = &mut room.sorted;
            sorted.clear();
            sorted.extend(known.clone());
            sorted.sort_unstable_by(f64::total_cmp);
            quantile_sorted(sorted, 0.5)
        }
    };
    let mut basis = Basis {
        centre,
        average_move: None,
        limits: None,
        readings: known.count(),
        caution: None,
        mostly_still: false,
    };
    let moves = points
        .windows(2)
        .filter_map(|pair| Some((pair[1].value? - pair[0].value?).abs()));
    let (Some(centre), Some(first)) = (centre, mean(moves.clone())) else {
        basis.caution = Some(Caution::TooFew);
        return basis;
    };
    if first == 0.0 {
        basis.caution = Some(Caution::NoMovement);
        return basis;
    }
    let (all, still) = moves.clone().fold((0_usize, 0_usize), |(all, still), size| {
        (all + 1, still + usize::from(size == 0.0))
    });
    basis.mostly_still = 2 * still > all;
    let kept = match rules.screen {
        Some(times) => mean(moves.filter(|size| *size < times * first)),
        None => Some(first),
    };
    let Some(kept) = kept.filter(|kept| *kept > 0.0) else {
        basis.caution = Some(Caution::LimitsCollapse);
        return basis;
    };
    basis.average_move = Some(kept);
    basis.limits = around(centre, kept, rules.width);
    if basis.limits.is_none() {
        basis.caution = Some(Caution::TooFew);
    }
    basis
}

fn around(centre: f64, average_move: f64, width: f64) -> Option<Limits> {
    let near = 2.0 * (width / 3.0);
    Some(Limits {
        lower: finite(centre - width * average_move)?,
        near_lower: finite(centre - near * average_move)?,
        near_upper: finite(centre + near * average_move)?,
        upper: finite(centre + width * average_move)?,
    })
}
