use cm_kernel::{Date, Id, Refusal};

use super::{Duties, Duty, DutyAct, DutyAnswered, DutyRecord, DutyTakenUp};
use crate::Framework;
use crate::negotiation::reasoned;

/// The most days until which a period is to be answered.
const MOST_DAYS: u16 = 90;
/// The most periods in a row until a duty is escalated.
const MOST_PERIODS: u8 = 12;

impl Duties {
    /// Whether an act may be written on this day by this partner.
    ///
    /// # Errors
    /// `framework/already-there`, `framework/no-such-partner`, `framework/duty-unfinished`,
    /// `framework/no-such-duty`, `framework/duty-ended`, `framework/duty-not-owed`, `framework/duty-accepted-already`,
    /// `framework/duty-not-accepted`, `framework/not-a-duty-period`, `framework/no-reason`,
    /// `framework/not-escalated-to-you`, `framework/duty-not-escalated`, `framework/not-yours-to-end`.
    pub fn check(&self, act: &DutyAct, framework: &Framework, by: &Id, today: Date) -> Result<(), Refusal> {
        match act {
            DutyAct::Set(duty) => self.may_set(duty, framework, by),
            DutyAct::Accepted(it) => {
                let record = self.owed_duty(&it.duty)?;
                owes(record, by)?;
                match record.accepted_by(by) {
                    None => Ok(()),
                    Some(_) => Err(Refusal::new(
                        "framework/duty-accepted-already",
                        "Your partner took this duty on already.",
                        "Answer it for the periods that have ended.",
                    )),
                }
            }
            DutyAct::Answered(it) => may_answer(self.owed_duty(&it.duty)?, it, by, today),
            DutyAct::TakenUp(it) => may_take_up(self.owed_duty(&it.duty)?, it, by, today),
            DutyAct::Ended(it) => {
                let duty = &self.owed_duty(&it.duty)?.duty;
                reasoned(&it.reason)?;
                match duty.by == *by || duty.it.escalates_to == *by {
                    true => Ok(()),
                    false => Err(Refusal::new(
                        "framework/not-yours-to-end",
                        "A duty is ended by the partner that put it forward or the one it is escalated to, never by who owes it alone.",
                        "Ask one of them to end it, with the reason.",
                    )),
                }
            }
        }
    }

    fn may_set(&self, duty: &Duty, framework: &Framework, by: &Id) -> Result<(), Refusal> {
        if self.duty(&duty.id).is_some() {
            return Err(Refusal::new(
                "framework/already-there",
                format!("There is already a duty `{}`.", duty.id),
                "Choose another name, or open the one that exists.",
            ));
        }
        for partner in duty.owed_by.iter().chain([&duty.escalates_to, by]) {
            framework.is_partner(partner)?;
        }
        let filled = |text: &str| !text.trim().is_empty();
        let words = [&duty.title, &duty.question, &duty.rests_on, &duty.post];
        let whole = words.into_iter().all(|it| filled(it))
            && !duty.owed_by.is_empty()
            && !duty.owed_by.contains(&duty.escalates_to)
            && duty.days_to_answer <= MOST_DAYS
            && (1..=MOST_PERIODS).contains(&duty.escalates_after);
        match whole {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/duty-unfinished",
                "A duty needs a name, a question answered yes or no, the law or standard it rests on, who owes it, and a partner and post, other than those who owe it, that take it up.",
                format!(
                    "Fill in what is missing; answers are due within {MOST_DAYS} days, and escalation comes after 1 to {MOST_PERIODS} periods."
                ),
            )),
        }
    }

    fn owed_duty(&self, id: &Id) -> Result<&DutyRecord, Refusal> {
        let record = self.duty(id).ok_or_else(|| no_such_duty(id))?;
        match record.ended {
            None => Ok(record),
            Some(_) => Err(Refusal::new(
                "framework/duty-ended",
                "This duty has ended.",
                "It stays readable with all its answers; put a new one forward if it is owed again.",
            )),
        }
    }
}

/// What anyone hears who asks for a duty that is not there.
pub(crate) fn no_such_duty(id: &Id) -> Refusal {
    Refusal::new(
        "framework/no-such-duty",
        format!("There is no duty `{id}`."),
        "Choose one listed on the page of minimum duties.",
    )
}

fn owes(record: &DutyRecord, by: &Id) -> Result<(), Refusal> {
    match record.duty.it.owed_by.contains(by) {
        true => Ok(()),
        false => Err(Refusal::new(
            "framework/duty-not-owed",
            "Your partner does not owe this duty.",
            "Those who owe it are named on its page.",
        )),
    }
}

fn may_answer(record: &DutyRecord, it: &DutyAnswered, by: &Id, today: Date) -> Result<(), Refusal> {
    owes(record, by)?;
    if record.accepted_by(by).is_none() {
        return Err(Refusal::new(
            "framework/duty-not-accepted",
            "Your partner has not taken this duty on yet.",
            "Take it on first; it counts from the period in which you do.",
        ));
    }
    if !record.periods(by, today).iter().any(|known| known.period == it.period) {
        return Err(Refusal::new(
            "framework/not-a-duty-period",
            format!("{} is not a period of this duty that has ended.", it.period.in_words()),
            "Choose one listed on its page: from the period in which it was taken on to the last one that ended.",
        ));
    }
    if !it.kept || record.answer(by, it.period).is_some() {
        reasoned(&it.what)?;
    }
    Ok(())
}

fn may_take_up(record: &DutyRecord, it: &DutyTakenUp, by: &Id, today: Date) -> Result<(), Refusal> {
    if record.duty.it.escalates_to != *by {
        return Err(Refusal::new(
            "framework/not-escalated-to-you",
            "This duty is escalated to another partner.",
            "Only the partner named on its page takes it up; anyone may ask it to.",
        ));
    }
    reasoned(&it.what)?;
    let waits = record.escalated(&it.partner, today).filter(|it| it.taken_up.is_none());
    match waits.is_some_and(|waits| waits.last == it.up_to) {
        true => Ok(()),
        false => Err(Refusal::new(
            "framework/duty-not-escalated",
            "No escalation of this duty waits to be taken up for that partner and period.",
            "Open the duty again to see how it stands now.",
        )),
    }
}
