use cm_numeric::regression::Estimate;

use super::Asked;
use crate::change::{Scale, Verdict, digits, p_in_words};
use crate::question::thousands;
use crate::words::{capital, count, when};
use crate::{Figure, Finding, Table, Weight};

/// Places on either side below which errors by place are too small.
const FEW: usize = 10;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let lower = asked.looked.found.effect.value < 0.0;
    match asked.verdict() {
        Verdict::Differs => {
            let way = if lower { "Lower" } else { "Higher" };
            format!("{way} than elsewhere would suggest, from {}", asked.since().in_words())
        }
        Verdict::ShortOfThreshold => "A difference, but not told to be beyond the threshold".to_owned(),
        Verdict::NotTold => "No difference from elsewhere told".to_owned(),
        Verdict::NoAttribution => "A difference, but no attribution possible".to_owned(),
    }
}

fn told(asked: &Asked<'_>, effect: &Estimate) -> String {
    format!(
        "{} (95% interval {})",
        Scale::Unit.difference(asked.question, effect.value),
        Scale::Unit.interval(asked.question, effect)
    )
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = vec![main(asked), corners(asked)];
    found.extend(in_time(asked));
    found.extend(drift(asked));
    found.extend(in_place(asked));
    let errors = &asked.looked.found;
    let sentence = format!(
        "Errors are clustered by place; taking the readings of one place as unrelated would have made them {} times {}.",
        digits((errors.effect.error / errors.unclustered).max(errors.unclustered / errors.effect.error)),
        if errors.effect.error >= errors.unclustered {
            "smaller"
        } else {
            "larger"
        }
    );
    found.push(Finding::new(Weight::Steady, "", sentence));
    found.extend(few(asked));
    found.extend(left_out(asked));
    let chosen = "Where it began was somebody's choice: if they chose places that were about to move, that is in the \
                  difference too, and so is anything else that began there then.";
    found.push(Finding::new(Weight::Caution, "chosen", chosen));
    found
}

fn main(asked: &Asked<'_>) -> Finding {
    let effect = &asked.looked.found.effect;
    let base = format!(
        "From {} the {} where it began moved {} than {} where it did not would suggest",
        asked.since().in_words(),
        count(asked.rows.number_treated, "place", "places"),
        told(asked, effect),
        count(asked.rows.number_others, "place", "places")
    );
    let threshold = Scale::Unit.difference(asked.question, asked.settings.threshold);
    let found = match asked.verdict() {
        Verdict::Differs if asked.settings.threshold == 0.0 => {
            Finding::new(Weight::Signal, "differs", format!("{base}: more than chance."))
        }
        Verdict::Differs => {
            let sentence = format!("{base}: all of it beyond the threshold of {threshold}.");
            Finding::new(Weight::Signal, "beyond-threshold", sentence)
        }
        Verdict::ShortOfThreshold => {
            let sentence = format!("{base}: more than chance, but not all of it beyond the threshold of {threshold}.");
            Finding::new(Weight::Steady, "", sentence)
        }
        Verdict::NotTold => Finding::new(
            Weight::Steady,
            "",
            format!("{base}: nought lies within that, so no difference is told."),
        ),
        Verdict::NoAttribution => {
            let sentence = format!("{base}; but a check below fails, so nothing can be attributed to it.");
            Finding::new(Weight::Question, "no-attribution", sentence)
        }
    };
    // The chance is that of a difference from nought; one beyond another threshold has none of its own.
    match asked.verdict() {
        Verdict::Differs if asked.settings.threshold != 0.0 => found,
        _ => found.with_chance(effect.p),
    }
}

fn corners(asked: &Asked<'_>) -> Finding {
    let corners = &asked.looked.corners;
    let said = |value: f64| asked.question.in_words(value);
    let sentence = format!(
        "Where it began the mean went from {} to {}; elsewhere from {} to {}.",
        said(corners.before.1),
        said(corners.after.1),
        said(corners.before.0),
        said(corners.after.0)
    );
    Finding::new(Weight::Steady, "", sentence)
}

fn in_time(asked: &Asked<'_>) -> Option<Finding> {
    let Some((period, effect)) = &asked.looked.placebo_in_time else {
        let sentence = "There is too little before it began to ask the same of a date that means nothing.";
        return Some(Finding::new(Weight::Caution, "no-placebo", sentence));
    };
    let base = format!(
        "{}, a date that means nothing, the same method finds {}",
        capital(&when(*period)),
        told(asked, effect)
    );
    Some(match effect.apart_from_nought() {
        false => Finding::new(Weight::Steady, "", format!("{base}: nothing told, as it should be.")),
        true => {
            let sentence = format!("{base}: the places were already parting before it began; what else was going on?");
            Finding::new(Weight::Question, "placebo-in-time", sentence)
        }
    })
}

