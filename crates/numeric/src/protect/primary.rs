//! Which cells are unsafe by themselves.

use super::Cells;

/// Whether a count is small: below `below` and above nought, or nought too when `zeros` are to be protected.
#[must_use]
pub fn small(count: f64, below: f64, zeros: bool) -> bool {
    count < below && (zeros || count > 0.0)
}

/// Whether the `largest` biggest contributions make up at least this share of all, from 0 to 1: the dominance or
/// (n, k) rule. Contributions below nought count by their size. Nothing dominates a cell that sums to nought.
///
/// Source: Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.
#[must_use]
pub fn dominated(contributions: &[f64], largest: usize, share: f64) -> bool {
    let sizes = by_size(contributions);
    let all: f64 = sizes.iter().sum();
    let top: f64 = sizes.iter().take(largest).sum();
    all > 0.0 && top >= share * all
}

/// Whether the second largest contributor could tell the largest to within this share of it (0.1 for 10%): the p% rule.
/// So it is for one or two contributors always.
///
/// Source: Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.
#[must_use]
pub fn within_p_percent(contributions: &[f64], share: f64) -> bool {
    let sizes = by_size(contributions);
    let Some(&largest) = sizes.first() else {
        return false;
    };
    let rest: f64 = sizes.iter().skip(2).sum();
    largest > 0.0 && rest < share * largest
}

/// Whether contributions that cannot be below nought sum to nought, which tells every one of them. `false` when there are
/// none, or one is below nought.
///
/// Source: AI-SDC ACRO, default settings (zeros are disclosive).
#[must_use]
pub fn all_nought(contributions: &[f64]) -> bool {
    !contributions.is_empty() && contributions.iter().all(|it| *it == 0.0)
}

/// Whether fewer than `least` different people or organisations stand behind a cell that anybody stands behind.
#[must_use]
pub fn few<T: Ord + Copy>(contributors: &[T], least: usize) -> bool {
    let mut different = contributors.to_vec();
    different.sort_unstable();
    different.dedup();
    !different.is_empty() && different.len() < least
}

/// The sums of inner cells that a few who know themselves could see to be theirs alone: what is left of a published
/// cell without another that it holds, when at most `coalition` are left and the smaller cell is not empty. Then
/// everyone else in the larger cell is known to be in the smaller one.
///
/// Shape: a list of inner cells each. Source: Lupp and Langsrud (2021), Suppression of directly-disclosive cells in
/// frequency tables.
#[must_use]
pub fn differences(cells: &Cells, counts: &[f64], coalition: f64) -> Vec<Vec<u32>> {
    let mut holding: Vec<Vec<u32>> = vec![Vec::new(); cells.inner()];
    for at in 0..cells.len() {
        for member in cells.members(at) {
            holding[*member as usize].push(at as u32);
        }
    }
    let count = |at: usize| counts.get(at).copied().unwrap_or_default();
    let mut found = Vec::new();
    for child in (0..cells.len()).filter(|at| count(*at) > 0.0) {
        let members = cells.members(child);
        let Some(rarest) = members.iter().min_by_key(|it| holding[**it as usize].len()) else {
            continue;
        };
        for parent in holding[*rarest as usize].iter().map(|it| *it as usize) {
            let all = cells.members(parent);
            let holds = all.len() > members.len() && members.iter().all(|it| all.binary_search(it).is_ok());
            if holds && count(parent) > 0.0 && count(parent) - count(child) <= coalition {
                let left = all.iter().filter(|it| members.binary_search(it).is_err());
                found.push(left.copied().collect());
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn by_size(contributions: &[f64]) -> Vec<f64> {
    let mut sizes: Vec<f64> = contributions
        .iter()
        .map(|it| it.abs())
        .filter(|it| it.is_finite())
        .collect();
    sizes.sort_unstable_by(|a, b| b.total_cmp(a));
    sizes
}
