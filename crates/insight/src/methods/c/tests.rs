use cm_kernel::Reading;

use super::C;
use crate::Method;
use crate::made::{month, own, question, ratio, visits};

fn ask(values: &[f64]) -> Result<crate::Insight, cm_kernel::Refusal> {
    let set = own(values
        .iter()
        .zip(0..)
        .map(|(value, at)| (month(at), "a", Reading::Value(*value))));
    C.ask(&set, &question(&visits()))
}

#[test]
fn limits_are_three_roots_of_the_mean_from_it() {
    let insight = ask(&[14.0, 18.0, 16.0, 16.0, 15.0, 17.0]).unwrap();
    let value = |name: &str| insight.figure(name).unwrap().value.unwrap();
    assert_eq!(
        (value("lower-limit"), value("mean"), value("upper-limit")),
        (4.0, 16.0, 28.0)
    );
}

#[test]
fn noughts_leave_no_room_for_chance_and_one_event_among_them_is_said_with_its_false_alarms() {
    assert_eq!(
        ask(&[0.0; 20]).unwrap().headline,
        "None or all were counted: no room for chance"
    );
    let mut values = [0.0; 31];
    values[20] = 1.0;
    let insight = ask(&values).unwrap();
    let alarms = insight.findings.iter().find(|it| it.rule == "false-alarms").unwrap();
    assert!(alarms.sentence.contains("of counts that average 0.0323"), "{alarms:?}");
}

#[test]
fn what_is_no_count_is_refused() {
    for values in [vec![1.5, 2.0], vec![-1.0, 2.0]] {
        assert_eq!(ask(&values).unwrap_err().code, "insight/not-counts");
    }
    let shares = own([(month(0), "a", ratio(1.0, 2.0))]);
    assert_eq!(
        C.ask(&shares, &question(&visits())).unwrap_err().code,
        "insight/not-counts"
    );
}

#[test]
fn huge_and_tiny_numbers_are_answered() {
    assert!(ask(&[1e12, 1e12 + 3.0, 1e12 - 1e6]).is_ok());
    assert!(ask(&[1e-12, 2e-12]).is_err());
}
