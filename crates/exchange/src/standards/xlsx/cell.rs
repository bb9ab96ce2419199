use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime};

/// Days that a workbook can mean as a date: 1 January 1900 to 31 December 9999.
const DATES: std::ops::Range<f64> = 1.0..2_958_466.0;

/// Writes a cell's value as a person would type it into a CSV file.
pub(super) fn write(out: &mut String, value: &DataRef<'_>) {
    // Writing to a text cannot fail.
    let _ = match value {
        DataRef::Int(number) => write!(out, "{number}"),
        DataRef::Float(number) => return write_number(out, *number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => out.write_str(text),
        DataRef::SharedString(text) => out.write_str(text),
        DataRef::Bool(yes) => out.write_str(if *yes { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => return write_moment(out, *moment),
        DataRef::Error(error) => write!(out, "{error}"),
        DataRef::Empty => Ok(()),
    };
}

/// The shortest digits that read back the same; with an exponent where there would be a long row of noughts.
fn write_number(out: &mut String, number: f64) {
    let size = number.abs();
    let _ = if size != 0.0 && !(1e-7..1e16).contains(&size) {
        write!(out, "{number:e}")
    } else {
        write!(out, "{number}")
    };
}

/// A civil date, with the time of day when there is one. What no date can be stays the number it is stored as.
fn write_moment(out: &mut String, moment: ExcelDateTime) {
    let days = moment.as_f64();
    if moment.is_duration() {
        let seconds = (days * 86_400.0).round();
        let _ = write!(out, "{seconds} seconds");
        return;
    }
    if !DATES.contains(&days) {
        return write_number(out, days);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) != (0, 0, 0) {
        let _ = write!(out, "T{hour:02}:{minute:02}:{second:02}");
    }
}
