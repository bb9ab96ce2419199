use cm_framework::Framework;
use cm_kernel::Id;

use crate::{Caller, Deed, House, Unable};

/// One step on the way from a new partnership to its first evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is to be done, in a few words.
    pub words: &'static str,
    /// Why, or what is missing.
    pub says: String,
    /// Where, within the partnership's pages.
    pub href: String,
    /// Whether it is done.
    pub done: bool,
    /// Whether what it needs is there.
    pub ready: bool,
    /// Whether this member may do it.
    pub yours: bool,
}

impl House {
    /// The steps from a new partnership to its first evidence; none once evidence has come in.
    ///
    /// # Errors
    /// `app/not-your-role`; the machine failed.
    pub fn setup(&self, caller: &Caller) -> Result<Vec<Step>, Unable> {
        caller.must(Deed::Read, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        if !view.gatherings.batches.is_empty() {
            return Ok(Vec::new());
        }
        Ok(steps(&view.framework, caller))
    }
}

fn steps(framework: &Framework, caller: &Caller) -> Vec<Step> {
    let mut steps = people(framework, caller);
    let measures = || framework.measures.values();
    let step = |deed, (ready, done), words, href: String, says: &str| Step {
        words,
        says: says.to_owned(),
        href,
        done,
        ready,
        yours: caller.may(deed),
    };
    let unasked = measures().find(|it| it.agreements.is_empty()).or(measures().next());
    let proposing = unasked.map_or_else(
        || "framework".to_owned(),
        |it| format!("measures/{}/agreements/new", it.measure.id),
    );
    let (signing, waits) = waiting(framework);
    let (outcome, measure) = (!framework.outcomes.is_empty(), measures().next().is_some());
    let proposed = measures().any(|it| !it.agreements.is_empty());
    let signed = measures().any(|it| it.in_force().is_some());
    steps.extend([
        step(
            Deed::Propose,
            (true, outcome),
            "Put an outcome forward",
            "framework/outcomes/new".to_owned(),
            "A change in people’s lives that you want.",
        ),
        step(
            Deed::Propose,
            (outcome, measure),
            "Put a measure forward",
            "framework/measures/new".to_owned(),
            "One way of telling whether the outcome is coming about.",
        ),
        step(
            Deed::Propose,
            (measure, proposed),
            "Propose what it may be used for",
            proposing,
            "Learning is a good first use; others can be agreed later and count from then on.",
        ),
        step(Deed::Sign, (proposed, signed), "Sign", signing, &waits),
        step(
            Deed::Gather,
            (signed, false),
            "Bring the first evidence",
            "evidence".to_owned(),
            "A CSV or Excel file; you see how each column is read before anything is kept.",
        ),
    ]);
    steps
}

/// The steps that bring partners and their members in.
fn people(framework: &Framework, caller: &Caller) -> Vec<Step> {
    let acted_for = |id: &Id| framework.members.standing().any(|it| it.partner == *id);
    let silent = framework.taking_part().filter(|it| !acted_for(&it.id));
    let silent: Vec<_> = silent.map(|it| it.name.as_str()).collect();
    let several = framework.taking_part().count() > 1;
    let yours = caller.may(Deed::Admit);
    vec![
        Step {
            words: "Take the other partners in",
            says: "Organisations and groups that measure with you.".to_owned(),
            href: "partners/new".to_owned(),
            done: several,
            ready: true,
            yours,
        },
        Step {
            words: "Invite their members",
            says: match silent.as_slice() {
                [] => "Each partner signs and objects through its members.".to_owned(),
                silent => format!("Nobody acts yet for {}.", silent.join(", ")),
            },
            href: "members#invite".to_owned(),
            done: several && silent.is_empty(),
            ready: several,
            yours,
        },
    ]
}

/// Where the first agreement that waits is signed, and whom it waits for.
fn waiting(framework: &Framework) -> (String, String) {
    let mut open = framework
        .measures
        .values()
        .filter(|it| it.in_force().is_none())
        .flat_map(|record| record.open().map(move |agreement| (record, agreement)));
    let Some((record, agreement)) = open.next() else {
        let says = "Each signatory signs for its own partner.".to_owned();
        return ("framework".to_owned(), says);
    };
    let name = |id: &Id| {
        framework
            .partner(id)
            .map_or_else(|| id.to_string(), |it| it.name.clone())
    };
    let names: Vec<_> = agreement.waits_for().into_iter().map(name).collect();
    let href = format!("measures/{}/agreements/{}", record.measure.id, agreement.at);
    (href, format!("Waits for {}.", names.join(", ")))
}
