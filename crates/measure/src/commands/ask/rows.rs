use std::collections::HashMap;
use std::io::BufRead;

use cm_exchange::standards::csv;
use cm_kernel::Refusal;
use serde::{Deserialize, Serialize};

use super::spool::{Spool, full};
use super::tell::Said;
use crate::ending::Ending;

/// A row a series: what stood out, and every figure with its interval. Which figures there are is known at the end, so
/// the rows wait for it.
pub struct Rows {
    names: Vec<String>,
    positions: HashMap<String, usize>,
    waiting: Spool,
}

/// A row that waits.
#[derive(Serialize, Deserialize)]
struct Kept {
    // Place, what stands out, headline, rules, finding.
    cells: [String; 5],
    // Position of each figure's name, with its value and the ends of its interval.
    figures: Vec<(usize, [Option<f64>; 3])>,
    // Code, reason, remedy.
    refused: [String; 3],
}

impl Rows {
    /// None yet.
    pub fn new() -> Self {
        Self {
            names: Vec::new(),
            positions: HashMap::new(),
            waiting: Spool::new(),
        }
    }

    /// The row of the next series.
    pub fn add(&mut self, place: &str, said: &Result<Said, Refusal>) -> Result<(), Ending> {
        let place = place.to_owned();
        let kept = match said {
            Ok(it) => {
                let (headline, rules, finding) = (it.headline.clone(), it.rules.join(" "), it.sentence.clone());
                Kept {
                    cells: [place, it.stands_out.to_owned(), headline, rules, finding],
                    figures: it.figures.iter().map(|(name, it)| (self.position(name), *it)).collect(),
                    refused: [const { String::new() }; 3],
                }
            }
            Err(it) => Kept {
                cells: [
                    place,
                    "not asked".to_owned(),
                    String::new(),
                    String::new(),
                    String::new(),
                ],
                figures: Vec::new(),
                refused: [it.code.to_owned(), it.reason.clone(), it.remedy.clone()],
            },
        };
        let line = serde_json::to_string(&kept).map_err(|it| Ending::Faulty(it.to_string()))?;
        self.waiting.add(&line)?;
        self.waiting.add("\n")
    }

    fn position(&mut self, name: &str) -> usize {
        if let Some(at) = self.positions.get(name) {
            return *at;
        }
        let at = self.names.len();
        self.positions.insert(name.to_owned(), at);
        self.names.push(name.to_owned());
        at
    }

    /// The table as CSV.
    pub fn into_csv(self) -> Result<Spool, Ending> {
        let mut head: Vec<String> = ["place", "found", "headline", "rules", "finding"]
            .map(str::to_owned)
            .into();
        for name in &self.names {
            head.extend(["", " from", " to"].map(|end| format!("{name}{end}")));
        }
        head.extend(["refused", "reason", "remedy"].map(str::to_owned));
        let mut out = Spool::new();
        out.add(&csv::line(&head))?;
        for line in self.waiting.read().map_err(|it| full(&it))?.lines() {
            let line = line.map_err(|it| full(&it))?;
            let kept: Kept = serde_json::from_str(&line).map_err(|it| Ending::Faulty(it.to_string()))?;
            let cells = kept.all(self.names.len());
            out.add(&csv::line(&cells))?;
        }
        Ok(out)
    }
}

impl Kept {
    /// Every cell of the row, of so many figures.
    fn all(self, figures: usize) -> Vec<String> {
        let mut by_name = vec![[None; 3]; figures];
        for (at, numbers) in self.figures.iter().rev() {
            if let Some(place) = by_name.get_mut(*at) {
                *place = *numbers;
            }
        }
        let number = |it: Option<f64>| it.map_or_else(String::new, |it| (it + 0.0).to_string());
        let mut cells: Vec<String> = self.cells.into();
        cells.extend(by_name.into_iter().flatten().map(number));
        cells.extend(self.refused);
        cells
    }
}
