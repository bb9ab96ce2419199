use cm_numeric::raters::{Metric, Undefined};

use super::Asked;
use super::look::{Coefficient, Item};
use crate::question::not_minus_nought;
use crate::words::{count, listed};
use crate::{Figure, Finding, Table, Weight};

/// Above this a measure of agreement is good enough to draw conclusions; above the second, tentative ones.
const ENOUGH: (f64, f64) = (0.8, 0.667);
/// Agreement on one thing at or below this is none.
const APART: f64 = 0.2;

/// Why a measure is undefined, in words.
pub(super) fn why(it: Undefined) -> &'static str {
    match it {
        Undefined::NothingToCompare => "nothing was rated by two people",
        Undefined::AllTheSame => "everybody gave the same rating, so nothing shows what chance would do",
        Undefined::NotTwoRaters => "it is made for two raters",
        Undefined::Holes => "not everybody rated everything",
        Undefined::TooFew => "there is too little to go by",
    }
}

fn said(value: f64) -> String {
    not_minus_nought(format!("{value:.2}"))
}

pub(super) fn headline(asked: &Asked) -> String {
    let Some(alpha) = asked.looked.named("alpha") else {
        return String::new();
    };
    match (alpha.value, alpha.interval) {
        (Err(Undefined::AllTheSame), _) => "Everybody gave the same rating; agreement is undefined".to_owned(),
        (Err(_), _) => "Agreement among raters is undefined".to_owned(),
        (Ok(_), Some((lower, _))) if lower >= ENOUGH.0 => "Raters agree well".to_owned(),
        (Ok(_), Some((_, upper))) if upper < ENOUGH.1 => "Raters do not agree enough to draw conclusions".to_owned(),
        (Ok(value), _) if value >= ENOUGH.0 => "Raters seem to agree, on few ratings".to_owned(),
        (Ok(_), _) => "Too little to tell whether raters agree enough".to_owned(),
    }
}

pub(super) fn findings(asked: &Asked) -> Vec<Finding> {
    let mut found = vec![main(asked)];
    found.push(beside(asked));
    found.extend(paradox(asked));
    found.extend(apart(asked));
    found.extend(absent(asked));
    let draws = format!(
        "The interval of alpha comes from {} draws of as many things as were rated; the others from errors over things.",
        crate::question::thousands(asked.looked.draws as f64)
    );
    found.push(Finding::new(Weight::Caution, "draws", draws));
    let right = "Agreement is not being right: people who share a view share its mistakes, and a disagreement may be the \
                 finding.";
    found.push(Finding::new(Weight::Caution, "not-right", right));
    found
}

fn main(asked: &Asked) -> Finding {
    let looked = &asked.looked;
    let who = format!(
        "{} by {}",
        count(looked.items.len(), "thing was rated", "things were rated"),
        count(looked.raters, "person", "people")
    );
    let sentence = match looked.named("alpha") {
        Some(Coefficient {
            value: Ok(value),
            interval,
            ..
        }) => format!(
            "{who}: Krippendorff's alpha is {}{}; 1 is full agreement, 0 as by chance, and 0.80 is commonly asked for \
             before conclusions are drawn.",
            said(*value),
            interval.map_or_else(String::new, |(lower, upper)| {
                format!(" (95% interval {} to {})", said(lower), said(upper))
            })
        ),
        Some(Coefficient { value: Err(it), .. }) => format!("{who}: agreement is undefined, because {}.", why(*it)),
        None => who,
    };
    Finding::new(Weight::Steady, "", sentence)
}

fn beside(asked: &Asked) -> Finding {
    let others = asked
        .looked
        .coefficients
        .iter()
        .filter(|it| it.name != "alpha" && !it.name.starts_with("icc"));
    let parts: Vec<String> = others
        .map(|it| match it.value {
            Ok(value) => format!("{} {}", it.label, said(value)),
            Err(_) => format!("{} undefined", it.label),
        })
        .collect();
    Finding::new(Weight::Steady, "", format!("Beside it: {}.", listed(&parts)))
}

