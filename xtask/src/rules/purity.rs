use crate::{
    source::{arguments, line_of, words},
    tree::Source,
};

/// The rooms that do not touch the outside world: no files, no network, no clock, no unseeded randomness, no printing.
pub const PURE: &[&str] = &[
    "kernel",
    "numeric",
    "framework",
    "evidence",
    "insight",
    "deliberation",
    "learning",
    "account",
    "exchange",
];

/// Parts of the standard library that reach outside.
const OUTSIDE_STD: &[&str] = &["fs", "net", "env", "process", "thread"];

/// Words that reach outside, wherever they come from.
const OUTSIDE: &[&str] = &[
    "SystemTime",
    "Instant",
    "tokio",
    "thread_rng",
    "ThreadRng",
    "OsRng",
    "from_entropy",
    "from_os_rng",
    "getrandom",
    "println",
    "eprintln",
    "print",
    "eprint",
    "dbg",
    "stdin",
    "stdout",
    "stderr",
];

/// Libraries that a pure room may not name, even unused.
const OUTSIDE_LIBRARIES: &[&str] = &[
    "async-std",
    "axum",
    "getrandom",
    "hyper",
    "reqwest",
    "rusqlite",
    "sqlx",
    "tokio",
    "tracing",
    "ureq",
];

/// Where a file of a pure room touches the outside. Tests and examples may.
#[must_use]
pub fn pure(source: &Source) -> Vec<String> {
    if !PURE.contains(&source.room()) {
        return Vec::new();
    }
    let code = &source.production;
    let mut found: Vec<(usize, String)> = Vec::new();
    for word in OUTSIDE {
        found.extend(
            words(code, word)
                .filter(|at| is_reach(code, *at, word))
                .map(|at| (at, (*word).to_owned())),
        );
    }
    for at in words(code, "std") {
        let rest = code.get(at..).unwrap_or_default();
        found.extend(
            parts_of_std(rest)
                .into_iter()
                .filter(|part| OUTSIDE_STD.contains(part))
                .map(|part| (at, format!("std::{part}"))),
        );
    }
    // `Timestamp::now()`, `Zoned::now()`, `Utc::now()`: a clock under any name.
    found.extend(code.match_indices("::now(").map(|(at, _)| (at, "a clock".to_owned())));
    found.sort();
    found
        .into_iter()
        .map(|(at, what)| {
            let line = line_of(code, at);
            format!("{}:{line} touches the outside: {what}", source.path)
        })
        .collect()
}

/// `print` and its like count only as macros, and `Instant` only where it is a clock.
fn is_reach(code: &str, at: usize, word: &str) -> bool {
    let after = code.get(at + word.len()..).unwrap_or_default();
    match word {
        "print" | "println" | "eprint" | "eprintln" | "dbg" => after.starts_with('!'),
        "Instant" => after.starts_with("::now"),
        "stdin" | "stdout" | "stderr" => after.starts_with("()"),
        _ => true,
    }
}

/// The first names after `std::`, through one pair of braces: `fs` and `fmt` for `std::{fs, fmt::Write}`.
fn parts_of_std(text: &str) -> Vec<&str> {
    let Some(path) = text.strip_prefix("std::") else {
        return Vec::new();
    };
    if path.starts_with('{') {
        arguments(path, 0).into_iter().map(first_name).collect()
    } else {
        vec![first_name(path)]
    }
}

fn first_name(path: &str) -> &str {
    let path = path.trim();
    let end = path
        .find(|it: char| !(it == '_' || it.is_ascii_alphanumeric()))
        .unwrap_or(path.len());
    path.get(..end).unwrap_or_default()
}

/// Libraries that a pure room's manifest names and may not. What only its tests use is free.
#[must_use]
pub fn pure_manifest(room: &str, manifest: &str) -> Vec<String> {
    if !PURE.contains(&room) {
        return Vec::new();
    }
    let mut in_code = false;
    let mut complaints = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            in_code = line.contains("dependencies") && !line.contains("dev-dependencies");
        }
        let name = line
            .trim_start_matches("[dependencies.")
            .split(['.', ' ', '=', ']'])
            .next()
            .unwrap_or_default();
        if in_code && OUTSIDE_LIBRARIES.contains(&name) {
            complaints.push(format!(
                "crates/{room}/Cargo.toml: {room} is a pure room and names `{name}`"
            ));
        }
    }
    complaints
}
