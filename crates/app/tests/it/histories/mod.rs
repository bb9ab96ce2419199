//! Random histories through the whole: agreements, files, corrections, questions and editions, where every number tells
//! which batch it came from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cm_app::{Asked, ImportOutcome, Unable};
use cm_framework::{Act, Assessment, AssessmentSigned, Baseline, Binding, DecisionRule, Motive, Proposal, Withdrawal};
use cm_insight::Insight;
use cm_kernel::Id;

use crate::engines::{Engine, lasting, memory};
use crate::random::Random;
use crate::reference::{Answer, Reference};
use crate::stage::{PARTNERS, Stage, assessing, code, id, measure, outcome, partner, plan, profile, said};

mod checks;

use checks::shown_counts;

/// How many histories are run over memory: 60, or a thirtieth of what `CM_HISTORIES` says.
fn how_many() -> u64 {
    let said = std::env::var("CM_HISTORIES").ok();
    said.and_then(|it| it.parse::<u64>().ok()).map_or(60, |it| it / 30)
}

#[test]
fn no_number_reaches_a_use_that_its_batch_is_closed_to() {
    (0..how_many()).for_each(|seed| play(&memory(), seed, 70));
}

#[test]
fn no_engine_that_keeps_things_answers_otherwise() {
    for (engine, seed) in lasting().iter().zip(1_000..) {
        play(engine, seed, 150);
    }
}

fn play(engine: &Engine, seed: u64, steps: usize) {
    let mut play = Play::begin(engine, seed);
    for step in 0..steps {
        play.step();
        play.ask();
        if step % 5 == 0 {
            play.read_for_learning();
        }
    }
    play.compare_with_a_fresh_house();
}

const MEASURES: [&str; 2] = ["waiting", "falls"];

struct Play {
    stage: Stage,
    reference: Reference,
    random: Random,
    /// By measure, place and month: the entry that brought the latest reading, and its count.
    rows: BTreeMap<(String, String, String), (u64, u32)>,
    /// Months and counts used so far; neither is used twice.
    drawn: u32,
    /// Editions put together: address, measure, entries that it rests on.
    drafts: Vec<(Id, String, Vec<u64>)>,
    /// What was answered once, and what allowed it.
    answered: Vec<(Asked, Arc<Insight>, u64, Vec<u64>)>,
    label: String,
}

impl Play {
    fn begin(engine: &Engine, seed: u64) -> Self {
        let here = Id::slug(&format!("history {seed}"));
        let stage = Stage::for_partnership(Arc::clone(&engine.store), here);
        stage.house.found(&stage.here, &profile(false)).unwrap();
        let mut play = Self {
            stage,
            reference: Reference::default(),
            random: Random::new(seed),
            rows: BTreeMap::new(),
            drawn: 0,
            drafts: Vec::new(),
            answered: Vec::new(),
            label: format!("{}, history {seed}", engine.name),
        };
        for name in PARTNERS {
            play.do_it("council", &Act::PartnerJoined(partner(name)));
        }
        play.do_it("council", &Act::OutcomeProposed(outcome()));
        for name in MEASURES {
            play.do_it("council", &Act::MeasureProposed(measure(name)));
        }
        play
    }

    fn step(&mut self) {
        let by = self.random.pick(&PARTNERS);
        match self.random.below(100) {
            0..3 => {
                let act = self.some_assessment();
                self.do_it(by, &act);
            }
            3..7 => {
                let sheets = self.reference.measures.values().flat_map(|it| &it.sheets);
                let open: Vec<_> = sheets
                    .filter_map(|it| Some((it.unsigned().pop_first()?, it.at)))
                    .collect();
                if !open.is_empty() {
                    let (by, assessment) = self.random.pick(&open);
                    self.do_it(by.as_str(), &Act::AssessmentSigned(AssessmentSigned { assessment }));
                }
            }
            7..14 => {
                let act = self.some_proposal();
                self.do_it(by, &act);
            }
            14..40 => {
                let papers = self.reference.measures.values().flat_map(|it| &it.papers);
                let open: Vec<u64> = papers.filter(|it| it.open).map(|it| it.at).collect();
                if !open.is_empty() {
                    let agreement = self.random.pick(&open);
                    self.do_it(by, &Act::AgreementSigned(said(agreement, "")));
                }
            }
            40..64 => self.gather(by),
            64..72 => {
                let it = self.some_use();
                self.do_it(by, &Act::UseWithdrawn(it));
            }
            72..80 => {
                let it = self.some_use();
                self.do_it(by, &Act::Reconsented(it));
            }
            80..86 => {
                let days = self.random.pick(&[1, 7, 30]);
                self.stage.pass_days(days);
            }
            86..94 => self.draft(by),
            _ => self.publish(by),
        }
    }

