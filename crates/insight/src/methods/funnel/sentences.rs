use cm_numeric::funnel::Band;

use super::{Asked, Place};
use crate::question::thousands;
use crate::words::count;
use crate::{Figure, Finding, Signal, Table, Weight};

/// The most places told one by one.
const TOLD: usize = 6;
/// Places that scatter this many times as much as chance would make them differ for other reasons too.
const MUCH: f64 = 2.0;
/// With fewer places, their spread is a guess.
const FEW: usize = 10;
/// With fewer expected events, the limits are rough.
const FEW_EVENTS: f64 = 5.0;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let (outside, all) = (asked.outside(Band::Adjusted998), asked.places.len());
    match outside {
        0 if asked.compared.phi >= MUCH => "No place stands out from ordinary differences between places".to_owned(),
        0 => "No place differs more than chance would make it".to_owned(),
        1 => format!("1 of {all} places stands out"),
        some => format!("{some} of {all} places stand out"),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = vec![allowing(asked), by_chance_alone(asked), spread(asked)];
    let mut outside: Vec<&Place<'_>> = asked
        .places
        .iter()
        .filter(|it| it.unit.outside(Band::Adjusted998).is_some())
        .collect();
    outside.sort_by(|a, b| {
        asked
            .z(b)
            .abs()
            .total_cmp(&asked.z(a).abs())
            .then(a.share.place.cmp(&b.share.place))
    });
    found.extend(outside.iter().take(TOLD).map(|it| told(asked, it)));
    if let Some(more) = outside.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let sentence = format!(
            "{} out; the table marks each.",
            count(more, "more place stands", "more places stand")
        );
        found.push(Finding::new(Weight::Signal, "outside", sentence));
    }
    let by_luck = match 0.002 * asked.places.len() as f64 {
        few if few < 0.1 => "fewer than 0.1".to_owned(),
        some => format!("about {some:.1}"),
    };
    let looks = format!(
        "With {} compared, {by_luck} would lie outside 99.8% limits by luck.",
        count(asked.places.len(), "place", "places")
    );
    found.push(Finding::new(Weight::Caution, "many-looks", looks));
    found.extend(asked.shares.caution());
    found.extend(rough(asked));
    found
}

fn allowing(asked: &Asked<'_>) -> Finding {
    let outside = asked.outside(Band::Adjusted998);
    let (weight, rule) = if outside == 0 {
        (Weight::Steady, "")
    } else {
        (Weight::Signal, "outside")
    };
    let sentence = format!(
        "Allowing for ordinary differences between places, {outside} of {} {} outside the 99.8% limits and {} outside \
         the 95% limits.",
        count(asked.places.len(), "place", "places"),
        lie(outside),
        asked.outside(Band::Adjusted95)
    );
    Finding::new(weight, rule, sentence)
}

fn lie(number: usize) -> &'static str {
    if number == 1 { "lies" } else { "lie" }
}

fn by_chance_alone(asked: &Asked<'_>) -> Finding {
    let sentence = format!(
        "If chance were the only difference, {} of {} would lie outside the 99.8% limits.",
        asked.outside(Band::Chance998),
        count(asked.places.len(), "place", "places")
    );
    Finding::new(Weight::Steady, "", sentence)
}

fn spread(asked: &Asked<'_>) -> Finding {
    let phi = asked.compared.phi;
    if phi < MUCH {
        let sentence = match phi <= 1.0 {
            true => "Places scatter no more than chance would make them.".to_owned(),
            false => format!("Places scatter {phi:.1} times as much as chance would make them, which is little."),
        };
        return Finding::new(Weight::Steady, "", sentence);
    }
    let times = if phi < 10.0 {
        format!("{phi:.1}")
    } else {
        thousands(phi.round())
    };
    let sentence = format!(
        "Places scatter {times} times as much as chance would make them: the model says most of the difference is \
         between-place variation that is not chance, such as whom they serve, how they work and what they record."
    );
    Finding::new(Weight::Caution, "spread", sentence)
}

fn told(asked: &Asked<'_>, place: &Place<'_>) -> Finding {
    let side = place.unit.outside(Band::Adjusted998);
    let way = match side.map(|it| asked.signal(it)) {
        Some(Signal::Improvement) => "a good way off; learn what lies behind it",
        Some(Signal::Concern) => "a cause for concern; ask what lies behind it",
        Some(Signal::High | Signal::Low) | None => "unusual; ask what lies behind it",
    };
    let beyond = match side {
        Some(cm_numeric::process::Side::High) => "above the upper limit",
        Some(cm_numeric::process::Side::Low) | None => "below the lower limit",
    };
    let sentence = format!(
        "`{}`, {} of {}, lies {beyond} for its size: {way}.",
        place.share.place,
        asked.question.in_words(place.unit.value),
        thousands(place.share.total)
    );
    Finding::new(Weight::Signal, "outside", sentence)
}

