//! Funnels against FunnelPlotR 0.6.0.

use std::collections::BTreeMap;

use cm_numeric::funnel::{Band, Bands, Centre, Funnel, Scale, Unit, ratios, shares};

use crate::golden::{Rows, beside, close, kept, must};

fn column(rows: &Rows, name: &str) -> Vec<f64> {
    rows.iter().map(|row| must(row, name)).collect()
}

fn same_bands(bands: &Bands, row: &BTreeMap<String, String>, names: [&str; 8]) {
    let bands = [bands.adjusted95, bands.adjusted998, bands.chance95, bands.chance998];
    for (end, name) in bands.iter().flat_map(|band| [band.lower, band.upper]).zip(names) {
        let wanted = must(row, name);
        // Their multipliers are 1.959964 and 3.090232, ours are exact. Where a limit would pass the end of the scale
        // their curve folds back into it; ours stays at the end.
        let folded = names == CURVE && (end == 0.0 || end == 1.0);
        assert!(
            folded || close(end, wanted, 1e-6),
            "{name}: {end} against {wanted} in {row:?}"
        );
    }
}

const UNIT: [&str; 8] = [
    "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL", "LCL95", "UCL95", "LCL99", "UCL99",
];
const CURVE: [&str; 8] = [
    "odll95", "odul95", "odll998", "odul998", "ll95", "ul95", "ll998", "ul998",
];

fn same_units(found: &Funnel, rows: &Rows, band: Band) {
    assert_eq!(found.units.len(), rows.len());
    for (unit, row) in found.units.iter().zip(rows) {
        let unit: Unit = unit.unwrap();
        assert!(close(unit.value, must(row, "rr"), 1e-5));
        assert!((unit.z - must(row, "Uzscore")).abs() < 1e-9, "{unit:?} {row:?}");
        same_bands(&unit.bands, row, UNIT);
        assert_eq!(unit.outside(band).is_some(), row["outlier"] == "1", "{unit:?} {row:?}");
    }
}

fn summary(case: &str) -> BTreeMap<String, String> {
    kept("funnel/summary_phi_tau2.csv")
        .into_iter()
        .find(|row| row["case"] == case)
        .unwrap()
}

fn same_spread(found: &Funnel, case: &str, band: Band) {
    let row = summary(case);
    assert!(close(found.phi, must(&row, "phi"), 1e-11), "{case}: {}", found.phi);
    assert!(
        close(found.tau_squared, must(&row, "tau2"), 1e-10),
        "{case}: {}",
        found.tau_squared
    );
    assert_eq!(found.outside(band) as f64, must(&row, "n_outliers"), "{case}");
}

#[test]
fn shares_of_emergency_departments_agree() {
    let rows = kept("funnel/pr_od_l95_units.csv");
    let (counts, totals) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = shares(&counts, &totals, Centre::Pooled, 0.1).unwrap();
    assert_eq!(found.phi.round(), 3829.0);
    same_spread(&found, "pr_od_l95", Band::Adjusted95);
    same_spread(&found, "pr_od_l99", Band::Adjusted998);
    same_units(&found, &rows, Band::Adjusted95);
    // Chance alone flags nearly everybody; allowing for ordinary differences, nobody: both are said.
    assert_eq!(
        found.outside(Band::Chance998) as f64,
        must(&summary("pr_unadj_l99"), "n_outliers")
    );
    assert_eq!(
        (found.outside(Band::Chance998), found.outside(Band::Adjusted998)),
        (130, 0)
    );
}

#[test]
fn shares_without_pulling_in_agree() {
    let Some(rows) = beside("funnel/pr_od_trim0_mult100_units.csv") else {
        return;
    };
    let (counts, totals) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = shares(&counts, &totals, Centre::Pooled, 0.0).unwrap();
    same_spread(&found, "pr_od_trim0_mult100", Band::Adjusted998);
}

#[test]
fn small_places_agree() {
    let rows = kept("funnel/small_pr_units.csv");
    let (counts, totals) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = shares(&counts, &totals, Centre::Pooled, 0.1).unwrap();
    same_spread(&found, "small_pr", Band::Adjusted95);
    same_units(&found, &rows, Band::Adjusted95);
}

#[test]
fn the_curve_of_limits_agrees() {
    let (Some(rows), Some(curve)) = (
        beside("funnel/pr_od_l95_units.csv"),
        beside("funnel/pr_od_l95_curve.csv"),
    ) else {
        return;
    };
    let found = shares(
        &column(&rows, "numerator"),
        &column(&rows, "denominator"),
        Centre::Pooled,
        0.1,
    )
    .unwrap();
    for row in &curve {
        same_bands(&found.bands_at(must(row, "number_seq")).unwrap(), row, CURVE);
    }
}

#[test]
fn ratios_on_both_scales_agree() {
    let Some(rows) = beside("funnel/sr_shmi_l95_units.csv") else {
        return;
    };
    // The other tool rounds expected counts to two places first; its rows hold them rounded.
    let (observed, expected) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let logs = ratios(&observed, &expected, Scale::LogRatio, Centre::Pooled, 0.1).unwrap();
    same_spread(&logs, "sr_shmi_l95", Band::Adjusted95);
    same_spread(&logs, "sr_shmi_l99", Band::Adjusted998);
    same_units(&logs, &rows, Band::Adjusted95);
    assert_eq!(
        logs.outside(Band::Chance95) as f64,
        must(&summary("sr_unadj_l95"), "n_outliers")
    );
    let roots = ratios(&observed, &expected, Scale::RootRatio, Centre::Pooled, 0.1).unwrap();
    let row = summary("sr_cqc_l95");
    println!(
        "root scale: phi {} tau2 {}; theirs {} {}",
        roots.phi, roots.tau_squared, row["phi"], row["tau2"]
    );
    // Theirs takes the expected counts unrounded on this scale, so the last digits differ.
    assert!(close(roots.phi, must(&row, "phi"), 1e-6));
    assert!(close(roots.tau_squared, must(&row, "tau2"), 1e-6));
}
