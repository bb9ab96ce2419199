use std::collections::BTreeMap;
use std::fmt::Write;

use cm_app::{Asked, Scope};
use cm_insight::Method;
use cm_kernel::{Date, Id, Refusal};

use crate::input::Given;
use crate::words::read_date;

/// What begins the name of a setting in an address.
const SET: &str = "set-";

/// What a reader chose on the measure's page, as its address says it; everything may be left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Chosen {
    /// Name of a method.
    pub(crate) view: String,
    pub(crate) place: String,
    pub(crate) group: String,
    pub(crate) from: String,
    pub(crate) to: String,
    /// By parameter of the method.
    pub(crate) settings: BTreeMap<String, String>,
    /// Measures beside this one.
    pub(crate) beside: Vec<String>,
    /// The order of the lines of a summary.
    pub(crate) sort: String,
}

impl Chosen {
    /// Reads an address.
    pub(crate) fn of(given: &Given) -> Self {
        let text = |name: &str| given.text(name).to_owned();
        let settings = given.names().filter_map(|name| {
            let parameter = name.strip_prefix(SET)?;
            let value = given.text(name);
            (!value.is_empty()).then(|| (parameter.to_owned(), value.to_owned()))
        });
        let beside = given.all("beside").filter(|it| !it.is_empty());
        Self {
            view: text("view"),
            place: text("place"),
            group: text("group"),
            from: text("from"),
            to: text("to"),
            settings: settings.collect(),
            beside: beside.map(str::to_owned).collect(),
            sort: text("sort"),
        }
    }

    pub(super) fn scope(&self) -> Result<Scope, Refusal> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        Ok(Scope {
            place: some(&self.place),
            group: some(&self.group),
            from: day(&self.from)?,
            to: day(&self.to)?,
        })
    }

    /// The same as a question to the house.
    pub(crate) fn asked(&self, measure: &Id, method: &dyn Method) -> Result<Asked, Refusal> {
        let mut asked = Asked::new(measure, method.name());
        asked.scope = self.scope()?;
        asked.settings.clone_from(&self.settings);
        if method.reads_beside() {
            asked.beside = self.others(measure)?;
        }
        Ok(asked)
    }

    /// The measures beside this one, each once.
    pub(super) fn others(&self, measure: &Id) -> Result<Vec<Id>, Refusal> {
        let mut others = Vec::new();
        for name in &self.beside {
            let other = Id::new(name).map_err(|_| super::no_such_name(name))?;
            if other != *measure && !others.contains(&other) {
                others.push(other);
            }
        }
        Ok(others)
    }

    /// Another view of the same evidence. Settings belong to a method and stay behind.
    pub(super) fn viewed(&self, view: &str) -> Self {
        let same = self.view == view;
        Self {
            view: view.to_owned(),
            settings: if same { self.settings.clone() } else { BTreeMap::new() },
            sort: if same { self.sort.clone() } else { String::new() },
            ..self.clone()
        }
    }

    /// Names and values, but for these, as hidden fields of an input repeat them.
    pub(crate) fn hidden(&self, left_out: &[&str]) -> Vec<(String, String)> {
        let plain = [
            ("view", &self.view),
            ("place", &self.place),
            ("group", &self.group),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
        ];
        let plain = plain.into_iter().map(|(name, value)| (name.to_owned(), value.clone()));
        let settings = self
            .settings
            .iter()
            .map(|(name, value)| (format!("{SET}{name}"), value.clone()));
        let beside = self.beside.iter().map(|it| ("beside".to_owned(), it.clone()));
        let all = plain.chain(settings).chain(beside);
        let wanted = |(name, value): &(String, String)| {
            let family = if name.starts_with(SET) { SET } else { name };
            !value.is_empty() && !left_out.contains(&family)
        };
        all.filter(wanted).collect()
    }

    pub(crate) fn query(&self) -> String {
        let mut out = String::new();
        for (name, value) in self.hidden(&[]) {
            let before = if out.is_empty() { '?' } else { '&' };
            let _ = write!(out, "{before}{}={}", super::escape(&name), super::escape(&value));
        }
        out
    }
}

fn day(text: &str) -> Result<Option<Date>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    read_date(text).map(Some).ok_or_else(|| {
        let shown: String = text.chars().take(20).collect();
        Refusal::new(
            "web/not-a-date",
            format!("`{shown}` is not a date."),
            "Write it as 2018-04-01, or leave it empty.",
        )
    })
}
