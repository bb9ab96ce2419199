use std::path::Path;

/// The files a newcomer, a user and a lawyer look for.
pub const PAPERS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "GLOSSARY.md",
    "DECISIONS.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "docs/refusals.md",
];

/// The papers that are not there.
#[must_use]
pub fn papers(root: &Path) -> Vec<String> {
    PAPERS
        .iter()
        .filter(|it| !root.join(it).is_file())
        .map(|it| format!("{it} is missing"))
        .collect()
}
