use super::{Ratings, Undefined};
use crate::interval::Interval;
use crate::variance_ratio;

/// An intraclass correlation with its interval and test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intraclass {
    /// The correlation; may be below 0.
    pub value: f64,
    /// Its interval; absent when raters leave nothing unexplained.
    pub interval: Option<Interval>,
    /// The ratio of variances it is tested by; absent when nothing is left to compare with.
    pub f: Option<f64>,
    /// Degrees of freedom of that ratio, upper and lower.
    pub freedom: (f64, f64),
    /// Chance of a ratio as large when items do not differ.
    pub p: Option<f64>,
}

/// The six of Shrout and Fleiss: one, two or three ways, of one rating or of the mean of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intraclasses {
    /// Each item rated by raters of its own: ICC(1,1) and ICC(1,k).
    pub one_way: (Intraclass, Intraclass),
    /// The same raters, a sample of those there could be: ICC(2,1) and ICC(2,k).
    pub sampled: (Intraclass, Intraclass),
    /// These raters and no others: ICC(3,1) and ICC(3,k).
    pub fixed: (Intraclass, Intraclass),
}

/// Intraclass correlations of ratings that are numbers, with intervals of this level, such as 0.95.
///
/// # Errors
/// [`Undefined::Holes`] when a rating is absent, [`Undefined::TooFew`] with fewer than two items or raters,
/// [`Undefined::AllTheSame`] when ratings do not differ.
///
/// Source: Shrout and Fleiss (1979), Intraclass correlations: uses in assessing rater reliability.
pub fn intraclass(ratings: &Ratings, level: f64) -> Result<Intraclasses, Undefined> {
    let rows: Option<Vec<Vec<f64>>> = ratings
        .items()
        .iter()
        .map(|item| item.iter().copied().collect())
        .collect();
    let rows = rows.ok_or(Undefined::Holes)?;
    if rows.len() < 2 || ratings.raters() < 2 {
        return Err(Undefined::TooFew);
    }
    let squares = Squares::of(&rows);
    if squares.total <= 0.0 {
        return Err(Undefined::AllTheSame);
    }
    squares.six(level).ok_or(Undefined::TooFew)
}

/// Mean squares of items, raters, what is left, and what is within items.
struct Squares {
    items: f64,
    raters: f64,
    left: f64,
    within: f64,
    total: f64,
    n: f64,
    k: f64,
}

impl Squares {
    fn of(rows: &[Vec<f64>]) -> Self {
        let (n, k) = (rows.len() as f64, rows.first().map_or(0, Vec::len) as f64);
        let mean = rows.iter().flatten().sum::<f64>() / (n * k);
        let square = |value: f64| value * value;
        let items: f64 = rows
            .iter()
            .map(|row| square(row.iter().sum::<f64>() / k - mean))
            .sum::<f64>()
            * k;
        let of_rater = |at: usize| rows.iter().filter_map(|row| row.get(at)).sum::<f64>() / n;
        let raters: f64 = (0..k as usize).map(|at| square(of_rater(at) - mean)).sum::<f64>() * n;
        let total: f64 = rows.iter().flatten().map(|it| square(it - mean)).sum();
        // What rounding leaves is nothing.
        let rest = |value: f64| if value <= 1e-12 * total { 0.0 } else { value };
        Self {
            items: items / (n - 1.0),
            raters: raters / (k - 1.0),
            left: rest(total - items - raters) / ((n - 1.0) * (k - 1.0)),
            within: rest(total - items) / (n * (k - 1.0)),
            total,
            n,
            k,
        }
    }

