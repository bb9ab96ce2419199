use cm_insight::{Chart, Insight, Weight};

use crate::charts::{self, Options, Width};

mod summary;

pub use summary::SummaryTable;

/// A chart with everything that stands around it; see `templates/figure.html`.
#[derive(Debug, Clone)]
pub struct FigureBlock {
    /// Prefix of the ids within the figure, unique on the page.
    pub id: String,
    /// Says the message.
    pub headline: String,
    /// What, unit, population, place and period.
    pub subtitle: String,
    /// Drawn for a narrow screen.
    pub narrow: String,
    /// Drawn for a wide one.
    pub wide: String,
    /// The chart in words.
    pub spoken: String,
    /// Findings: the word for their weight, the mark, the sentence.
    pub findings: Vec<(&'static str, &'static str, String)>,
    /// Further signals, folded away so that cautions stay in sight.
    pub more: Vec<(&'static str, &'static str, String)>,
    /// Method, version and what it rests on, in small print.
    pub stamp: Vec<String>,
    /// Head of the table.
    pub columns: Vec<String>,
    /// Cells, and the address of the evidence behind the row.
    pub rows: Vec<(Vec<String>, Option<String>)>,
    /// Where the data can be had as CSV; empty when it cannot.
    pub data_href: String,
    /// Where the picture can be had; empty when it cannot.
    pub picture_href: String,
    /// In place of a picture, a table of many series; absent for every other chart.
    pub summary: Option<SummaryTable>,
}

impl FigureBlock {
    /// The block of an insight, drawn for a phone and for a column of `wide`. `evidence` gives the address of an entry of the ledger; absent on public pages.
    #[must_use]
    pub fn of(insight: &Insight, id: &str, wide: Width, evidence: Option<&dyn Fn(u64) -> String>) -> Self {
        let point = evidence.map(|href| move |_: &str, at: u64| href(at));
        let draw = |width: Width, suffix: &str| {
            if matches!(insight.chart, Chart::Summary(_)) {
                return String::new();
            }
            let mut options = Options::new(width, &format!("{id}-{suffix}"));
            options.point_href = point.as_ref().map(|it| it as charts::PointHref<'_>);
            charts::svg(insight, &options)
        };
        let rows = insight
            .table
            .rows
            .iter()
            .zip(insight.table.at.iter().copied().chain(std::iter::repeat(None)));
        let (findings, more) = findings(insight);
        let rests = &insight.rests_on;
        let mut stamp = vec![
            format!("Method: {} {}", insight.method, insight.version),
            format!("Rests on {} readings", thousands(rests.rows as u64)),
            format!("As known at entry {}", rests.known_at),
        ];
        if rests.left_out > 0 {
            stamp.push(format!(
                "{} readings left out: gathered before this use was agreed",
                thousands(rests.left_out)
            ));
        }
        Self {
            id: id.to_owned(),
            headline: insight.headline.clone(),
            subtitle: insight.subtitle.clone(),
            narrow: draw(Width::Phone, "n"),
            wide: draw(wide, "w"),
            spoken: insight.spoken.clone(),
            findings,
            more,
            stamp,
            columns: insight.table.columns.clone(),
            rows: rows
                .map(|(cells, at)| (cells.clone(), at.zip(evidence).map(|(at, href)| href(at))))
                .collect(),
            data_href: String::new(),
            picture_href: String::new(),
            summary: summary::table(insight),
        }
    }
}

/// Signals shown beside a chart before the rest are folded away.
const SIGNALS_SHOWN: usize = 2;

type Shown = Vec<(&'static str, &'static str, String)>;

/// Findings to show at once, and further signals: everything that is not a signal is always shown.
fn findings(insight: &Insight) -> (Shown, Shown) {
    let mut signals = 0;
    let (mut shown, mut more) = (Vec::new(), Vec::new());
    for finding in &insight.findings {
        signals += usize::from(finding.weight == Weight::Signal);
        let folded = finding.weight == Weight::Signal && signals > SIGNALS_SHOWN;
        let into = if folded { &mut more } else { &mut shown };
        into.push(weight(finding.weight, &finding.sentence));
    }
    (shown, more)
}

fn weight(weight: Weight, sentence: &str) -> (&'static str, &'static str, String) {
    let (word, mark) = match weight {
        Weight::Signal => ("Signal", "attention"),
        Weight::Question => ("Question", "suspended"),
        Weight::Steady => ("Steady", "granted"),
        Weight::Caution => ("Caution", "not-agreed"),
    };
    (word, mark, sentence.to_owned())
}

/// A whole number with commas between thousands.
#[must_use]
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
