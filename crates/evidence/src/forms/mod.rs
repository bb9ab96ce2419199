//! The forms of evidence.

use cm_kernel::Card;

pub mod observation;

/// Every form, in the order people are offered them. A new form is a new folder and one line here.
pub static FORMS: &[&dyn Form] = &[&observation::ObservationForm];

/// One thing a form asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Name in records and columns.
    pub name: &'static str,
    /// The question a person reads.
    pub ask: &'static str,
    /// Whether it may stay empty.
    pub optional: bool,
}

/// A kind of evidence.
pub trait Form: Sync {
    /// Name in addresses, entries and measures.
    fn name(&self) -> &'static str;
    /// What it is, when to use it, what it cannot tell, its source.
    fn card(&self) -> Card;
    /// What it asks, in order.
    fn fields(&self) -> &'static [Field];
}

/// The form with this name.
#[must_use]
pub fn form(name: &str) -> Option<&'static dyn Form> {
    FORMS.iter().copied().find(|form| form.name() == name)
}
