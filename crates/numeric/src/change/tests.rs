use super::*;
use crate::random::Random;

fn drop_at(k: i64, size: f64, n: i64, seed: u64) -> (Vec<i64>, Vec<f64>) {
    let mut random = Random::from_seed(seed);
    let times: Vec<i64> = (1..=n).collect();
    let values = times
        .iter()
        .map(|time| 20.0 + 0.1 * *time as f64 + if *time >= k { size } else { 0.0 } + random.normal())
        .collect();
    (times, values)
}

#[test]
fn a_drop_is_found_and_nothing_is_found_before_it() {
    let (times, values) = drop_at(25, -6.0, 48, 4);
    let found = segmented(&times, &values, &Plan::from(25)).unwrap();
    assert!((found.effects.level.value + 6.0).abs() < 2.0);
    assert!(found.effects.average.beyond(-3.0) && !found.effects.average.beyond(3.0));
    let (at, before) = placebo(&times, &values, &Plan::from(25)).unwrap();
    assert_eq!(at, 13);
    assert!(!before.average.apart_from_nought());
    let (leaning, ar1) = leaning(&times, &values, &Plan::from(25)).unwrap();
    assert!((leaning.average.value - found.effects.average.value).abs() < 0.5);
    assert!(ar1.phi.abs() < 0.5);
}

#[test]
fn the_end_is_fitted_less_counterfactual() {
    let (times, values) = drop_at(13, 4.0, 24, 9);
    for season in [
        None,
        Some(Season { round: 12, waves: 1 }),
        Some(Season { round: 4, waves: 2 }),
    ] {
        let plan = Plan {
            season,
            ..Plan::from(13)
        };
        let found = segmented(&times, &values, &plan).unwrap();
        let gap = |at: usize| found.fitted[at] - found.counterfactual[at];
        assert!((found.effects.end.value - gap(23)).abs() < 1e-9);
        let mean = (12..24).map(gap).sum::<f64>() / 12.0;
        assert!((found.effects.average.value - mean).abs() < 1e-9);
        assert!(gap(0).abs() < 1e-9);
    }
}

#[test]
fn shift_and_scale_move_the_answer_alike() {
    let (times, values) = drop_at(20, 3.0, 40, 2);
    let one = segmented(&times, &values, &Plan::from(20)).unwrap().effects;
    for (scale, shift) in [(1e12, 0.0), (1e-12, 0.0), (1.0, 1000.0)] {
        let moved: Vec<f64> = values.iter().map(|it| it * scale + shift).collect();
        let two = segmented(&times, &moved, &Plan::from(20)).unwrap().effects;
        assert!((two.level.value / scale - one.level.value).abs() < 1e-8);
        assert!((two.average.error / scale - one.average.error).abs() < 1e-8);
    }
    let later: Vec<i64> = times.iter().map(|it| it + 500).collect();
    let three = segmented(&later, &values, &Plan::from(520)).unwrap().effects;
    assert!((three.trend.value - one.trend.value).abs() < 1e-9);
}

#[test]
fn too_little_says_nothing() {
    let (times, values) = drop_at(20, 3.0, 40, 2);
    assert!(segmented(&times, &values, &Plan::from(40)).is_none());
    assert!(segmented(&times, &values, &Plan::from(1)).is_none());
    assert!(segmented(&times, &values, &Plan::from(400)).is_none());
    assert!(segmented(&[], &[], &Plan::from(4)).is_none());
    assert!(segmented(&times[..4], &values[..4], &Plan::from(3)).is_none());
    assert!(segmented(&times, &[5.0; 40], &Plan::from(20)).is_none());
    assert!(counted(&times, &[0.0; 40], &[1.0; 40], &Plan::from(20)).is_none());
    let mut one = [0.0; 40];
    one[3] = 1.0;
    assert!(counted(&times, &one, &[1.0; 40], &Plan::from(20)).is_none());
}
