use std::fmt::Write;

use cm_evidence::EvidenceSet;
use cm_insight::{Insight, Table};
use cm_kernel::{Id, Refusal};
use serde_json::{Value, json};

use super::each::Asking;
use super::spool::Spool;
use super::table::{table_as_csv, table_in_words};
use super::tell::Telling;
use crate::args::{AskArgs, PlaceArgs};
use crate::ending::{Ending, Said};
use crate::files;
use crate::progress::Progress;

/// How an answer is to be given.
#[derive(Clone, Copy)]
pub struct Answering<'a> {
    pub place: &'a PlaceArgs,
    pub args: &'a AskArgs,
    /// Whether the table goes to standard output.
    pub csv_out: bool,
}

impl Answering<'_> {
    /// Asks once.
    pub fn one(
        &self,
        asking: &Asking<'_>,
        read_as: &str,
        (about, evidence): (String, EvidenceSet),
        progress: &mut Progress,
    ) -> Result<Said, Ending> {
        progress.tell("Asking", None);
        let answer = asking.ask(about, &evidence);
        progress.done();
        let insight = answer.found?;
        if let (Some(folder), Some(picture)) = (&self.args.svg, &answer.picture) {
            let name = format!("{}-{}.svg", insight.method, Id::slug(&answer.place));
            files::write(&folder.join(name), picture.as_bytes())?;
        }
        let table = self.args.csv.is_some().then(|| table_as_csv(&insight));
        if let Some(said) = self.write_csv(table.transpose()?)? {
            return Ok(said);
        }
        let text = self.one_in_words(read_as, &insight, &insight.table, insight.table.rows.len());
        Ok(Said::new(text, document(read_as, &answer.place, &insight)))
    }

    /// One answer for a person, with a table that may hold only the first of `all` rows.
    pub fn one_in_words(&self, read_as: &str, insight: &Insight, table: &Table, all: usize) -> String {
        let mut text = format!("Read: {read_as}\n\n{}\n", insight.as_text());
        text.push_str(&table_in_words(table, all));
        self.name_files(&mut text);
        text
    }

    /// Asks about each of several.
    pub fn many(
        &self,
        asking: &Asking<'_>,
        read_as: &str,
        sets: Vec<(String, EvidenceSet)>,
        progress: &mut Progress,
    ) -> Result<Said, Ending> {
        let mut telling = self.begin(asking, read_as)?;
        let total = sets.len() as u64;
        asking.ask_each(sets, self.place.json, &mut |told| {
            progress.tell("Asking", Some((telling.asked() as u64 + 1, total)));
            telling.take(told, self.args.svg.as_deref())
        })?;
        progress.done();
        self.end(telling, read_as)
    }

    /// The beginning of an answer about several.
    pub fn begin(&self, asking: &Asking<'_>, read_as: &str) -> Result<Telling, Ending> {
        let document = self.place.json.then(|| (asking.method.name(), read_as));
        Telling::begin(document, self.args.csv.is_some())
    }

    /// The end of an answer about several.
    pub fn end(&self, mut telling: Telling, read_as: &str) -> Result<Said, Ending> {
        let document = telling.document()?;
        if let Some(first) = telling.refused() {
            let reason = format!(
                "None of the {} series could be asked about. The first: {}",
                telling.asked(),
                first.reason
            );
            let refused = Refusal::new(first.code, reason, first.remedy.clone());
            return match document {
                Some(document) => Ok(Said {
                    ok: false,
                    ..document.said()
                }),
                None => Err(refused.into()),
            };
        }
        let table = telling.rows().map(super::rows::Rows::into_csv);
        if let Some(said) = self.write_csv(table.transpose()?)? {
            return Ok(said);
        }
        if let Some(document) = document {
            return Ok(document.said());
        }
        let mut text = format!("Read: {read_as}\n\n{}", telling.in_words());
        self.name_files(&mut text);
        Ok(Said::new(text, json!({})))
    }

    /// Writes the table where it was asked for; when that is standard output, nothing else is said there.
    pub fn write_csv(&self, table: Option<Spool>) -> Result<Option<Said>, Ending> {
        let (Some(table), Some(file)) = (table, &self.args.csv) else {
            return Ok(None);
        };
        if self.csv_out {
            return Ok(Some(table.said()));
        }
        table.write(file)?;
        Ok(None)
    }

    fn name_files(&self, text: &mut String) {
        if let Some(file) = &self.args.csv {
            let _ = writeln!(text, "The table is in {}.", file.display());
        }
        if let Some(folder) = &self.args.svg {
            let _ = writeln!(text, "Pictures are in {}.", folder.display());
        }
    }
}

/// One answer for a program.
pub fn document(read_as: &str, place: &str, insight: &Insight) -> Value {
    json!({
        "method": insight.method,
        "read": read_as,
        "looks": 1,
        "signals": u8::from(insight.has_signal()),
        "not_asked": 0,
        "found": [{"place": place, "insight": insight}],
    })
}
