//! Writes the rows of `src/process/attribute_alarm_table.rs`.

use cm_numeric::process::{Kind, Steady, TABLE_DRAWS, TABLE_SEED, false_alarm_of_kind};

fn main() {
    let many = Steady::Shares { share: 0.5, size: 1e9 };
    let kinds = [
        ("RUN", Kind::Run, Steady::Normal),
        ("INDIVIDUALS", Kind::Individuals, Steady::Normal),
        ("MOVEMENT", Kind::Movement, Steady::Normal),
        ("TIME", Kind::Time, Steady::Times),
        ("BETWEEN_MANY", Kind::Between, Steady::Between { mean: 1e9 }),
        ("SHARE_OF_MANY", Kind::Share, many),
    ];
    let lengths: Vec<u64> = (7..=120).chain([150, 200, 250, 300, 400, 500]).collect();
    for (name, kind, steady) in kinds {
        println!(
            "\n#[rustfmt::skip]\npub(super) const {name}: [(u32, u32); {}] = [",
            lengths.len()
        );
        for line in lengths.chunks(8) {
            let cells: Vec<String> = line
                .iter()
                .filter_map(|length| {
                    false_alarm_of_kind(steady, kind, *length as usize, TABLE_DRAWS, TABLE_SEED + length)
                })
                .map(|found| {
                    let count = |share: f64| (share * f64::from(TABLE_DRAWS)).round();
                    format!("({}, {}),", count(found.anywhere), count(found.latest))
                })
                .collect();
            println!("    {}", cells.join(" "));
        }
        println!("];");
    }
}
