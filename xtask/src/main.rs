//! House rules, checks and benchmarks: `cargo xtask` lists them.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use xtask::{
    bench, licences, refusals,
    rules::{Spread, spread_of_files, spread_of_functions},
    tree,
};

const HELP: &str = "\
cargo xtask refusals              write docs/refusals.md from the source
cargo xtask licences              check the licence of everything we build on
cargo xtask sizes                 how long files and functions are
cargo xtask bench [--quick]       time the store, the pages and the binary
cargo xtask bench insight         time methods beside other people's tools
cargo xtask bench HOST:PORT PATH  time a page of a running server
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let root = tree::root();
    let done = match words.as_slice() {
        ["refusals"] => write_refusals(&root),
        ["licences"] => check_licences(&root),
        ["sizes"] => sizes(&root),
        ["bench"] => bench::all(&root, false),
        ["bench", "insight"] => bench::insight(&root),
        ["bench", "--quick"] => bench::all(&root, true),
        ["bench", address, path] => bench::page(address, path, 200).map(|it| bench::table(&it)),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(said) => show(&mut io::stdout(), &said, ExitCode::SUCCESS),
        Err(said) => show(&mut io::stderr(), &said, ExitCode::FAILURE),
    }
}

fn show(out: &mut dyn Write, said: &str, code: ExitCode) -> ExitCode {
    match writeln!(out, "{}", said.trim_end()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

fn write_refusals(root: &Path) -> Result<String, String> {
    let sources = tree::sources(root).map_err(|it| fault(&it))?;
    let catalogue = refusals::read(&sources);
    let path = root.join(refusals::PAGE);
    fs::create_dir_all(path.parent().unwrap_or(root)).map_err(|it| fault(&it))?;
    fs::write(&path, refusals::page(&catalogue)).map_err(|it| fault(&it))?;
    let transcripts = tree::transcripts(root).map_err(|it| fault(&it))?;
    let mut said = format!("{}: {} lines\n", refusals::PAGE, catalogue.said.len());
    for code in catalogue.unprovoked(&sources, &transcripts) {
        said.push_str(&format!("no test provokes {code}\n"));
    }
    if catalogue.complaints.is_empty() {
        Ok(said)
    } else {
        Err(said + &catalogue.complaints.join("\n"))
    }
}

fn check_licences(root: &Path) -> Result<String, String> {
    let mut packages = licences::packages(&licences::metadata(root)?);
    for path in tree::files(root, &["browser", "crates"], "json").map_err(|it| fault(&it))? {
        if path.ends_with("/package-lock.json") {
            let lock = fs::read_to_string(root.join(&path)).map_err(|it| fault(&it))?;
            let ships = !path.starts_with("browser/");
            packages.extend(licences::npm_packages(&lock, ships).map_err(|it| format!("{path}: {it}"))?);
        }
    }
    let complaints = licences::complaints(&packages);
    if complaints.is_empty() {
        let shipped = packages.iter().filter(|it| it.shipped).count();
        Ok(format!(
            "{} packages, {shipped} of them shipped: every licence allows our use",
            packages.len()
        ))
    } else {
        Err(complaints.join("\n"))
    }
}

fn sizes(root: &Path) -> Result<String, String> {
    let sources = tree::sources(root).map_err(|it| fault(&it))?;
    let tests: usize = sources
        .iter()
        .filter(|it| it.test)
        .map(|it| it.text.lines().count())
        .sum();
    let line = |name: &str, it: Spread| {
        format!(
            "{name}: {} with {} lines, median {}, nine in ten at most {}, longest {}\n",
            it.count, it.total, it.median, it.p90, it.longest
        )
    };
    Ok(line("files", spread_of_files(&sources))
        + &line("functions", spread_of_functions(&sources))
        + &format!("test files: {tests} lines"))
}

fn fault(it: &io::Error) -> String {
    it.to_string()
}
