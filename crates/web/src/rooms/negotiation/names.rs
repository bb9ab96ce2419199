use cm_app::{Caller, View};
use cm_framework::{LocalName, MeasureRecord, Relation};
use cm_kernel::Id;

use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::rooms::measure::{capital_of, partner_name};

/// What one partner calls the measure in its own work.
pub(super) struct Named {
    pub(super) at: u64,
    pub(super) partner: String,
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) lost: String,
    /// Whether the reader's partner gave it, and so may end it.
    pub(super) yours: bool,
}

pub(super) fn named(view: &View, caller: &Caller, record: &MeasureRecord) -> Vec<Named> {
    let names = record.negotiation.local_names.iter().map(|it| Named {
        at: it.at,
        partner: partner_name(&view.framework, &it.by),
        name: it.it.name.clone(),
        relation: capital_of(it.it.relation.in_words()),
        lost: it.it.lost.clone(),
        yours: it.by == caller.partner,
    });
    names.collect()
}

pub(super) fn fields(given: &Given, faults: &Faults) -> Vec<Field> {
    let relations = Relation::ALL.map(|it| Choice::new(it.word(), capital_of(it.in_words()), ""));
    let fields = [
        Field::new(
            Kind::Line,
            "name",
            "What your partner calls it",
            "As your own reports and systems have it.",
        ),
        Field::new(Kind::Radios, "relation", "How the two relate: yours…", "").offering(relations),
        Field::new(
            Kind::Area,
            "lost",
            "What is lost between the two",
            "What yours counts and the shared one does not, and the other way round. “Nothing” is an answer.",
        ),
    ];
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}

pub(super) fn read(reading: &mut Reading<'_>, measure: &Id) -> Option<LocalName> {
    let name = reading.line("name", "Enter the name your partner uses");
    let relation = reading.choice("relation", "Choose how the two relate", |text| {
        Relation::ALL.into_iter().find(|it| it.word() == text)
    });
    let lost = reading.text("lost", "Say what is lost between the two, or that nothing is");
    Some(LocalName {
        measure: measure.clone(),
        name,
        relation: relation?,
        lost,
    })
}
