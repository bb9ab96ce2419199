use cm_framework::Unit;
use cm_kernel::Reading;

use super::MovingRange;
use crate::made::{month, own, question, ratio, visits};
use crate::{Method, Signal};

#[test]
fn a_jump_stands_out_and_is_neither_good_nor_bad() {
    let set = own((0..20).map(|at| {
        let value = if at < 12 { 50.0 } else { 90.0 } + f64::from(at % 2);
        (month(at), "a", Reading::Value(value))
    }));
    let insight = MovingRange.ask(&set, &question(&visits())).unwrap();
    let crate::Chart::Process(chart) = &insight.chart else {
        panic!("not a process chart");
    };
    assert_eq!(chart.points[12].signal, Some(Signal::High));
    assert_eq!((chart.points[0].value, chart.segments[0].lower), (None, Some(0.0)));
    assert!(
        !insight.findings.iter().any(|it| it.rule == "gaps"),
        "{}",
        insight.as_text()
    );
}

#[test]
fn movements_of_shares_are_in_percentage_points() {
    let set = own((0..14).map(|at| (month(at), "a", ratio(50.0 + f64::from(at % 3), 100.0))));
    let insight = MovingRange.ask(&set, &question(&Unit::Share)).unwrap();
    assert!(
        insight
            .figure("mean")
            .unwrap()
            .statement
            .ends_with("1.3 percentage points."),
        "{}",
        insight.as_text()
    );
}

#[test]
fn one_reading_has_no_movement() {
    let set = own([(month(0), "a", Reading::Value(3.0))]);
    assert_eq!(
        MovingRange.ask(&set, &question(&visits())).unwrap_err().code,
        "insight/no-numbers"
    );
}
