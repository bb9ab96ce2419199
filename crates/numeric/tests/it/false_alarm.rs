//! How often rules fire when nothing changes, against an earlier simulation and the table made from ours.

use cm_numeric::process::{Rules, Steady, TABLE_DRAWS, TABLE_SEED, false_alarm, false_alarm_of, known_false_alarm};

use crate::golden::{kept, must};

#[test]
fn false_alarms_agree_with_an_earlier_simulation() {
    let mut compared = 0;
    for row in kept("false_alarm_rates_computed_here.csv") {
        // Counts about 0.3 are left out: there the other tool draws limits of no width, which ours refuses to draw.
        let process = match row["process"].as_str() {
            "iid" => Steady::Normal,
            "ar0.3" => Steady::Leaning { correlation: 0.3 },
            "ar0.6" => Steady::Leaning { correlation: 0.6 },
            "pois1" if row["screen"] == "False" => Steady::Counts { mean: 1.0 },
            "pois5" => Steady::Counts { mean: 5.0 },
            _ => continue,
        };
        let rules = if row["screen"] == "True" {
            Rules::PLOT_THE_DOTS
        } else {
            Rules::PLOT_THE_DOTS_UNSCREENED
        };
        let found = false_alarm_of(process, &rules, must(&row, "n_points") as usize, 8_000, 11).unwrap();
        // The earlier rates come from 2,000 series each: four standard errors of either simulation is the slack.
        let slack = |p: f64| 4.0 * (p * (1.0 - p) / 2_000.0 + p * (1.0 - p) / 8_000.0).sqrt();
        let (anywhere, latest) = (must(&row, "p_any_flag"), must(&row, "p_last_point_flagged"));
        assert!((found.anywhere - anywhere).abs() < slack(anywhere), "{row:?} {found:?}");
        assert!((found.latest - latest).abs() < slack(latest), "{row:?} {found:?}");
        compared += 1;
    }
    assert_eq!(compared, 24);
}

#[test]
fn the_false_alarm_table_can_be_made_again() {
    for length in [7, 12, 24] {
        let again = false_alarm(&Rules::PLOT_THE_DOTS, length, TABLE_DRAWS, TABLE_SEED + length as u64);
        assert_eq!(known_false_alarm(&Rules::PLOT_THE_DOTS, length), again);
    }
    assert!(known_false_alarm(&Rules::PLOT_THE_DOTS, 120).is_some());
    for length in [0, 6, 121] {
        assert_eq!(known_false_alarm(&Rules::PLOT_THE_DOTS, length), None);
    }
    assert_eq!(known_false_alarm(&Rules::ANHOEJ, 24), None);
}
