use clap::Parser;
use cm_exchange::Table;

use super::{preset, protected, tell};
use crate::args::{Args, Command, ProtectArgs};
use crate::progress::Progress;

const WARDS: &str = "ward,age,people\n\
    north,young,3\nnorth,middle,30\nnorth,old,31\n\
    south,young,20\nsouth,middle,8\nsouth,old,50\n\
    west,young,40\nwest,middle,60\nwest,old,\"1,070\"\n";

fn args(more: &[&str]) -> ProtectArgs {
    let typed = ["measure", "protect", "wards.csv", "--rows", "ward"];
    match Args::parse_from(typed.iter().chain(more)).command {
        Command::Protect(it) => it,
        other => panic!("{other:?}"),
    }
}

fn told(file: impl AsRef<[u8]>, more: &[&str]) -> (String, String, serde_json::Value) {
    let (args, table) = (args(more), Table::read("wards.csv", file.as_ref()).unwrap());
    let preset = preset(&args.rules).unwrap();
    let (counted, protected) = protected(&table, &args, preset, &mut Progress::new(true)).unwrap();
    let said = tell::said(&counted, &protected, preset, &args);
    (said.text, tell::csv(&counted, &protected, preset), said.json)
}

#[test]
fn small_counts_and_what_gives_them_away_are_hidden() {
    let (text, csv, json) = told(WARDS, &["--columns", "age", "--value", "people"]);
    assert!(
        text.contains("4 of 16 cells are hidden") && text.contains("no small count can be told"),
        "{text}"
    );
    assert!(
        csv.contains("north,young,*\n") && csv.contains("Total,Total,1312\n") && csv.contains("west,old,1070\n"),
        "{csv}"
    );
    assert!(!csv.contains(",3\n"));
    assert_eq!(
        (&json["small"], &json["others"], &json["narrow"]),
        (&1.into(), &3.into(), &0.into())
    );
}

#[test]
fn rules_write_their_own_signs() {
    let (_, csv, _) = told(
        WARDS,
        &["--columns", "age", "--value", "people", "--rules", "dfe-national"],
    );
    assert!(
        csv.contains("north,young,k\n") && csv.contains("south,middle,10\n"),
        "{csv}"
    );
    let (text, ..) = told(WARDS, &["--rules", "below-2"]);
    assert!(text.contains("No count is small"), "{text}");
    assert_eq!(preset("none").unwrap_err().code, "measure/no-such-rules");
}

#[test]
fn what_is_no_count_is_refused() {
    let args = args(&["--value", "people"]);
    for bad in ["*", "-1", "1.5", ""] {
        let file = format!("ward,people\nnorth,4\nsouth,{bad}\n");
        let table = Table::read("wards.csv", file.as_bytes()).unwrap();
        let refused = protected(&table, &args, preset("below-5").unwrap(), &mut Progress::new(true))
            .err()
            .unwrap();
        assert_eq!(refused.code, "measure/not-a-count", "{bad}");
    }
}

#[test]
fn a_file_in_an_older_encoding_is_read_and_told() {
    let (text, csv, json) = told(b"ward,people\nCaf\xe9,30\nnorth,20\n", &["--value", "people"]);
    assert!(text.contains("so it was read as Windows-1252"), "{text}");
    assert!(csv.contains("Café,30"), "{csv}");
    assert_eq!(json["remarks"].as_array().map(Vec::len), Some(1), "{json}");
}
