//! What a person sends with an input, what is wrong with it, and the fields that ask for it; see `templates/inputs.html`.

use serde::Deserialize;

#[cfg(test)]
mod tests;

/// The most letters one line may hold.
const LINE: usize = 200;
/// The most letters a longer text may hold.
const TEXT: usize = 4000;

/// Names and values as they came; a name may come more than once.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Given(Vec<(String, String)>);

impl Given {
    /// The first value under a name, without space around it; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The first value under a name exactly as it came, for a password.
    pub(crate) fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every value under a name.
    pub(crate) fn all<'g>(&'g self, name: &'g str) -> impl Iterator<Item = &'g str> {
        let under = self.0.iter().filter(move |(it, _)| it == name);
        under.map(|(_, value)| value.trim())
    }

    /// Every name, as often as it came.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Adds a value, for an input that is filled in beforehand.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Everything but the named, to be sent once more.
    pub(crate) fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        kept.cloned().collect()
    }
}

/// What is wrong, by field: name and sentence.
pub(crate) type Faults = Vec<(&'static str, String)>;

/// Reads what was given and collects what is wrong with it.
pub(crate) struct Reading<'g> {
    pub(crate) given: &'g Given,
    pub(crate) faults: Faults,
}

impl<'g> Reading<'g> {
    pub(crate) fn of(given: &'g Given) -> Self {
        Self {
            given,
            faults: Vec::new(),
        }
    }

    pub(crate) fn fault(&mut self, name: &'static str, sentence: impl Into<String>) {
        self.faults.push((name, sentence.into()));
    }

    /// A line that must be there.
    pub(crate) fn line(&mut self, name: &'static str, missing: &str) -> String {
        self.filled(name, missing, LINE)
    }

    /// A longer text that must be there; line ends are made one kind.
    pub(crate) fn text(&mut self, name: &'static str, missing: &str) -> String {
        self.filled(name, missing, TEXT)
    }

    /// A password, exactly as it was typed.
    pub(crate) fn secret(&mut self, name: &'static str, missing: &str) -> String {
        let secret = self.given.raw(name).to_owned();
        if secret.is_empty() {
            self.fault(name, missing);
        }
        secret
    }

    /// A line that may be empty.
    pub(crate) fn optional(&mut self, name: &'static str) -> Option<String> {
        let text = self.bounded(name, LINE);
        Some(text).filter(|it| !it.is_empty())
    }

    /// A longer text that may be empty; line ends are made one kind.
    pub(crate) fn longer(&mut self, name: &'static str) -> String {
        self.bounded(name, TEXT)
    }

    /// One line each, empty ones left out.
    pub(crate) fn lines(&mut self, name: &'static str) -> Vec<String> {
        let text = self.bounded(name, TEXT);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// One of the offered answers.
    pub(crate) fn choice<T>(
        &mut self,
        name: &'static str,
        missing: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let chosen = read(self.given.text(name));
        if chosen.is_none() {
            self.fault(name, missing);
        }
        chosen
    }

    fn filled(&mut self, name: &'static str, missing: &str, most: usize) -> String {
        let text = self.bounded(name, most);
        if text.is_empty() {
            self.fault(name, missing);
        }
        text
    }

    fn bounded(&mut self, name: &'static str, most: usize) -> String {
        let text = self.given.text(name).replace("\r\n", "\n");
        let long = text.chars().count();
        if long > most {
            self.fault(name, format!("Use at most {most} letters; there are {long}"));
        }
        text
    }
}

/// How a field asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One line, as wide as the page's text.
    Line,
    /// One line for a number or a date.
    Short,
    /// One line that nobody else should read: a password. What was answered is never shown again.
    Secret,
    /// Several lines.
    Area,
    /// One of many, folded.
    Select,
    /// One of few, all in sight.
    Radios,
    /// Any of few.
    Ticks,
}

/// One answer that is offered.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) chosen: bool,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: hint.into(),
            chosen: false,
        }
    }
}

/// One thing an input asks, with what was answered and what is wrong with that.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) kind: Kind,
    pub(crate) value: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) fault: Option<String>,
}

impl Field {
    pub(crate) fn new(kind: Kind, name: &'static str, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            name,
            label: label.into(),
            hint: hint.into(),
            kind,
            value: String::new(),
            choices: Vec::new(),
            fault: None,
        }
    }

    pub(crate) fn offering(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.choices = choices.into_iter().collect();
        self
    }

    /// Puts in what was answered and what is wrong with it.
    pub(crate) fn filled(mut self, given: &Given, faults: &Faults) -> Self {
        if self.kind != Kind::Secret {
            given.text(self.name).clone_into(&mut self.value);
        }
        for choice in &mut self.choices {
            choice.chosen = given.all(self.name).any(|value| value == choice.value);
        }
        let fault = faults.iter().find(|(name, _)| *name == self.name);
        self.fault = fault.map(|(_, sentence)| sentence.clone());
        self
    }

    /// Ids of the hint and the fault, for whoever hears the page.
    pub(crate) fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let fault = self.fault.as_ref().map(|_| format!("{}-error", self.name));
        hint.into_iter().chain(fault).collect::<Vec<_>>().join(" ")
    }

    /// The id of an answer, counted from 0. The first has the field's own name, because the error summary leads there.
    pub(crate) fn choice_id(&self, at: &usize) -> String {
        match at {
            0 => self.name.to_owned(),
            _ => format!("{}-{}", self.name, at + 1),
        }
    }
}
