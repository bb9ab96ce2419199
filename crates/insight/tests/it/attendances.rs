//! The methods on real evidence: attendances at accident and emergency departments in England, April 2016 to March 2019.

use std::collections::BTreeMap;
use std::path::Path;

use cm_evidence::EvidenceSet;
use cm_framework::Unit;
use cm_insight::{Chart, Insight, Preset, Rules, disclose, method};
use cm_kernel::{Batch, Date, Length, Period};

use crate::made::{batch, question, ratio};

/// Where the file may be, best first.
const PLACES: [&str; 2] = [
    "../app/demo/nhsr_ae_attendances.csv",
    "../../../shared/data/numbers/nhsr_ae_attendances.csv",
];
/// Answers of other people's tools.
const GOLDEN: &str = "../../../shared/golden/numbers";

/// Month, organisation, type of department, attendances, breaches.
type Attended = (Period, String, String, f64, f64);

fn text(places: &[&str]) -> Option<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = places.iter().find_map(|it| std::fs::read_to_string(here.join(it)).ok());
    if found.is_none() {
        println!("left out: {} is not here", places.join(" or "));
    }
    found
}

fn attended() -> Option<Vec<Attended>> {
    let read = |line: &str| {
        let parts: Vec<&str> = line.split(',').map(|it| it.trim_matches('"')).collect();
        let [date, place, kind, attendances, breaches, _] = parts[..] else {
            panic!("not a row: {line}")
        };
        let period = Period::containing(Date::parse(date).unwrap(), Length::Month).unwrap();
        (
            period,
            place.to_owned(),
            kind.to_owned(),
            attendances.parse().unwrap(),
            breaches.parse().unwrap(),
        )
    };
    Some(text(&PLACES)?.lines().skip(1).map(read).collect())
}

/// Shares within four hours of the rows chosen, departments of one organisation and month together.
fn within_four_hours(rows: &[Attended], keep: impl Fn(&Attended) -> bool) -> Batch {
    let mut sums: BTreeMap<(&str, Period), (f64, f64)> = BTreeMap::new();
    for row in rows.iter().filter(|it| keep(it)) {
        let sum = sums.entry((&row.1, row.0)).or_default();
        *sum = (sum.0 + row.3 - row.4, sum.1 + row.3);
    }
    batch(
        sums.into_iter()
            .map(|((place, period), (within, all))| (period, place, ratio(within, all))),
    )
}

fn ask(name: &str, set: &EvidenceSet, settings: &[(&str, &str)]) -> Insight {
    let question = settings
        .iter()
        .fold(question(&Unit::Share), |it, (name, value)| it.set(name, *value));
    method(name).unwrap().ask(set, &question).unwrap()
}

fn number(insight: &Insight, figure: &str) -> f64 {
    insight.figure(figure).and_then(|it| it.value).unwrap()
}

fn columns(csv: &str, wanted: &[&str]) -> Vec<Vec<String>> {
    let cells = |line: &str| {
        line.split(',')
            .map(|it| it.trim_matches('"').to_owned())
            .collect::<Vec<_>>()
    };
    let head = cells(csv.lines().next().unwrap());
    let at: Vec<usize> = wanted
        .iter()
        .map(|it| head.iter().position(|name| name == it).unwrap())
        .collect();
    csv.lines()
        .skip(1)
        .map(cells)
        .map(|row| at.iter().map(|at| row[*at].clone()).collect())
        .collect()
}

#[test]
fn trusts_crowd_just_past_95_per_cent_and_at_no_other_line() {
    let Some(rows) = attended() else { return };
    let trusts: Vec<&str> = rows.iter().filter(|it| it.2 == "1").map(|it| it.1.as_str()).collect();
    let set = EvidenceSet::own_file(&within_four_hours(&rows, |it| trusts.contains(&it.1.as_str())));
    assert_eq!(set.len(), 4932);
    let insight = ask("threshold", &set, &[("threshold", "0.95")]);
    assert_eq!(
        (number(&insight, "just-below"), number(&insight, "just-past")),
        (15.0, 44.0)
    );
    assert!(number(&insight, "adjusted-p") < 0.01);
    assert_eq!(insight.headline, "More results than expected just past 95%");
    // The `bunching` package finds 44.3 more than its curve expects.
    assert!(
        (number(&insight, "excess") - 44.327_381_262).abs() < 1e-6,
        "{}",
        number(&insight, "excess")
    );
    let Chart::Threshold(chart) = &insight.chart else {
        panic!("not a threshold chart")
    };
    let bin = |from: f64| chart.bins.iter().find(|it| (it.0 - from).abs() < 1e-9).map(|it| it.1);
    assert_eq!((bin(0.949), bin(0.95)), (Some(15), Some(44)));
    let placebo = ask("threshold", &set, &[("threshold", "0.93")]);
    assert_eq!(placebo.headline, "No crowd of results just past 93%");
    assert!(!insight.as_text().contains("gaming"));
}

