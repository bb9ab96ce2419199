use std::collections::BTreeSet;

use cm_kernel::{Period, Refusal};

use crate::change::{Scale, THRESHOLD, no_such_period, period};
use crate::{Parameter, Question, Readings};

const TREATED: Parameter = Parameter {
    name: "treated",
    does: "The places where it began, by code, separated by commas.",
    default: "none",
    choices: &[],
};
const SINCE: Parameter = Parameter {
    name: "since",
    does: "The first period in which it was there, the same for all of these places, such as 2023-01.",
    default: "not given",
    choices: &[],
};
const ERRORS: Parameter = Parameter {
    name: "errors",
    does: "How readings are taken as related: those of one place always are (clustered).",
    default: "clustered",
    choices: &[],
};
const SEED: Parameter = Parameter {
    name: "seed",
    does: "Where random choices of other places start; the same seed gives the same answer on every machine.",
    default: "1",
    choices: &[],
};

pub(super) const PARAMETERS: &[Parameter] = &[TREATED, SINCE, THRESHOLD, ERRORS, SEED];

/// What was set.
pub(super) struct Settings {
    pub treated: BTreeSet<String>,
    pub since: Period,
    pub threshold: f64,
    pub seed: u64,
}

impl Settings {
    pub(super) fn read(question: &Question, readings: &Readings) -> Result<Self, Refusal> {
        clustered(question)?;
        let threshold = Scale::Unit.threshold(question)?;
        let seed = question
            .setting(&SEED)
            .parse()
            .map_err(|_| not_a_seed(question.setting(&SEED)))?;
        let treated = treated(question, readings)?;
        if question.setting(&SINCE) == SINCE.default {
            return Err(not_named());
        }
        let since = period(question.setting(&SINCE))?;
        if !readings.all().any(|(_, it)| it.period == since) {
            return Err(no_such_period(question.setting(&SINCE)));
        }
        Ok(Self {
            treated,
            since,
            threshold,
            seed,
        })
    }
}

fn treated(question: &Question, readings: &Readings) -> Result<BTreeSet<String>, Refusal> {
    if question.setting(&TREATED) == TREATED.default {
        return Err(not_named());
    }
    let known: BTreeSet<&str> = readings.series().iter().map(|it| it.place.as_str()).collect();
    let named: BTreeSet<&str> = question
        .setting(&TREATED)
        .split(',')
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    if let Some(unknown) = named.iter().find(|it| !known.contains(*it)) {
        let shown: String = unknown.chars().take(40).collect();
        return Err(Refusal::new(
            "insight/not-a-setting",
            format!("`{shown}` is no place of this evidence."),
            "Name the places where it began by their codes, separated by commas.",
        ));
    }
    if named.is_empty() {
        return Err(not_named());
    }
    Ok(named.into_iter().map(str::to_owned).collect())
}

fn clustered(question: &Question) -> Result<(), Refusal> {
    match question.setting(&ERRORS) {
        "clustered" => Ok(()),
        "unclustered" => Err(Refusal::new(
            "insight/unclustered",
            "Errors that take the readings of one place as unrelated make nothing look like something.",
            "Leave `errors` at clustered; the answer says how much smaller the others would have been.",
        )),
        other => {
            let shown: String = other.chars().take(40).collect();
            Err(Refusal::new(
                "insight/not-a-setting",
                format!("`{shown}` is not a choice for `errors`."),
                "There is one: clustered.",
            ))
        }
    }
}

fn not_named() -> Refusal {
    Refusal::new(
        "insight/no-change-named",
        "Nothing says where it began, or when.",
        "Give both: treated=A,B for the places and since=2023-01 for the first period.",
    )
}

fn not_a_seed(text: &str) -> Refusal {
    let shown: String = text.chars().take(40).collect();
    Refusal::new(
        "insight/not-a-setting",
        format!("`{shown}` is not a whole number to start random choices from."),
        "Give a whole number such as 1.",
    )
}
