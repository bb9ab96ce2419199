use super::*;

const ZONE: Zone = Zone {
    threshold: 0.0,
    bin: 1.0,
    bins_below: 10,
    bins_above: 10,
    zone_below: 0,
    zone_above: 1,
    degree: 2,
};

#[test]
fn an_empty_window_has_no_probability() {
    let windows = battery(&[1.0, 1.1], 1.05, &[9.0], &[0.2], Adjust::Holm).unwrap();
    assert_eq!((windows[0].below, windows[0].above), (1, 1));
    assert_eq!(windows[0].adjusted, Some(1.0));
    assert!(windows[1].placebo);
    assert_eq!((windows[1].p, windows[1].adjusted), (None, None));
}

#[test]
fn a_value_on_the_line_is_past_it() {
    let windows = battery(&[5.0, f64::NAN], 5.0, &[], &[1.0], Adjust::BenjaminiHochberg).unwrap();
    assert_eq!((windows[0].below, windows[0].above), (0, 1));
}

#[test]
fn nonsense_is_refused() {
    assert_eq!(battery(&[], 1.0, &[], &[1.0], Adjust::Holm), None);
    assert_eq!(battery(&[1.0], 1.0, &[], &[], Adjust::Holm), None);
    assert_eq!(battery(&[1.0], 1.0, &[], &[0.0], Adjust::Holm), None);
    assert_eq!(battery(&[1.0], f64::NAN, &[], &[1.0], Adjust::Holm), None);
    assert_eq!(excess_mass(&[1.0], &Zone { bin: 0.0, ..ZONE }), None);
    assert_eq!(excess_mass(&[1.0], &Zone { zone_above: 11, ..ZONE }), None);
    assert_eq!(
        excess_mass(
            &[1.0],
            &Zone {
                bins_below: 2,
                bins_above: 3,
                ..ZONE
            }
        ),
        None
    );
    assert_eq!(excess_mass(&[100.0], &ZONE), None);
}

#[test]
fn a_smooth_curve_has_no_excess_and_added_values_are_found() {
    let mut values = Vec::new();
    for place in -10_i32..=10 {
        let count = 200 - place * place - 3 * place;
        values.extend((0..count).map(|_| f64::from(place) + 0.5));
    }
    let found = excess_mass(&values, &ZONE).unwrap();
    assert!(found.excess.abs() < 1e-9 && found.standard_error < 1e-9);
    values.extend([0.0; 30]);
    let found = excess_mass(&values, &ZONE).unwrap();
    assert!((found.excess - 30.0).abs() < 1e-9);
    assert!((found.ratio.unwrap() - 30.0 / 198.0).abs() < 1e-9);
}
