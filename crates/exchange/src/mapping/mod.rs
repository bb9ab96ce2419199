//! What the columns of a table mean, and the evidence that follows.

mod complaint;
mod figure;
mod period;
mod propose;
mod read;

use cm_kernel::Length;
use serde::{Deserialize, Serialize};

pub use complaint::{Complaint, MOST_COMPLAINTS};
pub(crate) use figure::is_number;
pub(crate) use period::is_day;
pub use propose::{Guess, Hint, Proposal};
pub use read::{Read, read_batch};

/// Which column of a table says what. It is recorded beside the batch, so that anyone can read the file again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Mapping {
    /// What stretch of time a row is about.
    pub period: Source,
    /// How long that stretch is: `2017-03-01` may be a day, or stand for the month of March.
    pub length: Length,
    /// Which place or organisation.
    pub place: Source,
    /// Which population group; an empty cell is everybody.
    #[serde(default = "everybody")]
    pub group: Source,
    /// What was read.
    pub figure: Figure,
    /// Whether numbers are written `1.234,5` and not `1,234.5`.
    #[serde(default)]
    pub decimal_comma: bool,
    /// The sheet of a workbook; the first that holds a table when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// Where a part of a reading comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The column with this name.
    Column(String),
    /// The same for every row.
    Fixed(String),
}

/// Which columns hold the reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Figure {
    /// A number in the unit of the measure.
    Value {
        /// The column that holds it.
        column: String,
    },
    /// A count out of another.
    Ratio {
        /// The column of the count.
        numerator: String,
        /// The column of what it is out of.
        denominator: String,
        /// Whom the count counts.
        #[serde(default)]
        numerator_counts: Counts,
    },
}

/// Whom a numerator column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// Those whom the measure counts.
    #[default]
    These,
    /// All the others: `breaches` where the measure counts those seen in time. The reading is the denominator less it.
    TheOthers,
    /// Events, of which one may have several: `visits` out of `people`, or those observed against those expected. They
    /// may be more than the denominator.
    Events,
}

/// The population group that is everybody.
pub const EVERYBODY: &str = "all";

fn everybody() -> Source {
    Source::Fixed(EVERYBODY.to_owned())
}
