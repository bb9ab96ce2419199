//! Writing SVG: escaping, short numbers, the few elements charts are made of, and the colours.

use std::fmt::Write;

/// Words that matter.
pub(super) const INK: &str = "#0B0C0C";
/// Words and lines that explain; 8.9 to 1 on white.
pub(super) const SOFT: &str = "#464B4A";
/// Limits; 4.9 to 1 on white.
pub(super) const LIMIT: &str = "#6B7276";
/// The ground between limits; decoration, its edges are lines.
pub(super) const BAND: &str = "#EEF2F5";
/// Lines of a grid; decoration, the scale is written.
pub(super) const GRID: &str = "#DDE1E3";
/// The first series.
pub(super) const BLUE: &str = "#12436D";
/// The first series where it steps back; 3.9 to 1 on white, 3.4 to 1 on the ground between limits.
pub(super) const QUIET: &str = "#6A84A0";
/// The third series: targets and other lines that people drew.
pub(super) const PINK: &str = "#801650";
/// The fourth series: concern, always with an edge of ink.
pub(super) const ORANGE: &str = "#F46A25";

/// A number with at most one decimal. Not finite gives 0; beyond a million is cut there, far outside any view box.
pub(super) fn num(value: f64) -> String {
    let mut out = String::with_capacity(8);
    write_num(&mut out, value);
    out
}

/// Writes a number as [`num`] does.
pub(super) fn write_num(out: &mut String, value: f64) {
    let value = if value.is_finite() { value.clamp(-1e6, 1e6) } else { 0.0 };
    let tenths = (value * 10.0).round();
    if (value * 10.0 - tenths).abs() > 0.499 {
        // So near the middle between two, the digits of the number itself decide.
        let text = format!("{value:.1}");
        let short = text.strip_suffix(".0").unwrap_or(&text);
        out.push_str(if short == "-0" { "0" } else { short });
        return;
    }
    let tenths = tenths as i64;
    if tenths < 0 {
        out.push('-');
    }
    let (mut whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    // At most a million.
    let mut digits = [b'0'; 7];
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (whole % 10) as u8;
        whole /= 10;
        used += 1;
        if whole == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(digits.len() - used).map(|it| char::from(*it)));
    if tenth > 0 {
        out.push('.');
        out.push(char::from(b'0' + tenth as u8));
    }
}

/// Text as it may stand in XML, in an element or in an attribute. Letters XML 1.0 forbids are dropped.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if (letter as u32) < 0x20 => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Which point of a line of words stands at its `x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of words; `y` is its baseline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'t> {
    pub x: f64,
    pub y: f64,
    pub anchor: Anchor,
    pub bold: bool,
    /// `None` for the colour of the group it stands in.
    pub fill: Option<&'static str>,
    /// A ring of white around the letters, so that lines beneath do not run into them.
    pub halo: bool,
    pub text: &'t str,
}

impl<'t> Words<'t> {
    pub(super) fn at(x: f64, y: f64, anchor: Anchor, text: &'t str) -> Self {
        Self {
            x,
            y,
            anchor,
            bold: false,
            fill: None,
            halo: false,
            text,
        }
    }

    pub(super) fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub(super) fn halo(mut self) -> Self {
        self.halo = true;
        self
    }

    pub(super) fn fill(mut self, fill: &'static str) -> Self {
        self.fill = Some(fill);
        self
    }

    pub(super) fn write(&self, out: &mut String) {
        let _ = write!(out, r#"<text x="{}" y="{}""#, num(self.x), num(self.y));
        match self.anchor {
            Anchor::Start => {}
            Anchor::Middle => out.push_str(r#" text-anchor="middle""#),
            Anchor::End => out.push_str(r#" text-anchor="end""#),
        }
        if self.bold {
            out.push_str(r#" font-weight="700""#);
        }
        if let Some(fill) = self.fill {
            let _ = write!(out, r#" fill="{fill}""#);
        }
        if self.halo {
            out.push_str(r##" stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke""##);
        }
        let _ = write!(out, ">{}</text>", escape(self.text));
    }
}

/// A path with these attributes.
pub(super) fn path(out: &mut String, d: &str, attributes: &str) {
    let _ = write!(out, r#"<path d="{d}" {attributes}/>"#);
}

/// A level or upright stroke as path data.
pub(super) fn stroke(from: (f64, f64), to: (f64, f64)) -> String {
    let (x, y) = (num(from.0), num(from.1));
    let (to_x, to_y) = (num(to.0), num(to.1));
    if y == to_y {
        format!("M{x} {y}H{to_x}")
    } else if x == to_x {
        format!("M{x} {y}V{to_y}")
    } else {
        format!("M{x} {y}L{to_x} {to_y}")
    }
}

/// A box as path data.
pub(super) fn boxed(left: f64, top: f64, right: f64, bottom: f64) -> String {
    format!(
        "M{} {}H{}V{}H{}z",
        num(left),
        num(top),
        num(right),
        num(bottom),
        num(left)
    )
}

/// A line through points as path data; each `None` lifts the pen.
pub(super) fn through(points: impl IntoIterator<Item = Option<(f64, f64)>>) -> String {
    let mut out = String::new();
    let mut down = false;
    for point in points {
        let Some((x, y)) = point else {
            down = false;
            continue;
        };
        out.push(if down { 'L' } else { 'M' });
        write_num(&mut out, x);
        out.push(' ');
        write_num(&mut out, y);
        down = true;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_are_the_shortest_with_one_decimal() {
        let by_digits = |value: f64| {
            let text = format!("{value:.1}");
            let short = text.strip_suffix(".0").unwrap_or(&text).to_owned();
            if short == "-0" { "0".to_owned() } else { short }
        };
        let steps = (-40_000..40_000).map(|at| f64::from(at) / 80.0);
        let large = (0..2_000).map(|at| f64::from(at).powi(2) * 0.2503 - 500.0);
        let odd = [
            0.05, 0.15, 0.25, 0.35, 0.45, -0.05, -0.04, 0.95, 9.95, 99.95, 0.049_999, 1e6, -1e6,
        ];
        for value in steps.chain(large).chain(odd) {
            assert_eq!(num(value), by_digits(value), "{value}");
        }
        assert_eq!([num(f64::NAN), num(1e300), num(-0.0)], ["0", "1000000", "0"]);
    }
}
