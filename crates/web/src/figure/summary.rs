use cm_insight::{AssuranceMark, Chart, Insight, SummaryChart, SummaryRow};

use crate::charts;

/// One series of many in a table.
#[derive(Debug, Clone)]
pub struct SummaryLine {
    /// The place by its code, and its group where groups are apart.
    pub place: String,
    /// Where its own chart is; empty where there is none.
    pub href: String,
    /// A small picture of its last readings.
    pub spark: String,
    /// The latest reading in words.
    pub latest: String,
    /// Its limits in words.
    pub limits: String,
    /// The shape of its mark.
    pub mark: String,
    /// The word of its mark.
    pub variation: &'static str,
    /// The rule that fired, or why nothing can be said.
    pub rule: String,
    /// What the limits say of the target, in words; empty when there is no target.
    pub assurance: &'static str,
    /// Keys to put lines in order by: of the variation and of the target.
    order: (cm_insight::Variation, AssuranceMark),
}

/// An order the lines may stand in. None of them is by value: that would be a ranking.
#[derive(Debug, Clone)]
pub struct SummarySort {
    /// As a link says it.
    pub label: &'static str,
    /// Name in addresses.
    pub name: &'static str,
    /// Where it leads; filled in by the page.
    pub href: String,
    /// Whether the lines stand so.
    pub current: bool,
}

/// Many series in a table.
#[derive(Debug, Clone)]
pub struct SummaryTable {
    /// What a place is, with a capital.
    pub places_are: String,
    /// A line each.
    pub lines: Vec<SummaryLine>,
    /// The orders they may stand in.
    pub sorts: Vec<SummarySort>,
    /// Whether there is a target to say something about.
    pub has_target: bool,
}

impl SummaryTable {
    /// Measures, a line each, with how a number of each is said and where its page is.
    pub fn of_measures<W: Fn(f64) -> String>(rows: &[(SummaryRow, W, String)]) -> Self {
        let line = |(row, words, href): &(SummaryRow, W, String)| SummaryLine {
            place: row.place.clone(),
            href: href.clone(),
            spark: charts::spark_of(row),
            latest: row.latest.map_or_else(|| "none".to_owned(), words),
            limits: row
                .limits
                .map_or_else(String::new, |(low, high)| format!("{} to {}", words(low), words(high))),
            mark: charts::mark_of(row),
            variation: row.variation.word(),
            rule: if row.why_not.is_empty() {
                row.rule.clone()
            } else {
                row.why_not.clone()
            },
            assurance: if row.assurance == AssuranceMark::NotKnown {
                "no target"
            } else {
                row.assurance.word()
            },
            order: (row.variation, row.assurance),
        };
        Self {
            places_are: "Measure".to_owned(),
            lines: rows.iter().map(line).collect(),
            sorts: sorts(true),
            has_target: true,
        }
    }

    /// Puts the lines in an order by its name; by name of the place when there is no such order.
    pub fn sort(&mut self, by: &str) {
        match by {
            "variation" => self.lines.sort_by_key(|it| it.order.0),
            "target" => self.lines.sort_by_key(|it| it.order.1),
            _ => {}
        }
        let known = self.sorts.iter().any(|it| it.name == by);
        for it in &mut self.sorts {
            it.current = if known { it.name == by } else { it.name == "place" };
        }
    }
}

/// The table of a summary; nothing for any other chart.
pub(super) fn table(insight: &Insight) -> Option<SummaryTable> {
    let Chart::Summary(chart) = &insight.chart else {
        return None;
    };
    let column = |head: &str| insight.table.columns.iter().position(|it| it.starts_with(head));
    let at = ["Latest (", "Lower limit", "Upper limit"].map(column);
    let lines = chart.rows.iter().zip(&insight.table.rows);
    let has_target = chart.target.is_some();
    Some(SummaryTable {
        places_are: crate::rooms::measure::capital_of(&chart.places_are),
        lines: lines.map(|(row, cells)| line(chart, row, cells, at)).collect(),
        sorts: sorts(has_target),
        has_target,
    })
}

/// The orders lines may stand in.
fn sorts(has_target: bool) -> Vec<SummarySort> {
    let mut sorts = vec![("By name", "place"), ("Signals first", "variation")];
    sorts.extend(has_target.then_some(("Expected to miss first", "target")));
    let sort = |(label, name): (&'static str, &'static str)| SummarySort {
        label,
        name,
        href: String::new(),
        current: name == "place",
    };
    sorts.into_iter().map(sort).collect()
}

fn line(chart: &SummaryChart, row: &SummaryRow, cells: &[String], at: [Option<usize>; 3]) -> SummaryLine {
    let [latest, lower, upper] = at.map(|at| at.and_then(|at| cells.get(at)).cloned().unwrap_or_default());
    let limits = if lower.is_empty() {
        String::new()
    } else {
        format!("{lower} to {upper}")
    };
    let groups = chart.rows.iter().any(|it| it.group != "all");
    SummaryLine {
        place: if groups {
            format!("{}, {}", row.place, row.group)
        } else {
            row.place.clone()
        },
        href: String::new(),
        spark: charts::spark_of(row),
        latest: if latest.is_empty() { "none".to_owned() } else { latest },
        limits,
        mark: charts::mark_of(row),
        variation: row.variation.word(),
        rule: if row.why_not.is_empty() {
            row.rule.clone()
        } else {
            row.why_not.clone()
        },
        assurance: if chart.target.is_some() {
            row.assurance.word()
        } else {
            ""
        },
        order: (row.variation, row.assurance),
    }
}
