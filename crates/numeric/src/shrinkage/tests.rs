use super::*;

/// Laplace's likelihood by brute force: the mode of each place on a fine grid.
fn likelihood(counts: &[f64], totals: &[f64], middle: f64, spread: f64) -> f64 {
    let pairs = counts.iter().zip(totals);
    pairs
        .map(|(count, total)| {
            let at = |off: f64| {
                let logit = middle + spread * off;
                let share = 1.0 / (1.0 + libm::exp(-logit));
                let height = count * logit - total * libm::log1p(libm::exp(logit)) - off * off / 2.0;
                (height, 1.0 + spread * spread * total * share * (1.0 - share))
            };
            let (mut low, mut high) = (-12.0, 12.0);
            for _ in 0..120 {
                let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
                if at(a).0 < at(b).0 {
                    low = a;
                } else {
                    high = b;
                }
            }
            let (height, curve) = at(low);
            height - 0.5 * libm::log(curve)
        })
        .sum()
}

#[test]
fn shares_have_the_largest_likelihood() {
    let counts = [8.0, 30.0, 3.0, 55.0, 12.0, 41.0, 0.0, 9.0];
    let totals = [20.0, 40.0, 10.0, 60.0, 40.0, 60.0, 5.0, 9.0];
    let found = shares(&counts, &totals, 0.95).unwrap();
    let (middle, spread) = (libm::log(found.centre / (1.0 - found.centre)), found.tau_squared.sqrt());
    assert!(spread > 0.5 && spread < 3.0, "{spread}");
    let best = likelihood(&counts, &totals, middle, spread);
    for (a, b) in [
        (1e-3, 0.0),
        (-1e-3, 0.0),
        (0.0, 1e-3),
        (0.0, -1e-3),
        (1e-3, 1e-3),
        (-1e-3, 1e-3),
    ] {
        assert!(likelihood(&counts, &totals, middle + a, spread + b) < best, "{a} {b}");
    }
}

#[test]
fn places_are_drawn_in_and_the_small_ones_most() {
    let counts = [9.0, 900.0, 60.0, 30.0, 700.0];
    let totals = [10.0, 1_000.0, 100.0, 40.0, 1_000.0];
    let found = shares(&counts, &totals, 0.95).unwrap();
    for ((place, count), total) in found.places.iter().flatten().zip(counts).zip(totals) {
        let raw = count / total;
        assert!((place.value - found.centre).abs() <= (raw - found.centre).abs() + 1e-12);
        assert!(place.interval.lower < place.value && place.value < place.interval.upper);
        assert!((0.0..=1.0).contains(&place.own));
    }
    let own: Vec<f64> = found.places.iter().flatten().map(|it| it.own).collect();
    assert!(own[0] < own[3] && own[3] < own[2] && own[2] < own[1]);
}

#[test]
fn equal_places_are_all_the_middle() {
    let found = shares(&[24.0; 13], &[40.0; 13], 0.95).unwrap();
    assert_eq!(found.tau_squared, 0.0);
    assert!(
        found
            .places
            .iter()
            .flatten()
            .all(|it| (it.value - 0.6).abs() < 1e-12 && it.own == 0.0)
    );
    let same = estimates(&[3.0; 5], &[0.5; 5], 0.95).unwrap();
    assert_eq!((same.centre, same.tau_squared), (3.0, 0.0));
}

// Worked by hand: weights 1, mean 0, scatter 8, so the variance is (8 - 2) / (3 - 1) = 3 and three parts in four are own.
#[test]
fn estimates_shrink_as_worked_by_hand() {
    let found = estimates(&[-2.0, 0.0, 2.0], &[1.0; 3], 0.95).unwrap();
    assert!((found.tau_squared - 3.0).abs() < 1e-12 && found.centre.abs() < 1e-12);
    let first = found.places[0].unwrap();
    assert!((first.value + 1.5).abs() < 1e-12 && (first.own - 0.75).abs() < 1e-12);
    let reach = 1.959_963_984_540_054 * 0.75_f64.sqrt();
    assert!((first.interval.upper - (-1.5 + reach)).abs() < 1e-12);
}

#[test]
fn shifting_and_scaling_do_to_estimates_what_they_should() {
    let (values, errors) = ([4.0, 9.0, 2.0, 7.5], [1.0, 0.5, 2.0, 0.7]);
    let plain = estimates(&values, &errors, 0.9).unwrap();
    for scale in [1e-12, 1e12, 1e150] {
        let moved = estimates(&values.map(|it| it * scale), &errors.map(|it| it * scale), 0.9).unwrap();
        for (a, b) in moved.places.iter().flatten().zip(plain.places.iter().flatten()) {
            assert!((a.value / scale - b.value).abs() < 1e-12 && (a.own - b.own).abs() < 1e-12);
        }
    }
}

#[test]
fn what_says_nothing_is_refused() {
    assert_eq!(shares(&[0.0, 0.0], &[5.0, 6.0], 0.95), None);
    assert_eq!(shares(&[5.0, 6.0], &[5.0, 6.0], 0.95), None);
    assert_eq!(shares(&[5.0], &[6.0], 0.95), None);
    assert_eq!(
        shares(&[5.0, 2.0, 1.0], &[6.0, 0.0, 3.0], 0.95).unwrap().places[1],
        None
    );
    assert_eq!(estimates(&[1.0, 2.0], &[1.0, 0.0], 0.95), None);
    assert_eq!(estimates(&[1.0, f64::INFINITY], &[1.0, 1.0], 0.95), None);
    // All or nothing: the more spread, the likelier.
    let found = shares(&[1e6, 0.0, 1e6, 0.0], &[1e6; 4], 0.95);
    assert!(found.is_none_or(|it| it.tau_squared.is_finite()));
}
