use std::collections::BTreeMap;

use cm_account::{About, Act, Draft, Figure, Note, Part, Published, Response, Since, Trail};
use cm_framework::Motive;
use cm_insight::{Preset, Rules};
use cm_kernel::{Date, Entry, Id, Refusal};

use crate::house::View;
use crate::{Asked, Caller, Deed, House, Scope, Unable};

mod audit;
mod parts;
mod since;

pub use parts::Parts;

/// A figure chosen for an edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The measure.
    pub measure: Id,
    /// Name of the method.
    pub method: String,
    /// Which of its evidence.
    pub scope: Scope,
    /// Settings by parameter.
    pub settings: BTreeMap<String, String>,
    /// Name of the figure within the insight.
    pub figure: String,
}

/// What someone wants an edition to be.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionPlan {
    /// What people call it; its address is made of it.
    pub title: String,
    /// Which stretch of time it accounts for, in words.
    pub covers: String,
    /// To whom it is addressed.
    pub addressed_to: String,
    /// What it says first.
    pub summary: String,
    /// Its figures.
    pub figures: Vec<Chosen>,
    /// How small counts are hidden in them.
    pub rules: Preset,
    /// Decisions whose learning and change it tells, by position.
    pub decisions: Vec<u64>,
    /// Further things learned, a paragraph each.
    pub learned: Vec<String>,
    /// What the figures cannot say, a paragraph each.
    pub cannot_say: Vec<String>,
    /// Where the evidence comes from and under which licence.
    pub attribution: String,
}

