use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::{Absence, Period, Reading};

use super::Xmr;
use crate::made::{month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::{Chart, Insight, Method, ProcessChart, Signal, Weight};

fn counts(values: &[f64]) -> EvidenceSet {
    own(values
        .iter()
        .zip(0..)
        .map(|(value, at)| (month(at), "a", Reading::Value(*value))))
}

fn ask(values: &[f64]) -> Insight {
    Xmr.ask(&counts(values), &question(&visits())).unwrap()
}

fn chart(insight: &Insight) -> &ProcessChart {
    match &insight.chart {
        Chart::Process(chart) => chart,
        other => panic!("not a process chart: {other:?}"),
    }
}

fn said(insight: &Insight, rule: &str) -> Vec<String> {
    let told = insight.findings.iter().filter(|it| it.rule == rule);
    told.map(|it| it.sentence.clone()).collect()
}

fn code(set: &EvidenceSet, name: &str, value: &str) -> &'static str {
    Xmr.ask(set, &question(&visits()).set(name, value)).unwrap_err().code
}

/// Ordinary ups and downs about 50, then about 70.
fn shifted() -> Vec<f64> {
    (0..30)
        .map(|at| if at < 18 { 50.0 } else { 70.0 } + f64::from(at * 7 % 5))
        .collect()
}

#[test]
fn a_run_is_told_once_and_not_point_by_point() {
    let insight = ask(&shifted());
    let runs: Vec<_> = said(&insight, "shift")
        .into_iter()
        .filter(|it| it.starts_with("From"))
        .collect();
    assert_eq!(
        runs,
        [
            "From July 2017 to June 2018, 12 readings in a row lie above the mean: a sign of improvement.",
            "From January 2016 to June 2017, 18 readings in a row lie below the mean: a sign of concern.",
        ]
    );
    assert!(insight.has_signal() && insight.headline.starts_with("Sign of improvement"));
}

#[test]
fn limits_may_begin_afresh_at_a_known_change() {
    let set = counts(&shifted());
    let insight = Xmr.ask(&set, &question(&visits()).set("rebase", "2017-07")).unwrap();
    assert_eq!(chart(&insight).segments.len(), 2);
    assert_eq!(chart(&insight).segments[1].first, 18);
    assert!(!insight.has_signal(), "{}", insight.as_text());
    assert_eq!(insight.figure("mean").unwrap().n, Some(12.0));
    assert!(insight.figure("mean").unwrap().statement.contains("since July 2017"));
    for wrong in ["2030-01", "2017/18", "once upon a time"] {
        assert_eq!(code(&set, "rebase", wrong), "insight/no-such-period");
    }
}

#[test]
fn limits_may_be_drawn_from_the_first_periods() {
    let set = counts(&shifted());
    let insight = Xmr.ask(&set, &question(&visits()).set("fix", "12")).unwrap();
    assert!(chart(&insight).segments[0].upper.unwrap() < 70.0);
    assert_eq!(chart(&insight).points[29].signal, Some(Signal::Improvement));
    for wrong in ["11", "-1", "12.5", "many"] {
        assert_eq!(code(&set, "fix", wrong), "insight/not-a-setting");
    }
}

#[test]
fn rules_and_screening_are_recorded_with_the_answer() {
    let with = |name: &str, value: &str| {
        Xmr.ask(&counts(&shifted()), &question(&visits()).set(name, value))
            .unwrap()
    };
    assert_eq!(with("screening", "yes").version, "1 plotthedots-0.2.2");
    assert_eq!(with("screening", "no").version, "1 plotthedots-0.2.2-unscreened");
    assert_eq!(with("rules", "powerbi-spc-478773a").version, "1 powerbi-spc-478773a");
    assert_eq!(with("rules", "powerbi-spc-478773a").settings["screening"], "yes");
    assert_eq!(with("rules", "plotthedots-0.2.2").settings["screening"], "yes");
    // The workbook of Making Data Count screens nothing, so neither do its rules unless they are told to.
    assert_eq!(with("rules", "mdc-2023").settings["screening"], "no");
    let set = counts(&[&[5.0; 12][..], &[6.0, 30.0, 5.0, 6.0, 5.0]].concat());
    let upper = |settings: &[(&str, &str)]| {
        let asked = settings
            .iter()
            .fold(question(&visits()), |asked, (name, value)| asked.set(name, *value));
        let Chart::Process(chart) = Xmr.ask(&set, &asked).unwrap().chart else {
            panic!("a process chart");
        };
        chart.segments[0].upper.unwrap()
    };
    let screened = upper(&[("rules", "mdc-2023"), ("screening", "yes")]);
    assert_eq!(screened, upper(&[("rules", "plotthedots-0.2.2")]));
    assert!(screened < upper(&[("rules", "mdc-2023")]));
}

