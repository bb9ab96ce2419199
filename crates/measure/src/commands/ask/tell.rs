use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use cm_insight::{Insight, Look, Looks, Weight};
use cm_kernel::{Id, Refusal};
use serde::Serialize;
use serde_json::json;

use super::each::Answer;
use super::rows::Rows;
use super::spool::Spool;
use super::table::{WIDEST, shortened};
use crate::ending::Ending;
use crate::files;

/// The most series told one by one; of more, those with a signal.
const MOST_TOLD: usize = 200;

/// One answer made ready to be told: the insight itself is let go.
pub struct Told {
    place: String,
    said: Result<Said, Refusal>,
    // As it stands in the document, where one is wanted.
    json: Option<Result<String, String>>,
    // Its name and itself.
    picture: Option<(String, String)>,
}

/// The gist of an answer.
#[derive(Clone)]
pub struct Said {
    look: Look,
    pub stands_out: &'static str,
    pub headline: String,
    pub sentence: String,
    pub rules: Vec<String>,
    pub figures: Vec<(String, [Option<f64>; 3])>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Found<'a> {
    Insight { place: &'a str, insight: &'a Insight },
    Refused { place: &'a str, refused: serde_json::Value },
}

impl Told {
    /// Makes an answer ready; `in_document` says whether a JSON document is wanted.
    pub fn of(answer: Answer, in_document: bool) -> Self {
        let Answer { place, found, picture } = answer;
        let json = in_document.then(|| {
            let found = match &found {
                Ok(insight) => Found::Insight { place: &place, insight },
                Err(it) => Found::Refused {
                    place: &place,
                    refused: json!({"code": it.code, "reason": it.reason, "remedy": it.remedy}),
                },
            };
            serde_json::to_string(&found).map_err(|it| it.to_string())
        });
        let method = found.as_ref().map_or("", |it| it.method.as_str());
        Self {
            picture: picture.map(|it| (format!("{method}-{}", Id::slug(&place)), it)),
            said: found.map(gist),
            place,
            json,
        }
    }
}

/// Many answers on their way out: to a JSON document, to pictures, and to a row each. Of most of them a number or two
/// stay in memory.
#[derive(Default)]
pub struct Telling {
    document: Option<Spool>,
    rows: Option<Rows>,
    looks: Vec<Look>,
    not_asked: usize,
    first_refusal: Option<Refusal>,
    // The first answers, and the first with a signal: what is told one by one.
    first: Vec<(String, Result<Said, Refusal>)>,
    signals: Vec<(String, Result<Said, Refusal>)>,
    pictures: BTreeSet<String>,
}

impl Telling {
    /// Begins; `document` is the method and how the file was read, where a JSON document is wanted, and `rows` asks for
    /// a row a series.
    pub fn begin(document: Option<(&str, &str)>, rows: bool) -> Result<Self, Ending> {
        let mut telling = Self {
            rows: rows.then(Rows::new),
            ..Self::default()
        };
        if let Some((method, read_as)) = document {
            let mut out = Spool::new();
            out.add(&format!(
                "{{\"method\": {}, \"read\": {}, \"found\": [",
                json!(method),
                json!(read_as)
            ))?;
            telling.document = Some(out);
        }
        Ok(telling)
    }

    /// Writes one answer and keeps the gist of it.
    pub fn take(&mut self, told: Told, pictures: Option<&Path>) -> Result<(), Ending> {
        if let (Some(folder), Some((wanted, picture))) = (pictures, &told.picture) {
            let name = self.free_name(wanted);
            files::write(&folder.join(name), picture.as_bytes())?;
        }
        let first = self.asked() == 0;
        if let (Some(out), Some(json)) = (&mut self.document, told.json) {
            out.add(if first { "\n" } else { ",\n" })?;
            out.add(&json.map_err(Ending::Faulty)?)?;
        }
        if let Some(rows) = &mut self.rows {
            rows.add(&told.place, &told.said)?;
        }
        match &told.said {
            Ok(it) => self.looks.push(it.look),
            Err(it) => {
                self.not_asked += 1;
                self.first_refusal.get_or_insert_with(|| it.clone());
            }
        }
        let is_signal = told.said.as_ref().is_ok_and(|it| it.stands_out == "signal");
        if is_signal && self.signals.len() < MOST_TOLD {
            self.signals.push((told.place.clone(), told.said.clone()));
        }
        if self.first.len() < MOST_TOLD {
            self.first.push((told.place, told.said));
        }
        Ok(())
    }

