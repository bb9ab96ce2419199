/// The page a person reads about one form, method or standard; the same text serves rustdoc, `measure help` and the web.
pub type Card = &'static str;

/// What a card still lacks, given the headings its shelf must have.
#[must_use]
pub fn check_card(card: Card, headings: &[&str]) -> Vec<String> {
    let mut lacks: Vec<String> = headings
        .iter()
        .filter(|heading| section(card, heading).is_none_or(|text| text.trim().is_empty()))
        .map(|heading| format!("no section `{heading}`"))
        .collect();
    if title(card).is_empty() {
        lacks.push("no title".to_owned());
    }
    lacks
}

/// The text under `## heading`, up to the next heading. `None` when the card has no such section.
#[must_use]
pub fn section<'c>(card: &'c str, heading: &str) -> Option<&'c str> {
    let mark = format!("\n## {heading}\n");
    let start = card.find(&mark)? + mark.len();
    let rest = card.get(start..)?;
    let end = rest.find("\n## ").unwrap_or(rest.len());
    rest.get(..end).map(str::trim)
}

/// The card's first line without its mark.
#[must_use]
pub fn title(card: &str) -> &str {
    card.lines().next().unwrap_or_default().trim_start_matches("# ").trim()
}
