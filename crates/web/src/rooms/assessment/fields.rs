use std::collections::BTreeSet;

use cm_app::Assessing;
use cm_framework::{Baseline, CounterMeasure, Framework, Measure, MeasureRecord, Unit};
use cm_kernel::{Date, Id};

use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::words::{date, entered, read_date, read_value};

/// The word sent for "no measure is watched beside it".
const NONE: &str = "-";
/// How many days ahead the last day is set unless somebody says otherwise.
const YEAR: i32 = 365;

/// The input as it is filled in beforehand: from the last assessment, so that one that ends is soon written afresh.
pub(super) fn beforehand(record: &MeasureRecord, today: Date) -> Given {
    let mut given = Given::default();
    given.add("expires", date(today.plus(YEAR).unwrap_or(today)));
    let Some(last) = record.assessments.last().map(|it| &it.assessment) else {
        given.add("burden", "0");
        return given;
    };
    given.add("value", entered(&last.value, &record.measure));
    last.setters.iter().for_each(|it| given.add("setter", it.as_str()));
    last.held.iter().for_each(|it| given.add("held", it.as_str()));
    given.add("rivals", last.rivals.join("\n"));
    if let Baseline::NotKnown { reason } = &last.baseline {
        given.add("without-limits", reason);
    }
    given.add("attribution", &last.attribution);
    given.add("gaming", &last.gaming);
    match &last.counter {
        CounterMeasure::Measure(id) => given.add("counter", id.as_str()),
        CounterMeasure::None { reason } => {
            given.add("counter", NONE);
            given.add("counter-none", reason);
        }
    }
    given.add("burden", last.burden_minutes.to_string());
    given
}

/// What is asked, with what was answered. Why there are no limits is asked only where there are none.
pub(super) fn fields(
    framework: &Framework,
    measure: &Measure,
    has_limits: bool,
    (given, faults): (&Given, &Faults),
) -> Vec<Field> {
    let mut fields = who_and_what(framework, measure);
    if !has_limits {
        fields.push(Field::new(
            Kind::Area,
            "without-limits",
            "Why set a target without knowing how much the measure varies by itself?",
            "The chart above has no natural limits yet. Once it has, nobody needs to ask.",
        ));
    }
    fields.extend(what_follows(framework, measure));
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}

fn who_and_what(framework: &Framework, measure: &Measure) -> Vec<Field> {
    let hint = match &measure.unit {
        Unit::Share => "In per cent, such as 95%.".to_owned(),
        Unit::Number(name) => format!("In {name}, such as 12."),
    };
    vec![
        Field::new(Kind::Short, "value", "Which target is assessed?", hint),
        Field::new(Kind::Ticks, "setter", "Who sets it?", "They sign the assessment.").offering(partners(framework)),
        Field::new(
            Kind::Ticks,
            "held",
            "Who is held to it?",
            "They sign it too. No target stands until every one of them has.",
        )
        .offering(partners(framework)),
        Field::new(
            Kind::Area,
            "rivals",
            "Which other tools were considered, and why not those?",
            "One on each line, such as “Peer review: nobody near does the same work”.",
        ),
    ]
}

fn what_follows(framework: &Framework, measure: &Measure) -> Vec<Field> {
    let ask = |name, label, hint| Field::new(Kind::Area, name, label, hint);
    let others = framework.measures.values().filter(|it| it.measure.id != measure.id);
    let others = others.map(|it| Choice::new(it.measure.id.as_str(), &it.measure.title, ""));
    let ends = [
        Choice::new("", "Choose", ""),
        Choice::new(NONE, "Nothing is watched beside it", ""),
    ];
    vec![
        ask(
            "attribution",
            "What of a change would be their doing?",
            "What those held to it can move themselves, and what moves the number whatever they do.",
        ),
        ask(
            "gaming",
            "How might people respond, gaming included?",
            "For example: work bunched just inside the line, harder cases turned away, a definition read more kindly, \
             this year held back so that next year's target is lower.",
        ),
        Field::new(
            Kind::Select,
            "counter",
            "Which measure is watched beside it?",
            "One that would get worse if the target were hit and the point missed.",
        )
        .offering(ends.into_iter().chain(others)),
        ask(
            "counter-none",
            "Why is nothing watched beside it? (only when nothing is)",
            "",
        ),
        Field::new(
            Kind::Short,
            "burden",
            "Minutes one return takes because of it",
            "0 when nothing more has to be gathered.",
        ),
        Field::new(
            Kind::Short,
            "expires",
            "Last day the target may stand on this",
            "For example, 23 November 2027. After that day the target stops by itself.",
        ),
    ]
}

