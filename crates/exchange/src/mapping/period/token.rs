/// A piece of a written period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits: how many, and what they say.
    Number { digits: usize, value: u32 },
    /// A month by its name, whole or short.
    Month(u32),
    /// `Q` or *quarter*.
    Quarter,
    /// `W`.
    Week,
    /// `FY` or *financial year*; says nothing that the numbers do not.
    Financial,
}

/// A written period in pieces, with the sign before each piece after the first; a space where nothing stands between.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) pieces: Vec<Token>,
    pub(super) signs: Vec<char>,
}

/// Longest text that is looked at.
const LONGEST: usize = 40;

/// More pieces than any period has.
const MOST: usize = 5;

/// Cuts a text into pieces. `None` when it holds anything that no period does.
pub(super) fn tokens(text: &str) -> Option<Tokens> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.to_lowercase().replace(['–', '‑', '−'], "-");
    let mut tokens = Tokens::default();
    let (mut rest, mut sign) = (text.as_str(), None);
    while let Some(first) = rest.chars().next() {
        let same = |it: char| {
            if first.is_ascii_digit() {
                it.is_ascii_digit()
            } else {
                it.is_alphabetic()
            }
        };
        if !first.is_ascii_digit() && !first.is_alphabetic() {
            sign = Some(after(sign, first)?);
            rest = rest.get(first.len_utf8()..)?;
            continue;
        }
        let end = rest.find(|it| !same(it)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        if let Some(token) = token(piece, &tokens.pieces)? {
            if !tokens.pieces.is_empty() {
                tokens.signs.push(sign.unwrap_or(' '));
            } else if sign.is_some() {
                return None;
            }
            tokens.pieces.push(token);
            sign = None;
        }
        if tokens.pieces.len() > MOST {
            return None;
        }
    }
    // A sign with nothing after it, but for the point of a shortened month.
    sign.is_none_or(|it| it == '.').then_some(tokens)
}

/// The sign between two pieces: spaces give way to a mark, and two marks are none.
fn after(sign: Option<char>, next: char) -> Option<char> {
    match (sign, next) {
        (None, ' ' | '\u{a0}' | ',') => Some(' '),
        (Some(sign), ' ' | '\u{a0}' | ',') => Some(sign),
        (None | Some(' '), '-' | '/' | '.') => Some(next),
        _ => None,
    }
}

/// The token of a piece; nothing for a word that says nothing. The outer `None` is a word that no period holds.
fn token(piece: &str, before: &[Token]) -> Option<Option<Token>> {
    if piece.starts_with(|it: char| it.is_ascii_digit()) {
        let value = piece.parse().ok().filter(|_| piece.len() <= 8)?;
        return Some(Some(Token::Number {
            digits: piece.len(),
            value,
        }));
    }
    Some(Some(match piece {
        "q" | "qtr" | "quarter" => Token::Quarter,
        "w" => Token::Week,
        "fy" => Token::Financial,
        "st" | "nd" | "rd" | "th" if matches!(before, [Token::Number { digits: 1 | 2, .. }]) => return Some(None),
        name => Token::Month(month(name)?),
    }))
}

/// A month by its name in English, whole or by three letters.
fn month(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let short = |month: &str| month.get(..3) == Some(name) || (name == "sept" && month == "september");
    let at = MONTHS.iter().position(|month| *month == name || short(month))?;
    u32::try_from(at + 1).ok()
}
