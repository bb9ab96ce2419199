use std::collections::{BTreeMap, BTreeSet};

use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::{Better, CounterMeasure, DecisionRule, Measure, Motive, Outcome, Proposal, Unit};
use cm_insight::Preset;
use cm_kernel::{Date, Id, Length};
use cm_learning::{
    Adaptation, Behind, Claim, Decision, Forecast, InsightRef, Interpretation, QuestionRaised, Session, Strength,
};

use super::cast::{Cast, partners};
use crate::{Assessing, Caller, Chosen, EditionPlan, Scope};

pub(super) const NAME: &str = "Four-hour wait partnership";
pub(super) const ABOUT: &str =
    "How long people wait in accident and emergency departments in England: real public figures, fictional members.";
pub(super) const ATTRIBUTION: &str = "NHS England, A&E attendances and emergency admissions, April 2016 to March 2019, \
    as collected in NHSRdatasets (CC0). Contains public sector information licensed under the Open Government Licence v3.0.";
/// The standard, as a share.
pub(super) const TARGET: &str = "0.95";
pub(super) const LET_IN: &str = "The figures were public before the target was agreed; they may be compared with it.";
pub(super) const OBJECTION: &str = "We sign so that the figures can be seen, and we object to the target: a line at four \
    hours says nothing about who is moved just before it, or about anyone who waits longer.";
pub(super) const RESPONSE: &str = "We accept that the figures are what was reported. We ask that people who waited longer \
    than four hours are counted by how long, so that the line does not hide them.";
pub(super) const RESPONSE_OF_PANEL: &str = "We asked for a ranking of providers and were refused, because it is not an \
    agreed use. The funnel answers our question better: nearly all of the difference is not chance, and a league table \
    would not say why.";

pub(super) fn outcome() -> Outcome {
    Outcome {
        id: Id::slug("urgent care in time"),
        title: "People who need urgent care get it in time".to_owned(),
        why:
            "Waiting in a full emergency department does people harm, and those who wait longest are often the oldest."
                .to_owned(),
        unmeasured: vec![
            "How people fared after they were seen".to_owned(),
            "How long those over four hours waited".to_owned(),
            "People who left before anybody saw them".to_owned(),
        ],
        from: None,
    }
}

pub(super) fn measure(id: &Id) -> Measure {
    Measure {
        id: id.clone(),
        title: "Seen within four hours in A&E".to_owned(),
        outcome: Id::slug("urgent care in time"),
        question: "Is the share of people seen within four hours changing, or only varying?".to_owned(),
        form: "observation".to_owned(),
        numerator: "Attendances admitted, transferred or discharged within four hours of arriving".to_owned(),
        denominator: Some("All attendances in the month".to_owned()),
        unit: Unit::Share,
        better: Better::Higher,
        population: "Everyone who came to an A&E department of a provider in England, all ages".to_owned(),
        period: Length::Month,
        groups_are: Some("type of department".to_owned()),
        places_are: "provider".to_owned(),
        burden_minutes: 25,
        could_go_wrong: "Patients moved or discharged just before the line; harder cases left; departments counted \
            differently."
            .to_owned(),
        source: "NHS England, A&E attendances and emergency admissions; the standard is 95% within four hours"
            .to_owned(),
    }
}

/// The first agreement: to learn, to answer for it, and to show it.
pub(super) fn first_proposal(measure: &Id, today: Date) -> Proposal {
    Proposal {
        measure: measure.clone(),
        motives: BTreeSet::from([Motive::Learning, Motive::Accountability, Motive::Publication]),
        signatories: partners().into_iter().map(|partner| partner.id).collect(),
        rule: DecisionRule::All,
        target: None,
        assessment: None,
        definition: None,
        review_by: today.plus(365).unwrap_or(today),
        reason: "The figures are public, so they are shown. Ranking and payment are left out: providers differ too much \
            in what they treat for an order to mean anything, and money would bend the count. The target waits until it \
            has been assessed."
            .to_owned(),
    }
}

