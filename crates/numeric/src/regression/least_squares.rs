use super::Square;
use crate::average::finite;

/// Below this share of a column's own length, what the columns before it leave of it is nothing new.
const NOTHING_NEW: f64 = 1e-9;

/// Coefficients with what standard errors are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// One a column.
    pub coefficients: Vec<f64>,
    /// What the columns make of each row.
    pub fitted: Vec<f64>,
    /// What they leave of each row.
    pub residuals: Vec<f64>,
    /// Sum of squares of what they leave, each times its weight.
    pub left: f64,
    /// The inverse of the product of the design with itself.
    pub(super) bread: Square,
    /// The design, each row times the square root of its weight.
    pub(super) columns: Vec<Vec<f64>>,
    /// What is left of each row, times the square root of its weight.
    pub(super) weighed: Vec<f64>,
    /// The logarithm of the determinant of the product of the design with itself.
    pub(super) log_determinant: f64,
    /// Columns taken out of everything beforehand, such as one a place.
    pub(super) absorbed: usize,
}

impl Fit {
    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.residuals.len()
    }

    /// How many columns, with those taken out beforehand.
    #[must_use]
    pub fn spent(&self) -> usize {
        self.columns.len() + self.absorbed
    }

    /// Rows less columns: what is left to judge the scatter by.
    #[must_use]
    pub fn freedom(&self) -> usize {
        self.rows().saturating_sub(self.spent())
    }

    /// The same fit when this many columns were taken out of everything beforehand.
    #[must_use]
    pub(crate) fn absorbing(self, absorbed: usize) -> Self {
        Self { absorbed, ..self }
    }

    /// Variance of what is left; `None` without spare rows.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        match self.freedom() {
            0 => None,
            freedom => finite(self.left / freedom as f64),
        }
    }

    /// Whether anything is left but what rounding leaves.
    #[must_use]
    pub fn scatters(&self) -> bool {
        let whole: f64 = self.fitted.iter().map(|it| it * it).sum();
        self.residuals.iter().map(|it| it * it).sum::<f64>() > 1e-24 * whole
    }

    /// Durbin and Watson's ratio: about 2 when neighbours are unrelated, below when they are alike. `None` when nothing
    /// is left or there are fewer than two rows.
    ///
    /// Source: Durbin and Watson (1950), Testing for serial correlation in least squares regression.
    #[must_use]
    pub fn durbin_watson(&self) -> Option<f64> {
        let steps: f64 = self
            .residuals
            .iter()
            .zip(self.residuals.iter().skip(1))
            .map(|(a, b)| (b - a) * (b - a))
            .sum();
        let whole: f64 = self.residuals.iter().map(|it| it * it).sum();
        (self.rows() > 1 && whole > 0.0).then(|| steps / whole).and_then(finite)
    }
}

/// Ordinary least squares of `values` on `columns`.
///
/// `None` when there are no columns, fewer rows than columns, columns of another length, columns that say the same
/// twice, or a number that is not finite. Solved by Householder reflections of columns scaled to length one, so that
/// units of 1e-12 and 1e12 may stand side by side.
/// Source: Golub and Van Loan, Matrix computations, 5.2.
#[must_use]
pub fn least_squares(columns: &[Vec<f64>], values: &[f64]) -> Option<Fit> {
    solve(columns, values, None)
}

/// The same with a weight above 0 a row: the inverse of its variance.
#[must_use]
pub fn weighted(columns: &[Vec<f64>], values: &[f64], weights: &[f64]) -> Option<Fit> {
    let right = weights.len() == values.len() && weights.iter().all(|it| *it > 0.0 && it.is_finite());
    right.then(|| solve(columns, values, Some(weights)))?
}

fn solve(columns: &[Vec<f64>], values: &[f64], weights: Option<&[f64]>) -> Option<Fit> {
    let sound = |column: &[f64]| column.len() == values.len() && column.iter().all(|it| it.is_finite());
    if columns.is_empty() || values.len() < columns.len() || !sound(values) || !columns.iter().all(|it| sound(it)) {
        return None;
    }
    let roots: Option<Vec<f64>> = weights.map(|weights| weights.iter().map(|it| it.sqrt()).collect());
    let weigh = |column: &[f64]| match &roots {
        Some(roots) => column.iter().zip(roots).map(|(value, root)| value * root).collect(),
        None => column.to_vec(),
    };
    let design: Vec<Vec<f64>> = columns.iter().map(|it| weigh(it)).collect();
    let mut triangle = Triangle::of(&design)?;
    let coefficients = triangle.solve(weigh(values))?;
    let fitted: Vec<f64> = (0..values.len())
        .map(|row| {
            columns
                .iter()
                .zip(&coefficients)
                .map(|(column, b)| column[row] * b)
                .sum()
        })
        .collect();
    let residuals: Vec<f64> = values.iter().zip(&fitted).map(|(value, fit)| value - fit).collect();
    let weighed = weigh(&residuals);
    let left = finite(weighed.iter().map(|it| it * it).sum())?;
    Some(Fit {
        bread: triangle.inverse_of_product()?,
        log_determinant: triangle.log_determinant(),
        coefficients,
        fitted,
        residuals,
        left,
        columns: design,
        weighed,
        absorbed: 0,
    })
}

