//! Which further cells must be hidden so that no unsafe one follows from what is shown.

use super::Cells;
use crate::linear::field::{inverse, less, times};
use crate::linear::{Scratch, Sparse, entry, proportional};

/// What has to be protected in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsafe<'a> {
    /// The published cells.
    pub cells: &'a Cells,
    /// Whether each published cell is unsafe by itself.
    pub primary: &'a [bool],
    /// Further sums of inner cells that must not follow, each a list of inner cells.
    pub sums: &'a [Vec<u32>],
    /// Whether each inner cell is one of which somebody knows more than the table says: nobody is in it where noughts
    /// are hidden, or one person alone, who knows that. No sum of such cells may follow.
    pub singles: &'a [bool],
    /// Noughts are not hidden for their own sake: a sum of singles that takes nothing unsafe in is shown.
    pub open_singles: bool,
}

/// The order in which cells are shown if they can be: the largest first, and of equal ones that which has most to do
/// with large ones. Noughts come first of all unless they may be hidden for others (`zeros_may_hide`).
///
/// Shape: `counts` is a count for each published cell.
#[must_use]
pub fn by_size(cells: &Cells, counts: &[f64], zeros_may_hide: bool) -> Vec<u32> {
    let size = |at: usize| counts.get(at).map_or(0.0, |it| it + 1.0).abs();
    let mut through = vec![0.0; cells.inner()];
    for at in 0..cells.len() {
        for member in cells.members(at) {
            through[*member as usize] += size(at);
        }
    }
    let ties = (0..cells.len()).map(|at| cells.members(at).iter().map(|it| through[*it as usize]).sum());
    let ties: Vec<f64> = ties.collect();
    let most = ties.iter().fold(f64::MIN_POSITIVE, |most: f64, it| most.max(*it));
    let mut keys: Vec<f64> = (0..cells.len()).map(|at| size(at) + 0.99 * ties[at] / most).collect();
    if !zeros_may_hide {
        let first = 0.01 + keys.iter().fold(0.0, |most: f64, it| most.max(*it));
        for (key, count) in keys.iter_mut().zip(counts) {
            if *count == 0.0 {
                *key = first;
            }
        }
    }
    let mut order: Vec<u32> = (0..cells.len() as u32).collect();
    order.sort_by(|a, b| keys[*b as usize].total_cmp(&keys[*a as usize]));
    order
}

/// Whether each published cell is hidden: the unsafe ones, and of the others those that would give one away. Cells are
/// shown in the given order as long as no unsafe sum follows exactly from what is shown.
///
/// How narrowly it could be guessed is another question: see [`super::audit`].
///
/// Source: Langsrud (2024), Secondary cell suppression by Gaussian elimination: an algorithm suitable for handling
/// issues with zeros and singletons.
#[must_use]
pub fn hidden(question: &Unsafe<'_>, order: &[u32]) -> Vec<bool> {
    let mut shown = Shown::of(question);
    let mut hidden: Vec<bool> = (0..question.cells.len())
        .map(|at| question.primary.get(at).copied().unwrap_or_default())
        .collect();
    for at in order.iter().map(|it| *it as usize) {
        if at < hidden.len() && !hidden[at] {
            hidden[at] = !shown.show(question.cells.members(at));
        }
    }
    hidden
}

/// What follows from the cells shown so far.
struct Shown<'a> {
    /// Inner cells that follow by themselves.
    known: Vec<bool>,
    /// Vectors that follow, none holding another's leading position; by leading position.
    follows: Vec<Sparse>,
    led_by: Vec<Option<u32>>,
    /// Inner cells that must not follow by themselves, and longer sums that must not follow, less what follows.
    guarded: Vec<bool>,
    sums: Vec<Sparse>,
    singles: &'a [bool],
    open_singles: bool,
    /// Singles in a difference that was let through: a second one could make a sum of the two.
    used: Vec<bool>,
    scratch: Scratch,
}

impl<'a> Shown<'a> {
    fn of(question: &Unsafe<'a>) -> Self {
        let (cells, inner) = (question.cells, question.cells.inner());
        let mut shown = Self {
            known: vec![false; inner],
            follows: Vec::new(),
            led_by: vec![None; inner],
            guarded: vec![false; inner],
            sums: Vec::new(),
            singles: question.singles,
            open_singles: question.open_singles,
            used: vec![false; inner],
            scratch: Scratch::of(inner),
        };
        for at in (0..cells.len()).filter(|at| question.primary.get(*at).copied().unwrap_or_default()) {
            shown.guard(cells.members(at));
        }
        for sum in question.sums {
            shown.guard(sum);
        }
        shown.sums.sort_unstable();
        shown.sums.dedup();
        shown
    }

    fn guard(&mut self, members: &[u32]) {
        let members = members.iter().copied().filter(|it| (*it as usize) < self.known.len());
        let sum: Sparse = members.map(|it| (it, 1)).collect();
        self.keep_guarded(sum);
    }

