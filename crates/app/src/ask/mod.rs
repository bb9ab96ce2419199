use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cm_framework::{Act, Motive, Permit, UseRefused};
use cm_insight::{
    Break, Companion, Disclosed, Insight, Mark, Method, Question, Rules, breaks_within, disclose, method,
};
use cm_kernel::{Id, Known, Refusal, Timestamp, canonical};
use cm_store::{Kept, Version, Wanted};

use crate::house::View;
use crate::{Caller, Deed, House, TokenBearer, Unable};

mod chart;
mod evidence;
mod extent;
mod left_out;
mod rebases;
mod registered;
mod scope;

use evidence::{as_known_at, stamp};
pub use extent::Extent;
pub use scope::Scope;

/// What is asked of a method about a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The measure.
    pub measure: Id,
    /// Name of the method.
    pub method: String,
    /// The use it is for.
    pub motive: Motive,
    /// Which of its evidence.
    pub scope: Scope,
    /// Settings by parameter.
    pub settings: BTreeMap<String, String>,
    /// As known when the ledger was this long; now when absent.
    pub known_at: Option<u64>,
    /// Other measures beside it, for methods that read several; each is read under a permit of its own.
    pub beside: Vec<Id>,
}

impl Asked {
    /// A question with nothing set, about everything, for learning, as known now.
    #[must_use]
    pub fn new(measure: &Id, method: &str) -> Self {
        Self {
            measure: measure.clone(),
            method: method.to_owned(),
            motive: Motive::Learning,
            scope: Scope::default(),
            settings: BTreeMap::new(),
            known_at: None,
            beside: Vec::new(),
        }
    }
}

/// What came of it: the insight, and the permit it was read under.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the method found.
    pub insight: Arc<Insight>,
    /// The permit.
    pub permit: Permit,
}

impl House {
    /// Asks a method what the evidence of a measure says, for a use partners agreed.
    ///
    /// A use that is not agreed is refused, and the refusal becomes an entry that both sides can read.
    ///
    /// # Errors
    /// `app/not-your-role`, `app/no-such-method`; what the permit, the scope and the method refuse; the machine failed.
    pub fn ask(&self, caller: &Caller, asked: &Asked) -> Result<Answer, Unable> {
        let answer = self.look(caller, asked);
        if let Err(Unable::Refused(refusal)) = &answer {
            self.log_refused_use(caller, asked, refusal)?;
        }
        answer
    }

    /// As [`House::ask`], for a program: the same refused use is an entry once a day, so that a program which asks again
    /// and again does not fill the record.
    ///
    /// # Errors
    /// As [`House::ask`].
    pub fn ask_by_token(&self, bearer: &TokenBearer, asked: &Asked) -> Result<Answer, Unable> {
        let caller = bearer.must(Deed::Ask, &bearer.caller.partnership)?;
        let answer = self.look(caller, asked);
        if let Err(Unable::Refused(refusal)) = &answer {
            let key = format!(
                "{} {} {} {} {} {} {}",
                caller.partnership,
                caller.member,
                asked.measure,
                asked.motive,
                asked.method,
                refusal.code,
                self.today()
            );
            let once = Kept {
                key,
                value: String::new(),
                expires: Some(Timestamp::from_ms(self.now().ms() + 2 * 86_400_000)),
            };
            if self.store.keep_new("api-refused", &once)? {
                self.log_refused_use(caller, asked, refusal)?;
            }
        }
        answer
    }

    /// As [`House::ask`], but leaves no entry when the use is refused: for pages that show what is allowed anyway.
    ///
    /// # Errors
    /// As [`House::ask`].
    pub fn look(&self, caller: &Caller, asked: &Asked) -> Result<Answer, Unable> {
        caller.must(Deed::Ask, &caller.partnership)?;
        self.answer(&caller.partnership, asked)
    }

