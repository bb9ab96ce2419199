use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Parser;
use cm_insight::METHODS;
use serde_json::Value;

use super::run;
use crate::args::{Args, Command};
use crate::ending::{Ending, Said};

fn ask(words: &[&str]) -> Result<Said, Ending> {
    let args = Args::try_parse_from(["measure", "ask"].iter().chain(words)).unwrap();
    let Command::Ask(asked) = &args.command else {
        panic!("not asked")
    };
    run(&args.place, asked)
}

fn refused(words: &[&str]) -> &'static str {
    match ask(words) {
        Err(Ending::Refused(it)) => it.code,
        Err(Ending::Faulty(it)) => panic!("{it}"),
        Ok(it) => panic!("answered: {}", it.text),
    }
}

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path: PathBuf = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A worked example as a person's file: an absence is an empty cell, and whoever has no group is everybody.
fn as_a_file(csv: &str) -> String {
    let cells = |line: &str| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells.remove(5);
        cells.join(",")
    };
    csv.lines().map(|line| cells(line) + "\n").collect()
}

#[test]
fn a_file_without_a_column_of_periods_is_of_the_one_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (10..40)
        .map(|at| format!("ward {at},{},{}\n", at / 5, at * 3))
        .collect();
    let path = file(folder.path(), "wards.csv", &format!("ward,falls,stays\n{rows}"));
    let share = ["funnel", &path, "--value", "falls", "--of", "stays"];
    assert_eq!(refused(&share), "measure/no-period");
    let said = ask(&[&share[..], &["--period", "2018/19"]].concat()).ok().unwrap();
    assert!(said.text.contains("place from column `ward`"), "{}", said.text);
    assert!(said.text.contains("2018/19"), "{}", said.text);
    let wrong = [&share[..], &["--period", "soon"]].concat();
    assert_eq!(refused(&wrong), "measure/not-a-period");
    let words = file(folder.path(), "words.csv", "month,what\n2020-01,many\n2020-02,few\n");
    assert_eq!(refused(&["xmr", &words]), "measure/no-value");
}

/// A table is in words; whoever computes with it needs the numbers, to every digit and without a unit behind them.
#[test]
fn the_table_as_csv_has_every_digit() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (1..=12)
        .map(|at| format!("2020-{at:02},{},{}\n", at % 5 + 1, 1000 + at))
        .collect();
    let path = file(folder.path(), "falls.csv", &format!("month,falls,days\n{rows}"));
    let out = folder.path().join("table.csv").to_str().unwrap().to_owned();
    let table = |words: &[&str]| {
        ask(&[words, &["--csv", &out]].concat()).ok().unwrap();
        std::fs::read_to_string(&out).unwrap()
    };
    let chart = table(&["xmr", &path, "--value", "falls"]);
    let line = |text: &str, at: usize| text.lines().nth(at).unwrap().to_owned();
    assert!(line(&chart, 0).ends_with(",value,centre,lower,upper,target"), "{chart}");
    let mean = 35.0 / 12.0;
    assert!(line(&chart, 1).contains(&format!(",2,{mean},")), "{chart}");
    let places = "year,ward,falls,stays\n2020,a,1,30\n2020,b,20,70\n2020,c,4,1100\n";
    let places = file(folder.path(), "wards.csv", places);
    let named = ["--by", "ward", "--value", "falls", "--of", "stays"];
    let funnel = table(&[&["funnel", &places][..], &named].concat());
    assert!(line(&funnel, 0).ends_with(",outer lower,outer upper"), "{funnel}");
    assert!(funnel.contains(&format!(",20,70,{},", 20.0 / 70.0)), "{funnel}");
    let rate = table(&[&["rate", &places][..], &named].concat());
    assert!(line(&rate, 0).ends_with(",value,lower,upper"), "{rate}");
    let ranks = table(&[&["ranks", &places, "--better", "lower"][..], &named].concat());
    assert!(line(&ranks, 0).ends_with(",best,worst"), "{ranks}");
}

#[test]
fn every_method_answers_its_worked_example_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    for method in METHODS {
        let worked = method.worked();
        let text = as_a_file(worked.csv);
        let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        let path = file(folder.path(), &format!("{}.csv", method.name()), &text);
        let out = folder.path().join(method.name());
        let table = folder.path().join("table.csv");
        let mut words = vec![
            method.name(),
            &path,
            "--date",
            "period",
            "--value",
            "value",
            "--by",
            "place",
            "--group",
            "group",
        ];
        words.extend([
            "--better",
            "higher",
            "--together",
            "--svg",
            out.to_str().unwrap(),
            "--csv",
            table.to_str().unwrap(),
        ]);
        let has_size = |line: &str| line.split(',').nth(4).is_some_and(|it| !it.is_empty());
        if text.lines().skip(1).any(has_size) {
            words.extend(["--of", "denominator"]);
        }
        if head.contains(&"measure") {
            words.extend(["--measure", "measure"]);
        }
        let settings: Vec<String> = worked
            .settings
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        for it in &settings {
            words.extend(["--set", it]);
        }
        let said = match ask(&words) {
            Ok(said) => said,
            Err(Ending::Refused(it)) => panic!("{}: {it}", method.name()),
            Err(Ending::Faulty(it)) => panic!("{}: {it}", method.name()),
        };
        let insight = &said.json["found"][0]["insight"];
        assert_eq!(insight["method"], method.name());
        assert!(
            said.text.contains(insight["headline"].as_str().unwrap()),
            "{}",
            said.text
        );
        let rows = std::fs::read_to_string(&table).unwrap().lines().count();
        assert!(
            rows > insight["table"]["rows"].as_array().unwrap().len(),
            "{}",
            method.name()
        );
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1, "{}", method.name());
    }
}

