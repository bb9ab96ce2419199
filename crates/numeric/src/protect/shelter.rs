//! Hiding more until unsafe cells can no longer be guessed narrowly.

use super::audit::{Audit, Range, Seen, Target};
use super::secondary::{self, Unsafe};

/// A table in which unsafe cells are hidden, with others that shelter them.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheltered {
    /// Whether each published cell is hidden.
    pub hidden: Vec<bool>,
    /// Unsafe cells that can still be guessed more narrowly than wanted, with the range; empty when all are sheltered.
    pub narrow: Vec<(usize, Range)>,
}

/// Times that more is hidden before it is given up.
const ROUNDS: usize = 24;
/// Work spent in a round on cells that seem narrow; what is left then is taken to be, which hides more than it need.
const WORK: usize = 100_000_000;

/// Hides the unsafe cells, those they would follow from, and then more, until whoever knows everything shown can say
/// of no unsafe cell more than that it lies in a range at least `width` wide.
///
/// Shape: `inner` are the true values of inner cells, of nought or more; `order` is a list of published cells, those to
/// be kept first. `None` when the lengths differ, or a value is below nought or not a number.
#[must_use]
pub fn hidden(question: &Unsafe<'_>, inner: &[f64], order: &[u32], width: f64) -> Option<Sheltered> {
    let cells = question.cells;
    let sums = cells.sums(inner);
    let unsafe_cells: Vec<usize> = (0..cells.len())
        .filter(|at| question.primary.get(*at).copied().unwrap_or_default())
        .collect();
    let mut primary = question.primary.to_vec();
    primary.resize(cells.len(), false);
    let holding = holding(question);
    for round in 0..=ROUNDS {
        let with_more = Unsafe {
            primary: &primary,
            ..question.clone()
        };
        let hidden = secondary::hidden(&with_more, order);
        let work = if round < ROUNDS { WORK } else { usize::MAX };
        let narrow = narrow(question, &unsafe_cells, inner, &hidden, (width, work))?;
        let mut grown = false;
        if round < ROUNDS {
            for (at, _) in &narrow {
                let found = neighbour(question, &holding, (*at, round), &hidden, &primary, &sums, width);
                if let Some(found) = found {
                    primary[found] = true;
                    grown = true;
                }
            }
        }
        if !grown {
            return Some(Sheltered { hidden, narrow });
        }
    }
    None
}

fn narrow(
    question: &Unsafe<'_>,
    unsafe_cells: &[usize],
    inner: &[f64],
    hidden: &[bool],
    (width, work): (f64, usize),
) -> Option<Vec<(usize, Range)>> {
    if width <= 0.0 {
        return Some(Vec::new());
    }
    let seen: Vec<Seen> = hidden
        .iter()
        .map(|it| if *it { Seen::Hidden } else { Seen::Exact })
        .collect();
    let audit = Audit::of(question.cells, inner, &seen)?;
    let target = |at: &usize| Target {
        members: question.cells.members(*at),
        enough: width,
    };
    let ranges = audit.ranges_within(&unsafe_cells.iter().map(target).collect::<Vec<_>>(), work);
    // Where the search failed, nothing is taken for granted.
    let ranges = ranges.into_iter().map(|it| it.unwrap_or((0.0, 0.0)));
    let all = unsafe_cells.iter().copied().zip(ranges);
    Some(all.filter(|(_, (least, most))| most - least < width - 1e-9).collect())
}

/// The published cells each inner cell stands in.
fn holding(question: &Unsafe<'_>) -> Vec<Vec<u32>> {
    let mut holding = vec![Vec::new(); question.cells.inner()];
    for at in 0..question.cells.len() {
        for member in question.cells.members(at) {
            holding[*member as usize].push(at as u32);
        }
    }
    holding
}

/// A cell to hide besides: the smallest that can take up the width, out of a larger cell that holds the unsafe one,
/// another larger cell each round; the larger cell itself when nothing else is left in it.
fn neighbour(
    question: &Unsafe<'_>,
    holding: &[Vec<u32>],
    (target, round): (usize, usize),
    hidden: &[bool],
    primary: &[bool],
    sums: &[f64],
    width: f64,
) -> Option<usize> {
    let cells = question.cells;
    let own = cells.members(target);
    let within = |part: &[u32], whole: &[u32]| part.iter().all(|it| whole.binary_search(it).is_ok());
    let first = *own.first()? as usize;
    let larger = holding[first].iter().map(|it| *it as usize);
    let mut larger: Vec<usize> = larger
        .filter(|it| !hidden[*it] && cells.members(*it).len() > own.len() && within(own, cells.members(*it)))
        .collect();
    larger.sort_by_key(|it| cells.members(*it).len());
    let whole = *larger.get(round.checked_rem(larger.len())?)?;
    let all = cells.members(whole);
    let mut best: Option<(f64, f64, usize)> = None;
    for member in all.iter().filter(|it| own.binary_search(it).is_err()) {
        for at in holding[*member as usize].iter().map(|it| *it as usize) {
            let members = cells.members(at);
            let beside = at != whole && members.len() <= own.len().max(1) && within(members, all);
            let free = !primary[at] && sums[at] > 0.0 && !members.iter().any(|it| own.binary_search(it).is_ok());
            if beside && free {
                let key = ((width - sums[at]).max(0.0), sums[at], at);
                if best.is_none_or(|best| key < best) {
                    best = Some(key);
                }
            }
        }
    }
    Some(best.map_or(whole, |it| it.2))
}
