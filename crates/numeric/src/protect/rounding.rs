//! Rounding counts so that small ones cannot be told.

use super::Cells;

/// A count to the nearest multiple of `base`, halves upward. The count itself when `base` is not above 0.
#[must_use]
pub fn nearest(count: f64, base: f64) -> f64 {
    if base > 0.0 {
        libm::floor(count / base + 0.5) * base
    } else {
        count
    }
}

/// Times that sums which became small are looked for again.
const ROUNDS: usize = 50;
/// Times that pairs are looked through for a better choice.
const PASSES: usize = 10;

/// Inner counts rounded to 0 or `base` where a published cell is small (above 0 and below `base`), and left alone
/// elsewhere, so that published sums stay as close to their true values as can be and still add up.
///
/// Shape: `inner` are whole counts of inner cells; the result has as many. `None` when they are not whole counts, their
/// number is not that of the inner cells, or `base` is below 2. The choice is the same every time.
///
/// Source: Langsrud and Heldal (2018), An algorithm for small count rounding of tabular data, Privacy in Statistical
/// Databases; the search here is another, by squared differences, without chance.
#[must_use]
pub fn small_counts(cells: &Cells, inner: &[u32], base: u32) -> Option<Vec<u32>> {
    if inner.len() != cells.inner() || base < 2 {
        return None;
    }
    let mut search = Search::of(cells, inner, base);
    for _ in 0..ROUNDS {
        let fresh = search.small();
        if fresh.is_empty() {
            break;
        }
        search.take_in(fresh);
        search.choose();
        search.improve();
    }
    Some(search.rounded())
}

struct Search<'a> {
    cells: &'a Cells,
    inner: &'a [u32],
    base: f64,
    holding: Vec<Vec<u32>>,
    /// Published sums as rounded so far, less the true ones.
    off: Vec<f64>,
    true_sums: Vec<f64>,
    /// Inner cells to round, and whether each goes up.
    chosen: Vec<u32>,
    up: Vec<Option<bool>>,
}

impl<'a> Search<'a> {
    fn of(cells: &'a Cells, inner: &'a [u32], base: u32) -> Self {
        let mut holding = vec![Vec::new(); cells.inner()];
        for at in 0..cells.len() {
            for member in cells.members(at) {
                holding[*member as usize].push(at as u32);
            }
        }
        let values: Vec<f64> = inner.iter().map(|it| f64::from(*it)).collect();
        Self {
            cells,
            inner,
            base: f64::from(base),
            holding,
            off: vec![0.0; cells.len()],
            true_sums: cells.sums(&values),
            chosen: Vec::new(),
            up: vec![None; inner.len()],
        }
    }

    /// Inner cells below the base in a published cell that is small now and are not yet rounded.
    fn small(&self) -> Vec<u32> {
        let mut fresh = Vec::new();
        for at in 0..self.cells.len() {
            let sum = self.true_sums[at] + self.off[at];
            if sum > 0.0 && sum < self.base {
                let unrounded = |it: &&u32| {
                    let count = f64::from(self.inner[**it as usize]);
                    self.up[**it as usize].is_none() && count > 0.0 && count < self.base
                };
                fresh.extend(self.cells.members(at).iter().filter(unrounded).copied());
            }
        }
        fresh.sort_unstable();
        fresh.dedup();
        fresh
    }

    /// Rounds further cells down for now.
    fn take_in(&mut self, fresh: Vec<u32>) {
        for at in fresh {
            self.up[at as usize] = Some(false);
            self.shift(at, -f64::from(self.inner[at as usize]));
            self.chosen.push(at);
        }
    }

    fn shift(&mut self, inner: u32, by: f64) {
        for at in &self.holding[inner as usize] {
            self.off[*at as usize] += by;
        }
    }

    /// By how much the squared differences grow when a cell changes by an amount. Sums count double: more is read from
    /// them.
    fn price(&self, inner: u32, by: f64) -> f64 {
        let price = |at: &u32| {
            let weight = if self.cells.members(*at as usize).len() > 1 {
                2.0
            } else {
                1.0
            };
            weight * by * (2.0 * self.off[*at as usize] + by)
        };
        self.holding[inner as usize].iter().map(price).sum()
    }

    fn turn(&mut self, inner: u32) {
        let up = self.up[inner as usize] == Some(true);
        self.up[inner as usize] = Some(!up);
        self.shift(inner, if up { -self.base } else { self.base });
    }

    fn price_of_turning(&self, inner: u32) -> f64 {
        let up = self.up[inner as usize] == Some(true);
        self.price(inner, if up { -self.base } else { self.base })
    }

    /// Turns cells one at a time, the most helpful first, until none helps.
    fn choose(&mut self) {
        for _ in 0..2 * self.chosen.len() {
            let priced = self.chosen.iter().map(|it| (self.price_of_turning(*it), *it));
            let best = priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            match best.filter(|it| it.0 < 0.0) {
                Some((_, at)) => self.turn(at),
                None => break,
            }
        }
    }

    /// Turns pairs in a published cell where that helps and one alone does not.
    fn improve(&mut self) {
        for _ in 0..PASSES {
            let mut better = false;
            for one in self.chosen.clone() {
                let before = self.price_of_turning(one);
                self.turn(one);
                let beside = self.holding[one as usize]
                    .iter()
                    .flat_map(|at| self.cells.members(*at as usize));
                let others = beside.filter(|it| **it != one && self.up[**it as usize].is_some());
                let priced = others.map(|it| (before + self.price_of_turning(*it), *it));
                let best = priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                match best.filter(|it| it.0 < 0.0) {
                    Some((_, other)) => {
                        self.turn(other);
                        better = true;
                    }
                    None => self.turn(one),
                }
            }
            if !better {
                break;
            }
        }
    }

    fn rounded(&self) -> Vec<u32> {
        let base = self.base as u32;
        let counts = self.inner.iter().zip(&self.up);
        counts
            .map(|(count, up)| match up {
                None => *count,
                Some(true) => base,
                Some(false) => 0,
            })
            .collect()
    }
}
