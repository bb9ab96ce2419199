use cm_kernel::{Length, Period};

use super::{is_day, read, spelt};

fn read_as(text: &str, length: Length) -> Result<String, &'static str> {
    read(text, length)
        .map(|it| it.period.to_string())
        .map_err(|refusal| refusal.code)
}

#[test]
fn periods_as_people_write_them() {
    use Length::{Day, FinancialYear, Month, Quarter, Week, Year};
    for (text, length, expected) in [
        ("2016-04", Month, "2016-04"),
        ("2016-4", Month, "2016-04"),
        ("Apr-16", Month, "2016-04"),
        ("Apr 16", Month, "2016-04"),
        ("Sept-99", Month, "1999-09"),
        ("April 2016", Month, "2016-04"),
        ("APRIL, 2016", Month, "2016-04"),
        ("2016 April", Month, "2016-04"),
        ("Apr. 2016", Month, "2016-04"),
        ("04/2016", Month, "2016-04"),
        ("4/2016", Month, "2016-04"),
        ("2016/04", Month, "2016-04"),
        ("2011-12", Month, "2011-12"),
        ("2011/12", Month, "2011-12"),
        ("2017-03-01", Month, "2017-03"),
        ("31/03/2017", Month, "2017-03"),
        ("2016/17", FinancialYear, "2016/17"),
        ("2016-17", FinancialYear, "2016/17"),
        ("2016–17", FinancialYear, "2016/17"),
        ("2016/2017", FinancialYear, "2016/17"),
        ("1999-00", FinancialYear, "1999/00"),
        ("2011-12", FinancialYear, "2011/12"),
        ("FY 2016/17", FinancialYear, "2016/17"),
        ("2017-03-31", FinancialYear, "2016/17"),
        ("2016 Q1", Quarter, "2016-Q1"),
        ("Q1 2016", Quarter, "2016-Q1"),
        ("2016Q1", Quarter, "2016-Q1"),
        ("2016-Q4", Quarter, "2016-Q4"),
        ("Quarter 3 2016", Quarter, "2016-Q3"),
        ("2016/17 Q1", Quarter, "2016-Q2"),
        ("Q4 2016-17", Quarter, "2017-Q1"),
        ("2016", Year, "2016"),
        ("2016-W05", Week, "2016-W05"),
        ("2016W5", Week, "2016-W05"),
        ("2016-02-01", Week, "2016-W05"),
        ("2016-04-01", Day, "2016-04-01"),
        ("2016/04/01", Day, "2016-04-01"),
        ("20160401", Day, "2016-04-01"),
        ("2016-04-01T09:30:00Z", Day, "2016-04-01"),
        ("2016-04-01 00:00:00", Day, "2016-04-01"),
        ("2016-04-01 23:00:00.123+01:00", Day, "2016-04-01"),
        ("01/04/2016", Day, "2016-04-01"),
        ("1/4/16", Day, "2016-04-01"),
        ("01.04.2016", Day, "2016-04-01"),
        ("01-04-2016", Day, "2016-04-01"),
        ("1 April 2016", Day, "2016-04-01"),
        ("1st April 2016", Day, "2016-04-01"),
        ("01-Apr-2016", Day, "2016-04-01"),
        ("April 1, 2016", Day, "2016-04-01"),
    ] {
        assert_eq!(read_as(text, length).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_no_period_says_why() {
    use Length::{Day, FinancialYear, Month, Quarter, Week, Year};
    for (text, length, code) in [
        ("", Month, "exchange/no-period"),
        ("spring", Month, "exchange/not-a-period"),
        ("2016-13", Month, "exchange/not-a-period"),
        ("2016/18", FinancialYear, "exchange/not-a-period"),
        ("2016 Q5", Quarter, "exchange/not-a-period"),
        ("2016-W53", Week, "exchange/not-a-period"),
        ("31/02/2016", Day, "exchange/not-a-period"),
        ("2015-02-29", Day, "exchange/not-a-period"),
        ("2016--04", Month, "exchange/not-a-period"),
        ("-2016", Year, "exchange/not-a-period"),
        ("2016-04-", Month, "exchange/not-a-period"),
        ("12", Month, "exchange/not-a-period"),
        ("٢٠١٦", Year, "exchange/not-a-period"),
        ("16-04-01", Day, "exchange/not-a-period"),
        ("2016 17 18 19 20 21", Day, "exchange/not-a-period"),
        ("04/13/2016", Day, "exchange/month-first-date"),
        ("4/30/16", Day, "exchange/month-first-date"),
        ("0016-04-01", Day, "exchange/absurd-date"),
        ("1016-04-01", Day, "exchange/absurd-date"),
        ("2999-12-31", Day, "exchange/absurd-date"),
        ("1700", Year, "exchange/absurd-date"),
        ("42461", Day, "exchange/day-number"),
        ("16-Apr", Day, "exchange/no-year"),
        ("2016", FinancialYear, "exchange/period-of-another-length"),
        ("2016-04", Quarter, "exchange/period-of-another-length"),
        ("2016-17", Month, "exchange/period-of-another-length"),
        ("2016/17", Year, "exchange/period-of-another-length"),
        ("2016-04", Day, "exchange/period-of-another-length"),
    ] {
        assert_eq!(read_as(text, length), Err(code), "{text}");
    }
}

#[test]
fn every_period_the_system_writes_is_read_back() {
    let day = cm_kernel::Date::new(1999, 12, 30).unwrap();
    for length in Length::ALL {
        let mut period = Period::containing(day, length).unwrap();
        for _ in 0..200 {
            let text = period.to_string();
            assert_eq!(read_as(&text, length), Ok(text.clone()), "{text}");
            period = period.next().unwrap();
        }
    }
}

#[test]
fn a_day_that_stands_for_more_is_noted() {
    let month = read("2017-03-01", Length::Month).unwrap();
    assert!(month.from_day && !month.day_first);
    let day = read("01/03/2017", Length::Day).unwrap();
    assert!(!day.from_day && day.day_first);
    assert!(is_day("2016-04-01") && !is_day("2016-04"));
    assert!(spelt("2016-04").is_some() && spelt("April").is_none());
}
