//! Charts of counts, shares, rates and gaps at the edges, and what must hold for any of them.

use cm_numeric::process::{
    Assurance, AttributeChart, Better, Kind, Rule, Sense, Tallies, Tally, Withheld, attribute_chart,
};
use proptest::prelude::*;

use crate::golden::close;

fn plain(values: &[f64]) -> Vec<Option<Tally>> {
    values.iter().map(|value| Some(Tally::of(*value))).collect()
}

fn out_of(pairs: &[(f64, f64)]) -> Vec<Option<Tally>> {
    let tally = |&(count, size): &(f64, f64)| Some(Tally { count, size });
    pairs.iter().map(tally).collect()
}

fn drawn(tallies: &[Option<Tally>], kind: Kind) -> AttributeChart {
    attribute_chart(&Tallies::new(tallies, Better::Higher), kind)
}

fn withheld(values: &[f64], kind: Kind) -> Option<Withheld> {
    drawn(&plain(values), kind).spans[0].withheld
}

#[test]
fn weighted_individuals_by_hand() {
    // Shares 0.2, 0.5 and 0.3 out of 10, 20 and 40: 2 + 10 + 12 of 70.
    let chart = drawn(&out_of(&[(2.0, 10.0), (10.0, 20.0), (12.0, 40.0)]), Kind::Weighted);
    let one = (std::f64::consts::PI / 2.0).sqrt();
    let s = one * (0.3 / (0.1_f64 + 0.05).sqrt() + 0.2 / (0.05_f64 + 0.025).sqrt()) / 2.0;
    let centre = 24.0 / 70.0;
    assert!(close(chart.spans[0].centre.unwrap(), centre, 1e-14));
    assert!(close(
        chart.limits[1].unwrap().upper,
        centre + 3.0 * s / 20_f64.sqrt(),
        1e-14
    ));
    assert!(close(
        chart.limits[2].unwrap().near_lower,
        centre - 2.0 * s / 40_f64.sqrt(),
        1e-13
    ));
}

/// A deviation: the other tool draws the spread from every point, whatever the mean rests on.
#[test]
fn the_spread_of_weighted_individuals_rests_on_what_their_mean_rests_on() {
    let calm = [(4.0, 10.0), (5.0, 10.0), (4.0, 10.0), (5.0, 10.0)];
    let mut all = calm.to_vec();
    all.extend([(1.0, 10.0), (9.0, 10.0)]);
    let tallies = out_of(&all);
    let fixed = Tallies {
        baseline: Some(4),
        ..Tallies::new(&tallies, Better::Higher)
    };
    let fixed = attribute_chart(&fixed, Kind::Weighted);
    assert_eq!(fixed.limits[0], drawn(&out_of(&calm), Kind::Weighted).limits[0]);
    let without = Tallies {
        excluded: &[4, 5],
        ..Tallies::new(&tallies, Better::Higher)
    };
    assert_eq!(attribute_chart(&without, Kind::Weighted).limits[0], fixed.limits[0]);
    assert!(fixed.points[5].fired.has(Rule::Outside));
}

/// A deviation: the other tool draws limits of no width and calls the next point that moves a signal.
#[test]
fn nothing_counted_in_the_baseline_draws_no_limits() {
    let tallies = out_of(&[(0.0, 20.0), (0.0, 30.0), (0.0, 25.0), (1.0, 28.0)]);
    let series = Tallies {
        baseline: Some(3),
        ..Tallies::new(&tallies, Better::Lower)
    };
    for kind in [Kind::Share, Kind::SharePrime, Kind::Rate, Kind::RatePrime, Kind::Count] {
        let chart = attribute_chart(&series, kind);
        assert_eq!(chart.spans[0].withheld, Some(Withheld::AllOrNothing), "{kind:?}");
        assert!(
            !chart.any_signal() && chart.limits.iter().all(Option::is_none),
            "{kind:?}"
        );
    }
}

