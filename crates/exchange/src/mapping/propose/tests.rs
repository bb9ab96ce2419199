use cm_kernel::Length;

use crate::{
    Table,
    mapping::{Counts, Figure, Hint, Mapping, Source},
};

fn propose(text: &str, ratio: bool) -> Mapping {
    let table = Table::read("a.csv", text.as_bytes()).unwrap();
    let proposal = Mapping::propose(&table, Hint { ratio });
    let fields: Vec<_> = proposal.guesses.iter().map(|it| it.field).collect();
    for field in ["period", "length", "place", "group"] {
        assert_eq!(
            fields.iter().filter(|it| **it == field).count(),
            1,
            "{field} in {fields:?}"
        );
    }
    assert!(proposal.guesses.iter().all(|it| it.because.len() > 10));
    proposal.mapping
}

fn column(name: &str) -> Source {
    Source::Column(name.to_owned())
}

#[test]
fn names_and_contents_tell_which_column_is_which() {
    let mapping = propose(
        "date,trust,type,attendances,breaches\n2017-03-01,RF4,1,20,3\n2017-04-01,RF4,1,30,5\n",
        true,
    );
    assert_eq!(mapping.period, column("date"));
    assert_eq!(mapping.length, Length::Month);
    assert_eq!(mapping.place, column("trust"));
    assert_eq!(mapping.group, column("type"));
    assert_eq!(
        mapping.figure,
        Figure::Ratio {
            numerator: "breaches".to_owned(),
            denominator: "attendances".to_owned(),
            numerator_counts: Counts::These
        }
    );
    // A column called period that holds none is passed over for one that does.
    let mapping = propose(
        "month,n,days,period\n2012-11-01,17,14768.4,pre\n2012-12-01,12,14460.3,post\n",
        true,
    );
    assert_eq!(mapping.period, column("month"));
    let mapping = propose(
        "SchoolYear;GeoCode;Rate\n2016/17;E06000001;3,5\n2017/18;E06000001;4,25\n",
        false,
    );
    assert_eq!(
        (mapping.period, mapping.length),
        (column("SchoolYear"), Length::FinancialYear)
    );
    assert_eq!(mapping.place, column("GeoCode"));
    assert_eq!(
        mapping.figure,
        Figure::Value {
            column: "Rate".to_owned()
        }
    );
    assert!(mapping.decimal_comma);
}

#[test]
fn a_column_that_tells_rows_apart_is_the_group() {
    let mapping = propose(
        "year,ward,who_for,value\n2016,A,young,1\n2016,A,old,2\n2017,A,young,1\n2017,A,old,4\n",
        false,
    );
    assert_eq!(mapping.group, column("who_for"));
    let mapping = propose("year,ward,note,value\n2016,A,x,1\n2017,A,y,2\n", false);
    assert_eq!(mapping.group, Source::Fixed("all".to_owned()));
}

#[test]
fn a_file_about_one_place_has_a_fixed_one() {
    let mapping = propose(
        "month_start,att_all,within_4h\n2015-05-31,12178,11848\n2015-06-30,12888,12320\n",
        true,
    );
    assert_eq!(mapping.place, Source::Fixed("all".to_owned()));
    assert_eq!(mapping.length, Length::Month);
    assert!(matches!(mapping.figure, Figure::Ratio { numerator, denominator, .. }
        if numerator == "within_4h" && denominator == "att_all"));
}

#[test]
fn how_long_periods_are_shows_in_the_calendar() {
    for (dates, length) in [
        (&["2016-04-01", "2016-05-01"][..], Length::Month),
        (&["2016-01-01"], Length::Month),
        (&["2016-01-31", "2016-02-29"], Length::Month),
        (&["2016-01-15", "2016-02-15", "2016-03-15"], Length::Month),
        (&["2016-01-01", "2017-01-01"], Length::Year),
        (&["2016-12-31", "2017-12-31"], Length::Year),
        (&["2016-04-01", "2017-04-01"], Length::FinancialYear),
        (&["2016-01-01", "2016-04-01", "2016-07-01"], Length::Quarter),
        (&["2010-01-08", "2010-01-15", "2010-01-22"], Length::Week),
        (&["2010-01-08", "2010-01-09"], Length::Day),
        (&["2010-01-08"], Length::Day),
        (&["2016-04", "2016-05"], Length::Month),
        (&["2011-12", "2012-01"], Length::Month),
        (&["2010-11", "2011-12"], Length::FinancialYear),
        (&["2010-11", "2013-14"], Length::FinancialYear),
        (&["2011/12"], Length::FinancialYear),
        (&["2016 Q1", "2016 Q2"], Length::Quarter),
        (&["2016-W05"], Length::Week),
        (&["2016", "2017"], Length::Year),
    ] {
        let rows: String = dates.iter().map(|it| format!("{it},1\n")).collect();
        assert_eq!(
            propose(&format!("period,value\n{rows}"), false).length,
            length,
            "{dates:?}"
        );
    }
}

#[test]
fn a_file_that_tells_nothing_still_gets_a_proposal() {
    for text in ["a,b\nx,y\n", "a\nx\n", "a,a\nx,y\n", "a,b\n,1\n"] {
        propose(text, true);
        propose(text, false);
    }
}
