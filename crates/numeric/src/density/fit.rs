use super::Placed;

/// The highest degree fitted here, and one more.
const MOST: usize = 5;

/// A polynomial through the empirical distribution on one side of a threshold.
pub(super) struct Fit {
    /// Its coefficients at the threshold, in the values' unit.
    coefficients: [f64; MOST],
    /// Of the density, by the jackknife.
    pub(super) variance: f64,
}

impl Fit {
    /// The slope of the distribution at the threshold.
    pub(super) fn density(&self) -> f64 {
        self.coefficients[1]
    }

    /// The coefficient of a power of the distance.
    pub(super) fn coefficient(&self, power: usize) -> f64 {
        self.coefficients.get(power).copied().unwrap_or_default()
    }
}

/// Fits the values of one side within a reach, the nearest heaviest. `number` counts the values of both sides.
pub(super) fn fit(side: &[Placed], reach: f64, degree: usize, number: f64) -> Option<Fit> {
    if reach.is_nan() || reach <= 0.0 || degree >= MOST {
        return None;
    }
    let terms = degree + 1;
    let (mut moments, mut right) = ([0.0; 2 * MOST], [0.0; MOST]);
    for it in side {
        let u = it.x / reach;
        let mut weight = 1.0 - u.abs();
        for (power, sum) in moments.iter_mut().enumerate().take(2 * terms - 1) {
            *sum += weight;
            if let Some(right) = right.get_mut(power).filter(|_| power < terms) {
                *right += weight * it.share;
            }
            weight *= u;
        }
    }
    let square = |row: usize, column: usize| moments[row + column];
    let mut slope = [0.0; MOST];
    slope[1] = 1.0;
    let [mut coefficients, pull] = solved(square, terms, [right, slope])?;
    let mut scale = 1.0;
    for it in &mut coefficients {
        *it /= scale;
        scale *= reach;
    }
    let pull = pull.map(|it| it / reach);
    Some(Fit {
        coefficients,
        variance: spread(side, reach, &pull, number),
    })
}

/// The sum of squares of what each value pulls the slope by: its own step of the distribution, felt by all after it.
fn spread(side: &[Placed], reach: f64, pull: &[f64; MOST], number: f64) -> f64 {
    let weight = |it: &Placed| {
        let u = it.x / reach;
        let along = pull.iter().rev().fold(0.0, |sum, it| sum * u + it);
        (1.0 - u.abs()) * along / (number - 1.0)
    };
    let (mut sum, mut after) = (0.0, 0.0);
    // From the last: equal values all feel what comes after the first of them.
    for group in side.chunk_by(|a, b| a.x == b.x).rev() {
        let (first, each) = (group.len() as f64 - 1.0, group.first().map_or(0.0, weight));
        let felt: f64 = after + first * each;
        sum += group.len() as f64 * felt * felt;
        after = felt + each;
    }
    sum
}

/// Solves the symmetric system for two right sides, by elimination with the largest pivot. `None` when singular.
fn solved(square: impl Fn(usize, usize) -> f64, terms: usize, right: [[f64; MOST]; 2]) -> Option<[[f64; MOST]; 2]> {
    let mut rows = [[0.0; MOST + 2]; MOST];
    for (at, row) in rows.iter_mut().enumerate().take(terms) {
        for (column, it) in row.iter_mut().enumerate().take(terms) {
            *it = square(at, column);
        }
        (row[MOST], row[MOST + 1]) = (right[0][at], right[1][at]);
    }
    let largest = rows[0][0].abs();
    for at in 0..terms {
        let pivot = (at..terms).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()))?;
        rows.swap(at, pivot);
        let head = rows[at];
        if head[at].is_nan() || head[at].abs() <= largest * 1e-14 {
            return None;
        }
        for row in rows.iter_mut().take(terms).skip(at + 1) {
            let factor = row[at] / head[at];
            row.iter_mut().zip(head).for_each(|(it, above)| *it -= factor * above);
        }
    }
    let mut out = [[0.0; MOST]; 2];
    for (which, out) in out.iter_mut().enumerate() {
        for at in (0..terms).rev() {
            let known: f64 = (at + 1..terms).map(|column| rows[at][column] * out[column]).sum();
            out[at] = (rows[at][MOST + which] - known) / rows[at][at];
        }
    }
    out.iter().flatten().all(|it| it.is_finite()).then_some(out)
}
