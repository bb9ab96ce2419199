use cm_kernel::{Absence, Reading, Refusal};

use super::{Reader, plan::Figures};
use crate::mapping::{
    Counts,
    figure::{self, Said},
};

impl Reader<'_> {
    /// Reads the figures of a row. `None` after a complaint.
    pub(super) fn reading(&mut self, row: usize) -> Option<Reading> {
        match self.plan.figure {
            Figures::Value(column) => Some(match self.said(row, column)? {
                Said::Number(value) => Reading::Value(value),
                Said::Absent(absence) => Reading::Absent(absence),
            }),
            Figures::Ratio {
                numerator,
                denominator,
                counts,
            } => {
                let (above, below) = (self.said(row, numerator), self.said(row, denominator));
                let (column, refusal) = match ratio(above?, below?, counts) {
                    Ok(reading) => return Some(reading),
                    Err((Side::Numerator, refusal)) => (numerator, refusal),
                    Err((Side::Denominator, refusal)) => (denominator, refusal),
                };
                let found = self.table.cell(row, column).unwrap_or_default();
                self.complain(row, column, found, refusal);
                None
            }
        }
    }

    fn said(&mut self, row: usize, column: usize) -> Option<Said> {
        let text = self.table.cell(row, column).unwrap_or_default();
        match figure::said(text, self.plan.decimal_comma) {
            Ok(said) => {
                self.seen.figure(text, said);
                Some(said)
            }
            Err(refusal) => {
                self.complain(row, column, text, refusal);
                None
            }
        }
    }
}

/// Which of the two columns a complaint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Numerator,
    Denominator,
}

/// A count out of another. Where either is absent, so is the reading, and the count's own absence comes first.
fn ratio(above: Said, below: Said, counts: Counts) -> Result<Reading, (Side, Refusal)> {
    let absent = |absence: Absence| Ok(Reading::Absent(absence));
    if let Said::Number(number) = below
        && number < 0.0
    {
        return Err((Side::Denominator, negative()));
    }
    match (above, below) {
        (Said::Number(number), _) if number < 0.0 => Err((Side::Numerator, negative())),
        (Said::Number(number), Said::Number(of)) if number > of && counts != Counts::Events => Err((
            Side::Numerator,
            Refusal::new(
                "exchange/more-than-all",
                format!("The count is more than the {of} that it is out of."),
                "Check whether the two columns are the wrong way round in the mapping, or mend the row.",
            ),
        )),
        (Said::Number(number), Said::Number(denominator)) => Ok(Reading::Ratio {
            numerator: match counts {
                Counts::These | Counts::Events => number,
                Counts::TheOthers => denominator - number,
            },
            denominator,
        }),
        (Said::Number(_), Said::Absent(_)) => Err((
            Side::Denominator,
            Refusal::new(
                "exchange/no-denominator",
                "There is a count and nothing that it is out of.",
                "Give both, or mark the count as absent too, with `[x]` where it is missing.",
            ),
        )),
        (Said::Absent(Absence::Missing), Said::Absent(absence)) | (Said::Absent(absence), _) => absent(absence),
    }
}

fn negative() -> Refusal {
    Refusal::new(
        "exchange/negative-count",
        "A count is less than nought.",
        "Check the row: a count and what it is out of are nought or more.",
    )
}
