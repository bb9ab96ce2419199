use cm_kernel::{Absence, Length};

use crate::mapping::{
    figure::{Said, is_na},
    period::Spelt,
};

/// How often something was read in a way that a person should know of.
#[derive(Debug, Default)]
pub(super) struct Seen {
    from_day: u64,
    day_first: u64,
    // In the order of `Absence::ALL`.
    absent: [u64; 5],
    na: u64,
}

impl Seen {
    pub(super) fn period(&mut self, spelt: Spelt) {
        self.from_day += u64::from(spelt.from_day);
        self.day_first += u64::from(spelt.day_first);
    }

    pub(super) fn figure(&mut self, text: &str, said: Said) {
        let Said::Absent(absence) = said else { return };
        let count = self.absent.iter_mut().zip(Absence::ALL).find(|(_, it)| *it == absence);
        if let Some((count, _)) = count {
            *count += 1;
        }
        self.na += u64::from(is_na(text));
    }

    /// A sentence for each thing seen.
    pub(super) fn remarks(&self, length: Length, decimal_comma: bool) -> Vec<String> {
        let mut remarks = Vec::new();
        if decimal_comma {
            remarks.push("Commas were read as decimal marks, as the mapping says.".to_owned());
        }
        if self.from_day > 0 {
            let (word, rows) = (length.word(), in_rows(self.from_day));
            remarks.push(format!("Each date stands for the {word} it falls in ({rows})."));
        }
        if self.day_first > 0 {
            let rows = in_rows(self.day_first);
            remarks.push(format!(
                "Dates such as 01/04/2016 were read day first, the first of April ({rows})."
            ));
        }
        for (count, absence) in self.absent.iter().zip(Absence::ALL).filter(|(count, _)| **count > 0) {
            let cells = if *count == 1 {
                "1 cell was"
            } else {
                &format!("{count} cells were")
            };
            remarks.push(format!("{cells} read as {}.", absence.word()));
        }
        if self.na > 0 {
            remarks.push(format!(
                "`NA` was read as missing, as statistical programs write it ({} of the cells); write `[z]` for not applicable.",
                self.na
            ));
        }
        remarks
    }
}

fn in_rows(count: u64) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}
