use cm_numeric::funnel::{Allowance, Scale};
use cm_numeric::process::Side;

use super::sentences::{DISCOVERY, amount, lie, where_it_lies};
use super::{Asked, Place};
use crate::question::{not_minus_nought, thousands};
use crate::words::{capital, count};
use crate::{Figure, Table};

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let places = asked.places.len();
    let number = |name: &str, unit: &str, value: f64, statement: String| Figure {
        name: name.to_owned(),
        statement,
        value: Some(value).filter(|it| it.is_finite()),
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: Some(places as f64),
    };
    let outer = asked.chosen.levels.1;
    let leading = match asked.chosen.allowance {
        Allowance::Chance => Allowance::Spread,
        other => other,
    };
    let (adjusted, chance) = (asked.outside(outer, leading), asked.outside(outer, Allowance::Chance));
    let (phi, tau2) = (asked.compared.phi, asked.compared.tau_squared);
    let discoveries = asked.places.iter().filter(|it| it.luck <= DISCOVERY).count();
    let limits = asked.outer();
    vec![
        centre(asked),
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
            format!(
                "The variance between places, on the scale of the {}, is {tau2:.6}.",
                scale(asked)
            ),
        ),
        number(
            "outside-adjusted",
            "places",
            adjusted as f64,
            format!(
                "{adjusted} of {places} places {} outside {limits} limits that allow for ordinary differences.",
                lie(adjusted)
            ),
        ),
        number(
            "outside-chance-only",
            "places",
            chance as f64,
            format!(
                "{chance} of {places} places {} outside {limits} limits that allow for chance alone.",
                lie(chance)
            ),
        ),
        number(
            "discoveries",
            "places",
            discoveries as f64,
            format!(
                "{} singled out at a false-discovery rate of 5%.",
                count(discoveries, "place is", "places are")
            ),
        ),
    ]
}

fn centre(asked: &Asked<'_>) -> Figure {
    let centre = asked.compared.centre;
    Figure {
        name: "centre".to_owned(),
        statement: format!("{}: {}.", capital(asked.centre_is()), asked.in_words(centre)),
        value: Some(asked.drawn(centre)).filter(|it| it.is_finite()),
        lower: None,
        upper: None,
        unit: asked.unit_name(),
        n: Some(asked.shares.together().1).filter(|it| it.is_finite()),
    }
}

fn scale(asked: &Asked<'_>) -> &'static str {
    match asked.compared.scale {
        Scale::Share => "angle",
        Scale::LogRatio | Scale::Counts | Scale::Rate => "logarithm",
        Scale::RootRatio => "square root",
    }
}

fn decimals(phi: f64) -> String {
    if phi < 10.0 {
        format!("{phi:.2}")
    } else {
        thousands(phi.round())
    }
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let outer = asked.chosen.levels.1;
    format!(
        "A funnel of {}: each place's {} against its size, around {}. Allowing for ordinary differences between places, \
         {} outside the {} limits; for chance alone, {}.",
        count(asked.places.len(), "place", "places"),
        match asked.compared.scale {
            Scale::Share => "share",
            Scale::Rate => "rate",
            Scale::LogRatio | Scale::RootRatio | Scale::Counts => "ratio",
        },
        asked.in_words(asked.compared.centre),
        count(asked.outside(outer, Allowance::Spread), "lies", "lie"),
        asked.outer(),
        asked.outside(outer, Allowance::Chance)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let (size, value) = match asked.compared.scale {
        Scale::Share => ("Out of", "Share"),
        Scale::LogRatio | Scale::RootRatio => ("Expected", "Ratio"),
        Scale::Counts => ("Against", "Ratio"),
        Scale::Rate => ("Exposure", "Rate"),
    };
    let size = match &asked.question.size_is {
        Some(size_is) => format!("{size} ({size_is})"),
        None if asked.compared.scale == Scale::Share => format!("{size} (cases)"),
        None => size.to_owned(),
    };
    let columns = [
        capital(&asked.question.places_are),
        "Count".to_owned(),
        size,
        value.to_owned(),
        format!("{} limits", asked.outer()),
        "Standard deviations from the centre".to_owned(),
        "Allowing for ordinary differences".to_owned(),
        "For chance alone".to_owned(),
        "False-discovery rate".to_owned(),
        "In words".to_owned(),
    ];
    Table {
        columns: columns.to_vec(),
        rows: asked.places.iter().map(|it| row(asked, it)).collect(),
        at: asked.places.iter().map(|it| Some(it.share.at)).collect(),
    }
}

fn row(asked: &Asked<'_>, place: &Place<'_>) -> Vec<String> {
    let verdict = |allowance: Allowance| match asked.side(place, allowance) {
        Some(Side::High) => "above",
        Some(Side::Low) => "below",
        None => "within",
    };
    let spread = match asked.chosen.allowance {
        Allowance::Inflated => Allowance::Inflated,
        Allowance::Chance | Allowance::Spread => Allowance::Spread,
    };
    let (level, leading) = (asked.chosen.levels.1, asked.chosen.allowance);
    let limits = asked.compared.limits_of(&place.unit, level, leading);
    vec![
        place.share.place.clone(),
        thousands(place.share.count),
        thousands(place.share.total),
        asked.in_words(place.unit.value),
        limits.map_or_else(String::new, |it| {
            format!("{} to {}", asked.in_words(it.lower), asked.in_words(it.upper))
        }),
        not_minus_nought(format!("{:.1}", asked.z(place))),
        verdict(spread).to_owned(),
        verdict(Allowance::Chance).to_owned(),
        luck(place.luck),
        format!(
            "{}: {}, {}.",
            place.share.place,
            amount(asked, place),
            where_it_lies(asked, place)
        ),
    ]
}

/// A false-discovery rate: `0.012`, `below 0.001`.
fn luck(rate: f64) -> String {
    match rate {
        rate if rate < 0.001 => "below 0.001".to_owned(),
        rate => format!("{rate:.3}"),
    }
}
