use std::collections::BTreeSet;

use cm_framework::{Assessed, DecisionRule, Framework, MeasureRecord, Motive, Proposal};
use cm_kernel::{Date, Id};

use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::rooms::measure::{capital_of, target_words};
use crate::words::{date, read_date};

/// How many days ahead a review is set unless somebody says otherwise.
const YEAR: i32 = 365;

/// The input as it is filled in beforehand: from the agreement in force, or for learning by all partners.
pub(super) fn beforehand(framework: &Framework, record: &MeasureRecord, today: Date) -> Given {
    let mut given = Given::default();
    let review = today.plus(YEAR).unwrap_or(today);
    given.add("review-by", date(review));
    let Some(agreement) = record.in_force() else {
        given.add("motive", Motive::Learning.word());
        framework
            .taking_part()
            .for_each(|it| given.add("signatory", it.id.as_str()));
        given.add("rule", "all");
        return given;
    };
    let before = &agreement.proposal;
    before.motives.iter().for_each(|it| given.add("motive", it.word()));
    let say = &agreement.say;
    say.signatories
        .iter()
        .for_each(|it| given.add("signatory", it.as_str()));
    if let Some(assessment) = before
        .assessment
        .filter(|at| offered_targets(record, today).any(|it| it.at == *at))
    {
        given.add("assessment", assessment.to_string());
    }
    given.add("rule", rule_word(&say.rule));
    if let DecisionRule::Stewards(stewards) = &say.rule {
        stewards.iter().for_each(|it| given.add("steward", it.as_str()));
    }
    given
}

fn rule_word(rule: &DecisionRule) -> &'static str {
    match rule {
        DecisionRule::All => "all",
        DecisionRule::MajorityWithoutObjection => "majority",
        DecisionRule::Stewards(_) => "stewards",
    }
}

/// What is asked, with what was answered.
pub(super) fn fields(
    framework: &Framework,
    record: &MeasureRecord,
    today: Date,
    (given, faults): (&Given, &Faults),
) -> Vec<Field> {
    let fields = vec![
        Field::new(
            Kind::Ticks,
            "motive",
            "What may it be used for?",
            "Tick only what you would sign yourself. Whatever is not ticked is refused, on record.",
        )
        .offering(Motive::ALL.map(offered)),
        assessed(record, today),
        Field::new(
            Kind::Ticks,
            "signatory",
            "Who signs?",
            "The partners whose evidence it draws on, and those who are held to it.",
        )
        .offering(partners(framework)),
        Field::new(Kind::Radios, "rule", "How is it decided?", "").offering([
            Choice::new("all", "Every signatory signs", ""),
            Choice::new("majority", "More than half sign and no objection stands", ""),
            Choice::new(
                "stewards",
                "Named stewards sign",
                "Tick them below; others may sign too.",
            ),
        ]),
        Field::new(Kind::Ticks, "steward", "Stewards (only when stewards decide)", "").offering(partners(framework)),
        Field::new(
            Kind::Short,
            "review-by",
            "Review by",
            "For example, 23 November 2027. After that day target, ranking and payment stop until it is reviewed.",
        ),
        Field::new(
            Kind::Area,
            "reason",
            "Why these uses, and why not the others?",
            "It will be read beside the agreement for years.",
        ),
    ];
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}

fn offered(motive: Motive) -> Choice {
    let stakes = if motive.high_stakes() { " High stakes." } else { "" };
    Choice::new(
        motive.word(),
        capital_of(motive.word()),
        format!("{}.{stakes}", capital_of(motive.purpose())),
    )
}

fn partners(framework: &Framework) -> Vec<Choice> {
    let partner = |it: &cm_framework::Partner| Choice::new(it.id.as_str(), &it.name, "");
    framework.taking_part().map(partner).collect()
}

/// Assessments that everyone has signed and that still hold, newest first.
pub(super) fn offered_targets(record: &MeasureRecord, today: Date) -> impl Iterator<Item = &Assessed> {
    let live = move |it: &&Assessed| it.is_signed() && !it.has_expired(today);
    record.assessments.iter().rev().filter(live)
}

