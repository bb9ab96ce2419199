//! Life expectancy against PHEindicatormethods 2.1.0.

use cm_numeric::life::expectancy;

use crate::golden::{beside, close, must};

#[test]
fn twenty_bands_agree() {
    let (Some(bands), Some(wanted)) = (beside("phe/le_input.csv"), beside("phe/le_output.csv")) else {
        return;
    };
    let column = |name: &str| -> Vec<f64> { bands.iter().map(|row| must(row, name)).collect() };
    let found = expectancy(&column("startage"), &column("pops"), &column("deaths"), 0.95).unwrap();
    assert_eq!(found.len(), wanted.len());
    for (found, row) in found.iter().zip(&wanted) {
        for (found, name) in [
            (found.age, "startage"),
            (found.years, "value"),
            (found.interval.lower, "lowercl"),
            (found.interval.upper, "uppercl"),
            (found.people, "pops_used"),
            (found.deaths, "dths_used"),
        ] {
            let wanted = must(row, name);
            assert!(
                close(found, wanted, 1e-11),
                "{name}: {found} against {wanted} in {row:?}"
            );
        }
    }
}
