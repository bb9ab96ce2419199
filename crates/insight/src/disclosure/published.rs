use std::collections::BTreeMap;

use cm_kernel::{Date, Period, Reading, Refusal};
use cm_numeric::protect::Cells;
use cm_numeric::protect::audit::{Audit, Seen, Target};

use super::{Limits, Preset, crosstab};
use crate::{HiddenReading, Protection, Shape};

/// Which evidence a figure was about, and how its method pooled it.
#[derive(Debug, Clone, PartialEq)]
pub struct Over {
    /// One place; every place when absent.
    pub place: Option<String>,
    /// One population group; every group when absent.
    pub group: Option<String>,
    /// Only periods that begin on or after this day.
    pub from: Option<Date>,
    /// Only periods that begin on or before this day.
    pub to: Option<Date>,
    /// How the method pools it.
    pub shape: Shape,
}

/// A row of evidence as a figure knew it: place, population group, period, the entry that brought it, and the reading.
/// A corrected row is another row.
pub type Row<'a> = (&'a str, &'a str, Period, u64, Reading);

/// Every reading of a measure that figures have shown, taken together.
///
/// Two figures that are each safe can give away together what both hide: a year less its other months, all places less
/// all but one. Add what was published, mark that, add what is to be published, and ask for what that exposes.
#[derive(Debug, Clone, Default)]
pub struct Published {
    rows: BTreeMap<(String, String, Period, u64), u32>,
    named: Vec<(String, Period)>,
    counts: Vec<[f64; 2]>,
    shares: bool,
    outnumbered: bool,
    /// Inner rows, whether it is hidden, and the rules it was shown by.
    cells: Vec<(Vec<u32>, bool, Limits)>,
}

/// A small count that could be worked out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exposed {
    /// Its place; `all` when places are pooled.
    pub place: String,
    /// Its period; the last one when periods are pooled.
    pub period: Period,
}

