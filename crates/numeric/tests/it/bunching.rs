//! Values around a threshold against scipy's exact test and the bunching package.

use cm_numeric::bunching::{Adjust, Zone, battery, excess_mass, excess_mass_moved, redrawn};

use crate::golden::{beside, close, kept, must, number};

const WIDTHS: [f64; 6] = [0.0005, 0.001, 0.002, 0.0025, 0.005, 0.01];
const PLACEBOS: [f64; 5] = [0.9, 0.92, 0.93, 0.94, 0.96];

fn trust_months() -> Vec<f64> {
    kept("density/ae_alltypes_running_variable.csv")
        .iter()
        .map(|row| must(row, "perf"))
        .collect()
}

#[test]
fn windows_around_the_four_hour_target_agree() {
    let found = battery(&trust_months(), 0.95, &PLACEBOS, &WIDTHS, Adjust::Holm).unwrap();
    let rows = kept("density/binomial_windows.csv");
    let mut checked = 0;
    for row in rows.iter().filter(|row| row["data"] == "ae_alltypes") {
        let (threshold, width) = (must(row, "c"), must(row, "w"));
        let window = found
            .iter()
            .find(|window| window.threshold == threshold && window.width == width)
            .unwrap();
        assert_eq!(
            (window.below as f64, window.above as f64),
            (must(row, "left"), must(row, "right"))
        );
        assert!(
            close(window.p.unwrap(), must(row, "p_two"), 1e-11),
            "{window:?} {row:?}"
        );
        assert!(
            close(window.p_above.unwrap(), must(row, "p_greater"), 1e-11),
            "{window:?} {row:?}"
        );
        assert!(window.adjusted >= window.p);
        assert_eq!(window.placebo, threshold != 0.95);
        checked += 1;
    }
    assert_eq!(checked, 36);
}

#[test]
fn within_a_tenth_of_a_point_more_lie_past_the_target_than_before_it() {
    let found = battery(&trust_months(), 0.95, &PLACEBOS, &[0.001], Adjust::Holm).unwrap();
    let at_target = found[0];
    assert_eq!((at_target.below, at_target.above), (15, 44));
    assert!((at_target.p.unwrap() - 0.000_203_721_857).abs() < 1e-12);
    assert!((at_target.adjusted.unwrap() - 6.0 * 0.000_203_721_857).abs() < 1e-11);
    assert!(found[1..].iter().all(|placebo| placebo.adjusted.unwrap() > 0.05));
}

#[test]
fn excess_mass_agrees_with_the_bunching_package() {
    let percent: Vec<f64> = trust_months().iter().map(|value| value * 100.0).collect();
    let rows = kept("density/bunching_summary.csv");
    // Theirs ends before its last bin, and leaves out a bin with nothing in it (99.25 in the first case), where ours
    // keeps it; so the bins above are counted here.
    for (case, bins_above, bins) in [
        ("ae_all_95_min", 16, Some("density/bunching_ae_all_95_min_bins.csv")),
        ("ae_all_95_p7", 8, None),
        ("ae_all_93_placebo", 17, None),
    ] {
        let row = rows.iter().find(|row| row["case"] == case).unwrap();
        let whole = |name: &str| must(row, name) as usize;
        let zone = Zone {
            threshold: must(row, "zstar"),
            bin: must(row, "bw"),
            bins_below: whole("bl"),
            bins_above,
            zone_below: whole("el"),
            zone_above: whole("er"),
            degree: whole("poly"),
        };
        let found = excess_mass(&percent, &zone).unwrap();
        println!(
            "{case}: excess {} (se {}), theirs {} (bootstrap {})",
            found.excess, found.standard_error, row["B"], row["B_sd"]
        );
        assert!(close(found.excess, must(row, "B"), 1e-8), "{case}");
        assert!(close(found.ratio.unwrap(), must(row, "b"), 1e-7), "{case}");
        // Theirs is a bootstrap of the residuals, drawn anew each time: a fifth is the slack.
        assert!(close(found.standard_error, must(row, "B_sd"), 0.2), "{case}");
        let drawn = redrawn(&percent, &zone, false, 2_000, 1).unwrap();
        assert!(close(drawn.standard_error, must(row, "B_sd"), 0.2), "{case}: {drawn:?}");
        assert!(drawn.interval.0 < found.excess && found.excess < drawn.interval.1);
        for wanted in bins.map(kept).unwrap_or_default() {
            let bin = found
                .bins
                .iter()
                .find(|bin| (bin.from - must(&wanted, "bin")).abs() < 1e-9)
                .unwrap();
            assert_eq!(bin.count as f64, must(&wanted, "freq_orig"));
            assert!(close(bin.expected, must(&wanted, "cf"), 1e-9));
        }
    }
}

