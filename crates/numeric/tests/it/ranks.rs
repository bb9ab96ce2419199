//! Rank sets against csranks 1.2.2.9001.

use cm_numeric::ranks::{Plan, RankSet, from_counts, rank_sets};

use crate::golden::{Rows, beside, kept, must};

/// Compares with a pair of columns; gives how many ends differ, none by more than one rank.
fn different(sets: &[RankSet], rows: &Rows, best: &str, worst: &str) -> usize {
    assert_eq!(sets.len(), rows.len());
    let mut different = 0;
    for (set, row) in sets.iter().zip(rows) {
        for (end, name) in [(set.best, best), (set.worst, worst)] {
            let wanted = must(row, name) as usize;
            assert!(end.abs_diff(wanted) <= 1, "{name} of {row:?}: {end}");
            different += usize::from(end != wanted);
        }
    }
    different
}

#[test]
fn countries_agree_with_other_random_draws() {
    for subject in ["math", "reading", "science"] {
        let Some(rows) = beside(&format!("ranks/pisa2018_{subject}.csv")) else {
            return;
        };
        let estimates: Vec<f64> = rows.iter().map(|row| must(row, "x")).collect();
        let errors: Vec<f64> = rows.iter().map(|row| must(row, "se")).collect();
        let plan = Plan {
            draws: 20_000,
            ..Plan::simultaneous(101)
        };
        let simultaneous = rank_sets(&estimates, &errors, &plan).unwrap();
        let single = rank_sets(
            &estimates,
            &errors,
            &Plan {
                stepdown: false,
                ..plan
            },
        )
        .unwrap();
        let plan = Plan {
            draws: 20_000,
            ..Plan::marginal(101)
        };
        let marginal = rank_sets(&estimates, &errors, &plan).unwrap();
        let marginal90 = rank_sets(&estimates, &errors, &Plan { level: 0.9, ..plan }).unwrap();
        for (set, row) in marginal.iter().zip(&rows) {
            assert_eq!(set.rank, must(row, "irank") as usize);
        }
        let counted = [
            different(&simultaneous, &rows, "simul_two_sided_L", "simul_two_sided_U"),
            different(&single, &rows, "simul_nostep_L", "simul_nostep_U"),
            different(&marginal, &rows, "marg_L", "marg_U"),
            different(&marginal90, &rows, "marg90_L", "marg90_U"),
        ];
        println!(
            "{subject}: ends that differ by one, of {} each: {counted:?}",
            2 * rows.len()
        );
        // The critical values are quantiles of random draws, different ones here and there: a difference that lies on
        // the edge may fall either way, and then one end moves by one rank.
        assert!(counted.iter().all(|&ends| ends <= 4));
    }
}

#[test]
fn exact_sets_from_counts_agree() {
    let rows = kept("ranks/multinom15.csv");
    let counts: Vec<u64> = rows.iter().map(|row| must(row, "x") as u64).collect();
    let sets = from_counts(&counts, 0.95).unwrap();
    assert_eq!(
        different(&sets, &rows, "simul_Holm_two_sided_L", "simul_Holm_two_sided_U"),
        0
    );
}
