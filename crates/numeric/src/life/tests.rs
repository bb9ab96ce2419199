use super::*;

#[test]
fn a_constant_chance_of_dying_is_worked_by_hand() {
    // One in ten dies each year of the first two bands; the last dies at one a two years.
    let found = expectancy(&[1.0, 2.0, 3.0], &[95.0, 95.0, 10.0], &[10.0, 10.0, 5.0], 0.95).unwrap();
    let last = found.last().unwrap();
    assert_eq!((last.years, last.people, last.deaths), (2.0, 10.0, 5.0));
    assert!((found[1].years - (0.95 + 0.9 * 2.0)).abs() < 1e-12);
    assert!((found[0].years - (0.95 + 0.9 * 2.75)).abs() < 1e-12);
    assert!((found[2].alive - 0.81).abs() < 1e-12);
}

#[test]
fn many_more_people_leave_the_years_and_narrow_the_interval() {
    let once = expectancy(&[0.0, 1.0, 50.0], &[90.0, 900.0, 600.0], &[2.0, 3.0, 20.0], 0.95).unwrap();
    let more = expectancy(&[0.0, 1.0, 50.0], &[9e5, 9e6, 6e6], &[2e4, 3e4, 2e5], 0.95).unwrap();
    for (a, b) in once.iter().zip(&more) {
        assert!((a.years - b.years).abs() < 1e-9);
        let width = |it: &Expectation| it.interval.upper - it.interval.lower;
        assert!((width(a) / width(b) - 100.0).abs() < 1e-6);
        assert!(a.interval.lower < a.years && a.years < a.interval.upper);
    }
}

#[test]
fn no_deaths_at_young_ages_are_no_trouble_and_none_at_the_end_are() {
    assert!(expectancy(&[0.0, 1.0], &[10.0, 10.0], &[0.0, 1.0], 0.95).is_some());
    assert_eq!(expectancy(&[0.0, 1.0], &[10.0, 10.0], &[1.0, 0.0], 0.95), None);
    assert_eq!(expectancy(&[0.0, 0.0], &[10.0, 10.0], &[1.0, 1.0], 0.95), None);
    assert_eq!(expectancy(&[0.0, 1.0], &[10.0, 0.0], &[1.0, 1.0], 0.95), None);
    assert_eq!(expectancy(&[0.0], &[10.0], &[1.0], 0.95), None);
    // Every one of ten dies twice over within five years.
    assert_eq!(expectancy(&[5.0, 10.0], &[10.0, 10.0], &[8.0, 1.0], 0.95), None);
}
