use super::{Batch, Row, same_reading};
use crate::{Absence, Id, Period, Reading};

fn row(period: &str, place: u32, group: u32, reading: Reading) -> Row {
    Row {
        period: Period::parse(period).unwrap(),
        place,
        group,
        reading,
    }
}

#[test]
fn equal_evidence_has_an_equal_digest_whatever_its_order() {
    let some = row(
        "2016-04",
        0,
        0,
        Reading::Ratio {
            numerator: 3.0,
            denominator: 8.0,
        },
    );
    let other = row("2016-05", 1, 0, Reading::Absent(Absence::Suppressed));
    let mut one = Batch {
        measure: Id::slug("m"),
        places: vec!["B".into(), "A,1".into()],
        groups: vec!["all".into()],
        rows: vec![some, other],
    };
    let mut two = Batch {
        measure: Id::slug("m"),
        places: vec!["A,1".into(), "B".into()],
        groups: vec!["all".into()],
        rows: vec![row("2016-05", 0, 0, other.reading), row("2016-04", 1, 0, some.reading)],
    };
    one.sort();
    two.sort();
    assert_eq!(one.digest(), two.digest());
    assert_eq!(
        one.to_csv(),
        "period,place,group,value,denominator,mark\n2016-05,\"A,1\",all,,,4\n2016-04,B,all,3,8,0\n"
    );
}

#[test]
fn numbers_are_written_as_rfc_8785_writes_them() {
    for (number, text) in [
        (0.1, "0.1"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (123_456_789.0, "123456789"),
        (1e20, "100000000000000000000"),
    ] {
        let batch = Batch {
            measure: Id::slug("m"),
            places: vec!["A".into()],
            groups: vec!["all".into()],
            rows: vec![row("2016", 0, 0, Reading::Value(number))],
        };
        assert!(
            batch.to_csv().ends_with(&format!("2016,A,all,{text},,0\n")),
            "{}",
            batch.to_csv()
        );
    }
}

#[test]
fn zero_and_the_four_absences_are_five_different_facts() {
    let mut facts = vec![Reading::Value(0.0)];
    facts.extend(Absence::ALL.map(Reading::Absent));
    for (a, one) in facts.iter().enumerate() {
        for (b, two) in facts.iter().enumerate() {
            assert_eq!(same_reading(*one, *two), a == b);
        }
        let (value, denominator, mark) = one.parts();
        assert_eq!(Reading::from_parts(value, denominator, mark), Some(*one));
    }
}
