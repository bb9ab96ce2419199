use std::collections::BTreeSet;

use cm_kernel::Refusal;
use cm_numeric::raters::{
    Agreement, Intraclass, Intraclasses, Metric, Ratings, Spread, Undefined, Weights, agreement, alpha, intraclass,
    kappa, resampled, spread,
};
use cm_numeric::student;

use super::settings::Settings;
use crate::words::count;
use crate::{Question, Readings};

/// The most different ratings, and the most ratings in all, that are compared.
const MOST_CATEGORIES: usize = 1_000;
/// How many ratings are drawn anew in all, at most, and the most and fewest draws.
const WORK: usize = 4_000_000;
const DRAWS: (usize, usize) = (500, 20_000);
const LEVEL: f64 = 0.95;

/// One measure of agreement.
pub(super) struct Coefficient {
    /// Stable name.
    pub name: &'static str,
    /// As a person reads it.
    pub label: &'static str,
    pub heading: &'static str,
    pub value: Result<f64, Undefined>,
    pub interval: Option<(f64, f64)>,
}

/// One thing that was rated.
pub(super) struct Item {
    pub name: String,
    pub ratings: Vec<f64>,
    pub spread: Option<Spread>,
    pub at: Option<u64>,
}

/// What was found.
pub(super) struct Looked {
    pub coefficients: Vec<Coefficient>,
    pub items: Vec<Item>,
    pub raters: usize,
    pub ratings: usize,
    pub absent: usize,
    pub comparable: usize,
    pub draws: usize,
}

impl Looked {
    pub(super) fn at(readings: &Readings, question: &Question, settings: &Settings) -> Result<Self, Refusal> {
        let (names, table, at) = table(readings, question)?;
        let raters = table.first().map_or(0, Vec::len);
        if names.len() < 2 || raters < 2 {
            return Err(too_few(names.len(), raters));
        }
        let ratings = Ratings::new(table, settings.categories.as_deref()).ok_or_else(off_the_scale)?;
        let given = ratings.items().iter().flatten().flatten().count();
        if ratings.categories().len() > MOST_CATEGORIES {
            return Err(too_many(ratings.categories().len()));
        }
        if ratings.comparable() == 0 {
            return Err(nothing_to_compare());
        }
        if settings.metric == Metric::Ratio && ratings.categories().iter().any(|it| *it < 0.0) {
            return Err(below_nought());
        }
        let draws = (WORK / given.max(1)).clamp(DRAWS.0, DRAWS.1);
        let scale = ratings.categories();
        let item = |(name, (row, at)): (String, (&Vec<Option<f64>>, Option<u64>))| {
            let ratings: Vec<f64> = row.iter().flatten().copied().collect();
            let spread = (settings.metric != Metric::Nominal)
                .then(|| spread(&ratings, scale))
                .flatten();
            Item {
                name,
                spread,
                ratings,
                at,
            }
        };
        let rows = ratings.items().iter().zip(at);
        Ok(Self {
            items: names.into_iter().zip(rows).map(item).collect(),
            coefficients: coefficients(&ratings, settings, draws),
            raters,
            ratings: given,
            absent: ratings.items().len() * raters - given,
            comparable: ratings.comparable(),
            draws,
        })
    }

    pub(super) fn named(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|it| it.name == name)
    }
}

fn coefficients(ratings: &Ratings, settings: &Settings, draws: usize) -> Vec<Coefficient> {
    let items = ratings
        .items()
        .iter()
        .filter(|it| it.iter().any(Option::is_some))
        .count();
    let first = alpha(ratings, settings.metric);
    let again = |it: &Ratings| alpha(it, settings.metric).ok();
    let drawn = first
        .ok()
        .and_then(|_| resampled(ratings, again, LEVEL, draws, settings.seed));
    let weights = settings.weights();
    let family = agreement(ratings, weights);
    let judged = |name, label, of: Result<Agreement, Undefined>| Coefficient {
        name,
        label,
        heading: "Allowing for chance",
        value: of.map(|it| it.value),
        interval: of.ok().and_then(|it| by_error(&it, items)),
    };
    let plain = |name, label, value| Coefficient {
        name,
        label,
        heading: "Allowing for chance",
        value,
        interval: None,
    };
    let gwet = if weights == Weights::Identity {
        "Gwet's AC1"
    } else {
        "Gwet's AC2"
    };
    let mut found = vec![
        Coefficient {
            interval: drawn.map(|it| (it.lower, it.upper)),
            ..plain("alpha", "Krippendorff's alpha", first)
        },
        judged("gwet", gwet, family.gwet),
        judged("fleiss", "Fleiss' kappa", family.fleiss),
        judged("conger", "Conger's kappa", family.conger),
    ];
    if ratings.raters() == 2 {
        found.push(plain("cohen", "Cohen's kappa", kappa(ratings, weights)));
    }
    found.push(Coefficient {
        heading: "Plain",
        ..plain("percent", "Share of pairs that agree", family_seen(ratings))
    });
    if matches!(settings.metric, Metric::Interval | Metric::Ratio) {
        found.extend(six(intraclass(ratings, LEVEL)));
    }
    found
}