/// A deviation: where most counts are nought the other tool calls all that are not one long run above the median.
#[test]
fn most_on_the_median_and_the_rest_above_it_is_no_run() {
    let rare: Vec<f64> = (0..36).map(|at| f64::from(u8::from(at % 3 == 0))).collect();
    for kind in [Kind::Run, Kind::Between] {
        let chart = drawn(&plain(&rare), kind);
        assert_eq!((chart.spans[0].centre, chart.spans[0].runs), (Some(0.0), None));
        assert!(!chart.any_signal());
    }
    // A run above a median that others lie below is one.
    let moved: Vec<f64> = (0..24).map(|at| if at < 12 { 1.0 } else { 2.0 }).collect();
    assert!(drawn(&plain(&moved), Kind::Run).any_signal());
}

#[test]
fn rates_beyond_chance_by_hand() {
    let pairs = [(3.0, 10.0), (9.0, 12.0), (2.0, 8.0)];
    let chart = drawn(&out_of(&pairs), Kind::RatePrime);
    let centre = 14.0 / 30.0_f64;
    let far: Vec<f64> = pairs
        .iter()
        .map(|(c, n)| (c / n - centre) / (centre / n).sqrt())
        .collect();
    let times = ((far[1] - far[0]).abs() + (far[2] - far[1]).abs()) / 2.0 / 1.128;
    assert!(close(chart.spans[0].beyond_chance.unwrap(), times, 1e-14));
    let upper = centre + 3.0 * times * (centre / 12.0).sqrt();
    assert!(close(chart.limits[1].unwrap().upper, upper, 1e-14));
    assert_eq!(chart.limits[1].unwrap().lower, 0.0);
}

#[test]
fn times_between_events_by_hand() {
    let times = [4.0, 9.0, 2.0, 30.0];
    let chart = drawn(&plain(&times), Kind::Time);
    let roots: Vec<f64> = times.iter().map(|it: &f64| it.powf(1.0 / 3.6)).collect();
    let centre = roots.iter().sum::<f64>() / 4.0;
    let moved = roots.windows(2).map(|two| (two[1] - two[0]).abs()).sum::<f64>() / 3.0;
    assert!(close(chart.spans[0].centre.unwrap(), centre.powf(3.6), 1e-13));
    let upper = (centre + 3.0 * moved / 1.128).powf(3.6);
    assert!(close(chart.limits[0].unwrap().upper, upper, 1e-13));
    assert_eq!(chart.limits[0].unwrap().lower, 0.0);
}

#[test]
fn what_has_no_honest_limits_has_none_and_says_why() {
    for kind in Kind::ALL {
        let nothing = drawn(&[], kind);
        assert!(nothing.points.is_empty() && nothing.spans.is_empty() && nothing.latest_limits().is_none());
        assert_eq!(drawn(&[None, None], kind).spans[0].withheld, Some(Withheld::TooFew));
        assert_eq!(drawn(&plain(&[f64::NAN]), kind).points[0].value, None);
    }
    assert_eq!(withheld(&[1.0; 12], Kind::Run), Some(Withheld::RunChart));
    assert_eq!(withheld(&[5.0], Kind::Individuals), Some(Withheld::TooFew));
    assert_eq!(withheld(&[5.0; 13], Kind::Individuals), Some(Withheld::NoMovement));
    assert_eq!(withheld(&[5.0; 13], Kind::Movement), Some(Withheld::NoMovement));
    assert_eq!(withheld(&[0.0; 13], Kind::Count), Some(Withheld::AllOrNothing));
    assert_eq!(withheld(&[1.0; 13], Kind::Share), Some(Withheld::AllOrNothing));
    assert_eq!(withheld(&[0.0; 13], Kind::Between), Some(Withheld::AllOrNothing));
    assert_eq!(withheld(&[7.0; 13], Kind::Count), None);
    let still = out_of(&[(3.0, 10.0); 12]);
    assert_eq!(
        drawn(&still, Kind::SharePrime).spans[0].withheld,
        Some(Withheld::NoMovement)
    );
    assert_eq!(drawn(&still, Kind::Share).spans[0].withheld, None);
    assert!(!drawn(&still, Kind::Share).any_signal());
}

