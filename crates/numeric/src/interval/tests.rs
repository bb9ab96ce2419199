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
