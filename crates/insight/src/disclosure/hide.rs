use std::collections::BTreeMap;

use cm_kernel::Refusal;

use super::Limits;
use super::attack::Attack;
use super::table::Table;

/// How many rectangles or neighbours are hidden for one cell before it is given up.
const TRIES: usize = 40;

impl Table {
    /// Hides as many other readings as it takes that no small count can be worked out from totals to within fewer
    /// values than the smallest count that is shown.
    pub(super) fn hide_complements(&mut self, limits: Limits) -> Result<(), Refusal> {
        let attack = Attack::on(self, limits);
        let least = f64::from(limits.below);
        let places: BTreeMap<(usize, usize), usize> = self
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| ((cell.row, cell.column), at))
            .collect();
        // Hiding more never narrows a range that is wide enough already, so one pass is all it takes.
        for target in 0..self.cells.len() {
            let Some(cell) = self.cells.get(target).filter(|cell| cell.small) else {
                continue;
            };
            for (count, held) in cell.counts.into_iter().enumerate().take(self.kinds) {
                if limits.is_small(held) {
                    self.shelter(&attack, &places, (target, count), least)?;
                }
            }
        }
        Ok(())
    }

    fn shelter(
        &mut self,
        attack: &Attack,
        places: &BTreeMap<(usize, usize), usize>,
        (target, count): (usize, usize),
        least: f64,
    ) -> Result<(), Refusal> {
        for _ in 0..TRIES {
            if attack.range(self, target, count, least) >= least {
                return Ok(());
            }
            let chosen = match self.rows > 1 && self.columns > 1 {
                true => self.rectangle(places, target, count, least),
                false => self.neighbour(target, count, least),
            };
            if chosen.is_empty() {
                break;
            }
            for at in chosen {
                if let Some(cell) = self.cells.get_mut(at) {
                    cell.hidden = true;
                }
            }
        }
        match attack.range(self, target, count, least) >= least {
            true => Ok(()),
            false => Err(Refusal::new(
                "insight/cannot-be-protected",
                "A small count could be worked out from totals, and there is too little beside it to hide it with.",
                "Ask about a longer period or a larger area, or pool groups.",
            )),
        }
    }

    /// The cheapest three shown cells that make a rectangle with the target and can take up what it must be able to
    /// move; the roomiest when none can.
    fn rectangle(
        &self,
        places: &BTreeMap<(usize, usize), usize>,
        target: usize,
        count: usize,
        least: f64,
    ) -> Vec<usize> {
        let Some(cell) = self.cells.get(target) else {
            return Vec::new();
        };
        let held = |at: usize| {
            self.cells
                .get(at)
                .and_then(|it| it.counts.get(count))
                .copied()
                .unwrap_or_default()
        };
        let cost = |at: usize| {
            self.cells
                .get(at)
                .filter(|it| !it.hidden)
                .map_or(0.0, super::table::Cell::size)
        };
        let all = || self.cells.iter().enumerate().filter(|(at, _)| *at != target);
        let in_column: Vec<_> = all().filter(|(_, it)| it.column == cell.column).collect();
        let mut best: Option<(f64, f64, [usize; 3])> = None;
        for (beside, other) in all().filter(|(_, it)| it.row == cell.row) {
            for (below, third) in &in_column {
                let Some(&across) = places.get(&(third.row, other.column)) else {
                    continue;
                };
                let corners = [beside, *below, across];
                if corners.iter().all(|at| self.cells.get(*at).is_some_and(|it| it.hidden)) {
                    continue;
                }
                let room = held(beside).min(held(*below)) + held(across).min(held(target));
                let lacking = (least - room).max(0.0);
                let price: f64 = corners.iter().map(|at| cost(*at)).sum();
                if best.is_none_or(|(lack, paid, _)| (lacking, price) < (lack, paid)) {
                    best = Some((lacking, price, corners));
                }
            }
        }
        best.map_or_else(
            || self.neighbour(target, count, least),
            |(.., corners)| corners.to_vec(),
        )
    }

    /// The smallest shown cell in the target's row or column that can take up what it must be able to move; the
    /// roomiest when none can.
    fn neighbour(&self, target: usize, count: usize, least: f64) -> Vec<usize> {
        let Some(cell) = self.cells.get(target) else {
            return Vec::new();
        };
        let mut best: Option<(f64, f64, usize)> = None;
        for (at, other) in self.cells.iter().enumerate() {
            let beside = other.row == cell.row || other.column == cell.column;
            let held = other.counts.get(count).copied().unwrap_or_default();
            if !beside || other.hidden || held <= 0.0 {
                continue;
            }
            let lacking = (least - held).max(0.0);
            if best.is_none_or(|(lack, paid, _)| (lacking, other.size()) < (lack, paid)) {
                best = Some((lacking, other.size(), at));
            }
        }
        best.map_or_else(Vec::new, |(.., at)| vec![at])
    }
}
