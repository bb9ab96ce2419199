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
    assert_eq!(from_counts(&[3], 0.95), None);
    assert_eq!(from_counts(&[3, u64::MAX], 0.95), None);
}

#[test]
fn nothing_counted_rules_nothing_out() {
    let sets = from_counts(&[0, 0, 0], 0.95).unwrap();
    assert!(sets.iter().all(|set| (set.rank, set.best, set.worst) == (1, 1, 3)));
}
