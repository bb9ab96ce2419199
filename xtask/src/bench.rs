//! Benchmarks: how long people wait, on this machine.

use std::{
    ffi::OsStr,
    fs,
    io::{self, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

/// One figure of a benchmark.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was done.
    pub what: String,
    /// How much or how long.
    pub value: f64,
    /// Its unit.
    pub unit: String,
}

/// Builds the binary as people get it, and times the store, the whole product and the binary over a store of ten million
/// readings; over one million when `quick`.
///
/// # Errors
/// A sentence, when something cannot be run or fails.
pub fn all(root: &Path, quick: bool) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let release = |words: &[&str]| {
        let mut command = Command::new(&cargo);
        command.args(["build", "--quiet", "--release"]).args(words);
        said(command.current_dir(root)).map(|_| ())
    };
    release(&["--package", "measure", "--bins", "--examples"])?;
    release(&["--package", "cm-store", "--example", "bench"])?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let binary = target.join("release/measure");
    let mut out = of_the_binary(root, &binary)?;
    let run = |package: &str, words: &[&OsStr]| {
        let mut command = Command::new(&cargo);
        let asked = ["run", "--quiet", "--release", "--package", package, "--example"];
        command.args(asked);
        said(command.args(words).current_dir(root))
    };
    let mut words = vec!["whole".as_ref(), "--".as_ref(), binary.as_os_str()];
    words.extend(quick.then_some(OsStr::new("--quick")));
    out.push_str(&run("measure", &words)?);
    // The store is timed beside a PostgreSQL of its own, where there is one to start.
    let millions = if quick { "1" } else { "10" };
    let store = target.join("release/examples/bench");
    let beside = root.join("scripts/with-postgres");
    let with_postgres = said(Command::new(&beside).arg(&store).arg(millions).current_dir(root));
    match with_postgres {
        Ok(figures) => out.push_str(&figures),
        Err(_) => out.push_str(&said(Command::new(&store).arg(millions).current_dir(root))?),
    }
    Ok(out)
}

/// Times methods beside what other people's tools took.
///
/// # Errors
/// A sentence, when it cannot be built or run.
pub fn insight(root: &Path) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let words = "run --quiet --release --package cm-bench --example insight";
    said(command.args(words.split(' ')).current_dir(root))
}

/// How large the binary is, and how long it takes over a file of 12,765 rows.
fn of_the_binary(root: &Path, binary: &Path) -> Result<String, String> {
    let bytes = fs::metadata(binary).map_err(|it| it.to_string())?.len() as f64;
    let packed = Command::new("gzip").arg("-9c").arg(binary).output();
    let packed = packed.map_err(|it| format!("gzip: {it}"))?.stdout.len() as f64;
    let file = root.join("crates/app/demo/nhsr_ae_attendances.csv");
    let words = "--date period --value breaches --others --of attendances --by org_code";
    let mut waits = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        said(
            Command::new(binary)
                .args(["ask", "xmr"])
                .arg(&file)
                .args(words.split(' ')),
        )?;
        waits.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    waits.sort_by(f64::total_cmp);
    let figure = |what: &str, value, unit: &str| Figure {
        what: what.to_owned(),
        value,
        unit: unit.to_owned(),
    };
    Ok(table(&[
        figure("the release binary", bytes / 1e6, "MB"),
        figure("  in a gzip", packed / 1e6, "MB"),
        figure(
            "ask xmr about every place of 12,765 rows, median of 5",
            waits.get(2).copied().unwrap_or_default(),
            "ms",
        ),
    ]))
}

/// What a command says when it succeeds.
fn said(command: &mut Command) -> Result<String, String> {
    let name = format!("{command:?}");
    let run = command.output().map_err(|fault| format!("{name}: {fault}"))?;
    if run.status.success() {
        return Ok(String::from_utf8_lossy(&run.stdout).into_owned());
    }
    Err(format!(
        "{name} failed: {}",
        String::from_utf8_lossy(&run.stderr).trim()
    ))
}

/// Asks a running server for a page again and again: the median and the slowest of twenty, in milliseconds.
///
/// `address` is `host:port`. The first answer warms the caches and is not counted.
///
/// # Errors
/// A sentence, when the server cannot be reached or does not answer 200.
pub fn page(address: &str, path: &str, times: usize) -> Result<Vec<Figure>, String> {
    let fault = |it: io::Error| format!("http://{address}{path}: {it}");
    let mut waits = Vec::new();
    for round in 0..=times {
        let started = Instant::now();
        let status = get(address, path).map_err(fault)?;
        if !status.contains(" 200 ") {
            return Err(format!("http://{address}{path} answered {status}"));
        }
        if round > 0 {
            waits.push(started.elapsed().as_secs_f64() * 1000.0);
        }
    }
    waits.sort_by(f64::total_cmp);
    let at = |share: usize| {
        waits
            .get((waits.len() * share).div_ceil(100).saturating_sub(1))
            .copied()
    };
    let figure = |name: &str, value| Figure {
        what: format!("{path}, {name}"),
        value,
        unit: "ms".to_owned(),
    };
    Ok(at(50)
        .map(|it| figure("median", it))
        .into_iter()
        .chain(at(95).map(|it| figure("slowest of twenty", it)))
        .collect())
}

/// Reads a page whole and gives its status line.
fn get(address: &str, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let line = answer.split(|it| *it == b'\r').next().unwrap_or_default();
    Ok(format!("{} ", String::from_utf8_lossy(line)))
}

/// The figures as a table for a terminal.
#[must_use]
pub fn table(figures: &[Figure]) -> String {
    let width = figures
        .iter()
        .map(|it| it.what.chars().count())
        .max()
        .unwrap_or_default();
    let line = |it: &Figure| format!("{:width$}  {:>14.2}  {}\n", it.what, it.value, it.unit);
    figures.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_in_columns() {
        let figure = |what: &str, value| Figure {
            what: what.to_owned(),
            value,
            unit: "ms".to_owned(),
        };
        let table = table(&[figure("/, median", 0.62), figure("/help, slowest", 12.0)]);
        assert_eq!(
            table,
            "/, median                 0.62  ms\n/help, slowest           12.00  ms\n"
        );
    }
}
