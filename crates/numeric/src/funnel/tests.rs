use super::*;
use crate::process::Side;

const BOTH: [Allowance; 2] = [Allowance::Chance, Allowance::Spread];

fn shares() -> Plan {
    Plan::of(Scale::Share)
}

#[test]
fn a_place_with_nobody_is_passed_over_and_the_rest_compared() {
    let found = compare(&[1.0, 0.0, 5.0, 3.0], &[10.0, 0.0, 10.0, 2.0], &shares()).unwrap();
    assert!((found.centre - 0.3).abs() < 1e-15);
    assert!(found.units[1].is_none() && found.units[3].is_none());
    assert!(found.units[0].is_some() && found.units[2].is_some());
    assert_eq!(compare(&[1.0], &[10.0], &shares()), None);
}

#[test]
fn equal_places_scatter_less_than_chance_and_need_no_allowance() {
    let found = compare(&[24.0; 13], &[40.0; 13], &shares()).unwrap();
    assert!(found.phi < 1e-20);
    assert_eq!(found.tau_squared, 0.0);
    assert_eq!(found.outside(0.95, Allowance::Chance), 0);
}

#[test]
fn none_anywhere_and_all_everywhere_are_numbers() {
    for plan in [
        shares(),
        shares().exact(),
        Plan {
            limits: Limits::Score,
            ..shares()
        },
    ] {
        for count in [0.0, 1.0] {
            let counts: Vec<f64> = [8.0, 12.0, 30.0].iter().map(|total| count * total).collect();
            let found = compare(&counts, &[8.0, 12.0, 30.0], &plan).unwrap();
            assert_eq!(found.surprise(Allowance::Chance), [Some(1.0); 3]);
            for allowance in BOTH {
                assert_eq!(found.outside(0.95, allowance), 0);
                let limits = found.limits(8.0, 0.998, allowance).unwrap();
                assert!(limits.upper <= 1.0 && limits.lower >= 0.0);
            }
        }
    }
}

#[test]
fn a_ratio_of_nought_is_a_low_outlier_only_where_chance_would_not_make_it() {
    for scale in [Scale::LogRatio, Scale::RootRatio] {
        for plan in [Plan::of(scale), Plan::of(scale).exact()] {
            let found = compare(&[0.0, 21.0, 19.0, 0.0], &[20.0, 20.0, 20.0, 1.5], &plan.with_tails(0.0)).unwrap();
            let [large, small] = [0, 3].map(|at| found.units[at].unwrap());
            assert_eq!(found.side(&large, 0.998, Allowance::Chance), Some(Side::Low));
            assert_eq!(found.side(&small, 0.95, Allowance::Chance), None);
            assert!(found.surprise(Allowance::Chance)[0].unwrap() < 1e-8 && large.z.is_finite());
        }
    }
}

#[test]
fn a_policy_target_replaces_the_pooled_share_and_is_not_taken_for_spread() {
    let plan = shares().with_tails(0.0);
    let found = compare(&[5.0, 6.0], &[10.0, 10.0], &plan.about(0.95)).unwrap();
    assert_eq!(found.centre, 0.95);
    assert_eq!(
        found.side(&found.units[0].unwrap(), 0.998, Allowance::Spread),
        Some(Side::Low)
    );
    assert!(found.phi < 1.0 && found.tau_squared == 0.0);
    assert_eq!(compare(&[5.0, 6.0], &[10.0, 10.0], &plan.about(1.5)), None);
    assert_eq!(found.limits(0.0, 0.95, Allowance::Chance), None);
    assert_eq!(found.limits(5.0, 1.0, Allowance::Chance), None);
}

#[test]
fn one_surprise_among_many_is_less_of_one() {
    let mut counts = vec![20.0; 40];
    counts[7] = 30.0;
    let found = compare(&counts, &[40.0; 40], &shares()).unwrap();
    let (raw, adjusted) = (
        found.surprise(Allowance::Chance),
        found.false_discovery(Allowance::Chance),
    );
    assert!(raw[7].unwrap() < 0.01 && adjusted[7].unwrap() > 5.0 * raw[7].unwrap());
}

