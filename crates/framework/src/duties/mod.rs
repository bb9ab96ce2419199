use cm_kernel::{Date, Entry, Id, Length, Period};
use serde::{Deserialize, Serialize};

use crate::{Framework, Noted};

mod rules;
#[cfg(test)]
mod tests;

/// What is owed whatever the outcomes: asked as a yes-or-no question of each period, kept or not kept, and never a
/// number. It lies outside the protection of learning, so no agreement about use stands between it and its readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Name in addresses, unique in the partnership.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// The question that is answered yes or no, such as “Was every family visited?”.
    pub question: String,
    /// The law or standard it rests on.
    pub rests_on: String,
    /// The partners that owe it.
    pub owed_by: Vec<Id>,
    /// How often it is asked.
    pub every: Length,
    /// Days after a period's last day until which it is to be answered, at most 90.
    pub days_to_answer: u16,
    /// Periods in a row that are not kept, or not answered in time, until it is escalated, 1 to 12.
    pub escalates_after: u8,
    /// The partner it is escalated to.
    pub escalates_to: Id,
    /// The post there that takes it up, such as “director of children's services”; never a person's name.
    pub post: String,
}

/// Which duty the author's partner takes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyAccepted {
    /// The duty.
    pub duty: Id,
}

/// What the author's partner answers for one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyAnswered {
    /// The duty.
    pub duty: Id,
    /// The period.
    pub period: Period,
    /// Whether it was kept.
    pub kept: bool,
    /// What happened; needed when it was not kept, and when an earlier answer is corrected.
    #[serde(default)]
    pub what: String,
}

/// What the partner it is escalated to did about a duty that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyTakenUp {
    /// The duty.
    pub duty: Id,
    /// The partner that did not keep it.
    pub partner: Id,
    /// The last period it is about.
    pub up_to: Period,
    /// What was done.
    pub what: String,
}

/// A duty that is no longer owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyEnded {
    /// The duty.
    pub duty: Id,
    /// Why.
    pub reason: String,
}

cm_kernel::acts! {
    /// Something that can be done about minimum duties; each becomes one entry.
    DutyAct:
    /// A duty is put forward.
    Set(Duty) = "framework/duty-set",
    /// The author's partner takes it on.
    Accepted(DutyAccepted) = "framework/duty-accepted",
    /// The author's partner says whether it was kept.
    Answered(DutyAnswered) = "framework/duty-answered",
    /// An escalation is taken up.
    TakenUp(DutyTakenUp) = "framework/duty-taken-up",
    /// A duty is ended.
    Ended(DutyEnded) = "framework/duty-ended",
}

/// How a duty stood in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was kept.
    Yes,
    /// It was not.
    No,
    /// Nobody answered in time.
    Unanswered,
    /// It may still be answered in time.
    Waiting,
}

impl Kept {
    /// Whether it counts towards an escalation.
    #[must_use]
    pub fn missed(self) -> bool {
        matches!(self, Self::No | Self::Unanswered)
    }
}

/// One period of a duty.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyPeriod {
    /// The period.
    pub period: Period,
    /// How it stood.
    pub kept: Kept,
    /// The last answer, in time or late.
    pub answer: Option<Noted<DutyAnswered>>,
}

/// Periods in a row that were not kept, long enough to be escalated.
#[derive(Debug, Clone, PartialEq)]
pub struct Escalated {
    /// The first of them.
    pub since: Period,
    /// The last of them.
    pub last: Period,
    /// How many.
    pub periods: usize,
    /// What was done about all of them; absent while the last waits to be taken up.
    pub taken_up: Option<Noted<DutyTakenUp>>,
}

/// A duty with all that was said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyRecord {
    /// The duty, and who put it forward.
    pub duty: Noted<Duty>,
    /// Who took it on, and when.
    pub accepted: Vec<Noted<DutyAccepted>>,
    /// Answers, oldest first, corrected ones included.
    pub answers: Vec<Noted<DutyAnswered>>,
    /// What was done about escalations, oldest first.
    pub taken_up: Vec<Noted<DutyTakenUp>>,
    /// Its end.
    pub ended: Option<Noted<DutyEnded>>,
}

impl DutyRecord {
    /// Whether this partner took it on.
    #[must_use]
    pub fn accepted_by(&self, partner: &Id) -> Option<Date> {
        self.accepted.iter().find(|it| it.by == *partner).map(|it| it.on)
    }