/// The second agreement, which adds the target that was assessed.
pub(super) fn proposal(measure: &Id, assessment: u64, today: Date) -> Proposal {
    let mut proposal = first_proposal(measure, today);
    proposal.motives.insert(Motive::Target);
    proposal.target = Some(TARGET.to_owned());
    proposal.assessment = Some(assessment);
    proposal.reason =
        "The 95% standard exists, so it is shown, now that it has been assessed. Ranking and payment stay \
        left out: providers differ too much in what they treat for an order to mean anything, and money would bend the \
        count."
            .to_owned();
    proposal
}

pub(super) fn assessing(measure: &Id, setter: &Id, held: &Id, today: Date) -> Assessing {
    Assessing {
        measure: measure.clone(),
        value: TARGET.to_owned(),
        setters: [setter.clone()].into(),
        held: [held.clone()].into(),
        rivals: vec![
            "Process chart alone: it shows change, but the standard of 95% is public and people ask about it"
                .to_owned(),
            "Ranking of providers: what they treat differs too much for an order to mean anything".to_owned(),
            "Inspection: it sees more, but only once in some years".to_owned(),
        ],
        without_limits: "The figures were not gathered yet.".to_owned(),
        attribution:
            "Staffing, triage and the use of space are the departments' own doing. How many people come, how ill \
            they are, and whether there is a bed to move them to are mostly not."
                .to_owned(),
        gaming:
            "Patients moved or discharged just before four hours; those who have waited longer than that left to wait \
            on; easy cases seen first; departments counted differently."
                .to_owned(),
        counter: CounterMeasure::None {
            reason:
                "No second measure is gathered here yet. How long those over four hours waited would show what the \
                line hides; residents have asked for it."
                    .to_owned(),
        },
        burden_minutes: 0,
        expires: today.plus(400).unwrap_or(today),
    }
}

pub(super) fn mapping() -> Mapping {
    let column = |name: &str| Source::Column(name.to_owned());
    Mapping {
        period: column("period"),
        length: Length::Month,
        place: column("org_code"),
        group: column("type"),
        figure: Figure::Ratio {
            numerator: "breaches".to_owned(),
            denominator: "attendances".to_owned(),
            numerator_counts: Counts::TheOthers,
        },
        decimal_comma: false,
        sheet: None,
    }
}

/// The last year of the data, April 2018 to March 2019.
pub(super) fn last_year() -> Scope {
    Scope {
        from: Date::new(2018, 4, 1),
        to: Date::new(2019, 3, 31),
        ..Scope::default()
    }
}

pub(super) fn session(id: &Id, today: Date, looks_at: Vec<InsightRef>) -> Session {
    Session {
        id: id.clone(),
        title: "Looking back, 2016 to 2019".to_owned(),
        question: "What do three years of the four-hour figures tell us, and what do they hide?".to_owned(),
        held_on: today,
        looks_at,
    }
}

pub(super) fn interpretations<'c>(cast: &'c Cast, session: &Id) -> Vec<(&'c Caller, Interpretation)> {
    let said = |text: &str, claim: Claim, mind: &str| Interpretation {
        session: session.clone(),
        text: text.to_owned(),
        would_change_our_mind: mind.to_owned(),
        claim: Some(claim),
    };
    vec![
        (
            &cast.convenor,
            said(
                "Winters come back every year, and each one starts from a lower place than the one before. That is more \
                 than seasonal.",
                Claim::observed("The chart over time: three winters, each lower than the one before."),
                "A winter that stays inside the limits of the summer before it.",
            ),
        ),
        (
            &cast.analyst,
            said(
                "More results than expected sit just past 95%. That fits honest effort on the last few patients as well \
                 as careful counting; the figures alone cannot tell these apart.",
                cannot_say("Times of departure by the minute, and who decided what on the day."),
                "Times of departure by the minute, which would show whether they crowd at three hours fifty.",
            ),
        ),
        (
            &cast.resident,
            said(
                "Nobody in these figures waited twelve hours, because the figures stop asking at four. For us the long \
                 waits are the story.",
                cannot_say("A count of people over eight and over twelve hours."),
                "A count of people over eight and over twelve hours that stays flat while the four-hour figure falls.",
            ),
        ),
    ]
}

fn cannot_say(missing: &str) -> Claim {
    Claim {
        strength: Strength::CannotSay,
        grounds: missing.to_owned(),
        rivals: String::new(),
    }
}