/// Columns reflected until nothing is left below their diagonal.
struct Triangle {
    /// Each column scaled to length one: reflectors at and below the diagonal, the triangle above it.
    columns: Vec<Vec<f64>>,
    diagonal: Vec<f64>,
    lengths: Vec<f64>,
}

impl Triangle {
    fn of(design: &[Vec<f64>]) -> Option<Self> {
        let lengths: Vec<f64> = design.iter().map(|it| length(it)).collect();
        let mut columns: Vec<Vec<f64>> = Vec::with_capacity(design.len());
        for (column, length) in design.iter().zip(&lengths) {
            let scaled =
                (*length > 0.0 && length.is_finite()).then(|| column.iter().map(|value| value / length).collect())?;
            columns.push(scaled);
        }
        let mut diagonal = Vec::with_capacity(columns.len());
        for at in 0..columns.len() {
            let (before, rest) = columns.split_at_mut(at);
            let (column, after) = rest.split_first_mut()?;
            debug_assert_eq!(before.len(), at);
            let size = length(column.get(at..)?);
            if size < NOTHING_NEW {
                return None;
            }
            let head = column.get_mut(at)?;
            let turned = if *head > 0.0 { -size } else { size };
            *head -= turned;
            diagonal.push(turned);
            for other in after {
                reflect(column.get(at..)?, other.get_mut(at..)?);
            }
        }
        Some(Self {
            columns,
            diagonal,
            lengths,
        })
    }

    fn solve(&mut self, mut values: Vec<f64>) -> Option<Vec<f64>> {
        for (at, column) in self.columns.iter().enumerate() {
            reflect(column.get(at..)?, values.get_mut(at..)?);
        }
        let mut found = self.back(&values);
        for (value, length) in found.iter_mut().zip(&self.lengths) {
            *value = finite(*value / length)?;
        }
        Some(found)
    }

    /// Solves the triangle for the first rows of `values`, in units of the scaled columns.
    fn back(&self, values: &[f64]) -> Vec<f64> {
        let size = self.columns.len();
        let mut found = values[..size].to_vec();
        for at in (0..size).rev() {
            for later in at + 1..size {
                found[at] -= self.columns[later][at] * found[later];
            }
            found[at] /= self.diagonal[at];
        }
        found
    }

    fn inverse_of_product(&self) -> Option<Square> {
        let size = self.columns.len();
        let mut out = Square::zero(size);
        let mut inverse: Vec<Vec<f64>> = Vec::with_capacity(size);
        for at in 0..size {
            let mut unit = vec![0.0; size];
            unit[at] = 1.0;
            inverse.push(self.back(&unit));
        }
        for row in 0..size {
            for column in 0..size {
                let sum: f64 = inverse.iter().map(|it| it[row] * it[column]).sum();
                *out.cell(row, column) = finite(sum / self.lengths[row] / self.lengths[column])?;
            }
        }
        Some(out)
    }

    fn log_determinant(&self) -> f64 {
        let parts = self.diagonal.iter().zip(&self.lengths);
        2.0 * parts
            .map(|(d, length)| libm::log(d.abs()) + libm::log(*length))
            .sum::<f64>()
    }
}

fn length(column: &[f64]) -> f64 {
    let most = column.iter().fold(0.0, |most: f64, it| most.max(it.abs()));
    if most == 0.0 || !most.is_finite() {
        return most;
    }
    most * column.iter().map(|it| (it / most) * (it / most)).sum::<f64>().sqrt()
}

/// Mirrors `other` in the plane that `mirror` stands upright on.
fn reflect(mirror: &[f64], other: &mut [f64]) {
    let square: f64 = mirror.iter().map(|it| it * it).sum();
    if square == 0.0 {
        return;
    }
    let along: f64 = mirror.iter().zip(other.iter()).map(|(m, o)| m * o).sum();
    let step = 2.0 * along / square;
    for (value, m) in other.iter_mut().zip(mirror) {
        *value -= step * m;
    }
}