impl House {
    /// Puts an edition together: each figure through a permit for publication and disclosure control. Returns its id.
    ///
    /// # Errors
    /// `app/not-your-role`; what the permit, the method, disclosure control and the account room refuse;
    /// `app/small-count-exposed` when a small count follows from its figures together with those published before; the
    /// machine failed. A refused use becomes an entry.
    pub fn draft_edition(&self, caller: &Caller, plan: &EditionPlan) -> Result<Id, Unable> {
        caller.must(Deed::Publish, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let id = Id::slug(&plan.title);
        let mut figures = Vec::with_capacity(plan.figures.len());
        for chosen in &plan.figures {
            figures.push(self.figure(caller, &view, chosen, plan.rules)?);
        }
        self.keeps_hidden(&caller.partnership, &view, &figures, plan.rules)?;
        let note = |text: &str, decision| Note {
            edition: id.clone(),
            text: text.trim().to_owned(),
            decision,
        };
        let mut learned = Vec::new();
        for at in &plan.decisions {
            learned.push(note(&told(&view, *at)?, Some(*at)));
        }
        learned.extend(
            plan.learned
                .iter()
                .filter(|it| !it.trim().is_empty())
                .map(|it| note(it, None)),
        );
        let cannot_say = plan
            .cannot_say
            .iter()
            .filter(|it| !it.trim().is_empty())
            .map(|it| note(it, None))
            .collect();
        let draft = Draft {
            id: id.clone(),
            title: plan.title.trim().to_owned(),
            covers: plan.covers.trim().to_owned(),
            addressed_to: plan.addressed_to.trim().to_owned(),
            summary: plan.summary.trim().to_owned(),
            figures,
            learned,
            cannot_say,
            attribution: plan.attribution.trim().to_owned(),
        };
        let act = Act::Drafted(draft);
        self.write(caller, |view| {
            view.accounts.check(&act, &caller.partner)?;
            Ok(vec![(act.kind(), act.body()?)])
        })?;
        Ok(id)
    }

    fn figure(&self, caller: &Caller, view: &View, chosen: &Chosen, preset: Preset) -> Result<Figure, Unable> {
        let asked = Asked {
            measure: chosen.measure.clone(),
            method: chosen.method.clone(),
            motive: Motive::Publication,
            scope: chosen.scope.clone(),
            settings: chosen.settings.clone(),
            known_at: Some(view.length),
            beside: Vec::new(),
        };
        let (permit, disclosed) = match self.disclosed(&caller.partnership, &asked, Rules { preset }) {
            Err(Unable::Refused(refusal)) => {
                self.log_refused_use(caller, &asked, &refusal)?;
                return Err(refusal.into());
            }
            other => other?,
        };
        let entries = &disclosed.get().rests_on.entries;
        let rests_on = entries.iter().filter_map(|at| view.gatherings.at(*at));
        let rests_on = rests_on.map(|it| Trail {
            at: it.at,
            digest: it.gathered.digest,
            rows: it.gathered.rows,
        });
        let figure = Figure::new(&permit, &disclosed, &chosen.figure, rests_on.collect())?;
        let scope = &chosen.scope;
        Ok(figure.about(About {
            place: scope.place.clone(),
            group: scope.group.clone(),
            from: scope.from,
            to: scope.to,
        }))
    }

    /// Another partner responds to an edition, before or after it is published. Returns its position.
    ///
    /// # Errors
    /// `app/not-your-role`; `account/own-response`, `account/empty`, `account/no-such-edition`; the machine failed.
    pub fn respond(&self, caller: &Caller, response: Response) -> Result<u64, Unable> {
        caller.must(Deed::Respond, &caller.partnership)?;
        let act = Act::Responded(response);
        self.write(caller, |view| {
            view.accounts.check(&act, &caller.partner)?;
            Ok(vec![(act.kind(), act.body()?)])
        })
    }

    /// Publishes a draft: its figures and notes become entries, and one entry names them all. Returns its position.
    ///
    /// Uses that were narrowed since it was put together are refused, and so is evidence that was closed since, even if
    /// the use was agreed afresh. What else happened since (see [`House::since_drafted`]) has to be among the entries that
    /// the publisher says to have seen, and the edition tells it.
    ///
    /// # Errors
    /// `app/not-your-role`; `account/no-such-edition`, `account/already-published`; what the permits refuse, and
    /// `framework/gathered-for-other-uses` when they no longer cover what a figure rests on; `app/changed-since-draft`
    /// when something happened that the publisher has not seen; `app/small-count-exposed` when another edition came out since and the two give a small count away; the machine failed. A refused use becomes
    /// an entry.
    pub fn publish(&self, caller: &Caller, edition: &Id, seen: &[u64]) -> Result<u64, Unable> {
        caller.must(Deed::Publish, &caller.partnership)?;
        let published = self.in_turn(&caller.partnership, || {
            let view = self.view(&caller.partnership)?;
            let drafted = view.accounts.publishable(edition)?;
            if let Some(refused) = self.refused_use(&view, drafted) {
                return Ok(Some(Err(refused)));
            }
            let since = since::all_seen(since::since(&view, drafted), seen)?;
            let figures = &drafted.draft.figures;
            let protected = figures
                .iter()
                .find_map(|it| Preset::read(&it.insight.protection.as_ref()?.rules));
            self.keeps_hidden(
                &caller.partnership,
                &view,
                figures,
                protected.unwrap_or(Preset::BelowFive),
            )?;
            Ok(self.seal_in(caller, &view, drafted, since)?.map(Ok))
        })?;
        published.or_else(|(asked, refusal)| {
            self.log_refused_use(caller, &asked, &refusal)?;
            Err(refusal.into())
        })
    }

    /// The first figure of a draft that may not be published any more.
    fn refused_use(&self, view: &View, drafted: &cm_account::Drafted) -> Option<(Asked, Refusal)> {
        let today = self.today();
        drafted.draft.figures.iter().find_map(|figure| {
            let refusal = may_publish(view, figure, today).err()?;
            let asked = Asked {
                motive: Motive::Publication,
                ..Asked::new(&figure.measure, &figure.method)
            };
            Some((asked, refusal))
        })
    }

    /// Writes a draft as published, with its contents; `None` when another writer was faster.
    fn seal_in(
        &self,
        caller: &Caller,
        view: &View,
        drafted: &cm_account::Drafted,
        since: Vec<Since>,
    ) -> Result<Option<u64>, Unable> {
        let mut drafts = Vec::new();
        for act in parts::contents(&drafted.draft) {
            drafts.push(self.draft(caller, act.kind(), act.body()?)?);
        }
        let entries: Vec<Entry> = drafts
            .iter()
            .zip(view.length..)
            .map(|(draft, at)| draft.clone().at(&caller.partnership, at))
            .collect();
        let consists_of = self.consists_of(&caller.partnership, view, drafted, &entries)?;
        let published = Act::Published(published(drafted, consists_of, since));
        drafts.push(self.draft(caller, published.kind(), published.body()?)?);
        let last = view.length + entries.len() as u64;
        let appended = self.store.append(&caller.partnership, view.length, drafts, &[])?;
        Ok(appended.at().map(|_| last))
    }

    fn consists_of(
        &self,
        partnership: &Id,
        view: &View,
        drafted: &cm_account::Drafted,
        fresh: &[Entry],
    ) -> Result<Vec<Part>, Unable> {
        let mut parts: Vec<Part> = Vec::new();
        for (at, role) in parts::trail(view, &drafted.draft) {
            let entry = self.store.entries(partnership, at, 1)?.pop();
            parts.extend(entry.map(|entry| Part {
                at,
                role: role.to_owned(),
                leaf: entry.leaf(),
            }));
        }
        parts.extend(fresh.iter().map(|entry| Part {
            at: entry.at,
            role: cm_account::seal::folder::role_of(&entry.kind).to_owned(),
            leaf: entry.leaf(),
        }));
        Ok(parts)
    }
}

/// Whether a figure that was drafted earlier may be published today.
fn may_publish(view: &View, figure: &Figure, today: Date) -> Result<(), Refusal> {
    let permit = view.framework.permit(&figure.measure, Motive::Publication, today)?;
    match figure.rests_on.iter().all(|it| permit.covers(it.at)) {
        true => Ok(()),
        false => Err(Refusal::new(
            "framework/gathered-for-other-uses",
            format!(
                "Since this edition was put together, publication was closed to evidence under “{}”.",
                figure.measure_title
            ),
            "Put together a new edition on what is open now; each contributor may let its evidence in by re-consenting.",
        )),
    }
}

fn told(view: &View, at: u64) -> Result<String, Unable> {
    let decided = view.learning.decision(at).ok_or_else(|| {
        Refusal::new(
            "learning/no-such-decision",
            format!("No decision was taken at entry {at}."),
            "Choose a decision listed on the decisions page.",
        )
    })?;
    let it = &decided.decision.it;
    let mut text = format!(
        "We decided: {} We expect: {} (by {}, {}% sure).",
        it.text, it.forecast.expectation, it.forecast.by, it.forecast.confidence
    );
    for adaptation in &decided.adaptations {
        text.push_str(&format!(" Changed from {}: {}", adaptation.it.from, adaptation.it.what));
    }
    for review in &decided.reviews {
        text.push_str(&format!(
            " Looking back: {}. {}",
            review.it.verdict.in_words(),
            review.it.learned
        ));
        if let Some(claim) = &review.it.claim {
            text.push_str(&format!(" How strong the claim is: {}", claim.in_words()));
        }
    }
    Ok(text)
}

fn published(drafted: &cm_account::Drafted, consists_of: Vec<Part>, since: Vec<Since>) -> Published {
    let draft = &drafted.draft;
    Published {
        edition: draft.id.clone(),
        title: draft.title.clone(),
        covers: draft.covers.clone(),
        addressed_to: draft.addressed_to.clone(),
        summary: draft.summary.clone(),
        attribution: draft.attribution.clone(),
        draft: drafted.at,
        consists_of,
        since,
    }
}
