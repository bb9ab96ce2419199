use cm_framework::Unit;

use super::U;
use crate::Method;
use crate::made::{month, own, question, ratio};

#[test]
fn a_rate_is_shown_for_as_many_as_is_asked() {
    let set = own((0..20).map(|at| (month(at), "a", ratio(f64::from(at * 7 % 5 + 2), 1000.0 + f64::from(at)))));
    let unit = Unit::Number("falls".into());
    let mut asked = question(&unit);
    asked.size_is = Some("bed-days".into());
    let one = U.ask(&set, &asked).unwrap();
    let many = U.ask(&set, &asked.clone().set("per", "10000")).unwrap();
    let value = |insight: &crate::Insight, name: &str| insight.figure(name).unwrap().value.unwrap();
    for (name, times) in [
        ("mean", 1e4),
        ("upper-limit", 1e4),
        ("latest", 1e4),
        ("beyond-chance", 1.0),
    ] {
        let (one, many) = (value(&one, name), value(&many, name));
        assert!((one * times - many).abs() < 1e-9 * many, "{name}");
    }
    assert!(
        many.figure("mean")
            .unwrap()
            .statement
            .ends_with("falls per 10,000 bed-days.")
    );
    assert!(
        one.figure("mean").unwrap().statement.contains("0.00396 falls"),
        "{one:?}"
    );
    assert!(U.suits(&asked) && !U.suits(&question(&Unit::Share)));
    for wrong in ["0", "-3", "many"] {
        let refused = U.ask(&set, &asked.clone().set("per", wrong)).unwrap_err();
        assert_eq!(refused.code, "insight/not-a-setting");
    }
}

#[test]
fn events_may_be_more_than_their_exposure() {
    let set = own((0..14).map(|at| (month(at), "a", ratio(f64::from(at % 4 + 9), 4.0))));
    let insight = U.ask(&set, &question(&Unit::Number("visits".into()))).unwrap();
    assert!(!insight.has_signal(), "{}", insight.as_text());
}
