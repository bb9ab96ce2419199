use std::collections::HashMap;

use cm_kernel::Refusal;

use crate::{mapping::EVERYBODY, table::shown};

/// Longest name of a place or group in characters: it stands in tables, on charts and in addresses.
const LONGEST: usize = 100;

/// Names that a column holds, each with its position in the order in which it was first met.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    positions: HashMap<&'t str, u32>,
    list: Vec<&'t str>,
    last: Option<(&'t str, u32)>,
}

impl<'t> Names<'t> {
    /// The position of a name.
    ///
    /// # Errors
    /// What [`check`] refuses.
    pub(super) fn position(&mut self, text: &'t str) -> Result<u32, Refusal> {
        if let Some((_, at)) = self.last.filter(|(last, _)| *last == text) {
            return Ok(at);
        }
        let at = match self.positions.get(text) {
            Some(at) => *at,
            None => {
                check(text)?;
                let at = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
                self.list.push(text);
                self.positions.insert(text, at);
                at
            }
        };
        self.last = Some((text, at));
        Ok(at)
    }

    /// A remark when names differ only in capitals or in spaces; they are kept apart.
    pub(super) fn look_alikes(&self, what: &str) -> Option<String> {
        let mut folded: HashMap<String, &str> = HashMap::with_capacity(self.list.len());
        let plain = |name: &str| -> String {
            let letters = name.chars().filter(|it| !it.is_whitespace());
            letters.flat_map(char::to_lowercase).collect()
        };
        self.list.iter().find_map(|name| {
            let same = folded.insert(plain(name), name)?;
            Some(format!(
                "Two {what} look alike and were kept apart: `{}` and `{}`.",
                shown(same),
                shown(name)
            ))
        })
    }

    /// The names in the order of their positions.
    pub(super) fn into_list(self) -> Vec<String> {
        self.list.into_iter().map(str::to_owned).collect()
    }
}

/// The group that an empty cell means.
pub(super) fn group_or_everybody(text: &str) -> &str {
    if text.is_empty() { EVERYBODY } else { text }
}

/// Whether a text can name a place or group.
///
/// # Errors
/// `exchange/no-name`, `exchange/name-too-long`, `exchange/hidden-letters`.
pub(super) fn check(text: &str) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::new(
            "exchange/no-name",
            "The row does not say which place it is about.",
            "Write the place in every row; a sheet's merged cells hold it only in their first row.",
        ));
    }
    if text.chars().count() > LONGEST {
        return Err(Refusal::new(
            "exchange/name-too-long",
            format!("The name is longer than {LONGEST} characters."),
            "Use a code or a shorter name.",
        ));
    }
    if text.chars().any(is_hidden) {
        return Err(Refusal::new(
            "exchange/hidden-letters",
            "The name holds a line end or another letter that cannot be seen.",
            "Type the name anew, so that two names that look the same are the same.",
        ));
    }
    Ok(())
}

/// Control characters, and those that join, hide or turn round the letters beside them.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}