#[test]
fn chance_alone_would_condemn_130_of_137_trusts_and_nobody_once_they_may_differ() {
    let Some(rows) = attended() else { return };
    let (first, last) = (Period::month(2018, 4).unwrap(), Period::month(2019, 3).unwrap());
    let year = within_four_hours(&rows, |it| it.2 == "1" && (first..=last).contains(&it.0));
    let set = EvidenceSet::own_file(&year).periods_pooled();
    let insight = ask("funnel", &set, &[]);
    assert_eq!(set.series().len(), 137);
    assert_eq!(
        (
            number(&insight, "outside-chance-only"),
            number(&insight, "outside-adjusted")
        ),
        (130.0, 0.0)
    );
    assert!(
        insight.findings[0].sentence.contains("20 outside the 95%"),
        "{}",
        insight.findings[0].sentence
    );
    // FunnelPlotR 0.6.0, of breaches; the angle of those in time is its mirror.
    assert!((number(&insight, "phi") / 3_828.850_645_802_495_4 - 1.0).abs() < 1e-9);
    assert!((number(&insight, "tau2") / 0.008_436_250_828_167_121 - 1.0).abs() < 1e-9);
    assert!(
        insight
            .findings
            .iter()
            .any(|it| it.sentence.contains("between-place variation that is not chance"))
    );
    let ranks = ask("ranks", &set, &[]);
    assert!(
        ranks.headline.ends_with("of 137 could be first") && !ranks.has_signal(),
        "{}",
        ranks.headline
    );
}

#[test]
fn process_charts_of_every_trust_agree_with_plot_the_dots() {
    let (Some(rows), Some(golden)) = (
        attended(),
        text(&[&format!("{GOLDEN}/ptd/ae1_perf_target95_screen_points.csv")]),
    ) else {
        return;
    };
    let set = EvidenceSet::own_file(&within_four_hours(&rows, |it| it.2 == "1"));
    let wanted = columns(&golden, &["f", "x", "y", "mean_col", "lpl", "upl", "point_type"]);
    let mut compared = 0;
    for series in set.series() {
        let insight = ask("xmr", &set.clone().at_place(&series.place), &[]);
        let Chart::Process(chart) = insight.chart else {
            panic!("not a process chart")
        };
        let theirs: Vec<_> = wanted.iter().filter(|it| it[0] == series.place).collect();
        let gapless = chart.points.iter().all(|it| it.value.is_some());
        let ours = chart.points.iter().filter(|it| it.value.is_some());
        for (point, theirs) in ours.zip(theirs).filter(|_| gapless) {
            assert!(theirs[1].starts_with(&point.period.to_string()), "{theirs:?}");
            let kind = point.signal.map_or("common_cause".to_owned(), |it| {
                format!("special_cause_{}", serde_json::to_value(it).unwrap().as_str().unwrap())
            });
            assert_eq!(kind, theirs[6], "{} {}", series.place, point.period);
            let near = |ours: f64, theirs: &str| {
                let theirs: f64 = theirs.parse().unwrap();
                let scale = if theirs.abs() > 2.0 { 100.0 } else { 1.0 };
                assert!(
                    (ours * scale - theirs).abs() < 1e-9 * scale,
                    "{} {ours} {theirs}",
                    series.place
                );
            };
            near(chart.segments[0].centre, &theirs[3]);
            near(chart.segments[0].lower.unwrap(), &theirs[4]);
            near(chart.segments[0].upper.unwrap(), &theirs[5]);
            compared += 1;
        }
    }
    assert!(compared > 4000, "{compared}");
}

#[test]
fn charts_of_shares_of_every_trust_agree_with_qicharts2() {
    let Some(rows) = attended() else { return };
    let late: Vec<Attended> = rows
        .into_iter()
        .filter(|it| it.2 == "1")
        .map(|it| (it.0, it.1, it.2, it.3, it.3 - it.4))
        .collect();
    let set = EvidenceSet::own_file(&within_four_hours(&late, |_| true));
    for (spread, file) in [("chance", "ae1_p_by_org"), ("periods", "ae1_pp_by_org")] {
        let Some(golden) = text(&[&format!("{GOLDEN}/qic/{file}.csv")]) else {
            return;
        };
        let wanted = columns(&golden, &["facet1", "x", "y", "cl", "lcl", "ucl", "sigma.signal"]);
        let mut compared = 0;
        for series in set.series().iter().filter(|it| it.points.len() == 36) {
            let insight = ask("p", &set.clone().at_place(&series.place), &[("spread", spread)]);
            let Chart::Process(chart) = insight.chart else {
                panic!("not a process chart")
            };
            let segment = &chart.segments[0];
            let theirs = wanted.iter().filter(|it| it[0] == series.place);
            for ((point, limits), theirs) in chart.points.iter().zip(&segment.by_point).zip(theirs) {
                let near = |ours: f64, theirs: &str| assert!((ours - theirs.parse::<f64>().unwrap()).abs() < 1e-12);
                assert!(theirs[1].starts_with(&point.period.to_string()), "{theirs:?}");
                near(point.value.unwrap(), &theirs[2]);
                near(segment.centre, &theirs[3]);
                near(limits.unwrap().0, &theirs[4]);
                near(limits.unwrap().1, &theirs[5]);
                assert_eq!(point.rule.ends_with("process limit"), theirs[6] == "TRUE", "{theirs:?}");
                compared += 1;
            }
        }
        assert_eq!(compared, 4680, "{file}");
    }
}

#[test]
fn disclosure_control_leaves_enough_of_every_unit_in_the_country() {
    let Some(rows) = attended() else { return };
    let set = EvidenceSet::own_file(&within_four_hours(&rows, |_| true));
    let question = question(&Unit::Share).set("threshold", "0.95");
    let rules = Rules {
        preset: Preset::BelowFive,
    };
    let told = disclose(method("threshold").unwrap(), &set, &question, rules).unwrap();
    let protection = told.get().protection.as_ref().unwrap();
    // Small units with one to four breaches in a month, and the months that totals would give them away by.
    assert!(
        protection.of == 8298 && (200..1000).contains(&protection.hidden),
        "{protection:?}"
    );
    let found = &told.get().findings;
    assert!(found.iter().any(|it| it.rule == "disclosure-control"));
}
