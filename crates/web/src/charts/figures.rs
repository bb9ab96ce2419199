//! Numbers as people read them beside a scale.

/// How to write the numbers of one scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figures {
    share: bool,
    divide: f64,
    suffix: &'static str,
    // Decimals of a tick; a value has one more where that says anything.
    places: usize,
    scientific: bool,
    // So large that decimals say nothing.
    whole: bool,
}

impl Figures {
    /// For numbers in this unit up to this size, on a scale with this step.
    pub(super) fn new(unit: &str, size: f64, step: f64) -> Self {
        let share = unit == "share";
        let (size, step) = if share {
            (size * 100.0, step * 100.0)
        } else {
            (size, step)
        };
        let size = size.abs();
        let scientific = size >= 1e15 || (size > 0.0 && size < 1e-4);
        let (divide, suffix) = match size {
            _ if share => (0.01, "%"),
            size if size >= 1e12 => (1e12, "tn"),
            size if size >= 1e9 => (1e9, "bn"),
            size if size >= 1e6 => (1e6, "m"),
            _ => (1.0, ""),
        };
        let shown = if share { step } else { step / divide };
        let places = if shown > 0.0 && shown.is_finite() {
            (-(shown.log10() + 1e-9).floor()).clamp(0.0, 6.0) as usize
        } else {
            0
        };
        Self {
            share,
            divide,
            suffix,
            places,
            scientific,
            whole: !share && divide == 1.0 && size >= 1000.0,
        }
    }

    /// A number of the scale itself.
    pub(super) fn tick(&self, value: f64) -> String {
        self.write(value, self.places)
    }

    /// A number read, a limit or a mean: one decimal more than the scale, unless it is in thousands or whole.
    pub(super) fn value(&self, value: f64) -> String {
        if self.share {
            return self.write(value, (self.places + 1).min(5));
        }
        self.short(&self.write(value, if self.whole { self.places } else { self.places + 1 }))
    }

    /// A line people agreed, such as a target: no more decimals than it has.
    pub(super) fn line(&self, value: f64) -> String {
        self.short(&self.write(value, (self.places + 2).min(6)))
    }

    /// Without zeros at the end of its decimals.
    fn short(&self, text: &str) -> String {
        if self.scientific || !text.contains('.') {
            return text.to_owned();
        }
        let number = text.strip_suffix(self.suffix).unwrap_or(text);
        format!("{}{}", number.trim_end_matches('0').trim_end_matches('.'), self.suffix)
    }

    fn write(&self, value: f64, places: usize) -> String {
        if !value.is_finite() {
            return "no number".to_owned();
        }
        if self.scientific {
            let value = if self.share { value * 100.0 } else { value };
            let text = format!("{value:.2e}");
            let (front, power) = text.split_once('e').unwrap_or((&text, "0"));
            let front = if front.contains('.') {
                front.trim_end_matches('0').trim_end_matches('.')
            } else {
                front
            };
            let power = if power == "0" {
                String::new()
            } else {
                format!("e{power}")
            };
            return format!("{front}{power}{}", if self.share { "%" } else { "" });
        }
        format!("{}{}", grouped(value / self.divide, places), self.suffix)
    }
}

/// A number with this many decimals and commas between thousands.
pub(super) fn grouped(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if value < 0.0 && text.bytes().any(|it| it.is_ascii_digit() && it != b'0') {
        out.push('\u{2212}');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// A count as a person reads it: whole when it is whole.
pub(super) fn count(value: f64) -> String {
    grouped(value, usize::from(value.fract() != 0.0))
}

/// Words with their first letter a capital.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
