//! Whatever bytes come in, nothing panics, and evidence never comes together with a complaint.

use std::io::Write;

use cm_exchange::{Figure, Hint, Mapping, STANDARDS, Table, read_batch};
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

/// The parts of a small workbook, as plain as the format allows.
const PARTS: [(&str, &str); 6] = [
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#,
    ),
    (
        "xl/sharedStrings.xml",
        r#"<sst count="4" uniqueCount="4"><si><t>month</t></si><si><t>place</t></si><si><t>seen</t></si><si><r><t>Har</t></r><r><t>bour</t></r></si></sst>"#,
    ),
    (
        "xl/worksheets/sheet1.xml",
        r#"<worksheet><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" s="1"><v>42000</v></c><c r="B2" t="s"><v>3</v></c><c r="C2"><f>1+1</f><v>2</v></c></row><row r="3"><c r="A3" s="1"><v>42031</v></c><c r="B3" t="inlineStr"><is><t>Mill</t></is></c><c r="C3" t="e"><v>#N/A</v></c></row></sheetData></worksheet>"#,
    ),
];

/// A workbook of parts, one of them spoilt.
fn workbook(which: usize, changes: &[(Index, u8, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (at, (name, text)) in PARTS.iter().enumerate() {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(*name, options).unwrap();
        let changes = if at == which { changes } else { &[] };
        writer.write_all(&spoilt(text.as_bytes(), changes)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_plain_workbook_is_good_until_it_is_spoilt() {
    let table = Table::read("a.xlsx", &workbook(0, &[])).unwrap();
    let cells: Vec<_> = (0..3).map(|column| table.cell(0, column)).collect();
    assert_eq!(cells, [Some("2018-12-28"), Some("Harbour"), Some("2")]);
    assert_eq!(table.cell(1, 2), Some("#N/A"));
}

#[test]
fn a_formula_whose_result_was_not_saved_is_a_complaint() {
    let sheet = PARTS[5].1.replace("</f><v>2</v>", "</f>");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in PARTS {
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer
            .write_all(if name.ends_with("sheet1.xml") {
                sheet.as_bytes()
            } else {
                text.as_bytes()
            })
            .unwrap();
    }
    let table = Table::read("a.xlsx", &writer.finish().unwrap().into_inner()).unwrap();
    let mapping = Mapping::propose(&table, Hint { ratio: false }).mapping;
    let mapping = Mapping {
        figure: Figure::Value {
            column: "seen".to_owned(),
        },
        ..mapping
    };
    let read = read_batch(&table, &mapping, &Id::slug("m"), false, &mut |_, _| {}).unwrap();
    let said: Vec<_> = read.complaints.iter().map(|it| (it.line, it.code)).collect();
    assert_eq!(said, [(2, "exchange/no-result"), (3, "exchange/not-a-number")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

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
    fn a_workbook_with_one_part_spoilt(which in 0..PARTS.len(), changes in changes()) {
        read("a.xlsx", &workbook(which, &changes));
    }

    #[test]
    fn a_good_workbook_spoilt(changes in changes()) {
        for it in STANDARDS.iter().filter(|it| it.name() == "xlsx") {
            read("a.xlsx", &spoilt(it.worked().bytes, &changes));
        }
    }
}
