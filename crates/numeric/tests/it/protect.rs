//! Protected tables compared with those of other tools.

use std::collections::BTreeMap;

use cm_numeric::protect::audit::{Seen, ranges};
use cm_numeric::protect::secondary::{Unsafe, by_size, hidden};
use cm_numeric::protect::{Cells, cell_key, primary, rounding};

use crate::golden::{Rows, beside, kept, must};

/// A table of places by injury with its margins, in the order of the files: totals first, then by name.
struct Accidents {
    cells: Cells,
    inner: Vec<f64>,
    names: Vec<(String, String)>,
}

fn accidents() -> Accidents {
    let rows = kept("sdc/gs_mun_accidents_input.csv");
    let names = |column: &str| {
        let mut names: Vec<String> = rows.iter().map(|it| it[column].clone()).collect();
        names.sort();
        names.dedup();
        names
    };
    let (places, injuries) = (names("mun"), names("inj"));
    let codes = |column: &str, names: &[String]| -> Vec<u32> {
        let code = |row: &BTreeMap<String, String>| names.binary_search(&row[column]).unwrap() as u32;
        rows.iter().map(code).collect()
    };
    let mut cells = Cells::over(rows.len());
    let placed = cells
        .push_table(&[&codes("mun", &places), &codes("inj", &injuries)])
        .unwrap();
    let name = |names: &[String], code: Option<u32>| code.map_or("Total".to_owned(), |it| names[it as usize].clone());
    Accidents {
        inner: rows.iter().map(|it| must(it, "freq")).collect(),
        names: placed
            .iter()
            .map(|(_, codes)| (name(&places, codes[0]), name(&injuries, codes[1])))
            .collect(),
        cells,
    }
}

impl Accidents {
    fn at(&self, row: &BTreeMap<String, String>) -> usize {
        let name = (row["mun"].clone(), row["inj"].clone());
        self.names.iter().position(|it| *it == name).unwrap()
    }

    fn flags(&self, rows: &Rows, column: &str) -> Vec<bool> {
        let mut flags = vec![false; self.names.len()];
        for row in rows {
            flags[self.at(row)] = row[column] == "TRUE";
        }
        flags
    }
}

fn seen(hidden: &[bool]) -> Vec<Seen> {
    let seen = |it: &bool| if *it { Seen::Hidden } else { Seen::Exact };
    hidden.iter().map(seen).collect()
}

const PATTERNS: [(&str, f64, bool); 6] = [
    ("max2_pz0", 2.0, false),
    ("max2_pz1", 2.0, true),
    ("max3_pz0", 3.0, false),
    ("max3_pz1", 3.0, true),
    ("max4_pz0", 4.0, false),
    ("max4_pz1", 4.0, true),
];

#[test]
fn the_same_cells_are_hidden() {
    let table = accidents();
    let sums = table.cells.sums(&table.inner);
    for (name, largest, zeros) in PATTERNS {
        let golden = kept(&format!("sdc/gs_mun_accidents_{name}.csv"));
        let unsafe_cells: Vec<bool> = sums
            .iter()
            .map(|it| primary::small(*it, largest + 1.0, zeros))
            .collect();
        assert_eq!(unsafe_cells, table.flags(&golden, "primary"), "{name}");
        let single = if zeros { 0.0 } else { 1.0 };
        let singles: Vec<bool> = table.inner.iter().map(|it| *it == single).collect();
        let question = Unsafe {
            cells: &table.cells,
            primary: &unsafe_cells,
            sums: &[],
            singles: &singles,
            open_singles: false,
        };
        let ours = hidden(&question, &by_size(&table.cells, &sums, false));
        assert_eq!(ours, table.flags(&golden, "suppressed"), "{name}");
    }
}

#[test]
fn what_one_who_knows_themselves_could_tell_is_hidden() {
    let table = accidents();
    let sums = table.cells.sums(&table.inner);
    let left = primary::differences(&table.cells, &sums, 1.0);
    let singles: Vec<bool> = table.inner.iter().map(|it| *it == 0.0).collect();
    let question = Unsafe {
        cells: &table.cells,
        primary: &vec![false; table.cells.len()],
        sums: &left,
        singles: &singles,
        open_singles: true,
    };
    // Noughts come after ones and before twos; equal counts in the order of the table.
    let rank = |at: u32| match sums[at as usize] {
        0.0 => 1.0,
        count if count <= 1.0 => count - 1.0,
        count => count,
    };
    let mut order: Vec<u32> = (0..table.cells.len() as u32).collect();
    order.sort_by(|a, b| rank(*b).total_cmp(&rank(*a)));
    let golden = kept("sdc/gs_mun_accidents_kdisc1.csv");
    assert_eq!(hidden(&question, &order), table.flags(&golden, "suppressed"));
}

