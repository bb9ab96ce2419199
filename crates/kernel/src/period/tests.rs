use super::{Length, Period};
use crate::Date;

#[test]
fn reads_what_it_writes_and_nothing_else() {
    for text in [
        "2023-03",
        "2016/17",
        "1999/00",
        "2016-Q4",
        "2016",
        "2016-W53",
        "2020-W53",
        "2021-W01",
        "2016-02-29",
    ] {
        let read = Period::parse(text).map(|period| period.to_string());
        let expected = if text == "2016-W53" {
            None
        } else {
            Some(text.to_owned())
        };
        assert_eq!(read, expected, "{text}");
    }
    for text in [
        "2023-13",
        "March",
        "2016/18",
        "2016-Q5",
        "2016-W00",
        "2015-02-29",
        "20 16",
        "2016-4",
        "",
        "٢٠١٦",
    ] {
        assert_eq!(Period::parse(text), None, "{text}");
    }
}

#[test]
fn periods_follow_one_another_without_gaps() {
    for (from, to) in [
        ("2016-12", "2017-01"),
        ("2016-Q4", "2017-Q1"),
        ("2016/17", "2017/18"),
        ("2016-02-28", "2016-02-29"),
        ("2020-W53", "2021-W01"),
        ("2016", "2017"),
    ] {
        assert_eq!(Period::parse(from).unwrap().next(), Period::parse(to), "{from}");
    }
    assert_eq!(Period::parse("2017-02").unwrap().last_day(), Date::parse("2017-02-28"));
}

#[test]
fn every_day_of_eight_centuries_survives_the_calendar() {
    let (mut day, last) = (Date::new(1600, 1, 1).unwrap(), Date::new(2400, 1, 1).unwrap());
    let mut weekday = 6; // 1600-01-01 was a Saturday.
    while day < last {
        let (year, month, of_month) = day.civil();
        assert_eq!(Date::new(year, month, of_month), Some(day));
        assert_eq!(day.weekday(), weekday);
        weekday = weekday % 7 + 1;
        day = day.plus(1).unwrap();
    }
}

#[test]
fn a_financial_year_runs_from_april_to_march() {
    let march = Date::new(2017, 3, 31).unwrap();
    assert_eq!(
        Period::containing(march, Length::FinancialYear).unwrap().to_string(),
        "2016/17"
    );
    assert_eq!(
        Period::containing(march.plus(1).unwrap(), Length::FinancialYear)
            .unwrap()
            .to_string(),
        "2017/18"
    );
}

#[test]
fn a_period_is_known_by_its_first_day_alone() {
    for days in (15_000..16_600).chain(-200_000..-199_600) {
        let day = Date::from_days(days).unwrap();
        for length in Length::ALL {
            let containing = Period::containing(day, length).filter(|it| it.start() == day);
            assert_eq!(Period::starting(day, length), containing, "{day} {length:?}");
        }
    }
}
