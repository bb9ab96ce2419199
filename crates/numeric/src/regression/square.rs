/// A small square matrix, such as the covariance of coefficients; rows and columns in the order of the design.
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// All noughts.
    #[must_use]
    pub fn zero(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The number in a row and column; `None` outside the matrix.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<f64> {
        if row >= self.size || column >= self.size {
            return None;
        }
        self.cells.get(row * self.size + column).copied()
    }

    pub(super) fn cell(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.size + column]
    }

    /// Adds `weight` times the product of a column and a row.
    pub(super) fn add_outer(&mut self, left: &[f64], right: &[f64], weight: f64) {
        for (row, l) in left.iter().enumerate() {
            for (column, r) in right.iter().enumerate() {
                self.cells[row * self.size + column] += weight * l * r;
            }
        }
    }

    /// Every number times a factor.
    #[must_use]
    pub fn times(mut self, factor: f64) -> Self {
        self.cells.iter_mut().for_each(|cell| *cell *= factor);
        self
    }

    /// The matrix product.
    #[must_use]
    pub(super) fn product(&self, other: &Self) -> Self {
        let mut out = Self::zero(self.size);
        for row in 0..self.size {
            for middle in 0..self.size {
                let left = self.cells[row * self.size + middle];
                for column in 0..self.size {
                    out.cells[row * self.size + column] += left * other.cells[middle * self.size + column];
                }
            }
        }
        out
    }

    /// The standard error of the coefficient in this place; `None` outside the matrix or below nought by rounding.
    #[must_use]
    pub fn error(&self, at: usize) -> Option<f64> {
        self.at(at, at).filter(|it| *it >= 0.0 && it.is_finite()).map(f64::sqrt)
    }

    /// The standard error of a sum of coefficients with these weights; `None` when the lengths differ.
    #[must_use]
    pub fn error_of(&self, weights: &[f64]) -> Option<f64> {
        if weights.len() != self.size {
            return None;
        }
        let mut variance = 0.0;
        for (row, left) in weights.iter().enumerate() {
            for (column, right) in weights.iter().enumerate() {
                variance += left * right * self.cells[row * self.size + column];
            }
        }
        (variance.is_finite() && variance > -1e-12 * self.cells.iter().fold(0.0, |most: f64, it| most.max(it.abs())))
            .then(|| variance.max(0.0).sqrt())
    }
}
