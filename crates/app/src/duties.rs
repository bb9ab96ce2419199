use cm_framework::{DutyAct, DutyRecord, Kept, Partner};
use cm_kernel::Date;

use crate::attention::{Item, item};
use crate::{Caller, Deed, House, Unable, View};

impl House {
    /// Does something about a minimum duty: puts it forward, takes it on, answers it, takes up an escalation, ends it.
    /// Returns the entry's position.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_framework::Duties::check`] refuses; the machine failed.
    pub fn attend_duty(&self, caller: &Caller, act: &DutyAct) -> Result<u64, Unable> {
        let deed = match act {
            DutyAct::Set(_) | DutyAct::Ended(_) => Deed::Propose,
            DutyAct::Accepted(_) | DutyAct::Answered(_) | DutyAct::TakenUp(_) => Deed::Sign,
        };
        caller.must(deed, &caller.partnership)?;
        let today = self.today();
        self.write(caller, |view| {
            view.duties.check(act, &view.framework, &caller.partner, today)?;
            Ok(vec![(act.kind(), act.body()?)])
        })
    }
}

/// Partners that owe a duty and still take part, in the order they are named in it.
#[must_use]
pub fn who_owes<'v>(view: &'v View, record: &'v DutyRecord) -> Vec<&'v Partner> {
    let here: Vec<_> = view.framework.taking_part().collect();
    let owed_by = record.duty.it.owed_by.iter();
    owed_by
        .filter_map(|id| here.iter().find(|it| it.id == *id).copied())
        .collect()
}

/// As items of the home page: escalations for everybody, so that nobody can say they did not know; what is to be taken
/// on or answered for the partner that owes it.
pub(crate) fn waiting(view: &View, caller: &Caller, today: Date) -> Vec<Item> {
    let mut items = Vec::new();
    for record in view.duties.owed() {
        let duty = &record.duty.it;
        let href = format!("duties/{}", duty.id);
        let to = view.framework.partner(&duty.escalates_to);
        let to = to.map_or_else(|| duty.escalates_to.to_string(), |it| it.name.clone());
        for partner in who_owes(view, record) {
            if let Some(found) = record.escalated(&partner.id, today).filter(|it| it.taken_up.is_none()) {
                let (title, name, post, every) = (&duty.title, &partner.name, &duty.post, duty.every.word());
                let times = match found.periods {
                    1 => format!("one {every}"),
                    many => format!("{many} {every}s in a row"),
                };
                let sentence = format!("“{title}”: not kept by {name} for {times}; it waits for the {post} at {to}.");
                items.push(item("escalated", sentence, href.clone()));
            }
        }
        if duty.owed_by.contains(&caller.partner) {
            items.extend(own(record, caller, today).map(|sentence| item("duty", sentence, href)));
        }
    }
    items
}

/// What waits for the caller's own partner about a duty it owes.
fn own(record: &DutyRecord, caller: &Caller, today: Date) -> Option<String> {
    let title = &record.duty.it.title;
    if record.accepted_by(&caller.partner).is_none() {
        return Some(format!(
            "“{title}”: your partner owes this duty and has not taken it on yet."
        ));
    }
    let periods = record.periods(&caller.partner, today);
    let unsaid = periods
        .iter()
        .filter(|it| matches!(it.kept, Kept::Waiting | Kept::Unanswered))
        .map(|it| it.period)
        .next_back()?;
    Some(format!("“{title}”: say whether it was kept in {}.", unsaid.in_words()))
}
