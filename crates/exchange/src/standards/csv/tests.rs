use cm_kernel::{Absence, Known, KnownRow, Period, Reading};

use super::{LARGEST, observations, read, rows};
use crate::{
    Table,
    table::{LONGEST_CELL, MOST_COLUMNS},
};

fn cells(text: &str) -> Vec<Vec<String>> {
    let grid = read(text.as_bytes()).unwrap().grid;
    let row = |row: usize| (0..grid.width(row)).map(move |column| (row, column));
    (0..grid.len())
        .map(|at| {
            row(at)
                .filter_map(|(row, column)| grid.cell(row, column))
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

#[test]
fn delimiters_are_told_apart() {
    for (text, expected) in [
        ("a,b\n1,2\n", vec!["a", "b"]),
        ("a;b\n1,5;2,5\n3,5;4,5\n", vec!["a", "b"]),
        ("a\tb, c\n1\t2\n", vec!["a", "b, c"]),
        ("\"a;b;c\",d\n\"1;2;3\",4\n", vec!["a;b;c", "d"]),
        ("sep=;\na;b,c\n1;2,3\n", vec!["a", "b,c"]),
        ("a\n1\n", vec!["a"]),
        ("a", vec!["a"]),
    ] {
        assert_eq!(cells(text).first().unwrap(), &expected, "{text}");
    }
}

#[test]
fn quotation_marks_line_ends_and_ragged_rows() {
    assert_eq!(
        cells("a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n\r\n1\r\n1,2,3"),
        [
            vec!["a", "b"],
            vec!["x, \"y\"", "two\nlines"],
            vec!["1"],
            vec!["1", "2", "3"]
        ]
    );
    assert_eq!(cells("a,b\r1,2\r"), [["a", "b"], ["1", "2"]]);
    assert_eq!(cells("a,b\n1,\"\"\n,\n\"\",\"2\""), [["a", "b"], ["1", ""], ["", "2"]]);
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let table = Table::read("a.csv", b"\n\na,b\r\n\r\n1,\"x\ny\"\r\n\n2,z\n").unwrap();
    assert_eq!((table.line(0), table.line(1)), (5, 8));
    let table = Table::read("a.csv", b"sep=;\na;b\n1;2\n").unwrap();
    assert_eq!(table.line(0), 3);
}

#[test]
fn what_no_table_holds_is_refused_with_its_line() {
    let wide = ",".repeat(MOST_COLUMNS);
    let long = format!("a,b\n1,{}\n", "x".repeat(10_000_000));
    for (text, code, says) in [
        ("a,b\n1,2\n3,\"four\n5,6\n".to_owned(), "exchange/open-quote", "line 3"),
        ("a,b\n3,\"".to_owned(), "exchange/open-quote", "line 2"),
        (format!("a\n{wide}x\n"), "exchange/too-many-columns", "Line 2"),
        (format!("a\n{wide}{wide}x\n"), "exchange/too-many-columns", "Line 2"),
        (long, "exchange/cell-too-long", "line 2, column 2"),
    ] {
        let refusal = read(text.as_bytes()).unwrap_err();
        assert_eq!(refusal.code, code);
        assert!(refusal.reason.contains(says), "{refusal}");
    }
    let longest = format!("a,b\n1,{}\n", "x".repeat(LONGEST_CELL));
    assert_eq!(cells(&longest).len(), 2);
    let widest = format!("a\n{}x\n", ",".repeat(MOST_COLUMNS - 1));
    assert_eq!(cells(&widest).last().unwrap().len(), MOST_COLUMNS);
}

#[test]
fn a_file_past_the_limit_is_refused_before_it_is_read() {
    let bytes = vec![b'a'; LARGEST + 1];
    let refusal = read(&bytes).unwrap_err();
    assert_eq!(refusal.code, "exchange/file-too-large");
}

fn known() -> Known {
    let row = |place, period: &str, reading| KnownRow {
        period: Period::parse(period).unwrap(),
        place,
        group: 0,
        reading,
        at: 7,
    };
    let ratio = Reading::Ratio {
        numerator: 1.0,
        denominator: 4.0,
    };
    Known {
        places: vec!["=1+1".to_owned(), "A, \"B\"".to_owned()],
        groups: vec!["-".to_owned()],
        rows: vec![
            row(0, "2016-04", ratio),
            row(1, "2016-04", Reading::Value(0.0)),
            row(1, "2016-05", Reading::Absent(Absence::Suppressed)),
        ],
    }
}

#[test]
fn rows_are_written_as_their_digest_is_taken() {
    assert_eq!(
        rows(&known()),
        "period,place,group,value,denominator,mark\n\
         2016-04,=1+1,-,1,4,0\n\
         2016-04,\"A, \"\"B\"\"\",-,0,,0\n\
         2016-05,\"A, \"\"B\"\"\",-,,,4\n"
    );
}

#[test]
fn the_export_for_people_runs_nothing_and_says_absences_in_words() {
    assert_eq!(
        observations(&known()),
        "period,place,group,value,denominator,mark\n\
         2016-04,'=1+1,'-,1,4,\n\
         2016-04,\"A, \"\"B\"\"\",'-,0,,\n\
         2016-05,\"A, \"\"B\"\"\",'-,,,suppressed\n"
    );
}