#[test]
fn a_kink_in_made_up_earnings_agrees() {
    let (Some(input), Some(bins)) = (
        beside("density/bunching_pkg_kink_input.csv"),
        beside("density/bunching_pkg_kink_bins.csv"),
    ) else {
        return;
    };
    // Their bins are centred on the threshold; ours start at it, so the threshold moves down half a bin.
    let values: Vec<f64> = input.iter().filter_map(|row| number(row, "z")).collect();
    let zone = Zone {
        threshold: 9_975.0,
        bin: 50.0,
        bins_below: 19,
        bins_above: 19,
        zone_below: 0,
        zone_above: 0,
        degree: 4,
    };
    let found = excess_mass(&values, &zone).unwrap();
    let wanted = bins.iter().find(|row| row["zstar"] == "1").unwrap();
    println!(
        "kink: {} and {}; theirs {}",
        found.excess, found.bins[19].count, wanted["freq_orig"]
    );
    assert_eq!(found.bins[19].count as f64, must(wanted, "freq_orig"));
    assert!(close(found.excess, 648.751_076_072, 1e-8));
    let corrected = excess_mass_moved(&values, &zone).unwrap();
    let drawn = redrawn(&values, &zone, true, 500, 1).unwrap();
    println!("moved: {} {:?} {drawn:?}", corrected.excess, corrected.ratio);
    // Theirs stops raising the curve while the excess still moves by a few hundredths; ours goes on until it settles.
    // Their bootstrap of it scatters eight times as far (137.7); why has not been looked into.
    assert!(close(corrected.excess, 629.511_114_962, 1e-4));
    assert!(close(corrected.ratio.unwrap(), 1.822_087_894, 1e-4));
    assert!(drawn.standard_error < 20.0);
    let Some(bins) = beside("density/bunching_pkg_kink_correct_bins.csv") else {
        return;
    };
    for (bin, wanted) in corrected.bins.iter().zip(&bins) {
        assert_eq!(bin.from + 25.0, must(wanted, "bin"));
        // The curve that theirs stops at, bin by bin.
        assert!(close(bin.expected, must(wanted, "cf"), 1e-3), "{bin:?} {wanted:?}");
    }
}

#[test]
fn excess_mass_in_bins_centred_on_the_target_agrees() {
    let percent: Vec<f64> = trust_months().iter().map(|value| value * 100.0).collect();
    let zone = Zone {
        threshold: 94.875,
        bin: 0.25,
        bins_below: 39,
        bins_above: 17,
        zone_below: 1,
        zone_above: 1,
        degree: 5,
    };
    let found = excess_mass(&percent, &zone).unwrap();
    println!("centred: {} {:?}", found.excess, found.ratio);
    assert!(close(found.excess, 29.239_683_695, 1e-6));
    assert!(close(found.ratio.unwrap(), 0.578_010_466, 1e-6));
    let Some(bins) = beside("density/bunching_ae_all_95_med_bins.csv") else {
        return;
    };
    assert_eq!(found.bins.len(), bins.len());
    for (bin, wanted) in found.bins.iter().zip(&bins) {
        assert!((bin.from + 0.125 - must(wanted, "bin")).abs() < 1e-9);
        assert_eq!(bin.count as f64, must(wanted, "freq_orig"), "{bin:?}");
        assert!(close(bin.expected, must(wanted, "cf"), 1e-8), "{bin:?} {wanted:?}");
    }
}
