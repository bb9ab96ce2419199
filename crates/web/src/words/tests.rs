use cm_framework::{Better, Measure, Unit};
use cm_kernel::{Date, Id, Length, Period, Timestamp};

use super::{date, entered, moment, period, prose, read_date, read_value};

fn measure(unit: Unit) -> Measure {
    Measure {
        id: Id::slug("m"),
        title: String::new(),
        outcome: Id::slug("o"),
        question: String::new(),
        form: "observation".into(),
        numerator: String::new(),
        denominator: None,
        unit,
        better: Better::Higher,
        population: String::new(),
        period: Length::Month,
        groups_are: None,
        places_are: String::new(),
        burden_minutes: 0,
        could_go_wrong: String::new(),
        source: String::new(),
    }
}

#[test]
fn days_and_periods_read_as_people_write_them() {
    let day = Date::new(2017, 4, 3).unwrap();
    assert_eq!(date(day), "3 April 2017");
    let at = Timestamp::parse("2017-04-03T14:05:59.000Z").unwrap();
    assert_eq!(moment(at), "3 April 2017, 14:05 UTC");
    for (length, words) in [
        (Length::Day, "3 April 2017"),
        (Length::Week, "week from 3 April 2017"),
        (Length::Month, "April 2017"),
        (Length::Quarter, "April to June 2017"),
        (Length::Year, "2017"),
        (Length::FinancialYear, "2017/18"),
    ] {
        assert_eq!(period(Period::containing(day, length).unwrap()), words);
    }
}

#[test]
fn a_day_is_read_however_it_is_written() {
    for text in [
        "2017-04-03",
        "3/4/2017",
        "03.04.2017",
        "3 April 2017",
        " 3 apr 2017 ",
        "3-4-2017",
    ] {
        assert_eq!(read_date(text), Date::new(2017, 4, 3), "{text}");
    }
    for text in [
        "",
        "tomorrow",
        "31 February 2017",
        "3/4/17",
        "3 m 2017",
        "4 2017",
        "3 4 2017 5",
        "9999999999999 1 2017",
    ] {
        assert_eq!(read_date(text), None, "{text}");
    }
}

#[test]
fn a_share_is_entered_in_per_cent_and_kept_as_a_fraction() {
    let share = measure(Unit::Share);
    for (text, value) in [
        ("95%", "0.95"),
        ("95 %", "0.95"),
        ("99.9%", "0.999"),
        ("0.95", "0.95"),
        ("100%", "1"),
        ("0%", "0"),
    ] {
        assert_eq!(read_value(text, &share).as_deref(), Some(value), "{text}");
    }
    for text in ["95", "1", "101%", "-1%", "%", "many", "NaN", "inf%", "1e-1"] {
        assert_eq!(read_value(text, &share), None, "{text}");
    }
    assert_eq!(entered("0.95", &share), "95%");
    assert_eq!(entered("0.999", &share), "99.9%");
}

#[test]
fn a_number_is_entered_as_it_is() {
    let visits = measure(Unit::Number("visits".into()));
    assert_eq!(read_value("1,200", &visits).as_deref(), Some("1200"));
    assert_eq!(read_value("-3.5", &visits).as_deref(), Some("-3.5"));
    assert_eq!(read_value("12 visits", &visits), None);
    assert_eq!(entered("1200", &visits), "1200");
}

#[test]
fn names_between_backticks_get_quotation_marks() {
    assert_eq!(prose("asked `ranks` for `a`"), "asked “ranks” for “a”");
    assert_eq!(prose("nothing"), "nothing");
    assert_eq!(
        prose("Stopped on 2026-11-23, by `2026-11-23`; not 2026-99-99."),
        "Stopped on 23 November 2026, by “2026-11-23”; not 2026-99-99."
    );
}
