use crate::average::{finite, mean, quantile};

/// How ratings of one item on a scale lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// How many ratings.
    pub ratings: usize,
    /// The middle rating.
    pub median: f64,
    /// The width of the middle half (type-7 quantiles).
    pub middle_half: f64,
    /// Least and most.
    pub range: (f64, f64),
    /// Standard deviation; absent with one rating.
    pub deviation: Option<f64>,
    /// Mean distance from the median.
    pub from_median: f64,
    /// Tastle and Wierman's consensus: 1 when all say the same, 0 when half are at either end.
    pub consensus: f64,
    /// Van der Eijk's agreement A: 1 when all say the same, 0 when evenly spread, -1 when half are at either end.
    pub agreement: f64,
    /// James, Demaree and Wolf's r_wg against an evenly spread scale: 1 when all say the same, below 0 when wider than
    /// even; absent with one rating.
    pub within: Option<f64>,
}

/// How ratings lie on a scale whose categories are equally far apart and rise.
///
/// `None` without ratings, with fewer than three categories, or when a rating is none of them.
/// Source: Tastle and Wierman (2007), Consensus and dissention; van der Eijk (2001), Measuring agreement in ordered
/// rating scales; James, Demaree and Wolf (1984), Estimating within-group interrater reliability.
#[must_use]
pub fn spread(ratings: &[f64], categories: &[f64]) -> Option<Spread> {
    let size = categories.len();
    let mut counts = vec![0.0; size];
    for rating in ratings {
        *counts.get_mut(categories.iter().position(|it| it == rating)?)? += 1.0;
    }
    let (least, most) = (*categories.first()?, *categories.last()?);
    if size < 3 || ratings.is_empty() || most <= least {
        return None;
    }
    let n = ratings.len() as f64;
    let centre = mean(ratings.iter().copied())?;
    let median = quantile(ratings, 0.5)?;
    let square: f64 = ratings.iter().map(|it| (it - centre) * (it - centre)).sum();
    let variance = (ratings.len() > 1).then(|| square / (n - 1.0));
    let shares: Vec<f64> = counts.iter().map(|count| count / n).collect();
    let width = most - least;
    let consensus: f64 = shares
        .iter()
        .zip(categories)
        .filter(|(share, _)| **share > 0.0)
        .map(|(share, category)| share * libm::log2(1.0 - (category - centre).abs() / width))
        .sum();
    let step = width / (size as f64 - 1.0);
    let even = step * step * (size * size - 1) as f64 / 12.0;
    let fold = |of: fn(f64, f64) -> f64, from: f64| ratings.iter().copied().fold(from, of);
    Some(Spread {
        ratings: ratings.len(),
        median,
        middle_half: quantile(ratings, 0.75)? - quantile(ratings, 0.25)?,
        range: (fold(f64::min, f64::INFINITY), fold(f64::max, f64::NEG_INFINITY)),
        deviation: variance.map(f64::sqrt),
        from_median: finite(ratings.iter().map(|it| (it - median).abs()).sum::<f64>() / n)?,
        consensus: finite(1.0 + consensus)?,
        agreement: layers(&shares),
        within: variance.and_then(|it| finite(1.0 - it / even)),
    })
}

/// Van der Eijk's A: the shares are taken apart into layers of equal height, each judged by its pattern.
fn layers(shares: &[f64]) -> f64 {
    let mut left = shares.to_vec();
    let mut sum = 0.0;
    loop {
        let there: Vec<bool> = left.iter().map(|share| *share > 1e-12).collect();
        let number = there.iter().filter(|it| **it).count();
        if number == 0 {
            return sum;
        }
        let height = left
            .iter()
            .copied()
            .filter(|share| *share > 1e-12)
            .fold(f64::INFINITY, f64::min);
        sum += height * number as f64 * pattern(&there, number);
        for (share, there) in left.iter_mut().zip(&there) {
            if *there {
                *share -= height;
            }
        }
    }
}

/// The agreement of a pattern of categories that are there and not.
fn pattern(there: &[bool], number: usize) -> f64 {
    let size = there.len();
    let (mut one_peak, mut two_peaks) = (0.0, 0.0);
    for middle in 0..size {
        let (before, after) = (&there[..middle], &there[middle + 1..]);
        let count = |side: &[bool], wanted: bool| side.iter().filter(|it| **it == wanted).count() as f64;
        match there[middle] {
            // 110 and 011.
            true => one_peak += count(before, true) * count(after, false) + count(before, false) * count(after, true),
            // 101.
            false => two_peaks += count(before, true) * count(after, true),
        }
    }
    let size = size as f64;
    let unimodal = match one_peak + two_peaks > 0.0 {
        true => ((size - 2.0) * one_peak - (size - 1.0) * two_peaks) / ((size - 2.0) * (one_peak + two_peaks)),
        false => 1.0,
    };
    unimodal * (1.0 - (number as f64 - 1.0) / (size - 1.0))
}