/// The share of pairs of ratings of one item that are the same.
fn family_seen(ratings: &Ratings) -> Result<f64, Undefined> {
    let plain = agreement(ratings, Weights::Identity);
    match plain.gwet {
        Ok(it) => Ok(it.seen),
        Err(Undefined::AllTheSame) => Ok(1.0),
        Err(why) => Err(why),
    }
}

fn six(found: Result<Intraclasses, Undefined>) -> Vec<Coefficient> {
    type Pick = fn(&Intraclasses) -> Intraclass;
    let all: [(&'static str, &'static str, Pick); 6] = [
        ("icc-1-1", "ICC(1,1): raters of its own, one rating", |it| it.one_way.0),
        ("icc-2-1", "ICC(2,1): a sample of raters, one rating", |it| it.sampled.0),
        ("icc-3-1", "ICC(3,1): these raters, one rating", |it| it.fixed.0),
        ("icc-1-k", "ICC(1,k): raters of its own, their mean", |it| it.one_way.1),
        ("icc-2-k", "ICC(2,k): a sample of raters, their mean", |it| it.sampled.1),
        ("icc-3-k", "ICC(3,k): these raters, their mean", |it| it.fixed.1),
    ];
    all.into_iter()
        .map(|(name, label, pick)| Coefficient {
            name,
            label,
            heading: "Intraclass correlation",
            value: found.as_ref().map(|it| pick(it).value).map_err(|why| *why),
            interval: found
                .as_ref()
                .ok()
                .and_then(|it| pick(it).interval)
                .map(|it| (it.lower, it.upper)),
        })
        .collect()
}

/// Gwet's interval: so many errors by Student's t on items less one, and never above 1.
fn by_error(of: &Agreement, items: usize) -> Option<(f64, f64)> {
    let reach = student::half_width(LEVEL, items as f64 - 1.0)? * of.error?;
    Some((of.value - reach, (of.value + reach).min(1.0)))
}

type Table = (Vec<String>, Vec<Vec<Option<f64>>>, Vec<Option<u64>>);

/// Items by name, their ratings by rater, and the last entry each rests on.
fn table(readings: &Readings, question: &Question) -> Result<Table, Refusal> {
    if question.unit == cm_framework::Unit::Share {
        return Err(not_ratings());
    }
    let raters: BTreeSet<&str> = readings.series().iter().map(|it| it.group.as_str()).collect();
    let raters: Vec<&str> = raters.into_iter().collect();
    let (mut names, mut rows, mut at): Table = Default::default();
    for series in readings.series() {
        let [point] = series.points[..] else {
            return Err(several(&series.place, &series.group));
        };
        if names.last() != Some(&series.place) {
            names.push(series.place.clone());
            rows.push(vec![None; raters.len()]);
            at.push(None);
        }
        let place = raters.binary_search(&series.group.as_str()).unwrap_or_default();
        if let (Some(row), Some(at)) = (rows.last_mut(), at.last_mut()) {
            if let Some(cell) = row.get_mut(place) {
                *cell = point.reading.number();
            }
            *at = (*at).max(Some(point.at));
        }
    }
    Ok((names, rows, at))
}

fn not_ratings() -> Refusal {
    Refusal::new(
        "insight/not-ratings",
        "These readings are shares, not ratings that people gave.",
        "Bring a row for each thing and rater: what was rated as the place, who rated it as the group.",
    )
}

fn several(place: &str, rater: &str) -> Refusal {
    Refusal::new(
        "insight/several-readings",
        format!("`{rater}` rated `{place}` in several periods, and one rating is compared."),
        "Choose dates that hold one round of rating.",
    )
}

fn too_few(items: usize, raters: usize) -> Refusal {
    Refusal::new(
        "insight/too-few-ratings",
        format!(
            "{} rated by {} cannot be compared; it takes two of each.",
            count(items, "thing", "things"),
            count(raters, "rater", "raters")
        ),
        "Have more things rated, each by two people or more, with the rater as the group.",
    )
}

fn nothing_to_compare() -> Refusal {
    Refusal::new(
        "insight/nothing-to-compare",
        "Nothing was rated by two people, so there is no agreement to look at.",
        "Have some things rated by two people or more.",
    )
}

fn off_the_scale() -> Refusal {
    Refusal::new(
        "insight/off-the-scale",
        "A rating is none of those the scale is said to have.",
        "Correct the rating, or give every rating of the scale in `categories`.",
    )
}

fn below_nought() -> Refusal {
    Refusal::new(
        "insight/not-a-setting",
        "Ratings below nought have no ratio.",
        "Ask with metric=interval.",
    )
}

fn too_many(categories: usize) -> Refusal {
    Refusal::new(
        "insight/too-many-categories",
        format!("{categories} different ratings are more than {MOST_CATEGORIES}: these are measurements, not ratings."),
        "Round them to the steps that people can tell apart.",
    )
}