/// Months of visits in wards; one ward in three changes at the end.
fn wards(count: usize, months: usize) -> String {
    let mut text = String::from("month,ward,visits\n");
    for ward in 0..count {
        for month in 0..months {
            let shift = if ward % 3 == 0 && month + 9 > months { 60 } else { 0 };
            let visits = 100 + (ward * 7 + month * 13 + month * month) % 17 + shift;
            writeln!(text, "{}-{:02},E{ward:05},{visits}", 2010 + month / 12, month % 12 + 1).unwrap();
        }
    }
    text
}

#[test]
fn many_series_are_many_looks_with_a_row_and_a_picture_each() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "wards.csv", &wards(300, 36));
    let table = folder.path().join("table.csv");
    let said = ask(&["xmr", &path, "--by", "ward", "--csv", table.to_str().unwrap()])
        .ok()
        .unwrap();
    assert!(
        said.text
            .contains("300 looks, 100 with a signal: if nothing were the matter anywhere, about")
            && said.text.contains(" would still show one. 0 not asked.\n"),
        "{}",
        said.text
    );
    assert!(said.text.contains("200 more are not shown"), "{}", said.text);
    let table = std::fs::read_to_string(table).unwrap();
    assert_eq!(table.lines().count(), 301);
    assert!(table.lines().nth(1).unwrap().starts_with("E00000,signal,"), "{table}");
    let pooled = ask(&["xmr", &path, "--by", "ward", "--together"]).ok().unwrap();
    assert_eq!(pooled.json["looks"], 1);
    let out = folder.path().join("out");
    let few = file(
        folder.path(),
        "few.csv",
        "month,ward,visits\n2010-01,A b,1\n2010-01,a-B,2\n",
    );
    ask(&["xmr", &few, "--by", "ward", "--svg", out.to_str().unwrap()])
        .ok()
        .unwrap();
    assert_eq!(
        std::fs::read_dir(out).unwrap().count(),
        2,
        "two places of one spelling are two pictures"
    );
}

#[test]
fn a_place_a_stretch_of_time_and_a_group_can_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "wards.csv", &wards(4, 36));
    let said = ask(&[
        "xmr",
        &path,
        "--by",
        "ward",
        "--place",
        "E00001",
        "--from",
        "2011-01-01",
        "--title",
        "Home visits",
    ]);
    let said = said.ok().unwrap();
    let insight: &Value = &said.json["found"][0]["insight"];
    assert_eq!(insight["rests_on"]["rows"], 24);
    assert!(insight["subtitle"].as_str().unwrap().starts_with("Home visits"));
    for narrow in [
        ["--place", "nowhere"],
        ["--in-group", "nobody"],
        ["--from", "2030-01-01"],
        ["--to", "1999-01-01"],
    ] {
        let code = refused(&[&["xmr", &path, "--by", "ward"], &narrow[..]].concat());
        assert_eq!(code, "measure/no-such-evidence", "{narrow:?}");
    }
}

#[test]
fn measures_stand_beside_the_first_from_long_and_from_wide_files() {
    let folder = tempfile::tempdir().unwrap();
    let long = "measure,month,ward,value,of\nstays,2016-04,A,7,9\nvisits,2016-04,A,12,\nstays,2016-05,A,8,9\n";
    let long = file(folder.path(), "long.csv", long);
    let words = [
        "xmr",
        &long,
        "--measure",
        "measure",
        "--value",
        "value",
        "--of",
        "of",
        "--by",
        "ward",
    ];
    let said = ask(&words).ok().unwrap();
    let rests_on = &said.json["found"][0]["insight"]["rests_on"];
    assert_eq!(
        (&rests_on["measure"], &rests_on["beside"][0]["measure"]),
        (&"stays".into(), &"visits".into())
    );
    let wide = file(
        folder.path(),
        "wide.csv",
        "month,ward,stays,visits,of\n2016-04,A,7,12,20\n2016-05,A,8,13,20\n",
    );
    let words = [
        "xmr",
        &wide,
        "--value",
        "stays",
        "--by",
        "ward",
        "--beside",
        "visits/of",
        "--better-beside",
        "lower",
    ];
    let said = ask(&words).ok().unwrap();
    let rests_on = &said.json["found"][0]["insight"]["rests_on"];
    assert_eq!(
        (&rests_on["rows"], &rests_on["beside"][0]["rows"]),
        (&2.into(), &2.into())
    );
}

