use super::{Ratings, Undefined, Weights};

/// A measure of agreement that allows for chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// 1 when all agree, 0 when as much as by chance.
    pub value: f64,
    /// Its standard error over items (Gwet); `None` with fewer than two items.
    pub error: Option<f64>,
    /// The share of agreement seen, weighted.
    pub seen: f64,
    /// The share of agreement that chance would make.
    pub chance: f64,
}

/// What chance is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chance {
    Gwet,
    Fleiss,
    Conger,
}

/// What a set of ratings says by each notion of chance, with one set of weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Family {
    /// Gwet's AC1 with identity weights, AC2 with others: steady when nearly everybody says the same.
    pub gwet: Result<Agreement, Undefined>,
    /// Fleiss' kappa.
    pub fleiss: Result<Agreement, Undefined>,
    /// Conger's kappa: Cohen's, for any number of raters.
    pub conger: Result<Agreement, Undefined>,
}

/// Agreement by Gwet, Fleiss and Conger. Items need not be rated by everybody; those with one rating count for what
/// chance is, not for what is seen.
///
/// Source: Gwet (2014), Handbook of inter-rater reliability, 4th edition; Fleiss (1971); Conger (1980).
#[must_use]
pub fn agreement(ratings: &Ratings, weights: Weights) -> Family {
    let of = |chance: Chance| Table::of(ratings, weights).and_then(|table| table.judge(ratings, chance));
    Family {
        gwet: of(Chance::Gwet),
        fleiss: of(Chance::Fleiss),
        conger: of(Chance::Conger),
    }
}

/// Cohen's kappa of two raters, weighted, over the items both rated.
///
/// # Errors
/// [`Undefined::NotTwoRaters`], [`Undefined::NothingToCompare`], [`Undefined::AllTheSame`].
///
/// Source: Cohen (1960, 1968).
pub fn kappa(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    if ratings.raters() != 2 {
        return Err(Undefined::NotTwoRaters);
    }
    let matrix = weights.matrix(ratings.categories());
    let pair = |item: &Vec<Option<f64>>| match item[..] {
        [Some(a), Some(b)] => Some((ratings.place(a)?, ratings.place(b)?)),
        _ => None,
    };
    let pairs: Vec<(usize, usize)> = ratings.items().iter().filter_map(pair).collect();
    if pairs.is_empty() {
        return Err(Undefined::NothingToCompare);
    }
    let size = matrix.len();
    let (mut first, mut second) = (vec![0.0; size], vec![0.0; size]);
    for (a, b) in &pairs {
        first[*a] += 1.0;
        second[*b] += 1.0;
    }
    let n = pairs.len() as f64;
    let seen = pairs.iter().map(|(a, b)| matrix[*a][*b]).sum::<f64>() / n;
    let chance = pair_sum(&matrix, &first, &second) / (n * n);
    beyond(seen, chance)
}

fn beyond(seen: f64, chance: f64) -> Result<f64, Undefined> {
    match 1.0 - chance > 1e-12 {
        true => Ok((seen - chance) / (1.0 - chance)),
        false => Err(Undefined::AllTheSame),
    }
}