    pub(crate) fn answer(&self, partnership: &Id, asked: &Asked) -> Result<Answer, Unable> {
        let view = self.view(partnership)?;
        let method = known_method(&asked.method)?;
        let permit = view.framework.permit(&asked.measure, asked.motive, self.today())?;
        let known_at = asked.known_at.unwrap_or(view.length).min(view.length);
        let companions = self.companions(&view, asked, asked.motive)?;
        let mut question = question(&view, asked, &permit, &companions, known_at);
        let rebases = rebases::accepted(&view, asked, method, known_at);
        let left_out = left_out::known(&view, asked, method, known_at);
        let stamps: Vec<_> = std::iter::once(&permit)
            .chain(&companions)
            .map(|it| stamp(&view, it, known_at))
            .collect();
        let key = format!(
            "{partnership} {} {stamps:?} {question:?} {rebases:?} {left_out:?}",
            canonical(&key_parts(asked)).unwrap_or_default()
        );
        let insight = match self.remembered(&key) {
            Some(known) if known.rests_on.known_at == known_at => known,
            Some(known) => Arc::new(as_known_at(&known, known_at)),
            None => {
                let evidence = self.evidence(partnership, asked, &permit, &companions, known_at)?;
                breaks_within(&mut question.breaks, &evidence);
                let evidence = asked.scope.narrow(method, evidence)?;
                rebases::carry(method, &mut question, &rebases, &evidence);
                left_out::carry(&mut question, &left_out, &evidence);
                Arc::new(method.ask(&evidence, &question)?)
            }
        };
        self.remember(key, &insight);
        let insight = match self.registered(partnership, &view, asked, known_at, &insight)? {
            Some(finding) => {
                let mut told = Insight::clone(&insight);
                told.findings.push(finding);
                Arc::new(told)
            }
            None => insight,
        };
        Ok(Answer { insight, permit })
    }

    /// The answer as it may be published: read for publication, with small counts hidden before the method sees them.
    pub(crate) fn disclosed(
        &self,
        partnership: &Id,
        asked: &Asked,
        rules: Rules,
    ) -> Result<(Permit, Disclosed<Insight>), Unable> {
        let view = self.view(partnership)?;
        let method = known_method(&asked.method)?;
        let permit = view
            .framework
            .permit(&asked.measure, Motive::Publication, self.today())?;
        let known_at = asked.known_at.unwrap_or(view.length).min(view.length);
        let companions = self.companions(&view, asked, Motive::Publication)?;
        let evidence = self.evidence(partnership, asked, &permit, &companions, known_at)?;
        let mut question = question(&view, asked, &permit, &companions, known_at);
        breaks_within(&mut question.breaks, &evidence);
        let evidence = asked.scope.narrow(method, evidence)?;
        rebases::carry(
            method,
            &mut question,
            &rebases::accepted(&view, asked, method, known_at),
            &evidence,
        );
        let left_out = left_out::known(&view, asked, method, known_at);
        left_out::carry(&mut question, &left_out, &evidence);
        let disclosed = disclose(method, &evidence, &question, rules)?;
        Ok((permit, disclosed))
    }

    /// The permits of the measures that are asked about beside the first. Only the first has the line, so that beside
    /// a target the others are read for learning.
    fn companions(&self, view: &View, asked: &Asked, motive: Motive) -> Result<Vec<Permit>, Refusal> {
        let motive = match motive {
            Motive::Target => Motive::Learning,
            other => other,
        };
        let permit = |measure| view.framework.permit(measure, motive, self.today());
        asked.beside.iter().map(permit).collect()
    }

    pub(crate) fn log_refused_use(&self, caller: &Caller, asked: &Asked, refusal: &Refusal) -> Result<(), Unable> {
        if !refusal.code.starts_with("framework/") || refusal.code == "framework/no-such-measure" {
            return Ok(());
        }
        let act = Act::UseRefused(UseRefused {
            measure: asked.measure.clone(),
            motive: asked.motive,
            asked: format!("asked `{}` for {}", asked.method, asked.motive),
            code: refusal.code.to_owned(),
            reason: refusal.reason.clone(),
            remedy: refusal.remedy.clone(),
        });
        self.agree(caller, &act).map(|_| ())
    }

