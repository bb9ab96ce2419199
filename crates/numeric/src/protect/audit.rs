//! What someone can work out who takes everything that is shown together.

use std::collections::BTreeMap;

use super::Cells;
use crate::linear::Ranges;

/// How much of a published cell is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seen {
    /// Nothing.
    Hidden,
    /// Its number.
    Exact,
    /// That its number is no more than this much below and this much above what is shown, or could be: rounding to the
    /// nearest 5 shows a number within 2.5.
    Within(f64, f64),
}

/// The least and the most a hidden cell can be for someone who knows all that is seen and that no inner cell is below
/// nought.
pub type Range = (f64, f64);

/// What is seen of some published cells, ready to be asked what follows from it.
///
/// Inner cells that nothing tells apart are taken together, and those that nothing ties together are looked at apart.
#[derive(Debug, Clone)]
pub struct Audit {
    /// The class of each inner cell.
    class_of: Vec<u32>,
    /// How many inner cells each class has.
    sizes: Vec<u32>,
    /// What each class adds up to, where that follows at once.
    known: Vec<Option<f64>>,
    parts: Vec<Part>,
    /// The part each class belongs to, and its position in it.
    place_of: Vec<(u32, u32)>,
}

/// Classes of a target that lie in it as a whole, and all that have cells in it.
type Split = (Vec<(u32, f64)>, Vec<(u32, f64)>);

/// Classes tied together by equations.
#[derive(Debug, Clone, Default)]
struct Part {
    columns: Vec<Vec<(u32, f64)>>,
    most: Vec<f64>,
    fits: Vec<f64>,
    equations: usize,
}

/// A cell to ask about: its inner cells, and how wide a range is wide enough (infinity to know it all).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target<'a> {
    /// The inner cells it sums.
    pub members: &'a [u32],
    /// The search stops when the range is as wide as this.
    pub enough: f64,
}

impl Audit {
    /// Takes in what is seen of each published cell; `inner` are true values, which make one way of filling cells in.
    /// `None` when lengths differ, or a value is below nought or not a number.
    #[must_use]
    pub fn of(cells: &Cells, inner: &[f64], seen: &[Seen]) -> Option<Self> {
        let sound = inner.iter().all(|it| it.is_finite() && *it >= 0.0);
        if inner.len() != cells.inner() || seen.len() != cells.len() || !sound {
            return None;
        }
        let rows = equations(cells, seen);
        let (class_of, columns) = classes(cells.inner(), &rows);
        let mut sizes = vec![0; columns.len()];
        let mut fits = vec![0.0; columns.len()];
        for (at, class) in class_of.iter().enumerate() {
            sizes[*class as usize] += 1;
            fits[*class as usize] += inner[at];
        }
        let settled = settled(&columns, &fits, &rows);
        let (parts, place_of) = parts(&columns, &fits, &rows, &settled);
        let known = settled.iter().zip(&fits).map(|(known, fit)| known.then_some(*fit));
        Some(Self {
            known: known.collect(),
            class_of,
            sizes,
            parts,
            place_of,
        })
    }

    /// The range of each target, in order; the same parts are searched for all of them, so ask for many at once.
    /// `None` for a target when rounding got the better of the search.
    #[must_use]
    pub fn ranges(&self, targets: &[Target<'_>]) -> Vec<Option<Range>> {
        self.ranges_within(targets, usize::MAX)
    }

    /// The same, giving up in each part after so much work (see [`Ranges::allow`]); `None` for a target whose range was
    /// then not known. Targets that were seen `enough` apart on the way are never among those.
    #[must_use]
    pub fn ranges_within(&self, targets: &[Target<'_>], work: usize) -> Vec<Option<Range>> {
        let mut open: Vec<Option<Option<Ranges<'_>>>> = vec![None; self.parts.len()];
        self.widen(targets, &mut open);
        for ranges in open.iter_mut().flatten().flatten() {
            ranges.allow(work);
        }
        targets.iter().map(|it| self.range(it, &mut open)).collect()
    }

    /// Pushes all single classes at once that need only be so wide, since most of them are.
    fn widen<'a>(&'a self, targets: &[Target<'_>], open: &mut [Option<Option<Ranges<'a>>>]) {
        let mut by_part: BTreeMap<u32, (f64, Vec<u32>)> = BTreeMap::new();
        for target in targets.iter().filter(|it| it.enough.is_finite()) {
            for (part, (_, touched)) in self.by_part(target.members).1 {
                if let [(at, _)] = touched.as_slice() {
                    let wanted = by_part.entry(part).or_default();
                    wanted.0 = wanted.0.max(target.enough);
                    wanted.1.push(*at);
                }
            }
        }
        for (part, (enough, wanted)) in by_part {
            if let Some(ranges) = self.opened(part, open) {
                ranges.widen(&wanted, enough);
            }
        }
    }

    /// The range in which a single class was seen on the way.
    fn seen(&self, target: &Target<'_>, open: &[Option<Option<Ranges<'_>>>]) -> Option<Range> {
        let ((least, most), by_part) = self.by_part(target.members);
        let mut parts = by_part.into_iter();
        let (Some((part, (whole, touched))), None) = (parts.next(), parts.next()) else {
            return None;
        };
        let [(at, _)] = touched.as_slice() else { return None };
        let (low, high) = open.get(part as usize)?.as_ref()?.as_ref()?.seen(*at as usize);
        Some((least + if whole.is_empty() { 0.0 } else { low }, most + high))
    }