fn pair_sum(matrix: &[Vec<f64>], left: &[f64], right: &[f64]) -> f64 {
    matrix.iter().zip(left).map(|(row, l)| l * dot(row, right)).sum()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Ratings counted by item and category, with what each item agrees by.
struct Table {
    matrix: Vec<Vec<f64>>,
    counts: Vec<Vec<f64>>,
    /// Ratings of each item.
    sizes: Vec<f64>,
    /// Agreement within each item; 0 where there is one rating.
    within: Vec<f64>,
    /// How many items have two ratings or more.
    several: f64,
    seen: f64,
    /// Mean share of each category over items.
    shares: Vec<f64>,
}

impl Table {
    fn of(ratings: &Ratings, weights: Weights) -> Result<Self, Undefined> {
        let matrix = weights.matrix(ratings.categories());
        let counts = ratings.table();
        let sizes: Vec<f64> = counts.iter().map(|row| row.iter().sum()).collect();
        let agree = |(row, size): (&Vec<f64>, &f64)| match *size > 1.0 {
            true => {
                let pairs: f64 = row
                    .iter()
                    .zip(&matrix)
                    .map(|(count, w)| count * (dot(w, row) - 1.0))
                    .sum();
                pairs / (size * (size - 1.0))
            }
            false => 0.0,
        };
        let within: Vec<f64> = counts.iter().zip(&sizes).map(agree).collect();
        let several = sizes.iter().filter(|size| **size > 1.0).count() as f64;
        if several == 0.0 {
            return Err(Undefined::NothingToCompare);
        }
        let n = counts.len() as f64;
        let mut shares = vec![0.0; matrix.len()];
        for (row, size) in counts.iter().zip(&sizes) {
            shares
                .iter_mut()
                .zip(row)
                .for_each(|(share, count)| *share += count / size / n);
        }
        let seen = within.iter().sum::<f64>() / several;
        Ok(Self {
            matrix,
            counts,
            sizes,
            within,
            several,
            seen,
            shares,
        })
    }

    fn judge(&self, ratings: &Ratings, by: Chance) -> Result<Agreement, Undefined> {
        let (chance, each) = match by {
            Chance::Gwet => self.gwet(),
            Chance::Fleiss => self.fleiss(),
            Chance::Conger => self.conger(ratings),
        };
        let value = beyond(self.seen, chance)?;
        Ok(Agreement {
            value,
            error: self.error(value, chance, &each),
            seen: self.seen,
            chance,
        })
    }

    /// Chance over all and by item.
    fn gwet(&self) -> (f64, Vec<f64>) {
        let size = self.matrix.len() as f64;
        if size < 2.0 {
            return (0.0, vec![0.0; self.counts.len()]);
        }
        let scale = self.matrix.iter().flatten().sum::<f64>() / (size * (size - 1.0));
        let rest: Vec<f64> = self.shares.iter().map(|share| 1.0 - share).collect();
        let each = self
            .counts
            .iter()
            .zip(&self.sizes)
            .map(|(row, size)| scale * dot(row, &rest) / size);
        (scale * dot(&self.shares, &rest), each.collect())
    }

    fn fleiss(&self) -> (f64, Vec<f64>) {
        let met: Vec<f64> = self.matrix.iter().map(|row| dot(row, &self.shares)).collect();
        let each = self
            .counts
            .iter()
            .zip(&self.sizes)
            .map(|(row, size)| dot(row, &met) / size);
        (dot(&self.shares, &met), each.collect())
    }

    fn conger(&self, ratings: &Ratings) -> (f64, Vec<f64>) {
        let items: Vec<&Vec<Option<f64>>> = ratings
            .items()
            .iter()
            .filter(|item| item.iter().any(Option::is_some))
            .collect();
        let (size, n, raters) = (self.matrix.len(), items.len() as f64, ratings.raters());
        let mut shares = vec![vec![0.0; size]; raters];
        let mut given = vec![0.0_f64; raters];
        for item in &items {
            for (rater, rating) in item.iter().enumerate() {
                if let Some(at) = rating.and_then(|it| ratings.place(it)) {
                    shares[rater][at] += 1.0;
                    given[rater] += 1.0;
                }
            }
        }
        let rated = given.iter().filter(|it| **it > 0.0).count() as f64;
        for (row, given) in shares.iter_mut().zip(&given) {
            row.iter_mut().for_each(|it| *it /= given.max(1.0));
        }
        if rated < 2.0 {
            return (1.0, vec![1.0; items.len()]);
        }
        // What pairs of different raters would agree by.
        let mut together = vec![0.0; size];
        for row in &shares {
            together.iter_mut().zip(row).for_each(|(sum, share)| *sum += share);
        }
        let own: f64 = shares.iter().map(|row| pair_sum(&self.matrix, row, row)).sum();
        let pairs = rated * (rated - 1.0);
        let chance = (pair_sum(&self.matrix, &together, &together) - own) / pairs;
        // What an item adds to that, by the rating of each rater and by who did not rate it.
        let met = |rater: usize| -> Vec<f64> {
            let others: Vec<f64> = together
                .iter()
                .zip(&shares[rater])
                .map(|(all, own)| all - own)
                .collect();
            self.matrix.iter().map(|row| dot(row, &others)).collect()
        };
        let by_rater: Vec<(Vec<f64>, f64)> = (0..raters)
            .map(|rater| {
                let met = met(rater);
                let mean = dot(&met, &shares[rater]);
                (met, mean)
            })
            .collect();
        let each = items.iter().map(|item| {
            let part = |(rater, rating): (usize, &Option<f64>)| {
                let (met, mean) = &by_rater[rater];
                if given[rater] == 0.0 {
                    return 0.0;
                }
                let stretch = n / given[rater];
                match rating.and_then(|it| ratings.place(it)) {
                    Some(at) => stretch * (met[at] - (1.0 - given[rater] / n) * mean),
                    None => stretch * (given[rater] / n) * mean,
                }
            };
            item.iter().enumerate().map(part).sum::<f64>() / pairs
        });
        (chance, each.collect())
    }

    /// Gwet's standard error over items, all items that there are taken as a small part of those that might be.
    fn error(&self, value: f64, chance: f64, each: &[f64]) -> Option<f64> {
        let n = self.counts.len() as f64;
        if n < 2.0 {
            return None;
        }
        let stretch = n / self.several;
        let rest = 1.0 - chance;
        let mut sum = 0.0;
        for ((within, size), chance_here) in self.within.iter().zip(&self.sizes).zip(each) {
            let own = match *size > 1.0 {
                true => stretch * (within - chance) / rest,
                false => 0.0,
            };
            let moved = own - 2.0 * (1.0 - value) * (chance_here - chance) / rest;
            sum += (moved - value) * (moved - value);
        }
        crate::average::finite((sum / (n * (n - 1.0))).sqrt())
    }
}
