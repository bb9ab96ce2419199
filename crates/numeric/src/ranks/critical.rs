use super::sets::Plan;
use crate::average::quantile;
use crate::random::Random;

/// Estimates and their standard errors, side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    pub estimates: &'a [f64],
    pub errors: &'a [f64],
}

impl Places<'_> {
    fn spread(self, i: usize, j: usize) -> f64 {
        (self.errors[i] * self.errors[i] + self.errors[j] * self.errors[j]).sqrt()
    }

    /// Whether `i` lies above `j` by more than this many standard errors of their difference.
    pub(super) fn clear(self, i: usize, j: usize, critical: f64) -> bool {
        self.estimates[i] - self.estimates[j] > critical * self.spread(i, j)
    }
}

/// Draws handled side by side.
const LANES: usize = 64;
type Lanes = [f64; LANES];

/// The number of standard errors that all differences together stay within with the probability of the plan.
pub(super) fn simultaneous(places: Places<'_>, plan: &Plan) -> Option<f64> {
    let count = places.estimates.len();
    let mut critical = f64::INFINITY;
    let mut found = 0;
    loop {
        let mut maxima = Vec::with_capacity(plan.draws + LANES);
        for_each_block(places.errors, plan, |normals| {
            let mut highest = [f64::NEG_INFINITY; LANES];
            for_each_pair(places, |i, j, inverse| {
                raise(
                    &mut highest,
                    &normals[i],
                    &normals[j],
                    inverse,
                    open(places, i, j, critical),
                );
            });
            maxima.extend(highest.iter().filter(|value| value.is_finite()));
        });
        maxima.truncate(plan.draws);
        // With no uncertain difference left there is nothing to guard against.
        let next = if maxima.is_empty() {
            0.0
        } else {
            quantile(&maxima, plan.level)?.max(0.0)
        };
        let clear = (0..count)
            .map(|i| (0..count).filter(|&j| places.clear(i, j, next)).count())
            .sum();
        critical = next.min(critical);
        if clear == found || !plan.stepdown {
            return Some(critical);
        }
        found = clear;
    }
}

/// The same for each place alone: the differences that involve it.
pub(super) fn marginal(places: Places<'_>, plan: &Plan) -> Option<Vec<f64>> {
    let count = places.estimates.len();
    let mut critical = vec![f64::INFINITY; count];
    let mut found = vec![0_usize; count];
    let mut done = vec![false; count];
    while done.iter().any(|done| !done) {
        let mut maxima = vec![Vec::with_capacity(plan.draws + LANES); count];
        for_each_block(places.errors, plan, |normals| {
            let mut highest = vec![[f64::NEG_INFINITY; LANES]; count];
            for_each_pair(places, |i, j, inverse| {
                for place in [i, j] {
                    if !done[place] {
                        let open = open(places, i, j, critical[place]);
                        raise(&mut highest[place], &normals[i], &normals[j], inverse, open);
                    }
                }
            });
            for (maxima, highest) in maxima.iter_mut().zip(&highest) {
                maxima.extend(highest.iter().filter(|value| value.is_finite()));
            }
        });
        for (here, maxima) in maxima.iter_mut().enumerate() {
            if done[here] {
                continue;
            }
            maxima.truncate(plan.draws);
            let next = if maxima.is_empty() {
                0.0
            } else {
                quantile(maxima, plan.level)?.max(0.0)
            };
            let clear = |other: usize| places.clear(here, other, next) || places.clear(other, here, next);
            let clear = (0..count).filter(|&other| clear(other)).count();
            critical[here] = next.min(critical[here]);
            done[here] = clear == found[here] || !plan.stepdown;
            found[here] = clear;
        }
    }
    Some(critical)
}

/// Which ways round a difference still counts: `i` above `j`, and `j` above `i`.
fn open(places: Places<'_>, i: usize, j: usize, critical: f64) -> (bool, bool) {
    if critical == f64::INFINITY {
        return (true, true);
    }
    (!places.clear(i, j, critical), !places.clear(j, i, critical))
}

fn raise(highest: &mut Lanes, a: &Lanes, b: &Lanes, inverse: f64, open: (bool, bool)) {
    let keep = |highest: &mut f64, value: f64| {
        if value > *highest {
            *highest = value;
        }
    };
    let pairs = highest.iter_mut().zip(a.iter().zip(b));
    match open {
        (true, true) => pairs.for_each(|(highest, (a, b))| keep(highest, ((a - b) * inverse).abs())),
        (true, false) => pairs.for_each(|(highest, (a, b))| keep(highest, (a - b) * inverse)),
        (false, true) => pairs.for_each(|(highest, (a, b))| keep(highest, (b - a) * inverse)),
        (false, false) => {}
    }
}

/// Pairs whose difference is uncertain at all, with one over its standard error.
fn for_each_pair(places: Places<'_>, mut act: impl FnMut(usize, usize, f64)) {
    for i in 0..places.estimates.len() {
        for j in i + 1..places.estimates.len() {
            let spread = places.spread(i, j);
            if spread > 0.0 {
                act(i, j, 1.0 / spread);
            }
        }
    }
}

/// Draws the errors of every place again and again, the same draws for the same plan.
fn for_each_block(errors: &[f64], plan: &Plan, mut act: impl FnMut(&[Lanes])) {
    let mut random = Random::from_seed(plan.seed);
    let mut normals = vec![[0.0; LANES]; errors.len()];
    for _ in 0..plan.draws.div_ceil(LANES) {
        for (lanes, error) in normals.iter_mut().zip(errors) {
            for lane in lanes {
                *lane = error * random.normal();
            }
        }
        act(&normals);
    }
}
