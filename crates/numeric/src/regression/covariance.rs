use super::{Fit, Square};

/// Errors robust to scatter that differs between rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heteroskedastic {
    /// As White (1980) gave them.
    Hc0,
    /// Times rows over rows less columns.
    Hc1,
    /// Each residual over the square root of one less its leverage.
    Hc2,
    /// Each residual over one less its leverage.
    Hc3,
}

/// How a covariance by clusters allows for there being few of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clusters {
    /// Not at all.
    Cr0,
    /// Times G/(G-1): G clusters.
    Cr1,
    /// Times G/(G-1) and (n-1)/(n-k): the rule of most packages, and of R's `vcovCL` when it is not told otherwise. G
    /// counts the clusters that have rows, and k every column and every level that was taken out.
    Cr1s,
}

/// The lag up to which neighbours are taken as related: the whole part of 4 (n/100)^(2/9).
///
/// Source: Newey and West (1994), Automatic lag selection in covariance matrix estimation.
#[must_use]
pub fn newey_west_lag(rows: usize) -> usize {
    libm::floor(4.0 * libm::pow(rows as f64 / 100.0, 2.0 / 9.0)) as usize
}

impl Fit {
    /// The covariance of the coefficients when rows are unrelated and scatter alike; `None` without spare rows.
    #[must_use]
    pub fn ordinary(&self) -> Option<Square> {
        Some(self.bread.clone().times(self.variance()?))
    }

    /// The covariance when rows are unrelated and scatter as they like; `None` without spare rows.
    ///
    /// Source: MacKinnon and White (1985), Some heteroskedasticity-consistent covariance matrix estimators.
    #[must_use]
    pub fn heteroskedastic(&self, rule: Heteroskedastic) -> Option<Square> {
        self.variance()?;
        let size = self.columns.len();
        let mut meat = Square::zero(size);
        for row in 0..self.rows() {
            let x = self.row(row);
            let leverage = || self.bread.error_of(&x).map(|it| 1.0 - it * it).filter(|it| *it > 1e-12);
            let square = self.weighed[row] * self.weighed[row];
            let weight = match rule {
                Heteroskedastic::Hc0 | Heteroskedastic::Hc1 => square,
                Heteroskedastic::Hc2 => square / leverage()?,
                Heteroskedastic::Hc3 => {
                    let rest = leverage()?;
                    square / (rest * rest)
                }
            };
            meat.add_outer(&x, &x, weight);
        }
        let factor = match rule {
            Heteroskedastic::Hc1 => self.rows() as f64 / self.freedom() as f64,
            _ => 1.0,
        };
        Some(self.around(&meat).times(factor))
    }

    /// The covariance when rows up to `lag` apart in time are related, with Bartlett's falling weights, no
    /// prewhitening, and n/(n-k) for the columns spent.
    ///
    /// `times` is when each row was, rising, in whole periods: rows on either side of a missing period are as far apart
    /// as they were. `None` without spare rows, or when `times` has another length or does not rise.
    /// Source: Newey and West (1987), A simple, positive semi-definite, heteroskedasticity and autocorrelation
    /// consistent covariance matrix.
    #[must_use]
    pub fn newey_west(&self, times: &[i64], lag: usize) -> Option<Square> {
        self.variance()?;
        if times.len() != self.rows() || times.windows(2).any(|pair| matches!(pair, [a, b] if a >= b)) {
            return None;
        }
        let scores: Vec<Vec<f64>> = (0..self.rows()).map(|row| self.score(row)).collect();
        let mut meat = Square::zero(self.columns.len());
        let lag = i64::try_from(lag).ok()?;
        for (row, score) in scores.iter().enumerate() {
            meat.add_outer(score, score, 1.0);
            for (earlier, other) in scores.iter().enumerate().take(row).rev() {
                let apart = times[row].saturating_sub(times[earlier]);
                if apart > lag {
                    break;
                }
                let weight = 1.0 - apart as f64 / (lag as f64 + 1.0);
                meat.add_outer(score, other, weight);
                meat.add_outer(other, score, weight);
            }
        }
        let factor = self.rows() as f64 / self.freedom() as f64;
        Some(self.around(&meat).times(factor))
    }

    /// The covariance when rows of one cluster are related in any way; `clusters` numbers the cluster of each row.
    ///
    /// `None` without spare rows, with another length, or with fewer than two clusters.
    /// Source: Liang and Zeger (1986), Longitudinal data analysis using generalized linear models; Cameron and Miller
    /// (2015), A practitioner's guide to cluster-robust inference.
    #[must_use]
    pub fn clustered(&self, clusters: &[usize], rule: Clusters) -> Option<Square> {
        self.variance()?;
        if clusters.len() != self.rows() {
            return None;
        }
        let mut sums: std::collections::BTreeMap<usize, Vec<f64>> = std::collections::BTreeMap::new();
        for (row, cluster) in clusters.iter().enumerate() {
            let score = self.score(row);
            let sum = sums.entry(*cluster).or_insert_with(|| vec![0.0; score.len()]);
            sum.iter_mut().zip(score).for_each(|(sum, it)| *sum += it);
        }
        let mut meat = Square::zero(self.columns.len());
        for sum in sums.values() {
            meat.add_outer(sum, sum, 1.0);
        }
        let factor = rule.factor(sums.len(), self.rows(), self.spent())?;
        Some(self.around(&meat).times(factor))
    }

    fn row(&self, row: usize) -> Vec<f64> {
        self.columns.iter().map(|column| column[row]).collect()
    }

    /// What a row adds to the equations that the coefficients solve.
    fn score(&self, row: usize) -> Vec<f64> {
        self.columns
            .iter()
            .map(|column| column[row] * self.weighed[row])
            .collect()
    }

    fn around(&self, meat: &Square) -> Square {
        self.bread.product(meat).product(&self.bread)
    }
}

impl Clusters {
    /// The factor for this many clusters, rows and columns; `None` with fewer than two clusters or no spare row.
    #[must_use]
    pub fn factor(self, clusters: usize, rows: usize, columns: usize) -> Option<f64> {
        if clusters < 2 || rows <= columns {
            return None;
        }
        let of_clusters = clusters as f64 / (clusters as f64 - 1.0);
        Some(match self {
            Self::Cr0 => 1.0,
            Self::Cr1 => of_clusters,
            Self::Cr1s => of_clusters * (rows as f64 - 1.0) / (rows as f64 - columns as f64),
        })
    }
}
