use std::collections::BTreeMap;

use cm_framework::{Better, Measure, Unit};
use cm_kernel::Refusal;

use crate::{Break, Mark};

/// Something a person may set when asking a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Name in addresses, on the command line and in the record of the figure.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub does: &'static str,
    /// The value when nobody sets it.
    pub default: &'static str,
    /// The values it takes; empty when it takes a number or a period.
    pub choices: &'static [&'static str],
}

/// What is asked of a method: about which measure, with which settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Title of the measure.
    pub title: String,
    /// What one reading is counted in.
    pub unit: Unit,
    /// Which way is an improvement.
    pub better: Better,
    /// What a place is here: `organisation`.
    pub places_are: String,
    /// Whom the measure is about, and as of when.
    pub population: String,
    /// What a share is a share of: `attendances`; absent when the measure counts.
    pub size_is: Option<String>,
    /// Whom or where it is about, as a subtitle says it: `England`, `RF4`.
    pub about: String,
    /// Settings by the names of the method's parameters.
    pub settings: BTreeMap<String, String>,
    /// Dated marks to show on a chart: adaptations, and limits that begin afresh.
    pub marks: Vec<Mark>,
    /// Days on which the definition of the measure changed, in order.
    pub breaks: Vec<Break>,
    /// The measures beside this one, in the order of [`cm_evidence::EvidenceSet::beside`].
    pub beside: Vec<Companion>,
}

/// A measure beside the one a question is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Companion {
    /// Title of the measure.
    pub title: String,
    /// What one reading is counted in.
    pub unit: Unit,
    /// Which way is an improvement.
    pub better: Better,
    /// What a share is a share of; absent when the measure counts.
    pub size_is: Option<String>,
}

impl Companion {
    /// A measure as it stands beside another.
    #[must_use]
    pub fn of(measure: &Measure) -> Self {
        Self {
            title: measure.title.clone(),
            unit: measure.unit.clone(),
            better: measure.better,
            size_is: measure.denominator.clone(),
        }
    }
}

impl Question {
    /// A question about a measure, with nothing set.
    #[must_use]
    pub fn about(measure: &Measure, about: impl Into<String>) -> Self {
        Self {
            title: measure.title.clone(),
            unit: measure.unit.clone(),
            better: measure.better,
            places_are: measure.places_are.clone(),
            population: measure.population.clone(),
            size_is: measure.denominator.clone(),
            about: about.into(),
            settings: BTreeMap::new(),
            marks: Vec::new(),
            breaks: Vec::new(),
            beside: Vec::new(),
        }
    }

