//! The demonstration: real public figures, fictional members, built step by step so that a broken-off build goes on.

use cm_account::Response;
use cm_framework::Act as Agree;
use cm_framework::Motive;
use cm_kernel::Id;
use cm_learning::Act as Learn;

use crate::gather::{Import, Outcome};
use crate::house::View;
use crate::{Answering, Asked, Caller, House, Profile, Scope, Unable};

mod agreed;
mod cast;
mod talk;
mod words;

use cast::demo_members;

/// The demonstration's partnership.
pub(crate) const PARTNERSHIP: &str = "four-hours";
/// Its measure.
pub(crate) const MEASURE: &str = "seen-within-four-hours";
/// Its session.
const SESSION: &str = "looking-back-2016-to-2019";
/// The data it shows: every A&E provider in England, April 2016 to March 2019 (`demo/PROVENANCE.md`).
pub(crate) const DATA: &[u8] = include_bytes!("../../demo/nhsr_ae_attendances.csv");

/// What the build tells about itself: what it is doing, and for long work how much is done of how much.
pub type Telling<'t> = &'t mut dyn FnMut(&str, Option<(u64, u64)>);

/// The demonstration, once it is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The partnership.
    pub partnership: Id,
    /// The measure.
    pub measure: Id,
    /// The published edition.
    pub edition: Id,
    /// Its made-up members: name and roles in words.
    pub members: Vec<(String, String)>,
    /// Whether anything had to be done.
    pub fresh: bool,
}

impl House {
    /// Builds the demonstration, or what is missing of it. Safe to run again.
    ///
    /// # Errors
    /// The machine failed; or what a use case refuses, which would be a fault of the demonstration.
    pub fn build_demo(&self, tell: Telling<'_>) -> Result<Built, Unable> {
        let partnership = Id::slug(PARTNERSHIP);
        let measure = Id::slug(MEASURE);
        let cast = cast::Cast::of(&partnership);
        tell("Partners, members, outcome, measure", None);
        let fresh = self.demo_members(&cast)?;
        self.demo_framework(&cast)?;
        tell("Agreement about its use, signed by four partners", None);
        self.demo_first_agreement(&cast, &measure)?;
        self.demo_evidence(&cast, &measure, tell)?;
        tell("Target: assessed, agreed, and earlier evidence let in", None);
        self.demo_target(&cast, &measure)?;
        tell("Session, interpretations, decision", None);
        self.demo_session(&cast, &measure)?;
        self.demo_decision(&cast, &measure)?;
        tell("Edition, response, seal", None);
        let edition = self.demo_edition(&cast, &measure)?;
        tell("Answers to a question about the target", None);
        self.demo_answers(&cast, &measure)?;
        self.demo_talk(&cast, &measure)?;
        Ok(Built {
            partnership,
            measure,
            edition,
            members: cast.in_words(),
            fresh,
        })
    }

    fn once(&self, caller: &Caller, done: impl Fn(&View) -> bool, act: impl FnOnce() -> Agree) -> Result<(), Unable> {
        if !done(self.view(&caller.partnership)?.as_ref()) {
            self.agree(caller, &act())?;
        }
        Ok(())
    }

    /// Founds the partnership and seats its made-up members. Whether it is new.
    fn demo_members(&self, cast: &cast::Cast) -> Result<bool, Unable> {
        let profile = Profile {
            name: words::NAME.to_owned(),
            about: words::ABOUT.to_owned(),
            demonstration: true,
        };
        let fresh = self.found(&cast.convenor.partnership, &profile)?;
        for ((member, partner), caller) in demo_members().iter().zip(cast::partners()).zip(cast.everybody()) {
            if self.member(&member.sign_in_name)?.is_none() {
                self.take_in(member.clone(), None)?;
            }
            if member.id == cast.convenor.member {
                self.establish(member, &caller.partnership, &profile, &partner, &caller.roles)?;
                continue;
            }
            let id = partner.id.clone();
            self.once(
                &cast.convenor,
                |view| view.framework.partner(&id).is_some(),
                || Agree::PartnerJoined(partner),
            )?;
            self.seat(&cast.convenor, member, &id, &caller.roles)?;
        }
        Ok(fresh)
    }

    fn demo_framework(&self, cast: &cast::Cast) -> Result<(), Unable> {
        self.once(
            &cast.convenor,
            |view| !view.framework.outcomes.is_empty(),
            || Agree::OutcomeProposed(words::outcome()),
        )?;
        let there = |view: &View| view.framework.measure(&Id::slug(MEASURE)).is_some();
        self.once(&cast.analyst, there, || {
            Agree::MeasureProposed(words::measure(&Id::slug(MEASURE)))
        })
    }

