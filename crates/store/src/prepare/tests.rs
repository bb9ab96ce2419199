use cm_kernel::{Author, Batch, Draft, Id, Period, Reading, Row, Timestamp};
use serde_json::{Value, json};

use super::prepare;

fn draft(body: Value) -> Draft {
    Draft {
        kind: "evidence/batch-added".into(),
        author: Author {
            member: Id::slug("m"),
            partner: Id::slug("p"),
        },
        received: Timestamp::from_ms(0),
        salt: "00112233445566778899aabbccddeeff".into(),
        body,
    }
}

fn batch(rows: &[(u32, u32, &str, f64)]) -> Batch {
    Batch {
        measure: Id::slug("m"),
        places: vec!["C".into(), "A".into(), "B".into()],
        groups: vec!["all".into()],
        rows: rows
            .iter()
            .map(|(place, group, period, value)| Row {
                period: Period::parse(period).unwrap(),
                place: *place,
                group: *group,
                reading: Reading::Value(*value),
            })
            .collect(),
    }
}

fn fault(drafts: Vec<Draft>, batches: &[(usize, Batch)]) -> String {
    prepare(&Id::slug("here"), 3, drafts, batches).unwrap_err().0
}

#[test]
fn a_batch_comes_out_in_order_with_only_the_names_its_rows_use() {
    let given = batch(&[(2, 0, "2020-02", 2.0), (1, 0, "2020-02", -0.0), (1, 0, "2020-01", 1.0)]);
    let ready = prepare(&Id::slug("here"), 3, vec![draft(json!({}))], &[(0, given)]).unwrap();
    let (at, kept) = &ready.batches[0];
    assert_eq!((*at, ready.length()), (3, 4));
    assert_eq!(kept.places, ["A", "B"]);
    let keys: Vec<_> = kept
        .rows
        .iter()
        .map(|row| kept.key(row).unwrap())
        .map(|key| (key.0, key.2.to_string()))
        .collect();
    let expected = [("A", "2020-01"), ("A", "2020-02"), ("B", "2020-02")].map(|(place, it)| (place, it.to_owned()));
    assert_eq!(keys, expected);
    let (value, ..) = kept.rows[1].reading.parts();
    assert!(value.unwrap().is_sign_positive());
}

#[test]
fn what_could_not_be_read_back_is_a_fault_before_anything_is_written() {
    let one = || vec![draft(json!({}))];
    assert!(fault(one(), &[(0, batch(&[(3, 0, "2020", 1.0)]))]).contains("outside"));
    assert!(fault(one(), &[(1, batch(&[]))]).contains("no draft"));
    assert!(fault(one(), &[(0, batch(&[])), (0, batch(&[]))]).contains("two batches"));
    assert!(fault(one(), &[(0, batch(&[(0, 0, "2020", 1.0), (0, 0, "2020", 2.0)]))]).contains("two things"));
    assert!(fault(one(), &[(0, batch(&[(0, 0, "2020", f64::NAN)]))]).contains("finite"));
    let mut twice = batch(&[]);
    twice.places = vec!["A".into(), "A".into()];
    assert!(fault(one(), &[(0, twice)]).contains("twice"));
    let mut zero = batch(&[]);
    zero.groups = vec!["a\0".into()];
    assert!(fault(one(), &[(0, zero)]).contains("zero byte"));
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    assert!(fault(vec![draft(deep)], &[]).contains("JSON"));
}
