use super::*;

const EVENTS: [f64; 3] = [4.0, 9.0, 30.0];
const PEOPLE: [f64; 3] = [1_000.0, 800.0, 400.0];
const WEIGHTS: [f64; 3] = [50.0, 30.0, 20.0];

#[test]
fn weights_in_proportion_to_people_give_the_crude_rate() {
    let found = direct(&EVENTS, &PEOPLE, &PEOPLE, 0.95).unwrap();
    assert!((found.value - 43.0 / 2_200.0).abs() < 1e-15);
    let crude = interval::rate(43.0, 2_200.0, 0.95).unwrap();
    assert!((found.interval.lower - crude.lower).abs() < 1e-15 && (found.interval.upper - crude.upper).abs() < 1e-15);
}

#[test]
fn only_the_proportions_of_weights_matter() {
    let once = direct(&EVENTS, &PEOPLE, &WEIGHTS, 0.95).unwrap();
    let scaled = direct(&EVENTS, &PEOPLE, &WEIGHTS.map(|it| it * 1e9), 0.95).unwrap();
    assert!((once.value - scaled.value).abs() < 1e-15);
    assert!((once.interval.upper - scaled.interval.upper).abs() < 1e-15);
    let wide = direct(&EVENTS, &PEOPLE, &WEIGHTS, 0.998).unwrap();
    assert!(wide.interval.lower < once.interval.lower && once.interval.upper < wide.interval.upper);
    assert!(once.interval.lower < once.value && once.value < once.interval.upper);
}

#[test]
fn events_that_come_together_widen_the_interval_and_leave_the_rate() {
    let apart = direct(&[8.0, 8.0], &[100.0, 100.0], &[1.0, 1.0], 0.95).unwrap();
    let together = direct_repeated(&[(4.0, &[2.0, 2.0])], &[100.0, 100.0], &[1.0, 1.0], 0.95).unwrap();
    assert_eq!(apart.value, together.value);
    assert!(together.interval.upper > apart.interval.upper);
}

#[test]
fn what_cannot_be_standardised_is_none() {
    assert_eq!(direct(&[3.0, 6.0], &[10.0, 10.0], &[1.0, 1.0], 0.95), None);
    assert!(direct(&[4.0, 6.0], &[10.0, 10.0], &[1.0, 1.0], 0.95).is_some());
    assert_eq!(direct(&[10.0, 6.0], &[10.0, 0.0], &[1.0, 1.0], 0.95), None);
    assert_eq!(direct(&[10.0, 6.0], &[10.0, -1.0], &[1.0, 1.0], 0.95), None);
    assert_eq!(direct(&[10.0, 6.0], &[10.0, 10.0], &[1.0, -1.0], 0.95), None);
    assert_eq!(direct(&[10.0, 6.0], &[10.0, 10.0], &[0.0, 0.0], 0.95), None);
    assert_eq!(direct(&[10.0], &[10.0, 10.0], &[0.0, 0.0], 0.95), None);
    assert_eq!(direct(&[], &[], &[], 0.95), None);
    assert_eq!(indirect(3.0, 0.0, 0.95), None);
    assert_eq!(expected(&[1.0], &[1.0], &[0.0]), None);
}

#[test]
fn what_was_expected_is_a_ratio_of_one() {
    let expected = expected(&PEOPLE, &EVENTS, &PEOPLE).unwrap();
    let found = indirect(43.0, expected, 0.95).unwrap();
    assert!((found.value - 1.0).abs() < 1e-15);
    let none = indirect(0.0, expected, 0.95).unwrap();
    assert_eq!((none.value, none.interval.lower), (0.0, 0.0));
    assert!((found.times(100.0).unwrap().interval.upper / found.interval.upper - 100.0).abs() < 1e-12);
    assert_eq!(found.times(-1.0), None);
}
