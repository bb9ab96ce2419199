//! How often rules fire when nothing changes, against an earlier simulation and the table made from ours.

use cm_numeric::process::{
    Better, Caution, FalseAlarm, Kind, Rules, Series, Steady, TABLE_DRAWS, TABLE_SEED, chart, false_alarm,
    false_alarm_of, false_alarm_of_kind, known_false_alarm, known_false_alarm_of_kind,
};
use cm_numeric::random::Random;

use crate::golden::{kept, must};

const DRAWS: u32 = 8_000;

#[test]
fn false_alarms_agree_with_an_earlier_simulation() {
    let mut compared = 0;
    for row in kept("false_alarm_rates_computed_here.csv") {
        let process = match row["process"].as_str() {
            "iid" => Steady::Normal,
            "ar0.3" => Steady::Leaning { correlation: 0.3 },
            "ar0.6" => Steady::Leaning { correlation: 0.6 },
            "seas1" => Steady::Seasonal { amplitude: 1.0 },
            "pois0.3" => Steady::Counts { mean: 0.3 },
            "pois1" => Steady::Counts { mean: 1.0 },
            "pois5" => Steady::Counts { mean: 5.0 },
            other => panic!("{other}"),
        };
        let rules = if row["screen"] == "True" {
            Rules::PLOT_THE_DOTS
        } else {
            Rules::PLOT_THE_DOTS_UNSCREENED
        };
        let length = must(&row, "n_points") as usize;
        let found = match process {
            // Where small counts leave limits of no width, the published rules call nearly every point a signal.
            Steady::Counts { mean } if mean < 5.0 => as_published(mean, &rules, length),
            _ => false_alarm_of(process, &rules, length, DRAWS, 11).unwrap(),
        };
        // The earlier rates come from 2,000 series each: four standard errors of either simulation is the slack.
        let slack = |p: f64| 4.0 * (p * (1.0 - p) / 2_000.0 + p * (1.0 - p) / f64::from(DRAWS)).sqrt();
        let (anywhere, latest) = (must(&row, "p_any_flag"), must(&row, "p_last_point_flagged"));
        assert!((found.anywhere - anywhere).abs() < slack(anywhere), "{row:?} {found:?}");
        assert!((found.latest - latest).abs() < slack(latest), "{row:?} {found:?}");
        compared += 1;
    }
    assert_eq!(compared, 40);
}

/// The rate on small counts when limits of no width are drawn, as the published rules do and ours do not.
fn as_published(mean: f64, rules: &Rules, length: usize) -> FalseAlarm {
    let mut random = Random::from_seed(11);
    let bar = (-mean).exp();
    let mut count = || {
        let (mut events, mut product) = (0.0, random.uniform());
        while product > bar {
            events += 1.0;
            product *= random.uniform();
        }
        events
    };
    let (mut anywhere, mut latest) = (0_u32, 0_u32);
    for _ in 0..DRAWS {
        let values: Vec<Option<f64>> = (0..length).map(|_| Some(count())).collect();
        let drawn = chart(&Series::new(&values, Better::Higher), rules);
        let collapse = drawn.remarks.iter().any(|it| it.caution == Caution::LimitsCollapse);
        let off = |value: Option<f64>| value != drawn.stretches[0].centre;
        let last = drawn.points[length - 1];
        anywhere += u32::from(drawn.any_signal() || (collapse && values.iter().copied().any(off)));
        latest += u32::from(last.signal.is_some() || (collapse && off(last.value)));
    }
    FalseAlarm {
        anywhere: f64::from(anywhere) / f64::from(DRAWS),
        latest: f64::from(latest) / f64::from(DRAWS),
        standard_error: 0.5 / f64::from(DRAWS).sqrt(),
    }
}

#[test]
fn limits_made_for_small_counts_alarm_less_often() {
    let mean = 0.3;
    let xmr = false_alarm_of(Steady::Counts { mean }, &Rules::PLOT_THE_DOTS_UNSCREENED, 36, 4_000, 7).unwrap();
    let between = false_alarm_of_kind(Steady::Between { mean: 3.0 }, Kind::Between, 12, 4_000, 7).unwrap();
    let times = false_alarm_of_kind(Steady::Times, Kind::Time, 12, 4_000, 7).unwrap();
    assert!(xmr.anywhere > 0.8, "{xmr:?}");
    assert!(
        between.anywhere < 0.25 && times.anywhere < 0.25,
        "{between:?} {times:?}"
    );
}

