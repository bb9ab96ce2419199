use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, Bridge, DecisionRule, Definition, Framework, Measure, MeasureRecord, Motive, Proposal};
use cm_kernel::{Date, Id};

use super::{Difference, differences};
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::agreement::record_of;
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::capital_of;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::{date, read_date};

/// How many days ahead the review of a first agreement is set.
const YEAR: i32 = 365;

/// What would be put to the partners, to be looked at before it is.
struct Check {
    parts: Vec<Difference>,
    from: String,
    says: String,
    /// Everything that was answered, to be sent once more.
    hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "definition_new.html")]
struct DefinitionPage {
    page: Frame,
    token: String,
    measure: Id,
    measure_title: String,
    in_force: bool,
    fields: Vec<Field>,
    check: Option<Check>,
    faults: Faults,
}

impl DefinitionPage {
    fn of(house: &House, who: &Who, caller: &Caller, record: &MeasureRecord, token: String) -> Result<Self, Unable> {
        Ok(Self {
            page: Frame::of(
                house,
                &caller.partnership,
                who,
                "framework",
                "Propose another definition",
            )?,
            token,
            measure: record.measure.id.clone(),
            measure_title: record.measure.title.clone(),
            in_force: record.in_force().is_some(),
            fields: Vec::new(),
            check: None,
            faults: Faults::new(),
        })
    }

    fn asking(mut self, record: &MeasureRecord, given: &Given, faults: Faults) -> Self {
        if !faults.is_empty() {
            self.page.title = format!("Error: {}", self.page.title);
        }
        let filled = |field: Field| field.filled(given, &faults);
        self.fields = fields(&record.measure).into_iter().map(filled).collect();
        self.faults = faults;
        self
    }
}

/// The input as it is filled in beforehand: the definition that holds.
fn beforehand(measure: &Measure, today: Date) -> Given {
    let mut given = Given::default();
    let texts = [
        ("title", &measure.title),
        ("question", &measure.question),
        ("numerator", &measure.numerator),
        ("population", &measure.population),
        ("could-go-wrong", &measure.could_go_wrong),
        ("source", &measure.source),
    ];
    texts.into_iter().for_each(|(name, text)| given.add(name, text));
    given.add("denominator", measure.denominator.clone().unwrap_or_default());
    given.add("groups-are", measure.groups_are.clone().unwrap_or_default());
    given.add("burden-minutes", measure.burden_minutes.to_string());
    given.add("from", date(today));
    given
}

fn fields(measure: &Measure) -> Vec<Field> {
    let line = |name, label: &str, hint: &str| Field::new(Kind::Line, name, label, hint);
    let mut fields = vec![
        line("title", "Name", "It may change; addresses keep the first one."),
        line("question", "The question it helps to answer", ""),
        line("numerator", "What is counted", ""),
    ];
    if measure.denominator.is_some() {
        fields.push(line("denominator", "Out of what", ""));
    }
    let bridges = Bridge::ALL.map(|it| Choice::new(it.word(), capital_of(it.in_words()), ""));
    fields.extend([
        line("population", "Whom it is about, and as of when", ""),
        Field::new(Kind::Short, "groups-are", "What is a population group? (optional)", ""),
        Field::new(Kind::Short, "burden-minutes", "Minutes one return takes", ""),
        Field::new(
            Kind::Area,
            "could-go-wrong",
            "What could go wrong if it is used badly",
            "",
        ),
        Field::new(Kind::Area, "source", "Where the definition comes from", ""),
        Field::new(
            Kind::Short,
            "from",
            "From which day does it hold?",
            "The first day that is counted the new way, such as 1 April 2027.",
        ),
        Field::new(
            Kind::Radios,
            "bridge",
            "How do the two compare?",
            "Where they do not, every chart breaks there and its limits begin afresh.",
        )
        .offering(bridges),
        Field::new(
            Kind::Area,
            "compares",
            "What changes, and how you know how the two compare",
            "For example, “Calls are left out; in May both ways were counted and differed by two in a hundred”.",
        ),
    ]);
    fields
}