    /// The rows of a measure that may be read for learning, as known now, for a table or a download.
    ///
    /// # Errors
    /// `app/not-your-role`; what the permit refuses; the machine failed.
    pub fn rows(&self, caller: &Caller, measure: &Id, scope: &Scope) -> Result<(Permit, Known), Unable> {
        caller.must(Deed::Ask, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let permit = view.framework.permit(measure, Motive::Learning, self.today())?;
        let known = self
            .store
            .rows(&caller.partnership, &scope.wanted(measure, view.length))?;
        let known = covered(known, &permit);
        Ok((permit, known))
    }

    /// Every reading there ever was for one place, group and period of a measure, oldest first.
    ///
    /// # Errors
    /// `app/not-your-role`; what the permit refuses; the machine failed.
    pub fn history(
        &self,
        caller: &Caller,
        measure: &Id,
        key: (&str, &str, cm_kernel::Period),
    ) -> Result<Vec<Version>, Unable> {
        caller.must(Deed::Ask, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let permit = view.framework.permit(measure, Motive::Learning, self.today())?;
        let mut versions = self.store.history(&caller.partnership, measure, key)?;
        versions.retain(|version| permit.covers(version.at));
        Ok(versions)
    }
}

/// Only the rows a permit covers, and only the names of places and groups that one of them is about.
fn covered(mut known: Known, permit: &Permit) -> Known {
    known.rows.retain(|row| permit.covers(row.at));
    let places = keep_used(&mut known.places, known.rows.iter().map(|row| row.place));
    let groups = keep_used(&mut known.groups, known.rows.iter().map(|row| row.group));
    for row in &mut known.rows {
        row.place = places.get(&row.place).copied().unwrap_or_default();
        row.group = groups.get(&row.group).copied().unwrap_or_default();
    }
    known
}

/// Takes out names at no position that is used, and tells where the others went.
fn keep_used(names: &mut Vec<String>, used: impl Iterator<Item = u32>) -> BTreeMap<u32, u32> {
    let used: BTreeSet<u32> = used.collect();
    let mut at = 0..;
    names.retain(|_| at.next().is_some_and(|at| used.contains(&at)));
    used.into_iter().zip(0..).collect()
}

fn known_method(name: &str) -> Result<&'static dyn Method, Refusal> {
    method(name).ok_or_else(|| {
        let shown: String = name.chars().take(40).collect();
        Refusal::new(
            "app/no-such-method",
            format!("There is no method `{shown}`."),
            "Choose one of the methods listed under help.",
        )
    })
}

fn question(view: &View, asked: &Asked, permit: &Permit, companions: &[Permit], known_at: u64) -> Question {
    let mut question = Question::about(permit.measure(), asked.scope.in_words());
    question.beside = companions.iter().map(|it| Companion::of(it.measure())).collect();
    question.settings.clone_from(&asked.settings);
    question.marks = marks(view, &asked.measure, known_at);
    question.breaks = breaks(view, &asked.measure, known_at);
    question
}

/// Changes of definition that were known then, by the day they hold from.
fn breaks(view: &View, measure: &Id, known_at: u64) -> Vec<Break> {
    let record = view.framework.measure(measure).into_iter();
    let redefined = record.flat_map(|it| it.redefined_by(known_at));
    let mut breaks: Vec<Break> = redefined
        .map(|it| Break {
            on: it.from,
            says: it.in_words(),
            label: it.compares.clone(),
            comparable: !it.bridge.breaks(),
            href: format!("measures/{measure}/agreements/{}", it.agreement),
        })
        .collect();
    breaks.sort_by_key(|it| it.on);
    breaks
}

/// Adaptations that were known then: a mark that came later would make an insight on a session's table another one.
fn marks(view: &View, measure: &Id, known_at: u64) -> Vec<Mark> {
    let mut adaptations = view.learning.adaptations(measure);
    adaptations.retain(|(adaptation, _)| adaptation.at < known_at);
    let mark = |(adaptation, decision): &(&cm_learning::Said<cm_learning::Adaptation>, &cm_learning::Said<_>)| Mark {
        on: adaptation.it.from,
        label: adaptation.it.label.clone(),
        href: format!("decisions/{}", decision.at),
    };
    adaptations.iter().map(mark).collect()
}

fn key_parts(asked: &Asked) -> serde_json::Value {
    serde_json::json!([
        asked.measure,
        asked.method,
        asked.motive,
        asked.scope,
        asked.settings,
        asked.beside
    ])
}

impl Scope {
    fn wanted(&self, measure: &Id, known_at: u64) -> Wanted {
        Wanted {
            measure: measure.clone(),
            place: self.place.clone(),
            group: self.group.clone(),
            known_at,
        }
    }
}
