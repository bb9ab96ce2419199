//! Evidence as it should not be, and as it sometimes is.

use cm_insight::{
    Chart, FunnelChart, FunnelCurve, FunnelPoint, Insight, RankChart, RankRow, Segment, Signal, ThresholdChart,
};
use cm_kernel::Absence;

use super::fixtures::places::Dice;
use super::fixtures::{insight, process, series};
use super::xml::read;
use super::{drawings, mark};

const NASTY: &str = "<b title=\"x\">&amp; 'R&D' ]]> \u{0}\u{1b}\u{ffff} \u{202e}\u{1f600}";

fn sound(name: &str, insight: &Insight) {
    for (options, drawing) in drawings(insight) {
        let elements = read(&drawing).unwrap_or_else(|why| panic!("{name} at {:?}: {why}\n{drawing}", options.width));
        assert!(!drawing.contains("NaN") && !drawing.contains("inf\""), "{name}");
        for key in ["x", "y", "cx", "cy"] {
            for element in elements.iter().filter(|it| it.own(key).is_some()) {
                assert!(
                    (-400.0..=20_000.0).contains(&element.number(key)),
                    "{name}: {element:?}"
                );
            }
        }
        let view = elements[0].own("viewBox").unwrap();
        let tall: f64 = view.rsplit_once(' ').unwrap().1.parse().unwrap();
        assert!((60.0..30_000.0).contains(&tall), "{name}: {view}");
    }
}

fn said(chart: Chart) -> Insight {
    insight(NASTY, NASTY, NASTY, chart)
}

#[test]
fn process_charts_of_odd_readings() {
    let long: Vec<Option<f64>> = (0..500).map(|at| Some(f64::from((at * 7919) % 101))).collect();
    for (name, unit, values) in [
        ("none", "share", vec![]),
        ("one", "share", vec![Some(0.5)]),
        ("two", "visits", vec![Some(3.0), Some(4.0)]),
        ("constant", "share", vec![Some(0.9); 12]),
        ("zeros", "visits", vec![Some(0.0); 12]),
        ("all absent", "visits", vec![None; 12]),
        ("huge", "pounds", vec![Some(1e12), Some(1.1e12), Some(0.9e12)]),
        ("huge and close", "pounds", vec![Some(1e12), Some(1e12 + 1e-3)]),
        (
            "beyond",
            "pounds",
            vec![Some(1e300), Some(-1e300), Some(f64::MAX), Some(f64::MIN)],
        ),
        ("tiny", "grams", vec![Some(1e-9), Some(2e-9), Some(0.0)]),
        ("negative", "degrees", vec![Some(-4.0), Some(-9.5), Some(3.0)]),
        (
            "not finite",
            "visits",
            vec![Some(f64::NAN), Some(f64::INFINITY), Some(1.0)],
        ),
        ("above one", "share", vec![Some(1.4), Some(-0.2), Some(0.5)]),
        ("long", "visits", long),
    ] {
        let mut chart = process("2016-04", unit, &values);
        let last = values.len().saturating_sub(1);
        chart.segments = vec![
            Segment {
                first: 0,
                last,
                centre: 0.5,
                lower: Some(f64::NAN),
                upper: Some(1.0),
                by_point: Vec::new(),
            },
            Segment {
                first: last,
                last: last + 40,
                centre: 0.5,
                lower: Some(-2.0),
                upper: Some(2.0),
                by_point: vec![Some((f64::NAN, 1.0)), None, Some((-1.0, 3.0))],
            },
        ];
        sound(name, &said(Chart::Process(chart.clone())));
        chart.floor = None;
        chart.ceiling = None;
        chart.target = Some(f64::INFINITY);
        chart.segments.clear();
        sound(name, &said(Chart::Process(chart)));
    }
}

