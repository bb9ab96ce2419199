/// Words that say something changed.
const CHANGE: &[&str] = &[
    "rise",
    "rises",
    "rose",
    "risen",
    "rising",
    "fall",
    "falls",
    "fell",
    "fallen",
    "falling",
    "increase",
    "increases",
    "increased",
    "decrease",
    "decreases",
    "decreased",
    "improve",
    "improves",
    "improved",
    "improving",
    "worsen",
    "worsens",
    "worsened",
    "worsening",
    "better",
    "worse",
    "grew",
    "grows",
    "growing",
    "drop",
    "drops",
    "dropped",
    "decline",
    "declines",
    "declined",
    "changed",
    "changes",
    "shifted",
    "climbed",
    "jumped",
    "surged",
    "plunged",
];

/// Whether a headline claims a change. It may only do so when a rule fired; tests and the account room check it.
#[must_use]
pub fn asserts_change(headline: &str) -> bool {
    headline
        .split(|letter: char| !letter.is_alphabetic())
        .any(|word| CHANGE.contains(&word.to_lowercase().as_str()))
}
