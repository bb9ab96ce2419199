//! Words that columns are named by, in lower case.

pub(super) const PERIOD: &[&str] = &[
    "period",
    "month",
    "date",
    "year",
    "quarter",
    "week",
    "day",
    "time",
    "fy",
    "reporting",
    "financialyear",
    "monthstart",
    "when",
];

pub(super) const PLACE: &[&str] = &[
    "place",
    "area",
    "organisation",
    "organization",
    "organisations",
    "org",
    "provider",
    "trust",
    "hospital",
    "ward",
    "council",
    "authority",
    "la",
    "lad",
    "region",
    "district",
    "borough",
    "county",
    "site",
    "school",
    "practice",
    "charity",
    "partner",
    "geography",
    "geo",
    "geocode",
    "areacode",
    "location",
    "jurisdiction",
    "neighbourhood",
    "lsoa",
    "msoa",
    "where",
];

pub(super) const GROUP: &[&str] = &[
    "group",
    "grp",
    "type",
    "sex",
    "gender",
    "age",
    "ageband",
    "band",
    "ethnicity",
    "ethnic",
    "category",
    "decile",
    "quintile",
    "breakdown",
    "disability",
    "religion",
    "class",
    "subgroup",
    "demographic",
    "who",
];

pub(super) const DENOMINATOR: &[&str] = &[
    "denominator",
    "denom",
    "total",
    "all",
    "population",
    "pop",
    "base",
    "attendances",
    "eligible",
    "of",
    "n",
    "days",
    "measured",
    "cohort",
    "referrals",
    "patients",
    "people",
    "sample",
];

pub(super) const NUMERATOR: &[&str] = &[
    "numerator",
    "num",
    "count",
    "breaches",
    "within",
    "events",
    "cases",
    "deaths",
    "met",
    "seen",
    "number",
    "achieved",
    "completed",
    "successes",
    "successful",
    "yes",
    "r",
];

pub(super) const VALUE: &[&str] = &[
    "value",
    "rate",
    "count",
    "counts",
    "number",
    "total",
    "score",
    "percentage",
    "percent",
    "pct",
    "mean",
    "amount",
    "result",
    "figure",
    "obs",
    "y",
];

/// Words of columns that number rows or stretches of time and measure nothing.
pub(super) const SERIAL: &[&str] = &["id", "index", "row", "no", "i", "year", "week", "month", "code"];

/// How like a list of words a column's name is: 4 when it is one of them, 2 when it holds one, 0 otherwise.
pub(super) fn likeness(name: &str, words: &[&str]) -> u32 {
    let name = spaced(name);
    let listed = |word: &str| words.contains(&word);
    if listed(&name) {
        4
    } else if name.split(' ').any(listed) {
        2
    } else {
        0
    }
}

/// A name in lower case with spaces between its words, which may run together as in `GeoCode`.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (small && letter.is_uppercase()) {
            out.push(' ');
        }
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        }
        small = letter.is_lowercase();
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
