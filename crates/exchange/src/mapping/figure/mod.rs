//! Numbers and the signs for no number.

mod mark;
mod number;
#[cfg(test)]
mod tests;

use cm_kernel::{Absence, Refusal};

pub(super) use mark::is_na;
use mark::mark;
pub(super) use number::has_decimal_comma;
use number::number;

/// What a cell of figures says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Said {
    Number(f64),
    Absent(Absence),
}

/// Reads a trimmed cell.
///
/// # Errors
/// `exchange/unclear-mark` and what [`number`] refuses.
pub(super) fn said(text: &str, decimal_comma: bool) -> Result<Said, Refusal> {
    // Nearly every cell begins with a digit, and no mark does.
    if !text.starts_with(|it: char| it.is_ascii_digit())
        && let Some(absence) = mark(text)?
    {
        return Ok(Said::Absent(absence));
    }
    number(text, decimal_comma).map(Said::Number)
}

/// Whether the text is a number, written either way.
pub(crate) fn is_number(text: &str) -> bool {
    number(text, false).is_ok() || number(text, true).is_ok()
}
