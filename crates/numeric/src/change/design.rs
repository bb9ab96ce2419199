/// Where the change is and how it is looked for; fixed before the readings it judges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Time of the first period after the change.
    pub first_after: i64,
    /// The lag of Newey and West's covariance; by their rule when not given.
    pub lag: Option<usize>,
    /// What comes round with the seasons, when anything does.
    pub season: Option<Season>,
    /// Level of the intervals, such as 0.95.
    pub level: f64,
}

/// Waves that come round: a sine and a cosine each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season {
    /// How many periods it takes to come round: 12 for months.
    pub round: u32,
    /// How many waves, the first once a round, the second twice.
    pub waves: u32,
}

impl Plan {
    /// A change from this period on: 95% intervals, the lag by rule and no seasons.
    #[must_use]
    pub fn from(first_after: i64) -> Self {
        Self {
            first_after,
            lag: None,
            season: None,
            level: 0.95,
        }
    }

    /// How many periods after the last before the change a time is, 1 for the first; `None` before the change.
    pub(super) fn since(&self, time: i64) -> Option<f64> {
        (time >= self.first_after).then(|| (time - self.first_after + 1) as f64)
    }

    /// Columns: one, time, after, time since, and the waves. `None` with fewer than two readings on either side.
    pub(super) fn design(&self, times: &[i64]) -> Option<Vec<Vec<f64>>> {
        let after = times.iter().filter(|time| **time >= self.first_after).count();
        if after < 2 || times.len() - after < 2 {
            return None;
        }
        let column = |of: &dyn Fn(i64) -> f64| times.iter().map(|time| of(*time)).collect::<Vec<f64>>();
        let mut columns = vec![
            column(&|_| 1.0),
            column(&|time| time as f64),
            column(&|time| f64::from(u8::from(self.since(time).is_some()))),
            column(&|time| self.since(time).unwrap_or(0.0)),
        ];
        if let Some(Season { round, waves }) = self.season {
            for wave in 1..=waves {
                let turn = 2.0 * std::f64::consts::PI * f64::from(wave) / f64::from(round);
                columns.push(column(&|time| libm::cos(turn * time as f64)));
                // At half a round the sine is nought everywhere and tells nothing.
                if 2 * wave < round {
                    columns.push(column(&|time| libm::sin(turn * time as f64)));
                }
            }
        }
        Some(columns)
    }

    /// What the columns make of each row when nothing changes.
    pub(super) fn counterfactual(&self, columns: &[Vec<f64>], coefficients: &[f64]) -> Vec<f64> {
        let rows = columns.first().map_or(0, Vec::len);
        let kept = || {
            columns
                .iter()
                .zip(coefficients)
                .enumerate()
                .filter(|(at, _)| *at != 2 && *at != 3)
        };
        (0..rows)
            .map(|row| kept().map(|(_, (column, b))| column[row] * b).sum())
            .collect()
    }
}