fn partners(framework: &Framework) -> Vec<Choice> {
    let partner = |it: &cm_framework::Partner| Choice::new(it.id.as_str(), &it.name, "");
    framework.taking_part().map(partner).collect()
}

/// Reads an assessment.
///
/// # Errors
/// What is wrong with it, by field.
pub(super) fn read(
    given: &Given,
    framework: &Framework,
    measure: &Measure,
    (has_limits, today): (bool, Date),
) -> Result<Assessing, Faults> {
    let mut reading = Reading::of(given);
    let value = value(&mut reading, measure);
    let setters = ticked(&mut reading, framework, "setter", "Tick who sets the target");
    let held = ticked(&mut reading, framework, "held", "Tick who is held to the target");
    let rivals = reading.lines("rivals");
    if rivals.is_empty() {
        reading.fault(
            "rivals",
            "Name at least one other tool that was considered, and why not that",
        );
    }
    let without_limits = match has_limits {
        true => String::new(),
        false => reading.text("without-limits", "Say why a target is set without natural limits"),
    };
    let attribution = reading.text("attribution", "Say what of a change would be their doing");
    let gaming = reading.text("gaming", "Say how people might respond");
    let counter = counter(&mut reading, framework, measure);
    let burden = minutes(&mut reading);
    let expires = last_day(&mut reading, today);
    match (value, counter, burden, expires) {
        (Some(value), Some(counter), Some(burden_minutes), Some(expires)) if reading.faults.is_empty() => {
            Ok(Assessing {
                measure: measure.id.clone(),
                value,
                setters,
                held,
                rivals,
                without_limits,
                attribution,
                gaming,
                counter,
                burden_minutes,
                expires,
            })
        }
        _ => Err(reading.faults),
    }
}

fn value(reading: &mut Reading<'_>, measure: &Measure) -> Option<String> {
    let found = read_value(reading.given.text("value"), measure);
    if found.is_none() {
        reading.fault(
            "value",
            match measure.unit {
                Unit::Share => "Enter the target in per cent, such as 95%",
                Unit::Number(_) => "Enter the target as a number, such as 12",
            },
        );
    }
    found
}

fn ticked(reading: &mut Reading<'_>, framework: &Framework, name: &'static str, missing: &str) -> BTreeSet<Id> {
    let given = reading.given;
    let mut ticked = BTreeSet::new();
    for text in given.all(name) {
        match framework.taking_part().find(|it| it.id.as_str() == text) {
            Some(partner) => {
                ticked.insert(partner.id.clone());
            }
            None => reading.fault(name, "Tick partners of this list only"),
        }
    }
    if ticked.is_empty() && !reading.faults.iter().any(|(it, _)| *it == name) {
        reading.fault(name, missing);
    }
    ticked
}

fn counter(reading: &mut Reading<'_>, framework: &Framework, measure: &Measure) -> Option<CounterMeasure> {
    if reading.given.text("counter") == NONE {
        let reason = reading.text("counter-none", "Say why nothing is watched beside it");
        return Some(CounterMeasure::None { reason });
    }
    let missing = "Choose the measure that is watched beside it, or that nothing is";
    reading.choice("counter", missing, |text| {
        let found = framework.measures.keys().find(|id| id.as_str() == text)?;
        (*found != measure.id).then(|| CounterMeasure::Measure(found.clone()))
    })
}

fn minutes(reading: &mut Reading<'_>) -> Option<u32> {
    reading.choice(
        "burden",
        "Enter the minutes as a whole number, 0 when there is no more to do",
        |text| text.parse().ok(),
    )
}

fn last_day(reading: &mut Reading<'_>, today: Date) -> Option<Date> {
    match read_date(reading.given.text("expires")) {
        Some(day) if day > today => return Some(day),
        Some(_) => reading.fault("expires", "The last day must still be to come"),
        None => reading.fault("expires", "Enter the last day, such as 23 November 2027"),
    }
    None
}