/// Where nearly everybody says the same, kappas are low although people agree.
fn paradox(asked: &Asked) -> Option<Finding> {
    let value = |name: &str| asked.looked.named(name).and_then(|it| it.value.ok());
    let (seen, gwet, fleiss) = (value("percent")?, value("gwet")?, value("fleiss")?);
    (seen >= 0.8 && gwet - fleiss >= 0.3).then(|| {
        let sentence = "Nearly all ratings are the same one, and then kappa and alpha are low although people agree; \
                        Gwet's measure is made for this.";
        Finding::new(Weight::Caution, "prevalence", sentence)
    })
}

fn apart(asked: &Asked) -> Option<Finding> {
    let low = |it: &&Item| it.ratings.len() > 1 && it.spread.is_some_and(|it| it.agreement <= APART);
    let names: Vec<String> = asked
        .looked
        .items
        .iter()
        .filter(low)
        .map(|it| it.name.clone())
        .take(5)
        .collect();
    let all = asked.looked.items.iter().filter(low).count();
    (all > 0).then(|| {
        let sentence = format!(
            "Ratings lie far apart on {}{}: do people see different things there, or read the scale differently?",
            listed(&names),
            if all > names.len() {
                format!(" and {} more", all - names.len())
            } else {
                String::new()
            }
        );
        Finding::new(Weight::Question, "far-apart", sentence)
    })
}

fn absent(asked: &Asked) -> Option<Finding> {
    let (absent, items) = (asked.looked.absent, asked.looked.items.len());
    (absent > 0).then(|| {
        let sentence = format!(
            "{} not given and left out; {} of {} were rated by two people or more.",
            count(absent, "rating was", "ratings were"),
            asked.looked.comparable,
            count(items, "thing", "things")
        );
        Finding::new(Weight::Caution, "absent", sentence)
    })
}

pub(super) fn figures(asked: &Asked) -> Vec<Figure> {
    let figure = |it: &Coefficient| Figure {
        name: it.name.to_owned(),
        statement: match (it.value, it.interval) {
            (Ok(value), Some((lower, upper))) => {
                format!(
                    "{}: {} (95% interval {} to {}).",
                    it.label,
                    said(value),
                    said(lower),
                    said(upper)
                )
            }
            (Ok(value), None) => format!("{}: {}.", it.label, said(value)),
            (Err(reason), _) => format!("{}: undefined, because {}.", it.label, why(reason)),
        },
        value: it.value.ok(),
        lower: it.interval.map(|it| it.0),
        upper: it.interval.map(|it| it.1),
        unit: "agreement".to_owned(),
        n: Some(asked.looked.ratings as f64),
    };
    asked.looked.coefficients.iter().map(figure).collect()
}

pub(super) fn spoken(asked: &Asked) -> String {
    format!(
        "Measures of how far {} agree on {}, each with its 95% interval where it has one, from 0 as by chance to 1. {}",
        count(asked.looked.raters, "person", "people"),
        count(asked.looked.items.len(), "thing", "things"),
        main(asked).sentence
    )
}

pub(super) fn table(asked: &Asked) -> Table {
    let columns = match asked.settings.metric {
        Metric::Nominal => [
            "What was rated",
            "Ratings",
            "Given",
            "Middle",
            "Agreement A",
            "Consensus",
            "r_wg",
        ],
        _ => [
            "What was rated",
            "Ratings",
            "From and to",
            "Middle",
            "Agreement A",
            "Consensus",
            "r_wg",
        ],
    };
    let none = || "none".to_owned();
    let row = |it: &Item| {
        let of = |value: Option<f64>| value.map_or_else(none, said);
        let spread = it.spread.as_ref();
        let range = match (spread, it.ratings.as_slice()) {
            (_, []) => none(),
            (Some(spread), _) => format!("{} to {}", spread.range.0, spread.range.1),
            (None, ratings) => listed(&ratings.iter().map(f64::to_string).collect::<Vec<_>>()),
        };
        vec![
            it.name.clone(),
            it.ratings.len().to_string(),
            range,
            of(spread.map(|it| it.median)),
            of(spread.map(|it| it.agreement)),
            of(spread.map(|it| it.consensus)),
            of(spread.and_then(|it| it.within)),
        ]
    };
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: asked.looked.items.iter().map(row).collect(),
        at: asked.looked.items.iter().map(|it| it.at).collect(),
    }
}
