//! A Rust file seen the way a rule needs it: code without its comments and strings, and the strings on their own.

mod items;
#[cfg(test)]
mod tests;

pub use items::{Function, argument_ranges, arguments, cut_tests, functions, test_modules, words};

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Byte offset of its opening quote.
    pub at: usize,
    /// Byte offset just after its closing quote.
    pub end: usize,
    /// What it says, escapes resolved.
    pub value: String,
}

/// Splits a file into code and strings.
///
/// The code has the same length as the text, byte for byte: comments, characters and the inside of strings are spaces,
/// quotes and line ends stay, so offsets and line numbers hold in both.
#[must_use]
pub fn split(text: &str) -> (String, Vec<Literal>) {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        at = match bytes.get(at) {
            Some(b'/') if bytes.get(at + 1) == Some(&b'/') => blank(&mut code, at, line_end(bytes, at)),
            Some(b'/') if bytes.get(at + 1) == Some(&b'*') => blank(&mut code, at, comment_end(bytes, at)),
            Some(b'r') if starts_word(bytes, at) => match raw_string(bytes, at) {
                Some((open, close, end)) => {
                    literals.push(Literal {
                        at: open,
                        end,
                        value: text.get(open + 1..close).unwrap_or_default().to_owned(),
                    });
                    blank(&mut code, open + 1, close);
                    end
                }
                None => at + 1,
            },
            Some(b'"') => {
                let close = string_end(bytes, at);
                literals.push(Literal {
                    at,
                    end: close + 1,
                    value: unescape(text.get(at + 1..close).unwrap_or_default()),
                });
                blank(&mut code, at + 1, close);
                close + 1
            }
            Some(b'\'') => match character_end(text, at) {
                Some(end) => blank(&mut code, at, end),
                None => at + 1,
            },
            _ => at + 1,
        };
    }
    (String::from_utf8_lossy(&code).into_owned(), literals)
}

/// The line, counted from one, that holds a byte offset.
#[must_use]
pub fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Whether a byte can stand inside a Rust name.
#[must_use]
pub fn in_name(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

fn blank(code: &mut [u8], from: usize, to: usize) -> usize {
    for byte in code.iter_mut().take(to).skip(from) {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
    to
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    (at..bytes.len())
        .find(|i| bytes.get(*i) == Some(&b'\n'))
        .unwrap_or(bytes.len())
}

fn comment_end(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0usize;
    let mut i = at;
    while i < bytes.len() {
        match (bytes.get(i), bytes.get(i + 1)) {
            (Some(b'/'), Some(b'*')) => {
                depth += 1;
                i += 2;
            }
            (Some(b'*'), Some(b'/')) => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    bytes.len()
}

/// True when a raw string may begin here: after nothing of a name, or after the `b` or `c` of a byte or C string.
fn starts_word(bytes: &[u8], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|i| bytes.get(i)).copied();
    match before(1) {
        Some(b'b' | b'c') => !before(2).is_some_and(in_name),
        Some(byte) => !in_name(byte),
        None => true,
    }
}

/// The opening quote, the closing quote and the end of the raw string whose `r` is here.
fn raw_string(bytes: &[u8], at: usize) -> Option<(usize, usize, usize)> {
    let hashes = bytes.iter().skip(at + 1).take_while(|byte| **byte == b'#').count();
    let open = at + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let closes = |i: usize| {
        bytes.get(i) == Some(&b'"')
            && bytes
                .iter()
                .skip(i + 1)
                .take(hashes)
                .filter(|byte| **byte == b'#')
                .count()
                == hashes
    };
    let close = (open + 1..bytes.len()).find(|i| closes(*i))?;
    Some((open, close, close + 1 + hashes))
}

/// The closing quote of the string whose opening quote is here.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut i = at + 1;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'\\' => i += 2,
            b'"' => return i,
            _ => i += 1,
        }
    }
    bytes.len()
}

/// The end of the character literal that begins here; `None` for a lifetime.
fn character_end(text: &str, at: usize) -> Option<usize> {
    let mut rest = text.get(at + 1..)?.char_indices();
    let (_, first) = rest.next()?;
    if first == '\\' {
        rest.next()?;
        return rest.find(|(_, it)| *it == '\'').map(|(i, _)| at + 1 + i + 1);
    }
    match rest.next()? {
        (i, '\'') => Some(at + 1 + i + 1),
        _ => None,
    }
}

fn unescape(inside: &str) -> String {
    let mut said = String::new();
    let mut letters = inside.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            said.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => said.push('\n'),
            Some('t') => said.push('\t'),
            Some('\n') => while letters.next_if(|it| it.is_whitespace()).is_some() {},
            Some('u') => {
                let digits: String = letters.by_ref().skip(1).take_while(|it| *it != '}').collect();
                said.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some(other) => said.push(other),
            None => {}
        }
    }
    said
}
