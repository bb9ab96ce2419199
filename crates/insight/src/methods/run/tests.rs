use cm_kernel::{Absence, Reading};

use super::Run;
use crate::made::{month, own, question, visits};
use crate::{Centre, Chart, Method, Weight};

fn ask(values: &[f64]) -> crate::Insight {
    let set = own(values
        .iter()
        .zip(0..)
        .map(|(value, at)| (month(at), "a", Reading::Value(*value))));
    Run.ask(&set, &question(&visits())).unwrap()
}

#[test]
fn a_run_chart_has_a_median_and_no_limits() {
    let insight = ask(&[4.0, 6.0, 5.0, 7.0, 3.0, 6.0, 5.0, 4.0, 7.0, 5.0, 6.0, 100.0]);
    let Chart::Process(chart) = &insight.chart else {
        panic!("not a process chart");
    };
    assert_eq!(
        (chart.centre, chart.segments[0].upper, chart.segments[0].centre),
        (Centre::Median, None, 5.5)
    );
    assert!(insight.figure("upper-limit").is_none() && !insight.has_signal());
    assert_eq!(insight.headline, "No signal: ordinary variation around 5.5 visits");
}

#[test]
fn too_few_crossings_are_a_signal_though_no_point_is() {
    // Runs of six, which chance makes likely, but only three crossings where it makes seven.
    let values: Vec<f64> = (0..24)
        .map(|at| if at / 6 % 2 == 0 { 3.0 } else { 9.0 } + f64::from(at % 3))
        .collect();
    let insight = ask(&values);
    let crossings: Vec<_> = insight
        .findings
        .iter()
        .filter(|it| it.rule == "few-crossings")
        .collect();
    assert_eq!(crossings.len(), 1);
    assert_eq!(
        crossings[0].sentence,
        "Points cross the median 3 times, where chance makes 8 or more likely: something moved."
    );
    assert_eq!(insight.headline, "Readings cross the median too seldom for chance");
    assert!(insight.findings[0].weight == Weight::Steady && insight.findings[0].sentence.ends_with("by itself."));
}

#[test]
fn few_constant_and_missing_readings_are_said_to_be_so() {
    assert_eq!(ask(&[4.0]).headline, "Too few readings to tell signal from noise");
    assert_eq!(ask(&[4.0; 20]).headline, "Most readings are alike: nothing to judge");
    let rare: Vec<f64> = (0..36).map(|at| f64::from(u8::from(at % 3 == 0))).collect();
    assert!(!ask(&rare).has_signal() && ask(&rare).headline == "Most readings are alike: nothing to judge");
    let mut rows: Vec<_> = (0..20)
        .map(|at| (month(at), "a", Reading::Value(f64::from(at % 4))))
        .collect();
    rows[19].2 = Reading::Absent(Absence::Refused);
    let insight = Run.ask(&own(rows), &question(&visits())).unwrap();
    assert_eq!(insight.headline, "The latest period has no reading");
    assert!(insight.findings.iter().any(|it| it.rule == "gaps"));
}

#[test]
fn what_is_left_out_does_not_move_the_median() {
    let values: Vec<f64> = (0..15)
        .map(|at| if at == 4 { 900.0 } else { f64::from(at % 5) })
        .collect();
    let set = own(values
        .iter()
        .zip(0..)
        .map(|(value, at)| (month(at), "a", Reading::Value(*value))));
    let all = Run.ask(&set, &question(&visits())).unwrap();
    let without = Run.ask(&set, &question(&visits()).set("exclude", "2016-05")).unwrap();
    assert_eq!(
        (all.figure("median").unwrap().n, without.figure("median").unwrap().n),
        (Some(15.0), Some(14.0))
    );
    for wrong in ["2030-01", "2016", "May"] {
        let refused = Run.ask(&set, &question(&visits()).set("exclude", wrong)).unwrap_err();
        assert_eq!(refused.code, "insight/no-such-period");
    }
}
