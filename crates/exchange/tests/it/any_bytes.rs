//! Whatever bytes come in, nothing panics, and evidence never comes together with a complaint.

use cm_exchange::{Hint, Mapping, STANDARDS, Table, read_batch};
use cm_kernel::Id;
use proptest::{collection::vec, prelude::*, sample::Index};

const GOOD: &str = "month,place,group,seen,all\n2016-04,A,,1,4\n2016-05,\"B, c\",women,\"1,000\",\"2,000\"\n01/06/2016,A,x,*,z\nApr-17,é,,..,4\n";

/// Reads a file to the end, whatever it is.
fn read(name: &str, bytes: &[u8]) {
    let Ok(table) = Table::read(name, bytes) else { return };
    for ratio in [true, false] {
        let mapping = Mapping::propose(&table, Hint { ratio }).mapping;
        let Ok(read) = read_batch(&table, &mapping, &Id::slug("m"), ratio, &mut |_, _| {}) else {
            continue;
        };
        assert_eq!(read.batch.is_some(), read.complaints.is_empty());
        assert_eq!(read.rows_read, table.rows() as u64);
        let Some(batch) = read.batch else { continue };
        assert_eq!(batch.rows.len(), table.rows());
        let keys: std::collections::HashSet<_> = batch.rows.iter().map(|row| batch.key(row)).collect();
        assert_eq!(keys.len(), batch.rows.len());
        for row in &batch.rows {
            let (value, denominator, _) = row.reading.parts();
            assert!([value, denominator].into_iter().flatten().all(f64::is_finite));
        }
    }
}

/// Changes to a file: at a place, these bytes instead of so many.
fn spoilt(good: &[u8], changes: &[(Index, u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for (at, removed, put) in changes {
        let at = at.index(bytes.len() + 1);
        let end = (at + usize::from(*removed)).min(bytes.len());
        bytes.splice(at..end, put.iter().copied());
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(Index, u8, Vec<u8>)>> {
    let telling = proptest::sample::select(&b",;\t\"\n\r\0-/.%0123456789eE \xc3\xa9\xff*[]=+"[..]);
    let byte = prop_oneof![telling, any::<u8>()];
    vec((any::<Index>(), 0_u8..4, vec(byte, 0..4)), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_at_all(bytes in vec(any::<u8>(), 0..400), name in "[a-z]{0,3}(\\.(csv|xlsx|txt|pdf))?") {
        read(&name, &bytes);
    }

    #[test]
    fn any_text_of_a_table(text in "([ -~é\"]{0,8}[,;\n\t]){0,60}") {
        read("a.csv", text.as_bytes());
    }

    #[test]
    fn any_rows_under_a_header(rows in vec(("[0-9/ QWa-z-]{0,10}", "[A-C\u{200b}]{0,2}", "[0-9.,e*-]{0,6}", "[0-9.]{0,4}"), 1..30)) {
        let rows: String = rows.iter().map(|(a, b, c, d)| format!("{a};{b};{c};{d}\n")).collect();
        read("a.csv", format!("month;place;count;total\n{rows}").as_bytes());
    }

    #[test]
    fn a_good_file_spoilt(changes in changes()) {
        read("a.csv", &spoilt(GOOD.as_bytes(), &changes));
    }

    #[test]
    fn a_good_workbook_spoilt(changes in changes()) {
        for it in STANDARDS.iter().filter(|it| it.name() == "xlsx") {
            read("a.xlsx", &spoilt(it.worked().bytes, &changes));
        }
    }
}
