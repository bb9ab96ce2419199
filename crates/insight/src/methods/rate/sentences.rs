use super::{Asked, Row};
use crate::counted::{TOLD, left_out};
use crate::question::thousands;
use crate::words::{capital, count, fitting, level};
use crate::{Figure, Finding, Table, Weight};

/// With fewer cases counted, or fewer not counted, an interval is mostly a guess about the next few.
const FEW: f64 = 10.0;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    match asked.rows.as_slice() {
        [one] => fitting(&[
            format!(
                "{}, give or take chance {}",
                asked.scale.words(one.value),
                asked.scale.between(one.interval)
            ),
            asked.scale.words(one.value),
        ]),
        rows => match apart(asked).len() {
            0 => format!("No {} stands apart from all together", thing(asked)),
            1 => format!("1 of {} stands apart from all together", things(asked, rows.len())),
            some => format!("{some} of {} stand apart from all together", things(asked, rows.len())),
        },
    }
}

fn thing(asked: &Asked<'_>) -> &'static str {
    if asked.by_group { "population group" } else { "place" }
}

fn things(asked: &Asked<'_>, number: usize) -> String {
    let several = if asked.by_group { "population groups" } else { "places" };
    count(number, thing(asked), several)
}

fn apart<'a>(asked: &'a Asked<'_>) -> Vec<&'a Row> {
    asked.rows.iter().filter(|it| asked.signal(it).is_some()).collect()
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if asked.rows.len() > 1 {
        found.push(compared(asked));
        found.extend(told(asked));
        let by_luck = (1.0 - asked.level) * asked.rows.len() as f64;
        let looks = format!(
            "With {} looked at, about {} would stand apart by luck alone.",
            things(asked, asked.rows.len()),
            if by_luck < 0.1 {
                "0".to_owned()
            } else {
                format!("{by_luck:.1}")
            }
        );
        found.push(Finding::new(Weight::Caution, "many-looks", looks));
    } else {
        found.extend(
            asked
                .rows
                .iter()
                .map(|it| Finding::new(Weight::Steady, "", said(asked, it))),
        );
    }
    let few = |it: &&Row| it.count < FEW;
    let few = asked.rows.iter().filter(few).count();
    if few > 0 {
        let sentence = format!(
            "{} on fewer than {FEW:.0} cases counted; take {} as rough.",
            if few == 1 {
                "1 figure rests".to_owned()
            } else {
                format!("{few} figures rest")
            },
            if few == 1 { "it" } else { "them" }
        );
        found.push(Finding::new(Weight::Caution, "few-cases", sentence));
    }
    found.extend(left_out(
        &asked.without,
        if asked.by_group {
            "population group is"
        } else {
            "place is"
        },
        if asked.by_group {
            "population groups are"
        } else {
            "places are"
        },
    ));
    let sentence = "The intervals hold what chance could do; they know nothing of who was left out of the count.";
    found.push(Finding::new(Weight::Caution, "chance-only", sentence));
    found
}

fn compared(asked: &Asked<'_>) -> Finding {
    let apart = apart(asked).len();
    let weight = if apart == 0 { Weight::Steady } else { Weight::Signal };
    let sentence = format!(
        "The {} interval of {apart} of {} leaves out {}, the figure for all together.",
        level(asked.level),
        things(asked, asked.rows.len()),
        asked.scale.words(asked.all)
    );
    Finding::new(weight, if apart == 0 { "" } else { "apart" }, sentence)
}

fn told(asked: &Asked<'_>) -> Vec<Finding> {
    let mut apart = apart(asked);
    let far = |it: &Row| (it.value - asked.all).abs();
    apart.sort_by(|a, b| far(b).total_cmp(&far(a)).then(a.label.cmp(&b.label)));
    let told = apart.iter().take(TOLD);
    told.map(|it| Finding::new(Weight::Signal, "apart", said(asked, it)))
        .collect()
}

fn said(asked: &Asked<'_>, row: &Row) -> String {
    format!(
        "“{}”: {} ({} interval {}), {} of {}.",
        row.label,
        asked.scale.words(row.value),
        level(asked.level),
        asked.scale.between(row.interval),
        thousands(row.count),
        thousands(row.total)
    )
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let figure = |row: &Row| {
        let (lower, upper) = asked.scale.ends(row.interval);
        Figure {
            name: row.label.clone(),
            statement: said(asked, row),
            value: Some(asked.scale.drawn(row.value)),
            lower: Some(lower),
            upper: Some(upper),
            unit: asked.scale.unit(),
            n: Some(row.total),
        }
    };
    asked.rows.iter().map(figure).collect()
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let values = || asked.rows.iter().map(|it| it.value);
    format!(
        "{} with {} intervals, from {} to {}; {} for all together.",
        capital(&things(asked, asked.rows.len())),
        level(asked.level),
        asked.scale.words(values().fold(f64::INFINITY, f64::min)),
        asked.scale.words(values().fold(f64::NEG_INFINITY, f64::max)),
        asked.scale.words(asked.all)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let size = asked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let name = if asked.by_group {
        "population group"
    } else {
        asked.question.places_are.as_str()
    };
    let row = |it: &Row| {
        vec![
            it.label.clone(),
            thousands(it.count),
            thousands(it.total),
            asked.scale.words(it.value),
            asked.scale.between(it.interval),
            match (asked.signal(it).is_some(), it.value > asked.all) {
                (false, _) => "no".to_owned(),
                (true, true) => "above".to_owned(),
                (true, false) => "below".to_owned(),
            },
        ]
    };
    Table {
        columns: vec![
            capital(name),
            "Count".to_owned(),
            format!("Out of ({size})"),
            "Figure".to_owned(),
            format!("{} interval", level(asked.level)),
            "Stands apart from all together".to_owned(),
        ],
        rows: asked.rows.iter().map(row).collect(),
        at: asked.rows.iter().map(|it| Some(it.at)).collect(),
    }
}