#[test]
fn process_charts_of_chance() {
    let mut dice = Dice(11);
    let firsts = [
        "2024-02-27",
        "2020-W52",
        "2016-04",
        "2019-Q2",
        "1990",
        "2012/13",
        "9990",
    ];
    for round in 0..150 {
        let count = (dice.share() * 60.0) as usize;
        let size = 10_f64.powf(dice.share() * 20.0 - 10.0);
        let values: Vec<Option<f64>> = (0..count)
            .map(|_| (dice.share() > 0.15).then(|| (dice.share() - 0.2) * size))
            .collect();
        let mut chart = process(firsts[round % firsts.len()], NASTY, &values);
        for point in &mut chart.points {
            let throw = (dice.share() * 8.0) as usize;
            point.signal = [Signal::Improvement, Signal::Concern, Signal::High, Signal::Low]
                .get(throw)
                .copied();
            NASTY.clone_into(&mut point.rule);
            if point.value.is_none() {
                point.absent = Absence::ALL.get(throw).copied();
            }
        }
        chart.target = (dice.share() > 0.5).then(|| dice.share() * size);
        chart.marks = (0..(dice.share() * 30.0) as usize)
            .map(|at| mark(&format!("20{:02}-03-{:02}", 16 + at % 9, at + 1), NASTY))
            .collect();
        if count > 1 {
            let split = (dice.share() * count as f64) as usize;
            chart.segments = [(0, split), (split + 1, count - 1)]
                .map(|(first, last)| Segment {
                    first,
                    last,
                    centre: 0.4 * size,
                    lower: (round % 3 > 0).then_some(0.1 * size),
                    upper: Some(0.7 * size),
                    by_point: (first..=last)
                        .filter(|_| round % 2 == 0)
                        .map(|at| (at % 7 > 0).then_some((0.1 * size, (0.7 - 0.1 / (at + 1) as f64) * size)))
                        .collect(),
                })
                .to_vec();
        }
        sound(&format!("round {round}"), &said(Chart::Process(chart)));
    }
}

#[test]
fn funnels_of_odd_places() {
    let place = |size: f64, value: f64| FunnelPoint {
        place: NASTY.to_owned(),
        numerator: size * value,
        size,
        value,
        z: f64::NAN,
        outside: Some(Signal::Low),
        outside_chance: None,
        inner: None,
        outer: None,
    };
    let curve = |size: f64| FunnelCurve {
        size,
        inner: (f64::NEG_INFINITY, 1.0),
        outer: (0.0, f64::NAN),
    };
    for points in [
        vec![],
        vec![place(0.0, 0.0)],
        vec![place(1e12, 1.0), place(1.0, 0.0)],
        vec![place(f64::NAN, 0.5), place(-5.0, 0.5), place(5.0, f64::INFINITY)],
        vec![place(1e-9, 1e-9); 3],
        (0..500).map(|at| place(f64::from(at), 0.5)).collect(),
    ] {
        for centre in [0.5, f64::NAN] {
            sound(
                "funnel",
                &said(Chart::Funnel(FunnelChart {
                    unit: "share".to_owned(),
                    size_is: NASTY.to_owned(),
                    centre,
                    centre_is: "all places together".to_owned(),
                    levels: (0.95, 0.998),
                    points: points.clone(),
                    curve: vec![curve(1.0), curve(f64::NAN)],
                    chance_only: Vec::new(),
                })),
            );
        }
    }
}

#[test]
fn ranks_of_odd_places() {
    let row = |best: usize, worst: usize, value: f64| RankRow {
        place: NASTY.to_owned(),
        value,
        numerator: Some(1.0),
        denominator: Some(2.0),
        interval: (value, f64::INFINITY),
        best,
        worst,
    };
    for rows in [
        vec![],
        vec![row(1, 1, 0.5)],
        vec![row(2, 1, f64::NAN), row(0, 900, 1e12), row(1, 2, -1e-9)],
        vec![row(1, 500, 0.5); 500],
    ] {
        let unit = "share".to_owned();
        sound("ranks", &said(Chart::Ranks(RankChart { unit, rows })));
    }
}

#[test]
fn thresholds_of_odd_bins() {
    for bins in [
        vec![],
        vec![(0.9, 0)],
        vec![(0.95, 4)],
        vec![(f64::NAN, 3), (1e12, 1), (-1e12, usize::MAX)],
        (0..500).map(|at| (f64::from(at) * 0.01, at as usize)).collect(),
    ] {
        for (threshold, width) in [(0.95, 0.005), (f64::NAN, 0.0), (0.95, f64::INFINITY), (-1e9, -1.0)] {
            sound(
                "threshold",
                &said(Chart::Threshold(ThresholdChart {
                    expected: vec![(f64::NAN, 3.0), (1e12, -1e12), (0.94, 1.0), (0.96, f64::INFINITY)],
                    unit: "share".to_owned(),
                    threshold,
                    width,
                    bins: bins.clone(),
                })),
            );
        }
    }
}

#[test]
fn long_series_stay_small() {
    let insight = series("2024-02-05", 500);
    for (options, drawing) in drawings(&insight) {
        assert!(drawing.len() < 80_000, "{:?}: {}", options.width, drawing.len());
    }
}