/// The input, filled in from the definition that holds.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let record = record_of(&view, &measure)?;
        let given = beforehand(&record.measure, house.today());
        let page = DefinitionPage::of(house, &asks, caller, record, house.input_token(caller)?)?;
        Ok(page.asking(record, &given, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// What came of sending the input.
enum Came {
    Unfinished(Box<DefinitionPage>),
    Again(Box<DefinitionPage>),
    Proposed(u64),
}

/// Shows what would change; once that was looked at, puts it to the partners as an agreement.
pub(super) async fn propose(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let (asks, about) = (who.clone(), measure.clone());
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        come(house, &asks, caller, &about, &given)
    })
    .await?;
    match came {
        Came::Unfinished(shown) => unfinished(&*shown),
        Came::Again(shown) => page(&*shown),
        Came::Proposed(at) => {
            let to = format!("/p/{partnership}/measures/{measure}/agreements/{at}");
            Ok(done(&state, &to, "proposed"))
        }
    }
}

fn come(house: &House, who: &Who, caller: &Caller, measure: &Id, given: &Given) -> Result<Came, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = record_of(&view, measure)?;
    let token = given.text("token").to_owned();
    let again = |token| DefinitionPage::of(house, who, caller, record, token);
    let definition = match read(given, &record.measure) {
        Ok(definition) => definition,
        Err(faults) => {
            let shown = again(token)?.asking(record, given, faults);
            return Ok(Came::Unfinished(Box::new(shown)));
        }
    };
    let proposed = Act::AgreementProposed(carrying(&view.framework, record, definition.clone(), house.today()));
    match given.text("step") {
        "propose" => {
            house.first_post(caller, &token)?;
            house.agree(caller, &proposed).map(Came::Proposed)
        }
        "change" => {
            let shown = again(token)?.asking(record, given, Faults::new());
            Ok(Came::Again(Box::new(shown)))
        }
        _ => {
            view.framework.check(&proposed, &caller.partner, house.today())?;
            let mut shown = again(token)?;
            shown.check = Some(Check {
                parts: differences(&record.measure, &definition.measure),
                from: date(definition.from),
                says: format!("{}. {}", capital_of(definition.bridge.in_words()), definition.compares),
                hidden: given.without(&["token", "step"]),
            });
            Ok(Came::Again(Box::new(shown)))
        }
    }
}

/// The proposal that carries a definition: the uses and terms of the agreement in force; for learning, signed by all,
/// where there is none.
fn carrying(framework: &Framework, record: &MeasureRecord, definition: Definition, today: Date) -> Proposal {
    let reason = format!("Another definition: {}", definition.compares);
    let definition = Some(definition);
    match record.in_force() {
        Some(agreement) => Proposal {
            definition,
            reason,
            signatories: agreement.say.signatories.clone(),
            rule: agreement.say.rule.clone(),
            ..agreement.proposal.clone()
        },
        None => Proposal {
            measure: record.measure.id.clone(),
            motives: BTreeSet::from([Motive::Learning]),
            signatories: framework.taking_part().map(|it| it.id.clone()).collect(),
            rule: DecisionRule::All,
            target: None,
            assessment: None,
            definition,
            review_by: today.plus(YEAR).unwrap_or(today),
            reason,
        },
    }
}

fn read(given: &Given, now: &Measure) -> Result<Definition, Faults> {
    let mut reading = Reading::of(given);
    let measure = Measure {
        title: reading.line("title", "Enter a name"),
        question: reading.line("question", "Enter the question it helps to answer"),
        numerator: reading.line("numerator", "Enter what is counted"),
        denominator: now
            .denominator
            .as_ref()
            .map(|_| reading.line("denominator", "Enter what it is a share of")),
        population: reading.line("population", "Enter whom it is about"),
        groups_are: reading.optional("groups-are"),
        could_go_wrong: reading.text("could-go-wrong", "Say what could go wrong"),
        source: reading.text("source", "Say where the definition comes from"),
        ..now.clone()
    };
    let minutes = reading.choice(
        "burden-minutes",
        "Enter the minutes as a whole number, such as 25",
        |text| text.parse().ok().filter(|minutes: &u32| *minutes <= 100_000),
    );
    let from = reading.choice("from", "Enter the day, such as 1 April 2027", read_date);
    let bridge = reading.choice("bridge", "Choose how the two compare", |text| {
        Bridge::ALL.into_iter().find(|it| it.word() == text)
    });
    let compares = reading.text("compares", "Say what changes, and how you know how the two compare");
    match (minutes, from, bridge) {
        (Some(burden_minutes), Some(from), Some(bridge)) if reading.faults.is_empty() => Ok(Definition {
            measure: Measure {
                burden_minutes,
                ..measure
            },
            from,
            bridge,
            compares,
        }),
        _ => Err(reading.faults),
    }
}
