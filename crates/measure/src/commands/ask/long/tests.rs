use std::fmt::Write;
use std::path::Path;

use clap::Parser;

use super::super::run_sized;
use super::Sizes;
use crate::args::{Args, Command};
use crate::ending::Ending;

const SMALL: Sizes = Sizes {
    from: 0,
    whole: 1 << 20,
    head: 2_000,
    part: 700,
    place: 1 << 20,
};

/// What is said on standard output, or why not.
fn ask(words: &[&str], sizes: &Sizes) -> Result<String, &'static str> {
    let args = Args::try_parse_from(["measure", "ask"].iter().chain(words)).unwrap();
    let Command::Ask(asked) = &args.command else {
        panic!("not asked")
    };
    match run_sized(&args.place, asked, sizes) {
        Ok(said) => Ok(match (said.long, args.place.json) {
            (Some(long), _) => {
                let mut out = Vec::new();
                long(&mut out).unwrap();
                String::from_utf8(out).unwrap()
            }
            (None, true) => format!("{:#}\n", said.json),
            (None, false) => said.text,
        }),
        Err(Ending::Refused(it)) => Err(format!("{} {} {}", it.code, it.reason, it.remedy).leak()),
        Err(Ending::Faulty(it)) => panic!("{it}"),
    }
}

/// The same asked of the whole file and of its parts.
fn both(words: &[&str]) -> Result<String, &'static str> {
    let (whole, parts) = (ask(words, &Sizes::USUAL), ask(words, &SMALL));
    assert_eq!(whole, parts, "{words:?}");
    // Nobody can tell one from the other, so this says which was which: the whole may not be read here.
    let no_whole = Sizes { whole: 0, ..SMALL };
    assert_eq!(ask(words, &no_whole), parts, "{words:?}");
    parts
}

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Months of visits in wards of two groups of people, some short, one absent at the end, one silent.
fn wards(count: usize) -> String {
    let mut text = String::from("month,ward,group,seen,people\r\n");
    for ward in 0..count {
        for month in 0..if ward % 7 == 3 { 9 } else { 26 } {
            for (group, more) in [("old", 0), ("young", 20)] {
                let shift = if ward % 3 == 0 && month > 17 { 40 } else { 0 };
                let seen = match (ward, month) {
                    (5, _) | (11, 25) => "..".to_owned(),
                    _ => (50 + more + (ward * 7 + month * 13 + month * month) % 17 + shift).to_string(),
                };
                let people = if seen == ".." {
                    "..".to_owned()
                } else {
                    (200 + more).to_string()
                };
                let name = if ward == 8 {
                    "\"E008, \"\"north\"\"\"".to_owned()
                } else {
                    format!("E{ward:03}")
                };
                let date = format!("{}-{:02}", 2010 + month / 12, month % 12 + 1);
                write!(text, "{date},{name},{group},{seen},{people}\r\n").unwrap();
            }
        }
    }
    text
}

#[test]
fn parts_give_the_very_answer_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "wards.csv", &wards(70));
    let columns = ["--by", "ward", "--group", "group", "--value", "seen", "--of", "people"];
    for more in [
        &[][..],
        &["--csv", "-"],
        &["--json", "--set", "target=0.3", "--better", "higher"],
        &[
            "--json",
            "--in-group",
            "old",
            "--from",
            "2010-03-01",
            "--title",
            "Seen\u{1}chart",
        ],
        &[
            "--csv",
            "-",
            "--set",
            "target=2010-09:0.3,2011-06:0.4",
            "--better",
            "lower",
        ],
        &["--to", "2010-08-31"],
    ] {
        both(&[&["summary", &path], &columns[..], more].concat()).unwrap();
    }
    let few = file(folder.path(), "few.csv", &wards(14));
    for more in [
        &["--json"][..],
        &["--csv", "-", "--set", "target=0.3"],
        &["--in-group", "old"],
    ] {
        both(&[&["xmr", &few], &columns[..], more].concat()).unwrap();
    }
    let one = both(&[&["summary", &path, "--place", "E009", "--json"], &columns[..]].concat()).unwrap();
    assert!(one.contains("\"latest\": "), "{one}");
    let table = folder.path().join("table.csv");
    let words = [&["summary", &path, "--csv", table.to_str().unwrap()], &columns[..]].concat();
    let text = both(&words).unwrap();
    assert!(text.contains("10 more rows are not shown"), "{text}");
    assert_eq!(std::fs::read_to_string(&table).unwrap().lines().count(), 71);
}

#[test]
fn what_is_refused_of_the_whole_is_refused_of_its_parts() {
    let folder = tempfile::tempdir().unwrap();
    let text = wards(40);
    let bad = text
        .replacen("2010-02,E020", "2010-14,E020", 2)
        .replacen("2010-05,E031", "soon,E031", 1);
    let twice = text.replacen("2010-02,E021", "2010-01,E021", 2);
    for (name, text, code) in [
        ("bad.csv", &bad, "exchange/"),
        ("twice.csv", &twice, "exchange/same-twice Line "),
        ("ragged.csv", &text.replacen("2010-02,E021", "2010-02", 1), "exchange/"),
    ] {
        let path = file(folder.path(), name, text);
        let words = [
            "summary", &path, "--by", "ward", "--group", "group", "--value", "seen", "--of", "people",
        ];
        let refused = both(&words).unwrap_err();
        assert!(refused.starts_with(code), "{name}: {refused}");
    }
    let path = file(folder.path(), "wards.csv", &text);
    for more in [
        &["--place", "nowhere"][..],
        &["--value", "nothing"],
        &["--from", "yesterday"],
        &["--set", "colour=red"],
        &["--in-group", "nobody"],
    ] {
        let words = [
            &["summary", &path, "--by", "ward", "--group", "group", "--of", "people"],
            more,
        ];
        let words = match more.contains(&"--value") {
            true => words.concat(),
            false => [&words.concat()[..], &["--value", "seen"]].concat(),
        };
        both(&words).unwrap_err();
    }
}

#[test]
fn places_out_of_order_need_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let text = wards(40);
    let (head, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.sort_unstable();
    let by_month = format!("{head}\n{}\n", rows.join("\n"));
    let path = file(folder.path(), "by-month.csv", &by_month);
    let words = [
        "summary", &path, "--by", "ward", "--group", "group", "--value", "seen", "--of", "people",
    ];
    assert_eq!(ask(&words, &SMALL), ask(&words, &Sizes::USUAL));
    let no_whole = Sizes { whole: 0, ..SMALL };
    let refused = ask(&words, &no_whole).unwrap_err();
    assert!(
        refused.starts_with("measure/places-not-in-order ") && refused.contains("`ward`"),
        "{refused}"
    );
    let path = file(folder.path(), "wards.csv", &text);
    let short = Sizes { place: 100, ..SMALL };
    let refused = ask(&[&["summary", &path], &words[2..]].concat(), &short).unwrap_err();
    assert!(refused.starts_with("measure/too-long-a-place "), "{refused}");
    let path = file(
        folder.path(),
        "none.csv",
        "month,seen\n2010-01,1\n2010-02,2\n2010-03,2\n2010-04,2\n",
    );
    let tiny = Sizes { head: 30, ..no_whole };
    assert!(
        ask(&["summary", &path], &tiny)
            .unwrap_err()
            .starts_with("measure/no-place-column ")
    );
}
