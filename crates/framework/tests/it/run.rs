//! Random histories: steps drawn from a seed, run against the framework and the reference, and made small when they differ.

use std::collections::BTreeSet;

use cm_framework::{Act, Binding, DecisionRule, Motive, Proposal, UseRefused};
use cm_kernel::Id;
use serde_json::json;

use crate::books::{Books, MEASURES, PARTNERS, id, measure, partner, said};
use crate::random::Random;
use crate::reference::Answer;

/// One step: what is tried, and the seed of its choices, so that it means something after any other steps.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    what: u8,
    seed: u64,
}

/// A history of some steps, many short and some long.
pub fn steps(seed: u64) -> Vec<Step> {
    let mut random = Random::new(seed);
    let most = random.pick(&[20, 40, 40, 80, 80, 160, 400]);
    let count = 10 + random.below(most);
    let step = |_| Step {
        what: random.below(100) as u8,
        seed: random.next(),
    };
    (0..count).map(step).collect()
}

/// Steps run from the beginning; the first difference, in words, when there is one.
pub fn run(steps: &[Step]) -> Result<Books, String> {
    let mut books = Books::open();
    for step in steps {
        if let Err(why) = books.step(*step) {
            let line = |it: &cm_kernel::Entry| format!("{} {} {} {}\n", it.at, it.author.partner, it.kind, it.body);
            return Err(books.entries.iter().map(line).collect::<String>() + &why);
        }
    }
    let again = || {
        let mut framework = cm_framework::Framework::default();
        books.entries.iter().for_each(|entry| framework.apply(entry));
        framework
    };
    let (one, two) = (again(), again());
    if one != two || one != books.framework {
        return Err("the same entries folded again give another framework".to_owned());
    }
    Ok(books)
}

/// The fewest of these steps that still differ.
pub fn smallest(mut steps: Vec<Step>) -> Vec<Step> {
    let mut at = 0;
    while at < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        if run(&fewer).is_err() {
            steps = fewer;
        } else {
            at += 1;
        }
    }
    steps
}

impl Books {
    fn step(&mut self, step: Step) -> Result<(), String> {
        let mut random = Random::new(step.seed);
        let measure = random.pick(&MEASURES);
        match step.what {
            0..4 => self.try_to(&mut random, Self::some_assessment),
            4..10 => self.try_to(&mut random, Self::some_signature_under_one),
            10..21 => self.try_to(&mut random, Self::some_proposal),
            21..45 => self.try_to(&mut random, Self::some_signature),
            45..51 => self.try_to(&mut random, Self::some_objection),
            51..55 => self.try_to(&mut random, Self::some_taking_back),
            55..73 => self.some_gathering(&mut random),
            73..80 => self.try_to(&mut random, Self::some_withdrawal),
            80..87 => self.try_to(&mut random, Self::some_reconsent),
            87..93 => {
                let days = random.pick(&[1, 2, 7, 30]);
                self.today = self.today.plus(days).unwrap();
                Ok(())
            }
            93..96 => self.some_nonsense(&mut random),
            _ => self.try_to(&mut random, Self::some_other),
        }?;
        let all: Vec<&str> = if self.next().is_multiple_of(8) {
            MEASURES.to_vec()
        } else {
            vec![measure]
        };
        all.into_iter().try_for_each(|measure| self.compare(measure))
    }

    /// Tries an act. It must be refused exactly when the rules say so, and then change nothing even when it is written.
    fn try_to(&mut self, random: &mut Random, choose: fn(&Self, &mut Random) -> (String, Act)) -> Result<(), String> {
        let (by, act) = choose(self, random);
        let (by_id, at) = (id(&by), self.next());
        let checked = self.framework.check(&act, &by_id, self.today);
        if checked.is_ok() != self.reference.accepts(&act, &by_id, self.today) {
            return Err(format!("{at}: {by} tries {act:?}: {checked:?}"));
        }
        if checked.is_ok() {
            self.write(&by, act.kind(), act.body().unwrap());
            self.reference.take_in(at, &act, &by_id);
            return Ok(());
        }
        // Most refused acts are never written; some are, by a program that forgot to ask.
        if random.one_in(3) {
            let before = self.framework.clone();
            self.write(&by, act.kind(), act.body().unwrap());
            let before_assessments = matches!(&act, Act::AgreementProposed(it) if it.assessment.is_none());
            if before_assessments && self.reference.counts(&act, &by_id, self.today) {
                self.reference.take_in(at, &act, &by_id);
            } else if self.framework != before {
                return Err(format!(
                    "{at}: refused and yet it changed something: {by} tries {act:?}"
                ));
            }
        }
        Ok(())
    }

