use super::{Asked, Row};
use crate::counted::{TOLD, left_out};
use crate::question::{not_minus_nought, thousands};
use crate::words::{capital, count, fitting, level};
use crate::{Figure, Finding, Table, Weight};

/// With fewer readings an interval rests on their being spread evenly about the mean.
const FEW: usize = 10;

/// As many decimals as give the largest mean three digits.
pub(super) fn decimals(rows: &[Row]) -> usize {
    let mut size = rows.iter().map(|it| it.found.value.abs()).fold(0.0, f64::max);
    let mut decimals = 0;
    while size > 0.0 && size < 100.0 && decimals < 15 {
        size *= 10.0;
        decimals += 1;
    }
    decimals
}

impl Asked<'_> {
    fn bare(&self, value: f64) -> String {
        match self.decimals {
            0 => thousands(value.round()),
            decimals => not_minus_nought(format!("{value:.decimals$}")),
        }
    }

    fn words(&self, value: f64) -> String {
        format!("{} {}", self.bare(value), self.question.unit_name())
    }

    fn between(&self, row: &Row) -> String {
        let it = row.found.interval;
        format!("{} to {}", self.bare(it.lower), self.bare(it.upper))
    }

    fn things(&self, number: usize) -> String {
        match self.by_group {
            true => count(number, "population group", "population groups"),
            false => count(number, "place", "places"),
        }
    }

    fn apart(&self) -> Vec<&Row> {
        self.rows.iter().filter(|it| self.signal(it).is_some()).collect()
    }
}

pub(super) fn headline(asked: &Asked<'_>) -> String {
    if let [one] = asked.rows.as_slice() {
        return fitting(&[
            format!(
                "On average {}, give or take chance {}",
                asked.words(one.found.value),
                asked.between(one)
            ),
            format!("On average {}", asked.words(one.found.value)),
            format!("On average {}", asked.bare(one.found.value)),
        ]);
    }
    let all = asked.things(asked.rows.len());
    match asked.apart().len() {
        0 if asked.by_group => "No population group's mean stands apart from all together".to_owned(),
        0 => "No place's mean stands apart from all together".to_owned(),
        1 => format!("1 of {all} stands apart from all together"),
        some => format!("{some} of {all} stand apart from all together"),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if asked.rows.len() > 1 {
        found.extend(compared(asked));
    } else {
        let said = |it| Finding::new(Weight::Steady, "", said(asked, it));
        found.extend(asked.rows.iter().map(said));
    }
    let alike = asked.rows.iter().filter(|it| it.alike).count();
    if alike > 0 {
        let sentence = format!(
            "The readings of {} are all alike: what chance could do to such a mean cannot be told from them.",
            asked.things(alike)
        );
        found.push(Finding::new(Weight::Caution, "all-alike", sentence));
    }
    let few = asked.rows.iter().filter(|it| it.found.n < FEW).count();
    if few > 0 {
        let (rest, them) = if few == 1 { ("rests", "it") } else { ("rest", "them") };
        let sentence = format!(
            "{} {rest} on fewer than {FEW} readings; take {them} as rough, more so where some readings are far larger \
             than others.",
            count(few, "mean", "means")
        );
        found.push(Finding::new(Weight::Caution, "few-readings", sentence));
    }
    found.extend(match asked.by_group {
        true => left_out(&asked.without, "population group is", "population groups are"),
        false => left_out(&asked.without, "place is", "places are"),
    });
    let sentence = "Intervals take each reading as independent of the others; readings of one person, or of months that \
                    follow each other, are less sure than that.";
    found.push(Finding::new(Weight::Caution, "independent", sentence.to_owned()));
    found
}

fn compared(asked: &Asked<'_>) -> Vec<Finding> {
    let mut apart = asked.apart();
    let all = asked.things(asked.rows.len());
    let (weight, rule) = match apart.len() {
        0 => (Weight::Steady, ""),
        _ => (Weight::Signal, "apart"),
    };
    let sentence = format!(
        "The {} interval of {} of {all} leaves out {}, the mean of all together.",
        level(asked.level),
        apart.len(),
        asked.words(asked.all.value)
    );
    let mut found = vec![Finding::new(weight, rule, sentence)];
    let far = |it: &Row| (it.found.value - asked.all.value).abs();
    apart.sort_by(|a, b| far(b).total_cmp(&far(a)).then(a.label.cmp(&b.label)));
    let told = apart.iter().take(TOLD);
    found.extend(told.map(|it| Finding::new(Weight::Signal, "apart", said(asked, it))));
    let by_luck = (1.0 - asked.level) * asked.rows.len() as f64;
    let about = match by_luck {
        few if few < 0.1 => "fewer than 0.1".to_owned(),
        some => format!("about {some:.1}"),
    };
    let looks = format!("With {all} looked at, {about} would stand apart by luck alone.");
    found.push(Finding::new(Weight::Caution, "many-looks", looks));
    found
}

fn said(asked: &Asked<'_>, row: &Row) -> String {
    format!(
        "“{}”: on average {} ({} interval {}), of {}.",
        row.label,
        asked.words(row.found.value),
        level(asked.level),
        asked.between(row),
        count(row.found.n, "reading", "readings")
    )
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let figure = |row: &Row| Figure {
        name: row.label.clone(),
        statement: said(asked, row),
        value: Some(row.found.value),
        lower: Some(row.found.interval.lower),
        upper: Some(row.found.interval.upper),
        unit: asked.question.unit_name(),
        n: Some(row.found.n as f64),
    };
    asked.rows.iter().map(figure).collect()
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let values = || asked.rows.iter().map(|it| it.found.value);
    format!(
        "The mean of {} with {} intervals, from {} to {}; {} for all together.",
        asked.things(asked.rows.len()),
        level(asked.level),
        asked.words(values().fold(f64::INFINITY, f64::min)),
        asked.words(values().fold(f64::NEG_INFINITY, f64::max)),
        asked.words(asked.all.value)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let name = if asked.by_group {
        "population group"
    } else {
        asked.question.places_are.as_str()
    };
    let row = |it: &Row| {
        let side = match (asked.signal(it).is_some(), it.found.value > asked.all.value) {
            (false, _) => "no",
            (true, true) => "above",
            (true, false) => "below",
        };
        vec![
            it.label.clone(),
            thousands(it.found.n as f64),
            asked.words(it.found.value),
            asked.bare(it.found.deviation),
            asked.between(it),
            side.to_owned(),
        ]
    };
    Table {
        columns: vec![
            capital(name),
            "Readings".to_owned(),
            "Mean".to_owned(),
            "Standard deviation".to_owned(),
            format!("{} interval", level(asked.level)),
            "Stands apart from all together".to_owned(),
        ],
        rows: asked.rows.iter().map(row).collect(),
        at: asked.rows.iter().map(|it| Some(it.at)).collect(),
    }
}
