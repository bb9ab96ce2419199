use super::{Ranges, TINY};

/// Steps that lead nowhere before the careful rule takes over.
const PATIENCE: usize = 30;
/// Steps after which slopes are worked out anew, so that rounding does not add up.
const FRESH: usize = 100;
/// Numbers changed in the inverse after which pushing many quantities at once is given up.
const MOST_PUSHED: usize = 3_000_000_000;

/// Where a search for more of a sum stands.
#[derive(Debug, Default)]
struct Search {
    /// How fast the sum grows with each quantity that is not solved for.
    slopes: Vec<f64>,
    /// How far all quantities move together when one of them does, squared, as far as known.
    weights: Vec<f64>,
    /// Whether the sum is another than the slopes are of.
    stale: bool,
    steps: usize,
    stalled: usize,
}

impl Search {
    fn fresh(&mut self, slopes: Vec<f64>) {
        (self.slopes, self.stale, self.steps) = (slopes, false, 0);
    }
}

/// How a walk in one direction ended.
enum Step {
    /// Nothing limits it.
    Endless,
    /// It went some way.
    Gone,
}

impl Ranges<'_> {
    /// Fills quantities in differently until as many as possible were seen `enough` apart, all of them pushed at once:
    /// first up, then down. What is left takes a search of its own.
    pub fn widen(&mut self, wanted: &[u32], enough: f64) {
        let allowed = self.work.saturating_add(MOST_PUSHED);
        for sign in [1.0, -1.0] {
            let mut left: Vec<(u32, f64)> = wanted.iter().map(|at| (*at, 1.0)).collect();
            let mut search = Search::default();
            for _ in 0..self.patience() {
                let before = left.len();
                left.retain(|(at, _)| self.most_seen[*at as usize] - self.least_seen[*at as usize] < enough);
                if left.is_empty() {
                    return;
                }
                if left.len() < before {
                    search.stale = true;
                }
                if self.work > allowed {
                    return;
                }
                match self.step(&left, sign, &mut search) {
                    Some(Step::Gone) => {}
                    Some(Step::Endless) | None => break,
                }
            }
        }
    }

    /// Steps after which a search is given up.
    fn patience(&self) -> usize {
        50 * (self.basis.len() + self.columns.len()) + 100
    }

    /// The furthest value of a sum in one direction, or one at or beyond `until`.
    pub(super) fn furthest(&mut self, sum: &[(u32, f64)], sign: f64, until: f64) -> Option<f64> {
        let mut search = Search::default();
        for _ in 0..self.patience() {
            let now: f64 = sum.iter().map(|(at, weight)| weight * self.value[*at as usize]).sum();
            if sign * (now - until) >= 0.0 {
                return Some(now);
            }
            match self.step(sum, sign, &mut search) {
                None => return Some(now),
                Some(Step::Endless) => return Some(sign * f64::INFINITY),
                Some(Step::Gone) => {}
            }
            if self.work > self.allowed {
                return None;
            }
        }
        None
    }

    /// One step towards more of a sum; `None` when there is none.
    fn step(&mut self, sum: &[(u32, f64)], sign: f64, search: &mut Search) -> Option<Step> {
        if search.weights.is_empty() {
            search.weights = vec![1.0; self.columns.len()];
        }
        if search.stale || search.slopes.is_empty() || search.steps >= FRESH {
            search.fresh(self.slopes(sum, sign));
        }
        let mut entering = self.entering(search);
        if entering.is_none() && search.steps > 0 {
            search.fresh(self.slopes(sum, sign));
            entering = self.entering(search);
        }
        let (entering, up) = entering?;
        search.steps += 1;
        let (far, solved, leaving) = self.walk(entering, up);
        if far.is_infinite() {
            return Some(Step::Endless);
        }
        search.stalled = if far > TINY { 0 } else { search.stalled + 1 };
        if let Some(row) = leaving {
            self.reprice(search, row, entering, solved[row]);
            self.give_way(row, entering, &solved);
        }
        Some(Step::Gone)
    }

    /// How fast the sum grows with each quantity that is not solved for; nought for the others.
    fn slopes(&self, sum: &[(u32, f64)], sign: f64) -> Vec<f64> {
        let mut price = vec![0.0; self.basis.len()];
        let mut slopes = vec![0.0; self.columns.len()];
        for (at, weight) in sum {
            match self.row_of[*at as usize] {
                Some(row) => {
                    for (price, it) in price.iter_mut().zip(&self.inverse[row as usize]) {
                        *price += weight * it;
                    }
                }
                None => slopes[*at as usize] += weight,
            }
        }
        for (at, column) in self.columns.iter().enumerate() {
            let through: f64 = column.iter().map(|(row, it)| price[*row as usize] * it).sum();
            slopes[at] = match self.row_of[at] {
                Some(_) => 0.0,
                None => sign * (slopes[at] - through),
            };
        }
        slopes
    }

    /// The quantity whose change is steepest for the room it takes up, and whether it grows; the first one after many
    /// steps that led nowhere.
    fn entering(&self, search: &Search) -> Option<(usize, bool)> {
        let mut best: Option<(f64, usize, bool)> = None;
        for (at, slope) in search.slopes.iter().enumerate() {
            if slope.abs() <= TINY || self.row_of[at].is_some() {
                continue;
            }
            let up = *slope > 0.0;
            let possible = if up {
                self.value[at] < self.most[at]
            } else {
                self.value[at] > 0.0
            };
            let steep = slope * slope / search.weights[at];
            if possible && best.is_none_or(|(steepest, ..)| steep > steepest) {
                best = Some((steep, at, up));
                if search.stalled > PATIENCE {
                    break;
                }
            }
        }
        best.map(|(_, at, up)| (at, up))
    }

    /// Brings slopes and weights up to date before `entering` takes the place of what is solved for in a row.
    fn reprice(&mut self, search: &mut Search, row: usize, entering: usize, pivot: f64) {
        let (slope, weight) = (search.slopes[entering] / pivot, search.weights[entering]);
        let across = &self.inverse[row];
        for (at, column) in self.columns.iter().enumerate() {
            if self.row_of[at].is_some() || at == entering {
                continue;
            }
            let own: f64 = column.iter().map(|(row, it)| across[*row as usize] * it).sum();
            if own.abs() > TINY {
                search.slopes[at] -= slope * own;
                let ratio = own / pivot;
                search.weights[at] = search.weights[at].max(ratio * ratio * weight);
            }
        }
        search.slopes[entering] = 0.0;
        if let Some(leaving) = self.basis[row] {
            search.slopes[leaving as usize] = -slope;
            search.weights[leaving as usize] = (weight / (pivot * pivot)).max(1.0);
        }
    }
}
