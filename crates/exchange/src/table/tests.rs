use super::{MOST_CELLS, MOST_TEXT, Table, check_size, shown};

fn columns(name: &str, bytes: &[u8]) -> Vec<String> {
    Table::read(name, bytes).unwrap().columns().to_vec()
}

fn refused(name: &str, bytes: &[u8]) -> &'static str {
    Table::read(name, bytes).expect_err(name).code
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_refused_in_words() {
    for (name, bytes, code, says) in [
        (
            "a.xlsx",
            &b"period,value\n2016,1\n"[..],
            "exchange/not-what-it-says",
            "plain text",
        ),
        (
            "a.xls",
            b"period,value\n2016,1\n",
            "exchange/not-what-it-says",
            "plain text",
        ),
        (
            "a.csv",
            b"PK\x03\x04 xl/workbook.xml",
            "exchange/not-what-it-says",
            ".xlsx",
        ),
        (
            "a.csv",
            b"PK\x03\x04 something",
            "exchange/not-what-it-says",
            "a ZIP file",
        ),
        ("a.CSV", b"%PDF-1.7", "exchange/not-what-it-says", "a PDF document"),
        ("a.csv", b"\x89PNG\r\n", "exchange/not-what-it-says", "a picture"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "exchange/not-what-it-says",
            "locked with a password",
        ),
        (
            "a.csv",
            b"  <!DOCTYPE html><html>",
            "exchange/not-what-it-says",
            "a web page",
        ),
        ("a.csv", b"{\"a\": 1}", "exchange/not-what-it-says", "a JSON document"),
        (
            "a.xlsx",
            b"PK\x03\x04 xl/workbook.bin",
            "exchange/not-what-it-says",
            ".xlsb",
        ),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "exchange/another-kind", ".xls"),
        (
            "a.ods",
            b"PK\x03\x04 opendocument.spreadsheet",
            "exchange/another-kind",
            ".ods",
        ),
        ("a", b"\x1f\x8b\x08", "exchange/another-kind", "gzip"),
    ] {
        let refusal = Table::read(name, bytes).expect_err(name);
        assert_eq!(refusal.code, code, "{name}: {refusal}");
        assert!(refusal.reason.contains(says), "{name}: {refusal}");
        assert!(refusal.remedy.contains("CSV UTF-8"), "{name}: {refusal}");
    }
}

#[test]
fn a_file_without_a_known_ending_is_read_by_its_content() {
    for name in ["figures", "figures.2016", "figures.TXT", "figures.tsv"] {
        assert_eq!(
            columns(name, b"period\tvalue\n2016\t1\n"),
            ["period", "value"],
            "{name}"
        );
    }
}

#[test]
fn letters_are_read_as_the_file_says_or_with_a_remark() {
    let utf16 = |text: &str, little: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units
            .flat_map(|it| if little { it.to_le_bytes() } else { it.to_be_bytes() })
            .collect()
    };
    let text = "période;valeur\r\n2016;3,5\r\n";
    for (bytes, remarks) in [
        (text.as_bytes().to_vec(), 1),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), 1),
        (utf16(text, true), 2),
        (utf16(text, false), 2),
        (b"p\xe9riode;valeur\r\n2016;3,5\r\n".to_vec(), 2),
    ] {
        let table = Table::read("a.csv", &bytes).unwrap();
        assert_eq!(table.columns(), ["période", "valeur"]);
        assert_eq!(table.cell(0, 1), Some("3,5"));
        assert_eq!(table.remarks().len(), remarks, "{:?}", table.remarks());
    }
    assert_eq!(
        refused("a.csv", b"\xc3\xa9,value\n2016,\xe9\n"),
        "exchange/broken-letters"
    );
    assert_eq!(
        refused("a.csv", b"\xef\xbb\xbfperiod,value\n2016,\xe9\n"),
        "exchange/broken-letters"
    );
    assert_eq!(
        refused("a.csv", b"\xff\xfea\0,\0\x00\xd8,\0"),
        "exchange/broken-letters"
    );
    assert_eq!(refused("a.csv", b"period,value\n2016,\0\n"), "exchange/nul-byte");
}

