use super::*;

fn ratings(by_rater: &[&[f64]]) -> Ratings {
    let items = by_rater[0].len();
    let item = |at: usize| {
        by_rater
            .iter()
            .map(|rater| Some(rater[at]).filter(|it| it.is_finite()))
            .collect()
    };
    Ratings::new((0..items).map(item).collect(), None).unwrap()
}

#[test]
fn anchors_of_a_scale_of_five() {
    let scale = [1.0, 2.0, 3.0, 4.0, 5.0];
    let of = |counts: [usize; 5]| {
        let all: Vec<f64> = (1..).zip(counts).flat_map(|(at, n)| vec![f64::from(at); n]).collect();
        spread(&all, &scale).unwrap()
    };
    for (counts, consensus, agreement, within) in [
        ([0, 0, 10, 0, 0], 1.0, 1.0, 1.0),
        ([5, 0, 0, 0, 5], 0.0, -1.0, -1.222_222_222_222_222_3),
        (
            [2, 2, 2, 2, 2],
            0.433_985_000_288_462_43,
            0.0,
            -0.111_111_111_111_111_16,
        ),
        ([0, 5, 5, 0, 0], 0.807_354_922_057_604_2, 0.75, 0.861_111_111_111_111_2),
        ([0, 9, 0, 0, 1], 0.736_623_905_992_801_7, 0.716_666_666_666_666_7, 0.55),
    ] {
        let found = of(counts);
        assert!((found.consensus - consensus).abs() < 1e-9, "{counts:?} {found:?}");
        assert!((found.agreement - agreement).abs() < 1e-9, "{counts:?} {found:?}");
        assert!((found.within.unwrap() - within).abs() < 1e-9, "{counts:?} {found:?}");
    }
}

#[test]
fn everybody_saying_the_same_is_undefined_not_perfect() {
    let same = ratings(&[&[2.0; 6], &[2.0; 6]]);
    for metric in [Metric::Nominal, Metric::Ordinal, Metric::Interval, Metric::Ratio] {
        assert_eq!(alpha(&same, metric), Err(Undefined::AllTheSame));
    }
    let family = agreement(&same, Weights::Identity);
    assert_eq!(family.fleiss, Err(Undefined::AllTheSame));
    assert_eq!(kappa(&same, Weights::Identity), Err(Undefined::AllTheSame));
    assert_eq!(intraclass(&same, 0.95), Err(Undefined::AllTheSame));
}

#[test]
fn too_little_says_why() {
    let holes = ratings(&[&[1.0, f64::NAN], &[f64::NAN, 2.0]]);
    assert_eq!(alpha(&holes, Metric::Nominal), Err(Undefined::NothingToCompare));
    assert_eq!(
        agreement(&holes, Weights::Identity).gwet,
        Err(Undefined::NothingToCompare)
    );
    assert_eq!(kappa(&holes, Weights::Linear), Err(Undefined::NothingToCompare));
    assert_eq!(intraclass(&holes, 0.95), Err(Undefined::Holes));
    let three = ratings(&[&[1.0, 2.0], &[1.0, 2.0], &[1.0, 1.0]]);
    assert_eq!(kappa(&three, Weights::Identity), Err(Undefined::NotTwoRaters));
    let none = Ratings::new(vec![], None).unwrap();
    assert_eq!(alpha(&none, Metric::Interval), Err(Undefined::NothingToCompare));
    assert_eq!(intraclass(&none, 0.95), Err(Undefined::TooFew));
    assert!(Ratings::new(vec![vec![Some(7.0)]], Some(&[1.0, 2.0])).is_none());
    assert!(Ratings::new(vec![vec![Some(1.0)], vec![]], None).is_none());
    assert!(resampled(&none, |it| alpha(it, Metric::Nominal).ok(), 0.95, 100, 1).is_none());
    assert!(spread(&[1.0], &[1.0, 2.0]).is_none());
}

#[test]
fn raters_who_are_exact_agree_wholly() {
    let exact = ratings(&[&[1.0, 2.0, 3.0, 4.0], &[1.0, 2.0, 3.0, 4.0]]);
    assert_eq!(alpha(&exact, Metric::Ordinal), Ok(1.0));
    let six = intraclass(&exact, 0.95).unwrap();
    assert!((six.fixed.0.value - 1.0).abs() < 1e-12 && six.fixed.0.interval.is_none());
    assert!((kappa(&exact, Weights::Quadratic).unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn units_do_not_matter_where_distance_is_all() {
    let rows: [&[f64]; 3] = [&[9.0, 6.0, 8.0, 7.0], &[2.0, 1.0, 4.0, 1.0], &[5.0, 3.0, 6.0, 2.0]];
    let one = ratings(&rows);
    for scale in [1e-12, 1e12] {
        let scaled: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().map(|it| it * scale).collect())
            .collect();
        let other = ratings(&scaled.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let (a, b) = (
            alpha(&one, Metric::Interval).unwrap(),
            alpha(&other, Metric::Interval).unwrap(),
        );
        assert!((a - b).abs() < 1e-12);
        let (a, b) = (intraclass(&one, 0.95).unwrap(), intraclass(&other, 0.95).unwrap());
        assert!((a.sampled.1.value - b.sampled.1.value).abs() < 1e-9);
    }
}
