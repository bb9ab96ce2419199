use super::{Asked, Place};
use crate::question::thousands;
use crate::words::{capital, count, level, whole_per_cent};
use crate::{Figure, Finding, Table, Weight};

/// With fewer places, their spread is a guess.
const FEW: usize = 10;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    if asked.shrunken.tau_squared == 0.0 {
        return "Chance explains all the difference between places".to_owned();
    }
    let (least, most) = asked.own();
    match (whole_per_cent(least), whole_per_cent(most)) {
        (least, most) if least == most => format!("Places keep {most} of their own share"),
        (least, most) => format!("Places keep {least} to {most} of their own"),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let centre = asked.question.in_words(asked.shrunken.centre);
    let drawn = match asked.shrunken.tau_squared {
        0.0 => format!("Places differ no more than chance would make them, so every one is put at {centre}."),
        _ => format!(
            "Each share is drawn towards {centre}, that of a typical place, by as much as chance moves a place of its size."
        ),
    };
    let mut found = vec![Finding::new(Weight::Steady, "", drawn)];
    if let Some(most) = moved_most(asked) {
        let sentence = format!(
            "“{}” moves furthest: {} of {} as counted, {} once strength is borrowed, with a {} interval of {} to {}.",
            most.share.place,
            asked.question.in_words(most.share.value()),
            thousands(most.share.total),
            asked.question.in_words(most.drawn.value),
            level(asked.level),
            asked.question.in_words(most.drawn.interval.lower),
            asked.question.in_words(most.drawn.interval.upper)
        );
        found.push(Finding::new(Weight::Steady, "", sentence));
    }
    let what = "These are for judging what a place's true share may be. They make a place that truly differs look more \
                ordinary than it is: use a funnel plot to see which stand out, and the counted shares to add up.";
    found.push(Finding::new(Weight::Caution, "drawn-in", what));
    if asked.places.len() < FEW {
        let sentence = format!(
            "Only {} lend each other strength, so how much places differ is a guess, and the intervals take it as known.",
            count(asked.places.len(), "place", "places")
        );
        found.push(Finding::new(Weight::Caution, "few-places", sentence));
    }
    found.extend(asked.shares.caution());
    found
}

fn moved_most<'a>(asked: &'a Asked<'_>) -> Option<&'a Place<'a>> {
    let far = |it: &Place<'_>| (it.share.value() - it.drawn.value).abs();
    let by_far = |a: &&Place<'_>, b: &&Place<'_>| {
        far(a)
            .total_cmp(&far(b))
            .then_with(|| b.share.place.cmp(&a.share.place))
    };
    asked.places.iter().max_by(by_far).filter(|it| far(it) > 0.0005)
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
    let (least, most) = asked.own();
    let (centre, tau2) = (asked.shrunken.centre, asked.shrunken.tau_squared);
    vec![
        figure(
            "centre",
            "share",
            centre,
            format!("A typical place: {}.", asked.question.in_words(centre)),
        ),
        figure(
            "tau2",
            "variance",
            tau2,
            format!("The variance between places, on the scale of the logit, is {tau2:.4}."),
        ),
        figure(
            "least-own",
            "share",
            least,
            format!(
                "The place that borrows most keeps {} of its own share.",
                whole_per_cent(least)
            ),
        ),
        figure(
            "most-own",
            "share",
            most,
            format!(
                "The place that borrows least keeps {} of its own share.",
                whole_per_cent(most)
            ),
        ),
    ]
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let (least, most) = asked.own();
    format!(
        "The share of each of {} by name, drawn towards {}; places keep {} to {} of their own.",
        count(asked.places.len(), "place", "places"),
        asked.question.in_words(asked.shrunken.centre),
        whole_per_cent(least),
        whole_per_cent(most)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let size = asked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let columns = [
        capital(&asked.question.places_are),
        "Count".to_owned(),
        format!("Out of ({size})"),
        "Share as counted".to_owned(),
        "Share with strength borrowed".to_owned(),
        format!("{} interval", level(asked.level)),
        "Its own".to_owned(),
    ];
    let said = |value: f64| asked.question.in_words(value);
    let row = |it: &Place<'_>| {
        vec![
            it.share.place.clone(),
            thousands(it.share.count),
            thousands(it.share.total),
            said(it.share.value()),
            said(it.drawn.value),
            format!("{} to {}", said(it.drawn.interval.lower), said(it.drawn.interval.upper)),
            whole_per_cent(it.drawn.own),
        ]
    };
    Table {
        columns: columns.to_vec(),
        rows: asked.places.iter().map(row).collect(),
        at: asked.places.iter().map(|it| Some(it.share.at)).collect(),
    }
}
