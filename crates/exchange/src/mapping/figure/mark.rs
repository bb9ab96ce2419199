use cm_kernel::{Absence, Refusal};

/// Signs for no number, in lower case. The table stands in the card of the CSV standard.
const MARKS: &[(&str, Absence)] = &[
    ("", Absence::Missing),
    ("..", Absence::Missing),
    ("…", Absence::Missing),
    ("x", Absence::Missing),
    ("[x]", Absence::Missing),
    ("na", Absence::Missing),
    ("null", Absence::Missing),
    ("missing", Absence::Missing),
    ("not available", Absence::Missing),
    ("z", Absence::NotApplicable),
    ("[z]", Absence::NotApplicable),
    ("n/a", Absence::NotApplicable),
    ("not applicable", Absence::NotApplicable),
    ("refused", Absence::Refused),
    ("[refused]", Absence::Refused),
    ("declined", Absence::Refused),
    ("prefer not to say", Absence::Refused),
    ("*", Absence::Suppressed),
    ("c", Absence::Suppressed),
    ("[c]", Absence::Suppressed),
    ("confidential", Absence::Suppressed),
    ("suppressed", Absence::Suppressed),
    ("cannot say", Absence::CannotSay),
    ("[cannot say]", Absence::CannotSay),
    ("cannot honestly say", Absence::CannotSay),
];

/// Signs that mean one thing in one office and another in the next, with what each could be.
const UNCLEAR: &[(&str, &str)] = &[
    ("-", "nought in some tables and a missing figure in others"),
    ("--", "nought in some tables and a missing figure in others"),
    (".", "not applicable in some tables and a missing figure in others"),
    ("low", "a figure that rounds to nought and is not nought"),
    ("[low]", "a figure that rounds to nought and is not nought"),
    ("k", "a figure that rounds to nought and is not nought"),
    ("[k]", "a figure that rounds to nought and is not nought"),
    ("w", "none recorded in a survey, which may be nought or missing"),
    ("[w]", "none recorded in a survey, which may be nought or missing"),
    ("u", "a figure held back because it is unreliable"),
    ("[u]", "a figure held back because it is unreliable"),
    (":", "not available in some tables and not applicable in others"),
];

/// The absence that a sign stands for; `None` when it is no sign.
///
/// # Errors
/// `exchange/unclear-mark` for a sign that is used in two senses, and for a bound such as `<5`.
pub(super) fn mark(text: &str) -> Result<Option<Absence>, Refusal> {
    if text.len() > 24 {
        return Ok(None);
    }
    let low = text.to_lowercase();
    if let Some((_, absence)) = MARKS.iter().find(|(sign, _)| *sign == low) {
        return Ok(Some(*absence));
    }
    // A dash of any length is one sign.
    let dash = low.replace(['–', '—', '−'], "-");
    let bound = || {
        low.starts_with(['<', '>', '≤', '≥'])
            .then_some("a bound and not a figure")
    };
    let meaning = UNCLEAR
        .iter()
        .find(|(sign, _)| *sign == dash)
        .map(|(_, meaning)| *meaning);
    match meaning.or_else(bound) {
        Some(meaning) => Err(Refusal::new(
            "exchange/unclear-mark",
            format!("This is {meaning}."),
            "Write 0 for none, `[x]` for a missing figure, `[z]` for not applicable or `[c]` for one hidden to protect people.",
        )),
        None => Ok(None),
    }
}

/// Whether a cell says `NA`, which statistical programs write for a missing figure and people for *not applicable*.
pub(in crate::mapping) fn is_na(text: &str) -> bool {
    text.eq_ignore_ascii_case("na")
}
