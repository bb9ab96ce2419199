use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::{LARGEST, read};
use crate::{Table, table::MOST_COLUMNS};

fn workbook(fill: impl Fn(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
}

#[test]
fn values_come_as_a_person_would_type_them() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, &[&["date", "number", "share", "yes", "clock", "odd", "sum"]]);
        let date = ExcelDateTime::from_ymd(2016, 4, 1).unwrap();
        sheet
            .write_with_format(1, 0, &date, &Format::new().set_num_format("mmm yy"))
            .unwrap();
        sheet.write(1, 1, 1234.5).unwrap();
        sheet
            .write_with_format(1, 2, 0.125, &Format::new().set_num_format("0.0%"))
            .unwrap();
        sheet.write(1, 3, true).unwrap();
        sheet
            .write_with_format(1, 4, 0.5, &Format::new().set_num_format("[h]:mm"))
            .unwrap();
        sheet
            .write_with_format(1, 5, -3.0, &Format::new().set_num_format("yyyy-mm-dd"))
            .unwrap();
        sheet.write(1, 6, Formula::new("=1+1").set_result("2")).unwrap();
        let moment = ExcelDateTime::from_ymd(2016, 4, 1).unwrap().and_hms(9, 30, 0).unwrap();
        sheet
            .write_with_format(3, 0, &moment, &Format::new().set_num_format("yyyy-mm-dd hh:mm"))
            .unwrap();
        sheet.write(3, 1, 1e-9).unwrap();
    });
    let table = Table::read("a.xlsx", &bytes).unwrap();
    let row = |row: usize| -> Vec<_> { (0..7).map(|column| table.cell(row, column).unwrap_or("none")).collect() };
    assert_eq!(
        row(0),
        ["2016-04-01", "1234.5", "0.125", "TRUE", "43200 seconds", "-3", "2"]
    );
    assert_eq!(
        row(1),
        ["2016-04-01T09:30:00", "1e-9", "none", "none", "none", "none", "none"]
    );
    assert_eq!((table.rows(), table.line(0), table.line(1)), (2, 2, 4));
    assert!(!table.is_ragged(1));
    assert_eq!(table.sheet(), Some("Sheet1"));
}

#[test]
fn the_first_visible_sheet_with_a_table_is_read_or_the_named_one() {
    let bytes = workbook(|book| {
        fill(
            book.add_worksheet().set_name("Cover").unwrap(),
            &[&["About"], &["These figures"]],
        );
        let hidden = book.add_worksheet().set_name("Lists").unwrap();
        fill(hidden, &[&["code", "name"], &["1", "Harbour"]]);
        hidden.set_hidden(true);
        fill(
            book.add_worksheet().set_name("Data").unwrap(),
            &[&["period", "value"], &["2016", "1"]],
        );
        fill(
            book.add_worksheet().set_name("More").unwrap(),
            &[&["month", "count"], &["2016-04", "1"]],
        );
    });
    let table = Table::read("a.xlsx", &bytes).unwrap();
    assert_eq!(table.sheet(), Some("Data"));
    assert_eq!(table.sheets(), ["Cover", "Data", "More"]);
    assert!(table.remarks().first().unwrap().contains("`Data`"));
    let more = Table::read_sheet("a.xlsx", &bytes, Some("More")).unwrap();
    assert_eq!(more.columns(), ["month", "count"]);
    assert_eq!(
        Table::read_sheet("a.xlsx", &bytes, Some("Lists")).unwrap().columns(),
        ["code", "name"]
    );
    let none = Table::read_sheet("a.xlsx", &bytes, Some("data")).unwrap_err();
    assert_eq!(none.code, "exchange/no-such-sheet");
    assert!(none.remedy.contains("`Data`"));
}

#[test]
fn a_table_may_stand_anywhere_on_its_sheet() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Visits").unwrap();
        for (column, name) in ["period", "place", "value"].iter().enumerate() {
            sheet.write(4, column as u16 + 2, *name).unwrap();
            sheet.write(5, column as u16 + 2, "2016").unwrap();
        }
        sheet.write(5, 9, "a note at the side").unwrap();
    });
    let table = Table::read("a.xlsx", &bytes).unwrap();
    assert_eq!(
        table.columns(),
        ["(column 1)", "(column 2)", "period", "place", "value"]
    );
    assert_eq!((table.line(0), table.is_ragged(0)), (6, false));
}

#[test]
fn what_cannot_be_read_is_a_refusal() {
    let good = workbook(|book| fill(book.add_worksheet(), &[&["a", "b"], &["1", "2"]]));
    let empty = workbook(|book| {
        book.add_worksheet();
    });
    let wide = workbook(|book| {
        book.add_worksheet().write(0, MOST_COLUMNS as u16, "x").unwrap();
    });
    let long = workbook(|book| {
        book.add_worksheet().write(0, 0, "é".repeat(20_000)).unwrap();
    });
    for (bytes, code) in [
        (&good[..good.len() / 2], "exchange/damaged-workbook"),
        (b"PK\x03\x04xl/", "exchange/damaged-workbook"),
        (&empty, "exchange/empty-file"),
        (&wide, "exchange/too-many-columns"),
        (&long, "exchange/cell-too-long"),
    ] {
        assert_eq!(Table::read("a.xlsx", bytes).unwrap_err().code, code);
    }
    assert_eq!(
        read(&vec![0; LARGEST + 1], None).unwrap_err().code,
        "exchange/file-too-large"
    );
}

/// A ZIP file of parts; the content of each is given.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_list_of_texts_that_lies_about_its_length_is_refused() {
    for said in ["18446744073709551615", "999999999999", "99999999999999999999999"] {
        let texts = format!("<sst uniqueCount=\"{said}\"><si><t>a</t></si></sst>");
        let bytes = zipped(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/sharedStrings.xml", texts.as_bytes()),
        ]);
        let refusal = read(&bytes, None).unwrap_err();
        assert_eq!(refusal.code, "exchange/damaged-workbook");
        assert!(refusal.reason.contains("length"), "{refusal}");
    }
}