    fn keep_guarded(&mut self, sum: Sparse) {
        match sum.as_slice() {
            [] => {}
            [(only, _)] => self.guarded[*only as usize] = true,
            _ => self.sums.push(sum),
        }
    }

    /// Shows a cell unless something unsafe would follow; whether it is shown.
    fn show(&mut self, members: &[u32]) -> bool {
        let adds = self.adds(members);
        if adds.is_empty() {
            return true;
        }
        if self.all_singles(&adds) && !self.sum_of_singles_may_follow(&adds) {
            return false;
        }
        if self.all_singles(&adds) && self.open_singles && even(&adds) {
            adds.iter().for_each(|it| self.learn(it.0));
            return true;
        }
        let gives_away = match adds.as_slice() {
            [(only, _)] => self.guarded[*only as usize],
            _ => self.sums.iter().any(|sum| proportional(sum, &adds)),
        };
        if !gives_away {
            self.follow(adds);
        }
        !gives_away
    }

    /// A cell less what follows already.
    fn adds(&mut self, members: &[u32]) -> Sparse {
        for member in members {
            match self.led_by[*member as usize] {
                _ if self.known[*member as usize] => {}
                Some(by) => {
                    // A leading entry is 1, so taking the vector once takes the member away.
                    self.scratch.take(&self.follows[by as usize], 1);
                    self.scratch.take_one(*member, less(0, 1));
                }
                None => self.scratch.take_one(*member, less(0, 1)),
            }
        }
        let known = &self.known;
        self.scratch.out(|at| known[at as usize])
    }

    fn all_singles(&self, vector: &[(u32, u64)]) -> bool {
        vector
            .iter()
            .all(|it| self.singles.get(it.0 as usize).copied().unwrap_or_default())
    }

    /// Whether a vector of singles alone may follow: a difference may, once; a sum only where singles are open and it
    /// takes in nothing that is guarded.
    fn sum_of_singles_may_follow(&mut self, vector: &[(u32, u64)]) -> bool {
        if !even(vector) {
            let free = !vector.iter().any(|it| self.used[it.0 as usize]);
            if free {
                vector.iter().for_each(|it| self.used[it.0 as usize] = true);
                return true;
            }
        }
        let holds = |at: u32| vector.binary_search_by_key(&at, |it| it.0).is_ok();
        self.open_singles
            && !vector.iter().any(|it| self.guarded[it.0 as usize])
            && !self.sums.iter().any(|sum| sum.iter().all(|it| holds(it.0)))
    }

    /// An inner cell is known from now on.
    fn learn(&mut self, inner: u32) {
        self.known[inner as usize] = true;
        let mut at = 0;
        while at < self.sums.len() {
            if let Ok(place) = self.sums[at].binary_search_by_key(&inner, |it| it.0) {
                self.sums[at].remove(place);
                if self.sums[at].len() < 2 {
                    let left = self.sums.swap_remove(at);
                    self.keep_guarded(left);
                    continue;
                }
            }
            at += 1;
        }
    }

    /// Takes a vector in among those that follow.
    fn follow(&mut self, mut vector: Sparse) {
        if let [(only, _)] = vector.as_slice() {
            return self.learn(*only);
        }
        let Some((lead, first)) = vector.iter().copied().max_by_key(|it| self.fitness(it.0)) else {
            return;
        };
        let scale = inverse(first);
        for it in &mut vector {
            it.1 = times(it.1, scale);
        }
        for at in 0..self.follows.len() {
            if let Some(factor) = entry(&self.follows[at], lead) {
                let old = std::mem::take(&mut self.follows[at]);
                self.follows[at] = self.reduced(&old, &vector, factor);
            }
        }
        for sum in std::mem::take(&mut self.sums) {
            let reduced = match entry(&sum, lead) {
                Some(factor) => self.reduced(&sum, &vector, factor),
                None => sum,
            };
            self.keep_guarded(reduced);
        }
        if std::mem::take(&mut self.guarded[lead as usize]) {
            let reduced = self.reduced(&[(lead, 1)], &vector, 1);
            self.keep_guarded(reduced);
        }
        self.led_by[lead as usize] = Some(self.follows.len() as u32);
        self.follows.push(vector);
    }

    fn reduced(&mut self, vector: &[(u32, u64)], by: &[(u32, u64)], factor: u64) -> Sparse {
        self.scratch.take(vector, less(0, 1));
        self.scratch.take(by, factor);
        let known = &self.known;
        self.scratch.out(|at| known[at as usize])
    }

    /// What leads: no single if possible, so that sums of singles show; else the last, which keeps vectors short where
    /// inner cells are in order of their categories.
    fn fitness(&self, inner: u32) -> (bool, u32) {
        let single = self.singles.get(inner as usize).copied().unwrap_or_default();
        (!single, inner)
    }
}

/// Whether all entries are the same, so that the vector tells a sum.
fn even(vector: &[(u32, u64)]) -> bool {
    vector.windows(2).all(|pair| pair[0].1 == pair[1].1)
}