// Four out of four at one half come up once in sixteen, and ten out of ten once in 1,024.
#[test]
fn exact_limits_hold_what_an_exact_tail_does_not_rule_out() {
    let plan = shares().exact().about(0.5).with_tails(0.0);
    let found = compare(&[4.0, 10.0, 0.0], &[4.0, 10.0, 10.0], &plan).unwrap();
    let four = found.limits(4.0, 0.95, Allowance::Chance).unwrap();
    assert_eq!((four.lower, four.upper), (0.0, 1.0));
    let ten = found.limits(10.0, 0.95, Allowance::Chance).unwrap();
    assert_eq!((ten.lower, ten.upper), (0.2, 0.8));
    let sides: Vec<_> = found
        .units
        .iter()
        .map(|unit| found.side(&unit.unwrap(), 0.998, Allowance::Chance))
        .collect();
    assert_eq!(sides, [None, Some(Side::High), Some(Side::Low)]);
}

#[test]
fn every_verdict_is_that_of_the_limits_drawn() {
    let sizes: Vec<f64> = (1..60).map(|size| f64::from(size * size % 97 + 1)).collect();
    let counts: Vec<f64> = sizes
        .iter()
        .enumerate()
        .map(|(at, size)| (size * (at % 11) as f64 / 13.0).round())
        .collect();
    for scale in [Scale::Share, Scale::LogRatio, Scale::RootRatio] {
        for plan in [
            Plan::of(scale),
            Plan::of(scale).exact(),
            Plan {
                limits: Limits::Score,
                ..Plan::of(scale)
            },
        ] {
            let plan = if scale == Scale::Share { plan } else { plan.about(0.4) };
            let found = compare(&counts, &sizes, &plan).unwrap();
            for (unit, allowance) in found.units.iter().flatten().flat_map(|unit| BOTH.map(|it| (unit, it))) {
                for level in [0.8, 0.95, 0.998] {
                    let limits = found.limits(unit.size, level, allowance).unwrap();
                    let slack = 1e-12 * unit.value.abs();
                    let wanted = if unit.value > limits.upper + slack {
                        Some(Side::High)
                    } else if unit.value < limits.lower - slack {
                        Some(Side::Low)
                    } else {
                        None
                    };
                    // Nought has no logarithm, and there its own rule.
                    if unit.count > 0.0 || scale == Scale::Share {
                        assert_eq!(
                            found.side(unit, level, allowance),
                            wanted,
                            "{plan:?} {unit:?} {level} {limits:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn spread_widens_exact_limits_and_both_kinds_agree_for_large_places() {
    let counts: Vec<f64> = (0..30).map(|at| 1_600.0 + 20.0 * f64::from(at)).collect();
    for scale in [Scale::Share, Scale::LogRatio, Scale::RootRatio] {
        let size = if scale == Scale::Share { 4_000.0 } else { 1_890.0 };
        let plan = Plan::of(scale);
        let smooth = Plan {
            limits: Limits::Scale,
            ..plan
        };
        let [smooth, exact] = [smooth, plan.exact()].map(|plan| compare(&counts, &[size; 30], &plan).unwrap());
        for allowance in BOTH {
            let [a, b] = [&smooth, &exact].map(|it| it.limits(size, 0.95, allowance).unwrap());
            let room = 0.1 * (a.upper - a.lower);
            assert!(
                (a.lower - b.lower).abs() < room && (a.upper - b.upper).abs() < room,
                "{scale:?} {a:?} {b:?}"
            );
        }
    }
}

#[test]
fn the_ratio_of_two_counts_is_safe_at_nought() {
    let counts = [0.0, 3.0, 12.0, 8.0, 0.0];
    let sizes = [4.0, 0.0, 30.0, 25.0, 40.0];
    for plan in [Plan::of(Scale::Counts), Plan::of(Scale::Counts).exact()] {
        let found = compare(&counts, &sizes, &plan).unwrap();
        assert!((found.centre - 20.0 / 99.0).abs() < 1e-15 && found.units[1].is_none());
        assert_eq!(found.side(&found.units[0].unwrap(), 0.95, Allowance::Chance), None);
        assert_eq!(
            found.side(&found.units[4].unwrap(), 0.95, Allowance::Chance),
            Some(Side::Low)
        );
        let limits = found.limits(30.0, 0.95, Allowance::Chance).unwrap();
        assert!(limits.lower < found.centre && found.centre < limits.upper);
    }
    assert!(compare(&[0.0; 3], &[5.0; 3], &Plan::of(Scale::Counts)).is_some());
    let score = Plan {
        limits: Limits::Score,
        ..Plan::of(Scale::Counts)
    };
    assert_eq!(compare(&counts, &sizes, &score), None);
}

#[test]
fn large_and_tiny_numbers_give_numbers_or_nothing() {
    for size in [1e-12, 1.0, 1e12, 1e300] {
        for scale in [Scale::Share, Scale::LogRatio, Scale::RootRatio, Scale::Counts] {
            for plan in [Plan::of(scale), Plan::of(scale).exact()] {
                let counts = [0.2 * size, 0.5 * size, 0.9 * size];
                let Some(found) = compare(&counts, &[size; 3], &plan) else {
                    continue;
                };
                assert!(found.phi.is_finite() && found.tau_squared.is_finite() && found.centre.is_finite());
                for allowance in [Allowance::Chance, Allowance::Spread, Allowance::Inflated] {
                    assert!(
                        found
                            .surprise(allowance)
                            .iter()
                            .flatten()
                            .all(|p| (0.0..=1.0).contains(p))
                    );
                    if let Some(limits) = found.limits(size, 0.95, allowance) {
                        assert!(limits.lower <= limits.upper, "{scale:?} {size} {limits:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_tail_added_up_is_the_tail() {
    for (trials, share) in [(1_u64, 0.3), (40, 0.02), (5_000, 0.93), (200_000, 0.18)] {
        let mean = trials as f64 * share;
        let spread = (mean * (1.0 - share)).sqrt();
        for off in [-30.0, -4.0, -1.0, 0.0, 0.5, 3.0, 9.0] {
            let count = (mean + off * spread).round().clamp(0.0, trials as f64);
            let (side, found) = exact::Model::Binomial(trials, share).tail(count).unwrap();
            let tail = match side {
                Side::High => crate::binomial::at_least,
                Side::Low => crate::binomial::at_most,
            };
            let wanted = tail(count as u64, trials, share).unwrap();
            assert!(
                (found - wanted).abs() <= 1e-8 * wanted + 1e-300,
                "{trials} {share} {off}: {found} {wanted}"
            );
        }
    }
}

#[test]
fn exact_limits_are_the_last_counts_that_a_tail_does_not_rule_out() {
    use exact::Model::{self, BetaBinomial, Binomial, GammaPoisson, Poisson};
    let mut models: Vec<Model> = Vec::new();
    for mean in [0.0, 1e-9, 0.3, 1.0, 7.5, 400.0, 1e6, 9e8] {
        models.push(Poisson(mean));
        models.extend([1e-6, 0.04, 3.0].map(|relative| GammaPoisson(mean, relative)));
    }
    for trials in [1, 2, 13, 1_000, 100_000_000] {
        models.extend([0.0, 1e-9, 0.02, 0.5, 0.97, 1.0].map(|share| Binomial(trials, share)));
        let wide = [(0.02, 1e-4), (0.5, 0.3), (0.97, 0.05)];
        models.extend(wide.map(|(share, within)| BetaBinomial(trials, share, within)));
    }
    for model in models {
        for tail in [0.4, 0.025, 0.001, 1e-7] {
            let (lower, upper) = model.not_ruled_out(tail).unwrap();
            let (low, high, what) = (lower as u64, upper as u64, format!("{model:?} {tail} {lower} {upper}"));
            assert!(model.at_most(low).unwrap() >= tail, "{what}");
            assert!(low == 0 || model.at_most(low - 1).unwrap() < tail, "{what}");
            assert!(model.at_least(high).unwrap() >= tail, "{what}");
            assert!(
                high == model.most() || model.at_least(high + 1).unwrap() < tail,
                "{what}"
            );
        }
    }
}
