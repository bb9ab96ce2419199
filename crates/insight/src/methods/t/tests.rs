use cm_framework::Better;
use cm_kernel::{Period, Reading};

use super::T;
use crate::made::{own, question, visits};
use crate::{Insight, Method};

fn day(text: &str) -> Period {
    Period::parse(text).unwrap()
}

fn ask(rows: &[(&str, f64)], better: Better) -> Insight {
    let set = own(rows
        .iter()
        .map(|(period, count)| (day(period), "a", Reading::Value(*count))));
    let mut asked = question(&visits());
    asked.better = better;
    T.ask(&set, &asked).unwrap()
}

#[test]
fn days_are_counted_between_events() {
    let rows: Vec<(String, f64)> = (1..=28)
        .map(|at| {
            (
                format!("2024-02-{at:02}"),
                f64::from(u8::from([3, 10, 12, 20].contains(&at))),
            )
        })
        .collect();
    let rows: Vec<(&str, f64)> = rows.iter().map(|(day, count)| (day.as_str(), *count)).collect();
    let insight = ask(&rows, Better::Lower);
    let values: Vec<_> = insight
        .table
        .rows
        .iter()
        .map(|row| (row[0].as_str(), row[1].as_str()))
        .collect();
    assert_eq!(
        values,
        [
            ("2024-02-10", "7 days"),
            ("2024-02-12", "2 days"),
            ("2024-02-20", "8 days")
        ]
    );
    assert_eq!(insight.figure("since-latest-event").unwrap().value, Some(8.5));
}

#[test]
fn a_long_time_without_an_event_is_a_sign_before_the_next_one_comes() {
    let mut rows: Vec<(String, f64)> = (1..=12)
        .map(|at| (format!("2022-{at:02}"), 1.0 + f64::from(at % 2)))
        .collect();
    rows.extend((1..=12).map(|at| (format!("2023-{at:02}"), 0.0)));
    let rows: Vec<(&str, f64)> = rows.iter().map(|(month, count)| (month.as_str(), *count)).collect();
    let insight = ask(&rows, Better::Lower);
    assert!(
        insight.headline.starts_with("Sign of improvement: 380"),
        "{}",
        insight.headline
    );
    assert!(insight.has_signal());
    assert!(ask(&rows, Better::Higher).headline.starts_with("Sign of concern"));
    assert!(insight.findings.iter().any(|it| it.rule == "spread-evenly"));
}

#[test]
fn times_may_be_read_as_they_are_and_none_is_nought() {
    let set = |times: &[f64]| {
        let rows = times
            .iter()
            .zip(1..)
            .map(|(time, at)| (day(&format!("2024-02-{at:02}")), "a", Reading::Value(*time)));
        own(rows.collect::<Vec<_>>())
    };
    let asked = question(&visits()).set("readings", "gaps");
    let insight = T.ask(&set(&[4.0, 9.0, 2.0, 30.0]), &asked).unwrap();
    assert_eq!(insight.figure("mean").unwrap().n, Some(4.0));
    assert_eq!(T.ask(&set(&[4.0, 0.0]), &asked).unwrap_err().code, "insight/not-gaps");
}
