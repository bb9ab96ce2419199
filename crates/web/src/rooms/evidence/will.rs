use cm_app::{Check, Foreseen};
use cm_framework::MeasureRecord;

use super::{Agreed, counted};
use crate::figure::thousands;
use crate::input::{Faults, Field, Given, Kind};
use crate::words::period;

/// What would happen.
pub(super) struct Will {
    /// What the button says; absent when there is nothing to bring in.
    pub(super) button: Option<String>,
    pub(super) rows: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) agreed: Option<Agreed>,
    /// What the measure is agreed to be read by, when the file is not.
    pub(super) other_length: Option<&'static str>,
    pub(super) differing: u64,
    pub(super) examples: Vec<String>,
    pub(super) attribution: Field,
    pub(super) corrects: Field,
}

/// What bringing a checked file in would come to.
pub(super) fn will(
    record: &MeasureRecord,
    check: &Check,
    it: &Foreseen,
    partner: &str,
    (given, faults): (&Given, &Faults),
) -> Will {
    let measure = &record.measure;
    let mut rows = vec![format!("{} new", thousands(it.new))];
    rows.extend((it.known > 0).then(|| format!("{} known already and left as they are", thousands(it.known))));
    rows.extend((it.differing > 0).then(|| {
        let s = if it.differing == 1 { "s" } else { "" };
        format!("{} that differ{s} from what is known", thousands(it.differing))
    }));
    let mut facts = vec![("Rows", rows.join(", "))];
    facts.extend((it.absent > 0).then(|| ("Without a number", thousands(it.absent))));
    facts.extend(it.periods.map(|(first, last)| {
        let (first, last) = (period(first), period(last));
        let same = first == last;
        ("Periods", if same { first } else { format!("{first} to {last}") })
    }));
    facts.push(("Places", counted(it.places, &measure.places_are)));
    let groups = measure.groups_are.as_ref().filter(|_| it.groups > 1);
    facts.extend(groups.map(|_| ("Groups", thousands(it.groups))));
    facts.push(("Contributed by", partner.to_owned()));
    let button = match it.new + it.differing {
        0 => None,
        _ => Some(format!("Bring in all {}", counted(check.rows, "row"))),
    };
    let source = "Who publishes or keeps it, and its licence. It stays with these rows for good.";
    let why = "It stands beside the corrected readings. The earlier ones stay readable.";
    Will {
        button,
        rows: counted(check.rows, "row"),
        facts,
        agreed: Agreed::of(record),
        other_length: None,
        differing: it.differing,
        examples: it.examples.clone(),
        attribution: Field::new(Kind::Area, "attribution", "Where the file comes from", source).filled(given, faults),
        corrects: Field::new(
            Kind::Area,
            "corrects",
            "This file corrects earlier readings, because…",
            why,
        )
        .filled(given, faults),
    }
}