    fn opened<'a, 'o>(&'a self, part: u32, open: &'o mut [Option<Option<Ranges<'a>>>]) -> Option<&'o mut Ranges<'a>> {
        let held = &self.parts[part as usize];
        open[part as usize]
            .get_or_insert_with(|| Ranges::new(held.equations, &held.columns, &held.most, &held.fits))
            .as_mut()
    }

    fn range<'a>(&'a self, target: &Target<'_>, open: &mut [Option<Option<Ranges<'a>>>]) -> Option<Range> {
        let ((mut least, mut most), by_part) = self.by_part(target.members);
        for (part, (whole, touched)) in by_part {
            let ranges = self.opened(part, open)?;
            if let ([(at, _)], true) = (touched.as_slice(), target.enough.is_finite()) {
                let (low, high) = ranges.seen(*at as usize);
                let low = if whole.is_empty() { 0.0 } else { low };
                if high - low >= target.enough {
                    (least, most) = (least + low, most + high);
                    continue;
                }
            }
            let (low, high) = match whole.len() == touched.len() {
                true => ranges.range(&whole, target.enough)?,
                false => {
                    let low = match whole.is_empty() {
                        true => 0.0,
                        false => ranges.range(&whole, f64::INFINITY)?.0,
                    };
                    // Nothing tells part of a class from the rest, so it can be nought or all of it.
                    (low, ranges.range(&touched, f64::INFINITY)?.1)
                }
            };
            (least, most) = (least + low, most + high);
        }
        Some((least, most))
    }

    /// What the known classes of a target add, and by part, of the others, the classes that lie in it as a whole and
    /// all that have cells in it.
    fn by_part(&self, members: &[u32]) -> (Range, BTreeMap<u32, Split>) {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for member in members {
            if let Some(class) = self.class_of.get(*member as usize) {
                *counts.entry(*class).or_default() += 1;
            }
        }
        let (mut settled, mut by_part): (Range, BTreeMap<u32, Split>) = ((0.0, 0.0), BTreeMap::new());
        for (class, count) in counts {
            let all = count == self.sizes[class as usize];
            if let Some(sum) = self.known[class as usize] {
                settled.1 += sum;
                settled.0 += if all { sum } else { 0.0 };
                continue;
            }
            let (part, at) = self.place_of[class as usize];
            let (whole, touched) = by_part.entry(part).or_default();
            touched.push((at, 1.0));
            if all {
                whole.push((at, 1.0));
            }
        }
        (settled, by_part)
    }
}

/// The range of every hidden published cell, none for those that are seen.
///
/// Shape: as [`Audit::of`]. Source: Hundepool et al. (2012), Statistical Disclosure Control, section 4.3: auditing.
#[must_use]
pub fn ranges(cells: &Cells, inner: &[f64], seen: &[Seen]) -> Option<Vec<Option<Range>>> {
    let audit = Audit::of(cells, inner, seen)?;
    let hidden: Vec<usize> = (0..seen.len()).filter(|at| seen[*at] == Seen::Hidden).collect();
    let target = |at: &usize| Target {
        members: cells.members(*at),
        enough: f64::INFINITY,
    };
    let found = audit.ranges(&hidden.iter().map(target).collect::<Vec<_>>());
    let mut all = vec![None; seen.len()];
    for (at, range) in hidden.into_iter().zip(found) {
        all[at] = range;
    }
    Some(all)
}

/// The ranges of [`ranges`], and how many of them were not searched to their ends because that took too much work: those
/// are at least as wide as told. Single cells are searched until they are `enough` wide before any is searched to its ends.
#[must_use]
pub fn ranges_at_least(
    cells: &Cells,
    inner: &[f64],
    seen: &[Seen],
    enough: f64,
) -> Option<(Vec<Option<Range>>, usize)> {
    let audit = Audit::of(cells, inner, seen)?;
    let hidden: Vec<usize> = (0..seen.len()).filter(|at| seen[*at] == Seen::Hidden).collect();
    let upto = |enough: f64| {
        hidden.iter().map(move |at| Target {
            members: cells.members(*at),
            enough,
        })
    };
    let mut open: Vec<Option<Option<Ranges<'_>>>> = vec![None; audit.parts.len()];
    audit.widen(&upto(enough).collect::<Vec<_>>(), &mut open);
    let (mut all, mut at_least) = (vec![None; seen.len()], 0);
    for (target, at) in upto(f64::INFINITY).zip(&hidden) {
        all[*at] = audit.range(&target, &mut open).or_else(|| {
            at_least += 1;
            audit.seen(&target, &open)
        });
    }
    Some((all, at_least))
}

/// An equation: its inner cells, and how far what is shown may be from their sum.
struct Equation<'a> {
    members: &'a [u32],
    slack: Option<(f64, f64)>,
}

