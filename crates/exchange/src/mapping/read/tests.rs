use cm_kernel::{Absence, Id, Length, Reading, Refusal};

use super::{Read, read_batch};
use crate::{
    Table,
    mapping::{Counts, Figure, MOST_COMPLAINTS, Mapping, Source},
};

fn column(name: &str) -> Source {
    Source::Column(name.to_owned())
}

fn ratio(counts: Counts) -> Mapping {
    Mapping {
        period: column("month"),
        length: Length::Month,
        place: column("place"),
        group: column("group"),
        figure: Figure::Ratio {
            numerator: "seen".to_owned(),
            denominator: "all".to_owned(),
            numerator_counts: counts,
        },
        decimal_comma: false,
        sheet: None,
    }
}

fn value() -> Mapping {
    Mapping {
        figure: Figure::Value {
            column: "seen".to_owned(),
        },
        ..ratio(Counts::These)
    }
}

fn read(rows: &str, mapping: &Mapping) -> Result<Read, Refusal> {
    let text = format!("month,place,group,seen,all\n{rows}");
    let table = Table::read("a.csv", text.as_bytes()).unwrap();
    let is_ratio = matches!(mapping.figure, Figure::Ratio { .. });
    let mut reported = Vec::new();
    let read = read_batch(&table, mapping, &Id::slug("m"), is_ratio, &mut |done, total| {
        reported.push((done, total));
    });
    if let Ok(read) = &read {
        assert_eq!(reported.last(), Some(&(read.rows_read, read.rows_read)));
        assert_eq!(read.batch.is_some(), read.complaints.is_empty());
    }
    read
}

/// Line, column, what was found and code of each complaint.
fn complaints(rows: &str, mapping: &Mapping) -> Vec<(u64, String, String, &'static str)> {
    let read = read(rows, mapping).unwrap();
    assert!(read.batch.is_none());
    assert!(
        read.complaints
            .iter()
            .all(|it| it.remedy.len() > 20 && it.reason.ends_with('.'))
    );
    let parts = |it: crate::Complaint| (it.line, it.column, it.found, it.code);
    read.complaints.into_iter().map(parts).collect()
}

#[test]
fn good_rows_become_a_sorted_batch() {
    let rows = "2016-05,B,,3,4\n2016-04,B,,0,0\n2016-04,A,women,1,4\n";
    let these = read(rows, &ratio(Counts::These)).unwrap().batch.unwrap();
    assert_eq!(
        these.to_csv(),
        "period,place,group,value,denominator,mark\n2016-04,A,women,1,4,0\n2016-04,B,all,0,0,0\n2016-05,B,all,3,4,0\n"
    );
    let others = read(rows, &ratio(Counts::TheOthers)).unwrap().batch.unwrap();
    assert_eq!(
        others.rows.first().unwrap().reading,
        Reading::Ratio {
            numerator: 3.0,
            denominator: 4.0
        }
    );
    let values = read("2016-04,A,,-3.5,\n", &value()).unwrap().batch.unwrap();
    assert_eq!(values.rows.first().unwrap().reading, Reading::Value(-3.5));
}

#[test]
fn period_place_and_group_may_be_fixed() {
    let mapping = Mapping {
        period: Source::Fixed("2016/17".to_owned()),
        length: Length::FinancialYear,
        group: Source::Fixed("all".to_owned()),
        ..value()
    };
    let batch = read("ignored,A,x,1,\nignored,B,y,2,\n", &mapping)
        .unwrap()
        .batch
        .unwrap();
    assert_eq!(batch.groups, ["all"]);
    assert_eq!(batch.rows.first().unwrap().period.to_string(), "2016/17");
}

#[test]
fn absences_stay_apart() {
    for (rows, absence) in [
        ("2016-04,A,,,\n", Absence::Missing),
        ("2016-04,A,,z,z\n", Absence::NotApplicable),
        ("2016-04,A,,refused,4\n", Absence::Refused),
        ("2016-04,A,,*,4\n", Absence::Suppressed),
        ("2016-04,A,,*,\n", Absence::Suppressed),
        ("2016-04,A,,,[c]\n", Absence::Suppressed),
        ("2016-04,A,,..,4\n", Absence::Missing),
    ] {
        let read = read(rows, &ratio(Counts::TheOthers)).unwrap();
        assert_eq!(
            read.batch.unwrap().rows.first().unwrap().reading,
            Reading::Absent(absence),
            "{rows}"
        );
        assert!(read.remarks.iter().any(|it| it.contains(absence.word())), "{rows}");
    }
}

