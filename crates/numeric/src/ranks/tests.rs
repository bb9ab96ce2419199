use super::*;

fn both() -> [Plan; 2] {
    [Plan::simultaneous(5), Plan::marginal(5)].map(|plan| Plan { draws: 2_000, ..plan })
}

#[test]
fn thirteen_equal_shares_could_have_any_rank() {
    let error = (0.6_f64 * 0.4 / 40.0).sqrt();
    for plan in both() {
        for set in rank_sets(&[0.6; 13], &[error; 13], &plan).unwrap() {
            assert_eq!(
                set,
                RankSet {
                    rank: 1,
                    best: 1,
                    worst: 13
                }
            );
        }
    }
}

#[test]
fn places_far_apart_have_one_rank_each() {
    for plan in both() {
        let sets = rank_sets(&[3.0, 1.0, 2.0], &[0.001; 3], &plan).unwrap();
        assert_eq!(
            sets.iter().map(|set| (set.best, set.worst)).collect::<Vec<_>>(),
            [(1, 1), (3, 3), (2, 2)]
        );
    }
}

#[test]
fn values_known_without_error_differ_whenever_they_differ() {
    for plan in both() {
        let sets = rank_sets(&[1.0, 2.0, 2.0], &[0.0; 3], &plan).unwrap();
        assert_eq!(
            sets[0],
            RankSet {
                rank: 3,
                best: 3,
                worst: 3
            }
        );
        assert_eq!(
            sets[1],
            RankSet {
                rank: 1,
                best: 1,
                worst: 2
            }
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_sets_and_stepping_down_never_widens() {
    let estimates: Vec<f64> = (0..20).map(f64::from).collect();
    let errors: Vec<f64> = (0..20).map(|place| 0.5 + f64::from(place % 5)).collect();
    for plan in both() {
        let stepped = rank_sets(&estimates, &errors, &plan).unwrap();
        assert_eq!(rank_sets(&estimates, &errors, &plan).unwrap(), stepped);
        let single = rank_sets(
            &estimates,
            &errors,
            &Plan {
                stepdown: false,
                ..plan
            },
        )
        .unwrap();
        for (narrow, wide) in stepped.iter().zip(&single) {
            assert!(wide.best <= narrow.best && narrow.worst <= wide.worst && narrow.width() <= wide.width());
            assert!(narrow.best <= narrow.rank && narrow.rank <= narrow.worst);
        }
    }
}

#[test]
fn nonsense_is_refused() {
    let plan = Plan::simultaneous(1);
    assert_eq!(rank_sets(&[1.0], &[1.0], &plan), None);
    assert_eq!(rank_sets(&[1.0, 2.0], &[1.0], &plan), None);
    assert_eq!(rank_sets(&[1.0, f64::NAN], &[1.0, 1.0], &plan), None);
    assert_eq!(rank_sets(&[1.0, 2.0], &[1.0, -1.0], &plan), None);
    assert_eq!(rank_sets(&[1.0, 2.0], &[1.0, 1.0], &Plan { level: 1.0, ..plan }), None);
    assert_eq!(rank_sets(&[1.0, 2.0], &[1.0, 1.0], &Plan { draws: 10, ..plan }), None);
    assert_eq!(from_counts(&[3], &CountPlan::default()), None);
    assert_eq!(from_counts(&[3, u64::MAX], &CountPlan::default()), None);
}

#[test]
fn nothing_counted_rules_nothing_out() {
    let sets = from_counts(&[0, 0, 0], &CountPlan::default()).unwrap();
    assert!(sets.iter().all(|set| (set.rank, set.best, set.worst) == (1, 1, 3)));
}

/// The critical value from every pair, one draw after another.
fn brute(estimates: &[f64], errors: &[f64], plan: &Plan, counted: impl Fn(usize, usize) -> bool) -> f64 {
    let mut random = crate::random::Random::from_seed(plan.seed);
    let mut critical = f64::INFINITY;
    let mut found = 0;
    let spread = |i: usize, j: usize| (errors[i] * errors[i] + errors[j] * errors[j]).sqrt();
    let pairs: Vec<(usize, usize)> = (0..errors.len())
        .flat_map(|i| (0..errors.len()).map(move |j| (i, j)))
        .filter(|&(i, j)| i != j && counted(i, j))
        .collect();
    let drawn: Vec<Vec<f64>> = (0..plan.draws)
        .map(|_| errors.iter().map(|error| error * random.normal()).collect())
        .collect();
    loop {
        let maxima: Vec<f64> = drawn
            .iter()
            .map(|draw| {
                let open = pairs
                    .iter()
                    .filter(|&&(i, j)| estimates[i] - estimates[j] <= critical * spread(i, j));
                open.map(|&(i, j)| (draw[i] - draw[j]) / spread(i, j))
                    .fold(0.0, f64::max)
            })
            .collect();
        let next = crate::average::quantile(&maxima, plan.level).unwrap();
        critical = critical.min(next);
        let clear = pairs
            .iter()
            .filter(|&&(i, j)| estimates[i] - estimates[j] > critical * spread(i, j))
            .count();
        if clear == found || !plan.stepdown {
            return critical;
        }
        found = clear;
    }
}

#[test]
fn trying_partners_from_the_outside_finds_what_trying_every_pair_finds() {
    let mut random = crate::random::Random::from_seed(3);
    for (places, uneven) in [(2, 0.0), (7, 1.0), (40, 0.0), (40, 2.0), (180, 1.0)] {
        let errors: Vec<f64> = (0..places).map(|_| libm::exp(uneven * random.normal())).collect();
        let estimates: Vec<f64> = errors
            .iter()
            .map(|error| 2.0 * random.normal() + error * random.normal())
            .collect();
        let all: Vec<usize> = (0..places).collect();
        let inner = critical::Places::of(&estimates, &errors).unwrap();
        for stepdown in [true, false] {
            let plan = Plan {
                draws: 200,
                stepdown,
                ..Plan::simultaneous(9)
            };
            let found = critical::simultaneous(&inner, &all, &plan).unwrap();
            let wanted = brute(&estimates, &errors, &plan, |_, _| true);
            assert!((found - wanted).abs() < 1e-9, "{places} {uneven}: {found} {wanted}");
            for ends in [Ends::Both, Ends::Best, Ends::Worst] {
                let plan = Plan { ends, ..plan };
                let found = critical::marginal(&inner, &[1], &plan).unwrap()[0];
                let wanted = brute(&estimates, &errors, &plan, |i, j| {
                    (i == 1 && ends != Ends::Best) || (j == 1 && ends != Ends::Worst)
                });
                assert!(
                    (found - wanted).abs() < 1e-9,
                    "{places} {uneven} {ends:?}: {found} {wanted}"
                );
            }
        }
    }
}

#[test]
fn fewer_places_held_together_have_narrower_sets() {
    let estimates: Vec<f64> = (0..30).map(|place| f64::from(place) * 0.7).collect();
    let all = rank_sets(&estimates, &[1.0; 30], &Plan::simultaneous(4)).unwrap();
    let some = rank_sets_of(&estimates, &[1.0; 30], &[20, 3], &Plan::simultaneous(4)).unwrap();
    let one = rank_sets_of(&estimates, &[1.0; 30], &[3], &Plan::simultaneous(4)).unwrap();
    assert!(some[1].width() < all[3].width() && one[0].width() <= some[1].width());
    assert_eq!(
        one[0],
        rank_sets_of(&estimates, &[1.0; 30], &[3], &Plan::marginal(4)).unwrap()[0]
    );
    assert_eq!(rank_sets_of(&estimates, &[1.0; 30], &[30], &Plan::marginal(4)), None);
    assert_eq!(rank_sets_of(&estimates, &[1.0; 30], &[], &Plan::marginal(4)), None);
}

#[test]
fn shifting_and_scaling_change_no_set() {
    let estimates: Vec<f64> = (0..12).map(|place| f64::from(place * place % 7)).collect();
    let errors: Vec<f64> = (0..12).map(|place| 0.3 + f64::from(place % 3)).collect();
    let plan = Plan {
        draws: 1_000,
        ..Plan::simultaneous(1)
    };
    let plain = rank_sets(&estimates, &errors, &plan).unwrap();
    for (shift, scale) in [(100.0, 1.0), (0.0, 1e-12), (-5.0, 1e12), (0.0, 1e290)] {
        let moved: Vec<f64> = estimates.iter().map(|it| (it + shift) * scale).collect();
        let spread: Vec<f64> = errors.iter().map(|it| it * scale).collect();
        assert_eq!(rank_sets(&moved, &spread, &plan).unwrap(), plain, "{shift} {scale}");
    }
}

#[test]
fn chances_of_two_places_are_those_of_their_difference() {
    let found = chances(&[1.0, 0.0], &[0.6, 0.8], 1, 100_000, 3).unwrap();
    // The difference is 1 with a standard error of 1.
    let sure = crate::normal::cdf(1.0).unwrap();
    assert!((found[0].first - sure).abs() < 0.005, "{found:?}");
    assert!((found[0].last - (1.0 - sure)).abs() < 0.005);
    assert!((found[1].first - found[0].last).abs() < 1e-12);
}

#[test]
fn chances_add_up_and_ties_share() {
    let found = chances(&[5.0, 3.0, 3.0, 1.0], &[0.0; 4], 2, 10, 1).unwrap();
    let firsts: Vec<f64> = found.iter().map(|it| it.first).collect();
    let lasts: Vec<f64> = found.iter().map(|it| it.last).collect();
    assert_eq!((firsts, lasts), (vec![1.0, 0.5, 0.5, 0.0], vec![0.0, 0.5, 0.5, 1.0]));
    let equal = chances(&[2.0; 13], &[1.0; 13], 3, 50_000, 1).unwrap();
    assert!(
        equal
            .iter()
            .all(|it| (it.first - 3.0 / 13.0).abs() < 0.01 && (it.last - 3.0 / 13.0).abs() < 0.01)
    );
    for scale in [1e-12, 1e12] {
        let values = [3.0, 1.0, 4.0, 1.5, 9.0].map(|it| it * scale);
        let found = chances(&values, &[2.0 * scale; 5], 2, 1_000, 1).unwrap();
        assert!((found.iter().map(|it| it.first).sum::<f64>() - 2.0).abs() < 1e-9);
        assert!((found.iter().map(|it| it.last).sum::<f64>() - 2.0).abs() < 1e-9);
        assert_eq!(Some(found), chances(&values, &[2.0 * scale; 5], 2, 1_000, 1));
    }
    assert_eq!(chances(&[1.0], &[1.0], 1, 10, 1), None);
    assert_eq!(chances(&[1.0, 2.0], &[1.0; 2], 0, 10, 1), None);
    assert_eq!(chances(&[1.0, 2.0], &[1.0; 2], 3, 10, 1), None);
    assert_eq!(chances(&[1.0, 2.0], &[1.0; 2], 1, 0, 1), None);
    assert!(
        chances(&[1.0, 2.0], &[1.0; 2], 2, 10, 1)
            .unwrap()
            .iter()
            .all(|it| it.first == 1.0 && it.last == 1.0)
    );
}
