use std::io::{BufWriter, Write};

use cm_evidence::EvidenceSet;
use cm_exchange::standards::csv;
use cm_insight::{Insight, Question, SummaryInParts, SummaryJudge, SummaryPart, SummaryRow, Table};
use serde_json::{Value, json};

use super::super::answer::document;
use super::super::spool::Spool;
use super::super::table::MOST_ROWS;
use super::super::{about, digits, read};
use super::{Long, Source};
use crate::ending::{Ending, Said};
use crate::progress::Progress;

/// What stands for the lines in a document until they are written into it: no text of a person's can be this key and
/// value, since quotation marks inside a text are escaped.
const CHART: &str = "\u{1}chart";
const AT: &str = "\u{1}at";
const TABLE: &str = "\u{1}table";
/// How far the lines of a document stand from its edge.
const INDENT: usize = 12;

/// Judged lines, written out as they are wanted.
struct Lines {
    part: SummaryPart,
    cells: Vec<Vec<String>>,
    csv: String,
    chart: String,
    table: String,
}

/// What is kept of all lines.
struct Kept {
    number: usize,
    first: Vec<Vec<String>>,
    csv: Option<Spool>,
    // Lines of the chart and of the table, for a document.
    json: Option<(Spool, Spool)>,
}

impl Long<'_> {
    /// A summary of every place.
    pub(super) fn summary(&self, source: &mut Source, progress: &mut Progress) -> Result<Option<Said>, Ending> {
        let (args, in_document) = (self.answering.args, self.answering.place.json);
        let question = Question {
            about: about(args),
            ..self.question.clone()
        };
        let mut parts = SummaryInParts::new(&EvidenceSet::own_file(&read::none()), &question)?;
        let judge = parts.judge();
        let mut kept = Kept::new(args.csv.is_some(), in_document);
        if let Some(csv) = &mut kept.csv {
            let digits = digits::SUMMARY.map(str::to_owned);
            csv.add(&csv::line(&[&judge.columns()[..], &digits].concat()))?;
        }
        let has_csv = args.csv.is_some();
        let work = |set| Ok(Lines::of(judge.lines(set)?, &judge, has_csv, in_document));
        let done = self.flow(source, progress, &work, &mut |lines: Lines| {
            parts.take(&lines.part)?;
            kept.take(lines)
        })?;
        if !done {
            return Ok(None);
        }
        let insight = parts.end()?;
        if let Some(said) = self.answering.write_csv(kept.csv.take())? {
            return Ok(Some(said));
        }
        if let Some(lines) = kept.json.take() {
            let (document, number) = (document(self.read_as, &question.about, &insight), kept.number);
            let pour = move |out: &mut dyn Write| {
                let mut out = BufWriter::new(out);
                write_document(document, number, lines, &mut out)?;
                out.flush()
            };
            return Ok(Some(Said::poured(Box::new(pour))));
        }
        Ok(Some(self.in_words(&insight, kept)))
    }

    fn in_words(&self, insight: &Insight, kept: Kept) -> Said {
        let table = Table {
            columns: insight.table.columns.clone(),
            rows: kept.first,
            at: Vec::new(),
        };
        let text = self.answering.one_in_words(self.read_as, insight, &table, kept.number);
        Said::new(text, json!({}))
    }
}

impl Lines {
    fn of(part: SummaryPart, judge: &SummaryJudge<'_>, has_csv: bool, in_document: bool) -> Self {
        let mut lines = Self {
            cells: part.rows.iter().map(|row| judge.cells(row)).collect(),
            csv: String::new(),
            chart: String::new(),
            table: String::new(),
            part,
        };
        if has_csv {
            let both = lines.cells.iter().zip(&lines.part.rows);
            lines.csv = both.map(|(cells, row)| csv::line(&digits::line(cells, row))).collect();
        }
        if in_document {
            lines.chart = lines
                .part
                .rows
                .iter()
                .map(|row: &SummaryRow| item(&json!(row)))
                .collect();
            lines.table = lines.cells.iter().map(|cells| item(&json!(cells))).collect();
        }
        lines
    }
}

/// One of a list in a document, with the comma before it.
fn item(value: &Value) -> String {
    let edge = " ".repeat(INDENT);
    format!(",\n{edge}{}", format!("{value:#}").replace('\n', &format!("\n{edge}")))
}

impl Kept {
    fn new(has_csv: bool, in_document: bool) -> Self {
        Self {
            number: 0,
            first: Vec::new(),
            csv: has_csv.then(Spool::new),
            json: in_document.then(|| (Spool::new(), Spool::new())),
        }
    }

    fn take(&mut self, lines: Lines) -> Result<(), Ending> {
        // No comma stands before the first of a list.
        let from = usize::from(self.number == 0);
        self.number += lines.cells.len();
        if let Some(csv) = &mut self.csv {
            csv.add(&lines.csv)?;
        }
        if let Some((chart, table)) = &mut self.json {
            chart.add(lines.chart.get(from..).unwrap_or_default())?;
            table.add(lines.table.get(from..).unwrap_or_default())?;
        }
        let left = MOST_ROWS - self.first.len();
        self.first.extend(lines.cells.into_iter().take(left));
        Ok(())
    }
}

/// Writes the document with its lines in their places.
fn write_document(
    mut document: Value,
    number: usize,
    (chart, table): (Spool, Spool),
    out: &mut dyn Write,
) -> std::io::Result<()> {
    for (place, stands) in [("chart/rows", CHART), ("table/at", AT), ("table/rows", TABLE)] {
        if let Some(lines) = document.pointer_mut(&format!("/found/0/insight/{place}")) {
            *lines = json!(stands);
        }
    }
    let text = format!("{document:#}\n");
    let mut rest = text.as_str();
    let mut up_to = |key: &str, stands: &str, out: &mut dyn Write| -> std::io::Result<()> {
        let (before, after) = rest
            .split_once(&format!("\"{key}\": {}", json!(stands)))
            .ok_or_else(|| std::io::Error::other("the document has no place for its lines"))?;
        rest = after;
        write!(out, "{before}\"{key}\": [")
    };
    let close = format!("\n{}]", " ".repeat(INDENT - 2));
    up_to("rows", CHART, out)?;
    chart.pour(out)?;
    out.write_all(close.as_bytes())?;
    up_to("at", AT, out)?;
    // A row of a person's own file came with no entry.
    let null = item(&Value::Null);
    for at in 0..number {
        out.write_all(null.get(usize::from(at == 0)..).unwrap_or_default().as_bytes())?;
    }
    out.write_all(close.as_bytes())?;
    up_to("rows", TABLE, out)?;
    table.pour(out)?;
    write!(out, "{close}{rest}")
}
