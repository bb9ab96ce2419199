use cm_app::{House, View};
use cm_framework::{Agreement, Framework, MeasureRecord, Motive, Standing, Subject, UseState};
use cm_kernel::{Date, Id};

use crate::rooms::assessment::{standing, why_stopped};
use crate::rooms::framework::{said_of, vetoes};
use crate::words::date;

use crate::figure::thousands;

/// Where one use of a measure stands, as its badge shows it.
#[derive(Debug, Clone)]
pub(crate) struct Badge {
    /// The use, with a capital.
    pub(crate) motive: String,
    /// The last part of the class names: `granted`, `suspended`, `refused`, `not-agreed`.
    pub(crate) state: &'static str,
    /// The word beside it.
    pub(crate) word: &'static str,
}

/// The badges of a measure, in the order of motives.
pub(crate) fn badges(framework: &Framework, measure: &Id, today: Date) -> Vec<Badge> {
    let badge = |motive: Motive| {
        let (state, word) = match framework.use_state(measure, motive, today) {
            UseState::Granted => ("granted", "granted"),
            UseState::NotAgreed => ("not-agreed", "not agreed"),
            UseState::Withdrawn => ("refused", "withdrawn"),
            UseState::Suspended => ("suspended", "suspended"),
        };
        Badge {
            motive: capital(motive.word()),
            state,
            word,
        }
    };
    Motive::ALL.into_iter().map(badge).collect()
}

pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// One event in the life of a measure's agreements.
pub(crate) struct Event {
    /// What happened.
    pub(crate) title: String,
    /// The day.
    pub(crate) on: String,
    /// Who.
    pub(crate) by: String,
    /// More, in a sentence; may be empty.
    pub(crate) text: String,
    /// Where to read it; may be empty.
    pub(crate) href: String,
    /// Whether it changed nothing in force.
    pub(crate) minor: bool,
}

/// What one partner made of an insight about the measure.
pub(crate) struct Position {
    pub(crate) partner: String,
    pub(crate) session: String,
    pub(crate) href: String,
    pub(crate) text: String,
}

/// A decision about the measure.
pub(crate) struct Decided {
    pub(crate) at: u64,
    pub(crate) on: String,
    pub(crate) text: String,
    pub(crate) expectation: String,
    pub(crate) confidence: u8,
    pub(crate) by: String,
}

/// Everything that stands beside a measure's chart.
pub(crate) struct Beside {
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) objections: Vec<(String, String)>,
    /// Vetoes that stand: partner and reason.
    pub(crate) vetoes: Vec<(String, String)>,
    /// Why it was set down; empty while it is not.
    pub(crate) set_down: String,
    /// How many comments there are about it.
    pub(crate) comments: usize,
    pub(crate) history: Vec<Event>,
    pub(crate) positions: Vec<Position>,
    pub(crate) decisions: Vec<Decided>,
    pub(crate) batches: Vec<(u64, String, u64, String)>,
    pub(crate) open: Vec<(u64, u32)>,
    /// Assessments of targets: position, target, where each stands; newest first.
    pub(crate) assessments: Vec<(u64, String, String)>,
}

pub(super) fn beside(house: &House, view: &View, record: &MeasureRecord) -> Beside {
    let name = |id: &Id| partner_name(&view.framework, id);
    let in_force = record.in_force();
    let objections = in_force.map(|it| {
        it.objections
            .iter()
            .map(|it| (name(&it.partner), it.reason.clone()))
            .collect()
    });
    let measure = &record.measure;
    let about_it = |held: &&cm_learning::Held| held.session.it.looks_at.iter().any(|it| it.measure == measure.id);
    let positions = view.learning.sessions.iter().filter(about_it).flat_map(|held| {
        held.interpretations.iter().map(|said| Position {
            partner: name(&said.partner),
            session: held.session.it.title.clone(),
            href: format!("sessions/{}", held.session.it.id),
            text: said.it.text.clone(),
        })
    });
    let decisions = view
        .learning
        .decisions
        .iter()
        .filter(|it| it.decision.it.measure == measure.id);
    let decisions = decisions.map(|it| Decided {
        at: it.decision.at,
        on: date(it.decision.received.date()),
        text: it.decision.it.text.clone(),
        expectation: it.decision.it.forecast.expectation.clone(),
        confidence: it.decision.it.forecast.confidence,
        by: date(it.decision.it.forecast.by),
    });
    let batches = view.gatherings.of(&measure.id);
    Beside {
        facts: facts(house, &view.framework, record, &name),
        objections: objections.unwrap_or_default(),
        vetoes: vetoes(&view.framework, record),
        set_down: record
            .negotiation
            .set_down
            .as_ref()
            .map(|it| it.it.reason.clone())
            .unwrap_or_default(),
        comments: said_of(&view.framework, &Subject::Measure(measure.id.clone())),
        history: history(record, &name),
        positions: positions.collect(),
        decisions: decisions.collect(),
        batches: batches
            .map(|it| (it.at, date(it.on), it.gathered.rows, it.gathered.source.file.clone()))
            .collect(),
        open: record.open().map(|it| (it.at, it.version)).collect(),
        assessments: record
            .assessments
            .iter()
            .rev()
            .map(|it| {
                let stands = standing(&view.framework, it, house.today()).1;
                (it.at, target_words(&it.assessment.value, measure), stands)
            })
            .collect(),
    }
}

/// A partner's name, or its id when it is not in the framework.
pub(crate) fn partner_name(framework: &Framework, id: &Id) -> String {
    framework
        .partner(id)
        .map_or_else(|| id.to_string(), |partner| partner.name.clone())
}

