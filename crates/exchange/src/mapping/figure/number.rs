use cm_kernel::Refusal;

/// Largest size of a number: whole numbers are exact up to nine thousand times a million million.
const LARGEST: f64 = 1e15;

/// Signs of money, and how it is written before a number.
const MONEY: &[&str] = &["£", "$", "€", "¥", "GBP", "EUR", "USD"];

/// Reads a trimmed number.
///
/// Thousands may be set apart in threes by commas (points where the comma is decimal) or by spaces.
///
/// # Errors
/// `exchange/not-a-number`, `exchange/decimal-comma`, `exchange/percent-sign`, `exchange/currency-sign`,
/// `exchange/number-too-large`, `exchange/no-result`.
pub(super) fn number(text: &str, decimal_comma: bool) -> Result<f64, Refusal> {
    // Most cells are a few digits, and Rust reads those as they stand.
    let plain = !text.is_empty()
        && text
            .bytes()
            .all(|it| it.is_ascii_digit() || (it == b'.' && !decimal_comma));
    let read = if plain {
        text.parse().ok()
    } else {
        spelt(text, decimal_comma).and_then(|digits| digits.parse().ok())
    };
    let number: f64 = read.ok_or_else(|| not_a_number(text, decimal_comma))?;
    // Infinity is too large as well, and no spelling gives anything that is not a number.
    if number.abs() > LARGEST {
        return Err(Refusal::new(
            "exchange/number-too-large",
            "The number is larger than a thousand million million.",
            "Check for digits that ran together, or count in a larger unit.",
        ));
    }
    // Nought has no sign.
    Ok(number + 0.0)
}

/// The number in plain digits, a point and an exponent; `None` when it is none.
fn spelt(text: &str, decimal_comma: bool) -> Option<String> {
    let text = text.replace('−', "-");
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text.as_str(), None),
    };
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (mark, group) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = unsigned.split_once(mark).unwrap_or((unsigned, ""));
    let whole = ungrouped(whole, group)?;
    let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let mut out = format!("{sign}{whole}.{fraction}");
    if let Some(exponent) = exponent {
        let size = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if size.is_empty() || size.len() > 3 || !digits(size) {
            return None;
        }
        out.push('e');
        out.push_str(exponent);
    }
    // `.5` and `5.` are numbers to people and to Rust alike.
    Some(out)
}

/// Digits without the marks between their threes; `None` when the marks stand elsewhere.
fn ungrouped(text: &str, mark: char) -> Option<String> {
    const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];
    let used = text.chars().find(|it| *it == mark || SPACES.contains(it));
    let Some(used) = used else {
        return text.bytes().all(|it| it.is_ascii_digit()).then(|| text.to_owned());
    };
    let mut groups = text.split(used);
    let first = groups.next().filter(|it| (1..=3).contains(&it.len()))?;
    let mut out = String::from(first);
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        out.push_str(group);
    }
    out.bytes().all(|it| it.is_ascii_digit()).then_some(out)
}

/// Whether a comma in it can only be a decimal mark: `3,5`, not `3,500`.
pub(in crate::mapping) fn has_decimal_comma(text: &str) -> bool {
    text.contains(',') && number_is(text, true) && !number_is(text, false)
}

fn number_is(text: &str, decimal_comma: bool) -> bool {
    spelt(text, decimal_comma).is_some()
}

fn not_a_number(text: &str, decimal_comma: bool) -> Refusal {
    if text.starts_with('=') {
        return Refusal::new(
            "exchange/no-result",
            "The cell holds a formula and not its result.",
            "Open the file in a spreadsheet program, let it calculate, and save it again.",
        );
    }
    if text.contains('%') {
        return Refusal::new(
            "exchange/percent-sign",
            "A percentage does not say what it is a share of.",
            "Give the count and what it is out of in two columns, or take the sign away if the measure's unit is per cent.",
        );
    }
    if MONEY.iter().any(|sign| text.contains(sign)) {
        return Refusal::new(
            "exchange/currency-sign",
            "A sign of money stands beside the number.",
            "Take the sign away; the unit belongs to the measure.",
        );
    }
    if number_is(text, !decimal_comma) {
        return Refusal::new(
            "exchange/decimal-comma",
            "The comma and the point are not used as the mapping says.",
            "Say in the mapping whether the decimal mark is a comma, or write the number without marks between thousands.",
        );
    }
    Refusal::new(
        "exchange/not-a-number",
        "This is neither a number nor one of the signs for no number.",
        "Write digits alone, such as 1234.5, or `[x]` for a missing figure, `[z]` for not applicable, `[c]` for one hidden to protect people.",
    )
}