    fn demo_evidence(&self, cast: &cast::Cast, measure: &Id, tell: Telling<'_>) -> Result<(), Unable> {
        if self
            .view(&cast.analyst.partnership)?
            .gatherings
            .of(measure)
            .next()
            .is_some()
        {
            return Ok(());
        }
        let import = Import {
            measure: measure.clone(),
            file: "nhsr_ae_attendances.csv",
            bytes: DATA,
            mapping: Some(words::mapping()),
            attribution: words::ATTRIBUTION.to_owned(),
            corrects: None,
        };
        let outcome = self.import(&cast.analyst, &import, &mut |done, total| {
            tell("Importing 12,765 rows of A&E attendances", Some((done, total)));
        })?;
        match outcome {
            Outcome::Added { .. } | Outcome::NothingNew { .. } => Ok(()),
            Outcome::Complaints { complaints, .. } => {
                tracing::error!(first = ?complaints.first(), "the demonstration's data did not read");
                Err(Unable::Faulty)
            }
            Outcome::Conflicts { .. } => Err(Unable::Faulty),
        }
    }

    fn demo_session(&self, cast: &cast::Cast, measure: &Id) -> Result<(), Unable> {
        let id = Id::slug(SESSION);
        let view = self.view(&cast.convenor.partnership)?;
        if view.learning.session(&id).is_none() {
            let mut looks_at = Vec::new();
            for (method, scope) in [
                ("xmr", Scope::default()),
                ("funnel", words::last_year()),
                ("threshold", Scope::default()),
            ] {
                let asked = Asked {
                    scope,
                    motive: Motive::Target,
                    ..Asked::new(measure, method)
                };
                looks_at.push(self.on_the_table(&cast.convenor, &asked)?);
            }
            self.learn(
                &cast.convenor,
                &Learn::SessionOpened(words::session(&id, self.today(), looks_at)),
            )?;
        }
        for (caller, interpretation) in words::interpretations(cast, &id) {
            let view = self.view(&cast.convenor.partnership)?;
            let said = view
                .learning
                .session(&id)
                .is_some_and(|held| held.interpretations.iter().any(|it| it.partner == caller.partner));
            if !said {
                self.learn(caller, &Learn::Interpreted(interpretation))?;
            }
        }
        if self
            .view(&cast.convenor.partnership)?
            .learning
            .session(&id)
            .is_some_and(|held| held.questions.is_empty())
        {
            self.learn(&cast.resident, &Learn::QuestionRaised(words::question(&id)))?;
        }
        Ok(())
    }

    fn demo_decision(&self, cast: &cast::Cast, measure: &Id) -> Result<(), Unable> {
        let view = self.view(&cast.convenor.partnership)?;
        if view.learning.decisions.is_empty() {
            let decision = words::decision(&Id::slug(SESSION), measure, self.today());
            self.learn(&cast.convenor, &Learn::Decided(decision))?;
        }
        let view = self.view(&cast.convenor.partnership)?;
        if let Some(decided) = view.learning.decisions.first().filter(|it| it.adaptations.is_empty()) {
            self.learn(&cast.convenor, &Learn::Adapted(words::adaptation(decided.decision.at)))?;
        }
        Ok(())
    }

    fn demo_answers(&self, cast: &cast::Cast, measure: &Id) -> Result<(), Unable> {
        for (caller, behind, text, claim) in words::answers(cast) {
            let questions = self.target_questions(caller, measure, &Scope::default(), &[])?;
            let Some(question) = questions.find(words::ASKED_BY, words::ASKED) else {
                return Ok(());
            };
            if question.of_partner(&caller.partner).is_some() {
                continue;
            }
            let answering = Answering {
                scope: Scope::default(),
                beside: Vec::new(),
                method: words::ASKED_BY.to_owned(),
                rule: words::ASKED.to_owned(),
                seen: question.evidence,
                behind,
                text: text.to_owned(),
                claim: Some(claim),
                decision: None,
                corrects: None,
            };
            self.answer_question(caller, measure, &answering)?;
        }
        Ok(())
    }

    fn demo_edition(&self, cast: &cast::Cast, measure: &Id) -> Result<Id, Unable> {
        let view = self.view(&cast.analyst.partnership)?;
        let decisions: Vec<u64> = view.learning.decisions.iter().map(|it| it.decision.at).collect();
        let plan = words::edition(measure, decisions);
        let id = Id::slug(&plan.title);
        if view.accounts.edition(&id).is_some() {
            return Ok(id);
        }
        if view.accounts.draft(&id).is_none() {
            self.draft_edition(&cast.analyst, &plan)?;
        }
        for (caller, text) in [
            (&cast.resident, words::RESPONSE),
            (&cast.account_holder, words::RESPONSE_OF_PANEL),
        ] {
            let view = self.view(&caller.partnership)?;
            if view.accounts.responses(&id).all(|it| it.partner != caller.partner) {
                self.respond(
                    caller,
                    Response {
                        edition: id.clone(),
                        text: text.to_owned(),
                    },
                )?;
            }
        }
        self.publish(&cast.analyst, &id, &[])?;
        Ok(id)
    }
}
