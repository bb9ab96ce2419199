use super::*;

#[test]
fn nothing_out_of_nothing_is_refused() {
    assert_eq!(wilson(0.0, 0.0, 0.95), None);
    assert_eq!(wilson(3.0, 2.0, 0.95), None);
    assert_eq!(wilson(1.0, 2.0, 1.0), None);
    assert_eq!(rate(1.0, 0.0, 0.95), None);
    assert_eq!(byar(-1.0, 0.95), None);
    assert_eq!(exact_poisson(f64::NAN, 0.95), None);
}

#[test]
fn none_and_all_reach_the_ends() {
    let none = wilson(0.0, 24.0, 0.95).unwrap();
    let all = wilson(24.0, 24.0, 0.95).unwrap();
    assert_eq!(none.lower, 0.0);
    assert_eq!(all.upper, 1.0);
    assert!((none.upper + all.lower - 1.0).abs() < 1e-15);
    assert_eq!(count(0.0, 0.95).unwrap().lower, 0.0);
}

#[test]
fn a_wider_level_holds_a_narrower_one() {
    for events in [0.0, 1.0, 9.0, 10.0, 5_000.0] {
        let narrow = count(events, 0.95).unwrap();
        let wide = count(events, 0.998).unwrap();
        assert!(wide.lower <= narrow.lower && narrow.upper < wide.upper);
        assert!(narrow.lower <= events && events < narrow.upper);
    }
}

#[test]
fn no_exposure_can_turn_an_interval_over() {
    let events = count(12.0, 0.95).unwrap();
    assert_eq!(events.times(-1.0), None);
    assert_eq!(events.times(f64::NAN), None);
    assert_eq!(events.times(2.0).unwrap().lower, 2.0 * events.lower);
}

// R 4.5: binom.test(7, 20) and binom.test(0, 10).
#[test]
fn the_exact_interval_of_a_share_has_its_tails() {
    let found = exact_binomial(7.0, 20.0, 0.95).unwrap();
    assert!((found.lower - 0.153_909_2).abs() < 1e-6 && (found.upper - 0.592_188_5).abs() < 1e-6);
    assert!((exact_binomial(0.0, 10.0, 0.95).unwrap().upper - 0.308_497_1).abs() < 1e-6);
    for (count, total) in [(1_u64, 1_000_000_000_u64), (1, 2), (3, 700), (699, 700), (40, 40)] {
        let found = exact_binomial(count as f64, total as f64, 0.9).unwrap();
        let share = count as f64 / total as f64;
        assert!(found.lower < share && share <= found.upper);
        let above = crate::binomial::at_least(count, total, found.lower).unwrap();
        assert!((above - 0.05).abs() < 1e-7, "{above}");
    }
    assert_eq!(exact_binomial(3.0, 2.0, 0.95), None);
    assert_eq!(exact_binomial(0.0, 0.0, 0.95), None);
    assert_eq!(exact_binomial(1.0, 2.0, 1.0), None);
}

#[test]
fn the_exact_interval_holds_wilsons_where_there_is_little() {
    for count in [0.0, 1.0, 2.5, 6.0, 7.0] {
        let (exact, score) = (
            exact_binomial(count, 7.0, 0.95).unwrap(),
            wilson(count, 7.0, 0.95).unwrap(),
        );
        assert!(exact.upper - exact.lower > score.upper - score.lower);
    }
}

#[test]
fn a_mean_shifts_and_scales_with_its_numbers() {
    let values = [3.0, 5.0, 4.0, 9.0];
    let once = mean(&values, 0.95).unwrap();
    let moved = mean(&values.map(|it| 10.0 * it - 7.0), 0.95).unwrap();
    assert!((moved.interval.upper - (10.0 * once.interval.upper - 7.0)).abs() < 1e-12);
    assert_eq!(mean(&[1.0], 0.95), None);
    assert_eq!(mean(&[1.0, f64::NAN], 0.95), None);
    assert_eq!(mean(&[1.0, f64::MAX], 0.95).map(|it| it.value), None);
    let constant = mean(&[0.1; 12], 0.95).unwrap();
    assert_eq!((constant.deviation, constant.interval.lower), (0.0, 0.1));
}
