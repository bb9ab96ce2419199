use cm_framework::{MeasureRecord, Power};
use cm_kernel::{Date, Id};

use crate::attention::{Item, item};
use crate::{Caller, Deed, House, Unable, View};

/// A measure is proposed for stopping when nothing rested on it for so many days.
const UNUSED_DAYS: i32 = 365;

/// A measure that no decision, adaptation or published edition has rested on for twelve months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// The measure.
    pub measure: Id,
    /// The name people use.
    pub title: String,
    /// The last day something rested on it; the day its evidence or its agreement began when nothing ever did.
    pub since: Date,
    /// Minutes it costs all contributors together in a year.
    pub minutes: u64,
}

impl Unused {
    /// What is asked of the partners, with the day as the reader is to see it.
    #[must_use]
    pub fn sentence(&self, since: &str) -> String {
        let worth = match self.minutes {
            0 => "whether it is still needed".to_owned(),
            minutes => format!("whether it is still worth its {} a year", time_in_words(minutes)),
        };
        format!("No decision rested on it since {since}; ask {worth}.")
    }
}

/// Minutes as people say them, hours to a tenth: `25 minutes`, `1 hour`, `1,012.5 hours`.
#[must_use]
pub fn time_in_words(minutes: u64) -> String {
    if minutes < 60 {
        let ending = if minutes == 1 { "" } else { "s" };
        return format!("{minutes} minute{ending}");
    }
    let tenths = minutes / 6 + u64::from(minutes % 6 >= 3);
    let (whole, part) = (thousands(tenths / 10), tenths % 10);
    match part {
        0 if tenths == 10 => "1 hour".to_owned(),
        0 => format!("{whole} hours"),
        _ => format!("{whole}.{part} hours"),
    }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl House {
    /// Who has which power over each measure, what it costs whom, and measures nothing rests on any more.
    ///
    /// # Errors
    /// `app/not-your-role`; the machine failed.
    pub fn power(&self, caller: &Caller) -> Result<(Power, Vec<Unused>), Unable> {
        caller.must(Deed::Read, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let power = view.framework.power(self.today());
        let unused = unused(&view, &power, self.today());
        Ok((power, unused))
    }
}

/// Measures in use whose last use in a decision, adaptation or edition is twelve months ago or longer.
pub(crate) fn unused(view: &View, power: &Power, today: Date) -> Vec<Unused> {
    let long_ago = |it: &Unused| today.days().saturating_sub(it.since.days()) >= UNUSED_DAYS;
    let found = power.measures.iter().filter_map(|it| {
        let record = view.framework.measure(&it.measure)?;
        Some(Unused {
            measure: it.measure.clone(),
            title: it.title.clone(),
            since: rested_on(view, record)?,
            minutes: it.minutes(),
        })
    });
    found.filter(long_ago).collect()
}

/// As items of the home page.
pub(crate) fn waiting(view: &View, today: Date) -> Vec<Item> {
    let power = view.framework.power(today);
    let found = unused(view, &power, today);
    let items = found.iter().map(|it| {
        let said = it.sentence(&it.since.to_string());
        item(
            "unused",
            format!("“{}”: {said}", it.title),
            format!("measures/{}", it.measure),
        )
    });
    items.collect()
}

/// The last day something rested on a measure that is agreed; else the day its evidence began, or its agreement.
fn rested_on(view: &View, record: &MeasureRecord) -> Option<Date> {
    let agreement = record.in_force()?;
    let id = &record.measure.id;
    let decided = view
        .learning
        .decisions
        .iter()
        .filter(|it| it.decision.it.measure == *id);
    let taken = decided.flat_map(|it| {
        let adapted = it.adaptations.iter().map(|adapted| adapted.received.date());
        adapted.chain([it.decision.received.date()])
    });
    let editions = view.accounts.editions.iter();
    let published = editions
        .filter(|it| it.figures.iter().any(|(_, figure)| figure.measure == *id))
        .map(|it| it.on);
    let begun = || view.gatherings.of(id).map(|it| it.on).next();
    taken
        .chain(published)
        .max()
        .or_else(begun)
        .or_else(|| record.in_force_on(agreement))
}