/// The target, chosen from those that have been assessed.
fn assessed(record: &MeasureRecord, today: Date) -> Field {
    let choice = |it: &Assessed| {
        let last = format!("Assessed and signed; holds until {}.", date(it.assessment.expires));
        let target = target_words(&it.assessment.value, &record.measure);
        Choice::new(it.at.to_string(), target, last)
    };
    let none = Choice::new("", "None that has been assessed and signed", "");
    let offered: Vec<_> = offered_targets(record, today).map(choice).collect();
    let hint = match offered.is_empty() {
        true => {
            "There is none to choose: a target has to be assessed first, and signed by everyone who sets it and \
                 everyone held to it."
        }
        false => {
            "Only targets that have been assessed, and signed by everyone who sets them and everyone held to them."
        }
    };
    let label = "Target (only when target is ticked)";
    match offered.is_empty() {
        true => Field::new(Kind::Select, "assessment", label, hint).offering([none]),
        false => Field::new(Kind::Radios, "assessment", label, hint).offering(offered),
    }
}

/// Reads a proposal.
///
/// # Errors
/// What is wrong with it, by field.
pub(super) fn read(
    given: &Given,
    framework: &Framework,
    record: &MeasureRecord,
    today: Date,
) -> Result<Proposal, Faults> {
    let mut reading = Reading::of(given);
    let motives: BTreeSet<Motive> = given.all("motive").filter_map(Motive::read).collect();
    if motives.is_empty() {
        reading.fault("motive", "Tick at least one use, such as learning");
    }
    let assessed = target(&mut reading, (record, today), &motives);
    let signatories = ticked(&mut reading, framework, "signatory");
    if signatories.is_empty() {
        reading.fault("signatory", "Tick at least one partner who signs");
    }
    let rule = decision_rule(&mut reading, framework);
    let review_by = review(&mut reading, today);
    let reason = reading.text("reason", "Say why these uses, and why not the others");
    match (rule, review_by) {
        (Some(rule), Some(review_by)) if reading.faults.is_empty() => Ok(Proposal {
            measure: record.measure.id.clone(),
            motives,
            signatories,
            rule,
            target: assessed.map(|it| it.assessment.value.clone()),
            assessment: assessed.map(|it| it.at),
            definition: None,
            review_by,
            reason,
        }),
        _ => Err(reading.faults),
    }
}

/// The assessment of the target, when that use is ticked; one left from before is dropped with the use.
fn target<'r>(
    reading: &mut Reading<'_>,
    (record, today): (&'r MeasureRecord, Date),
    motives: &BTreeSet<Motive>,
) -> Option<&'r Assessed> {
    if !motives.contains(&Motive::Target) {
        return None;
    }
    let offered = || offered_targets(record, today);
    let missing = match offered().next() {
        Some(_) => "Choose one of the assessed targets, or leave target out",
        None => "Leave target out until one has been assessed and signed",
    };
    reading.choice("assessment", missing, |text| {
        offered().find(|it| it.at.to_string() == text)
    })
}

fn ticked(reading: &mut Reading<'_>, framework: &Framework, name: &'static str) -> BTreeSet<Id> {
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
    ticked
}

fn decision_rule(reading: &mut Reading<'_>, framework: &Framework) -> Option<DecisionRule> {
    let chosen = reading.choice("rule", "Choose how it is decided", |text| {
        ["all", "majority", "stewards"].into_iter().find(|it| *it == text)
    })?;
    match chosen {
        "all" => Some(DecisionRule::All),
        "majority" => Some(DecisionRule::MajorityWithoutObjection),
        _ => {
            let stewards = ticked(reading, framework, "steward");
            if stewards.is_empty() {
                reading.fault("steward", "Tick the stewards who decide");
            }
            Some(DecisionRule::Stewards(stewards))
        }
    }
}

fn review(reading: &mut Reading<'_>, today: Date) -> Option<Date> {
    let found = read_date(reading.given.text("review-by"));
    match found {
        Some(day) if day > today => return found,
        Some(_) => reading.fault("review-by", "The review must be on a day that is still to come"),
        None => reading.fault("review-by", "Enter the day of the review, such as 23 November 2027"),
    }
    None
}