#[test]
fn what_cannot_be_understood_is_refused_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "wards.csv", &wards(2, 12));
    let here = folder.path().to_str().unwrap();
    for (words, code) in [
        (vec!["runes", &path], "app/no-such-method"),
        (vec!["xmr", "nowhere.csv"], "measure/cannot-read"),
        (vec!["xmr", &path, "--json", "--csv", "-"], "measure/two-answers"),
        (vec!["xmr", &path, "--better", "up"], "measure/not-a-direction"),
        (vec!["xmr", &path, "--set", "target"], "measure/not-a-setting"),
        (vec!["xmr", &path, "--set", "colour=red"], "insight/no-such-setting"),
        (vec!["xmr", &path, "--from", "yesterday"], "measure/not-a-day"),
        (vec!["xmr", &path, "--others"], "measure/half-a-ratio"),
        (vec!["xmr", &path, "--every", "moon"], "measure/not-a-length"),
        (
            vec!["xmr", &path, "--by", "ward", "--csv", here],
            "measure/cannot-write",
        ),
        (
            vec!["xmr", &path, "--by", "ward", "--measure", "visits", "--value", "month"],
            "exchange/column-used-twice",
        ),
    ] {
        assert_eq!(refused(&words), code, "{words:?}");
    }
    let gone = file(
        folder.path(),
        "gone.csv",
        "month,ward,visits\n2016-04,A,..\n2016-04,B,..\n",
    );
    assert_eq!(
        refused(&["xmr", &gone, "--by", "ward", "--value", "visits"]),
        "insight/no-numbers"
    );
}

#[test]
fn a_question_registered_beforehand_is_held_to() {
    let folder = tempfile::tempdir().unwrap();
    let rows = |months: u32| -> String {
        let row = |at: u32| format!("{}-{:02},{}\n", 2022 + at / 12, at % 12 + 1, 50 + (at * at * 7) % 11);
        "month,visits\n".to_owned() + &(0..months).map(row).collect::<String>()
    };
    let (early, late) = (
        file(folder.path(), "early.csv", &rows(18)),
        file(folder.path(), "late.csv", &rows(24)),
    );
    let fixed = folder.path().join("fixed.json").to_str().unwrap().to_owned();
    let words = |file: &str, option: &str, set: &str| -> Vec<String> {
        ["its", file, "--set", "from=2023-07", "--set", set, option, &fixed]
            .map(str::to_owned)
            .to_vec()
    };
    let say = |words: Vec<String>| ask(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let no = |words: Vec<String>| refused(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(no(words(&late, "--register", "lag=2")), "measure/already-read");
    say(words(&early, "--register", "lag=2")).ok().unwrap();
    let answer = say(words(&late, "--registered", "lag=2")).ok().unwrap();
    assert!(
        answer
            .text
            .contains("Registered before the readings after June 2023 arrived"),
        "{}",
        answer.text
    );
    assert_eq!(no(words(&late, "--registered", "lag=3")), "measure/not-as-registered");
    let changed = file(folder.path(), "changed.csv", &rows(24).replace("2022-03,", "2022-03,1"));
    let answer = say(words(&changed, "--registered", "lag=2")).ok().unwrap();
    assert!(
        answer.text.contains("are not those it was registered on"),
        "{}",
        answer.text
    );
    let altered = std::fs::read_to_string(&fixed).unwrap().replace("2023-07", "2023-08");
    std::fs::write(&fixed, altered).unwrap();
    assert_eq!(no(words(&late, "--registered", "lag=2")), "measure/not-a-registration");
}

#[test]
fn a_unit_makes_counts_out_of_a_total_a_rate_and_no_share() {
    let folder = tempfile::tempdir().unwrap();
    let visits = "year,ward,visits,people\n2021,A,300,200\n2021,B,260,200\n2021,C,120,200\n";
    let visits = file(folder.path(), "visits.csv", visits);
    let words = ["rate", &visits, "--value", "visits", "--of", "people", "--by", "ward"];
    assert!(ask(&words).is_err(), "a share is no more than all");
    let with = |more: [&str; 2]| {
        let words: Vec<&str> = words.into_iter().chain(more).collect();
        ask(&words).ok().unwrap().json["found"][0]["insight"]["table"]["rows"].clone()
    };
    assert_eq!(with(["--unit", "visits"])[0][0], "A");
    let funnel = [
        "funnel", words[1], "--value", "visits", "--of", "people", "--by", "ward",
    ];
    for figure in ["rate", "standardised-ratio", "ratio-of-counts"] {
        let set = format!("figure={figure}");
        let words: Vec<&str> = funnel.into_iter().chain(["--set", &set]).collect();
        assert!(ask(&words).is_ok(), "{figure}");
    }
}