fn drift(asked: &Asked<'_>) -> Option<Finding> {
    let drift = asked.looked.drift.as_ref()?;
    let base = format!("Before it began the gap moved, each period, {}", told(asked, drift));
    Some(match drift.apart_from_nought() {
        false => Finding::new(Weight::Steady, "", format!("{base}: no drift told.")),
        true => {
            let sentence = format!("{base}: the places were not moving alike, which is what the comparison rests on.");
            Finding::new(Weight::Question, "drift", sentence)
        }
    })
}

fn in_place(asked: &Asked<'_>) -> Option<Finding> {
    let placebo = asked.looked.placebo_in_place.as_ref()?;
    let base = format!(
        "Of {} of as many places{}, a share of {} had moved apart as far",
        count(placebo.choices, "choice", "choices"),
        if placebo.all { "" } else { ", drawn at random" },
        p_in_words(placebo.p)
    );
    Some(match placebo.p < 0.05 {
        true => Finding::new(
            Weight::Steady,
            "",
            format!("{base}: few other places would have looked the same."),
        ),
        false => {
            let sentence = format!("{base}: other places would have looked the same without it.");
            Finding::new(Weight::Question, "placebo-in-place", sentence)
        }
    })
}

fn few(asked: &Asked<'_>) -> Option<Finding> {
    let fewest = asked.rows.number_treated.min(asked.rows.number_others);
    (fewest < FEW).then(|| {
        let sentence = format!(
            "With only {} on one side clustered errors are too small; the choices of other places above say more.",
            count(fewest, "place", "places")
        );
        Finding::new(Weight::Caution, "few-places", sentence)
    })
}

fn left_out(asked: &Asked<'_>) -> Option<Finding> {
    let (readings, places) = (asked.rows.left_out, asked.rows.one_sided);
    (readings + places > 0).then(|| {
        let sentence = format!(
            "{} no number and {} read only before or only since; they are left out, and none counts as nought.",
            count(readings, "reading has", "readings have"),
            count(places, "place was", "places were")
        );
        Finding::new(Weight::Caution, "left-out", sentence)
    })
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let looked = &asked.looked;
    let rows = asked.rows.values.len();
    let figure = |name: &str, of: &Estimate, what: &str| Scale::Unit.figure(asked.question, name, of, rows, what);
    let plain = |name: &str, statement: String, value: f64| Figure {
        name: name.to_owned(),
        statement,
        value: Some(value),
        lower: None,
        upper: None,
        unit: "number".to_owned(),
        n: Some(rows as f64),
    };
    let mut figures = vec![
        figure(
            "effect",
            &looked.found.effect,
            "Difference in differences, with a level for each place and period",
        ),
        figure(
            "two-by-two",
            &looked.corners.difference.effect,
            "Difference in differences of four means",
        ),
    ];
    figures.extend(
        looked
            .placebo_in_time
            .as_ref()
            .map(|(_, it)| figure("placebo-in-time", it, "The same at a date that means nothing")),
    );
    figures.extend(
        looked
            .drift
            .as_ref()
            .map(|it| figure("drift", it, "Gap before it began, each period")),
    );
    figures.extend(looked.placebo_in_place.as_ref().map(|it| {
        let statement = format!(
            "A share of {} of {} of places moved as far apart.",
            p_in_words(it.p),
            count(it.choices, "choice", "choices")
        );
        plain("placebo-in-place", statement, it.p)
    }));
    let p = looked.found.effect.p;
    let statement = format!(
        "A difference as large by chance alone has probability {}.",
        p_in_words(p)
    );
    figures.push(plain("p", statement, p));
    let times = looked.found.effect.error / looked.found.unclustered;
    let statement = format!("Clustered errors are {} times the unclustered ones.", digits(times));
    figures.push(plain("error-ratio", statement, times));
    figures
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    format!(
        "{}: the mean of {} where it began in {}, of {} elsewhere, and a dashed line of what would have been had the \
         gap stayed as it was. The difference is {}.",
        capital(&asked.question.title),
        count(asked.rows.number_treated, "place", "places"),
        asked.since().in_words(),
        thousands(asked.rows.number_others as f64),
        told(asked, &asked.looked.found.effect)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let columns = ["Period", "Where it began, mean", "Elsewhere, mean", "Gap"];
    let said = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |it| asked.question.in_words(it));
    let means = asked.rows.means();
    let row = |it: &super::rows::Mean| {
        let gap = it.treated.zip(it.others).map(|(treated, others)| treated - others);
        vec![it.period.to_string(), said(it.treated), said(it.others), said(gap)]
    };
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: means.iter().map(row).collect(),
        at: vec![None; means.len()],
    }
}
