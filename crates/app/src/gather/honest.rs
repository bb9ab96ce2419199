use cm_evidence::{Act, HonestReturn, Source};
use cm_kernel::{Absence, Batch, Digest, Known, Period, Reading, Refusal, Row};
use cm_store::Wanted;
use serde_json::Value;

use super::{Outcome, may_gather};
use crate::{Caller, Deed, House, Unable};

/// The most characters a reason may have.
const LONGEST: usize = 4000;

impl House {
    /// Says that a reading cannot honestly be given, and why: a return like any other, shown as it was written, that
    /// counts as neither success nor failure. It takes the place of a number as a correction does, and a later number
    /// takes its place in the same way. Returns the entry's position.
    ///
    /// # Errors
    /// `app/not-your-role`, `framework/no-such-measure`, `framework/no-agreement`, `app/no-reason`, `app/unknown-period`,
    /// `app/unknown-place`, `app/unknown-group`, `app/said-before`; the machine failed.
    pub fn return_honestly(&self, caller: &Caller, returned: &HonestReturn) -> Result<u64, Unable> {
        caller.must(Deed::Gather, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        may_gather(&view, &returned.measure)?;
        let wanted = Wanted {
            measure: returned.measure.clone(),
            place: None,
            group: None,
            known_at: view.length,
        };
        let period = checked(returned, &self.store.rows(&caller.partnership, &wanted)?)?;
        let batch = Batch {
            measure: returned.measure.clone(),
            places: vec![returned.place.clone()],
            groups: vec![returned.group.clone()],
            rows: vec![Row {
                period,
                place: 0,
                group: 0,
                reading: Reading::Absent(Absence::CannotSay),
            }],
        };
        let source = Source {
            file: "an honest return".to_owned(),
            sha256: Digest::of(returned.why.as_bytes()),
            mapping: Value::Null,
            attribution: String::new(),
        };
        let act = Act::ReturnedHonestly(HonestReturn {
            period: period.to_string(),
            ..returned.clone()
        });
        let with = (act.kind(), act.body()?);
        match self.bring_in(caller, &batch, &source, Some(&returned.why), Some(&with))? {
            Outcome::Added { at, .. } => Ok(at + 1),
            _ => Err(Refusal::new(
                "app/said-before",
                "It was said before that this figure cannot honestly be given.",
                "Read the earlier return on this page; what there is to add can be said as a comment on the measure.",
            )
            .into()),
        }
    }
}

/// The period, once everything that was said can be understood beside the readings there are.
fn checked(returned: &HonestReturn, known: &Known) -> Result<Period, Refusal> {
    let reason = returned.why.trim().chars().count();
    if reason == 0 || reason > LONGEST {
        return Err(Refusal::new(
            "app/no-reason",
            "A return without a number needs its reason, in at most 4,000 characters.",
            "Say in a sentence or two why the figure cannot honestly be given.",
        ));
    }
    let lengths: Vec<_> = known.rows.iter().map(|row| row.period.length()).collect();
    let period = Period::parse(&returned.period).filter(|it| lengths.is_empty() || lengths.contains(&it.length()));
    let Some(period) = period else {
        let such_as = known.rows.iter().map(|row| row.period).max();
        let such_as = such_as.map_or_else(|| "2024-04".to_owned(), |it| it.to_string());
        let said: String = returned.period.chars().take(40).collect();
        return Err(Refusal::new(
            "app/unknown-period",
            format!("`{said}` is no period of this measure."),
            format!("Write it as the measure's readings do, such as {such_as}."),
        ));
    };
    known_name(("place", &returned.place), &known.places)?;
    // The groups of this place: another place may be told apart in other ways.
    let of_place = known.rows.iter().filter_map(|row| known.key(row));
    let mut groups: Vec<String> = of_place
        .filter(|(place, ..)| *place == returned.place)
        .map(|(_, group, _)| group.to_owned())
        .collect();
    groups.sort();
    groups.dedup();
    known_name(("group", &returned.group), &groups)?;
    Ok(period)
}

/// Refuses a place or group that no reading is about, with some that there are; anything goes before the first reading.
fn known_name((what, name): (&str, &str), known: &[String]) -> Result<(), Refusal> {
    if known.is_empty() || known.iter().any(|it| it == name) {
        return Ok(());
    }
    let shown: Vec<_> = known.iter().take(5).map(|it| format!("`{it}`")).collect();
    let such_as = if known.len() > shown.len() { "such as " } else { "" };
    let name: String = name.chars().take(40).collect();
    let (code, reason) = match what {
        "place" => (
            "app/unknown-place",
            format!("There are no readings of a place `{name}`."),
        ),
        _ => (
            "app/unknown-group",
            format!("There are no readings of a group `{name}` there."),
        ),
    };
    Err(Refusal::new(
        code,
        reason,
        format!("Write it as the readings do: {such_as}{}.", shown.join(", ")),
    ))
}
