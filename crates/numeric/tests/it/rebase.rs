//! Proposals to begin limits afresh against autospc, decision by decision.

use cm_numeric::process::{Kind, StableShift, Tally, propose_rebase};

use crate::golden::{Rows, beside, close, must};

fn tallies(rows: &Rows, share: bool) -> Vec<Option<Tally>> {
    let tally = |row| match share {
        true => Tally {
            count: must(row, "y_numerator"),
            size: must(row, "n"),
        },
        false => Tally::of(must(row, "y")),
    };
    rows.iter().map(|row| Some(tally(row))).collect()
}

#[test]
fn proposals_and_every_decision_agree_with_autospc() {
    for (name, kind, period) in [
        ("ed_att_XMR_24", Kind::Individuals, 24),
        ("ed_att_Cp_24", Kind::Individuals, 24),
        ("example_series_1_XMR", Kind::Individuals, 21),
        ("ed_within4h_Pp_24", Kind::SharePrime, 24),
        ("ed_within4h_P_24_noregrets_off", Kind::Share, 24),
    ] {
        let (Some(rows), Some(log)) = (
            beside(&format!("autospc/{name}.csv")),
            beside(&format!("autospc/{name}_log.csv")),
        ) else {
            return;
        };
        let share = kind != Kind::Individuals;
        let tallies = tallies(&rows, share);
        let plan = StableShift {
            period,
            ..StableShift::default()
        };
        let found = propose_rebase(&tallies, kind, &plan).unwrap();
        let ours: Vec<_> = found.log.iter().map(|it| (it.place + 1, it.decision.code())).collect();
        let theirs: Vec<_> = log
            .iter()
            .map(|row| (must(row, "counter") as usize, row["log_entry"].clone()))
            .collect();
        assert_eq!(ours, theirs, "{name}");
        let scale = if share { 100.0 } else { 1.0 };
        for (place, row) in rows.iter().enumerate() {
            let baseline = found.baselines.iter().rev().find(|it| it.first <= place).unwrap();
            let (lower, upper) = baseline.limits(tallies[place].unwrap().size);
            for (value, column) in [(baseline.centre, "cl"), (lower, "lcl"), (upper, "ucl")] {
                let wanted = must(row, column);
                assert!(
                    close(value * scale, wanted, 1e-12),
                    "{name} {place} {column}: {value} {wanted}"
                );
            }
            if place < baseline.end {
                let excluded = baseline.excluded.contains(&place);
                assert_eq!(excluded, row["excluded"] == "TRUE", "{name} {place}");
            }
        }
        println!(
            "{name}: {} decisions and {} rows, none different",
            ours.len(),
            rows.len()
        );
    }
}
