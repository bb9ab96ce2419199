//! Shapes that stand for something, and the line under a chart that says what.

use std::fmt::Write;

use cm_insight::Signal;
use cm_kernel::Absence;

use super::svg::{BLUE, INK, LIMIT, ORANGE, PINK, SOFT, num};

/// A mark on a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// A reading that does not stand out: a small hollow circle.
    Routine,
    /// A filled square.
    Improvement,
    /// A filled diamond with an edge of ink.
    Concern,
    /// A filled triangle that points up.
    High,
    /// A filled triangle that points down.
    Low,
    /// A hollow circle with a stroke through it.
    LeftOut,
    /// A cross.
    Missing,
    /// A dash.
    NotApplicable,
    /// A ring with a stroke through it.
    Refused,
    /// A star of three strokes.
    Suppressed,
    /// A ring with a dot in it.
    CannotSay,
    /// A dotted sample, for limits that allow for chance alone.
    Dotted,
}

impl Shape {
    pub(super) fn of(signal: Option<Signal>) -> Self {
        match signal {
            None => Self::Routine,
            Some(Signal::Improvement) => Self::Improvement,
            Some(Signal::Concern) => Self::Concern,
            Some(Signal::High) => Self::High,
            Some(Signal::Low) => Self::Low,
        }
    }

    pub(super) fn absent(absence: Absence) -> Self {
        match absence {
            Absence::Missing => Self::Missing,
            Absence::NotApplicable => Self::NotApplicable,
            Absence::Refused => Self::Refused,
            Absence::Suppressed => Self::Suppressed,
            Absence::CannotSay => Self::CannotSay,
        }
    }

    /// What it says, to stand before a rule or in a key.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Routine => "Routine variation",
            Self::Improvement => "Improvement",
            Self::Concern => "Concern",
            Self::High => "Unusually high",
            Self::Low => "Unusually low",
            Self::LeftOut => "Left out",
            Self::Missing => "Missing",
            Self::NotApplicable => "Not applicable",
            Self::Refused => "Refused",
            Self::Suppressed => "Suppressed",
            Self::CannotSay => "Cannot honestly say",
            Self::Dotted => "",
        }
    }

    /// What it says where places or groups stand beside each other: lying apart is no change, for better or worse.
    pub(super) fn apart(self) -> &'static str {
        match self {
            Self::Improvement => "Stands out, better",
            Self::Concern => "Stands out, worse",
            other => other.word(),
        }
    }

    /// Attributes of a group of marks of this shape.
    pub(super) fn paint(self) -> String {
        let solid = |fill: &str| format!(r##"fill="{fill}" stroke="#fff" stroke-width=".8""##);
        match self {
            Self::Routine => format!(r##"fill="#fff" stroke="{BLUE}" stroke-width="1.3""##),
            Self::Improvement => solid(BLUE),
            Self::High | Self::Low => solid(PINK),
            Self::Concern => format!(r#"fill="{ORANGE}" stroke="{INK}" stroke-width="1.3""#),
            Self::LeftOut => format!(r##"fill="#fff" stroke="{SOFT}" stroke-width="1.3""##),
            Self::Missing | Self::NotApplicable | Self::Refused | Self::Suppressed | Self::CannotSay => {
                format!(r#"fill="none" stroke="{SOFT}" stroke-width="1.5""#)
            }
            Self::Dotted => format!(r#"fill="none" stroke="{LIMIT}" stroke-width="1.3" stroke-dasharray="1.5 3""#),
        }
    }

    /// The mark at a point; `reach` is half its width where it is a circle. Shapes of one reach look equally large.
    pub(super) fn draw(self, out: &mut String, x: f64, y: f64, reach: f64, title: Option<&str>) {
        let r = reach;
        let (px, py) = (num(x), num(y));
        let d = match self {
            Self::Routine => {
                let _ = write!(out, r#"<circle cx="{px}" cy="{py}" r="{}""#, num(r));
                return close(out, "circle", title);
            }
            Self::Improvement => {
                let (half, side) = (num(-r * 0.9), r * 1.8);
                format!("M{px} {py}m{half} {half}h{}v{}h{}z", num(side), num(side), num(-side))
            }
            Self::Concern => {
                let (up, r) = (num(-r * 1.3), num(r * 1.3));
                format!("M{px} {py}m0 {up}l{r} {r}l{up} {r}l{up} {up}z")
            }
            Self::High | Self::Low => {
                let down = if self == Self::High { 1.0 } else { -1.0 };
                let (half, tall) = (r * 1.4, r * 2.5 * down);
                format!(
                    "M{px} {py}m0 {}l{} {}h{}z",
                    num(-r * 1.4 * down),
                    num(half),
                    num(tall),
                    num(-half * 2.0)
                )
            }
            Self::Missing => {
                let (up, side) = (num(-r), num(r * 2.0));
                format!("M{px} {py}m{up} {up}l{side} {side}m-{side} 0l{side} -{side}")
            }
            Self::LeftOut => {
                let cut = r * 1.3;
                let (up, side) = (num(-cut), num(cut * 2.0));
                format!(
                    "M{px} {py}{}M{px} {py}m{up} {}l{side} {}",
                    ring(r),
                    num(cut),
                    num(-cut * 2.0)
                )
            }
            Self::NotApplicable => format!("M{px} {py}m{} 0h{}", num(-r), num(r * 2.0)),
            Self::Refused => format!("M{px} {py}{}h{}", ring(r), num(r * 2.0)),
            Self::Suppressed => {
                let (up, side) = (num(-r), num(r * 2.0));
                let (a, b) = (num(r * 0.85), num(r * 1.7));
                format!(
                    "M{px} {py}m0 {up}v{side}M{px} {py}m-{a} -{h}l{b} {r}m0 -{r}l-{b} {r}",
                    h = num(r * 0.5),
                    r = num(r)
                )
            }
            Self::CannotSay => format!("M{px} {py}{}M{px} {py}{}", ring(r), ring(r * 0.25)),
            Self::Dotted => format!("M{px} {py}m-9 0h18"),
        };
        let _ = write!(out, r#"<path d="{d}""#);
        close(out, "path", title);
    }
}

/// A circle around where the pen is, which comes back to its left.
fn ring(r: f64) -> String {
    format!(
        "m{1} 0a{0} {0} 0 1 0 {2} 0a{0} {0} 0 1 0 -{2} 0",
        num(r),
        num(-r),
        num(r * 2.0)
    )
}

fn close(out: &mut String, element: &str, title: Option<&str>) {
    let _ = match title {
        None => write!(out, "/>"),
        Some(title) => write!(out, "><title>{}</title></{element}>", super::svg::escape(title)),
    };
}

/// A shape with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub shape: Shape,
    pub words: String,
}

impl Entry {
    pub(super) fn new(shape: Shape, words: impl Into<String>) -> Self {
        Self {
            shape,
            words: words.into(),
        }
    }
}