impl Published {
    /// Takes in the readings of a figure: `rows` are those its evidence held then, and `protection` what disclosure
    /// control did. Rows without counts are no part of it.
    pub fn add<'a>(&mut self, rows: impl IntoIterator<Item = Row<'a>>, over: &Over, protection: &Protection) {
        let [place_told, group_told, period_told] = over.shape.keeps(over.place.is_some());
        let mut readings: BTreeMap<(&str, &str, Option<Period>), Vec<u32>> = BTreeMap::new();
        for row in rows {
            let (place, group, period, ..) = row;
            let start = period.start();
            let within = over.place.as_deref().is_none_or(|it| it == place)
                && over.group.as_deref().is_none_or(|it| it == group)
                && over.from.is_none_or(|it| start >= it)
                && over.to.is_none_or(|it| start <= it);
            if let (true, Some(at)) = (within, within.then(|| self.row(row)).flatten()) {
                let key = (
                    if place_told { place } else { "all" },
                    if group_told { group } else { "all" },
                    period_told.then_some(period),
                );
                readings.entry(key).or_default().push(at);
            }
        }
        let limits = Preset::read(&protection.rules).map_or(Limits::below(5), Preset::limits);
        let same = |it: &HiddenReading, key: &(&str, &str, Option<Period>)| {
            it.place == key.0 && it.group == key.1 && key.2.is_none_or(|period| period == it.period)
        };
        for (key, members) in readings {
            let hidden = match protection.hidden_at.is_empty() && protection.hidden > 0 {
                // Older figures do not say which readings they hid: the small ones at least.
                true => self.sums(&members).iter().any(|it| limits.is_small(*it)),
                false => protection.hidden_at.iter().any(|it| same(it, &key)),
            };
            self.cells.push((members, hidden, limits));
        }
    }

    /// How many readings were taken in so far: a mark between what was published and what is to be.
    #[must_use]
    pub fn mark(&self) -> usize {
        self.cells.len()
    }

    /// The position of a row; none when it has no counts.
    fn row(&mut self, (place, group, period, at, reading): Row<'_>) -> Option<u32> {
        let counts = match reading {
            Reading::Value(value) if value >= 0.0 => [value, 0.0],
            Reading::Ratio { numerator, denominator } if numerator >= 0.0 && denominator >= 0.0 => {
                self.shares = true;
                self.outnumbered |= numerator > denominator;
                [numerator, denominator]
            }
            _ => return None,
        };
        let next = u32::try_from(self.counts.len()).ok()?;
        let key = (place.to_owned(), group.to_owned(), period, at);
        let found = *self.rows.entry(key).or_insert(next);
        if found == next {
            self.counts.push(counts);
            self.named.push((place.to_owned(), period));
        }
        Some(found)
    }

    /// What adds up: those of interest, and those who are not (all of them, where events may outnumber people).
    fn sums(&self, members: &[u32]) -> Vec<f64> {
        (0..self.kinds())
            .map(|kind| members.iter().map(|it| self.value(*it, kind)).sum())
            .collect()
    }

    fn kinds(&self) -> usize {
        if self.shares { 2 } else { 1 }
    }

    fn value(&self, row: u32, kind: usize) -> f64 {
        let [count, of] = self.counts.get(row as usize).copied().unwrap_or_default();
        match kind {
            0 => count,
            _ if self.outnumbered => of,
            _ => of - count,
        }
    }

    /// The small counts that could be told to within fewer values than the smallest that is shown, once everything is
    /// published, and could not be told as closely from what was taken in before the mark.
    ///
    /// # Errors
    /// `insight/cannot-be-protected` when it is too hard to tell.
    pub fn exposed(&self, mark: usize, rules: Limits) -> Result<Vec<Exposed>, Refusal> {
        let mut exposed = Vec::new();
        let all = self.cells.len();
        for kind in 0..self.kinds() {
            let targets = self.targets(kind, rules);
            let after = self.narrow(all, kind, &targets, rules)?;
            let found: Vec<Vec<u32>> = after.iter().map(|(at, _)| targets[*at].clone()).collect();
            let before = self.narrow(mark, kind, &found, rules)?;
            let before: BTreeMap<usize, f64> = before.into_iter().collect();
            for (at, (_, width)) in after.into_iter().enumerate() {
                let news = before.get(&at).is_none_or(|old| width < old - 1e-6);
                exposed.extend(news.then(|| self.name(&found[at])).flatten());
            }
        }
        exposed.sort();
        exposed.dedup();
        Ok(exposed)
    }

    /// Sums that hold a small count and are not shown as such: single rows, the groups of a place and period together,
    /// and readings that a figure hides.
    fn targets(&self, kind: usize, rules: Limits) -> Vec<Vec<u32>> {
        let mut together: BTreeMap<(&str, Period), Vec<u32>> = BTreeMap::new();
        let mut versions: BTreeMap<(&str, &str, Period), u32> = BTreeMap::new();
        for ((place, group, period, _), row) in &self.rows {
            // Of a corrected row the latest counts; rows come in order of the entry that brought them.
            versions.insert((place, group, *period), *row);
        }
        for ((place, _, period), row) in versions {
            together.entry((place, period)).or_default().push(row);
        }
        let single = (0..self.counts.len() as u32).map(|it| vec![it]);
        let hidden = self.cells.iter().filter(|it| it.1).map(|it| it.0.clone());
        let mut targets: Vec<Vec<u32>> = single.chain(together.into_values()).chain(hidden).collect();
        targets.iter_mut().for_each(|it| it.sort_unstable());
        targets.sort();
        targets.dedup();
        targets.retain(|it| rules.is_small(it.iter().map(|row| self.value(*row, kind)).sum()));
        targets
    }

    /// The targets that the first readings leave too narrow a range for, with how wide it is.
    fn narrow(
        &self,
        first: usize,
        kind: usize,
        targets: &[Vec<u32>],
        rules: Limits,
    ) -> Result<Vec<(usize, f64)>, Refusal> {
        let mut cells = Cells::over(self.counts.len());
        let mut seen = Vec::with_capacity(first);
        for (members, hidden, limits) in self.cells.iter().take(first) {
            cells.push(members);
            seen.push(match hidden {
                true => Seen::Hidden,
                false => self.seen(members, kind, *limits),
            });
        }
        let values: Vec<f64> = (0..self.counts.len() as u32)
            .map(|it| self.value(it, kind).max(0.0))
            .collect();
        let audit = Audit::of(&cells, &values, &seen).ok_or_else(too_hard)?;
        let width = f64::from(rules.below);
        let wanted = targets.iter().map(|members| Target { members, enough: width });
        let ranges = audit.ranges(&wanted.collect::<Vec<_>>());
        let mut narrow = Vec::new();
        for (at, range) in ranges.into_iter().enumerate() {
            let (least, most) = range.ok_or_else(too_hard)?;
            if most - least < width - 1e-6 {
                narrow.push((at, most - least));
            }
        }
        Ok(narrow)
    }

    /// How much of a shown reading is seen: where numbers are rounded, those who are not of interest are the difference
    /// of two of them.
    fn seen(&self, members: &[u32], kind: usize, limits: Limits) -> Seen {
        let sum = |kind| -> f64 { members.iter().map(|it| self.value(*it, kind)).sum() };
        let (first, own) = (sum(0), sum(kind));
        let behind = |count: f64| limits.behind(limits.shown(count));
        let range = match kind > 0 && !self.outnumbered {
            true => {
                let (all, some) = (behind(first + own), behind(first));
                ((all.0 - some.1).max(0.0), all.1 - some.0)
            }
            false => behind(own),
        };
        crosstab::between(own, range)
    }

    fn name(&self, members: &[u32]) -> Option<Exposed> {
        let named = || members.iter().filter_map(|it| self.named.get(*it as usize));
        let (place, _) = named().next()?;
        let one = named().all(|it| it.0 == *place);
        Some(Exposed {
            place: if one { place.clone() } else { "all".to_owned() },
            period: named().map(|it| it.1).max()?,
        })
    }
}

fn too_hard() -> Refusal {
    Refusal::new(
        "insight/cannot-be-protected",
        "What this figure and those published before give away together was too hard to tell.",
        "Ask about a longer period or a larger area, or pool groups.",
    )
}
