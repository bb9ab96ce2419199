use super::{Asked, Place};
use crate::question::thousands;
use crate::words::{capital, count, level};
use crate::{Figure, Finding, Table, Weight};

/// Places that scatter this many times as much as chance would make them differ for other reasons too.
const MUCH: f64 = 2.0;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    match asked.apart {
        0 => "No two places have bars apart".to_owned(),
        some => format!(
            "Bars of {} of {} pairs are apart",
            thousands(some as f64),
            thousands(asked.pairs())
        ),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let by_luck = (1.0 - asked.level) * asked.pairs();
    let by_luck = match by_luck {
        few if few < 0.1 => "fewer than 0.1".to_owned(),
        some if some < 10.0 => format!("about {some:.1}"),
        many => format!("about {}", thousands(many.round())),
    };
    let read = format!(
        "Two places whose bars do not overlap differ by more than chance makes likely at {}, when the two were chosen \
         before looking.",
        level(asked.level)
    );
    let looks = format!(
        "There are {} to look at. If no two places differed, {by_luck} of them would still have bars apart by luck; {} \
         have.",
        count(asked.pairs() as usize, "pair", "pairs"),
        thousands(asked.apart as f64)
    );
    let mut found = vec![
        Finding::new(Weight::Steady, "", read),
        Finding::new(Weight::Caution, "many-looks", looks),
    ];
    let bars = format!(
        "Bars reach {:.2} standard errors either side. They are for comparing two places, not a place with the line, and \
         are shorter than an interval of one place alone.",
        asked.width
    );
    found.push(Finding::new(Weight::Caution, "bars", bars));
    if let Some(phi) = asked.phi.filter(|it| *it >= MUCH) {
        let times = if phi < 10.0 {
            format!("{phi:.1}")
        } else {
            thousands(phi.round())
        };
        let sentence = format!(
            "Places scatter {times} times as much as chance would make them, so most pairs of large places differ for some \
             reason, and bars do not say which."
        );
        found.push(Finding::new(Weight::Caution, "spread", sentence));
    }
    found.extend(asked.shares.caution());
    found
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let places = Some(asked.places.len() as f64);
    let figure = |name: &str, unit: &str, value: f64, statement: String| Figure {
        name: name.to_owned(),
        statement,
        value: Some(value).filter(|it| it.is_finite()),
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: places,
    };
    vec![
        figure(
            "pairs-apart",
            "pairs",
            asked.apart as f64,
            format!(
                "The bars of {} of {} pairs do not overlap.",
                thousands(asked.apart as f64),
                thousands(asked.pairs())
            ),
        ),
        figure(
            "multiplier",
            "standard errors",
            asked.width,
            format!("Bars reach {:.3} standard errors either side.", asked.width),
        ),
        figure(
            "together",
            "share",
            asked.together(),
            format!("All places together: {}.", asked.question.in_words(asked.together())),
        ),
    ]
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    format!(
        "The share of each of {} by name, with a bar of {:.2} standard errors either side. The bars of {} of {} pairs do \
         not overlap.",
        count(asked.places.len(), "place", "places"),
        asked.width,
        thousands(asked.apart as f64),
        thousands(asked.pairs())
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let size = asked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let columns = [
        capital(&asked.question.places_are),
        "Count".to_owned(),
        format!("Out of ({size})"),
        "Share".to_owned(),
        "Bar to compare by".to_owned(),
    ];
    let said = |value: f64| asked.question.in_words(value.clamp(0.0, 1.0));
    let row = |it: &Place<'_>| {
        vec![
            it.share.place.clone(),
            thousands(it.share.count),
            thousands(it.share.total),
            said(it.share.value()),
            format!("{} to {}", said(it.bar.lower), said(it.bar.upper)),
        ]
    };
    Table {
        columns: columns.to_vec(),
        rows: asked.places.iter().map(row).collect(),
        at: asked.places.iter().map(|it| Some(it.share.at)).collect(),
    }
}