/// One equation for each different sum that is seen, the exact one where it is seen twice.
fn equations<'a>(cells: &'a Cells, seen: &[Seen]) -> Vec<Equation<'a>> {
    let mut found: BTreeMap<&[u32], Option<(f64, f64)>> = BTreeMap::new();
    for (at, seen) in seen.iter().enumerate() {
        let slack = match seen {
            Seen::Hidden => continue,
            Seen::Exact => None,
            Seen::Within(below, above) => Some((below.max(0.0), above.max(0.0))),
        };
        let kept = found.entry(cells.members(at)).or_insert(slack);
        *kept = match (*kept, slack) {
            (Some(kept), Some(new)) => Some((kept.0.min(new.0), kept.1.min(new.1))),
            _ => None,
        };
    }
    let filled = found.into_iter().filter(|it| !it.0.is_empty());
    filled.map(|(members, slack)| Equation { members, slack }).collect()
}

/// Inner cells that stand in the same equations are one class: the class of each, and the equations of each class.
fn classes(inner: usize, rows: &[Equation<'_>]) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut standing: Vec<Vec<u32>> = vec![Vec::new(); inner];
    for (row, equation) in rows.iter().enumerate() {
        for member in equation.members {
            standing[*member as usize].push(row as u32);
        }
    }
    let mut known: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    let mut columns = Vec::new();
    let class_of = standing.into_iter().map(|rows| {
        let next = known.len() as u32;
        *known.entry(rows).or_insert_with_key(|rows| {
            columns.push(rows.clone());
            next
        })
    });
    (class_of.collect(), columns)
}

/// Splits classes into parts that no equation ties together; what is known ties nothing.
fn parts(columns: &[Vec<u32>], fits: &[f64], rows: &[Equation<'_>], known: &[bool]) -> (Vec<Part>, Vec<(u32, u32)>) {
    let mut root: Vec<u32> = (0..columns.len() as u32).collect();
    let mut first_in: Vec<Option<u32>> = vec![None; rows.len()];
    for (class, rows) in columns.iter().enumerate().filter(|it| !known[it.0]) {
        for row in rows {
            match first_in[*row as usize] {
                None => first_in[*row as usize] = Some(class as u32),
                Some(other) => {
                    let (a, b) = (find(&mut root, other), find(&mut root, class as u32));
                    root[a as usize] = b;
                }
            }
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of: BTreeMap<u32, u32> = BTreeMap::new();
    let mut row_in: Vec<Option<u32>> = vec![None; rows.len()];
    let mut place_of = Vec::with_capacity(columns.len());
    for (class, standing) in columns.iter().enumerate() {
        let next = parts.len() as u32;
        let part = *part_of.entry(find(&mut root, class as u32)).or_insert(next);
        if part == next {
            parts.push(Part::default());
        }
        let held = &mut parts[part as usize];
        place_of.push((part, held.columns.len() as u32));
        let column = standing.iter().filter(|_| !known[class]).map(|row| {
            let fresh = held.equations as u32;
            let row = *row_in[*row as usize].get_or_insert(fresh);
            if row == fresh {
                held.equations += 1;
            }
            (row, 1.0)
        });
        let column = column.collect();
        held.columns.push(column);
        held.most.push(f64::INFINITY);
        held.fits.push(fits[class]);
    }
    for (row, equation) in rows.iter().enumerate() {
        let (Some((below, above)), Some(class), Some(own)) = (equation.slack, first_in[row], row_in[row]) else {
            continue;
        };
        let held = &mut parts[part_of[&find(&mut root, class)] as usize];
        held.columns.push(vec![(own, -1.0)]);
        held.most.push(below + above);
        held.fits.push(below);
    }
    (parts, place_of)
}

/// Which classes follow at once: alone in an exact equation, or in one that adds up to nought, over and over.
fn settled(columns: &[Vec<u32>], fits: &[f64], rows: &[Equation<'_>]) -> Vec<bool> {
    let mut open = vec![0_u32; rows.len()];
    let mut left = vec![0.0; rows.len()];
    let mut classes_in: Vec<Vec<u32>> = vec![Vec::new(); rows.len()];
    for (class, standing) in columns.iter().enumerate() {
        for row in standing.iter().map(|it| *it as usize) {
            open[row] += 1;
            left[row] += fits[class];
            classes_in[row].push(class as u32);
        }
    }
    let mut known = vec![false; columns.len()];
    let mut waiting: Vec<usize> = (0..rows.len()).collect();
    while let Some(row) = waiting.pop() {
        if rows[row].slack.is_some() || open[row] == 0 || (open[row] > 1 && left[row] > 0.0) {
            continue;
        }
        for class in classes_in[row].iter().map(|it| *it as usize) {
            if std::mem::replace(&mut known[class], true) {
                continue;
            }
            for row in columns[class].iter().map(|it| *it as usize) {
                open[row] -= 1;
                left[row] = if open[row] == 0 { 0.0 } else { left[row] - fits[class] };
                waiting.push(row);
            }
        }
    }
    known
}

fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        root[at as usize] = root[root[at as usize] as usize];
        at = root[at as usize];
    }
    at
}
