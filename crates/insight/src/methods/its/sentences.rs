use cm_numeric::regression::Estimate;

use super::Asked;
use super::settings::{Effect, Told};
use crate::change::{Verdict, digits, p_in_words};
use crate::words::{capital, count, when};
use crate::{Figure, Finding, Table, Weight};

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let effect = asked.looked.effects.told(asked.settings.effect);
    match asked.verdict() {
        Verdict::Differs => {
            let way = if effect.value < 0.0 { "Lower" } else { "Higher" };
            let way = match (asked.settings.effect, effect.value < 0.0) {
                (Effect::Trend, true) => "Heading lower",
                (Effect::Trend, false) => "Heading higher",
                _ => way,
            };
            format!(
                "{way} than before would have led to, from {}",
                asked.settings.from.in_words()
            )
        }
        Verdict::ShortOfThreshold => "A difference, but not told to be beyond the threshold".to_owned(),
        Verdict::NotTold => "No difference told from what would have been".to_owned(),
        Verdict::NoAttribution => "A difference, but no attribution possible".to_owned(),
    }
}

/// What an effect is.
fn what(effect: Effect) -> &'static str {
    match effect {
        Effect::Average => "on average since then",
        Effect::Level => "at the step itself",
        Effect::Trend => "each period, in slope",
        Effect::End => "at the last reading",
    }
}

fn told(asked: &Asked<'_>, effect: &Estimate) -> String {
    let scale = asked.looked.scale;
    format!(
        "{} (95% interval {})",
        scale.difference(asked.question, effect.value),
        scale.interval(asked.question, effect)
    )
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = vec![main(asked)];
    found.push(step_and_slope(asked));
    found.extend(placebo(asked));
    found.extend(leaning(asked));
    found.extend(scatter(asked));
    found.extend(gaps(asked));
    if asked.looked.before < 12 || asked.looked.after < 6 {
        let sentence = format!(
            "{} before and {} since are few: the line before is carried forward on little.",
            count(asked.looked.before, "reading", "readings"),
            asked.looked.after
        );
        found.push(Finding::new(Weight::Caution, "few", sentence));
    }
    let alone = "One series says when something changed, not what made it: anything else that began then would look the \
                 same. Places where it did not begin, compared by differences, say more.";
    found.push(Finding::new(Weight::Caution, "one-series", alone));
    found
}

fn main(asked: &Asked<'_>) -> Finding {
    let effect = asked.looked.effects.told(asked.settings.effect);
    let base = format!(
        "From {} the measure is {} than the run before it would have led to, {}",
        asked.settings.from.in_words(),
        told(asked, &effect),
        what(asked.settings.effect)
    );
    let threshold = asked.looked.scale.difference(asked.question, asked.looked.threshold);
    let found = match asked.verdict() {
        Verdict::Differs if asked.looked.threshold == 0.0 => {
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
            let sentence = format!("{base}; but a check below fails, so nothing can be attributed to the change.");
            Finding::new(Weight::Question, "no-attribution", sentence)
        }
    };
    // The chance is that of a difference from nought; one beyond another threshold has none of its own.
    match asked.verdict() {
        Verdict::Differs if asked.looked.threshold != 0.0 => found,
        _ => found.with_chance(effect.p),
    }
}

fn step_and_slope(asked: &Asked<'_>) -> Finding {
    let effects = &asked.looked.effects;
    let sentence = format!(
        "At the change the level is {}; after it each period is a further {}; at the last reading that makes it {}.",
        told(asked, &effects.level),
        told(asked, &effects.trend),
        told(asked, &effects.end)
    );
    Finding::new(Weight::Steady, "", sentence)
}

fn placebo(asked: &Asked<'_>) -> Option<Finding> {
    let Some((at, effects)) = &asked.looked.placebo else {
        let sentence = "There are too few readings before the change to ask the same of a date that means nothing.";
        return Some(Finding::new(Weight::Caution, "no-placebo", sentence));
    };
    let period = asked.laid.places.get(*at)?.period;
    let effect = effects.told(asked.settings.effect);
    let base = format!(
        "{}, a date that means nothing, the same method finds {}",
        capital(&when(period)),
        told(asked, &effect)
    );
    Some(match effect.apart_from_nought() {
        false => Finding::new(Weight::Steady, "", format!("{base}: nothing told, as it should be.")),
        true => Finding::new(
            Weight::Question,
            "placebo",
            format!("{base}, as if something had changed there: what else was going on, and is the line straight?"),
        ),
    })
}

