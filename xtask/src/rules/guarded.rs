use crate::{
    source::{line_of, words},
    tree::Source,
};

/// Calls of `EvidenceSet::own_file` where the rows could have come from a ledger.
///
/// It opens evidence without a permit, which is right for a person's own file alone: only the binary and the tests of
/// evidence and insight may call it.
#[must_use]
pub fn own_files_stay_home(source: &Source) -> Vec<String> {
    let free = match source.room() {
        "measure" => true,
        "evidence" | "insight" => source.test,
        _ => false,
    };
    // Inside a file that is not a test, what `#[cfg(test)]` covers is free in the two rooms.
    let code = match source.room() {
        "evidence" | "insight" => &source.production,
        _ => &source.code,
    };
    if free {
        return Vec::new();
    }
    words(code, "own_file")
        .filter(|at| !code.get(..*at).unwrap_or_default().trim_end().ends_with("fn"))
        .map(|at| {
            let line = line_of(code, at);
            format!(
                "{}:{line} calls `own_file`, which opens evidence without a permit",
                source.path
            )
        })
        .collect()
}

/// Unsafe code outside the one place that needs it: the store's test that survives a power cut.
#[must_use]
pub fn unsafe_stays_in_its_test(source: &Source) -> Vec<String> {
    if source.path.starts_with("crates/store/tests/") {
        return Vec::new();
    }
    words(&source.code, "unsafe")
        .map(|at| format!("{}:{} is unsafe", source.path, line_of(&source.code, at)))
        .collect()
}

/// Tests that are switched off. A known wrong is asserted as it is, with a word on why, so that its mending is noticed.
#[must_use]
pub fn no_test_is_ignored(source: &Source) -> Vec<String> {
    source
        .code
        .match_indices("#[ignore")
        .map(|(at, _)| format!("{}:{} ignores a test", source.path, line_of(&source.code, at)))
        .collect()
}
