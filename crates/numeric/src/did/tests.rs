use super::*;
use crate::random::Random;

struct Made {
    places: Vec<usize>,
    periods: Vec<usize>,
    values: Vec<f64>,
    treated: Vec<bool>,
    after: Vec<bool>,
}

fn made(places: usize, periods: usize, effect: f64, hole: usize) -> Made {
    let mut random = Random::from_seed(11);
    let mut made = Made {
        places: vec![],
        periods: vec![],
        values: vec![],
        treated: vec![],
        after: vec![],
    };
    for place in 0..places {
        let level = 5.0 * random.normal();
        for period in 0..periods {
            if hole > 0 && (place * 7 + period) % hole == 0 {
                continue;
            }
            let (treated, after) = (place % 2 == 0, period >= periods / 2);
            made.places.push(place * 3);
            made.periods.push(period + 100);
            let push = if treated && after { effect } else { 0.0 };
            made.values
                .push(level + (period as f64).sin() + push + 0.2 * random.normal());
            made.treated.push(treated);
            made.after.push(after);
        }
    }
    made
}

impl Made {
    fn panel(&self) -> Panel<'_> {
        Panel {
            places: &self.places,
            periods: &self.periods,
            values: &self.values,
        }
    }

    fn dose(&self) -> Vec<f64> {
        self.treated
            .iter()
            .zip(&self.after)
            .map(|(a, b)| f64::from(u8::from(*a && *b)))
            .collect()
    }
}

#[test]
fn two_by_two_and_two_way_agree_on_a_whole_panel() {
    let made = made(12, 10, 3.0, 0);
    let two = two_by_two(&made.panel(), &made.treated, &made.after, Clusters::Cr1s, 0.95).unwrap();
    let way = two_way(&made.panel(), &made.dose(), Clusters::Cr1s, 0.95).unwrap();
    assert!((two.difference.effect.value - way.effect.value).abs() < 1e-10);
    assert!((two.after.1 - two.before.1 - (two.after.0 - two.before.0) - way.effect.value).abs() < 1e-10);
    assert!(way.effect.interval.lower < 3.0 && way.effect.interval.upper > 3.0);
}

/// The same by a column a place and a column a period.
fn with_columns(made: &Made) -> (f64, f64) {
    let mut columns = vec![made.dose(), vec![1.0; made.values.len()]];
    let (places, periods) = (
        made.places.iter().collect::<std::collections::BTreeSet<_>>(),
        made.periods.iter().collect::<std::collections::BTreeSet<_>>(),
    );
    for place in places.iter().skip(1) {
        columns.push(made.places.iter().map(|it| f64::from(u8::from(it == *place))).collect());
    }
    for period in periods.iter().skip(1) {
        columns.push(
            made.periods
                .iter()
                .map(|it| f64::from(u8::from(it == *period)))
                .collect(),
        );
    }
    let fit = least_squares(&columns, &made.values).unwrap();
    (
        fit.coefficients[0],
        fit.clustered(&made.places, Clusters::Cr1s).unwrap().error(0).unwrap(),
    )
}

#[test]
fn a_panel_with_holes_is_as_with_a_column_a_place_and_period() {
    for hole in [0, 3, 5] {
        let made = made(9, 8, 1.0, hole);
        let found = two_way(&made.panel(), &made.dose(), Clusters::Cr1s, 0.95).unwrap();
        let (value, error) = with_columns(&made);
        assert!((found.effect.value - value).abs() < 1e-9, "{hole}");
        assert!((found.effect.error / error - 1.0).abs() < 1e-9, "{hole}");
    }
}

#[test]
fn every_choice_is_counted_once() {
    let moves = [5.0, 1.0, 0.0, 2.0];
    let placebo = in_place(&moves, &[true, false, false, false], 1000, 1).unwrap();
    assert_eq!((placebo.choices, placebo.all), (4, true));
    assert!((placebo.gap - 4.0).abs() < 1e-12);
    assert!((placebo.p - 0.25).abs() < 1e-12);
    let two = in_place(&moves, &[true, false, false, true], 1000, 1).unwrap();
    assert_eq!(two.choices, 6);
    let many: Vec<f64> = (0..40).map(f64::from).collect();
    let half: Vec<bool> = (0..40).map(|at| at % 2 == 0).collect();
    let drawn = in_place(&many, &half, 500, 1).unwrap();
    assert_eq!((drawn.choices, drawn.all), (500, false));
    assert!(drawn.p > 0.5);
    assert_eq!(Some(drawn), in_place(&many, &half, 500, 1));
}

#[test]
fn what_cannot_be_told_is_refused() {
    let made = made(4, 6, 1.0, 0);
    assert!(two_way(&made.panel(), &[1.0; 24], Clusters::Cr1, 0.95).is_none());
    assert!(two_way(&made.panel(), &[0.0; 24], Clusters::Cr1, 0.95).is_none());
    let constant = Panel {
        values: &[1.0; 24],
        ..made.panel()
    };
    assert!(two_way(&constant, &made.dose(), Clusters::Cr1, 0.95).is_none());
    assert!(two_by_two(&made.panel(), &[true; 24], &made.after, Clusters::Cr1, 0.95).is_none());
    assert!(in_place(&[1.0, 2.0], &[true, true], 100, 1).is_none());
    assert_eq!(made.panel().moves(&made.after).len(), 4);
    assert!(made.panel().moves(&[true; 24]).is_empty());
}