#[test]
fn the_header_is_found_and_its_faults_are_named() {
    assert_eq!(refused("a.csv", b""), "exchange/empty-file");
    assert_eq!(refused("a.csv", b"\n \n,,\n"), "exchange/empty-file");
    assert_eq!(refused("a.csv", b"period,value\n"), "exchange/no-rows");
    assert_eq!(
        refused("a.csv", b"2016-04-01,RF4,12\n2016-05-01,RF4,13\n"),
        "exchange/no-header"
    );
    assert_eq!(
        columns("a.csv", b"place,2016,2017\nRF4,1,2\n"),
        ["place", "2016", "2017"]
    );
    let table = Table::read(
        "a.csv",
        b"Table 1: visits\n\nSource: us\nperiod,place,value\n2016,A,1\n",
    )
    .unwrap();
    assert_eq!(table.columns(), ["period", "place", "value"]);
    assert_eq!((table.rows(), table.line(0)), (1, 5));
    assert!(
        table
            .remarks()
            .iter()
            .any(|it| it.contains("line 4") && it.contains("Table 1"))
    );
    let table = Table::read("a.csv", b",period,value,\n1,2016,5,\n").unwrap();
    assert_eq!(table.columns(), ["(column 1)", "period", "value"]);
    assert_eq!(table.remarks().len(), 1);
}

#[test]
fn columns_are_found_by_name() {
    let table = Table::read("a.csv", b"period,n,n\n2016,1,2\n").unwrap();
    assert_eq!(table.column("period"), Ok(0));
    assert_eq!(table.column("n").unwrap_err().code, "exchange/two-columns-one-name");
    let none = table.column("Period").unwrap_err();
    assert_eq!(none.code, "exchange/no-such-column");
    assert!(none.remedy.contains("`period`"));
}

#[test]
fn what_a_message_repeats_is_short_and_plain() {
    assert_eq!(shown("a\nb"), "a b");
    let long = shown(&"é".repeat(100));
    assert_eq!(long.chars().count(), 60);
    assert!(long.ends_with('…'));
    assert_eq!(shown(&"é".repeat(60)).chars().count(), 60);
}

#[test]
fn a_table_has_an_end() {
    assert_eq!(check_size(MOST_CELLS, MOST_TEXT), Ok(()));
    for (cells, text) in [(MOST_CELLS + 1, 0), (0, MOST_TEXT + 1)] {
        assert_eq!(check_size(cells, text).unwrap_err().code, "exchange/too-many-cells");
    }
}

#[test]
fn a_table_falls_apart_by_a_column_and_keeps_its_lines() {
    let file = "measure,month,value\nstays,2016-04,7\nvisits,2016-04,9\nstays,2016-05,8\n";
    let table = Table::read("own.csv", file.as_bytes()).unwrap();
    let parts = table.split("measure").unwrap();
    let names: Vec<_> = parts.iter().map(|(name, part)| (name.as_str(), part.rows())).collect();
    assert_eq!(names, [("stays", 2), ("visits", 1)]);
    let (_, stays) = &parts[0];
    assert_eq!((stays.cell(1, 2), stays.line(1)), (Some("8"), 4));
    assert_eq!(stays.columns(), table.columns());
    assert_eq!(table.split("colour").unwrap_err().code, "exchange/no-such-column");
}

#[test]
fn a_column_of_many_values_names_no_measures() {
    let rows: String = (0..60).map(|at| format!("m{at},2016-04,7\n")).collect();
    let table = Table::read("own.csv", format!("measure,month,value\n{rows}").as_bytes()).unwrap();
    assert_eq!(table.split("measure").unwrap_err().code, "exchange/too-many-measures");
}
