use std::collections::BTreeMap;

use super::Panel;

/// A panel with the level of each place and of each period taken out, exactly and at once, holes or none.
pub(crate) struct Within {
    /// Place of each row, from nought.
    places: Vec<usize>,
    periods: Vec<usize>,
    /// Rows of each place.
    rows: Vec<f64>,
    /// The lower triangle that solves for the levels of periods once those of places are out.
    triangle: Vec<Vec<f64>>,
    /// How many columns the levels amount to.
    pub(crate) absorbed: usize,
}

impl Within {
    pub(crate) fn of(panel: &Panel<'_>) -> Option<Self> {
        let (places, number_of_places) = numbered(panel.places);
        let (periods, number_of_periods) = numbered(panel.periods);
        let mut rows = vec![0.0; number_of_places];
        let mut matrix = vec![vec![0.0; number_of_periods]; number_of_periods];
        let mut of_place: Vec<Vec<usize>> = vec![Vec::new(); number_of_places];
        for (place, period) in places.iter().zip(&periods) {
            rows[*place] += 1.0;
            matrix[*period][*period] += 1.0;
            of_place[*place].push(*period);
        }
        for (held, rows) in of_place.iter().zip(&rows) {
            for a in held {
                for b in held {
                    matrix[*a][*b] -= 1.0 / rows;
                }
            }
        }
        let rank = factor(&mut matrix);
        Some(Self {
            absorbed: number_of_places + rank,
            places,
            periods,
            rows,
            triangle: matrix,
        })
    }

    /// What is left of a column once each place and each period has its own level.
    pub(crate) fn left(&self, column: &[f64]) -> Vec<f64> {
        let without = self.centred(column.to_vec());
        let mut sums = vec![0.0; self.triangle.len()];
        for (period, value) in self.periods.iter().zip(&without) {
            sums[*period] += value;
        }
        let levels = self.solve(sums);
        let less = column
            .iter()
            .zip(&self.periods)
            .map(|(value, period)| value - levels[*period]);
        self.centred(less.collect())
    }

    fn centred(&self, mut column: Vec<f64>) -> Vec<f64> {
        let mut sums = vec![0.0; self.rows.len()];
        for (place, value) in self.places.iter().zip(&column) {
            sums[*place] += value;
        }
        for (value, place) in column.iter_mut().zip(&self.places) {
            *value -= sums[*place] / self.rows[*place];
        }
        column
    }

    fn solve(&self, mut sums: Vec<f64>) -> Vec<f64> {
        let size = sums.len();
        for row in 0..size {
            let pivot = self.triangle[row][row];
            let known: f64 = (0..row).map(|at| self.triangle[row][at] * sums[at]).sum();
            sums[row] = if pivot > 0.0 { (sums[row] - known) / pivot } else { 0.0 };
        }
        for row in (0..size).rev() {
            let pivot = self.triangle[row][row];
            let known: f64 = (row + 1..size).map(|at| self.triangle[at][row] * sums[at]).sum();
            sums[row] = if pivot > 0.0 { (sums[row] - known) / pivot } else { 0.0 };
        }
        sums
    }
}

/// Cholesky's triangle in place, with a pivot of nought where a row says nothing new; how many say something.
fn factor(matrix: &mut [Vec<f64>]) -> usize {
    let size = matrix.len();
    let mut rank = 0;
    for row in 0..size {
        let whole = matrix[row][row];
        for column in 0..row {
            let known: f64 = (0..column).map(|at| matrix[row][at] * matrix[column][at]).sum();
            let pivot = matrix[column][column];
            matrix[row][column] = if pivot > 0.0 {
                (matrix[row][column] - known) / pivot
            } else {
                0.0
            };
        }
        let known: f64 = (0..row).map(|at| matrix[row][at] * matrix[row][at]).sum();
        let rest = whole - known;
        let new = rest > 1e-9 * whole.max(1e-300);
        matrix[row][row] = if new { rest.sqrt() } else { 0.0 };
        rank += usize::from(new);
    }
    rank
}

fn numbered(names: &[usize]) -> (Vec<usize>, usize) {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for name in names {
        numbers.entry(*name).or_default();
    }
    for (at, number) in numbers.values_mut().enumerate() {
        *number = at;
    }
    (
        names
            .iter()
            .map(|name| numbers.get(name).copied().unwrap_or_default())
            .collect(),
        numbers.len(),
    )
}
