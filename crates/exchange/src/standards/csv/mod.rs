#![doc = include_str!("card.md")]

mod delimiter;
mod split;
#[cfg(test)]
mod tests;
mod write;

use cm_kernel::{Card, Known, Refusal};

use super::{Standard, Worked};
use crate::table::{Raw, decode};

pub(crate) use delimiter::{declared, detect};
pub(crate) use split::{Begun, open_quote, split_all, split_begun};
pub use write::{line, observations, rows};

/// Largest file in bytes, about five million rows: what a browser sends in minutes and a small machine holds in memory.
pub const LARGEST: usize = 256 << 20;

/// Text with a line a row.
pub struct Csv;

impl Standard for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn media_type(&self) -> &'static str {
        "text/csv; charset=utf-8"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab", "txt"]
    }

    fn reads(&self) -> Option<super::Reads> {
        Some(|bytes, _| read(bytes))
    }

    fn writes(&self) -> Option<super::Writes> {
        Some(|known: &Known| rows(known).into_bytes())
    }

    fn worked(&self) -> Worked {
        Worked {
            name: "worked.csv",
            bytes: include_bytes!("worked.csv"),
            ratio: true,
            batch: include_str!("worked.batch.csv"),
        }
    }
}

/// Splits a CSV file into rows.
///
/// # Errors
/// `exchange/file-too-large`, `exchange/nul-byte`, `exchange/broken-letters`, `exchange/open-quote`,
/// `exchange/cell-too-long`, `exchange/too-many-columns`, `exchange/too-many-cells`.
pub fn read(bytes: &[u8]) -> Result<Raw, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::new(
            "exchange/file-too-large",
            format!(
                "The file has {} megabytes; {} is the most.",
                bytes.len() >> 20,
                LARGEST >> 20
            ),
            "Split it, for instance by year, and bring the parts one by one.",
        ));
    }
    let decoded = decode(bytes)?;
    let (delimiter, text, line) = match declared(&decoded.text) {
        Some((mark, length)) => (mark, decoded.text.get(length..).unwrap_or_default(), 2),
        None => (detect(&decoded.text), &*decoded.text, 1),
    };
    let mut remarks: Vec<_> = decoded.remark.into_iter().collect();
    match delimiter {
        b';' => remarks.push("Cells are separated by semicolons.".to_owned()),
        b'\t' => remarks.push("Cells are separated by tabs.".to_owned()),
        _ => {}
    }
    Ok(Raw {
        grid: split::split(text, delimiter, line)?,
        remarks,
        ..Raw::default()
    })
}