#[test]
fn every_fault_of_every_row_is_listed() {
    let rows =
        "2016-04,A,,1,4\nspring,,,x1,-4\n2016-05,A,,5,4\n2016-06,A,,-1,4\n2016-07,A,,1,\n2016-04,A,,2,4\n2016-08,A,1\n";
    let expected = [
        (3, "month", "spring", "exchange/not-a-period"),
        (3, "place", "", "exchange/no-name"),
        (3, "seen", "x1", "exchange/not-a-number"),
        (4, "seen", "5", "exchange/more-than-all"),
        (5, "seen", "-1", "exchange/negative-count"),
        (6, "all", "", "exchange/no-denominator"),
        (7, "month", "2016-04", "exchange/same-twice"),
        (8, "", "2016-08", "exchange/ragged-row"),
    ];
    let found = complaints(rows, &ratio(Counts::These));
    let found: Vec<_> = found
        .iter()
        .map(|(line, column, found, code)| (*line, &**column, &**found, *code))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(
        complaints("2016-04,A,,1,-4\n", &ratio(Counts::These))[0].3,
        "exchange/negative-count"
    );
}

#[test]
fn a_row_that_says_the_same_again_names_the_other_line() {
    let read = read(
        "2016-04-01,A,,1,4\n2016-04-02,A,,2,4\n2016-04-03,A,,3,4\n",
        &ratio(Counts::These),
    )
    .unwrap();
    let said: Vec<_> = read
        .complaints
        .iter()
        .map(|it| (it.line, it.reason.contains("line 2.")))
        .collect();
    assert_eq!(said, [(3, true), (4, true)]);
}

#[test]
fn names_are_short_and_can_be_seen() {
    let long = "x".repeat(101);
    for (place, code) in [
        (long.as_str(), "exchange/name-too-long"),
        ("a\u{200b}b", "exchange/hidden-letters"),
        ("\"a\nb\"", "exchange/hidden-letters"),
        ("a\u{202e}b", "exchange/hidden-letters"),
    ] {
        assert_eq!(complaints(&format!("2016-04,{place},,1,4\n"), &value())[0].3, code);
        assert_eq!(complaints(&format!("2016-04,A,{place},1,4\n"), &value())[0].3, code);
    }
    assert!(
        read(&format!("2016-04,{},,1,4\n", "é".repeat(100)), &value())
            .unwrap()
            .batch
            .is_some()
    );
    let alike = read("2016-04,Mill Hill,,1,4\n2016-04,mill hill,,1,4\n", &value()).unwrap();
    assert!(alike.remarks.iter().any(|it| it.contains("kept apart")));
}

#[test]
fn a_mapping_that_does_not_fit_is_refused() {
    let fixed = |text: &str| Source::Fixed(text.to_owned());
    for (mapping, code) in [
        (
            Mapping {
                place: column("area"),
                ..value()
            },
            "exchange/no-such-column",
        ),
        (
            Mapping {
                place: column("month"),
                ..value()
            },
            "exchange/column-used-twice",
        ),
        (
            Mapping {
                place: fixed(" "),
                ..value()
            },
            "exchange/no-name",
        ),
        (
            Mapping {
                period: fixed("soon"),
                ..value()
            },
            "exchange/not-a-period",
        ),
    ] {
        assert_eq!(read("2016-04,A,,1,4\n", &mapping).unwrap_err().code, code);
    }
    let table = Table::read("a.csv", b"month,place,group,seen,all\n2016-04,A,,1,4\n").unwrap();
    let told = |mapping: &Mapping, ratio| {
        read_batch(&table, mapping, &Id::slug("m"), ratio, &mut |_, _| {})
            .unwrap_err()
            .code
    };
    assert_eq!(told(&value(), true), "exchange/ratio-needs-two-columns");
    assert_eq!(told(&ratio(Counts::These), false), "exchange/value-needs-one-column");
}

#[test]
fn complaints_are_counted_past_those_that_are_kept() {
    let rows = "x,A,,1,4\n".repeat(MOST_COMPLAINTS + 5);
    let read = read(&rows, &value()).unwrap();
    assert_eq!((read.complaints.len(), read.unlisted), (MOST_COMPLAINTS, 5));
    assert_eq!(read.rows_read, MOST_COMPLAINTS as u64 + 5);
}

#[test]
fn remarks_say_how_doubtful_things_were_read() {
    let read = read("01/04/2016,A,,NA,4\n", &ratio(Counts::These)).unwrap();
    let all = read.remarks.join("\n");
    assert!(
        all.contains("day first") && all.contains("`NA`") && all.contains("the month it falls in"),
        "{all}"
    );
}

#[test]
fn a_mapping_is_recorded_and_read_back() {
    let mapping = ratio(Counts::TheOthers);
    let text = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<Mapping>(&text).unwrap(), mapping);
    assert!(text.contains(r#""numerator-counts":"the-others""#), "{text}");
    let short = r#"{"period":{"column":"m"},"length":"month","place":{"fixed":"A"},"figure":{"value":{"column":"v"}}}"#;
    assert_eq!(
        serde_json::from_str::<Mapping>(short).unwrap().group,
        Source::Fixed("all".to_owned())
    );
    assert!(serde_json::from_str::<Mapping>(&short.replace("\"figure\"", "\"colour\":1,\"figure\"")).is_err());
}
