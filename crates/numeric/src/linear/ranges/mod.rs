//! How far a sum of quantities can go when linear equations tie them together.

mod search;

/// Quantities of nought or more that are tied by linear equations, with one way of filling them in that is known to
/// fit; asked for the least and the most that a weighted sum of them can be.
///
/// Shape: `columns[j]` lists the equations quantity `j` stands in, with its coefficient; equations are numbered from 0.
/// `most[j]` is the largest quantity `j` can be, infinity for no limit. `fits[j]` is a quantity that fits.
///
/// Source: the bounded revised simplex method: Dantzig (1963), Linear Programming and Extensions; Bland (1977), New
/// finite pivoting rules for the simplex method; Harris (1973), Pivot selection methods of the Devex LP code.
#[derive(Debug, Clone)]
pub struct Ranges<'a> {
    columns: &'a [Vec<(u32, f64)>],
    most: &'a [f64],
    value: Vec<f64>,
    /// Which quantity is solved for in each equation; none while nothing is.
    basis: Vec<Option<u32>>,
    row_of: Vec<Option<u32>>,
    inverse: Vec<Vec<f64>>,
    least_seen: Vec<f64>,
    most_seen: Vec<f64>,
    /// What no quantity can exceed by any one equation.
    cap: Vec<f64>,
    /// Numbers changed in the inverse so far, and after how many a search is given up.
    work: usize,
    allowed: usize,
}

/// Smaller coefficients and slopes than this are nought.
const TINY: f64 = 1e-9;

/// Numbers changed in the inverse after which every search is given up: about a minute's work.
const MOST_WORK: usize = 20_000_000_000;
impl<'a> Ranges<'a> {
    /// Quantities that fit `equations` equations as given; `None` when the shapes differ or a quantity is below nought,
    /// above its most or not a number.
    #[must_use]
    pub fn new(equations: usize, columns: &'a [Vec<(u32, f64)>], most: &'a [f64], fits: &[f64]) -> Option<Self> {
        let quantities = columns.len();
        let sound = most.len() == quantities
            && fits.len() == quantities
            && fits
                .iter()
                .zip(most)
                .all(|(it, most)| *it >= 0.0 && it <= most && it.is_finite())
            && columns
                .iter()
                .flatten()
                .all(|(at, it)| (*at as usize) < equations && it.is_finite());
        if !sound {
            return None;
        }
        let row = |at: usize| {
            let mut row = vec![0.0; equations];
            row[at] = 1.0;
            row
        };
        let mut ranges = Self {
            columns,
            most,
            value: fits.to_vec(),
            basis: vec![None; equations],
            row_of: vec![None; quantities],
            inverse: (0..equations).map(row).collect(),
            least_seen: fits.to_vec(),
            most_seen: fits.to_vec(),
            cap: caps(equations, columns, most, fits),
            work: 0,
            allowed: MOST_WORK,
        };
        ranges.settle();
        Some(ranges)
    }

    /// The least and the most a quantity was on the way so far: its range is at least as wide.
    #[must_use]
    pub fn seen(&self, quantity: usize) -> (f64, f64) {
        (self.least_seen[quantity], self.most_seen[quantity])
    }

    /// The least and the most a weighted sum can be; the most is infinity when nothing limits it. The search stops as
    /// soon as the two are `enough` apart. `None` when rounding gets the better of it.
    pub fn range(&mut self, sum: &[(u32, f64)], enough: f64) -> Option<(f64, f64)> {
        let now: f64 = sum.iter().map(|(at, weight)| weight * self.value[*at as usize]).sum();
        let (floor, cap) = self.bounds(sum);
        let most = self.most_of(sum, cap, now + enough)?;
        if enough.is_finite() && most - now >= enough {
            return Some((now, most));
        }
        let least = match sum {
            [(one, weight)] if *weight == 1.0 && self.least_seen[*one as usize] <= floor => floor,
            _ => self.furthest(sum, -1.0, (most - enough).max(floor))?,
        };
        Some((least, most))
    }

    /// What no weighted sum can pass, below and above, since no quantity can pass its own.
    fn bounds(&self, sum: &[(u32, f64)]) -> (f64, f64) {
        sum.iter().fold((0.0, 0.0), |(floor, cap), (at, weight)| {
            let reach = weight * self.cap[*at as usize];
            if *weight > 0.0 {
                (floor, cap + reach)
            } else {
                (floor + reach, cap)
            }
        })
    }

    /// The most a sum can be, or `until` or more. What a quantity was seen at on the way is no news.
    fn most_of(&mut self, sum: &[(u32, f64)], cap: f64, until: f64) -> Option<f64> {
        let reached = |most: f64| most >= cap - TINY;
        if let [(one, weight)] = sum
            && *weight == 1.0
            && reached(self.most_seen[*one as usize])
        {
            return Some(cap);
        }
        let most = self.furthest(sum, 1.0, until.min(cap - TINY))?;
        Some(if reached(most) { cap } else { most })
    }

