//! Random histories of partners who propose, sign, object, gather, narrow, widen and wait.

use std::collections::BTreeSet;

use cm_framework::{Act, Binding, Motive};
use cm_kernel::Id;

use crate::books::Books;
use crate::run::{run, smallest, steps};

/// How many histories are run: 2,000, or what `CM_HISTORIES` says.
fn how_many() -> u64 {
    let said = std::env::var("CM_HISTORIES").ok();
    said.and_then(|it| it.parse().ok()).unwrap_or(2_000)
}

#[test]
fn whatever_partners_do_the_framework_answers_as_the_rules_say() {
    let mut reached = BTreeSet::new();
    for seed in 0..how_many() {
        let steps = steps(seed);
        match run(&steps) {
            Ok(books) => look_back(&books, &mut reached).unwrap_or_else(|why| panic!("history {seed}: {why}")),
            Err(_) => {
                let why = run(&smallest(steps)).err().unwrap_or_default();
                panic!("history {seed}, made small:\n{why}");
            }
        }
    }
    let never: Vec<_> = REACHED.iter().filter(|it| !reached.contains(**it)).collect();
    assert!(never.is_empty(), "no history came by {never:?}");
}

/// What the histories must come by to be worth anything.
const REACHED: [&str; 12] = [
    "yes",
    "yes, because it was re-consented",
    "yes, with an objection",
    "yes, but not for all of the evidence",
    "framework/no-agreement",
    "framework/motive-not-agreed",
    "framework/use-withdrawn",
    "framework/review-lapsed",
    "framework/gathered-for-other-uses",
    "framework/target-not-assessed",
    "framework/assessment-unsigned",
    "framework/assessment-expired",
];

/// What became of a batch and a use, read off the ledger by another way than the reference takes: backwards.
fn look_back(books: &Books, reached: &mut BTreeSet<&'static str>) -> Result<(), String> {
    for (measure, record) in &books.framework.measures {
        for motive in Motive::ALL {
            let permit = match books.framework.permit(measure, motive, books.today) {
                Ok(permit) => permit,
                Err(refusal) => {
                    reached.insert(refusal.code);
                    continue;
                }
            };
            reached.insert("yes");
            if !permit.objections().is_empty() {
                reached.insert("yes, with an objection");
            }
            if permit.span().count() < record.bindings.len() {
                reached.insert("yes, but not for all of the evidence");
            }
            for at in permit.span() {
                match why_open(books, measure, motive, at) {
                    Some(why) => reached.insert(why),
                    None => return Err(format!("{measure}: batch {at} reaches {motive}, and nothing opened it")),
                };
            }
        }
    }
    Ok(())
}

/// Goes back from today to the batch: the first thing met that closes or opens the use decides.
fn why_open(books: &Books, measure: &Id, motive: Motive, batch: u64) -> Option<&'static str> {
    let entry = &books.entries[batch as usize];
    let binding: Binding = serde_json::from_value(entry.body["binding"].clone()).unwrap();
    let record = books.framework.measure(measure)?;
    let counts = |at: u64| {
        let narrowed = record.withdrawals.iter().any(|it| it.0 == at);
        narrowed || record.reconsents.iter().any(|it| it.0 == at)
    };
    for later in books.entries.iter().skip(batch as usize + 1).rev() {
        let same = |it: &cm_framework::Withdrawal| it.measure == *measure && it.motive == motive && counts(later.at);
        match Act::read(later) {
            Some(Act::UseWithdrawn(it)) if same(&it) => return None,
            Some(Act::Reconsented(it)) if same(&it) && later.author.partner == binding.contributor => {
                return Some("yes, because it was re-consented");
            }
            _ => {}
        }
        let began = record
            .agreements
            .iter()
            .find(|it| it.in_force_since() == Some(later.at));
        if began.is_some_and(|it| !it.proposal.motives.contains(&motive)) {
            return None;
        }
    }
    let under = record.agreement(binding.agreement)?;
    let stopped = |it: &&(u64, cm_kernel::Date, Id, cm_framework::Withdrawal)| {
        it.3.motive == motive && Some(it.0) > under.in_force_since() && it.0 < batch
    };
    let stood = under.proposal.motives.contains(&motive) && record.withdrawals.iter().find(stopped).is_none();
    stood.then_some("yes")
}
