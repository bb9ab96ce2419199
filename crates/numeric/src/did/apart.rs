use crate::random::Random;

/// How often places drawn at random would have been as far apart as those that were treated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placebo {
    /// The treated places' mean move less that of the others.
    pub gap: f64,
    /// The share of choices of as many places whose gap is at least as far from nought, the true choice included.
    pub p: f64,
    /// How many choices were looked at.
    pub choices: usize,
    /// Whether those were all the choices there are.
    pub all: bool,
}

/// Pretends that other places were treated: every choice of as many places when there are at most `most` of them, and
/// else `most` - 1 drawn from `seed` and the true one.
///
/// `moves` is how far each place moved, `treated` which truly were. `None` without a treated and an untreated place.
/// Source: Fisher (1935), The design of experiments; Phipson and Smyth (2010), Permutation p-values should never be zero.
#[must_use]
pub fn in_place(moves: &[f64], treated: &[bool], most: usize, seed: u64) -> Option<Placebo> {
    let number = treated.iter().filter(|it| **it).count();
    let whole = moves.len();
    if treated.len() != whole || number == 0 || number == whole || moves.iter().any(|it| !it.is_finite()) || most < 2 {
        return None;
    }
    let total: f64 = moves.iter().sum();
    let gap = |sum: f64| sum / number as f64 - (total - sum) / (whole - number) as f64;
    let told = gap(moves
        .iter()
        .zip(treated)
        .filter(|(_, it)| **it)
        .map(|(value, _)| value)
        .sum());
    // Choices that tie with the true one may differ from it by rounding.
    let scale = moves.iter().fold(0.0, |most: f64, it| most.max(it.abs()));
    let bar = told.abs() - 1e-12 * scale;
    let (mut far, mut looked) = (0_usize, 0_usize);
    let mut look = |sum: f64| {
        looked += 1;
        far += usize::from(gap(sum).abs() >= bar);
    };
    let all = choices(whole, number, most);
    match all {
        true => every(moves, number, &mut look),
        false => {
            look(
                moves
                    .iter()
                    .zip(treated)
                    .filter(|(_, it)| **it)
                    .map(|(value, _)| value)
                    .sum(),
            );
            drawn(moves, number, most - 1, seed, &mut look);
        }
    }
    Some(Placebo {
        gap: told,
        p: far as f64 / looked as f64,
        choices: looked,
        all,
    })
}

/// Whether there are at most this many choices.
fn choices(whole: usize, number: usize, most: usize) -> bool {
    let mut ways = 1.0_f64;
    for at in 0..number.min(whole - number) {
        ways *= (whole - at) as f64 / (at + 1) as f64;
    }
    ways.round() <= most as f64
}

fn every(moves: &[f64], number: usize, look: &mut impl FnMut(f64)) {
    let mut chosen: Vec<usize> = (0..number).collect();
    loop {
        look(chosen.iter().map(|at| moves[*at]).sum());
        let free = |at: usize| chosen[at] < moves.len() - number + at;
        let Some(at) = (0..number).rev().find(|at| free(*at)) else {
            return;
        };
        chosen[at] += 1;
        for later in at + 1..number {
            chosen[later] = chosen[later - 1] + 1;
        }
    }
}

fn drawn(moves: &[f64], number: usize, draws: usize, seed: u64, look: &mut impl FnMut(f64)) {
    let mut random = Random::from_seed(seed);
    let mut shuffled = moves.to_vec();
    for _ in 0..draws {
        for at in 0..number {
            let other = at + random.below((shuffled.len() - at) as u64) as usize;
            shuffled.swap(at, other);
        }
        look(shuffled[..number].iter().sum());
    }
}
