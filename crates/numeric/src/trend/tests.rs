use super::*;

const TIMES: [f64; 5] = [2019.0, 2020.0, 2021.0, 2022.0, 2023.0];

#[test]
fn one_reading_does_not_make_a_trend() {
    let counts = [100.0, 100.0, 100.0, 100.0, 300.0];
    let level = of_shares(&TIMES, &counts, &[1000.0; 5]).unwrap();
    assert_eq!(level.direction, Direction::OneReading);
    let counts = [101.0, 100.0, 101.0, 100.0, 300.0];
    assert_eq!(
        of_shares(&TIMES, &counts, &[1000.0; 5]).unwrap().direction,
        Direction::OneReading
    );
    let counts = [100.0, 130.0, 160.0, 200.0, 240.0];
    assert_eq!(
        of_shares(&TIMES, &counts, &[1000.0; 5]).unwrap().direction,
        Direction::Rising
    );
}

#[test]
fn noughts_are_counted_and_turn_with_the_mirror() {
    let counts = [60.0, 40.0, 20.0, 5.0, 0.0];
    let falling = of_shares(&TIMES, &counts, &[500.0; 5]).unwrap();
    assert_eq!(falling.direction, Direction::Falling);
    let others = counts.map(|it| 500.0 - it);
    let rising = of_shares(&TIMES, &others, &[500.0; 5]).unwrap();
    assert_eq!(rising.direction, Direction::Rising);
    assert!((rising.chi_square - falling.chi_square).abs() < 1e-9);
}

#[test]
fn too_little_is_no_trend() {
    assert!(of_shares(&TIMES[1..], &[1.0; 4], &[2.0; 4]).is_none());
    assert!(of_shares(&TIMES, &[0.0; 5], &[20.0; 5]).is_none());
    assert!(of_shares(&TIMES, &[20.0; 5], &[20.0; 5]).is_none());
    assert!(of_shares(&TIMES, &[1.0; 5], &[0.0; 5]).is_none());
    assert!(of_numbers(&TIMES, &[1.0; 5], &[1.0; 5], &[1.0; 5], 0.95).is_none());
    assert!(of_numbers(&[1.0; 5], &[1.0; 5], &[0.0; 5], &[2.0; 5], 0.95).is_none());
    let flat = of_numbers(&TIMES, &[1.0; 5], &[0.0; 5], &[2.0; 5], 0.95).unwrap();
    assert_eq!((flat.direction, flat.slope), (Direction::Level, 0.0));
}
