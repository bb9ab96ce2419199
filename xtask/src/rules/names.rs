use crate::{
    source::{in_name, line_of, words},
    tree::Source,
};

/// Words that say a type does something without saying what.
const EMPTY_TYPES: &[&str] = &["Manager", "Service", "Helper"];
/// Modules that would hold whatever has no home.
const EMPTY_MODULES: &[&str] = &["utils", "util", "common", "core", "helpers", "helper", "types", "misc"];

/// Names in a file that say nothing of the work.
#[must_use]
pub fn plain_names(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for part in source.path.split('/').map(|it| it.trim_end_matches(".rs")) {
        if EMPTY_MODULES.contains(&part) {
            complaints.push(format!("{}: `{part}` is a drawer, not a name", source.path));
        }
    }
    let code = &source.code;
    for keyword in ["struct", "enum", "trait", "type", "union"] {
        for at in words(code, keyword) {
            let name = name_after(code, at + keyword.len());
            if let Some(empty) = EMPTY_TYPES.iter().find(|it| holds_word(name, it)) {
                let line = line_of(code, at);
                complaints.push(format!("{}:{line} `{name}` is a {empty}; say what it is", source.path));
            }
        }
    }
    for at in words(code, "mod") {
        let name = name_after(code, at + 3);
        if EMPTY_MODULES.contains(&name) {
            let line = line_of(code, at);
            complaints.push(format!("{}:{line} `mod {name}` is a drawer, not a name", source.path));
        }
    }
    complaints
}

fn name_after(code: &str, at: usize) -> &str {
    let rest = code.get(at..).unwrap_or_default().trim_start();
    let end = rest.bytes().position(|it| !in_name(it)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// True for `EvidenceManager` and `HelperText`, not for `Serviceable`.
fn holds_word(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| {
        let after = name.get(at + word.len()..).unwrap_or_default();
        !after
            .strip_prefix('s')
            .unwrap_or(after)
            .starts_with(|it: char| it.is_ascii_lowercase())
    })
}