fn rough(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if asked.places.len() < FEW {
        let sentence = format!(
            "Only {} are compared, so how much places ordinarily differ is a guess.",
            count(asked.places.len(), "place", "places")
        );
        found.push(Finding::new(Weight::Caution, "few-places", sentence));
    }
    let centre = asked.compared.centre;
    let small = |it: &&Place<'_>| it.share.total * centre.min(1.0 - centre) < FEW_EVENTS;
    let small = asked.places.iter().filter(small).count();
    if small > 0 {
        let sentence = format!(
            "{} so small that limits there are rough.",
            if small == 1 {
                "1 place is".to_owned()
            } else {
                format!("{small} places are")
            }
        );
        found.push(Finding::new(Weight::Caution, "small-places", sentence));
    }
    found
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let places = asked.places.len();
    let figure = |name: &str, unit: &str, value: f64, n: f64, statement: String| Figure {
        name: name.to_owned(),
        statement,
        value: Some(value).filter(|it| it.is_finite()),
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: Some(n).filter(|it| it.is_finite()),
    };
    let number =
        |name: &str, unit: &str, value: f64, statement: String| figure(name, unit, value, places as f64, statement);
    let (adjusted, chance) = (asked.outside(Band::Adjusted998), asked.outside(Band::Chance998));
    let (phi, tau2) = (asked.compared.phi, asked.compared.tau_squared);
    let centre = asked.compared.centre;
    vec![
        figure(
            "centre",
            &asked.question.unit_name(),
            centre,
            asked.shares.together().1,
            format!("All places together: {}.", asked.question.in_words(centre)),
        ),
        number(
            "phi",
            "times",
            phi,
            format!(
                "Places scatter {} times as much as chance would make them.",
                decimals(phi)
            ),
        ),
        number(
            "tau2",
            "variance",
            tau2,
            format!("The variance between places, on the scale of the angle, is {tau2:.6}."),
        ),
        number(
            "outside-adjusted",
            "places",
            adjusted as f64,
            format!(
                "{adjusted} of {places} places {} outside 99.8% limits that allow for ordinary differences.",
                lie(adjusted)
            ),
        ),
        number(
            "outside-chance-only",
            "places",
            chance as f64,
            format!(
                "{chance} of {places} places {} outside 99.8% limits that allow for chance alone.",
                lie(chance)
            ),
        ),
    ]
}

fn decimals(phi: f64) -> String {
    if phi < 10.0 {
        format!("{phi:.2}")
    } else {
        thousands(phi.round())
    }
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    format!(
        "A funnel of {}: each place's share against its size, around {}. Allowing for ordinary differences between \
         places, {} outside the 99.8% limits; for chance alone, {}.",
        count(asked.places.len(), "place", "places"),
        asked.question.in_words(asked.compared.centre),
        count(asked.outside(Band::Adjusted998), "lies", "lie"),
        asked.outside(Band::Chance998)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let size = asked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let columns = [
        crate::words::capital(&asked.question.places_are),
        "Count".to_owned(),
        format!("Out of ({size})"),
        "Share".to_owned(),
        "99.8% limits".to_owned(),
        "Standard deviations from the centre".to_owned(),
        "Allowing for ordinary differences".to_owned(),
        "For chance alone".to_owned(),
    ];
    let verdict = |place: &Place<'_>, band: Band| match place.unit.outside(band) {
        Some(cm_numeric::process::Side::High) => "above",
        Some(cm_numeric::process::Side::Low) => "below",
        None => "within",
    };
    let row = |place: &Place<'_>| {
        let limits = place.unit.bands.band(Band::Adjusted998);
        vec![
            place.share.place.clone(),
            thousands(place.share.count),
            thousands(place.share.total),
            asked.question.in_words(place.unit.value),
            format!(
                "{} to {}",
                asked.question.in_words(limits.lower),
                asked.question.in_words(limits.upper)
            ),
            crate::question::not_minus_nought(format!("{:.1}", asked.z(place))),
            verdict(place, Band::Adjusted998).to_owned(),
            verdict(place, Band::Chance998).to_owned(),
        ]
    };
    Table {
        columns: columns.to_vec(),
        rows: asked.places.iter().map(row).collect(),
        at: asked.places.iter().map(|it| Some(it.share.at)).collect(),
    }
}