#[test]
fn numbers_that_cannot_be_of_their_kind_are_missing() {
    let value = |count: f64, size: f64, kind: Kind| drawn(&[Some(Tally { count, size })], kind).points[0].value;
    assert_eq!(value(3.0, 0.0, Kind::Rate), None);
    assert_eq!(value(3.0, 2.0, Kind::Share), None);
    assert_eq!(value(-1.0, 2.0, Kind::Rate), None);
    assert_eq!(value(0.0, 1.0, Kind::Time), None);
    assert_eq!(value(0.0, 1.0, Kind::Between), Some(0.0));
    assert_eq!(value(-4.0, 2.0, Kind::Weighted), Some(-2.0));
    assert_eq!(value(3.0, f64::INFINITY, Kind::Rate), None);
}

#[test]
fn a_movement_is_not_taken_across_a_gap() {
    let mut tallies = plain(&[1.0, 2.0, 9.0, 8.0]);
    tallies.insert(2, None);
    let moves: Vec<_> = drawn(&tallies, Kind::Movement)
        .points
        .iter()
        .map(|it| it.value)
        .collect();
    assert_eq!(moves, [None, Some(1.0), None, None, Some(1.0)]);
    // Both movements that are known are 1, and so is their average.
    let limits = drawn(&tallies, Kind::Individuals).limits[0].unwrap();
    assert!(close(limits.upper, 5.0 + 3.0 / 1.128, 1e-14));
    // A place that is passed over on purpose leaves its neighbours beside each other.
    let all = plain(&[1.0, 2.0, 500.0, 3.0, 4.0]);
    let series = Tallies {
        excluded: &[2],
        ..Tallies::new(&all, Better::Higher)
    };
    let chart = attribute_chart(&series, Kind::Individuals);
    assert_eq!(chart.spans[0].centre, Some(2.5));
    assert!(close(chart.limits[0].unwrap().upper, 2.5 + 3.0 / 1.128, 1e-14));
    assert!(chart.points[2].fired.has(Rule::Outside) && chart.points[2].side.is_none());
}

#[test]
fn limits_begin_afresh_and_a_baseline_holds() {
    let values = plain(&[4.0, 6.0, 4.0, 6.0, 14.0, 16.0, 14.0, 16.0]);
    let series = Tallies {
        restarts: &[4, 99],
        ..Tallies::new(&values, Better::Lower)
    };
    let chart = attribute_chart(&series, Kind::Count);
    assert_eq!(chart.spans.len(), 2);
    assert_eq!((chart.spans[0].centre, chart.spans[1].centre), (Some(5.0), Some(15.0)));
    let fixed = Tallies {
        baseline: Some(4),
        ..Tallies::new(&values, Better::Lower)
    };
    let chart = attribute_chart(&fixed, Kind::Count);
    assert_eq!(chart.spans[0].centre, Some(5.0));
    assert_eq!(chart.points[5].signal.unwrap().sense, Sense::Concern);
    assert_eq!(chart.assurance(30.0, Better::Lower), Some(Assurance::Passes));
    let given = Tallies {
        centre: Some(9.0),
        ..Tallies::new(&values, Better::Lower)
    };
    let limits = attribute_chart(&given, Kind::Count).limits[0].unwrap();
    assert_eq!((limits.lower, limits.upper), (0.0, 18.0));
    let between = attribute_chart(&given, Kind::Between);
    assert!(close(between.spans[0].centre.unwrap(), 9.0 * 2_f64.ln(), 1e-15));
}

fn kinds() -> impl Strategy<Value = Kind> {
    (0..Kind::ALL.len()).prop_map(|at| Kind::ALL[at])
}

