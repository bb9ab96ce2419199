//! What is asked, and what every answer is held against.

use std::collections::BTreeSet;

use cm_app::{Asked, Scope};
use cm_framework::Motive;
use cm_insight::Insight;

use super::{MEASURES, Play};
use crate::reference::Answer;
use crate::stage::{PARTNERS, code, id};

impl Play {
    /// Asks for a use, and holds every number of the answer against the batches that are open to it.
    pub(super) fn ask(&mut self) {
        let (name, motive) = (self.random.pick(&MEASURES), self.random.pick(&Motive::ALL));
        let by = self.random.pick(&PARTNERS);
        let method = if motive == Motive::Ranking { "ranks" } else { "xmr" };
        let asked = Asked {
            motive,
            ..Asked::new(&id(name), method)
        };
        let expected = self.reference.ask(&id(name), motive, self.stage.house.today());
        let before = self.stage.length();
        let answer = self.stage.house.ask(&self.stage.caller(by), &asked);
        let said = format!(
            "{}: {by} asks {name} for {motive} at {before}: {expected:?}",
            self.label
        );
        match expected {
            Answer::No(why) => {
                assert_eq!(code(&answer), why, "{said}");
                self.one_refused_use(by, before, why);
            }
            Answer::Yes { span, agreement, .. } => {
                assert_eq!(self.stage.length(), before, "{said}");
                let (open, closed) = self.let_through(name, &span, before);
                let places: BTreeSet<_> = open.iter().map(|it| it.0).collect();
                let Ok(answer) = answer else {
                    let few = open.is_empty() || (method == "ranks" && places.len() < 2) || motive == Motive::Payment;
                    let code = code(&answer);
                    assert!(few && code.starts_with("insight/"), "{said}: {code}");
                    return;
                };
                let counts: BTreeSet<u32> = shown_counts(&answer.insight);
                let expected: BTreeSet<u32> = match method {
                    "ranks" => places
                        .iter()
                        .map(|place| open.iter().filter(|it| it.0 == *place).map(|it| it.1).sum())
                        .collect(),
                    _ => open.iter().map(|it| it.1).collect(),
                };
                assert_eq!(counts, expected, "{said}");
                let rests_on = &answer.insight.rests_on;
                let entries: BTreeSet<u64> = rests_on.entries.iter().copied().collect();
                // Pooled readings keep only the latest of their entries.
                let latest: BTreeSet<u64> = open.iter().map(|it| it.2).collect();
                assert!(
                    entries.is_subset(&latest) && (method == "ranks" || entries == latest),
                    "{said}"
                );
                assert_eq!(
                    (rests_on.left_out, rests_on.agreement),
                    (closed, Some(agreement)),
                    "{said}"
                );
                self.ask_again(&said);
                let asked = Asked {
                    known_at: Some(before),
                    ..asked
                };
                self.answered.push((asked, answer.insight, agreement, span));
            }
        }
    }

    /// An earlier answer is the same today, as long as the same is open under the same agreement.
    fn ask_again(&mut self, said: &str) {
        let earlier = self.random.below(self.answered.len() + 1);
        let Some((asked, insight, under, open)) = self.answered.get(earlier) else {
            return;
        };
        let today = self.stage.house.today();
        let Answer::Yes { span, agreement, .. } = self.reference.ask(&asked.measure, asked.motive, today) else {
            return;
        };
        let known: Vec<u64> = span.into_iter().filter(|at| Some(*at) < asked.known_at).collect();
        if *under == agreement && *open == known {
            let again = self.stage.house.look(&self.stage.caller("residents"), asked).unwrap();
            assert_eq!(
                again.insight.digest(),
                insight.digest(),
                "{said}: asked again {asked:?}"
            );
        }
    }

    pub(super) fn one_refused_use(&self, by: &str, before: u64, why: &str) {
        assert_eq!(
            self.stage.length(),
            before + 1,
            "{}: one entry for one refused use",
            self.label
        );
        let entry = self.stage.last();
        assert_eq!(entry.kind, "framework/use-refused", "{}", self.label);
        assert_eq!(
            (entry.author.partner, entry.body["code"].as_str()),
            (id(by), Some(why)),
            "{}",
            self.label
        );
    }

    /// Tables, histories, lists and files are readings too.
    pub(super) fn read_for_learning(&mut self) {
        let name = self.random.pick(&MEASURES);
        let caller = self.stage.caller("residents");
        let expected = self
            .reference
            .ask(&id(name), Motive::Learning, self.stage.house.today());
        let rows = self.stage.house.rows(&caller, &id(name), &Scope::default());
        let extent = self.stage.house.extent(&caller, &id(name));
        let Answer::Yes { span, .. } = expected else {
            assert!(rows.is_err() && extent.is_err(), "{}", self.label);
            return;
        };
        let (open, _) = self.let_through(name, &span, u64::MAX);
        let entries: BTreeSet<u64> = open.iter().map(|it| it.2).collect();
        let found: BTreeSet<u64> = rows.unwrap().1.rows.iter().map(|it| it.at).collect();
        assert_eq!(found, entries, "{}", self.label);
        let places: BTreeSet<&str> = open.iter().map(|it| it.0).collect();
        let extent = extent.unwrap();
        let listed: BTreeSet<&str> = extent.places.iter().map(String::as_str).collect();
        assert_eq!(listed, places, "{}", self.label);
        for lot in &self.reference.measures[&id(name)].lots {
            let may = span.contains(&lot.at);
            let batch = self.stage.house.batch_of(&caller, &self.stage.here, lot.at);
            let file = self.stage.house.evidence_file(&caller, lot.at);
            assert_eq!(
                (batch.is_ok(), file.is_ok()),
                (may, may),
                "{}: entry {}",
                self.label,
                lot.at
            );
        }
    }
}

/// The counts that a table shows.
pub(super) fn shown_counts(insight: &Insight) -> BTreeSet<u32> {
    let column = insight.table.columns.iter().position(|it| it == "Count").unwrap();
    let cells = insight.table.rows.iter().map(|row| row[column].replace(',', ""));
    cells.filter_map(|cell| cell.parse().ok()).collect()
}
