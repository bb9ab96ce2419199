use crate::{binomial, chi_square};

/// How often each last digit comes up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LastDigits {
    /// Numbers ending in 0, 1, and so on to 9.
    pub counts: [u64; 10],
    /// Numbers looked at.
    pub n: u64,
    /// Pearson's chi-square against ten digits as likely as each other, with 9 degrees of freedom.
    pub chi_square: f64,
    /// The probability of a chi-square at least this large if they are.
    pub p: f64,
}

/// The last digits of the numbers that are at least `least`.
///
/// The last digit of a small number is not evenly spread whoever counts; from about 100 up it is, when numbers vary over
/// some tens. `None` with fewer than 50 such numbers, five expected a digit.
/// Source: Pearson (1900); Beber and Scacco (2012), What the numbers say: a digit-based test for election fraud.
#[must_use]
pub fn last_digits(numbers: &[u64], least: u64) -> Option<LastDigits> {
    let mut counts = [0_u64; 10];
    for number in numbers.iter().filter(|it| **it >= least) {
        if let Some(count) = counts.get_mut((number % 10) as usize) {
            *count += 1;
        }
    }
    let n: u64 = counts.iter().sum();
    if n < 50 {
        return None;
    }
    let expected = n as f64 / 10.0;
    let miss = |count: &u64| (*count as f64 - expected) * (*count as f64 - expected) / expected;
    let chi_square = counts.iter().map(miss).sum();
    Some(LastDigits {
        counts,
        n,
        chi_square,
        p: chi_square::gamma_tails(4.5, chi_square / 2.0).1.clamp(0.0, 1.0),
    })
}

/// How many numbers are multiples of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Multiples {
    /// Numbers looked at.
    pub n: u64,
    /// Multiples among them.
    pub found: u64,
    /// How many chance alone would give.
    pub expected: f64,
    /// Exact two-sided probability of a number of multiples no likelier than this.
    pub p: f64,
    /// Exact probability of this many or more.
    pub p_more: f64,
}

/// How many of the numbers that are at least `least` are multiples of `of`, against one in `of`.
///
/// `None` when `of` is below 2 or fewer than `of` numbers are large enough, so that not even one is expected.
#[must_use]
pub fn multiples(numbers: &[u64], of: u64, least: u64) -> Option<Multiples> {
    if of < 2 {
        return None;
    }
    let large = numbers.iter().filter(|it| **it >= least);
    let (mut n, mut found) = (0_u64, 0_u64);
    for number in large {
        n += 1;
        found += u64::from(number % of == 0);
    }
    if n < of {
        return None;
    }
    let share = 1.0 / of as f64;
    Some(Multiples {
        n,
        found,
        expected: n as f64 * share,
        p: binomial::two_sided(found, n, share)?,
        p_more: binomial::at_least(found, n, share)?,
    })
}