#[test]
fn hidden_cells_range_as_far() {
    let table = accidents();
    for name in PATTERNS.map(|it| it.0).into_iter().chain(["kdisc1"]) {
        let pattern = kept(&format!("sdc/gs_mun_accidents_{name}.csv"));
        let hidden = table.flags(&pattern, "suppressed");
        let ours = ranges(&table.cells, &table.inner, &seen(&hidden)).unwrap();
        let golden = kept(&format!("sdc/audit_gs_mun_accidents_{name}.csv"));
        assert_eq!(golden.len(), hidden.iter().filter(|it| **it).count(), "{name}");
        for row in &golden {
            let (least, most) = ours[table.at(row)].unwrap();
            let (low, high) = (must(row, "lp_min"), must(row, "lp_max"));
            assert!(
                (least - low).abs() < 1e-6 && (most - high).abs() < 1e-6,
                "{name} {row:?}: {least} to {most}"
            );
        }
    }
}

/// The other tool draws lots between equal choices; ours is as close and the same every time.
#[test]
fn rounded_counts_are_as_close() {
    let table = accidents();
    let counts: Vec<u32> = table.inner.iter().map(|it| *it as u32).collect();
    let rounded = rounding::small_counts(&table.cells, &counts, 5).unwrap();
    let rounded: Vec<f64> = rounded.into_iter().map(f64::from).collect();
    let (before, after) = (table.cells.sums(&table.inner), table.cells.sums(&rounded));
    let (mut ours, mut theirs) = ((0.0, 0.0_f64), (0.0, 0.0_f64));
    for row in &kept("sdc/scr_mun_accidents_base5.csv") {
        let at = table.at(row);
        assert_eq!(before[at], must(row, "original"));
        assert!(after[at] == 0.0 || after[at] >= 5.0);
        for (total, off) in [
            (&mut ours, after[at] - before[at]),
            (&mut theirs, must(row, "difference")),
        ] {
            total.0 += off * off;
            total.1 = total.1.max(off.abs());
        }
    }
    assert!(ours.0 <= theirs.0 && ours.1 <= theirs.1, "{ours:?} {theirs:?}");
}

fn whole(row: &BTreeMap<String, String>, column: &str) -> u32 {
    must(row, column) as u32
}

#[test]
fn the_same_noise_is_added() {
    let Some(table) = beside("sdc/ckp_ptable_10_5_rule.csv") else {
        return;
    };
    let entries = table
        .iter()
        .map(|it| (whole(it, "pcv"), whole(it, "ckey"), must(it, "pvalue") as i32));
    let changes = cell_key::Changes::read(entries).unwrap();
    let Some(micro) = beside("sdc/ckp_micro.csv") else {
        return;
    };
    let files: [(&str, &[&str], u32); 3] = [
        ("ckp_v1_v5_v8", &["var1", "var5", "var8"], 10),
        ("ckp_all_v5", &["var5"], 10),
        ("ckp_v1_v2_v3_thr0", &["var1", "var2", "var3"], 0),
    ];
    for (file, columns, least) in files {
        let Some(golden) = beside(&format!("sdc/{file}.csv")) else {
            return;
        };
        let codes =
            |row: &BTreeMap<String, String>| -> Vec<String> { columns.iter().map(|it| row[*it].clone()).collect() };
        let mut keys: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
        for row in &micro {
            keys.entry(codes(row)).or_default().push(whole(row, "record_key"));
        }
        for row in &golden {
            let records = keys.get(&codes(row)).cloned().unwrap_or_default();
            let (count, key) = (records.len() as u32, cell_key::key(records));
            assert_eq!(count, whole(row, "pre_sdc_count"), "{file} {row:?}");
            assert_eq!(key, whole(row, "ckey"), "{file} {row:?}");
            assert_eq!(cell_key::row(count), whole(row, "pcv"), "{file} {row:?}");
            assert_eq!(
                f64::from(changes.change(count, key)),
                must(row, "pvalue"),
                "{file} {row:?}"
            );
            let shown = changes.shown(count, key, least).map(f64::from);
            let golden = row["count"].parse::<f64>().ok();
            assert_eq!(shown, golden, "{file} {row:?}");
        }
    }
}
