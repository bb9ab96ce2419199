use super::{Reach, jump, jump_within};
use crate::random::Random;

/// So many values spread evenly from 0 to 1, with twice as many above a half.
fn steep(n: usize, seed: u64) -> Vec<f64> {
    let mut draws = Random::from_seed(seed);
    let value = |it: f64| if it < 1.0 / 3.0 { it * 1.5 } else { 0.25 + it * 0.75 };
    (0..n).map(|_| value(draws.uniform())).collect()
}

#[test]
fn a_step_in_a_density_is_found_with_its_size() {
    let found = jump(&steep(20_000, 1), 0.5).unwrap();
    assert!((found.below - 2.0 / 3.0).abs() < 0.12, "{found:?}");
    assert!((found.above - 4.0 / 3.0).abs() < 0.12, "{found:?}");
    assert!(found.p < 1e-6 && found.z > 5.0, "{found:?}");
    let none = jump(&steep(20_000, 1), 0.8).unwrap();
    assert!(none.p > 0.001, "{none:?}");
}

#[test]
fn where_nothing_jumps_one_in_twenty_seems_to() {
    let mut draws = Random::from_seed(3);
    let jumps = (0..400).filter(|_| {
        let values: Vec<f64> = (0..400).map(|_| draws.uniform()).collect();
        jump(&values, 0.5).unwrap().p < 0.05
    });
    let jumps = jumps.count();
    // Twenty are expected; the error of such a count is 4.4.
    assert!((6..=38).contains(&jumps), "{jumps}");
}

#[test]
fn order_and_place_mean_nothing_and_scale_only_turns_densities() {
    let values = steep(500, 2);
    let found = jump(&values, 0.5).unwrap();
    let mut turned = values.clone();
    turned.reverse();
    assert_eq!(jump(&turned, 0.5), Some(found));
    let moved: Vec<f64> = values.iter().map(|it| it * 1024.0 + 256.0).collect();
    let moved = jump(&moved, 0.5 * 1024.0 + 256.0).unwrap();
    assert!((moved.z - found.z).abs() < 1e-6 && (moved.below * 1024.0 - found.below).abs() < 1e-6);
}

#[test]
fn too_little_on_a_side_gives_nothing() {
    let reach = Reach { below: 1.0, above: 1.0 };
    for values in [
        vec![],
        vec![0.5],
        vec![0.4; 50],
        vec![0.6; 50],
        [vec![0.4; 50], vec![0.6; 50]].concat(),
        vec![0.1, 0.2, 0.3, 0.6, 0.7, 0.8],
        vec![f64::NAN, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9],
        vec![f64::INFINITY; 9],
        vec![1e300, -1e300, 0.1, 0.2],
    ] {
        assert_eq!(jump(&values, 0.5), None, "{values:?}");
        assert_eq!(jump_within(&values, 0.5, reach), None, "{values:?}");
    }
    let enough = [0.1, 0.2, 0.3, 0.4, 0.43, 0.45, 0.6, 0.7, 0.8, 0.9, 0.93, 0.95];
    assert!(jump(&enough, 0.5).is_some());
    assert_eq!(jump(&enough, f64::NAN), None);
    assert_eq!(jump_within(&enough, 0.5, Reach { below: 0.0, above: 1.0 }), None);
    assert_eq!(
        jump_within(
            &enough,
            0.5,
            Reach {
                below: f64::NAN,
                above: 1.0
            }
        ),
        None
    );
}
