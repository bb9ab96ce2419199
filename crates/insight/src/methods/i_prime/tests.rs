use cm_framework::Unit;
use cm_kernel::Reading;

use super::IPrime;
use crate::Method;
use crate::made::{month, own, question, ratio, visits};

#[test]
fn the_mean_weighs_each_reading_by_its_size() {
    let set = own((0..14).map(|at| {
        let size = if at % 2 == 0 { 10.0 } else { 90.0 };
        (month(at), "a", ratio(if at % 2 == 0 { 5.0 } else { 81.0 }, size))
    }));
    let insight = IPrime.ask(&set, &question(&Unit::Share)).unwrap();
    assert_eq!(insight.figure("mean").unwrap().value, Some(86.0 / 100.0));
}

#[test]
fn readings_without_a_size_are_refused() {
    let plain = own([
        (month(0), "a", Reading::Value(3.0)),
        (month(1), "a", Reading::Value(4.0)),
    ]);
    let refused = IPrime.ask(&plain, &question(&visits())).unwrap_err();
    assert_eq!(refused.code, "insight/no-sizes");
}

#[test]
fn readings_that_never_move_have_no_limits() {
    let set = own((0..14).map(|at| (month(at), "a", ratio(5.0, 10.0))));
    let insight = IPrime.ask(&set, &question(&Unit::Share)).unwrap();
    assert_eq!(insight.headline, "Nothing moves: no limits to judge by");
}
