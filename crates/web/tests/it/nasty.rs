use crate::evidence::{CSV, agreed, length, sends};

#[tokio::test]
async fn a_file_of_more_than_64_mb_gets_a_page_that_says_so() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let large = vec![b'1'; (64 << 20) + 1];
    let page = sends(&mut bela, "large.csv", &large).await.is(413);
    page.says(&[
        "larger than 64 MB",
        "web/too-large",
        "type=\"file\"",
        "Care partnership",
    ]);
}

/// Files that people or their enemies send, each with the name it is sent under.
fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(CSV.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let mut odd16 = utf16.clone();
    odd16.extend([0x00, 0xd8, 0x41]);
    let head = "month,ward,seen,all\n";
    vec![
        ("empty.csv", Vec::new()),
        ("spaces.csv", text(" \n\n \t\n")),
        ("header.csv", text(head)),
        ("no-header.csv", text("2017-01,A,7,10\n2017-02,A,8,10\n")),
        ("nul.csv", text("month,ward,seen,all\n2017-01,A,7\0,10\n")),
        ("nuls.csv", vec![0; 100_000]),
        ("utf16.txt", odd16),
        (
            "broken.csv",
            [b"\xef\xbb\xbfmonth,ward,seen,all\n2017-01,\xff\xfe,7,10\n".as_slice()].concat(),
        ),
        ("workbook.csv", text("PK\x03\x04xl/workbook.xml and so on")),
        ("workbook.xlsx", text("PK\x03\x04xl/workbook.xml and so on")),
        ("text.xlsx", text(CSV)),
        ("bomb.xlsx", [b"PK\x03\x04xl/".to_vec(), vec![0; 200_000]].concat()),
        ("old.xls", text("\u{d0}\u{cf}\u{11}\u{e0}")),
        ("picture.png", text("PNG")),
        ("picture.csv", b"\x89PNG\r\n\x1a\n0000".to_vec()),
        ("page.csv", text("<!doctype html><p>Sign in first</p>")),
        ("data.csv", text("{\"month\":\"2017-01\"}")),
    ]
}

/// Tables that can be read and hold what no evidence may.
fn misread() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let wide = |columns: usize| {
        let names: Vec<_> = (0..columns).map(|it| format!("c{it}")).collect();
        let cells = vec!["1"; columns];
        format!("{}\n{}\n", names.join(","), cells.join(",")).into_bytes()
    };
    let head = "month,ward,seen,all\n";
    let mut files = vec![
        (
            "cell.csv",
            [text(head), text("2017-01,\""), vec![b'x'; 10 << 20], text("\",7,10\n")].concat(),
        ),
        (
            "quote.csv",
            [text(head), text("2017-01,\"A,7,10\n2017-02,A,7,10\n")].concat(),
        ),
        ("columns.csv", wide(5_000)),
        ("many.csv", wide(900)),
        (
            "same.csv",
            text("month,month,seen,all\n2017-01,A,7,10\n2017-02,A,7,10\n"),
        ),
        (
            "twice.csv",
            text("month,ward,seen,all\n2017-01,A,7,10\n2017-01,A,8,10\n"),
        ),
        (
            "dates.csv",
            text("month,ward,seen,all\n31/02/2017,A,7,10\n99999-01,A,7,10\n0000-00,A,1,2\n"),
        ),
        (
            "less.csv",
            text("month,ward,seen,all\n2017-01,A,7,-10\n2017-02,A,-7,10\n"),
        ),
        (
            "over.csv",
            text("month,ward,seen,all\n2017-01,A,7,10\n2017-02,A,70,10\n"),
        ),
        (
            "huge.csv",
            text("month,ward,seen,all\n2017-01,A,1e999,1e999\n2017-02,A,1e300,NaN\n"),
        ),
        (
            "marks.csv",
            text("month,ward,seen,all\n2017-01,A,-,10\n2017-02,A,<5,10\n"),
        ),
        (
            "ragged.csv",
            text("month,ward,seen,all\n2017-01,A\n2017-02,A,7,10,11,12\n"),
        ),
        (
            "formula.csv",
            text("month,ward,seen,all\n2017-01,=cmd|'/c calc'!A1,=1+1,10\n2017-02,A,7,10\n"),
        ),
        (
            "markup.csv",
            text("month,<script>x</script>,seen,all\n2017-01,<img src=x>,\"<b>\",10\n2017-02,A,7,10\n"),
        ),
        ("../../etc/passwd", text("root:x:0:0\n")),
    ];
    files.push((
        "rows.csv",
        (0..60_000).fold(text(head), |mut all, _| {
            all.extend_from_slice(b"x,y,z,w\n");
            all
        }),
    ));
    files
}

#[tokio::test]
async fn no_file_whatever_it_holds_breaks_the_page_or_reaches_the_ledger() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let before = length(&world);
    let mut waited = 0;
    for (file, bytes) in unreadable().into_iter().chain(misread()) {
        let sent = sends(&mut bela, file, &bytes).await;
        if sent.status == 303 {
            waited += 1;
            let page = bela.get(&sent.location).await;
            assert_eq!(page.status, 200, "{file}");
            assert!(!page.body.contains("formaction"), "{file} would be taken in");
            page.never_says(&["<script>x", "<img src=x"]);
            page.says(&["What checking every row came to"]);
            continue;
        }
        assert!(matches!(sent.status.as_u16(), 400 | 422), "{file}: {}", sent.status);
        sent.says(&[
            "What you can do",
            "type=\"file\"",
            "Care partnership",
            "Code <code>exchange/",
        ]);
    }
    assert!(waited > 8, "{waited}");
    assert_eq!(length(&world), before);
    // Bodies that are no input at all.
    for body in ["", "measure=seen-in-time", "--cut\r\n"] {
        let page = bela.post("/p/care/evidence", &[("x", body)]).await;
        assert!(matches!(page.status.as_u16(), 400 | 422), "{}", page.status);
    }
}