    /// Does an act, and sees that it is accepted exactly when the rules say so.
    fn do_it(&mut self, by: &str, act: &Act) {
        let accepted = self.reference.accepts(act, &id(by), self.stage.house.today());
        let before = self.stage.length();
        let done = self.stage.house.agree(&self.stage.caller(by), act);
        assert_eq!(done.is_ok(), accepted, "{}: {by} tries {act:?}: {done:?}", self.label);
        assert_eq!(self.stage.length(), before + u64::from(accepted), "{}", self.label);
        if let Ok(at) = done {
            self.reference.take_in(at, act, &id(by));
        }
    }

    fn some_proposal(&mut self) -> Act {
        let name = self.random.pick(&MEASURES);
        let mut motives = BTreeSet::from([self.random.pick(&Motive::ALL)]);
        motives.extend(Motive::ALL.into_iter().filter(|_| self.random.one_in(2)));
        let rule = match self.random.below(3) {
            0 => DecisionRule::All,
            1 => DecisionRule::MajorityWithoutObjection,
            _ => DecisionRule::Stewards([id(self.random.pick(&PARTNERS))].into()),
        };
        let sheets = &self.reference.measures[&id(name)].sheets;
        let assessment = sheets.last().map(|it| it.at).filter(|_| !self.random.one_in(8));
        Act::AgreementProposed(Proposal {
            measure: id(name),
            target: motives.contains(&Motive::Target).then(|| "0.5".to_owned()),
            assessment,
            definition: None,
            motives,
            signatories: PARTNERS.map(id).into(),
            rule,
            review_by: self.stage.house.today().plus(self.random.below(60) as i32).unwrap(),
            reason: "It helps".to_owned(),
        })
    }

    fn some_assessment(&mut self) -> Act {
        let days = self.random.pick(&[20, 60, 200]);
        let expires = self.stage.house.today().plus(days).unwrap();
        let said = assessing(expires);
        Act::TargetAssessed(Assessment {
            measure: id(self.random.pick(&MEASURES)),
            value: self.random.pick(&["0.5", "0.5", "0.50", "0.6"]).to_owned(),
            setters: [id(self.random.pick(&PARTNERS))].into(),
            held: [id(self.random.pick(&PARTNERS))].into(),
            rivals: said.rivals,
            baseline: Baseline::NotKnown {
                reason: said.without_limits,
            },
            attribution: said.attribution,
            gaming: said.gaming,
            counter: said.counter,
            burden_minutes: said.burden_minutes,
            expires,
        })
    }

    fn some_use(&mut self) -> Withdrawal {
        let name = self.random.pick(&MEASURES);
        let standing: Vec<Motive> = self.reference.measures[&id(name)].standing().into_iter().collect();
        let motive = if standing.is_empty() {
            Motive::Learning
        } else {
            self.random.pick(&standing)
        };
        Withdrawal::new(id(name), motive, "Enough")
    }

    /// A file with new readings, and now and then a correction of one that is there.
    fn gather(&mut self, by: &str) {
        let name = self.random.pick(&MEASURES);
        let mut found = Vec::new();
        for _ in 0..1 + self.random.below(3) {
            self.drawn += 1;
            let month = format!("{}-{:02}", 1990 + self.drawn / 12, self.drawn % 12 + 1);
            let place = format!("ward-{}", self.random.below(5));
            found.push(((name.to_owned(), place, month), 20 + self.drawn));
        }
        let there: Vec<_> = self.rows.keys().filter(|it| it.0 == name).cloned().collect();
        let corrects = !there.is_empty() && self.random.one_in(3);
        if corrects {
            self.drawn += 1;
            found.push((self.random.pick(&there), 20 + self.drawn));
        }
        let lines: String = found
            .iter()
            .map(|((_, place, month), count)| format!("{month},{place},{count},1000\n"))
            .collect();
        let outcome = self
            .stage
            .import(by, name, &lines, corrects.then_some("It was miscounted"));
        let Some(agreement) = self.reference.measures[&id(name)].current().map(|it| it.at) else {
            assert_eq!(code(&outcome), "framework/no-agreement", "{}", self.label);
            return;
        };
        let Ok(ImportOutcome::Added { at, .. }) = outcome else {
            panic!("{}: {outcome:?}", self.label)
        };
        let (measure, contributor) = (id(name), id(by));
        self.reference.gather(
            at,
            &Binding {
                measure,
                agreement,
                contributor,
            },
        );
        self.rows
            .extend(found.into_iter().map(|(key, count)| (key, (at, count))));
    }

