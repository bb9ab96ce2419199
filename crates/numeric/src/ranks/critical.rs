use super::draws::{Draws, Highest};
use super::sets::{Ends, Plan};

/// Estimates and their standard errors side by side, in units of the largest error.
#[derive(Debug)]
pub(super) struct Places {
    estimates: Vec<f64>,
    pub errors: Vec<f64>,
    variances: Vec<f64>,
}

impl Places {
    pub(super) fn of(estimates: &[f64], errors: &[f64]) -> Option<Self> {
        let nonsense = estimates.len() != errors.len()
            || estimates.len() < 2
            || estimates.iter().any(|estimate| !estimate.is_finite())
            || errors.iter().any(|error| !(*error >= 0.0 && error.is_finite()));
        if nonsense {
            return None;
        }
        let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let unit = [largest(errors), largest(estimates), 1.0]
            .into_iter()
            .find(|it| *it > 0.0)?;
        let scaled = |values: &[f64]| values.iter().map(|value| value / unit).collect::<Vec<f64>>();
        let (estimates, errors) = (scaled(estimates), scaled(errors));
        let variances = errors.iter().map(|error| error * error).collect();
        let finite = estimates.iter().all(|estimate| estimate.is_finite());
        finite.then_some(Self {
            estimates,
            errors,
            variances,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.estimates.len()
    }

    /// The variance of the difference of two places.
    pub(super) fn variance(&self, i: usize, j: usize) -> f64 {
        self.variances[i] + self.variances[j]
    }

    /// A value as many standard errors from a place's estimate.
    pub(super) fn drawn(&self, place: usize, off: f64) -> f64 {
        self.estimates[place] + off * self.errors[place]
    }

    /// Whether the estimate of `i` is above that of `j`.
    pub(super) fn higher(&self, i: usize, j: usize) -> bool {
        self.estimates[i] > self.estimates[j]
    }

    /// Whether `i` lies above `j` by more than this many standard errors of their difference.
    pub(super) fn clear(&self, i: usize, j: usize, critical: f64) -> bool {
        let off = self.estimates[i] - self.estimates[j];
        off > 0.0 && off * off > critical * critical * self.variance(i, j)
    }

    /// How many differences that involve a place are clear.
    fn found(&self, here: usize, critical: f64, ends: Ends) -> usize {
        let clear = |other: usize| {
            let above = ends != Ends::Worst && self.clear(other, here, critical);
            let below = ends != Ends::Best && self.clear(here, other, critical);
            usize::from(above) + usize::from(below)
        };
        (0..self.len()).map(clear).sum()
    }
}

/// The number of standard errors that all differences of chosen places stay within together at the plan's level.
pub(super) fn simultaneous(places: &Places, chosen: &[usize], plan: &Plan) -> Option<f64> {
    // With every place chosen, both ends ask for the same differences as one.
    let ends = if chosen.len() == places.len() {
        Ends::Best
    } else {
        plan.ends
    };
    let (mut critical, mut found) = (f64::INFINITY, 0);
    loop {
        let mut highest = Highest::new(plan);
        let mut draws = Draws::new(places, plan.seed);
        for _ in 0..plan.draws {
            draws.next();
            let mut square = 0.0;
            for &here in chosen {
                square = draws.raise(square, here, ends, critical);
            }
            highest.take(square);
        }
        let next = highest.quantile()?;
        let clear = chosen.iter().map(|&here| places.found(here, next, ends)).sum();
        critical = next.min(critical);
        if clear == found || !plan.stepdown {
            return Some(critical);
        }
        found = clear;
    }
}

/// The same for each chosen place alone: the differences that involve it.
pub(super) fn marginal(places: &Places, chosen: &[usize], plan: &Plan) -> Option<Vec<f64>> {
    let mut critical = vec![f64::INFINITY; chosen.len()];
    let mut found = vec![0_usize; chosen.len()];
    let mut open: Vec<usize> = (0..chosen.len()).collect();
    while !open.is_empty() {
        let mut highest: Vec<Highest> = open.iter().map(|_| Highest::new(plan)).collect();
        let mut draws = Draws::new(places, plan.seed);
        for _ in 0..plan.draws {
            draws.next();
            for (&at, highest) in open.iter().zip(&mut highest) {
                highest.take(draws.raise(0.0, chosen[at], plan.ends, critical[at]));
            }
        }
        let mut again = Vec::with_capacity(open.len());
        for (&at, highest) in open.iter().zip(highest) {
            let next = highest.quantile()?;
            let clear = places.found(chosen[at], next, plan.ends);
            critical[at] = next.min(critical[at]);
            if clear != found[at] && plan.stepdown {
                again.push(at);
            }
            found[at] = clear;
        }
        open = again;
    }
    Some(critical)
}
