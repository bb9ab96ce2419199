use cm_framework::{MeasureRecord, Motive, UseState};
use cm_kernel::{Date, Id};

use crate::{Asked, Caller, Deed, House, QuestionState, Scope, Unable, View};
use crate::{assess, candour, duties, power};

/// One thing that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What waits, in one sentence.
    pub sentence: String,
    /// Where to deal with it, within the partnership's pages.
    pub href: String,
    /// What kind of thing: `signal`, `question`, `sign`, `review`, `respond`, `refused`, `suspended`,
    /// `unused`, `escalated`, `duty`.
    pub kind: &'static str,
}

/// What needs attention in a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attention {
    /// Most pressing first.
    pub items: Vec<Item>,
}

/// How many days ahead a review is announced.
const AHEAD_DAYS: i32 = 30;

impl House {
    /// What needs attention, for this member's partner first.
    ///
    /// # Errors
    /// `app/not-your-role`; the machine failed.
    pub fn attention(&self, caller: &Caller) -> Result<Attention, Unable> {
        caller.must(Deed::Read, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let today = self.today();
        let mut items = Vec::new();
        for (id, record) in &view.framework.measures {
            items.extend(signatures(id, record, caller));
            items.extend(assess::waiting(id, record, caller, today, AHEAD_DAYS));
            items.extend(reviews(&view, id, record, today));
            items.extend(self.signal_of(caller, id, &record.measure.title));
            items.extend(self.unanswered(caller, &view, id, &record.measure.title));
        }
        for decided in view.learning.decisions.iter().filter(|it| it.review_is_due(today)) {
            let decision = &decided.decision;
            let sentence = format!("A decision is due for review: {}", decision.it.text);
            items.push(item("review", sentence, format!("decisions/{}", decision.at)));
        }
        for drafted in view.accounts.drafts.iter().filter(|it| it.by != caller.partner) {
            let sentence = format!(
                "“{}” is put together; your partner may respond before it is published.",
                drafted.draft.title
            );
            items.push(item("respond", sentence, format!("accounts/{}", drafted.draft.id)));
        }
        items.extend(candour::waiting(&view, today));
        items.extend(duties::waiting(&view, caller, today));
        items.extend(power::waiting(&view, today));
        Ok(Attention { items })
    }

    fn signal_of(&self, caller: &Caller, measure: &Id, title: &str) -> Option<Item> {
        let asked = Asked {
            scope: Scope::default(),
            ..Asked::new(measure, "xmr")
        };
        let insight = self.look(caller, &asked).ok()?.insight;
        let signal = insight
            .findings
            .iter()
            .find(|it| it.weight == cm_insight::Weight::Signal)?;
        let sentence = format!("“{title}”: {}", signal.sentence);
        Some(Item {
            sentence,
            href: format!("measures/{measure}"),
            kind: "signal",
        })
    }
}

impl House {
    /// Questions about a measure's target that no partner answered, or that were answered on other evidence.
    fn unanswered(&self, caller: &Caller, view: &View, measure: &Id, title: &str) -> Option<Item> {
        if view.framework.use_state(measure, Motive::Target, self.today()) != UseState::Granted {
            return None;
        }
        let questions = self.target_questions(caller, measure, &Scope::default(), &[]).ok()?;
        let said = match (
            questions.count(QuestionState::Open),
            questions.count(QuestionState::LookAgain),
        ) {
            (0, 0) => return None,
            (0, 1) => "the evidence has changed since a question about its target was answered.".to_owned(),
            (0, some) => format!("the evidence has changed since {some} questions about its target were answered."),
            (1, _) => "a question about its target has no answer yet.".to_owned(),
            (some, _) => format!("{some} questions about its target have no answer yet."),
        };
        let href = format!("measures/{measure}/questions");
        Some(item("question", format!("“{title}”: {said}"), href))
    }
}

pub(crate) fn item(kind: &'static str, sentence: String, href: String) -> Item {
    Item { sentence, href, kind }
}

/// Agreements about a measure that wait for the caller's partner, or for anyone to begin.
fn signatures(id: &Id, record: &MeasureRecord, caller: &Caller) -> Vec<Item> {
    let title = &record.measure.title;
    let waits = record.open().filter(|open| open.waits_for().contains(&&caller.partner));
    let mut items: Vec<Item> = waits
        .map(|open| {
            let sentence = format!("“{title}”: an agreement about its use waits for your partner's signature.");
            item("sign", sentence, format!("measures/{id}/agreements/{}", open.at))
        })
        .collect();
    if record.agreements.is_empty() {
        let sentence = format!("“{title}”: nobody has proposed yet what it may be used for.");
        items.push(item("sign", sentence, format!("measures/{id}/agreements/new")));
    }
    items
}

/// A review that is overdue, with what it stopped, or that comes due soon.
fn reviews(view: &View, id: &Id, record: &MeasureRecord, today: Date) -> Option<Item> {
    let title = &record.measure.title;
    let suspended = |motive: &Motive| view.framework.use_state(id, *motive, today) == UseState::Suspended;
    let lapsed: Vec<_> = Motive::ALL.into_iter().filter(suspended).map(Motive::word).collect();
    if !lapsed.is_empty() {
        let why = lapsed
            .first()
            .and_then(|it| Motive::read(it))
            .and_then(|it| view.framework.why_suspended(id, it, today));
        let sentence = assess::stopped_in_words(title, &lapsed.join(" and "), why.as_ref());
        return Some(item("suspended", sentence, format!("measures/{id}")));
    }
    let review = record.in_force()?.proposal.review_by;
    (review.days() - today.days() <= AHEAD_DAYS).then(|| {
        let sentence = format!("“{title}”: review what it may be used for by {review}.");
        item("review", sentence, format!("measures/{id}"))
    })
}
