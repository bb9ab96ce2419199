use memchr::memmem;

/// What a file looks like from its bytes alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    Text,
    Xlsx,
    /// Something known that is not a table this room reads, by the words a person knows it by.
    Other(&'static str),
}

/// How files that are not tables begin.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a photograph (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel workbook (.xls) or one locked with a password",
    ),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a Rich Text document"),
];

/// How text begins that is not a table.
const TEXTS: &[(&str, &str)] = &[
    ("<!doctype", "a web page"),
    ("<html", "a web page"),
    ("<?xml", "an XML document"),
    ("<", "a web page or an XML document"),
    ("{", "a JSON document"),
    ("[{", "a JSON document"),
];

/// Most bytes searched at either end of a ZIP file for the names inside it.
const ENDS: usize = 1 << 20;

/// What the bytes look like, whatever the file is called.
pub(crate) fn looks(bytes: &[u8]) -> Looks {
    if let Some((_, words)) = BEGINNINGS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Looks::Other(words);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return inside_zip(bytes);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start: Vec<u8> = start
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take(16)
        .map(u8::to_ascii_lowercase)
        .collect();
    match TEXTS.iter().find(|(mark, _)| start.starts_with(mark.as_bytes())) {
        Some((_, words)) => Looks::Other(words),
        None => Looks::Text,
    }
}

fn inside_zip(bytes: &[u8]) -> Looks {
    let first = bytes.get(..ENDS).unwrap_or(bytes);
    let last = bytes.get(bytes.len().saturating_sub(ENDS)..).unwrap_or(bytes);
    let holds = |name: &str| {
        [first, last]
            .iter()
            .any(|it| memmem::find(it, name.as_bytes()).is_some())
    };
    if holds("xl/workbook.bin") {
        Looks::Other("a binary Excel workbook (.xlsb)")
    } else if holds("xl/") {
        Looks::Xlsx
    } else if holds("opendocument.spreadsheet") {
        Looks::Other("an OpenDocument spreadsheet (.ods)")
    } else if holds("word/document.xml") {
        Looks::Other("a Word document")
    } else if holds("Index/Document.iwa") {
        Looks::Other("an Apple Numbers or Pages document")
    } else {
        Looks::Other("a ZIP file")
    }
}