    fn compare(&self, measure: &str) -> Result<(), String> {
        for motive in Motive::ALL {
            let permit = self.framework.permit(&id(measure), motive, self.today);
            let found = match &permit {
                Ok(it) => Answer::Yes {
                    span: it.span().collect(),
                    agreement: it.agreement(),
                    version: it.version(),
                    target: it.target(),
                    against: it.objections().iter().map(|it| it.partner.clone()).collect(),
                },
                Err(refusal) => Answer::No(refusal.code),
            };
            let expected = self.reference.ask(&id(measure), motive, self.today);
            if found != expected {
                let at = self.next();
                return Err(format!(
                    "{measure}, {motive}, after {at} entries: found {found:?}, and the rules say {expected:?}"
                ));
            }
            if let Ok(permit) = permit
                && let Some(at) = (0..self.next()).find(|at| permit.covers(*at) != permit.span().any(|it| it == *at))
            {
                return Err(format!("covers and span differ at {at}"));
            }
        }
        let expected = self
            .reference
            .measures
            .get(&id(measure))
            .and_then(|it| it.measure.as_ref());
        match self.framework.measure(&id(measure)).map(|it| &it.measure) == expected {
            true => Ok(()),
            false => Err(format!("{measure} is defined otherwise: the rules say {expected:?}")),
        }
    }

    pub fn somebody(random: &mut Random) -> String {
        if random.one_in(25) {
            "stranger".to_owned()
        } else {
            random.pick(&PARTNERS).to_owned()
        }
    }

    fn some_proposal(&self, random: &mut Random) -> (String, Act) {
        let some = |random: &mut Random, chance| -> BTreeSet<Id> {
            PARTNERS
                .iter()
                .filter(|_| !random.one_in(chance))
                .map(|it| id(it))
                .collect()
        };
        let motives: BTreeSet<Motive> = Motive::ALL.into_iter().filter(|_| random.one_in(2)).collect();
        let rule = match random.below(4) {
            0 => DecisionRule::All,
            1 | 2 => DecisionRule::MajorityWithoutObjection,
            _ => DecisionRule::Stewards(some(random, 2)),
        };
        let mut target = motives
            .contains(&Motive::Target)
            .then(|| random.pick(&["0.9", " 12 ", "-3e2"]).to_owned());
        if random.one_in(20) {
            target = Some(random.pick(&["", "many", "inf", "NaN", "1e999", "5"]).to_owned());
        }
        let mut signatories = some(random, 3);
        if random.one_in(30) {
            signatories.insert(id("stranger"));
        }
        let name = if random.one_in(30) {
            "unheard-of"
        } else {
            random.pick(&MEASURES)
        };
        let sheets: Vec<_> = self.reference.measures.values().flat_map(|it| &it.sheets).collect();
        let fitting: Vec<_> = sheets.iter().filter(|it| it.it.measure == id(name)).collect();
        let mut assessment = None;
        if motives.contains(&Motive::Target) && !fitting.is_empty() && !random.one_in(6) {
            let sheet = random.pick(&fitting);
            assessment = Some(sheet.at);
            target = target.map(|it| if random.one_in(8) { it } else { sheet.it.value.clone() });
        } else if !sheets.is_empty() && random.one_in(3) {
            assessment = Some(if random.one_in(4) {
                random.next() % 40
            } else {
                random.pick(&sheets).at
            });
        }
        let proposal = Proposal {
            measure: id(name),
            motives,
            signatories,
            rule,
            target,
            assessment,
            definition: self.some_definition(name, random),
            review_by: self.today.plus(random.below(80) as i32 - 10).unwrap(),
            reason: random
                .pick(&["It helps", "It helps", "It helps", "It helps", "It helps", " "])
                .to_owned(),
        };
        (Self::somebody(random), Act::AgreementProposed(proposal))
    }

    /// An agreement, and someone who may still have a say in it; or, now and then, anything.
    fn some_paper(&self, random: &mut Random) -> (String, u64) {
        let papers: Vec<_> = self.reference.measures.values().flat_map(|it| &it.papers).collect();
        if papers.is_empty() || random.one_in(8) {
            return (Self::somebody(random), random.next() % (self.next() + 3));
        }
        let open: Vec<_> = papers.iter().filter(|it| it.open).collect();
        let paper = match random.one_in(4) || open.is_empty() {
            true => random.pick(&papers),
            false => random.pick(&open),
        };
        let waiting = self.framework.measures.values().find_map(|it| it.agreement(paper.at));
        let waiting: Vec<_> = waiting.map(|it| it.waits_for()).unwrap_or_default();
        if waiting.is_empty() || random.one_in(4) {
            return (Self::somebody(random), paper.at);
        }
        (random.pick(&waiting).to_string(), paper.at)
    }