    /// The document, ended with the counts; where one was wanted.
    pub fn document(&mut self) -> Result<Option<Spool>, Ending> {
        let Some(mut out) = self.document.take() else {
            return Ok(None);
        };
        out.add(&format!(
            "\n], \"looks\": {}, \"signals\": {}, \"not_asked\": {}}}\n",
            self.looks.len(),
            self.looks.iter().filter(|it| it.signal).count(),
            self.not_asked
        ))?;
        Ok(Some(out))
    }

    /// A row a series, for whoever wants them.
    pub fn rows(&mut self) -> Option<Rows> {
        self.rows.take()
    }

    /// How many series were asked about, answered or not.
    pub fn asked(&self) -> usize {
        self.looks.len() + self.not_asked
    }

    /// The refusal of the first series, when none was answered about.
    pub fn refused(&self) -> Option<&Refusal> {
        self.first_refusal.as_ref().filter(|_| self.looks.is_empty())
    }

    /// A line a series, with signals alone where there are very many, and how many looks that was.
    pub fn in_words(&self) -> String {
        let shown = if self.asked() > MOST_TOLD {
            &self.signals
        } else {
            &self.first
        };
        let width = shown.iter().map(|it| it.0.chars().count()).max().unwrap_or_default();
        let width = width.min(WIDEST);
        let mut text = String::new();
        for (place, said) in shown {
            let place = shortened(place, width);
            let _ = match said {
                Ok(it) if it.sentence.is_empty() => {
                    writeln!(text, "{place:<width$}  {:<9} {}", it.stands_out, it.headline)
                }
                Ok(it) => writeln!(
                    text,
                    "{place:<width$}  {:<9} {} – {}",
                    it.stands_out, it.headline, it.sentence
                ),
                Err(it) => writeln!(text, "{place:<width$}  {:<9} {} {}", "not asked", it.reason, it.remedy),
            };
        }
        if shown.len() < self.asked() {
            let left = self.asked() - shown.len();
            let _ = writeln!(text, "{left} more are not shown; --csv FILE and --json give every one.");
        }
        let looks = Looks::of(self.looks.iter().copied());
        let _ = write!(text, "\n{}", looks.in_words());
        let _ = writeln!(text, " {} not asked.", self.not_asked);
        text
    }

    /// A file name that no other place has, whatever letters its code is made of.
    fn free_name(&mut self, wanted: &str) -> String {
        let mut name = format!("{wanted}.svg");
        let mut at = 2;
        while !self.pictures.insert(name.clone()) {
            name = format!("{wanted}-{at}.svg");
            at += 1;
        }
        name
    }
}

fn gist(insight: Insight) -> Said {
    let first = |weight: Weight| insight.findings.iter().find(|it| it.weight == weight);
    let (stands_out, finding) = match (first(Weight::Signal), first(Weight::Question)) {
        (Some(it), _) => ("signal", Some(it)),
        (None, Some(it)) => ("question", Some(it)),
        (None, None) => ("steady", None),
    };
    let signals = insight.findings.iter().filter(|it| it.weight == Weight::Signal);
    Said {
        look: Look::of(&insight),
        stands_out,
        sentence: finding.map(|it| it.sentence.clone()).unwrap_or_default(),
        rules: signals.map(|it| it.rule.clone()).collect(),
        figures: insight
            .figures
            .into_iter()
            .map(|it| (it.name, [it.value, it.lower, it.upper]))
            .collect(),
        headline: insight.headline,
    }
}
