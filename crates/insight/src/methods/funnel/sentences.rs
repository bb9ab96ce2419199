use cm_numeric::funnel::{Allowance, Limits, Scale};
use cm_numeric::process::Side;

use super::settings::small;
use super::{Asked, Place};
use crate::question::thousands;
use crate::words::{count, level};
use crate::{Finding, Signal, Weight};

/// The most places told one by one.
const TOLD: usize = 6;
/// Places that scatter this many times as much as chance would make them differ for other reasons too.
const MUCH: f64 = 2.0;
/// With fewer places, their spread is a guess.
const FEW: usize = 10;
/// On average at most this share of places singled out by the false-discovery rule is singled out by luck.
pub(super) const DISCOVERY: f64 = 0.05;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let leading = asked.chosen.allowance;
    let (outside, all) = (asked.outside(asked.chosen.levels.1, leading), asked.places.len());
    match outside {
        0 if asked.chosen.target.is_some() => "No place lies outside the limits about the target".to_owned(),
        0 if asked.compared.phi >= MUCH && leading != Allowance::Chance => {
            "No place stands out from ordinary differences between places".to_owned()
        }
        0 => "No place differs more than chance would make it".to_owned(),
        1 => format!("1 of {all} places stands out"),
        some => format!("{some} of {all} places stand out"),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = match asked.chosen.allowance {
        Allowance::Chance => vec![
            by_chance_alone(asked, true),
            allowing(asked, Allowance::Spread, false),
            spread(asked),
        ],
        leading => vec![
            allowing(asked, leading, true),
            by_chance_alone(asked, false),
            spread(asked),
        ],
    };
    let mut outside: Vec<&Place<'_>> = asked.places.iter().filter(|it| asked.leading(it).is_some()).collect();
    outside.sort_by(|a, b| {
        let far = asked.z(b).abs().total_cmp(&asked.z(a).abs());
        far.then(a.share.place.cmp(&b.share.place))
    });
    found.extend(outside.iter().take(TOLD).map(|it| told(asked, it)));
    if let Some(more) = outside.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let sentence = format!(
            "{} out; the table marks each.",
            count(more, "more place stands", "more places stand")
        );
        found.push(Finding::new(Weight::Signal, "outside", sentence));
    }
    found.push(many_looks(asked));
    found.extend(target(asked));
    found.extend(asked.shares.caution());
    found.extend(rough(asked));
    found
}

fn allowing(asked: &Asked<'_>, allowance: Allowance, leads: bool) -> Finding {
    let (inner, outer) = asked.chosen.levels;
    let outside = asked.outside(outer, allowance);
    let (weight, rule) = match leads && outside > 0 {
        true => (Weight::Signal, "outside"),
        false => (Weight::Steady, ""),
    };
    let sentence = format!(
        "Allowing for {}, {outside} of {} {} outside the {} limits and {} outside the {} limits.",
        match allowance {
            Allowance::Inflated => "chance inflated by how much places scatter",
            Allowance::Chance | Allowance::Spread => "ordinary differences between places",
        },
        count(asked.places.len(), "place", "places"),
        lie(outside),
        asked.outer(),
        asked.outside(inner, allowance),
        level(inner),
    );
    Finding::new(weight, rule, sentence)
}

pub(super) fn lie(number: usize) -> &'static str {
    if number == 1 { "lies" } else { "lie" }
}

fn by_chance_alone(asked: &Asked<'_>, leads: bool) -> Finding {
    let outside = asked.outside(asked.chosen.levels.1, Allowance::Chance);
    let (weight, rule) = match leads && outside > 0 {
        true => (Weight::Signal, "outside"),
        false => (Weight::Steady, ""),
    };
    let sentence = format!(
        "If chance were the only difference, {outside} of {} would lie outside the {} limits.",
        count(asked.places.len(), "place", "places"),
        asked.outer(),
    );
    Finding::new(weight, rule, sentence)
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
    let way = match asked.leading(place).map(|it| asked.signal(it)) {
        Some(Signal::Improvement) => "a good way off; learn what lies behind it",
        Some(Signal::Concern) => "a cause for concern; ask what lies behind it",
        Some(Signal::High | Signal::Low) | None => "unusual; ask what lies behind it",
    };
    let sentence = format!(
        "“{}”, {}, {}: {way}.",
        place.share.place,
        amount(asked, place),
        where_it_lies(asked, place)
    );
    Finding::new(Weight::Signal, "outside", sentence)
}

/// Its value and what it is of.
pub(super) fn amount(asked: &Asked<'_>, place: &Place<'_>) -> String {
    let (value, size) = (asked.in_words(place.unit.value), thousands(place.share.total));
    match asked.compared.scale {
        Scale::Share => format!("{value} of {size}"),
        Scale::Rate => format!("{value}, {} in {size}", thousands(place.share.count)),
        Scale::LogRatio | Scale::RootRatio => format!("{value} where {size} were expected"),
        Scale::Counts => format!("{value}, {} to {size}", thousands(place.share.count)),
    }
}

/// Where a place lies by the verdict that leads, as part of a sentence.
pub(super) fn where_it_lies(asked: &Asked<'_>, place: &Place<'_>) -> &'static str {
    match asked.leading(place) {
        Some(Side::High) => "lies above the upper limit for its size",
        Some(Side::Low) => "lies below the lower limit for its size",
        None => "lies within the limits for its size",
    }
}

fn many_looks(asked: &Asked<'_>) -> Finding {
    let all = asked.places.len();
    let by_luck = match (1.0 - asked.chosen.levels.1) * all as f64 {
        few if few < 0.1 => "fewer than 0.1".to_owned(),
        some => format!("about {some:.1}"),
    };
    let discoveries = asked.places.iter().filter(|it| it.luck <= DISCOVERY).count();
    let sentence = format!(
        "With {} compared, {by_luck} would lie outside {} limits by luck; counting all those looks, {} singled out at a \
         false-discovery rate of 5%.",
        count(all, "place", "places"),
        asked.outer(),
        match discoveries {
            0 => "none is".to_owned(),
            1 => "1 is".to_owned(),
            some => format!("{some} are"),
        }
    );
    Finding::new(Weight::Caution, "many-looks", sentence)
}

/// What all have together, when something else is in the middle.
fn target(asked: &Asked<'_>) -> Option<Finding> {
    let target = asked.chosen.target?;
    let (count, size) = asked.shares.together();
    let together = asked.in_words(count / size);
    let sentence = format!(
        "Places are compared with the target of {}, not with each other; all together have {together}. A place outside \
         the limits differs from the target, which may say more of the target than of the place.",
        asked.in_words(target)
    );
    Some(Finding::new(Weight::Caution, "target", sentence))
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
    let small = small(asked.shares, asked.compared.scale, asked.chosen.target);
    let are = match small {
        0 => return found,
        1 => "1 place is".to_owned(),
        some => format!("{some} places are"),
    };
    let sentence = match asked.compared.limits {
        Limits::Exact => format!("{are} so small that the usual limits would be rough; these are exact, step by step."),
        Limits::Scale | Limits::Score | Limits::Garwood => format!("{are} so small that limits there are rough."),
    };
    found.push(Finding::new(Weight::Caution, "small-places", sentence));
    found
}
