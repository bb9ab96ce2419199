use std::collections::VecDeque;

use super::Limits;
use super::table::Table;

/// What someone works with who sees the shown readings and knows the totals of rows and columns.
///
/// A total that is small itself is not known, and neither is one of a row or column that would be the whole table: the
/// cells of such lines hang on one common loose end.
pub(super) struct Attack {
    /// Where each row hangs.
    row_ends: Vec<usize>,
    /// Where each column hangs.
    column_ends: Vec<usize>,
    /// How many ends there are, the loose one included.
    ends: usize,
}

/// The end whose total nobody knows.
const LOOSE: usize = 0;

impl Attack {
    /// The totals that are known, given the smallest count that is shown.
    pub(super) fn on(table: &Table, limits: Limits) -> Self {
        let mut attack = Self {
            row_ends: vec![LOOSE; table.rows],
            column_ends: vec![LOOSE; table.columns],
            ends: 1,
        };
        let mut rows = vec![[0.0; 2]; table.rows];
        let mut columns = vec![[0.0; 2]; table.columns];
        for cell in &table.cells {
            for (line, at) in [(&mut rows, cell.row), (&mut columns, cell.column)] {
                if let Some(total) = line.get_mut(at) {
                    total[0] += cell.counts[0];
                    total[1] += cell.counts[1];
                }
            }
        }
        let lines = [
            (&mut attack.row_ends, rows, table.columns),
            (&mut attack.column_ends, columns, table.rows),
        ];
        for (ends, totals, across) in lines {
            for (end, total) in ends.iter_mut().zip(totals) {
                if across > 1 && !total.iter().take(table.kinds).any(|it| limits.is_small(*it)) {
                    *end = attack.ends;
                    attack.ends += 1;
                }
            }
        }
        attack
    }

    /// How wide a range is left for one count of a hidden cell, no further than `enough`.
    ///
    /// The count can grow by as much as flows from its row to its column when other hidden cells give way, and shrink
    /// by as much as they can take up; a shown cell moves neither way.
    pub(super) fn range(&self, table: &Table, target: usize, count: usize, enough: f64) -> f64 {
        let Some(cell) = table.cells.get(target) else {
            return 0.0;
        };
        let (from, to) = (self.row_end(cell.row), self.column_end(cell.column));
        if from == to {
            return enough;
        }
        let now = cell.counts.get(count).copied().unwrap_or_default();
        let shrink = self.flow(table, target, count, (from, to), false, enough.min(now));
        if shrink >= enough {
            return enough;
        }
        shrink + self.flow(table, target, count, (from, to), true, enough - shrink)
    }

    fn row_end(&self, row: usize) -> usize {
        self.row_ends.get(row).copied().unwrap_or(LOOSE)
    }

    fn column_end(&self, column: usize) -> usize {
        self.column_ends.get(column).copied().unwrap_or(LOOSE)
    }

    /// The greatest flow between the ends of a cell through the other hidden cells, no further than `enough`. When the
    /// target grows, a cell gives way from its row's end to its column's end and takes up the other way.
    fn flow(
        &self,
        table: &Table,
        target: usize,
        count: usize,
        (from, to): (usize, usize),
        grows: bool,
        enough: f64,
    ) -> f64 {
        let mut pipes: Vec<Pipe> = Vec::new();
        for (at, cell) in table
            .cells
            .iter()
            .enumerate()
            .filter(|(at, cell)| cell.hidden && *at != target)
        {
            let (row, column) = (self.row_end(cell.row), self.column_end(cell.column));
            let give = table
                .cells
                .get(at)
                .and_then(|it| it.counts.get(count))
                .copied()
                .unwrap_or_default();
            let (forth, back) = if grows {
                (give, f64::INFINITY)
            } else {
                (f64::INFINITY, give)
            };
            pipes.push(Pipe {
                ends: (row, column),
                forth,
                back,
            });
        }
        let mut total = 0.0;
        while total < enough {
            let Some(path) = shortest(&pipes, self.ends, from, to) else {
                break;
            };
            let narrowest = path.iter().fold(enough - total, |least, &(at, forth)| {
                least.min(pipes.get(at).map_or(0.0, |pipe| pipe.room(forth)))
            });
            for (at, forth) in path {
                if let Some(pipe) = pipes.get_mut(at) {
                    pipe.push(forth, narrowest);
                }
            }
            total += narrowest;
        }
        total
    }
}

/// A hidden cell as a pipe between its row's and its column's end.
struct Pipe {
    ends: (usize, usize),
    forth: f64,
    back: f64,
}

impl Pipe {
    fn room(&self, forth: bool) -> f64 {
        if forth { self.forth } else { self.back }
    }

    fn push(&mut self, forth: bool, amount: f64) {
        let sign = if forth { 1.0 } else { -1.0 };
        self.forth -= sign * amount;
        self.back += sign * amount;
    }
}

/// The pipes of a shortest path with room, and which way each is taken.
fn shortest(pipes: &[Pipe], ends: usize, from: usize, to: usize) -> Option<Vec<(usize, bool)>> {
    let mut came: Vec<Option<(usize, usize, bool)>> = vec![None; ends];
    let mut leaving: Vec<Vec<(usize, bool)>> = vec![Vec::new(); ends];
    for (at, pipe) in pipes.iter().enumerate() {
        leaving.get_mut(pipe.ends.0)?.push((at, true));
        leaving.get_mut(pipe.ends.1)?.push((at, false));
    }
    let mut waiting = VecDeque::from([from]);
    while let Some(end) = waiting.pop_front() {
        for &(at, forth) in leaving.get(end)? {
            let pipe = pipes.get(at)?;
            let next = if forth { pipe.ends.1 } else { pipe.ends.0 };
            if pipe.room(forth) > 0.0 && next != from && came.get(next)?.is_none() {
                *came.get_mut(next)? = Some((end, at, forth));
                waiting.push_back(next);
            }
        }
        if came.get(to)?.is_some() {
            break;
        }
    }
    let mut path = Vec::new();
    let mut here = to;
    while here != from {
        let (before, at, forth) = (*came.get(here)?)?;
        path.push((at, forth));
        here = before;
    }
    Some(path)
}
