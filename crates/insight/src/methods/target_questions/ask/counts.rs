//! How counts are written down.

use cm_numeric::distortion;

use super::{Ask, Of, Outcome, Ran, not};
use crate::question::thousands;
use crate::words::{count, whole_per_cent};

/// Last digits of smaller counts are uneven whoever counts.
const LEAST: u64 = 100;

/// Counts that are large enough, without those that repeat the one before: repeats are asked about by themselves.
fn counts(of: &Of<'_>) -> Vec<u64> {
    let mut found = Vec::new();
    for place in of.gathered.by_place() {
        let mut before = None;
        for row in place {
            found.extend(row.count.filter(|it| *it >= LEAST && before != Some(*it)));
            before = row.count;
        }
    }
    found
}

/// Whether some digits come last too often. Round numbers are looked at by themselves too, being the commonest way, and
/// the rarer of the two probabilities counts twice for that.
pub(super) fn last_digits(of: &Of<'_>) -> Ask {
    let counts = counts(of);
    let looked = distortion::last_digits(&counts, LEAST).zip(distortion::multiples(&counts, 5, LEAST));
    let outcome = match looked {
        None => not("fewer than 50 counts of 100 or more"),
        Some((digits, fives)) => {
            let share = |number: u64| whole_per_cent(number as f64 / digits.n as f64);
            let (mut most, mut least) = ((0, 0), (0, u64::MAX));
            for (digit, number) in digits.counts.into_iter().enumerate() {
                most = if number > most.1 { (digit, number) } else { most };
                least = if number < least.1 { (digit, number) } else { least };
            }
            Outcome::Ran(Ran {
                p: (digits.p.min(fives.p_more) * 2.0).min(1.0),
                seen: format!(
                    "Of {} counts of {LEAST} or more, {} end in {} and {} in {}, where 10% would be expected of each, and \
                     {} are multiples of 5, where {} would be expected",
                    thousands(digits.n as f64),
                    share(most.1),
                    most.0,
                    share(least.1),
                    least.0,
                    thousands(fives.found as f64),
                    thousands(fives.expected.round())
                ),
                n: digits.n as usize,
            })
        }
    };
    Ask {
        rule: "last-digits".to_owned(),
        name: "Last digits".to_owned(),
        asks: "how are they counted and written down?",
        causes: "Rounding for disclosure control, estimates where nobody could count, forms that offer some numbers and \
                 not others, and things that come in fixed lots would all look like this.",
        outcome,
    }
}

pub(super) fn repeats(of: &Of<'_>) -> Ask {
    let mut runs: Vec<Vec<u64>> = Vec::new();
    for place in of.gathered.by_place() {
        let mut run = Vec::new();
        let mut next = None;
        for row in place {
            if next != Some(row.time) || row.count.is_none() {
                runs.push(std::mem::take(&mut run));
            }
            run.extend(row.count);
            next = row.time.checked_add(1);
        }
        runs.push(run);
    }
    let outcome = match distortion::unchanged(&runs, LEAST) {
        None => not("no two neighbouring counts of 100 or more lie within 1"),
        Some(found) => Outcome::Ran(Ran {
            p: found.p,
            seen: format!(
                "Of {} of a place and the one before, {} the same and {} apart by 1, where half as many the same as \
                 apart by 1 would be expected",
                count(found.pairs as usize, "count", "counts"),
                count(found.same as usize, "is", "are"),
                count(found.one_apart as usize, "is", "are")
            ),
            n: found.pairs as usize,
        }),
    };
    Ask {
        rule: "repeats".to_owned(),
        name: "Repeated counts".to_owned(),
        asks: "were they counted anew each time?",
        causes: "A list that truly stays the same, places that are always full, and a return sent on until the next is \
                 ready would all look like this.",
        outcome,
    }
}
