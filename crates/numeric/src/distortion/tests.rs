use super::*;
use crate::random::Random;

fn near(found: f64, wanted: f64) {
    assert!(
        (found - wanted).abs() <= 1e-12 * wanted.abs().max(1.0),
        "{found} against {wanted}"
    );
}

#[test]
fn last_digits_need_fifty_numbers_and_even_ones_are_ordinary() {
    let even: Vec<u64> = (100..200).collect();
    let found = last_digits(&even, 100).unwrap();
    assert_eq!(
        (found.counts, found.n, found.chi_square, found.p),
        ([10; 10], 100, 0.0, 1.0)
    );
    // All end in 0: nine digits miss by 5 and one by 45, over 5.
    let noughts: Vec<u64> = (10..60).map(|it| it * 10).collect();
    near(last_digits(&noughts, 100).unwrap().chi_square, 450.0);
    for short in [0, 1, 2, 7, 12, 13, 49] {
        assert_eq!(last_digits(&vec![120; short], 100), None);
    }
}

#[test]
fn multiples_are_judged_exactly() {
    let found = multiples(&[100, 110, 117, 113, 4, 10], 2, 100).unwrap();
    assert_eq!((found.n, found.found, found.expected), (4, 2, 2.0));
    near(found.p, 1.0);
    near(found.p_more, 11.0 / 16.0);
    assert_eq!(multiples(&[100; 9], 10, 100), None);
    assert_eq!(multiples(&[100; 9], 1, 100), None);
}

// Four pairs: two the same, one one apart, one far; of three close ones two or more the same: 3 (1/9)(2/3) + 1/27.
#[test]
fn repeats_are_held_against_changes_of_one() {
    let found = unchanged(&[vec![120, 120, 121, 300], vec![140, 140], vec![150], vec![]], 100).unwrap();
    assert_eq!((found.pairs, found.same, found.one_apart), (4, 2, 1));
    near(found.expected, 1.0);
    near(found.p, 7.0 / 27.0);
    assert_eq!(unchanged(&[vec![100, 200]], 100), None);
    assert_eq!(unchanged(&[vec![5; 13]], 100), None);
    near(unchanged(&[vec![500; 13]], 100).unwrap().p, 1.0 / 531_441.0);
}

// A walk whose steps are tens wide follows itself as closely as can be, and copies nothing.
#[test]
fn counts_that_follow_themselves_are_not_repeats() {
    let mut random = Random::from_seed(11);
    let (mut rare, mut asked) = (0, 0);
    for _ in 0..400 {
        let mut at = 5_000.0;
        let mut walk = || {
            at += 12.0 * random.normal();
            at.round().max(100.0) as u64
        };
        let run: Vec<u64> = (0..200).map(|_| walk()).collect();
        if let Some(found) = unchanged(&[run], 100) {
            asked += 1;
            rare += u32::from(found.p <= 0.05);
        }
    }
    assert!(asked > 390 && rare <= 30, "{rare} of {asked}");
}

fn readings(values: &[f64]) -> Vec<At> {
    let at = |(time, value): (i64, &f64)| At {
        place: 0,
        time,
        value: *value,
    };
    (0..).zip(values).map(at).collect()
}

#[test]
fn a_spike_at_every_quarter_end_is_found_and_a_drift_is_not() {
    let drift: Vec<f64> = (0..24).map(|at| f64::from(at) * 3.0 + 1e12).collect();
    let found = period_end(&readings(&drift), 3, 5_000, 1).unwrap();
    assert_eq!((found.mean, found.above, found.below, found.p), (0.0, 0, 0, 1.0));
    let spiked: Vec<f64> = (0..25)
        .map(|at| if at % 3 == 2 { 10.0 } else { f64::from(at % 2) })
        .collect();
    let found = period_end(&readings(&spiked), 3, 5_000, 1).unwrap();
    assert!(found.p < 0.01 && found.mean > 9.0 && found.above == 8, "{found:?}");
    assert!(found.all && found.arrangements == 2 * 3_usize.pow(7));
    for short in [0, 1, 2, 7] {
        assert_eq!(period_end(&readings(&drift[..short]), 3, 5_000, 1), None);
    }
    // Twelve readings have four quarters, the last without a neighbour: two ends of three positions and one of two.
    let found = period_end(&readings(&drift[..13]), 3, 5_000, 1).unwrap();
    assert!(found.all && found.blocks == 4);
}

#[test]
fn period_ends_are_rarely_rare_where_nothing_happens() {
    let mut random = Random::from_seed(3);
    let (mut rare, runs) = (0, 600);
    for _ in 0..runs {
        let noise: Vec<f64> = (0..37).map(|_| random.normal()).collect();
        rare += u32::from(period_end(&readings(&noise), 3, 400, 1).unwrap().p <= 0.05);
    }
    assert!((10..=45).contains(&rare), "{rare} of {runs}");
}

#[test]
fn places_that_keep_to_the_line_are_counted_once() {
    let mut rows = Vec::new();
    for place in 0..8 {
        rows.extend([0.951, 0.952, 0.80, 0.953].map(|value| (place, value)));
    }
    rows.push((8, 0.949));
    rows.extend([(9, 0.949), (9, 0.951)]);
    let found = just_enough(&rows, 0.95, 0.005).unwrap();
    assert_eq!((found.more_past, found.more_short, found.even), (8, 1, 1));
    assert_eq!((found.readings, found.again), ((25, 2), (8, 16)));
    near(found.p, 20.0 / 512.0);
    assert_eq!(just_enough(&rows, 0.5, 0.005), None);
    assert_eq!(just_enough(&rows, 0.95, 0.0), None);
}

