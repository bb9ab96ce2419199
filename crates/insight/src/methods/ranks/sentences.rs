use cm_numeric::ranks::Confidence;

use super::{Asked, Place};
use crate::question::thousands;
use crate::words::count;
use crate::{Figure, Finding, Table, Weight};

/// Places that scatter this many times as much as chance would make them differ for other reasons too.
const MUCH: f64 = 2.0;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let (first, all) = (asked.could_be_first(), asked.places.len());
    match first {
        1 => format!("Only 1 of {all} could be first"),
        some => format!("{some} of {all} could be first"),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let all = asked.places.len();
    let mut found = Vec::new();
    let ends = format!(
        "{} of {} could be first and {} could be last, going by 95% {} rank intervals.",
        asked.could_be_first(),
        count(all, "place", "places"),
        asked.could_be_last(),
        kind(asked)
    );
    found.push(Finding::new(Weight::Steady, "", ends));
    let alone = asked.places.iter().filter(|it| it.ranks.width() == 1).count();
    let width = format!(
        "Half of the intervals are {} or more wide; {} told apart from every other.",
        count(asked.median_width().unwrap_or_default() as usize, "rank", "ranks"),
        match alone {
            0 => "no place can be".to_owned(),
            some => count(some, "place can be", "places can be"),
        }
    );
    found.push(Finding::new(Weight::Steady, "", width));
    let order = "The order in the table is that of the shares and no finding: within their intervals places may change \
                 it any day.";
    found.push(Finding::new(Weight::Caution, "order", order));
    if asked.plan.confidence == Confidence::Marginal {
        let one = "Each interval holds for a place chosen before looking; together they promise less.";
        found.push(Finding::new(Weight::Caution, "marginal", one));
    }
    if let Some(phi) = asked.phi.filter(|it| *it >= MUCH) {
        let times = if phi < 10.0 {
            format!("{phi:.1}")
        } else {
            thousands(phi.round())
        };
        let sentence = format!(
            "Places scatter {times} times as much as chance would make them, and the intervals count chance alone: they \
             rank the differences there were, whatever made them, and another year could look quite otherwise."
        );
        found.push(Finding::new(Weight::Caution, "spread", sentence));
    }
    let draws = format!(
        "The intervals come from {} random draws that start at seed {}.",
        thousands(asked.plan.draws as f64),
        asked.plan.seed
    );
    found.push(Finding::new(Weight::Caution, "draws", draws));
    found.extend(asked.shares.caution());
    found
}

fn kind(asked: &Asked<'_>) -> &'static str {
    match asked.plan.confidence {
        Confidence::Simultaneous => "simultaneous",
        Confidence::Marginal => "marginal",
    }
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let all = asked.places.len();
    let figure = |name: &str, unit: &str, value: Option<f64>, statement: String| Figure {
        name: name.to_owned(),
        statement,
        value,
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: Some(all as f64),
    };
    let (first, last) = (asked.could_be_first(), asked.could_be_last());
    let width = asked.median_width();
    vec![
        figure(
            "could-be-first",
            "places",
            Some(first as f64),
            format!("{first} of {all} could be first."),
        ),
        figure(
            "could-be-last",
            "places",
            Some(last as f64),
            format!("{last} of {all} could be last."),
        ),
        figure(
            "median-width",
            "ranks",
            width,
            format!(
                "The middle rank interval holds {} of {all} ranks.",
                thousands(width.unwrap_or_default())
            ),
        ),
    ]
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    format!(
        "For each of {} the interval its rank lies in. {} could be first and {} could be last; the middle interval holds \
         {} ranks.",
        count(asked.places.len(), "place", "places"),
        asked.could_be_first(),
        asked.could_be_last(),
        thousands(asked.median_width().unwrap_or_default())
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let size = asked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let columns = [
        crate::words::capital(&asked.question.places_are),
        "Count".to_owned(),
        format!("Out of ({size})"),
        "Share".to_owned(),
        "95% interval of the share".to_owned(),
        "Ranks it could have".to_owned(),
    ];
    let row = |it: &Place<'_>| {
        let said = |value: f64| asked.question.in_words(value);
        vec![
            it.share.place.clone(),
            thousands(it.share.count),
            thousands(it.share.total),
            said(it.share.value()),
            format!("{} to {}", said(it.interval.lower), said(it.interval.upper)),
            format!("{} to {}", it.ranks.best, it.ranks.worst),
        ]
    };
    Table {
        columns: columns.to_vec(),
        rows: asked.places.iter().map(row).collect(),
        at: asked.places.iter().map(|it| Some(it.share.at)).collect(),
    }
}
