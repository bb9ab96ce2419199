use std::ops::Range;

use super::{in_name, line_of};

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The names of its parameters in order, without `self`.
    pub parameters: Vec<String>,
    /// Byte offset of the word `fn`.
    pub at: usize,
    /// Byte offset just after its closing brace.
    pub end: usize,
    /// Line of the word `fn`, counted from one.
    pub line: usize,
    /// Lines from `fn` to the closing brace, both included.
    pub lines: usize,
}

/// Byte offsets at which a word stands by itself in code.
pub fn words<'c>(code: &'c str, word: &'c str) -> impl Iterator<Item = usize> + 'c {
    let bytes = code.as_bytes();
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        let after = bytes.get(at + word.len());
        !before.is_some_and(|byte| in_name(*byte)) && !after.is_some_and(|byte| in_name(*byte))
    })
}

/// Every function with a body, in code that [`super::split`] gave.
#[must_use]
pub fn functions(code: &str) -> Vec<Function> {
    words(code, "fn").filter_map(|at| function(code, at)).collect()
}

fn function(code: &str, at: usize) -> Option<Function> {
    let rest = code.get(at + 2..)?;
    let name: String = rest
        .trim_start()
        .chars()
        .take_while(|it| it.is_ascii() && in_name(*it as u8))
        .collect();
    if name.is_empty() {
        return None;
    }
    let open = at + 2 + rest.find('(')?;
    let parameters = arguments(code, open).into_iter().filter_map(parameter).collect();
    let body = body(code, open)?;
    let end = matching(code, body)? + 1;
    let line = line_of(code, at);
    Some(Function {
        name,
        parameters,
        at,
        end,
        line,
        lines: line_of(code, end) - line + 1,
    })
}

fn parameter(text: &str) -> Option<String> {
    let name = text.split(':').next()?.trim().trim_start_matches("mut ").trim();
    let plain = !name.is_empty() && name.bytes().all(in_name);
    (plain && name != "self").then(|| name.to_owned())
}

/// The brace that opens the body of a function whose parameters open at `open`; `None` when it has no body.
fn body(code: &str, open: usize) -> Option<usize> {
    let mut at = matching(code, open)?;
    loop {
        at += 1;
        match code.as_bytes().get(at)? {
            b'{' => return Some(at),
            b';' => return None,
            b'(' | b'[' => at = matching(code, at)?,
            _ => {}
        }
    }
}

/// The offset of the bracket that closes the one at `open`.
fn matching(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// What stands between the commas of the call or list whose bracket opens at `open`.
#[must_use]
pub fn arguments(code: &str, open: usize) -> Vec<&str> {
    argument_ranges(code, open)
        .into_iter()
        .filter_map(|it| code.get(it))
        .collect()
}

/// Where the arguments of the call or list stand whose bracket opens at `open`.
#[must_use]
pub fn argument_ranges(code: &str, open: usize) -> Vec<Range<usize>> {
    let Some(close) = matching(code, open) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut from = open + 1;
    for (at, byte) in code.bytes().enumerate().take(close).skip(open + 1) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    if code.get(from..close).is_some_and(|it| !it.trim().is_empty()) {
        found.push(from..close);
    }
    found
}

/// The code with every `#[cfg(test)]` item turned into spaces.
#[must_use]
pub fn cut_tests(code: &str) -> String {
    let mut bytes = code.as_bytes().to_vec();
    for (at, _) in code.match_indices("#[cfg(test)]") {
        let end = item_end(code, at + "#[cfg(test)]".len()).unwrap_or(code.len());
        for byte in bytes.iter_mut().take(end).skip(at).filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Names of the modules that a file declares as `#[cfg(test)] mod name;`.
#[must_use]
pub fn test_modules(code: &str) -> Vec<String> {
    code.match_indices("#[cfg(test)]")
        .filter_map(|(at, mark)| {
            let from = at + mark.len();
            let item = code.get(from..item_end(code, from)?)?.trim();
            let name = item.strip_suffix(';')?.split("mod ").nth(1)?.trim();
            Some(name.to_owned())
        })
        .collect()
}

/// The end of the item that follows: its semicolon, or the close of its braces.
fn item_end(code: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match code.as_bytes().get(at)? {
            b';' => return Some(at + 1),
            b'{' => return matching(code, at).map(|close| close + 1),
            b'(' | b'[' => at = matching(code, at)? + 1,
            _ => at += 1,
        }
    }
}