proptest! {
    #[test]
    fn nothing_that_comes_in_makes_a_number_that_is_not_one(
        pairs in prop::collection::vec(prop::option::weighted(0.9, (any::<f64>(), any::<f64>())), 0..40),
        restarts in prop::collection::vec(0_usize..50, 0..4),
        excluded in prop::collection::vec(0_usize..50, 0..4),
        baseline in prop::option::of(0_usize..30),
        centre in prop::option::of(any::<f64>()),
        screen in any::<bool>(),
        kind in kinds(),
    ) {
        let tallies: Vec<_> = pairs.iter().map(|it| it.map(|(count, size)| Tally { count, size })).collect();
        let series = Tallies {
            tallies: &tallies, restarts: &restarts, baseline, excluded: &excluded, centre, screen, better: Better::Lower,
        };
        let chart = attribute_chart(&series, kind);
        prop_assert_eq!(chart.points.len(), tallies.len());
        prop_assert_eq!(chart.limits.len(), tallies.len());
        for span in &chart.spans {
            prop_assert!(span.centre.is_none_or(f64::is_finite));
            prop_assert!(span.beyond_chance.is_none_or(f64::is_finite));
        }
        for limits in chart.limits.iter().flatten() {
            prop_assert!(limits.lower.is_finite() && limits.upper.is_finite() && limits.lower <= limits.upper);
        }
    }

    #[test]
    fn limits_move_and_stretch_with_the_numbers(
        values in prop::collection::vec(-1e3..1e3_f64, 2..40),
        by in -1e4..1e4_f64,
        times in 0.01..100.0_f64,
    ) {
        for kind in [Kind::Run, Kind::Individuals] {
            let before = drawn(&plain(&values), kind);
            let moved: Vec<f64> = values.iter().map(|it| it * times + by).collect();
            let after = drawn(&plain(&moved), kind);
            let scale = 1e-9 * (by.abs() + 1e3 * times);
            let near = |a: f64, b: f64| (a * times + by - b).abs() <= scale;
            prop_assert!(near(before.spans[0].centre.unwrap(), after.spans[0].centre.unwrap()));
            for (a, b) in before.limits.iter().zip(&after.limits) {
                if let (Some(a), Some(b)) = (a, b) {
                    prop_assert!(near(a.lower, b.lower) && near(a.upper, b.upper));
                }
            }
        }
    }

    #[test]
    fn times_and_rates_stretch_with_their_unit(
        values in prop::collection::vec(1_u32..1000, 2..40),
        times in 0.01..100.0_f64,
    ) {
        let as_they_are: Vec<f64> = values.iter().map(|it| f64::from(*it)).collect();
        let stretched: Vec<f64> = as_they_are.iter().map(|it| it * times).collect();
        let (a, b) = (drawn(&plain(&as_they_are), Kind::Time), drawn(&plain(&stretched), Kind::Time));
        if let (Some(a), Some(b)) = (a.limits[0], b.limits[0]) {
            prop_assert!(close(a.upper * times, b.upper, 1e-9));
        }
        // The unit of the exposure changes neither the signals nor the limits but for the unit.
        let hours: Vec<_> = as_they_are.iter().zip(1..).map(|(it, at)| (*it, f64::from(at % 5 + 1))).collect();
        let days: Vec<_> = hours.iter().map(|(count, size)| (*count, size * times)).collect();
        for kind in [Kind::Rate, Kind::RatePrime] {
            let (a, b) = (drawn(&out_of(&hours), kind), drawn(&out_of(&days), kind));
            for (a, b) in a.limits.iter().zip(&b.limits) {
                if let (Some(a), Some(b)) = (a, b) {
                    prop_assert!(close(a.upper, b.upper * times, 1e-9));
                }
            }
        }
    }

    #[test]
    fn those_not_counted_mirror_those_counted(
        pairs in prop::collection::vec((0_u32..20, 20_u32..60), 2..30),
    ) {
        let counted: Vec<_> = pairs.iter().map(|(count, size)| (f64::from(*count), f64::from(*size))).collect();
        let others: Vec<_> = counted.iter().map(|(count, size)| (size - count, *size)).collect();
        let (a, b) = (drawn(&out_of(&counted), Kind::Share), drawn(&out_of(&others), Kind::Share));
        for (a, b) in a.limits.iter().zip(&b.limits) {
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert!((a.upper - (1.0 - b.lower)).abs() < 1e-12);
            }
        }
        prop_assert_eq!(a.spans[0].withheld, b.spans[0].withheld);
    }
}
