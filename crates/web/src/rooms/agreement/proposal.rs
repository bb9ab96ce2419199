use std::collections::BTreeSet;

use cm_framework::{DecisionRule, Framework, Measure, MeasureRecord, Motive, Proposal, Unit};
use cm_kernel::{Date, Id};

use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::rooms::measure::capital_of;
use crate::words::{date, entered, read_date, read_value};

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
            .partners
            .iter()
            .for_each(|it| given.add("signatory", it.id.as_str()));
        given.add("rule", "all");
        return given;
    };
    let before = &agreement.proposal;
    before.motives.iter().for_each(|it| given.add("motive", it.word()));
    before
        .signatories
        .iter()
        .for_each(|it| given.add("signatory", it.as_str()));
    if let Some(target) = &before.target {
        given.add("target", entered(target, &record.measure));
    }
    given.add("rule", rule_word(&before.rule));
    if let DecisionRule::Stewards(stewards) = &before.rule {
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
pub(super) fn fields(framework: &Framework, measure: &Measure, given: &Given, faults: &Faults) -> Vec<Field> {
    let fields = vec![
        Field::new(
            Kind::Ticks,
            "motive",
            "What may it be used for?",
            "Tick only what you would sign yourself. Whatever is not ticked is refused, on record.",
        )
        .offering(Motive::ALL.map(offered)),
        Field::new(
            Kind::Short,
            "target",
            "Target (only when target is ticked)",
            target_hint(measure),
        ),
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
    framework.partners.iter().map(partner).collect()
}

fn target_hint(measure: &Measure) -> String {
    match &measure.unit {
        Unit::Share => "In per cent, such as 95%.".to_owned(),
        Unit::Number(name) => format!("In {name}, such as 12."),
    }
}

/// Reads a proposal.
///
/// # Errors
/// What is wrong with it, by field.
pub(super) fn read(given: &Given, framework: &Framework, measure: &Measure, today: Date) -> Result<Proposal, Faults> {
    let mut reading = Reading::of(given);
    let motives: BTreeSet<Motive> = given.all("motive").filter_map(Motive::read).collect();
    if motives.is_empty() {
        reading.fault("motive", "Tick at least one use, such as learning");
    }
    let target = target(&mut reading, measure, &motives);
    let signatories = ticked(&mut reading, framework, "signatory");
    if signatories.is_empty() {
        reading.fault("signatory", "Tick at least one partner who signs");
    }
    let rule = decision_rule(&mut reading, framework);
    let review_by = review(&mut reading, today);
    let reason = reading.text("reason", "Say why these uses, and why not the others");
    match (rule, review_by) {
        (Some(rule), Some(review_by)) if reading.faults.is_empty() => Ok(Proposal {
            measure: measure.id.clone(),
            motives,
            signatories,
            rule,
            target,
            review_by,
            reason,
        }),
        _ => Err(reading.faults),
    }
}

/// The target, when that use is ticked; a value left from before is dropped with the use.
fn target(reading: &mut Reading<'_>, measure: &Measure, motives: &BTreeSet<Motive>) -> Option<String> {
    if !motives.contains(&Motive::Target) {
        return None;
    }
    let found = read_value(reading.given.text("target"), measure);
    if found.is_none() {
        reading.fault(
            "target",
            match measure.unit {
                Unit::Share => "Enter the target in per cent, such as 95%",
                Unit::Number(_) => "Enter the target as a number, such as 12",
            },
        );
    }
    found
}

fn ticked(reading: &mut Reading<'_>, framework: &Framework, name: &'static str) -> BTreeSet<Id> {
    let given = reading.given;
    let mut ticked = BTreeSet::new();
    for text in given.all(name) {
        match framework.partners.iter().find(|it| it.id.as_str() == text) {
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