#[test]
fn every_kind_has_a_rate_and_the_same_one_again() {
    let process = |kind: Kind| match kind {
        Kind::Run | Kind::Individuals | Kind::Movement | Kind::Weighted => Steady::Normal,
        Kind::Share | Kind::SharePrime => Steady::Shares { share: 0.3, size: 50.0 },
        Kind::Rate | Kind::RatePrime | Kind::Count => Steady::Counts { mean: 6.0 },
        Kind::Between => Steady::Between { mean: 20.0 },
        Kind::Time => Steady::Times,
    };
    for kind in Kind::ALL {
        let rate = |seed: u64| false_alarm_of_kind(process(kind), kind, 24, 1_000, seed).unwrap();
        assert_eq!(rate(3), rate(3));
        let found = rate(3);
        assert!((0.02..0.4).contains(&found.anywhere), "{kind:?} {found:?}");
        assert!(found.latest <= found.anywhere, "{kind:?} {found:?}");
    }
    // The Anhoej rules are made to fire in about one run chart in twenty.
    let run = false_alarm_of_kind(Steady::Normal, Kind::Run, 24, 8_000, 3).unwrap();
    assert!((0.02..0.10).contains(&run.anywhere), "{run:?}");
}

#[test]
fn a_steady_process_beyond_what_can_be_is_refused() {
    let refused = |process: Steady| false_alarm_of_kind(process, Kind::Share, 12, 10, 1).is_none();
    assert!(refused(Steady::Shares { share: 0.0, size: 10.0 }));
    assert!(refused(Steady::Shares { share: 0.5, size: 0.4 }));
    assert!(refused(Steady::Between { mean: 0.0 }));
    assert!(refused(Steady::Seasonal { amplitude: f64::NAN }));
    let many = Steady::Shares { share: 0.5, size: 1e12 };
    assert!(false_alarm_of_kind(many, Kind::Share, 12, 10, 1).is_some());
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

#[test]
fn the_tables_of_other_charts_can_be_made_again() {
    let kinds = [
        (Kind::Run, Steady::Normal),
        (Kind::Individuals, Steady::Normal),
        (Kind::Movement, Steady::Normal),
        (Kind::Time, Steady::Times),
        (Kind::Between, Steady::Between { mean: 1e9 }),
        (Kind::Share, Steady::Shares { share: 0.5, size: 1e9 }),
    ];
    for (kind, process) in kinds {
        for length in [7, 12, 30] {
            let again = false_alarm_of_kind(process, kind, length, TABLE_DRAWS, TABLE_SEED + length as u64);
            assert_eq!(
                known_false_alarm_of_kind(process, kind, length),
                again,
                "{kind:?} {length}"
            );
        }
        let rate = |length: usize| known_false_alarm_of_kind(process, kind, length).map(|it| it.anywhere);
        let between = match (rate(150), rate(200)) {
            (Some(low), Some(high)) => low * 0.6 + high * 0.4,
            other => panic!("{kind:?} {other:?}"),
        };
        let straight = rate(170).is_some_and(|it| (it - between).abs() < 1e-12);
        assert_eq!(straight, kind != Kind::Run, "{kind:?}");
        for length in [0, 6, 501] {
            assert_eq!(known_false_alarm_of_kind(process, kind, length), None);
        }
    }
}

#[test]
fn large_counts_have_the_rate_of_the_largest() {
    let cases = [
        (Kind::Count, Steady::Counts { mean: 100.0 }),
        (Kind::RatePrime, Steady::Counts { mean: 120.0 }),
        (
            Kind::SharePrime,
            Steady::Shares {
                share: 0.5,
                size: 200.0,
            },
        ),
        (Kind::Weighted, Steady::Normal),
        (Kind::Between, Steady::Between { mean: 100.0 }),
        (Kind::Run, Steady::Counts { mean: 100.0 }),
    ];
    for (kind, process) in cases {
        let known = known_false_alarm_of_kind(process, kind, 36).unwrap();
        let drawn = false_alarm_of_kind(process, kind, 36, DRAWS, 5).unwrap();
        assert!(
            (known.anywhere - drawn.anywhere).abs() < 0.03,
            "{kind:?} {known:?} {drawn:?}"
        );
    }
    assert_eq!(
        known_false_alarm_of_kind(Steady::Counts { mean: 4.0 }, Kind::Count, 36),
        None
    );
}