    /// The rows of a measure that the rules let through: place, count and entry; and how many they leave out.
    fn let_through(&self, measure: &str, span: &[u64], known_at: u64) -> (Vec<(&str, u32, u64)>, u64) {
        let rows = self
            .rows
            .iter()
            .filter(|(key, (at, _))| key.0 == measure && *at < known_at);
        let (open, closed): (Vec<_>, Vec<_>) = rows.partition(|(_, (at, _))| span.contains(at));
        let open = open.into_iter().map(|(key, (at, count))| (key.1.as_str(), *count, *at));
        (open.collect(), closed.len() as u64)
    }

    fn draft(&mut self, by: &str) {
        let name = self.random.pick(&MEASURES);
        let before = self.stage.length();
        let plan = plan(name, &format!("Edition {before}"));
        let expected = self
            .reference
            .ask(&id(name), Motive::Publication, self.stage.house.today());
        let drafted = self.stage.house.draft_edition(&self.stage.caller(by), &plan);
        match (expected, drafted) {
            (Answer::No(why), drafted) => {
                assert_eq!(code(&drafted), why, "{}", self.label);
                self.one_refused_use(by, before, why);
            }
            (Answer::Yes { span, .. }, Ok(edition)) => {
                let view = self.stage.house.view(&self.stage.here).unwrap();
                let figure = &view.accounts.draft(&edition).unwrap().draft.figures[0];
                let rests_on: Vec<u64> = figure.rests_on.iter().map(|it| it.at).collect();
                assert!(
                    !rests_on.is_empty() && rests_on.iter().all(|at| span.contains(at)),
                    "{}",
                    self.label
                );
                let open: BTreeSet<u32> = self.let_through(name, &span, before).0.iter().map(|it| it.1).collect();
                assert!(shown_counts(&figure.insight).is_subset(&open), "{}", self.label);
                self.drafts.push((edition, name.to_owned(), rests_on));
            }
            (Answer::Yes { .. }, Err(Unable::Refused(refusal))) => {
                assert!(refusal.code.starts_with("insight/"), "{}: {refusal}", self.label);
            }
            (Answer::Yes { .. }, Err(Unable::Faulty)) => panic!("{}: a fault", self.label),
        }
    }

    /// Publishing is a use of its own day: whatever was closed since an edition was put together stays unpublished.
    fn publish(&mut self, by: &str) {
        if self.drafts.is_empty() {
            return;
        }
        let (which, before) = (self.random.below(self.drafts.len()), self.stage.length());
        let (edition, name, rests_on) = self.drafts[which].clone();
        let expected = self
            .reference
            .ask(&id(&name), Motive::Publication, self.stage.house.today());
        let may = matches!(&expected, Answer::Yes { span, .. } if rests_on.iter().all(|at| span.contains(at)));
        let caller = self.stage.caller(by);
        let since = self.stage.house.since_drafted(&caller, &edition).unwrap();
        let seen: Vec<u64> = since.iter().map(|it| it.at).collect();
        let published = self.stage.house.publish(&caller, &edition, &seen);
        assert_eq!(
            published.is_ok(),
            may,
            "{}: {edition}, {rests_on:?}, {expected:?}: {published:?}",
            self.label
        );
        if may {
            self.drafts.remove(which);
        } else {
            self.one_refused_use(by, before, code(&published));
        }
    }

    /// Another server over the same store finds the same.
    fn compare_with_a_fresh_house(&self) {
        let fresh = Stage::over(Arc::clone(&self.stage.store));
        let (one, two) = (
            fresh.house.view(&self.stage.here).unwrap(),
            self.stage.house.view(&self.stage.here).unwrap(),
        );
        assert_eq!(one.framework, two.framework, "{}", self.label);
        assert_eq!(
            (&one.gatherings, &one.accounts, one.length),
            (&two.gatherings, &two.accounts, two.length),
            "{}",
            self.label
        );
    }
}