    fn six(&self, level: f64) -> Option<Intraclasses> {
        let Self { n, k, .. } = *self;
        let (b, j, e, w) = (self.items, self.raters, self.left, self.within);
        let one = |lower: f64, freedom: f64| Ratio::of(b, lower, n - 1.0, freedom, level);
        let (first, third) = (one(w, n * (k - 1.0))?, one(e, (n - 1.0) * (k - 1.0))?);
        let single = |f: f64| (f - 1.0) / (f + k - 1.0);
        let mean = |f: f64| 1.0 - 1.0 / f;
        let two = self.sampled(level);
        let spread = b + (k - 1.0) * e + k * (j - e) / n;
        let spread_of_mean = b + (j - e) / n;
        let many = |it: Interval| Interval {
            lower: it.lower * k / (1.0 + it.lower * (k - 1.0)),
            upper: it.upper * k / (1.0 + it.upper * (k - 1.0)),
        };
        let sampled = |value: f64, interval: Option<Interval>| {
            value.is_finite().then_some(Intraclass {
                interval,
                ..third.correlation(value, single)
            })
        };
        Some(Intraclasses {
            one_way: (
                first.correlation((b - w) / (b + (k - 1.0) * w), single),
                first.correlation((b - w) / b, mean).sound()?,
            ),
            sampled: (
                sampled((b - e) / spread, two)?,
                sampled((b - e) / spread_of_mean, two.map(many))?,
            ),
            fixed: (
                third.correlation((b - e) / (b + (k - 1.0) * e), single).sound()?,
                third.correlation((b - e) / b, mean),
            ),
        })
    }

    /// The interval of ICC(2,1), by Satterthwaite's degrees of freedom.
    fn sampled(&self, level: f64) -> Option<Interval> {
        let Self { n, k, .. } = *self;
        let (b, j, e) = (self.items, self.raters, self.left);
        let value = (b - e) / (b + (k - 1.0) * e + k * (j - e) / n);
        let ratio = j / e;
        let a = k * value * ratio;
        let c = n * (1.0 + (k - 1.0) * value) - k * value;
        let freedom = (k - 1.0) * (n - 1.0) * (a + c) * (a + c) / ((n - 1.0) * a * a + c * c);
        let p = 1.0 - (1.0 - level) / 2.0;
        let high = variance_ratio::quantile(p, n - 1.0, freedom)?;
        let low = variance_ratio::quantile(p, freedom, n - 1.0)?;
        let rest = k * j + (k * n - k - n) * e;
        let lower = n * (b - high * e) / (high * rest + n * b);
        let upper = n * (low * b - e) / (rest + n * low * b);
        (lower.is_finite() && upper.is_finite()).then_some(Interval { lower, upper })
    }
}

/// A ratio of variances with the ratios its interval ends at.
struct Ratio {
    f: Option<f64>,
    ends: Option<(f64, f64)>,
    p: Option<f64>,
    freedom: (f64, f64),
}

impl Ratio {
    fn of(upper: f64, lower: f64, upper_freedom: f64, lower_freedom: f64, level: f64) -> Option<Self> {
        let tail = 1.0 - (1.0 - level) / 2.0;
        let f = (lower > 0.0).then(|| upper / lower).filter(|it| it.is_finite());
        let high = variance_ratio::quantile(tail, upper_freedom, lower_freedom)?;
        let low = variance_ratio::quantile(tail, lower_freedom, upper_freedom)?;
        Some(Self {
            f,
            ends: f.filter(|it| *it > 0.0).map(|f| (f / high, f * low)),
            p: f.and_then(|f| variance_ratio::above(f, upper_freedom, lower_freedom)),
            freedom: (upper_freedom, lower_freedom),
        })
    }

    /// A correlation whose interval ends where those of the ratio do.
    fn correlation(&self, value: f64, of: impl Fn(f64) -> f64) -> Intraclass {
        Intraclass {
            value,
            interval: self.ends.map(|(low, high)| Interval {
                lower: of(low),
                upper: of(high),
            }),
            f: self.f,
            freedom: self.freedom,
            p: self.p,
        }
    }
}

impl Intraclass {
    fn sound(self) -> Option<Self> {
        self.value.is_finite().then_some(self)
    }
}
