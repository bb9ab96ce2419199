use cm_framework::{Motive, UseState};
use cm_kernel::Id;

use crate::{Asked, Caller, Deed, House, Scope, Unable};

/// One thing that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What waits, in one sentence.
    pub sentence: String,
    /// Where to deal with it, within the partnership's pages.
    pub href: String,
    /// What kind of thing: `signal`, `sign`, `review`, `respond`, `refused`, `suspended`.
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
            let title = &record.measure.title;
            let href = format!("measures/{id}");
            for open in record.open().filter(|open| open.waits_for().contains(&&caller.partner)) {
                let sentence = format!("“{title}”: an agreement about its use waits for your partner's signature.");
                items.push(Item {
                    sentence,
                    href: format!("{href}/agreements/{}", open.at),
                    kind: "sign",
                });
            }
            if record.agreements.is_empty() {
                let sentence = format!("“{title}”: nobody has proposed yet what it may be used for.");
                items.push(Item {
                    sentence,
                    href: format!("{href}/agreements/new"),
                    kind: "sign",
                });
            }
            let lapsed = Motive::ALL
                .into_iter()
                .filter(|motive| view.framework.use_state(id, *motive, today) == UseState::Suspended)
                .map(Motive::word)
                .collect::<Vec<_>>();
            if !lapsed.is_empty() {
                let sentence = format!("“{title}”: the review is overdue, so {} stopped.", lapsed.join(" and "));
                items.push(Item {
                    sentence,
                    href: href.clone(),
                    kind: "suspended",
                });
            } else if let Some(agreement) = record.in_force() {
                let review = agreement.proposal.review_by;
                if review.days() - today.days() <= AHEAD_DAYS {
                    let sentence = format!("“{title}”: review what it may be used for by {review}.");
                    items.push(Item {
                        sentence,
                        href: href.clone(),
                        kind: "review",
                    });
                }
            }
            items.extend(self.signal_of(caller, id, title));
        }
        for decided in view.learning.decisions.iter().filter(|it| it.review_is_due(today)) {
            let decision = &decided.decision;
            let sentence = format!("A decision is due for review: {}", decision.it.text);
            items.push(Item {
                sentence,
                href: format!("decisions/{}", decision.at),
                kind: "review",
            });
        }
        for drafted in view.accounts.drafts.iter().filter(|it| it.by != caller.partner) {
            let sentence = format!(
                "“{}” is put together; your partner may respond before it is published.",
                drafted.draft.title
            );
            items.push(Item {
                sentence,
                href: format!("accounts/{}", drafted.draft.id),
                kind: "respond",
            });
        }
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
