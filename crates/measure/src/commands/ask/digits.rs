//! The numbers behind a table to every digit: the words of a table are for reading, these are for computing with.

use cm_insight::{Chart, FunnelPoint, Insight, IntervalRow, ProcessChart, RankRow, SummaryRow};

/// Columns of numbers, and for each row of a chart what it is called and its numbers.
type Digits = (Vec<&'static str>, Vec<(String, Vec<Option<f64>>)>);

/// The header and rows of an answer's table, with the numbers of its chart after them, named as in the JSON document.
/// A chart whose rows are not those of the table adds nothing.
pub fn columns(insight: &Insight) -> (Vec<String>, Vec<Vec<String>>) {
    let table = &insight.table;
    let (mut head, mut rows) = (table.columns.clone(), table.rows.clone());
    let Some((names, digits)) = of(&insight.chart) else {
        return (head, rows);
    };
    let same = |(row, (called, _)): (&Vec<String>, &(String, Vec<Option<f64>>))| row.first() == Some(called);
    if rows.len() != digits.len() || !rows.iter().zip(&digits).all(same) {
        return (head, rows);
    }
    head.extend(names.into_iter().map(str::to_owned));
    for (row, (_, numbers)) in rows.iter_mut().zip(digits) {
        row.extend(numbers.into_iter().map(written));
    }
    (head, rows)
}

/// The columns of numbers that follow a summary's table.
pub const SUMMARY: [&str; 4] = ["latest", "mean", "lower", "upper"];

/// The numbers behind one line of a summary.
fn of_line(row: &SummaryRow) -> [Option<f64>; 4] {
    let (lower, upper) = row.limits.unzip();
    [row.latest, row.mean, lower, upper]
}

/// One line of a summary's table with the numbers behind it.
pub fn line(cells: &[String], row: &SummaryRow) -> Vec<String> {
    let digits = of_line(row).map(written);
    [cells, &digits].concat()
}

fn written(number: Option<f64>) -> String {
    number.map_or_else(String::new, |it| (it + 0.0).to_string())
}

fn of(chart: &Chart) -> Option<Digits> {
    let ends = |pair: Option<(f64, f64)>| [pair.map(|it| it.0), pair.map(|it| it.1)];
    Some(match chart {
        Chart::Process(chart) => (vec!["value", "centre", "lower", "upper", "target"], process(chart)),
        Chart::Funnel(chart) => {
            let row = |it: &FunnelPoint| {
                let [inner, outer] = [it.inner, it.outer].map(ends);
                let first = [Some(it.numerator), Some(it.size), Some(it.value), Some(it.z)];
                (it.place.clone(), [&first[..], &inner, &outer].concat())
            };
            let names = vec![
                "numerator",
                "size",
                "value",
                "z",
                "inner lower",
                "inner upper",
                "outer lower",
                "outer upper",
            ];
            (names, chart.points.iter().map(row).collect())
        }
        Chart::Ranks(chart) => {
            let row = |it: &RankRow| {
                let whole = |rank: usize| Some(rank as f64);
                let numbers = [Some(it.value), Some(it.interval.0), Some(it.interval.1)];
                let ranks = [whole(it.best), whole(it.worst)];
                (it.place.clone(), [&numbers[..], &ranks].concat())
            };
            let names = vec!["value", "lower", "upper", "best", "worst"];
            (names, chart.rows.iter().map(row).collect())
        }
        Chart::Intervals(chart) => {
            let row = |it: &IntervalRow| (it.label.clone(), [&[it.value][..], &ends(it.interval)].concat());
            (vec!["value", "lower", "upper"], chart.rows.iter().map(row).collect())
        }
        Chart::Summary(chart) => {
            let row = |it: &SummaryRow| (it.place.clone(), of_line(it).to_vec());
            (SUMMARY.to_vec(), chart.rows.iter().map(row).collect())
        }
        Chart::Threshold(_) | Chart::Lines(_) => return None,
    })
}

fn process(chart: &ProcessChart) -> Vec<(String, Vec<Option<f64>>)> {
    let row = |(at, point): (usize, &cm_insight::ProcessPoint)| {
        let segment = chart.segments.iter().find(|it| (it.first..=it.last).contains(&at));
        let (lower, upper) = match segment {
            Some(it) if it.by_point.is_empty() => (it.lower, it.upper),
            Some(it) => it
                .by_point
                .get(at - it.first)
                .copied()
                .flatten()
                .map_or((None, None), |(lower, upper)| (Some(lower), Some(upper))),
            None => (None, None),
        };
        let step = chart.targets.iter().find(|it| (it.first..=it.last).contains(&at));
        let target = match chart.targets.is_empty() {
            true => chart.target,
            false => step.map(|it| it.target),
        };
        let centre = segment.map(|it| it.centre);
        (
            point.period.to_string(),
            vec![point.value, centre, lower, upper, target],
        )
    };
    chart.points.iter().enumerate().map(row).collect()
}
