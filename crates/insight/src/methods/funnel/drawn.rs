use cm_numeric::funnel::{Allowance, Limits, Scale};

use super::{Asked, Place};
use crate::{FunnelChart, FunnelCurve, FunnelPoint};

/// How many points each limit is drawn through.
const DRAWN: u32 = 60;

pub(super) fn chart(asked: &Asked<'_>) -> FunnelChart {
    let (inner, outer) = asked.chosen.levels;
    let own = |it: &Place<'_>, level: f64| {
        let limits = asked.compared.limits_of(&it.unit, level, asked.chosen.allowance)?;
        Some((asked.drawn(limits.lower), asked.drawn(limits.upper)))
    };
    let point = |it: &Place<'_>| FunnelPoint {
        place: it.share.place.clone(),
        numerator: it.share.count,
        size: it.share.total,
        value: asked.drawn(it.unit.value),
        z: asked.z(it),
        outside: asked.leading(it).map(|side| asked.signal(side)),
        outside_chance: asked.side(it, Allowance::Chance).map(|side| asked.signal(side)),
        inner: own(it, inner),
        outer: own(it, outer),
    };
    let sizes = sizes(asked);
    let curve = |allowance: Allowance| {
        let at = |size: &f64| {
            let pair = |level: f64| {
                asked
                    .compared
                    .limits(*size, level, allowance)
                    .map(|it| (asked.drawn(it.lower), asked.drawn(it.upper)))
            };
            Some(FunnelCurve {
                size: *size,
                inner: pair(inner)?,
                outer: pair(outer)?,
            })
        };
        sizes.iter().filter_map(at).collect()
    };
    let size_is = match asked.compared.scale {
        Scale::LogRatio | Scale::RootRatio => "expected",
        Scale::Share | Scale::Counts => "cases",
        Scale::Rate => "exposure",
    };
    FunnelChart {
        unit: asked.unit_name(),
        size_is: asked.question.size_is.clone().unwrap_or_else(|| size_is.to_owned()),
        centre: asked.drawn(asked.compared.centre),
        centre_is: match asked.chosen.target {
            Some(_) => "target".to_owned(),
            None => asked.centre_is().to_owned(),
        },
        levels: asked.chosen.levels,
        points: asked.places.iter().map(point).collect(),
        curve: curve(asked.chosen.allowance),
        chance_only: curve(Allowance::Chance),
    }
}

/// Sizes from the smallest to the largest, closer together where limits bend; whole ones where limits are counts.
fn sizes(asked: &Asked<'_>) -> Vec<f64> {
    let all = asked.places.iter().map(|it| it.share.total);
    let (low, high) = (all.clone().fold(f64::INFINITY, f64::min), all.fold(0.0, f64::max));
    if !(low > 0.0 && high.is_finite()) {
        return Vec::new();
    }
    if low == high {
        return vec![low];
    }
    let whole = asked.compared.limits == Limits::Exact && asked.compared.scale == Scale::Share;
    let (from, to) = (low.sqrt(), high.sqrt());
    let step = (to - from) / f64::from(DRAWN - 1);
    let inner = (1..DRAWN - 1)
        .map(|at| from + f64::from(at) * step)
        .map(|root| if whole { (root * root).round() } else { root * root });
    let mut sizes: Vec<f64> = std::iter::once(low).chain(inner).collect();
    sizes.push(high);
    sizes.retain(|it| it.is_finite() && (low..=high).contains(it));
    sizes.dedup();
    sizes
}
