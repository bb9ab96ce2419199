use std::sync::OnceLock;

use cm_kernel::{Id, Refusal};
use serde::{Deserialize, Serialize};

use crate::framework::Framework;
use crate::negotiation::Noted;

#[cfg(test)]
mod tests;

/// The most items a text may have.
const MOST: usize = 200;

/// What the items of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextKind {
    /// Outcomes, which can be put forward as they are.
    Outcomes,
    /// Conditions or capabilities that are rated and not counted; to be read beside the framework.
    Conditions,
}

/// One heading of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextItem {
    /// The heading, as the source has it.
    pub title: String,
    /// What the source says under it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl TextItem {
    /// Its name in addresses and entries: the heading.
    #[must_use]
    pub fn id(&self) -> Id {
        Id::slug(&self.title)
    }
}

/// Somebody's framework as it was published: one version of a text, cited, and never a list under another's title that
/// they did not write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameworkText {
    /// Name in addresses and entries; another version has another.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Which version: a year, a number, an edition.
    pub version: String,
    /// Who published it.
    pub publisher: String,
    /// Where it can be read: document, page, address.
    pub source: String,
    /// Under which licence it may be passed on, or that none is stated.
    pub licence: String,
    /// What a reader should know: what is left out, what it is used for elsewhere.
    #[serde(default)]
    pub note: String,
    /// What its items are.
    pub kind: TextKind,
    /// Its headings, in its own order.
    pub items: Vec<TextItem>,
}

/// Which heading of which text an outcome was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The text.
    pub text: Id,
    /// The heading.
    pub item: Id,
}

/// The texts that come with the software: published frameworks as far as they may be quoted, and starters of our own
/// under our own name.
pub fn starters() -> &'static [FrameworkText] {
    static STARTERS: OnceLock<Vec<FrameworkText>> = OnceLock::new();
    STARTERS.get_or_init(|| {
        let texts = [
            include_str!("supporting-families-2022.json"),
            include_str!("system-conditions-bettws.json"),
            include_str!("common-measure-learning.json"),
            include_str!("common-measure-help.json"),
        ];
        texts
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
            .collect()
    })
}

impl Framework {
    /// Every text: those that come with the software, then those that partners brought in.
    pub fn library(&self) -> impl Iterator<Item = &FrameworkText> {
        starters().iter().chain(self.texts.iter().map(|it| &it.it))
    }

    /// The text with this id.
    #[must_use]
    pub fn text(&self, id: &Id) -> Option<&FrameworkText> {
        self.library().find(|it| it.id == *id)
    }

    /// The text and heading that a citation names.
    #[must_use]
    pub fn cited(&self, it: &Cited) -> Option<(&FrameworkText, &TextItem)> {
        let text = self.text(&it.text)?;
        let item = text.items.iter().find(|item| item.id() == it.item)?;
        Some((text, item))
    }

    pub(crate) fn may_bring_in(&self, text: &FrameworkText, by: &Id) -> Result<(), Refusal> {
        self.is_partner(by)?;
        if self.text(&text.id).is_some() {
            return Err(Refusal::new(
                "framework/text-there",
                format!("“{}”, version {}, is in the library already.", text.title, text.version),
                "Open it from the library, or give the version that this one has.",
            ));
        }
        let blank = |text: &String| text.trim().is_empty();
        let uncited = [&text.title, &text.version, &text.publisher, &text.source, &text.licence];
        if uncited.into_iter().any(blank) {
            return Err(Refusal::new(
                "framework/text-not-cited",
                "A text needs its title, version, publisher, source and licence.",
                "Say where it can be read and whether it may be passed on; “no licence is stated” is an answer.",
            ));
        }
        let mut ids: Vec<Id> = text.items.iter().map(TextItem::id).collect();
        ids.sort();
        ids.dedup();
        if text.items.is_empty() || text.items.len() > MOST || ids.len() != text.items.len() {
            return Err(Refusal::new(
                "framework/text-without-items",
                format!("A text has from one to {MOST} headings, each of them once."),
                "Give one heading on each line, and none twice.",
            ));
        }
        Ok(())
    }

    pub(crate) fn is_cited(&self, from: Option<&Cited>) -> Result<(), Refusal> {
        match from.is_none_or(|it| self.cited(it).is_some()) {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/no-such-text",
                "The text this is taken from is not in the library.",
                "Bring the text in first, or put the outcome forward as your own.",
            )),
        }
    }

    pub(crate) fn bring_in(&mut self, text: Noted<FrameworkText>) {
        self.texts.push(text);
    }
}
