use super::Interval;
use crate::binomial::beta_share;

/// How often an end is halved towards: enough for every digit of a share as small as one in a million million.
const HALVINGS: usize = 140;

/// The exact binomial interval for a share of `count` out of `total`, as a share of 1; counts need not be whole.
///
/// It is never too narrow, and wider than [`super::wilson`] for it. `None` as there.
/// Source: Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial.
#[must_use]
pub fn exact_binomial(count: f64, total: f64, level: f64) -> Option<Interval> {
    let sound = total > 0.0 && total.is_finite() && (0.0..=total).contains(&count) && level > 0.0 && level < 1.0;
    if !sound {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    let rest = total - count;
    let lower = if count == 0.0 {
        0.0
    } else {
        where_share(tail, count, rest + 1.0)
    };
    // The upper end is one less the lower end of what was not counted, so that it keeps its digits near one.
    let upper = if rest == 0.0 {
        1.0
    } else {
        1.0 - where_share(tail, rest, count + 1.0)
    };
    Some(Interval { lower, upper })
}

/// Where the beta distribution has this share below it.
fn where_share(share: f64, a: f64, b: f64) -> f64 {
    let (mut below, mut above) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(below, above);
        if beta_share(middle, a, b) < share {
            below = middle;
        } else {
            above = middle;
        }
        if above - below <= f64::EPSILON * below {
            break;
        }
    }
    f64::midpoint(below, above)
}
