//! Benchmarks: how long people wait, on this machine.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    path::Path,
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

/// Runs the store's example `bench` as a release build and gives what it prints.
///
/// # Errors
/// A sentence, when it cannot be run or fails.
pub fn store(root: &Path) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "cm-store",
            "--example",
            "bench",
        ])
        .current_dir(root)
        .output()
        .map_err(|fault| format!("the store's benchmark could not be run: {fault}"))?;
    if !run.status.success() {
        return Err(format!(
            "the store's benchmark failed: {}",
            String::from_utf8_lossy(&run.stderr).trim()
        ));
    }
    Ok(String::from_utf8_lossy(&run.stdout).into_owned())
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