fn facts(
    house: &House,
    framework: &Framework,
    record: &MeasureRecord,
    name: &dyn Fn(&Id) -> String,
) -> Vec<(&'static str, String)> {
    let it = &record.measure;
    let mut facts = vec![("Counts", it.numerator.clone())];
    facts.extend(it.denominator.clone().map(|denominator| ("Out of", denominator)));
    facts.push(("Better when", better(it.better).to_owned()));
    facts.push(("About", it.population.clone()));
    facts.push(("Every", it.period.word().to_owned()));
    facts.push(("Proposed by", name(&record.by)));
    facts.push(("Burden", format!("{} minutes a return", it.burden_minutes)));
    facts.push(("Could go wrong", it.could_go_wrong.clone()));
    if let Some(agreement) = record.in_force() {
        let stopped = match why_stopped(framework, &it.id, Motive::Target, house.today()) {
            "" => String::new(),
            why => format!(" (stopped: {why})"),
        };
        let late = if agreement.has_lapsed(house.today()) {
            " (overdue)"
        } else {
            ""
        };
        facts.push(("Next review", format!("{}{late}", date(agreement.proposal.review_by))));
        facts.extend(
            agreement
                .proposal
                .target
                .as_ref()
                .map(|target| ("Agreed target", target_words(target, it)))
                .map(|(name, target)| (name, target + &stopped)),
        );
    }
    facts.push(("Source", it.source.clone()));
    facts
}

fn better(better: cm_framework::Better) -> &'static str {
    match better {
        cm_framework::Better::Higher => "higher",
        cm_framework::Better::Lower => "lower",
        cm_framework::Better::Neither => "neither way",
    }
}

/// A target as a person reads it.
pub(crate) fn target_words(target: &str, measure: &cm_framework::Measure) -> String {
    match (&measure.unit, target.trim().parse::<f64>()) {
        (cm_framework::Unit::Share, Ok(number)) => format!("{:.1}%", number * 100.0).replace(".0%", "%"),
        (cm_framework::Unit::Number(name), Ok(number)) => format!("{number} {name}"),
        _ => target.to_owned(),
    }
}

fn history(record: &MeasureRecord, name: &dyn Fn(&Id) -> String) -> Vec<Event> {
    let mut events: Vec<(u64, Event)> = Vec::new();
    for agreement in &record.agreements {
        events.push(agreed(record, agreement, name));
        let raised = agreement.objections.iter().filter(|it| !agreement.was_carried_on(it));
        events.extend(raised.map(|it| {
            let href = format!("agreements/{}", agreement.at);
            let title = "Objection recorded".to_owned();
            (it.at, event(title, it.on, name(&it.partner), it.reason.clone(), href))
        }));
    }
    for it in &record.assessments {
        let title = format!(
            "A target of {} assessed",
            target_words(&it.assessment.value, &record.measure)
        );
        let href = format!("assessments/{}", it.at);
        let put = event(title, it.on, name(&it.by), String::new(), href);
        events.push((it.at, Event { minor: true, ..put }));
    }
    for (at, on, by, it) in &record.withdrawals {
        let title = format!("{} stopped", capital(it.motive.word()));
        events.push((*at, event(title, *on, name(by), it.reason.clone(), String::new())));
    }
    for it in &record.refused {
        let title = format!("{} asked for and refused", capital(it.refused.motive.word()));
        let refused = event(title, it.on, name(&it.by), it.refused.reason.clone(), String::new());
        events.push((it.at, Event { minor: true, ..refused }));
    }
    for it in &record.negotiation.redefined {
        let href = format!("agreements/{}", it.agreement);
        let agreement = record.agreement(it.agreement);
        let (by, on) = agreement.map_or((String::new(), it.from), |it| {
            (name(&it.by), record.in_force_on(it).unwrap_or(it.on))
        });
        let title = format!("Defined anew from {}", date(it.from));
        events.push((it.at, event(title, on, by, it.in_words(), href)));
    }
    events.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    events.into_iter().map(|(_, event)| event).collect()
}

fn event(title: String, on: Date, by: String, text: String, href: String) -> Event {
    Event {
        title,
        on: date(on),
        by,
        text,
        href,
        minor: false,
    }
}

/// An agreement as an event: where it came into force, or where it was proposed when it never did.
fn agreed(record: &MeasureRecord, agreement: &Agreement, name: &dyn Fn(&Id) -> String) -> (u64, Event) {
    let motives: Vec<_> = agreement.proposal.motives.iter().map(|it| it.word()).collect();
    let (at, title, on) = match (agreement.standing, agreement.signatures.last()) {
        (Standing::InForce { since } | Standing::Superseded { since, .. }, Some(last)) => {
            let on = record.in_force_on(agreement).unwrap_or(last.on);
            (since, format!("Agreed for {}", listed(&motives)), on)
        }
        _ => (agreement.at, format!("Proposed for {}", listed(&motives)), agreement.on),
    };
    let text = format!(
        "Version {}, signed by {} of {} partners. {}",
        agreement.version,
        agreement.signatures.len(),
        agreement.proposal.signatories.len(),
        agreement.proposal.reason
    );
    let href = format!("agreements/{}", agreement.at);
    let minor = agreement.in_force_since().is_none();
    (
        at,
        Event {
            minor,
            ..event(title, on, name(&agreement.by), text, href)
        },
    )
}

/// Words as a list: `a, b and c`.
pub(crate) fn listed(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// For the template: `1 comment`, `12 comments`.
pub(crate) fn counted(number: &usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// For the template: a count with commas.
pub(crate) fn count(number: &u64) -> String {
    thousands(*number)
}
