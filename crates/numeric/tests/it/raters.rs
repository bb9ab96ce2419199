//! Agreement among raters against krippendorff 0.9.0, irrCAC 0.4.4, scikit-learn 1.9.1 and psych 2.2.9.

use std::fs;
use std::path::PathBuf;

use cm_numeric::raters::{
    Agreement, Metric, Ratings, Undefined, Weights, agreement, alpha, intraclass, kappa, resampled, spread,
};
use serde_json::Value;

use crate::golden::{beside, must};

fn answers() -> Option<Value> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden/qualitative/agreement/agreement.json");
    let Ok(text) = fs::read_to_string(path) else {
        println!("left out: agreement.json is not here");
        return None;
    };
    Some(serde_json::from_str(&text.replace("NaN", "null")).unwrap())
}

/// Each case with its ratings.
fn cases(answers: &Value) -> Vec<(&str, Ratings, &Value)> {
    let mut cases = Vec::new();
    for (name, case) in answers.as_object().unwrap() {
        let Some(raters) = case["data_rows_are_raters"].as_array() else {
            continue;
        };
        let items = raters[0].as_array().unwrap().len();
        let item = |at: usize| raters.iter().map(|rater| rater[at].as_f64()).collect();
        let ratings = Ratings::new((0..items).map(item).collect(), None).unwrap();
        cases.push((name.as_str(), ratings, case));
    }
    cases
}

#[test]
fn krippendorffs_alpha_agrees() {
    let Some(answers) = answers() else { return };
    let cases = cases(&answers);
    assert_eq!(cases.len(), 6);
    for (name, ratings, case) in &cases {
        for (metric, key) in [
            (Metric::Nominal, "nominal"),
            (Metric::Ordinal, "ordinal"),
            (Metric::Interval, "interval"),
            (Metric::Ratio, "ratio"),
        ] {
            let found = alpha(ratings, metric);
            match case["alpha"][key].as_f64() {
                Some(wanted) => assert!(
                    (found.unwrap() - wanted).abs() < 1e-9,
                    "{name} {key} {found:?} {wanted}"
                ),
                None => assert_eq!(found, Err(Undefined::AllTheSame), "{name} {key}"),
            }
        }
    }
}

/// The other tool rounds to five places.
fn same(name: &str, found: Result<Agreement, Undefined>, wanted: &Value) {
    let found = found.unwrap();
    let near = |a: f64, key: &str| {
        let b = wanted[key].as_f64().unwrap();
        assert!((a - b).abs() < 5.1e-6, "{name} {key}: {a} against {b}");
    };
    near(found.value, "coefficient_value");
    near(found.seen, "pa");
    near(found.chance, "pe");
    // With one comparable item the other tool's error is that of agreement with no scatter left.
    if name != "almost_unpairable_3x4" {
        near(found.error.unwrap(), "se");
    }
}

#[test]
fn coefficients_that_allow_for_chance_agree() {
    let Some(answers) = answers() else { return };
    for (name, ratings, case) in cases(&answers) {
        let plain = agreement(&ratings, Weights::Identity);
        same(name, plain.gwet, &case["gwet_ac1_nominal"]);
        same(name, plain.fleiss, &case["fleiss_kappa"]);
        same(name, plain.conger, &case["conger"]);
        same(
            name,
            agreement(&ratings, Weights::Ordinal).gwet,
            &case["gwet_ac2_ordinal_weights"],
        );
        for (weights, key) in [
            (Weights::Identity, "cohen_kappa"),
            (Weights::Quadratic, "cohen_kappa_quadratic"),
        ] {
            if let Some(wanted) = case[key].as_f64() {
                assert!(
                    (kappa(&ratings, weights).unwrap() - wanted).abs() < 1e-9,
                    "{name} {key}"
                );
            }
        }
    }
}

#[test]
fn drawing_items_anew_gives_about_the_same_interval() {
    let Some(answers) = answers() else { return };
    for (name, ratings, case) in cases(&answers) {
        let Some(wanted) = case["bootstrap_units_ordinal_2.5_97.5_n"].as_array() else {
            continue;
        };
        let of = |it: &Ratings| alpha(it, Metric::Ordinal).ok();
        let found = resampled(&ratings, of, 0.95, 20_000, 1).unwrap();
        for (end, wanted) in [(found.lower, &wanted[0]), (found.upper, &wanted[1])] {
            let wanted = wanted.as_f64().unwrap();
            assert!((end - wanted).abs() < 0.02, "{name}: {end} against {wanted}");
        }
    }
}

#[test]
fn the_spread_of_each_item_agrees() {
    let Some(answers) = answers() else { return };
    let scale = [1.0, 2.0, 3.0, 4.0, 5.0];
    for (name, ratings, case) in cases(&answers) {
        let Some(items) = case["per_item"].as_array() else {
            continue;
        };
        for (item, wanted) in ratings.items().iter().zip(items) {
            let given: Vec<f64> = item.iter().flatten().copied().collect();
            let found = spread(&given, &scale).unwrap();
            let near = |a: f64, key: &str| {
                assert!(
                    (a - wanted[key].as_f64().unwrap()).abs() < 1e-9,
                    "{name} {key}: {a} in {wanted}"
                );
            };
            near(found.median, "median");
            near(found.middle_half, "iqr");
            near(found.deviation.unwrap(), "sd");
            near(found.consensus, "consensus_tastle_wierman");
            near(found.agreement, "agreement_van_der_eijk");
            near(found.within.unwrap(), "rwg");
            near(found.from_median, "mean_abs_dev_median");
            assert_eq!(found.range.0, wanted["range"][0].as_f64().unwrap());
            assert_eq!(found.range.1, wanted["range"][1].as_f64().unwrap());
        }
    }
}

#[test]
fn the_six_of_shrout_and_fleiss_agree() {
    let (Some(answers), Some(rows)) = (
        answers(),
        beside("../qualitative/agreement/icc_shrout_fleiss_psych.csv"),
    ) else {
        return;
    };
    let cases = cases(&answers);
    let (_, ratings, _) = cases.iter().find(|it| it.0 == "shrout_fleiss1979_4x6").unwrap();
    let six = intraclass(ratings, 0.95).unwrap();
    let found = [
        six.one_way.0,
        six.sampled.0,
        six.fixed.0,
        six.one_way.1,
        six.sampled.1,
        six.fixed.1,
    ];
    for (row, found) in rows.iter().zip(found) {
        let interval = found.interval.unwrap();
        for (value, key) in [
            (found.value, "ICC"),
            (found.f.unwrap(), "F"),
            (found.freedom.0, "df1"),
            (found.freedom.1, "df2"),
            (found.p.unwrap(), "p"),
            (interval.lower, "lower bound"),
            (interval.upper, "upper bound"),
        ] {
            assert!((value - must(row, key)).abs() < 1e-6, "{} {key}: {value}", row["type"]);
        }
    }
}
