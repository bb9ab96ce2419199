use std::borrow::Cow;

use cm_kernel::Refusal;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text of a file, with a remark when its letters had to be guessed.
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    pub(crate) remark: Option<String>,
}

/// Reads the bytes as text: UTF-8, UTF-16 that says so, and otherwise Windows-1252.
///
/// # Errors
/// `exchange/nul-byte`, `exchange/broken-letters`.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Refusal> {
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_16LE || encoding == UTF_16BE => {
            let rest = bytes.get(length..).unwrap_or_default();
            let (text, broken) = encoding.decode_without_bom_handling(rest);
            if broken {
                return Err(broken_letters("UTF-16", 1));
            }
            Decoded {
                text,
                remark: Some("The file is written in UTF-16.".to_owned()),
            }
        }
        Some((_, length)) => eight(bytes.get(length..).unwrap_or_default(), true)?,
        None => eight(bytes, false)?,
    };
    match memchr::memchr(0, decoded.text.as_bytes()) {
        Some(at) => Err(nul_byte(line_at(decoded.text.as_bytes(), at))),
        None => Ok(with_line_ends(decoded)),
    }
}

/// Text of one-byte pieces: UTF-8, or Windows-1252 when it is not and does not claim to be.
fn eight(bytes: &[u8], claims: bool) -> Result<Decoded<'_>, Refusal> {
    let wrong = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text: Cow::Borrowed(text),
                remark: None,
            });
        }
        Err(wrong) => wrong.valid_up_to(),
    };
    let line = line_at(bytes, wrong);
    // Letters that are right in UTF-8 beside one that is not: two files glued together, and either reading spoils half.
    let mixed = bytes.get(..wrong).is_some_and(|before| !before.is_ascii());
    if claims || mixed {
        return Err(broken_letters("UTF-8", line));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(Decoded {
        text,
        remark: Some(format!(
            "The file is not UTF-8 (line {line}), so it was read as Windows-1252; check accented letters and signs."
        )),
    })
}

/// Old line ends, a carriage return alone, become new ones.
fn with_line_ends(decoded: Decoded<'_>) -> Decoded<'_> {
    let bytes = decoded.text.as_bytes();
    if memchr::memchr(b'\n', bytes).is_some() || memchr::memchr(b'\r', bytes).is_none() {
        return decoded;
    }
    Decoded {
        text: Cow::Owned(decoded.text.replace('\r', "\n")),
        ..decoded
    }
}

fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count()
}

pub(super) fn nul_byte(line: usize) -> Refusal {
    Refusal::new(
        "exchange/nul-byte",
        format!("Line {line} holds a byte of value nought, so the file is damaged or is not plain text."),
        "Open it in the program it came from and save it again as `CSV UTF-8`.",
    )
}

pub(super) fn broken_letters(encoding: &str, line: usize) -> Refusal {
    Refusal::new(
        "exchange/broken-letters",
        format!("The file is written in {encoding}, and from line {line} on some of its letters are not."),
        "Open it in the program it came from, mend the odd letters, and save it again as `CSV UTF-8`.",
    )
}