#[test]
fn results_beside_targets() {
    let found = attained(&[90.0, 100.0, 110.0], &[100.0; 3]).unwrap();
    assert_eq!((found.ratios.1, found.reached), (1.0, 2.0 / 3.0));
    assert_eq!(attained(&[1.0], &[0.0]), None);
    assert_eq!(attained(&[], &[]), None);
}

#[test]
fn a_target_that_follows_results_by_half_has_a_slope_of_a_half() {
    let mut random = Random::from_seed(5);
    let mut rows = Vec::new();
    for place in 0..12 {
        let mut target = 50.0;
        for time in 0..10 {
            let result = target + random.normal();
            rows.push(TargetRow {
                place,
                time,
                result,
                target,
            });
            target += 0.5 * (result - target) + 0.01 * random.normal();
        }
    }
    let found = target_follows(&rows, 999, 1).unwrap();
    assert!((found.slope - 0.5).abs() < 0.02 && found.p < 1e-6, "{found:?}");
    rows.iter_mut().for_each(|it| it.target = 50.0);
    assert_eq!(target_follows(&rows, 999, 1), None);
}

fn panel(places: usize, each: usize) -> (Vec<usize>, Vec<usize>) {
    let rows = (0..places).flat_map(|place| (0..each).map(move |period| (place, period)));
    rows.unzip()
}

#[test]
fn what_moves_together_is_told_from_what_everybody_shares() {
    for places in [1, 4, 15] {
        let (place, period) = panel(places, 30);
        let mut random = Random::from_seed(9);
        let own: Vec<f64> = place.iter().map(|_| random.normal()).collect();
        let shared: Vec<f64> = period.iter().map(|it| 5.0 * f64::from(*it as u32 % 7)).collect();
        let x: Vec<f64> = own.iter().zip(&shared).map(|(a, b)| a + b).collect();
        let y: Vec<f64> = own.iter().zip(&shared).map(|(a, b)| b - 2.0 * a + 100.0).collect();
        let found = together(&place, &period, &x, &y, false, (999, 1)).unwrap();
        if places > 1 {
            assert!((found.slope + 2.0).abs() < 1e-9 || found.p < 0.05, "{found:?}");
            assert!(found.correlation < -0.999);
        }
        let shifted: Vec<f64> = y.iter().zip(&place).map(|(y, at)| y + 1e3 * (*at as f64)).collect();
        let again = together(&place, &period, &x, &shifted, false, (999, 1));
        if let Some(again) = again {
            near(again.slope, found.slope);
        }
    }
}

#[test]
fn what_does_not_move_or_is_too_short_says_nothing() {
    let (place, period) = panel(1, 13);
    let x: Vec<f64> = (0..13).map(|it| f64::from(it * 7 % 13)).collect();
    assert_eq!(together(&place, &period, &x, &[4.0; 13], false, (999, 1)), None);
    assert_eq!(
        together(&place, &period, &x, &x, false, (999, 1)),
        None,
        "thirteen turns are too few"
    );
    assert_eq!(
        together(&place[..7], &period[..7], &x[..7], &x[..7], false, (999, 1)),
        None
    );
    let (place, period) = panel(1, 24);
    let x: Vec<f64> = (0..24).map(|it| f64::from(it * 7 % 23) * 1e-12).collect();
    let y: Vec<f64> = x.iter().map(|it| it * 1e24).collect();
    let found = together(&place, &period, &x, &y, false, (999, 1)).unwrap();
    assert!(
        (found.slope / 1e24 - 1.0).abs() < 1e-9 && found.p == 1.0 / 24.0,
        "{found:?}"
    );
}

#[test]
fn a_step_stands_out_from_other_dates() {
    let series: Vec<f64> = (0..48).map(|at| if at < 24 { 5.0 } else { 3.0 }).collect();
    let found = step(&series, 24, 12).unwrap();
    near(found.change, -2.0);
    near(found.p, 1.0 / 25.0);
    assert_eq!(step(&series, 24, 20), None, "nine dates are too few");
    assert_eq!(step(&series, 5, 12), None);
    assert_eq!(step(&[], 0, 1), None);
    assert_eq!(step(&[7.0; 48], 24, 12).unwrap().p, 1.0);
}

#[test]
fn opposed_signals_are_found_and_shared_ones_are_not() {
    let flags = |on: &dyn Fn(usize, usize) -> bool| -> Vec<Vec<bool>> {
        (0..12)
            .map(|place| (0..24).map(|time| on(place, time)).collect())
            .collect()
    };
    let first = flags(&|place, time| time == place + 3);
    let second = flags(&|place, time| time == place + 4);
    let found = opposed(&first, &second, 1, 999, 1).unwrap();
    assert_eq!((found.first, found.met, found.exchanged), (12, 12, true));
    assert_eq!(found.p, 0.001);
    let shared = flags(&|_, time| time == 5);
    let found = opposed(&shared, &shared, 1, 999, 1).unwrap();
    assert_eq!((found.met, found.p), (12, 1.0));
    assert_eq!(opposed(&flags(&|_, _| false), &shared, 1, 999, 1), None);
    assert_eq!(opposed(&[], &[], 1, 999, 1), None);
    let one = opposed(&first[..1], &second[..1], 0, 999, 1).unwrap();
    assert!(!one.exchanged && one.met == 0 && one.p == 1.0);
}
