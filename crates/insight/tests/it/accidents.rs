//! A table of accidents by place and injury, protected here and by GaussSuppression 1.2.3.

use std::collections::BTreeMap;
use std::path::Path;

use cm_insight::{Crosstab, Limits, ProtectedTable, protect_table};

type Rows = Vec<(String, String, f64, bool)>;

/// Place, injury, count, and whether the other tool hides it.
fn rows(name: &str) -> Rows {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../golden/numbers/sdc/{name}.csv"));
    let text = std::fs::read_to_string(path).unwrap().replace('"', "");
    let row = |line: &str| {
        let parts: Vec<&str> = line.split(',').collect();
        let hidden = parts.get(4) == Some(&"TRUE");
        (
            parts[0].to_owned(),
            parts[1].to_owned(),
            parts[2].parse().unwrap(),
            hidden,
        )
    };
    text.lines().skip(1).map(row).collect()
}

fn coded(names: impl Iterator<Item = String>) -> Vec<u32> {
    let names: Vec<String> = names.collect();
    let mut known: BTreeMap<&str, u32> = names.iter().map(|it| (it.as_str(), 0)).collect();
    known.values_mut().zip(0..).for_each(|(it, at)| *it = at);
    names.iter().map(|it| known[it.as_str()]).collect()
}

fn protected(limits: Limits) -> ProtectedTable {
    let rows = rows("gs_mun_accidents_input");
    let places = coded(rows.iter().map(|it| it.0.clone()));
    let injuries = coded(rows.iter().map(|it| it.1.clone()));
    let counts: Vec<f64> = rows.iter().map(|it| it.2).collect();
    let codes: [&[u32]; 2] = [&places, &injuries];
    let table = Crosstab {
        codes: &codes,
        counts: &counts,
    };
    protect_table(&table, limits).unwrap()
}

/// That tool keeps a count from being worked out exactly, and no more. Ours leaves a range as wide as the smallest count
/// that is shown: with as many cells where noughts are shown, and with at most half as many again where they are not.
#[test]
fn a_wide_range_costs_at_most_half_as_many_cells_again() {
    for (below, zeros, cells, golden) in [
        (3, false, 11, 11),
        (3, true, 34, 24),
        (4, false, 13, 13),
        (4, true, 35, 24),
        (5, false, 14, 14),
        (5, true, 34, 27),
    ] {
        let name = format!("gs_mun_accidents_max{}_pz{}", below - 1, u8::from(zeros));
        assert_eq!(rows(&name).iter().filter(|it| it.3).count(), golden, "{name}");
        let told = protected(Limits {
            zeros,
            ..Limits::below(below)
        });
        assert_eq!((told.small + told.others, told.narrow), (cells, 0), "{name}");
        assert!(cells * 2 <= golden * 3, "{name}");
    }
}