    /// The same question with one thing set.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.settings.insert(name.to_owned(), value.into());
        self
    }

    /// The same question with another measure beside it.
    #[must_use]
    pub fn with_beside(mut self, other: Companion) -> Self {
        self.beside.push(other);
        self
    }

    /// Every mark of a chart, those of changes of definition too, by day.
    #[must_use]
    pub fn every_mark(&self) -> Vec<Mark> {
        let mut marks = self.marks.clone();
        marks.extend(self.breaks.iter().map(Break::mark));
        marks.sort_by_key(|it| it.on);
        marks
    }

    /// What a parameter is set to, or its default.
    #[must_use]
    pub fn setting<'q>(&'q self, parameter: &'q Parameter) -> &'q str {
        self.settings
            .get(parameter.name)
            .map_or(parameter.default, String::as_str)
    }

    /// A parameter read as a number.
    ///
    /// # Errors
    /// `insight/not-a-setting` when it is not a finite number.
    pub fn number(&self, parameter: &Parameter) -> Result<f64, Refusal> {
        let text = self.setting(parameter);
        text.parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .ok_or_else(|| {
                Refusal::new(
                    "insight/not-a-setting",
                    format!("`{text}` is not a number for `{}`.", parameter.name),
                    format!("{} The default is {}.", parameter.does, parameter.default),
                )
            })
    }

    /// The value a level takes, as a share of 1: 95 and 0.95 are the same, so that nobody is given intervals of 0.95%
    /// by a method whose levels are in per cent.
    ///
    /// # Errors
    /// `insight/not-a-setting` when it is not a finite number. What is out of range is the method's to say.
    pub fn level(&self, parameter: &Parameter) -> Result<f64, Refusal> {
        let number = self.number(parameter)?;
        Ok(if number > 1.0 { number / 100.0 } else { number })
    }

    /// Whether every setting is one of the method's and one of its choices.
    ///
    /// # Errors
    /// `insight/no-such-setting`, `insight/not-a-setting`.
    pub fn check(&self, parameters: &[Parameter]) -> Result<(), Refusal> {
        for (name, value) in &self.settings {
            let Some(parameter) = parameters.iter().find(|it| it.name == name) else {
                let known: Vec<_> = parameters.iter().map(|it| it.name).collect();
                return Err(Refusal::new(
                    "insight/no-such-setting",
                    format!("This method has no setting `{name}`."),
                    format!(
                        "It has: {}.",
                        if known.is_empty() {
                            "none".to_owned()
                        } else {
                            known.join(", ")
                        }
                    ),
                ));
            };
            if !parameter.choices.is_empty() && !parameter.choices.contains(&value.as_str()) {
                return Err(Refusal::new(
                    "insight/not-a-setting",
                    format!("`{value}` is not a choice for `{name}`."),
                    format!("Choose one of: {}.", parameter.choices.join(", ")),
                ));
            }
        }
        Ok(())
    }

    /// Every parameter with what it is set to, defaults included, for the record.
    #[must_use]
    pub fn settled(&self, parameters: &[Parameter]) -> BTreeMap<String, String> {
        let settled = |it: &Parameter| (it.name.to_owned(), self.setting(it).to_owned());
        parameters.iter().map(settled).collect()
    }

    /// `share`, or what is counted.
    #[must_use]
    pub fn unit_name(&self) -> String {
        match &self.unit {
            Unit::Share => "share".to_owned(),
            Unit::Number(name) => name.clone(),
        }
    }

    /// What, unit, population, place and period, as a subtitle.
    #[must_use]
    pub fn subtitle(&self, when: &str) -> String {
        let unit = match &self.unit {
            Unit::Share => "per cent",
            Unit::Number(name) => name,
        };
        let parts = [&self.title, unit, &self.population, &self.about, when];
        let said: Vec<&str> = parts.into_iter().map(str::trim).filter(|it| !it.is_empty()).collect();
        said.join(" · ")
    }

    /// A number in the unit of the measure as a person reads it: `92.1%` or `1,204 visits`.
    #[must_use]
    pub fn in_words(&self, number: f64) -> String {
        match &self.unit {
            Unit::Share => format!("{}%", not_minus_nought(format!("{:.1}", number * 100.0))),
            Unit::Number(name) => format!("{} {name}", thousands(number)),
        }
    }
}

/// The text without the sign of a negative number that rounds to nought.
pub(crate) fn not_minus_nought(text: String) -> String {
    let nought = !text.bytes().any(|digit| matches!(digit, b'1'..=b'9'));
    match text.strip_prefix('-') {
        Some(rest) if nought => rest.to_owned(),
        _ => text,
    }
}

/// A number with commas between thousands, whole when it is whole and otherwise with one decimal; with two digits where
/// one decimal would leave none, and with a power of ten where digits would be too many to read.
#[must_use]
pub(crate) fn thousands(number: f64) -> String {
    let text = if number.abs() >= 1e15 {
        return format!("{number:.2e}");
    } else if number != 0.0 && number.abs() < 1e-6 {
        return format!("{number:.1e}");
    } else if number != 0.0 && number.abs() < 0.05 {
        let mut decimals = 2;
        let mut size = number.abs();
        while size < 0.1 {
            size *= 10.0;
            decimals += 1;
        }
        format!("{:.decimals$}", number.abs())
    } else if number.fract() == 0.0 {
        format!("{:.0}", number.abs())
    } else {
        format!("{:.1}", number.abs())
    };
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let sign = if number < 0.0 && text.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        "-"
    } else {
        ""
    };
    rest.map_or_else(|| format!("{sign}{out}"), |rest| format!("{sign}{out}.{rest}"))
}

/// A worked example: evidence as CSV with the header `period,place,group,value,denominator,mark`, the settings, and
/// the answer expected of it. A last column `measure` may say which rows are of another measure; the measure of the
/// first row is the one asked about, and the others stand beside it in the order they first appear.
#[derive(Debug, Clone, Copy)]
pub struct Worked {
    /// The evidence.
    pub csv: &'static str,
    /// The settings, by name.
    pub settings: &'static [(&'static str, &'static str)],
    /// Headline, findings and figures, a line each, as `Insight::as_text` writes them.
    pub answer: &'static str,
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn a_number_of_any_size_can_be_read() {
        for (number, text) in [
            (1_204.0, "1,204"),
            (-1_204.26, "-1,204.3"),
            (0.06, "0.1"),
            (0.0123, "0.012"),
            (-0.0123, "-0.012"),
            (5.06e-11, "5.1e-11"),
            (2e12, "2,000,000,000,000"),
            (5.058e301, "5.06e301"),
            (-0.0, "0"),
        ] {
            assert_eq!(thousands(number), text);
        }
    }
}
