/// How much of an agreement it is when two raters choose these two categories: 1 for the same, down to 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Only the same category is agreement.
    Identity,
    /// By how many categories lie between.
    Ordinal,
    /// By the distance of the categories' numbers.
    Linear,
    /// By the square of their distance.
    Quadratic,
}

impl Weights {
    /// The weight of every pair of categories, which rise.
    ///
    /// Source: Gwet (2014), Handbook of inter-rater reliability, 4th edition, chapter 3.
    #[must_use]
    pub fn matrix(self, categories: &[f64]) -> Vec<Vec<f64>> {
        let size = categories.len();
        let span = categories
            .last()
            .zip(categories.first())
            .map_or(0.0, |(last, first)| last - first);
        let pairs = |apart: usize| (apart * (apart + 1)) as f64 / 2.0;
        let weight = |row: usize, column: usize| {
            if row == column {
                return 1.0;
            }
            let apart = row.abs_diff(column);
            let distance = (categories[row] - categories[column]).abs() / span;
            match self {
                Self::Identity => 0.0,
                Self::Ordinal => 1.0 - pairs(apart) / pairs(size - 1),
                Self::Linear => 1.0 - distance,
                Self::Quadratic => 1.0 - distance * distance,
            }
        };
        (0..size)
            .map(|row| (0..size).map(|column| weight(row, column)).collect())
            .collect()
    }
}
