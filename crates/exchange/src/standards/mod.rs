//! The standards this room reads and writes.

pub mod csv;
#[cfg(test)]
mod tests;
pub mod xlsx;

use cm_kernel::{Card, Known, Refusal};

use crate::table::Raw;

/// Every standard, in the order people are offered them. A new standard is a new folder and one line here.
pub static STANDARDS: &[&dyn Standard] = &[&csv::Csv, &xlsx::Xlsx];

/// Headings that every standard's card has.
pub const HEADINGS: [&str; 4] = ["What it is", "What it carries", "What it loses", "Source"];

/// Splits a file into rows, of the sheet with this name where the file has sheets.
pub type Reads = fn(&[u8], Option<&str>) -> Result<Raw, Refusal>;

/// Writes rows of evidence.
pub type Writes = fn(&Known) -> Vec<u8>;

/// A format with a name and with readers or writers elsewhere.
pub trait Standard: Sync {
    /// Name in addresses and on the command line.
    fn name(&self) -> &'static str;
    /// What it is, what it carries, what it loses, its source.
    fn card(&self) -> Card;
    /// As served over HTTP.
    fn media_type(&self) -> &'static str;
    /// Endings of file names, the usual one first, without the dot.
    fn endings(&self) -> &'static [&'static str];
    /// The reading side; `None` when it is only written.
    fn reads(&self) -> Option<Reads>;
    /// The writing side; `None` when it is only read.
    fn writes(&self) -> Option<Writes>;
    /// The worked example.
    fn worked(&self) -> Worked;
}

/// A small file in a standard, and the evidence it holds.
#[derive(Debug, Clone, Copy)]
pub struct Worked {
    /// Name of the file.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// Whether it holds a numerator and a denominator.
    pub ratio: bool,
    /// The batch that the proposed mapping makes of it, as [`cm_kernel::Batch::to_csv`] writes it.
    pub batch: &'static str,
}

/// The standard with this name.
#[must_use]
pub fn standard(name: &str) -> Option<&'static dyn Standard> {
    STANDARDS.iter().copied().find(|standard| standard.name() == name)
}