    /// Gives up searches once so many more numbers of the inverse were changed, some hundreds of millions a second.
    pub fn allow(&mut self, work: usize) {
        self.allowed = self.work.saturating_add(work).min(MOST_WORK);
    }

    /// Changes one quantity as far as it goes: how far, how the solved ones move against it, and the row of the one that
    /// came to an end and must give way to it.
    fn walk(&mut self, entering: usize, up: bool) -> (f64, Vec<f64>, Option<usize>) {
        let solved = self.solved(entering);
        let way = if up { 1.0 } else { -1.0 };
        let own = if up {
            self.most[entering] - self.value[entering]
        } else {
            self.value[entering]
        };
        let (mut far, mut leaving, mut pivot) = (own, None, 0.0_f64);
        for (row, &moves) in solved.iter().enumerate() {
            if moves.abs() <= TINY {
                continue;
            }
            let room = match self.basis[row] {
                None => 0.0,
                Some(at) if moves * way > 0.0 => self.value[at as usize] / moves.abs(),
                Some(at) => (self.most[at as usize] - self.value[at as usize]) / moves.abs(),
            };
            if room < far - TINY || (room <= far + TINY && leaving.is_some() && moves.abs() > pivot.abs()) {
                (far, leaving, pivot) = (room.min(far).max(0.0), Some(row), moves);
            }
        }
        if far.is_infinite() {
            return (far, solved, None);
        }
        self.value[entering] += way * far;
        for (row, &moves) in solved.iter().enumerate() {
            if let (Some(at), true) = (self.basis[row], moves.abs() > TINY) {
                let (at, change) = (at as usize, way * far * moves);
                self.value[at] = (self.value[at] - change).clamp(0.0, self.most[at]);
                self.see(at);
            }
        }
        self.value[entering] = self.value[entering].clamp(0.0, self.most[entering]);
        self.see(entering);
        (far, solved, leaving)
    }

    fn see(&mut self, at: usize) {
        self.least_seen[at] = self.least_seen[at].min(self.value[at]);
        self.most_seen[at] = self.most_seen[at].max(self.value[at]);
    }

    /// How the solved quantities move against one that grows by 1.
    fn solved(&self, entering: usize) -> Vec<f64> {
        let column = &self.columns[entering];
        self.inverse
            .iter()
            .map(|row| column.iter().map(|(at, it)| row[*at as usize] * it).sum())
            .collect()
    }

    /// Solves an equation for another quantity than before.
    fn give_way(&mut self, row: usize, entering: usize, solved: &[f64]) {
        if let Some(before) = self.basis[row] {
            self.row_of[before as usize] = None;
        }
        self.basis[row] = Some(entering as u32);
        self.row_of[entering] = Some(row as u32);
        let mut own = std::mem::take(&mut self.inverse[row]);
        for it in &mut own {
            *it /= solved[row];
        }
        self.work += own.len();
        let entries: Vec<(usize, f64)> = own.iter().copied().enumerate().filter(|it| it.1 != 0.0).collect();
        for (at, other) in self.inverse.iter_mut().enumerate() {
            let factor = solved[at];
            if at != row && factor.abs() > 0.0 {
                self.work += entries.len();
                for (place, own) in &entries {
                    other[*place] = clean(other[*place] - factor * own);
                }
            }
        }
        self.inverse[row] = own;
    }

    /// Moves quantities to an end of their range, or solves an equation for them, until none is in between.
    fn settle(&mut self) {
        for at in 0..self.columns.len() {
            if self.row_of[at].is_none() && self.value[at] > 0.0 && self.value[at] < self.most[at] {
                let (_, solved, leaving) = self.walk(at, false);
                if let Some(row) = leaving {
                    self.give_way(row, at, &solved);
                }
            }
        }
    }
}

/// What no quantity can exceed by any one equation in which nothing else can go below nought.
fn caps(equations: usize, columns: &[Vec<(u32, f64)>], most: &[f64], fits: &[f64]) -> Vec<f64> {
    // What the equation comes to, and what quantities that count against it can add.
    let mut comes_to = vec![0.0; equations];
    for ((column, most), fit) in columns.iter().zip(most).zip(fits) {
        for (row, it) in column {
            comes_to[*row as usize] += it * fit - (it * most).min(0.0);
        }
    }
    let cap = |(column, most): (&Vec<(u32, f64)>, &f64)| {
        let own = column.iter().filter(|it| it.1 > 0.0);
        own.fold(*most, |least, (row, it)| least.min(comes_to[*row as usize] / it))
    };
    columns.iter().zip(most).map(cap).collect()
}

/// What is as good as nought is nought, so that it stays out of the next sum.
fn clean(number: f64) -> f64 {
    if number.abs() < 1e-11 { 0.0 } else { number }
}