#[test]
fn a_target_far_off_is_said_to_be_met_or_missed() {
    let said = |target: &str, better: Better| {
        let mut question = worked_question(&Xmr).set("target", target);
        question.better = better;
        let set = worked_evidence(&Xmr);
        said(&Xmr.ask(&set, &question).unwrap(), "target").remove(0)
    };
    assert!(said("70", Better::Higher).ends_with("62.2 visits: expect it to be missed until something changes."));
    assert!(said("70", Better::Lower).ends_with("62.2 visits: expect it to be met until something changes."));
    assert!(said("30", Better::Higher).contains("below the lower process limit of 39.0 visits: expect it to be met"));
    assert!(said("30", Better::Neither).contains("expect readings to stay on one side of it"));
    assert!(said("55", Better::Neither).contains("single periods will cross this by chance"));
}

#[test]
fn gaps_are_kept_and_named_by_kind() {
    let mut rows: Vec<_> = (0..20)
        .map(|at| (month(at), "a", Reading::Value(50.0 + f64::from(at % 3))))
        .collect();
    rows[4].2 = Reading::Absent(Absence::Refused);
    rows.remove(7);
    let insight = Xmr.ask(&own(rows.clone()), &question(&visits())).unwrap();
    assert_eq!(
        said(&insight, "gaps"),
        ["2 of 20 periods are without a number (1 missing and 1 refused); none of them counts as nought."]
    );
    let points = &chart(&insight).points;
    assert_eq!(
        (points.len(), points[7].at, points[7].absent),
        (20, None, Some(Absence::Missing))
    );
    let last = rows.len() - 1;
    rows[last].2 = Reading::Absent(Absence::Missing);
    let insight = Xmr.ask(&own(rows), &question(&visits())).unwrap();
    assert_eq!(insight.headline, "The latest period has no reading");
}

#[test]
fn counts_that_hardly_ever_happen_get_no_limits_and_no_signals() {
    let rare: Vec<f64> = (0..31).map(|at| f64::from(u8::from(at == 20))).collect();
    let insight = ask(&rare);
    assert!(
        !insight.has_signal() && chart(&insight).segments.is_empty(),
        "{}",
        insight.as_text()
    );
    assert_eq!(said(&insight, "limits-collapse").len(), 1);
    let same = ask(&[4.0; 20]);
    assert_eq!(
        (same.headline.as_str(), same.has_signal()),
        ("Every reading is the same", false)
    );
    assert_eq!(ask(&[4.0]).headline, "Too few readings to tell signal from noise");
}

#[test]
fn small_counts_say_how_often_they_mislead() {
    let small: Vec<f64> = (0..36).map(|at| f64::from(at * 5 % 3)).collect();
    let said = said(&ask(&small), "small-counts");
    assert!(
        said[0].starts_with("The counts are small, 1.0 a month on average: on such readings"),
        "{said:?}"
    );
}

#[test]
fn a_chart_says_how_often_its_rules_fire_for_nothing() {
    let steady: Vec<f64> = (0..36).map(|at| 50.0 + f64::from(at * 7 % 11)).collect();
    let said = said(&ask(&steady), "false-alarms");
    assert_eq!(
        said,
        [
            "A chart of 36 points with these rules shows at least one false signal about 30% of the time even when nothing changes."
        ]
    );
}

#[test]
fn what_is_no_single_series_is_refused() {
    let several = own([(month(0), "a", ratio(1.0, 2.0)), (month(0), "b", ratio(1.0, 2.0))]);
    assert_eq!(code(&several, "fix", "none"), "insight/several-series");
    let quarter = Period::parse("2017-Q1").unwrap();
    let mixed = own([
        (month(0), "a", Reading::Value(1.0)),
        (quarter, "a", Reading::Value(1.0)),
    ]);
    assert_eq!(code(&mixed, "fix", "none"), "insight/mixed-periods");
    let far = own([("1900-01-01", 1.0), ("2020-01-01", 2.0)]
        .map(|(day, value)| (Period::parse(day).unwrap(), "a", Reading::Value(value))));
    assert_eq!(code(&far, "fix", "none"), "insight/too-sparse");
    let empty = own([
        (month(0), "a", ratio(0.0, 0.0)),
        (month(1), "a", Reading::Absent(Absence::Missing)),
    ]);
    assert_eq!(code(&empty, "fix", "none"), "insight/no-numbers");
}

#[test]
fn limits_beyond_what_can_be_are_said_to_be() {
    let high = own((0..20).map(|at| (month(at), "a", ratio(99.0 - f64::from(at % 4), 100.0))));
    let insight = Xmr.ask(&high, &question(&Unit::Share)).unwrap();
    let upper = insight.figure("upper-limit").unwrap();
    assert!(upper.value.unwrap() > 1.0 && upper.statement.contains("beyond what can be"));
    assert!(insight.spoken.contains("and 100.0%."), "{}", insight.spoken);
    assert_eq!((chart(&insight).floor, chart(&insight).ceiling), (Some(0.0), Some(1.0)));
    assert!(insight.findings.iter().any(|it| it.weight == Weight::Steady));
}