fn leaning(asked: &Asked<'_>) -> Option<Finding> {
    let (effects, ar1) = asked.looked.leaning.as_ref()?;
    let effect = effects.told(asked.settings.effect);
    let base = format!(
        "Taking each reading to lean on the one before it (correlation {:.2}), it is {}",
        ar1.phi,
        told(asked, &effect)
    );
    let agrees = effect.apart_from_nought() == asked.looked.effects.told(asked.settings.effect).apart_from_nought();
    Some(match agrees {
        true => Finding::new(Weight::Steady, "", format!("{base}: the same answer.")),
        false => Finding::new(
            Weight::Caution,
            "leaning",
            format!("{base}: another answer, so the errors decide and not the readings."),
        ),
    })
}

fn scatter(asked: &Asked<'_>) -> Option<Finding> {
    let times = asked.looked.dispersion?;
    let sentence = format!(
        "Counts scatter {} times as much as chance alone would make them, and the intervals allow for it.",
        digits(times)
    );
    Some(Finding::new(Weight::Steady, "", sentence))
}

fn gaps(asked: &Asked<'_>) -> Option<Finding> {
    let absent = asked.laid.places.iter().filter(|it| it.value.is_none()).count();
    (absent > 0).then(|| {
        let sentence = format!(
            "{} no number and {} left out; none of them counts as nought.",
            count(absent, "period has", "periods have"),
            if absent == 1 { "is" } else { "are" }
        );
        Finding::new(Weight::Caution, "absent", sentence)
    })
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let looked = &asked.looked;
    let readings = looked.before + looked.after;
    let figure = |name: &str, of: &Estimate, what: &str| looked.scale.figure(asked.question, name, of, readings, what);
    let plain = |name: &str, statement: String, value: Option<f64>| Figure {
        name: name.to_owned(),
        statement,
        value,
        lower: None,
        upper: None,
        unit: "number".to_owned(),
        n: Some(readings as f64),
    };
    let effects = &looked.effects;
    let mut figures = vec![
        figure(
            "average",
            &effects.average,
            "Average difference from what would have been",
        ),
        figure("level", &effects.level, "Step at the change"),
        figure("trend", &effects.trend, "Difference in slope, each period"),
        figure("end", &effects.end, "Difference at the last reading"),
    ];
    figures.extend(
        looked
            .slope
            .as_ref()
            .map(|it| figure("slope-before", it, "Slope before, each period")),
    );
    figures.extend(looked.lag.map(|lag| {
        let statement = format!(
            "Readings up to {} apart are taken as related.",
            count(lag, "period", "periods")
        );
        plain("lag", statement, Some(lag as f64))
    }));
    figures.extend(looked.leaning.as_ref().map(|(_, ar1)| {
        let statement = format!("What is left of neighbouring readings correlates by {:.2}.", ar1.phi);
        plain("correlation", statement, Some(ar1.phi))
    }));
    figures.extend(looked.dispersion.map(|it| {
        let statement = format!("Counts scatter {} times as much as chance alone.", digits(it));
        plain("dispersion", statement, Some(it))
    }));
    let effect = effects.told(asked.settings.effect);
    let statement = format!(
        "A difference as large by chance alone has probability {}.",
        p_in_words(effect.p)
    );
    figures.push(plain("p", statement, Some(effect.p)));
    figures
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let effect = asked.looked.effects.told(asked.settings.effect);
    format!(
        "{}, before and after {}: the readings, the line fitted to them, and a dashed line of what would have been. The \
         fitted line is {}, {}.",
        capital(&asked.question.title),
        asked.settings.from.in_words(),
        told(asked, &effect),
        what(asked.settings.effect)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let columns = ["Period", "Read", "Fitted", "Would have been", "Difference"];
    let said = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |it| asked.question.in_words(it));
    let mut table = Table {
        columns: columns.map(str::to_owned).to_vec(),
        ..Table::default()
    };
    for (at, place) in asked.laid.places.iter().enumerate() {
        let line = asked.looked.line(at);
        let read = match place.absent {
            Some(absence) => absence.word().to_owned(),
            None => said(place.value),
        };
        table.rows.push(vec![
            place.period.to_string(),
            read,
            said(line.map(|it| it.fitted)),
            said(line.map(|it| it.would_have_been)),
            said(line.map(|it| it.fitted - it.would_have_been)),
        ]);
        table.at.push(place.at);
    }
    table
}
