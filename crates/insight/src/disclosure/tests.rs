use proptest::prelude::*;

use super::Limits;
use super::attack::Attack;
use super::table::{Cell, Table};

/// A table of one count a cell; `None` is a reading that is not there.
fn table(rows: usize, columns: usize, counts: &[Option<f64>]) -> Table {
    let mut table = Table::empty(rows, columns);
    for (at, count) in counts.iter().enumerate().take(rows * columns) {
        table.cells.extend(count.map(|count| Cell {
            row: at / columns,
            column: at % columns,
            counts: [count, 0.0],
            small: false,
            hidden: false,
        }));
    }
    table
}

/// An attacker who tries every table of whole counts that agrees with what is shown and with the totals that are not
/// small: for each cell, how wide its range is.
struct Patient {
    hidden: Vec<usize>,
    /// Cells of each known line and what its hidden cells make together.
    lines: Vec<(Vec<usize>, f64)>,
    least: Vec<f64>,
    most: Vec<f64>,
}

impl Patient {
    fn new(table: &Table, small: Limits) -> Self {
        let hidden: Vec<usize> = (0..table.cells.len()).filter(|at| table.cells[*at].hidden).collect();
        let mut lines = Vec::new();
        let mut line = |across: usize, of: &dyn Fn(&Cell) -> bool| {
            let all: f64 = table.cells.iter().filter(|it| of(it)).map(|it| it.counts[0]).sum();
            if across > 1 && !small.is_small(all) {
                let cells: Vec<usize> = hidden.iter().copied().filter(|at| of(&table.cells[*at])).collect();
                let together = cells.iter().map(|at| table.cells[*at].counts[0]).sum();
                lines.push((cells, together));
            }
        };
        (0..table.rows).for_each(|row| line(table.columns, &|it| it.row == row));
        (0..table.columns).for_each(|column| line(table.rows, &|it| it.column == column));
        let (least, most) = (vec![f64::INFINITY; table.cells.len()], vec![-1.0; table.cells.len()]);
        Self {
            hidden,
            lines,
            least,
            most,
        }
    }

    fn tries(&mut self, step: usize, guess: &mut Vec<f64>, highest: f64) {
        let Some(&at) = self.hidden.get(step) else {
            for &at in &self.hidden {
                self.least[at] = self.least[at].min(guess[at]);
                self.most[at] = self.most[at].max(guess[at]);
            }
            return;
        };
        let mut value = 0.0;
        while value <= highest {
            guess[at] = value;
            let fits = self
                .lines
                .iter()
                .filter(|(cells, _)| cells.contains(&at))
                .all(|(cells, together)| {
                    let so_far: f64 = cells.iter().filter(|it| **it <= at).map(|it| guess[*it]).sum();
                    let open = cells.iter().any(|it| *it > at);
                    if open { so_far <= *together } else { so_far == *together }
                });
            if fits {
                self.tries(step + 1, guess, highest);
            }
            value += 1.0;
        }
    }

    fn range(&self, at: usize) -> f64 {
        self.most[at] - self.least[at]
    }
}

fn attacked(table: &Table, small: Limits) -> Patient {
    let mut patient = Patient::new(table, small);
    let highest = table.cells.iter().fold(0.0_f64, |most, it| most.max(it.counts[0])) + f64::from(small.below);
    patient.tries(0, &mut vec![0.0; table.cells.len()], highest);
    patient
}

const LEAST: f64 = 3.0;

fn below(count: u32) -> Limits {
    Limits::below(count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_range_left_is_what_a_patient_attacker_finds(
        (rows, columns) in prop_oneof![Just((1, 5)), Just((5, 1)), Just((2, 2)), Just((2, 3)), Just((3, 2)), Just((3, 3))],
        counts in prop::collection::vec(prop::option::weighted(0.9, 0_u8..6), 9),
        hide in prop::collection::vec(any::<bool>(), 9),
    ) {
        let counts: Vec<_> = counts.into_iter().map(|it| it.map(f64::from)).collect();
        let mut table = table(rows, columns, &counts);
        for (cell, hide) in table.cells.iter_mut().zip(hide) {
            cell.hidden = hide;
        }
        if table.hidden() > 6 {
            return Ok(());
        }
        let attack = Attack::on(&table, below(3));
        let patient = attacked(&table, below(3));
        for at in (0..table.cells.len()).filter(|at| table.cells[*at].hidden) {
            prop_assert_eq!(attack.range(&table, at, 0, LEAST), patient.range(at).min(LEAST), "cell {} of {:?}", at, table);
        }
    }

    #[test]
    fn after_hiding_no_small_count_is_within_reach(
        (rows, columns) in prop_oneof![Just((1, 6)), Just((6, 1)), Just((2, 3)), Just((3, 3)), Just((2, 2))],
        counts in prop::collection::vec(prop::option::weighted(0.9, 0_u8..9), 9),
    ) {
        let counts: Vec<_> = counts.into_iter().map(|it| it.map(f64::from)).collect();
        let mut table = table(rows, columns, &counts);
        table.hide_small(below(3));
        if table.hide_complements(below(3)).is_err() || table.hidden() > 6 {
            return Ok(());
        }
        let patient = attacked(&table, below(3));
        for (at, cell) in table.cells.iter().enumerate() {
            prop_assert!(!below(3).is_small(cell.counts[0]) || (cell.hidden && patient.range(at) >= LEAST), "{:?}", table);
        }
    }
}

#[test]
fn one_hidden_reading_of_a_line_takes_another_with_it() {
    let mut line = table(1, 5, &[20.0, 3.0, 40.0, 6.0, 9.0].map(Some));
    line.hide_small(below(5));
    assert_eq!(line.hidden(), 1);
    line.hide_complements(below(5)).unwrap();
    let hidden: Vec<_> = line.cells.iter().map(|it| it.hidden).collect();
    assert_eq!(
        hidden,
        [false, true, false, true, false],
        "the smallest that can take up 5"
    );
}

#[test]
fn a_hidden_cell_between_two_totals_takes_three_corners_with_it() {
    let counts = [3.0, 30.0, 31.0, 20.0, 8.0, 50.0, 40.0, 60.0, 70.0];
    let mut square = table(3, 3, &counts.map(Some));
    square.hide_small(below(5));
    square.hide_complements(below(5)).unwrap();
    let hidden: Vec<_> = square.cells.iter().map(|it| it.hidden).collect();
    assert_eq!(hidden, [true, true, false, true, true, false, false, false, false]);
}

#[test]
fn what_cannot_be_protected_is_refused() {
    let mut line = table(1, 3, &[1.0, 4.0, 0.0].map(Some));
    line.hide_small(below(5));
    assert_eq!(
        line.hide_complements(below(5)),
        Ok(()),
        "a range of 5 is left for each of the two"
    );
    let mut column = table(2, 1, &[3.0, 6.0].map(Some));
    column.hide_small(below(5));
    column.hide_complements(below(5)).unwrap();
    assert_eq!(column.hidden(), 2);
    // The second column has one reading, so its total gives away whatever is hidden there.
    let mut bridge = table(2, 2, &[Some(3.0), Some(30.0), Some(40.0), None]);
    bridge.hide_small(below(5));
    assert_eq!(
        bridge.hide_complements(below(5)).unwrap_err().code,
        "insight/cannot-be-protected"
    );
}
