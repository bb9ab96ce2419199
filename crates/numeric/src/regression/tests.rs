use super::*;

fn line(n: usize) -> Vec<Vec<f64>> {
    vec![vec![1.0; n], (0..n).map(|at| at as f64).collect()]
}

#[test]
fn a_straight_line_is_found_in_any_unit() {
    for scale in [1e-12, 1.0, 1e12] {
        let mut columns = line(7);
        columns[1].iter_mut().for_each(|it| *it /= scale);
        let values: Vec<f64> = (0..7).map(|at| (3.0 + 2.0 * f64::from(at)) * scale).collect();
        let fit = least_squares(&columns, &values).unwrap();
        assert!((fit.coefficients[0] / (3.0 * scale) - 1.0).abs() < 1e-12);
        assert!((fit.coefficients[1] / (2.0 * scale * scale) - 1.0).abs() < 1e-12);
    }
}

// Anscombe's first set (1973): 3 + 0.5 x, standard errors 1.1247 and 0.1179.
#[test]
fn anscombes_line_has_its_published_errors() {
    let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    let fit = least_squares(&[vec![1.0; 11], x.to_vec()], &y).unwrap();
    assert!((fit.coefficients[0] - 3.000_090_909).abs() < 1e-8);
    assert!((fit.coefficients[1] - 0.500_090_909).abs() < 1e-8);
    let errors = fit.ordinary().unwrap();
    assert!((errors.error(0).unwrap() - 1.124_746_791).abs() < 1e-8);
    assert!((errors.error(1).unwrap() - 0.117_905_501).abs() < 1e-8);
    assert!((errors.error_of(&[0.0, 1.0]).unwrap() - errors.error(1).unwrap()).abs() < 1e-15);
}

#[test]
fn what_cannot_be_told_is_refused() {
    let twice = vec![vec![1.0; 5], vec![2.0; 5]];
    assert!(least_squares(&twice, &[1.0, 2.0, 3.0, 4.0, 5.0]).is_none());
    assert!(least_squares(&line(1), &[1.0]).is_none());
    assert!(least_squares(&[], &[1.0]).is_none());
    assert!(least_squares(&line(3), &[1.0, f64::NAN, 2.0]).is_none());
    let exact = least_squares(&line(2), &[1.0, 2.0]).unwrap();
    assert_eq!(exact.variance(), None);
    assert_eq!(exact.newey_west(&[1, 2], 1), None);
    assert!(ar1(&line(6), &[2.0; 6], &[1, 2, 3, 4, 5, 6], Likelihood::Restricted).is_none());
    assert!(quasi_poisson(&line(6), &[0.0; 6], &[1.0; 6]).is_none());
}

#[test]
fn a_lag_of_nought_is_unrelated_rows() {
    let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0];
    let fit = least_squares(&line(7), &values).unwrap();
    let times: Vec<i64> = (0..7).collect();
    let (a, b) = (
        fit.newey_west(&times, 0).unwrap(),
        fit.heteroskedastic(Heteroskedastic::Hc1).unwrap(),
    );
    assert!((a.error(1).unwrap() - b.error(1).unwrap()).abs() < 1e-14);
    let alone: Vec<usize> = (0..7).collect();
    let c = fit.clustered(&alone, Clusters::Cr0).unwrap();
    let d = fit.heteroskedastic(Heteroskedastic::Hc0).unwrap();
    assert!((c.error(0).unwrap() - d.error(0).unwrap()).abs() < 1e-14);
    assert!(fit.clustered(&[0; 7], Clusters::Cr1).is_none());
}

#[test]
fn counts_without_columns_are_their_rate() {
    let fit = quasi_poisson(&[vec![1.0; 4]], &[2.0, 4.0, 6.0, 8.0], &[10.0, 20.0, 30.0, 40.0]).unwrap();
    assert!((fit.coefficients[0] - 0.2_f64.ln()).abs() < 1e-12);
    assert!(fit.dispersion < 1e-20);
}

#[test]
fn scatter_that_leans_on_the_last_is_seen() {
    let mut random = crate::random::Random::from_seed(3);
    let mut last = 0.0;
    let values: Vec<f64> = (0..300)
        .map(|_| {
            last = 0.6 * last + random.normal();
            last
        })
        .collect();
    let times: Vec<i64> = (0..300).collect();
    let fit = ar1(&line(300), &values, &times, Likelihood::Full).unwrap();
    assert!((fit.phi - 0.6).abs() < 0.12, "{}", fit.phi);
}
