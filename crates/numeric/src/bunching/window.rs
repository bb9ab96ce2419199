use crate::{adjust, binomial};

/// How to adjust for asking at several thresholds and widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Adjust {
    /// The chance of one false alarm anywhere stays below the level, whatever the dependence.
    Holm,
    /// The expected share of false alarms among the alarms stays below the level.
    BenjaminiHochberg,
}

/// What lies within one width of one threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The line, in the unit of the values.
    pub threshold: f64,
    /// How far either side, in the same unit.
    pub width: f64,
    /// Whether the line means nothing and is here to compare with.
    pub placebo: bool,
    /// Values from `threshold - width` up to but not including the threshold.
    pub below: u64,
    /// Values from the threshold up to but not including `threshold + width`.
    pub above: u64,
    /// Exact two-sided probability of a split this uneven if either side is as likely; `None` in an empty window.
    pub p: Option<f64>,
    /// The same for more above than this or as many; `None` in an empty window.
    pub p_above: Option<f64>,
    /// `p` after adjusting for every window of the battery.
    pub adjusted: Option<f64>,
}

/// Counts values around a threshold and around placebos, in every width: widths vary slowest and the threshold comes
/// before the placebos. Values that are not finite are passed over.
///
/// A wide window also feels the slope of the values; believe a narrow one first, and none that placebos share.
/// `None` when there are no values, no widths, or a threshold or width that is not finite, or a width not above 0.
#[must_use]
pub fn battery(
    values: &[f64],
    threshold: f64,
    placebos: &[f64],
    widths: &[f64],
    adjustment: Adjust,
) -> Option<Vec<Window>> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let nonsense = !threshold.is_finite()
        || placebos.iter().any(|line| !line.is_finite())
        || widths.iter().any(|&width| !(width > 0.0 && width.is_finite()));
    if sorted.is_empty() || widths.is_empty() || nonsense {
        return None;
    }
    let mut windows = Vec::with_capacity(widths.len() * (placebos.len() + 1));
    for &width in widths {
        windows.push(window(&sorted, threshold, width, false)?);
        for &placebo in placebos {
            windows.push(window(&sorted, placebo, width, true)?);
        }
    }
    let raw: Vec<f64> = windows.iter().filter_map(|window| window.p).collect();
    let adjusted = match adjustment {
        Adjust::Holm => adjust::holm(&raw),
        Adjust::BenjaminiHochberg => adjust::benjamini_hochberg(&raw),
    }?;
    let asked = windows.iter_mut().filter(|window| window.p.is_some());
    for (window, adjusted) in asked.zip(adjusted) {
        window.adjusted = Some(adjusted);
    }
    Some(windows)
}

fn window(sorted: &[f64], threshold: f64, width: f64, placebo: bool) -> Option<Window> {
    let before = |line: f64| sorted.partition_point(|&value| value < line) as u64;
    let middle = before(threshold);
    let below = middle - before(threshold - width);
    let above = before(threshold + width) - middle;
    let (p, p_above) = if below + above == 0 {
        (None, None)
    } else {
        let total = below + above;
        (
            Some(binomial::two_sided(above, total, 0.5)?),
            Some(binomial::at_least(above, total, 0.5)?),
        )
    };
    Some(Window {
        threshold,
        width,
        placebo,
        below,
        above,
        p,
        p_above,
        adjusted: None,
    })
}