pub(super) fn question(session: &Id) -> QuestionRaised {
    QuestionRaised {
        session: session.clone(),
        text: "Who are the people over four hours, and how long do they wait?".to_owned(),
    }
}

/// The question about the target that partners answer, by the method and the rule that ask it.
pub(super) const ASKED_BY: &str = "threshold";
pub(super) const ASKED: &str = "just-past-the-line";

pub(super) fn answers(cast: &Cast) -> Vec<(&Caller, Behind, &'static str, Claim)> {
    vec![
        (
            &cast.convenor,
            Behind::InnocentCause,
            "Whoever is on duty can see how many people still have to be seen in time for the month to reach 95%, and \
             the last few get more effort. That is what a target is for; nobody has to have counted wrongly.",
            Claim {
                strength: Strength::Contributed,
                grounds: "Whoever is on duty sees the count of the month, and the last few patients are seen first."
                    .to_owned(),
                rivals: "How departures are written down near four hours, and chance.".to_owned(),
            },
        ),
        (
            &cast.analyst,
            Behind::NotKnownYet,
            "Totals by month cannot tell effort from counting: both end just past the line. Times of departure by the \
             minute would.",
            cannot_say("Times of departure by the minute."),
        ),
        (
            &cast.resident,
            Behind::ToChange,
            "Effort for the last few before the line is taken from somebody. We ask for a count of those who waited \
             twelve hours, in the same months.",
            cannot_say("A count of those who waited twelve hours, in the same months."),
        ),
    ]
}

pub(super) fn decision(session: &Id, measure: &Id, today: Date) -> Decision {
    let by = today.plus(120).unwrap_or(today);
    Decision {
        session: session.clone(),
        measure: measure.clone(),
        text:
            "Bring in the months after March 2019 and look at the whole series again before anyone speaks of a trend."
                .to_owned(),
        why: "Three years hold three winters; two more would show whether the level goes on falling.".to_owned(),
        claim: Some(Claim::observed(
            "The chart over time; three winters are too few to tell a trend.",
        )),
        forecast: Forecast {
            expectation: "April to September 2019, once imported, lies below the mean of April to September 2018."
                .to_owned(),
            by,
            confidence: 75,
        },
        review_on: by.plus(14).unwrap_or(by),
    }
}

pub(super) fn adaptation(decision: u64) -> Adaptation {
    Adaptation {
        decision,
        from: Date::new(2018, 11, 1).unwrap_or_else(|| unreachable!("1 November 2018 is a day")),
        label: "Second triage nurse (fictional)".to_owned(),
        what:
            "Fictional example of an adaptation, marked on the charts: a second triage nurse at the door from November \
            2018. No real provider is meant."
                .to_owned(),
    }
}

pub(super) fn edition(measure: &Id, decisions: Vec<u64>) -> EditionPlan {
    let chosen = |method: &str, figure: &str, scope: Scope| Chosen {
        measure: measure.clone(),
        method: method.to_owned(),
        scope,
        settings: BTreeMap::new(),
        figure: figure.to_owned(),
    };
    EditionPlan {
        title: "Four hours in A&E, April 2016 to March 2019".to_owned(),
        covers: "April 2016 to March 2019".to_owned(),
        addressed_to: "Demo scrutiny panel, and the public".to_owned(),
        summary: "Over three years a smaller share of people was seen within four hours. The chart shows which months lie \
            outside what the process itself varies by; it does not say why. Providers differ by far more than chance, and \
            this account does not put them in order."
            .to_owned(),
        figures: vec![chosen("xmr", "latest", Scope::default()), chosen("funnel", "centre", last_year())],
        rules: Preset::BelowFive,
        decisions,
        learned: vec![
            "We looked for one cause of the fall and found that the figures hold several: more people came, and what \
             counts as a department changed during the period."
                .to_owned(),
        ],
        cannot_say: vec![
            "How long people over four hours waited, or how anyone fared afterwards.".to_owned(),
            "Whether anything that was changed caused any of this: there is no comparison.".to_owned(),
            "Which provider is better. The differences are real and mostly not chance; their causes are not in here."
                .to_owned(),
        ],
        attribution: ATTRIBUTION.to_owned(),
    }
}
