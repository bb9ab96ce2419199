use super::critical::Places;
use crate::random::Random;

/// How likely a place is to be among the few with the highest and the few with the lowest values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The share of draws in which it is among the first few, from 0 to 1.
    pub first: f64,
    /// The share of draws in which it is among the last few, from 0 to 1.
    pub last: f64,
}

/// How often each place would be among the `few` highest and the `few` lowest, were every true value drawn from around
/// its estimate as its error says, in the order given.
///
/// Over all places the chances of either kind add up to `few`; values that tie for the last place left share it. Nothing
/// is borrowed from other places: an extreme estimate is taken at its word, so its chance is overstated where estimates
/// scatter little beyond their errors. Time and memory grow with the places, and time with the draws. `None` where
/// [`super::rank_sets`] gives none, without draws, and when `few` is 0 or more than there are places.
///
/// Source: Goldstein and Spiegelhalter (1996), League tables and their limitations: statistical issues in comparisons of
/// institutional performance.
#[must_use]
pub fn chances(estimates: &[f64], errors: &[f64], few: usize, draws: usize, seed: u64) -> Option<Vec<Chance>> {
    let places = Places::of(estimates, errors)?;
    let count = places.len();
    let last_of_first = few.checked_sub(1).filter(|it| *it < count && draws > 0)?;
    let (mut first, mut last) = (vec![0.0; count], vec![0.0; count]);
    let mut random = Random::from_seed(seed);
    let (mut drawn, mut order) = (vec![0.0; count], vec![0.0; count]);
    for _ in 0..draws {
        for (place, value) in drawn.iter_mut().enumerate() {
            *value = places.drawn(place, random.normal());
        }
        order.copy_from_slice(&drawn);
        let (_, edge, _) = order.select_nth_unstable_by(last_of_first, |a, b| b.total_cmp(a));
        share_out(&drawn, few, |it| it > *edge, |it| it == *edge, &mut first);
        let (_, edge, _) = order.select_nth_unstable_by(last_of_first, f64::total_cmp);
        share_out(&drawn, few, |it| it < *edge, |it| it == *edge, &mut last);
    }
    let chance = |(first, last): (f64, f64)| Chance {
        first: first / draws as f64,
        last: last / draws as f64,
    };
    Some(first.into_iter().zip(last).map(chance).collect())
}

/// One for every place within, and what is then left of the few shared among those at the edge.
fn share_out(drawn: &[f64], few: usize, within: impl Fn(f64) -> bool, edge: impl Fn(f64) -> bool, to: &mut [f64]) {
    let inside = drawn.iter().filter(|it| within(**it)).count();
    let at_edge = drawn.iter().filter(|it| edge(**it)).count();
    let part = (few - inside.min(few)) as f64 / at_edge.max(1) as f64;
    for (value, to) in drawn.iter().zip(to) {
        if within(*value) {
            *to += 1.0;
        } else if edge(*value) {
            *to += part;
        }
    }
}
