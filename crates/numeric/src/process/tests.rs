use proptest::prelude::*;

use super::*;

fn known(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn cautions(chart: &Chart) -> Vec<Caution> {
    chart.remarks.iter().map(|remark| remark.caution).collect()
}

#[test]
fn an_empty_series_gives_an_empty_chart() {
    let drawn = chart(&Series::new(&[], Better::Higher), &Rules::PLOT_THE_DOTS);
    assert_eq!(drawn, Chart::default());
    assert_eq!(drawn.variation(), None);
    assert_eq!(drawn.assurance(1.0, Better::Higher), None);
}

#[test]
fn a_constant_series_has_no_limits_and_no_verdict() {
    let drawn = chart(&Series::new(&known(&[5.0; 20]), Better::Higher), &Rules::PLOT_THE_DOTS);
    assert_eq!(cautions(&drawn), [Caution::NoMovement]);
    assert_eq!(drawn.stretches[0].centre, Some(5.0));
    assert_eq!(drawn.variation(), None);
    assert_eq!(drawn.assurance(2.0, Better::Higher), None);
    assert!(!drawn.any_signal());
}

#[test]
fn one_event_among_noughts_does_not_make_thirty_signals() {
    let mut values = vec![Some(0.0); 31];
    values[20] = Some(1.0);
    let drawn = chart(&Series::new(&values, Better::Higher), &Rules::PLOT_THE_DOTS);
    assert_eq!(cautions(&drawn), [Caution::LimitsCollapse]);
    assert!(!drawn.any_signal());
    let drawn = chart(&Series::new(&values, Better::Higher), &Rules::PLOT_THE_DOTS_UNSCREENED);
    assert_eq!(cautions(&drawn), [Caution::MostlyStill]);
}

#[test]
fn a_missing_latest_period_has_no_verdict() {
    let mut values = known(&[1.0, 3.0, 2.0, 1.0, 3.0, 2.0, 1.0, 3.0, 2.0, 1.0, 3.0, 2.0, 1.0]);
    values.push(None);
    let drawn = chart(&Series::new(&values, Better::Higher), &Rules::PLOT_THE_DOTS);
    assert_eq!(drawn.variation(), None);
    assert!(drawn.stretches[0].limits.is_some());
    assert!(cautions(&drawn).is_empty());
}

#[test]
fn a_restart_that_is_not_in_the_series_is_said() {
    let values = known(&[1.0, 2.0, 1.0, 2.0]);
    let series = Series {
        restarts: &[9, 2, 2, 0],
        ..Series::new(&values, Better::Lower)
    };
    let drawn = chart(&series, &Rules::PLOT_THE_DOTS);
    let places: Vec<(usize, usize)> = drawn
        .stretches
        .iter()
        .map(|stretch| (stretch.first, stretch.end))
        .collect();
    assert_eq!(places, [(0, 2), (2, 4)]);
    let short = Caution::Short { readings: 2 };
    assert_eq!(cautions(&drawn), [short, short, Caution::RestartOutside { place: 9 }]);
}

#[test]
fn a_number_that_is_not_finite_is_a_missing_period() {
    let values = [Some(1.0), Some(f64::NAN), Some(2.0), Some(f64::INFINITY)];
    let drawn = chart(&Series::new(&values, Better::Higher), &Rules::PLOT_THE_DOTS);
    assert_eq!(drawn.points[1].value, None);
    assert_eq!(cautions(&drawn), [Caution::TooFew]);
}

#[test]
fn a_gap_ends_a_run_unless_the_rules_bridge_it() {
    let mut values = known(&[0.0, 2.0].repeat(12));
    values.extend([
        Some(3.0),
        Some(3.0),
        Some(3.0),
        None,
        Some(3.0),
        Some(3.0),
        Some(3.0),
        Some(3.0),
    ]);
    let broken = chart(&Series::new(&values, Better::Higher), &Rules::PLOT_THE_DOTS);
    assert!(!broken.any_signal());
    assert_eq!(cautions(&broken), [Caution::GapHidesSignal]);
    let rules = Rules {
        gaps: Gaps::Bridge,
        ..Rules::PLOT_THE_DOTS
    };
    let bridged = chart(&Series::new(&values, Better::Higher), &rules);
    // The 2 just before the run lies above the mean as well, so the run has eight readings.
    assert_eq!(bridged.points.iter().filter(|point| point.signal.is_some()).count(), 8);
    assert_eq!(bridged.points[27].signal, None);
    assert!(cautions(&bridged).is_empty());
}

#[test]
fn a_point_on_the_centre_ends_a_run_unless_the_rules_pass_it() {
    let mut values = known(&[3.0, 1.0].repeat(6));
    values.extend(known(&[3.0, 3.0, 3.0, 3.0, 2.0, 3.0, 3.0, 3.0]));
    let series = Series {
        baseline: Some(12),
        ..Series::new(&values, Better::Higher)
    };
    assert!(!chart(&series, &Rules::PLOT_THE_DOTS).any_signal());
    let rules = Rules {
        on_centre: OnCentre::Passes,
        ..Rules::PLOT_THE_DOTS
    };
    let passed = chart(&series, &rules);
    assert_eq!(passed.points.iter().filter(|point| point.signal.is_some()).count(), 7);
    assert_eq!(passed.points[16].signal, None);
}

#[test]
fn a_point_or_a_target_on_a_limit_is_within() {
    let limits = Limits {
        lower: 1.0,
        near_lower: 2.0,
        near_upper: 8.0,
        upper: 9.0,
    };
    assert!(!limits.outside(1.0) && !limits.outside(9.0));
    assert!(!limits.beyond_near(2.0) && limits.beyond_near(1.5) && limits.beyond_near(9.5));
    assert_eq!(assurance(&limits, 9.0, Better::Higher), Some(Assurance::HitOrMiss));
    assert_eq!(assurance(&limits, 9.5, Better::Higher), Some(Assurance::Fails));
    assert_eq!(assurance(&limits, 9.5, Better::Lower), Some(Assurance::Passes));
    assert_eq!(assurance(&limits, 0.5, Better::Neither), None);
    assert_eq!(assurance(&limits, f64::NAN, Better::Higher), None);
}

#[test]
fn a_steady_process_outside_its_ranges_is_refused() {
    let rules = Rules::PLOT_THE_DOTS;
    assert_eq!(false_alarm_of(Steady::Counts { mean: 0.0 }, &rules, 12, 10, 1), None);
    assert_eq!(
        false_alarm_of(Steady::Leaning { correlation: 1.0 }, &rules, 12, 10, 1),
        None
    );
    assert_eq!(false_alarm(&rules, 0, 10, 1), None);
    assert_eq!(false_alarm(&rules, 12, 0, 1), None);
}

#[test]
fn tools_disagree_about_two_of_three_and_the_name_says_which() {
    let mut values = known(&[1.0, -1.0].repeat(7));
    values.extend(known(&[9.0, 5.0, 1.0]));
    let series = Series::new(&values, Better::Higher);
    let near = |rules: &Rules| {
        let drawn = chart(&series, rules);
        drawn
            .points
            .iter()
            .filter(|point| point.fired.has(Rule::TwoInThree))
            .count()
    };
    let screened = Some(3.267);
    assert_eq!(near(&Rules::PLOT_THE_DOTS), 0);
    assert_eq!(
        near(&Rules {
            screen: screened,
            ..Rules::MAKING_DATA_COUNT
        }),
        2
    );
    assert_eq!(near(&Rules::POWERBI_SPC), 2);
}

#[test]
fn improvement_wins_where_the_rules_say_so() {
    // The last point is far below the limits of a falling process that was above its mean for long.
    let fired = {
        let mut values = known(&[8.0, 12.0].repeat(10));
        values.extend(known(&[13.0, 12.9, 12.8, 12.7, 12.6, 12.5, 12.4]));
        chart(&Series::new(&values, Better::Higher), &Rules::PLOT_THE_DOTS)
    };
    let last = fired.points.last().unwrap();
    assert!(last.fired.has(Rule::Trend) && last.fired.has(Rule::Shift));
    assert_eq!(last.signal.unwrap().sense, Sense::Concern);
    let rules = Rules {
        improvement_first: true,
        ..Rules::PLOT_THE_DOTS
    };
    let values: Vec<Option<f64>> = fired.points.iter().map(|point| point.value).collect();
    let drawn = chart(&Series::new(&values, Better::Higher), &rules);
    let signal = drawn.points.last().unwrap().signal.unwrap();
    assert_eq!((signal.rule, signal.sense), (Rule::Shift, Sense::Improvement));
}

#[test]
fn a_run_chart_judges_runs_and_crossings() {
    let mut values = known(&[1.0, 2.0].repeat(6));
    values.extend(known(&[11.0, 12.0].repeat(6)));
    let drawn = chart(&Series::new(&values, Better::Higher), &Rules::ANHOEJ);
    let runs = drawn.stretches[0].runs.unwrap();
    assert_eq!((runs.useful, runs.longest, runs.crossings), (24, 12, 1));
    assert!(runs.signal());
    assert!(drawn.any_signal());
}

#[test]
fn every_set_is_found_by_its_name() {
    for rules in Rules::ALL {
        assert_eq!(Rules::named(rules.name), Some(rules));
    }
    assert_eq!(Rules::named("western-electric"), None);
}

#[test]
fn many_series_that_do_not_go_together_are_refused() {
    let judge = |ends: &[usize], marks: usize| {
        let many = Many {
            values: &[1.0, 2.0, 3.0],
            ends,
            better: Better::Higher,
            target: None,
        };
        let mut standings = vec![Standing::default(); ends.len()];
        many.judge(
            &(0..ends.len()),
            &Rules::PLOT_THE_DOTS,
            &mut vec![Mark::default(); marks],
            &mut standings,
        )
    };
    assert_eq!(judge(&[1, 3], 3), Some(()));
    assert_eq!(judge(&[], 0), Some(()));
    assert_eq!(judge(&[2, 1], 3), None);
    assert_eq!(judge(&[1, 4], 4), None);
    assert_eq!(judge(&[1, 3], 2), None);
}

proptest! {
    #[test]
    fn many_series_at_once_are_judged_as_each_by_itself(
        all in prop::collection::vec(
            prop::collection::vec(prop::option::weighted(0.95, prop_oneof![-9.0..9.0, (-3_i32..4).prop_map(f64::from), any::<f64>()]), 0..50),
            0..6,
        ),
        target in prop::option::of(-5.0..5.0),
        (which, cut) in (0_usize..5, 0_usize..6),
    ) {
        let values: Vec<f64> = all.iter().flatten().map(|it| it.unwrap_or(f64::NAN)).collect();
        let ends: Vec<usize> = all.iter().scan(0, |end, it| { *end += it.len(); Some(*end) }).collect();
        let (better, rules) = (Better::Lower, Rules::ALL[which]);
        let many = Many { values: &values, ends: &ends, better, target };
        let (mut marks, mut standings) = (vec![Mark::default(); values.len()], vec![Standing::default(); all.len()]);
        let cut = cut.min(all.len());
        let middle = many.readings_of(&(0..cut)).unwrap().end;
        let (left, right) = marks.split_at_mut(middle);
        let (above, below) = standings.split_at_mut(cut);
        many.judge(&(0..cut), &rules, left, above).unwrap();
        many.judge(&(cut..all.len()), &rules, right, below).unwrap();
        let mut marks = marks.into_iter();
        for (values, standing) in all.iter().zip(standings) {
            let drawn = chart(&Series::new(values, better), &rules);
            for point in &drawn.points {
                prop_assert_eq!(marks.next(), Some(Mark { fired: point.fired, signal: point.signal }));
            }
            let stretch = drawn.stretches.last();
            let bits = |it: Option<f64>| it.map(f64::to_bits);
            let ends = |it: Option<Limits>| it.map(|it| [it.lower, it.near_lower, it.near_upper, it.upper].map(f64::to_bits));
            prop_assert_eq!(bits(standing.centre), bits(stretch.and_then(|it| it.centre)));
            prop_assert_eq!(bits(standing.average_move), bits(stretch.and_then(|it| it.average_move)));
            prop_assert_eq!(ends(standing.limits), ends(stretch.and_then(|it| it.limits)));
            prop_assert_eq!(standing.readings, stretch.map_or(0, |it| it.readings));
            prop_assert_eq!(bits(standing.latest), bits(drawn.points.last().and_then(|it| it.value)));
            prop_assert_eq!(standing.variation, drawn.variation());
            prop_assert_eq!(standing.assurance, target.and_then(|it| drawn.assurance(it, better)));
            prop_assert_eq!(standing.signals, drawn.points.iter().filter(|it| it.signal.is_some()).count());
            prop_assert_eq!(drawn.any_signal(), standing.signals > 0);
        }
    }

    #[test]
    fn nothing_that_comes_in_makes_a_number_that_is_not_one(
        values in prop::collection::vec(prop::option::weighted(0.9, any::<f64>()), 0..40),
        restarts in prop::collection::vec(0_usize..50, 0..4),
        baseline in prop::option::of(0_usize..30),
        which in 0_usize..5,
    ) {
        let series = Series { values: &values, restarts: &restarts, baseline, excluded: &[], better: Better::Lower };
        let drawn = chart(&series, &Rules::ALL[which]);
        prop_assert_eq!(drawn.points.len(), values.len());
        let mut next = 0;
        for stretch in &drawn.stretches {
            prop_assert_eq!(stretch.first, next);
            next = stretch.end;
            prop_assert!(stretch.centre.is_none_or(f64::is_finite));
            let finite = |limits: Limits| limits.lower.is_finite() && limits.upper.is_finite();
            prop_assert!(stretch.limits.is_none_or(finite));
        }
        prop_assert_eq!(next, values.len());
    }

    #[test]
    fn turning_a_series_over_turns_every_signal_over(
        values in prop::collection::vec(prop::option::weighted(0.95, -9_i32..9), 0..60),
    ) {
        let up: Vec<Option<f64>> = values.iter().map(|value| value.map(f64::from)).collect();
        let down: Vec<Option<f64>> = values.iter().map(|value| value.map(|number| -f64::from(number))).collect();
        let above = chart(&Series::new(&up, Better::Higher), &Rules::PLOT_THE_DOTS);
        let below = chart(&Series::new(&down, Better::Lower), &Rules::PLOT_THE_DOTS);
        for (a, b) in above.points.iter().zip(&below.points) {
            prop_assert_eq!(a.signal.map(|signal| (signal.rule, signal.sense)),
                b.signal.map(|signal| (signal.rule, signal.sense)));
        }
    }
}

#[test]
fn what_is_left_out_moves_nothing_and_is_not_judged() {
    let ordinary = [4.0, 6.0, 5.0, 7.0, 3.0, 6.0, 5.0, 4.0, 7.0, 5.0, 6.0, 5.0, 4.0, 6.0];
    let mut values = known(&ordinary);
    values.insert(5, Some(900.0));
    values.push(Some(-900.0));
    let series = Series {
        excluded: &[15, 5, 5, 99],
        ..Series::new(&values, Better::Higher)
    };
    let left_out = chart(&series, &Rules::PLOT_THE_DOTS);
    let known = known(&ordinary);
    let without = chart(&Series::new(&known, Better::Higher), &Rules::PLOT_THE_DOTS);
    let (here, there) = (left_out.stretches[0], without.stretches[0]);
    assert_eq!((here.centre, here.limits), (there.centre, there.limits));
    assert_eq!((here.first, here.end, here.readings), (0, 16, 14));
    assert_eq!(left_out.remarks, without.remarks);
    for at in [5, 15] {
        let point = left_out.points[at];
        assert!(point.value.is_some() && point.side.is_none() && !point.fired.any() && point.signal.is_none());
    }
    let kept: Vec<Point> = (0..15).filter(|at| *at != 5).map(|at| left_out.points[at]).collect();
    assert_eq!(kept, without.points);
}

#[test]
fn leaving_out_heeds_restarts_and_baselines_and_may_leave_nothing() {
    let values = known(&[1.0, 2.0, 90.0, 1.0, 2.0, 11.0, 12.0, 90.0, 11.0, 12.0]);
    let series = Series {
        restarts: &[5],
        baseline: Some(4),
        excluded: &[2, 7],
        ..Series::new(&values, Better::Higher)
    };
    let drawn = chart(&series, &Rules::PLOT_THE_DOTS);
    let centres: Vec<Option<f64>> = drawn.stretches.iter().map(|it| it.centre).collect();
    assert_eq!(centres, [Some(4.0 / 3.0), Some(34.0 / 3.0)]);
    let all: Vec<usize> = (0..10).collect();
    let none = chart(
        &Series {
            excluded: &all,
            ..series
        },
        &Rules::PLOT_THE_DOTS,
    );
    assert!(
        none.stretches
            .iter()
            .all(|it| it.limits.is_none() && it.centre.is_none())
    );
    assert!(!none.any_signal() && cautions(&none).contains(&Caution::TooFew));
}