#[test]
fn a_person_may_leave_periods_out_and_say_why() {
    let mut values: Vec<f64> = (0..24).map(|at| 50.0 + f64::from(at * 7 % 11)).collect();
    (values[9], values[10]) = (900.0, 2.0);
    let set = counts(&values);
    let left = "2016-10: closed by a flood, then by mud, 2016-11";
    let insight = Xmr.ask(&set, &question(&visits()).set("exclude", left)).unwrap();
    assert_eq!(
        said(&insight, "excluded"),
        [
            "Left out by a person are October 2016 (closed by a flood, then by mud) and November 2016: neither mean, nor limits, \
             nor rules rest on them."
        ]
    );
    assert!(
        insight
            .spoken
            .ends_with("2 readings are left out: October 2016 (closed by a flood, then by mud) and November 2016."),
        "{}",
        insight.spoken
    );
    let mark = |at: usize| insight.table.rows[at].last().cloned().unwrap();
    assert_eq!(
        (mark(9).as_str(), mark(10).as_str()),
        ("left out: closed by a flood, then by mud", "left out")
    );
    let points = &chart(&insight).points;
    assert_eq!(points[9].left_out.as_deref(), Some("closed by a flood, then by mud"));
    assert_eq!(
        (points[10].left_out.as_deref(), points[11].left_out.as_deref()),
        (Some(""), None)
    );
    assert!(points[9].value == Some(900.0) && points[9].signal.is_none());
    assert!(insight.figure("upper-limit").unwrap().value.unwrap() < 100.0);
    assert_eq!(insight.figure("mean").unwrap().n, Some(22.0));
    assert_eq!(code(&set, "exclude", "2030-01"), "insight/no-such-period");
}

#[test]
fn a_latest_reading_left_out_is_not_judged() {
    let mut values: Vec<f64> = (0..24).map(|at| 50.0 + f64::from(at * 7 % 11)).collect();
    values[23] = 900.0;
    let set = counts(&values);
    let insight = Xmr
        .ask(&set, &question(&visits()).set("exclude", "2017-12:strike"))
        .unwrap();
    assert_eq!(insight.headline, "The latest reading is left out");
    assert!(
        insight.findings[0]
            .sentence
            .ends_with("is left out, so nothing is said of it.")
    );
    assert!(!insight.has_signal());
}

#[test]
fn a_target_may_change_by_period_and_the_latest_is_judged() {
    let values: Vec<f64> = (0..24).map(|at| 50.0 + f64::from(at * 7 % 11)).collect();
    let set = counts(&values);
    let ask = |text: &str| Xmr.ask(&set, &question(&visits()).set("target", text)).unwrap();
    let insight = ask("2017-03:300, 2016-03:10");
    let drawn = chart(&insight);
    let steps: Vec<(usize, usize, f64)> = drawn.targets.iter().map(|it| (it.first, it.last, it.target)).collect();
    assert_eq!(
        (drawn.target, steps),
        (Some(300.0), vec![(2, 13, 10.0), (14, 23, 300.0)])
    );
    let said = said(&insight, "target").remove(0);
    assert!(
        said.starts_with("The target of 300 visits, which holds from March 2017, lies above"),
        "{said}"
    );
    assert_eq!(insight.table.columns.last().map(String::as_str), Some("Target"));
    assert_eq!(insight.table.rows[0].last().map(String::as_str), Some(""));
    assert_eq!(insight.table.rows[13].last().map(String::as_str), Some("10 visits"));
    // One that begins after the latest period does not hold yet.
    assert_eq!(chart(&ask("2016-03:10,2030-01:300")).target, Some(10.0));
    assert_eq!(chart(&ask("2030-01:300")).target, None);
    for wrong in [
        "2016-04:many",
        "2016-04:1,2016-04:2",
        "2016-04:1,7",
        "once:1",
        "2016-04:1e999",
    ] {
        assert_eq!(code(&set, "target", wrong), "insight/not-a-setting", "{wrong}");
    }
}

#[test]
fn the_run_rules_may_be_chosen_by_name_and_draw_a_median_without_limits() {
    let set = counts(&shifted());
    let insight = Xmr
        .ask(
            &set,
            &question(&visits())
                .set("rules", "anhoej-2014")
                .set("exclude", "2016-05"),
        )
        .unwrap();
    assert_eq!(insight.version, "1 anhoej-2014");
    let drawn = chart(&insight);
    assert_eq!(drawn.centre, crate::Centre::Median);
    assert!(drawn.segments[0].upper.is_none() && insight.has_signal());
    assert_eq!(drawn.points[4].left_out.as_deref(), Some(""));
}
