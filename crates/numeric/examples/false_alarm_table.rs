//! Writes the rows of `src/process/false_alarm_table.rs`.

use cm_numeric::process::{Rules, TABLE_DRAWS, TABLE_SEED, false_alarm};

fn main() {
    for length in 7..=120_u64 {
        if let Some(found) = false_alarm(&Rules::PLOT_THE_DOTS, length as usize, TABLE_DRAWS, TABLE_SEED + length) {
            let count = |share: f64| (share * f64::from(TABLE_DRAWS)).round();
            println!("    ({}, {}),", count(found.anywhere), count(found.latest));
        }
    }
}
