use super::*;

fn asked(scale: Scale, on_scale: bool) -> Asked {
    Asked {
        scale,
        on_scale,
        level: 0.95,
        seed: 1,
    }
}

fn group(people: f64, value: f64, error: f64) -> Group {
    Group { people, value, error }
}

#[test]
fn a_straight_line_is_found_again() {
    // Middles of groups of 1, 2 and 1 of 4 lie at 1/8, 1/2 and 7/8; the line is 10 + 8 x.
    let groups = [group(10.0, 11.0, 0.0), group(20.0, 14.0, 0.0), group(10.0, 17.0, 0.0)];
    let found = slope(&groups, asked(Scale::Plain, false)).unwrap();
    assert!((found.near - 10.0).abs() < 1e-12 && (found.far - 18.0).abs() < 1e-12);
    assert!((found.difference - 8.0).abs() < 1e-12 && (found.ratio.unwrap().0 - 1.8).abs() < 1e-12);
    assert!((found.difference_interval.upper - 8.0).abs() < 1e-9);
}

#[test]
fn the_interval_is_the_one_of_a_sum_of_normals() {
    let groups = [group(5.0, 3.0, 0.4), group(5.0, 4.0, 0.2), group(5.0, 5.5, 0.3)];
    let found = slope(&groups, asked(Scale::Plain, false)).unwrap();
    // Middles 1/6, 1/2, 5/6: the slope is 1.5 times last less first.
    assert!((found.difference - 1.5 * 2.5).abs() < 1e-12);
    let half = 1.959_964 * 1.5 * 0.5;
    assert!((found.difference_interval.upper - 3.75 - half).abs() < 0.02 * half);
    assert!((found.difference_interval.lower - 3.75 + half).abs() < 0.02 * half);
    let wide = slope(
        &groups,
        Asked {
            level: 0.998,
            ..asked(Scale::Plain, false)
        },
    )
    .unwrap();
    assert!(wide.difference_interval.lower < found.difference_interval.lower);
    assert_eq!(slope(&groups, asked(Scale::Plain, false)), Some(found));
}

#[test]
fn scales_are_there_and_back() {
    for scale in [Scale::Plain, Scale::Log, Scale::LogOdds] {
        assert!((scale.from(scale.to(0.3).unwrap()) - 0.3).abs() < 1e-15);
        assert!(scale.error(Interval { lower: 0.2, upper: 0.4 }, 0.95).unwrap() > 0.0);
    }
    assert_eq!(Scale::Log.to(0.0), None);
    assert_eq!(Scale::LogOdds.to(1.0), None);
}

#[test]
fn what_has_no_slope_is_none() {
    let plain = asked(Scale::Plain, false);
    assert_eq!(slope(&[group(1.0, 1.0, 0.1)], plain), None);
    assert_eq!(slope(&[group(1.0, 1.0, 0.1), group(0.0, 1.0, 0.1)], plain), None);
    assert_eq!(slope(&[group(1.0, 1.0, 0.1), group(1.0, 1.0, -0.1)], plain), None);
    let nought = [group(1.0, 0.0, 0.1), group(1.0, 1.0, 0.1)];
    assert_eq!(slope(&nought, asked(Scale::Log, true)), None);
    let below = [group(1.0, -2.0, 0.1), group(1.0, 1.0, 0.1)];
    assert_eq!(slope(&below, plain).unwrap().ratio, None);
}
