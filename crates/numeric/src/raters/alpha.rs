use super::{Ratings, Undefined};

/// How far apart two ratings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Apart when not the same.
    Nominal,
    /// By how many ratings lie between.
    Ordinal,
    /// By the square of their difference.
    Interval,
    /// By the square of their difference over their sum; for ratings not below 0.
    Ratio,
}

/// Krippendorff's alpha: one less disagreement seen over disagreement expected.
///
/// Items with one rating are left out. Takes time as items times raters, and the square of the categories.
///
/// # Errors
/// [`Undefined::NothingToCompare`], or [`Undefined::AllTheSame`] when no two ratings of comparable items differ.
///
/// Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability.
pub fn alpha(ratings: &Ratings, metric: Metric) -> Result<f64, Undefined> {
    let size = ratings.categories().len();
    let table: Vec<Vec<f64>> = ratings
        .table()
        .into_iter()
        .filter(|row| row.iter().sum::<f64>() > 1.0)
        .collect();
    if table.is_empty() {
        return Err(Undefined::NothingToCompare);
    }
    let mut totals = vec![0.0; size];
    for row in &table {
        totals.iter_mut().zip(row).for_each(|(total, count)| *total += count);
    }
    let apart = distances(&totals, ratings.categories(), metric);
    let whole: f64 = totals.iter().sum();
    let across = |counts: &[f64]| {
        let mut sum = 0.0;
        for (row, a) in counts.iter().enumerate().filter(|(_, a)| **a > 0.0) {
            sum += counts
                .iter()
                .zip(&apart[row])
                .map(|(b, apart)| a * b * apart)
                .sum::<f64>();
        }
        sum
    };
    let seen: f64 = table
        .iter()
        .map(|row| across(row) / (row.iter().sum::<f64>() - 1.0))
        .sum();
    let expected = across(&totals) / (whole - 1.0);
    match expected > 0.0 {
        true => Ok(1.0 - seen / expected),
        false => Err(Undefined::AllTheSame),
    }
}

fn distances(totals: &[f64], categories: &[f64], metric: Metric) -> Vec<Vec<f64>> {
    let between = |a: usize, b: usize| -> f64 {
        if a == b {
            return 0.0;
        }
        let (low, high) = (a.min(b), a.max(b));
        match metric {
            Metric::Nominal => 1.0,
            Metric::Ordinal => {
                let ranks: f64 = totals[low..=high].iter().sum::<f64>() - (totals[low] + totals[high]) / 2.0;
                ranks * ranks
            }
            Metric::Interval => (categories[a] - categories[b]) * (categories[a] - categories[b]),
            Metric::Ratio => {
                let sum = categories[a] + categories[b];
                let part = if sum == 0.0 {
                    0.0
                } else {
                    (categories[a] - categories[b]) / sum
                };
                part * part
            }
        }
    };
    (0..totals.len())
        .map(|a| (0..totals.len()).map(|b| between(a, b)).collect())
        .collect()
}
