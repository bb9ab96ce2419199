use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Answering, Caller, Deed, House, TargetQuestion, Unable, View};
use cm_kernel::{Digest, Id, Refusal};
use cm_learning::Behind;

use super::shown::{Asks, ShownQuestion};
use super::{At, place_alone};
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::learning::{Names, claim};
use crate::rooms::measure::{Chosen, no_such, partner_name};
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "question_answer.html")]
struct AnswerPage {
    page: Frame,
    measure: String,
    /// Where all questions of the measure are.
    back: String,
    to: String,
    token: String,
    /// For whom the reader answers.
    partner: String,
    question: ShownQuestion,
    /// The digest of what the reader looks at.
    evidence: String,
    /// The answer of the reader's partner that stands.
    corrects: Option<u64>,
    fields: Vec<Field>,
    faults: Faults,
}

/// Which question, as its address names it.
#[derive(Clone)]
struct Which {
    measure: Id,
    chosen: Chosen,
    method: String,
    rule: String,
}

impl Which {
    fn of(measure: Id, about: &Given) -> Self {
        Self {
            measure,
            chosen: place_alone(&Chosen::of(about)),
            method: about.text("method").to_owned(),
            rule: about.text("rule").to_owned(),
        }
    }

    fn question(&self, house: &House, caller: &Caller) -> Result<TargetQuestion, Unable> {
        let questions = house.target_questions(
            caller,
            &self.measure,
            &self.chosen.scope()?,
            &self.chosen.others(&self.measure)?,
        )?;
        let found = questions.find(&self.method, &self.rule).cloned();
        found.ok_or_else(|| {
            Refusal::new(
                "app/no-such-question",
                "No method asks this question of the measure as it stands now.",
                "Open the measure's questions, where those that are asked now are listed.",
            )
            .into()
        })
    }
}

/// The input by which a partner says what lies behind a question.
pub(in crate::rooms::measure) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(about): Query<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Interpret, &caller.partnership)?;
        answer_page(
            house,
            &asks,
            caller,
            &Which::of(measure, &about),
            (&Given::default(), Faults::new()),
        )
    })
    .await?;
    page(&shown)
}

/// Puts it on record.
pub(in crate::rooms::measure) async fn answer(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(about): Query<Given>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let which = Which::of(measure.clone(), &about);
    let to = format!("/p/{partnership}/measures/{measure}/questions{}", which.chosen.query());
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Interpret, &caller.partnership)?;
        let question = which.question(house, caller)?;
        let view = house.view(&caller.partnership)?;
        let compared = compared(&view, &which.measure);
        match read(&given, &which, &question, compared)? {
            Ok(answering) => {
                house.first_post(caller, given.text("token"))?;
                house.answer_question(caller, &which.measure, &answering).map(Ok)
            }
            Err(faults) => {
                let shown = answer_page(house, &asks, caller, &which, (&given, faults))?;
                Ok(Err(Box::new(shown)))
            }
        }
    })
    .await?;
    match came {
        Ok(at) => Ok(done(&state, &format!("{to}#entry-{at}"), "answered")),
        Err(shown) => unfinished(&*shown),
    }
}

fn answer_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    which: &Which,
    (given, faults): (&Given, Faults),
) -> Result<AnswerPage, Unable> {
    let measure = &which.measure;
    let view = house.view(&caller.partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    let question = which.question(house, caller)?;
    let names = Names::of(house, caller)?;
    let asks = Asks::of(&view, &names, caller, measure, &which.chosen);
    let yours = question.of_partner(&caller.partner).map(|it| &it.of.answer);
    let shown = asks.question(1, &question);
    let error = if faults.is_empty() { "" } else { "Error: " };
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    Ok(AnswerPage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "framework",
            format!("{error}What lies behind it?"),
        )?,
        measure: record.measure.title.clone(),
        back: format!("{}/questions{}", asks.base, which.chosen.query()),
        to: shown.answer.clone(),
        token,
        partner: partner_name(&view.framework, &caller.partner),
        evidence: question.evidence.to_string(),
        corrects: yours.map(|it| it.at),
        fields: fields(&view, measure)
            .into_iter()
            .map(|it| it.filled(given, &faults))
            .collect(),
        question: shown,
        faults,
    })
}

fn fields(view: &View, measure: &Id) -> Vec<Field> {
    let hint = |it: Behind| match it {
        Behind::InnocentCause => "It harms nobody and speaks against nobody. Say how you know.",
        Behind::HowWeCount => "A definition, a form, a system or rounding. Say which.",
        Behind::ToChange => "Say what, and link the decision if one was taken.",
        Behind::NotKnownYet => "The question stays open. Say what you looked into, and what you would need.",
    };
    let kinds = Behind::ALL.map(|it| Choice::new(it.word(), it.in_words(), hint(it)));
    let mut fields = vec![
        Field::new(Kind::Radios, "behind", "What kind of thing lies behind it?", "").offering(kinds),
        Field::new(
            Kind::Area,
            "text",
            "What lies behind it, in your words",
            "What you looked into and what you found. It stands beside what other partners say.",
        ),
    ];
    fields.extend(claim::fields(compared(view, measure)));
    let (about, others): (Vec<_>, Vec<_>) = view
        .learning
        .decisions
        .iter()
        .map(|it| &it.decision)
        .partition(|it| it.it.measure == *measure);
    if !(about.is_empty() && others.is_empty()) {
        let choice =
            |it: &cm_learning::Said<cm_learning::Decision>| Choice::new(it.at.to_string(), it.it.text.clone(), "");
        let none = std::iter::once(Choice::new("", "None", ""));
        let offered = none.chain(about.into_iter().chain(others).map(choice));
        fields.push(
            Field::new(
                Kind::Select,
                "decision",
                "The decision that came of it (optional)",
                "Decisions about this measure come first.",
            )
            .offering(offered),
        );
    }
    fields
}

/// Whether a comparison about the measure was registered.
fn compared(view: &View, measure: &Id) -> bool {
    view.learning.compared(&[], Some(measure))
}

/// The answer, or what is wrong with the input.
fn read(
    given: &Given,
    which: &Which,
    question: &TargetQuestion,
    compared: bool,
) -> Result<Result<Answering, Faults>, Unable> {
    let mut reading = Reading::of(given);
    let behind = reading.choice("behind", "Choose what kind of thing lies behind it", Behind::read);
    let text = reading.text("text", "Say what lies behind it");
    let claim = claim::read(&mut reading, compared);
    let number = |name: &str| match given.text(name) {
        "" => Ok(None),
        at => crate::inside::position(at).map(Some),
    };
    let seen = Digest::parse(given.text("evidence"));
    if seen != Some(question.evidence) {
        let changed = "The evidence has changed since you opened this page: read the question as it stands now, then \
                       send your answer again";
        reading.fault("behind", changed);
    }
    let (decision, corrects) = (number("decision")?, number("corrects")?);
    Ok(match behind {
        Some(behind) if reading.faults.is_empty() => Ok(Answering {
            scope: which.chosen.scope()?,
            beside: which.chosen.others(&which.measure)?,
            method: which.method.clone(),
            rule: which.rule.clone(),
            seen: question.evidence,
            behind,
            text,
            claim,
            decision,
            corrects,
        }),
        _ => Err(reading.faults),
    })
}
