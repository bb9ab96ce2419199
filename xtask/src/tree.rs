//! The files of the project, read once.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::source::{Literal, cut_tests, split, test_modules};

/// A Rust file with the views the rules need.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path from the root of the project, with `/`.
    pub path: String,
    /// As written.
    pub text: String,
    /// Without comments and the inside of strings; same length as the text.
    pub code: String,
    /// The code without what is compiled for tests alone; blank in a test file. Same length as the text.
    pub production: String,
    /// Its strings.
    pub literals: Vec<Literal>,
    /// True for a file that only tests, examples or benchmarks use.
    pub test: bool,
}

impl Source {
    /// Reads one file's text.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Self {
        let (code, literals) = split(text);
        let test = is_test(path);
        let production = if test { blanked(&code) } else { cut_tests(&code) };
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            production,
            literals,
            test,
        }
    }

    /// The room whose folder holds the file: `kernel` for `crates/kernel/src/id.rs`.
    #[must_use]
    pub fn room(&self) -> &str {
        let mut parts = self.path.split('/');
        match parts.next() {
            Some("crates") => parts.next().unwrap_or_default(),
            first => first.unwrap_or_default(),
        }
    }
}

fn is_test(path: &str) -> bool {
    let folder = |name: &str| path.contains(&format!("/{name}/"));
    path.ends_with("/tests.rs") || folder("tests") || folder("examples") || folder("benches")
}

fn blanked(code: &str) -> String {
    code.bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }).collect()
}

/// The root of the project.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Every Rust file of the rooms and of `xtask`, sorted by path.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn sources(root: &Path) -> io::Result<Vec<Source>> {
    let mut found = Vec::new();
    for path in files(root, &["crates", "xtask"], "rs")? {
        found.push(Source::new(&path, &fs::read_to_string(root.join(&path))?));
    }
    Ok(mark_tests(found))
}

/// Marks the files behind `#[cfg(test)] mod name;` as tests.
#[must_use]
pub fn mark_tests(mut all: Vec<Source>) -> Vec<Source> {
    let mut under = Vec::new();
    for source in &all {
        let folder = match source.path.rsplit_once('/') {
            Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder.to_owned(),
            _ => source.path.trim_end_matches(".rs").to_owned(),
        };
        for name in test_modules(&source.code) {
            under.push(format!("{folder}/{name}.rs"));
            under.push(format!("{folder}/{name}/"));
        }
    }
    for source in &mut all {
        if under
            .iter()
            .any(|it| source.path == *it || (it.ends_with('/') && source.path.starts_with(it)))
        {
            source.test = true;
            source.production = blanked(&source.code);
        }
    }
    all
}

/// Files with this ending under these folders of the root, as paths from the root, sorted. A missing folder holds none.
///
/// # Errors
/// When a folder cannot be listed.
pub fn files(root: &Path, folders: &[&str], ending: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in folders {
        if root.join(folder).is_dir() {
            walk(root, folder, ending, &mut found)?;
        }
    }
    found.sort();
    Ok(found)
}

fn walk(root: &Path, folder: &str, ending: &str, found: &mut Vec<String>) -> io::Result<()> {
    for item in fs::read_dir(root.join(folder))? {
        let item = item?;
        let name = item.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if item.file_type()?.is_dir() {
            let foreign = ["target", "node_modules"].contains(&name.as_str()) || name.starts_with('.');
            if !foreign {
                walk(root, &path, ending, found)?;
            }
        } else if name.rsplit_once('.').is_some_and(|(_, end)| end == ending) {
            found.push(path);
        }
    }
    Ok(())
}

/// The folders right inside a folder, by name, sorted. A missing folder holds none.
///
/// # Errors
/// When the folder cannot be listed.
pub fn folders(path: &Path) -> io::Result<Vec<String>> {
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for item in fs::read_dir(path)? {
        let item = item?;
        if item.file_type()?.is_dir() {
            found.push(item.file_name().to_string_lossy().into_owned());
        }
    }
    found.sort();
    Ok(found)
}

/// The texts that show the software at work and are run as tests: transcripts and browser tests.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn transcripts(root: &Path) -> io::Result<Vec<String>> {
    let mut texts = Vec::new();
    for (folder, ending) in [("stories", "md"), ("crates", "trycmd"), ("browser", "mjs")] {
        for path in files(root, &[folder], ending)? {
            texts.push(fs::read_to_string(root.join(path))?);
        }
    }
    Ok(texts)
}
