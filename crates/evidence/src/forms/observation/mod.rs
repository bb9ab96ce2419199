#![doc = include_str!("card.md")]

use cm_kernel::Card;

use super::{Field, Form};

/// The form of typed rows: what a spreadsheet of figures holds.
pub struct ObservationForm;

impl Form for ObservationForm {
    fn name(&self) -> &'static str {
        "observation"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn fields(&self) -> &'static [Field] {
        const fn field(name: &'static str, ask: &'static str, optional: bool) -> Field {
            Field { name, ask, optional }
        }
        const FIELDS: &[Field] = &[
            field("period", "Which period is it about?", false),
            field("place", "Which place or organisation?", false),
            field("group", "Which population group? Empty means everybody.", true),
            field("value", "What was the value, or how many were counted?", false),
            field("denominator", "Out of how many?", true),
        ];
        FIELDS
    }
}
