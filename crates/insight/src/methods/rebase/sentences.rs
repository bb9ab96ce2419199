use cm_numeric::process::{Baseline, Decision, Side, Step};

use super::Asked;
use crate::words::{count, fitting, when};
use crate::{Figure, Finding, Table, Weight};

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let last = asked.proposed().next_back().and_then(|it| asked.period(it.first));
    match (asked.proposed().count(), last) {
        (0, _) | (_, None) => "No new baseline is proposed".to_owned(),
        (1, Some(period)) => fitting(&[
            format!("A new baseline may be due {}", from(period)),
            "A new baseline may be due".to_owned(),
        ]),
        (many, Some(period)) => fitting(&[
            format!("{many} new baselines may be due, the last {}", from(period)),
            format!("{many} new baselines may be due"),
        ]),
    }
}

fn from(period: cm_kernel::Period) -> String {
    format!("from {}", period.in_words())
}

/// The baseline that held before this one.
fn before<'a>(asked: &'a Asked<'_>, baseline: &Baseline) -> Option<&'a Baseline> {
    asked.found.baselines.iter().rev().find(|it| it.first < baseline.first)
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = asked.proposed().rev().filter_map(|it| proposed(asked, it)).collect();
    if found.is_empty() {
        let why = asked
            .found
            .log
            .last()
            .map_or_else(String::new, |it| in_words(asked, *it));
        found.push(Finding::new(
            Weight::Steady,
            "",
            format!("No new baseline is proposed. {why}"),
        ));
    } else {
        let sentence = "No baseline moves by itself: a proposal counts only once a person accepts it and says what \
                        happened then.";
        found.push(Finding::new(Weight::Caution, "person-decides", sentence));
    }
    let rejected = asked
        .found
        .log
        .iter()
        .filter(|it| it.decision == Decision::Rejected)
        .count();
    if rejected > 0 {
        let sentence = format!(
            "{} tried and not proposed, because readings broke back towards the level before, or still may; the \
             table tells of each.",
            count(rejected, "other beginning was", "other beginnings were")
        );
        found.push(Finding::new(Weight::Caution, "rejected", sentence));
    }
    let short = asked.plan.period;
    let sentence =
        format!("A baseline rests on {short} readings; a season, or a slow change, can look like a new level.");
    found.push(Finding::new(Weight::Caution, "baseline", sentence));
    found
}

fn proposed(asked: &Asked<'_>, baseline: &Baseline) -> Option<Finding> {
    let period = asked.period(baseline.first)?;
    let old = before(asked, baseline)?;
    let said = |value: f64| asked.question.in_words(value);
    let way = if baseline.way == Some(Side::High) {
        "above"
    } else {
        "below"
    };
    let sentence = format!(
        "From {} at least {} readings in a row lie {way} the mean of {}; over {} from there the mean is {}, and no \
         run leads back. What happened then?",
        period.in_words(),
        asked.plan.run,
        said(old.centre),
        count(asked.plan.period, "reading", "readings"),
        said(baseline.centre)
    );
    Some(Finding::new(Weight::Question, "proposal", sentence))
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let number = asked.proposed().count();
    let mut found = vec![Figure {
        name: "proposals".to_owned(),
        statement: format!("{} proposed.", count(number, "new baseline is", "new baselines are")),
        value: Some(number as f64),
        lower: None,
        upper: None,
        unit: "baselines".to_owned(),
        n: Some(asked.tallies.iter().flatten().count() as f64),
    }];
    for (at, baseline) in asked.found.baselines.iter().enumerate() {
        let size = asked.tallies.iter().rev().flatten().next().map_or(1.0, |it| it.size);
        let (lower, upper) = baseline.limits(size);
        let since = asked
            .period(baseline.first)
            .map_or_else(String::new, |it| it.in_words());
        let left_out = match baseline.excluded.len() {
            0 => String::new(),
            some => format!(", {} left out as far outside", count(some, "of them", "of them")),
        };
        found.push(Figure {
            name: format!("mean-{}", at + 1),
            statement: format!(
                "From {since} the mean of {} is {}{left_out}; ordinary readings lie between {} and {}.",
                count(asked.plan.period, "reading", "readings"),
                asked.question.in_words(baseline.centre),
                asked.question.in_words(lower),
                asked.question.in_words(upper)
            ),
            value: Some(baseline.centre),
            lower: Some(lower),
            upper: Some(upper),
            unit: asked.question.unit_name(),
            n: Some((asked.plan.period - baseline.excluded.len().min(asked.plan.period)) as f64),
        });
    }
    found
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    format!(
        "A process chart of {}, {}. {} proposed.",
        count(asked.laid.numbers().count(), "reading", "readings"),
        asked.laid.span_in_words(),
        match asked.proposed().count() {
            0 => "No new baseline is".to_owned(),
            some => count(some, "new baseline is", "new baselines are"),
        }
    )
}

/// The log, a line a decision.
pub(super) fn table(asked: &Asked<'_>) -> Table {
    let place = |step: &Step| asked.laid.places.get(step.place);
    let row = |step: &Step| {
        vec![
            place(step).map_or_else(String::new, |it| it.period.to_string()),
            step.decision.code(),
            in_words(asked, *step),
        ]
    };
    Table {
        columns: ["Period", "Code", "Decision"].map(str::to_owned).to_vec(),
        rows: asked.found.log.iter().map(row).collect(),
        at: asked
            .found
            .log
            .iter()
            .map(|it| place(it).and_then(|it| it.at))
            .collect(),
    }
}

fn in_words(asked: &Asked<'_>, step: Step) -> String {
    let at = |place: usize| asked.period(place).map_or_else(|| "the end".to_owned(), when);
    let (period, run) = (asked.plan.period, asked.plan.run);
    match step.decision {
        Decision::Began => "The first reading.".to_owned(),
        Decision::Enough => format!("The first {period} readings make a baseline."),
        Decision::TooFew => format!("There are fewer than {period} readings, too few for a baseline."),
        Decision::Watching => format!("From here on, readings are watched for {run} in a row on one side of the mean."),
        Decision::Found { place, again: false } => format!("The next such run begins {}.", at(place)),
        Decision::Found { again: true, .. } => "The run is tried again from one reading later.".to_owned(),
        Decision::NoBreak => format!("No {run} readings in a row lie on one side of the mean from here on."),
        Decision::TooFewLeft => format!("Fewer than {period} readings are left, too few for another baseline."),
        Decision::Shift(Side::High) => "The run lies above the mean.".to_owned(),
        Decision::Shift(Side::Low) => "The run lies below the mean.".to_owned(),
        Decision::Candidate {
            breaks_back,
            may_break_back,
        } => tried(breaks_back, may_break_back),
        Decision::NoLimits => "Readings do not move here, so no limits can be drawn.".to_owned(),
        Decision::Accepted => "A new baseline is proposed from here.".to_owned(),
        Decision::Rejected => "It is not proposed, and the mean stays as it was.".to_owned(),
    }
}

fn tried(breaks_back: bool, may_break_back: bool) -> String {
    let said = match (breaks_back, may_break_back) {
        (false, false) => "no run within it leads back towards the mean before",
        (true, false) => "a run within it leads back towards the mean before",
        (false, true) => "its last run may yet lead back towards the mean before",
        (true, true) => "a run within it leads back towards the mean before, and its last run is still going",
    };
    format!("A baseline is tried from here: {said}.")
}
