use cm_evidence::FORMS;
use cm_exchange::STANDARDS;
use cm_insight::METHODS;

/// A named list of cards, as help and the web show it.
pub struct Shelf {
    /// `forms`, `methods` or `standards`.
    pub name: &'static str,
    /// Names with their cards, in the order people are offered them.
    pub cards: Vec<(&'static str, &'static str)>,
}

/// Everything a partnership can gather, ask, read and write. Grows by itself.
#[must_use]
pub fn shelves() -> [Shelf; 3] {
    [
        Shelf {
            name: "forms",
            cards: FORMS.iter().map(|it| (it.name(), it.card())).collect(),
        },
        Shelf {
            name: "methods",
            cards: METHODS.iter().map(|it| (it.name(), it.card())).collect(),
        },
        Shelf {
            name: "standards",
            cards: STANDARDS.iter().map(|it| (it.name(), it.card())).collect(),
        },
    ]
}