    /// The last answer of a partner for a period.
    #[must_use]
    pub fn answer(&self, partner: &Id, period: Period) -> Option<&Noted<DutyAnswered>> {
        let of = |it: &&Noted<DutyAnswered>| it.by == *partner && it.it.period == period;
        self.answers.iter().rev().find(of)
    }

    /// Every period of a partner that has ended by this day, oldest first, from the one in which it took the duty on.
    #[must_use]
    pub fn periods(&self, partner: &Id, today: Date) -> Vec<DutyPeriod> {
        let Some(begun) = self.accepted_by(partner) else {
            return Vec::new();
        };
        let until = self.ended.as_ref().map_or(today, |it| it.on.min(today));
        let mut found = Vec::new();
        let mut next = Period::containing(begun, self.duty.it.every);
        while let Some(period) = next {
            match period.last_day() {
                Some(last) if last < until => found.push(self.stood(partner, (period, last), today)),
                _ => break,
            }
            next = period.next();
        }
        found
    }

    fn stood(&self, partner: &Id, (period, last): (Period, Date), today: Date) -> DutyPeriod {
        let answer = self.answer(partner, period);
        let in_time = last
            .plus(i32::from(self.duty.it.days_to_answer))
            .is_none_or(|due| today <= due);
        let kept = match answer {
            Some(it) if it.it.kept => Kept::Yes,
            Some(_) => Kept::No,
            None if in_time => Kept::Waiting,
            None => Kept::Unanswered,
        };
        DutyPeriod {
            period,
            kept,
            answer: answer.cloned(),
        }
    }

    /// The periods in a row up to the last one due that a partner did not keep, when they are enough to be escalated.
    /// A period that may still be answered in time neither adds to them nor ends them.
    #[must_use]
    pub fn escalated(&self, partner: &Id, today: Date) -> Option<Escalated> {
        let periods = self.periods(partner, today);
        let due = periods.iter().rev().filter(|it| it.kept != Kept::Waiting);
        let missed: Vec<_> = due.take_while(|it| it.kept.missed()).map(|it| it.period).collect();
        let (last, since) = (*missed.first()?, *missed.last()?);
        if missed.len() < usize::from(self.duty.it.escalates_after) {
            return None;
        }
        let about = |it: &&Noted<DutyTakenUp>| it.it.partner == *partner && it.it.up_to >= last;
        Some(Escalated {
            since,
            last,
            periods: missed.len(),
            taken_up: self.taken_up.iter().rev().find(about).cloned(),
        })
    }
}

/// The minimum duties of a partnership, as its ledger tells them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Duties {
    /// Every duty in the order they were put forward, those that ended included.
    pub all: Vec<DutyRecord>,
}

impl Duties {
    /// The duty with this id.
    #[must_use]
    pub fn duty(&self, id: &Id) -> Option<&DutyRecord> {
        self.all.iter().find(|it| it.duty.it.id == *id)
    }

    /// Duties that are owed.
    pub fn owed(&self) -> impl Iterator<Item = &DutyRecord> {
        self.all.iter().filter(|it| it.ended.is_none())
    }

    /// Takes in the next entry of the ledger. An entry that [`Duties::check`] would refuse changes nothing.
    pub fn apply(&mut self, entry: &Entry, framework: &Framework) {
        let Some(act) = DutyAct::read(entry) else { return };
        let (at, on, by) = (entry.at, entry.received.date(), entry.author.partner.clone());
        if self.check(&act, framework, &by, on).is_err() {
            return;
        }
        fn noted<T>(at: u64, on: Date, by: Id, it: T) -> Noted<T> {
            Noted { at, on, by, it }
        }
        match act {
            DutyAct::Set(it) => self.all.push(DutyRecord {
                duty: noted(at, on, by, it),
                accepted: Vec::new(),
                answers: Vec::new(),
                taken_up: Vec::new(),
                ended: None,
            }),
            DutyAct::Accepted(it) => self.about(&it.duty.clone(), |of| of.accepted.push(noted(at, on, by, it))),
            DutyAct::Answered(it) => self.about(&it.duty.clone(), |of| of.answers.push(noted(at, on, by, it))),
            DutyAct::TakenUp(it) => self.about(&it.duty.clone(), |of| of.taken_up.push(noted(at, on, by, it))),
            DutyAct::Ended(it) => self.about(&it.duty.clone(), |of| of.ended = Some(noted(at, on, by, it))),
        }
    }

    fn about(&mut self, duty: &Id, change: impl FnOnce(&mut DutyRecord)) {
        if let Some(of) = self.all.iter_mut().find(|it| it.duty.it.id == *duty) {
            change(of);
        }
    }
}