    fn some_signature(&self, random: &mut Random) -> (String, Act) {
        let (by, at) = self.some_paper(random);
        (by, Act::AgreementSigned(said(at, "")))
    }

    fn some_objection(&self, random: &mut Random) -> (String, Act) {
        let (by, at) = self.some_paper(random);
        (
            by,
            Act::AgreementObjected(said(at, random.pick(&["It hurts", "It hurts", " "]))),
        )
    }

    fn some_taking_back(&self, random: &mut Random) -> (String, Act) {
        let papers = self.reference.measures.values().flat_map(|it| &it.papers);
        let objected: Vec<_> = papers
            .flat_map(|it| it.against.iter().map(|(by, _)| (by.to_string(), it.at)))
            .collect();
        let (by, at) = if objected.is_empty() || random.one_in(5) {
            self.some_paper(random)
        } else {
            random.pick(&objected)
        };
        (by, Act::ObjectionWithdrawn(said(at, "")))
    }

    fn some_use(&self, random: &mut Random) -> cm_framework::Withdrawal {
        let name = if random.one_in(30) {
            "unheard-of"
        } else {
            random.pick(&MEASURES)
        };
        let standing = self
            .reference
            .measures
            .get(&id(name))
            .map(|it| it.standing())
            .unwrap_or_default();
        let standing: Vec<_> = standing.into_iter().collect();
        let motive = if standing.is_empty() || random.one_in(4) {
            random.pick(&Motive::ALL)
        } else {
            random.pick(&standing)
        };
        cm_framework::Withdrawal::new(id(name), motive, random.pick(&["Enough", "Enough", "Enough", ""]))
    }

    fn some_withdrawal(&self, random: &mut Random) -> (String, Act) {
        (Self::somebody(random), Act::UseWithdrawn(self.some_use(random)))
    }

    fn some_reconsent(&self, random: &mut Random) -> (String, Act) {
        (Self::somebody(random), Act::Reconsented(self.some_use(random)))
    }

    fn some_other(&self, random: &mut Random) -> (String, Act) {
        let act = match random.below(16) {
            4..14 => Self::some_brake(random),
            14..16 => self.some_leaving(random),
            0 => Act::PartnerJoined(partner(random.pick(&PARTNERS))),
            1 => Act::MeasureProposed(measure(random.pick(&MEASURES))),
            _ => {
                let it = self.some_use(random);
                Act::UseRefused(UseRefused {
                    measure: it.measure,
                    motive: it.motive,
                    asked: "asked `ranks`".to_owned(),
                    code: "framework/motive-not-agreed".to_owned(),
                    reason: it.reason,
                    remedy: "Propose it".to_owned(),
                })
            }
        };
        (Self::somebody(random), act)
    }

    /// A batch that names the agreement in force; or one that is over, open, of the other measure, or invented.
    fn some_gathering(&mut self, random: &mut Random) -> Result<(), String> {
        let name = random.pick(&MEASURES);
        let kept = &self.reference.measures[&id(name)];
        let others: Vec<u64> = self
            .reference
            .measures
            .values()
            .flat_map(|it| &it.papers)
            .map(|it| it.at)
            .collect();
        let forged = random.one_in(5) || kept.in_force.is_none();
        let agreement = match (forged, others.is_empty() || random.one_in(3)) {
            (false, _) => kept.current().map_or(0, |it| it.at),
            (true, true) => random.next() % (self.next() + 9),
            (true, false) => random.pick(&others),
        };
        let by = random.pick(&PARTNERS);
        let binding = Binding {
            measure: id(if random.one_in(40) { "unheard-of" } else { name }),
            agreement,
            contributor: id(by),
        };
        let at = self.next();
        self.reference.gather(at, &binding);
        let kind = random.pick(&["evidence/gathered", "evidence/gathered", "evidence/told"]);
        self.write(by, kind, json!({"binding": binding, "rows": 3}));
        Ok(())
    }

    /// An entry that reads as nothing, which must change nothing.
    fn some_nonsense(&mut self, random: &mut Random) -> Result<(), String> {
        let before = self.framework.clone();
        let kind = random.pick(&[
            "framework/agreement-signed",
            "framework/reconsented",
            "framework/no-such-act",
            "x",
        ]);
        let binding = random.pick(&[json!(null), json!({"measure": "waiting"}), json!("waiting"), json!([1])]);
        let body = random.pick(&[
            json!({"binding": binding}),
            json!([]),
            json!({"agreement": "nine"}),
            json!({"agreement": -1}),
        ]);
        self.write(random.pick(&PARTNERS), kind, body.clone());
        match self.framework == before {
            true => Ok(()),
            false => Err(format!("{kind} with {body} changed something")),
        }
    }
}
