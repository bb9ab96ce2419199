use super::*;
use crate::process::Side;

#[test]
fn a_place_with_nobody_is_passed_over_and_the_rest_compared() {
    let found = shares(&[1.0, 0.0, 5.0, 3.0], &[10.0, 0.0, 10.0, 2.0], Centre::Pooled, 0.1).unwrap();
    assert!((found.centre - 0.3).abs() < 1e-15);
    assert!(found.units[1].is_none() && found.units[3].is_none());
    assert!(found.units[0].is_some() && found.units[2].is_some());
    assert_eq!(shares(&[1.0], &[10.0], Centre::Pooled, 0.1), None);
}

#[test]
fn equal_places_scatter_less_than_chance_and_need_no_allowance() {
    let found = shares(&[24.0; 13], &[40.0; 13], Centre::Pooled, 0.1).unwrap();
    assert!(found.phi < 1e-20);
    assert_eq!(found.tau_squared, 0.0);
    assert_eq!(found.outside(Band::Chance95), 0);
}

#[test]
fn none_anywhere_and_all_everywhere_are_numbers() {
    for count in [0.0, 1.0] {
        let counts: Vec<f64> = [8.0, 12.0, 30.0].iter().map(|total| count * total).collect();
        let found = shares(&counts, &[8.0, 12.0, 30.0], Centre::Pooled, 0.1).unwrap();
        assert_eq!(found.outside(Band::Chance95), 0);
        let unit = found.units[0].unwrap();
        assert!(unit.p == 1.0 && unit.bands.chance998.upper <= 1.0 && unit.bands.chance998.lower >= 0.0);
    }
}

#[test]
fn a_ratio_of_nought_is_a_low_outlier_not_a_fault() {
    let found = ratios(
        &[0.0, 21.0, 19.0, 20.0],
        &[20.0; 4],
        Scale::LogRatio,
        Centre::Pooled,
        0.0,
    )
    .unwrap();
    let nought = found.units[0].unwrap();
    assert_eq!(nought.outside(Band::Chance998), Some(Side::Low));
    assert!(nought.p < 1e-8 && nought.z.is_finite());
    assert_eq!(ratios(&[1.0], &[1.0], Scale::Share, Centre::Pooled, 0.1), None);
}

#[test]
fn a_policy_target_replaces_the_pooled_share() {
    let found = shares(&[5.0, 6.0], &[10.0, 10.0], Centre::Given(0.95), 0.0).unwrap();
    assert_eq!(found.centre, 0.95);
    assert_eq!(found.units[0].unwrap().outside(Band::Chance998), Some(Side::Low));
    assert_eq!(shares(&[5.0, 6.0], &[10.0, 10.0], Centre::Given(1.5), 0.0), None);
    assert_eq!(found.bands_at(0.0), None);
}

#[test]
fn one_surprise_among_many_is_less_of_one() {
    let mut counts = vec![20.0; 40];
    counts[7] = 30.0;
    let found = shares(&counts, &[40.0; 40], Centre::Pooled, 0.1).unwrap();
    let odd = found.units[7].unwrap();
    assert!(odd.p < 0.01 && odd.p_adjusted > 5.0 * odd.p);
}
