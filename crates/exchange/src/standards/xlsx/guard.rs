use std::io::{Cursor, Read};

use cm_kernel::Refusal;
use memchr::memmem;
use zip::ZipArchive;

use super::damaged;

/// How much a workbook may hold.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Bytes that it may unpack to. A small file can unpack to anything ("zip bomb"), so this is counted, not believed.
    unpacked: u64,
    /// Bytes of the list of texts that all sheets share, which is held in memory as a whole.
    shared: u64,
    /// Parts: a workbook has a handful and one for each sheet and picture.
    parts: usize,
}

/// A sheet of a million rows and ten columns unpacks to about half of this.
const LIMITS: Limits = Limits {
    unpacked: 512 << 20,
    shared: 128 << 20,
    parts: 10_000,
};

/// Checks that a workbook can be unpacked safely.
///
/// # Errors
/// `exchange/workbook-too-large`, `exchange/damaged-workbook`.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    check_within(bytes, LIMITS)
}

fn check_within(bytes: &[u8], limits: Limits) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    if archive.len() > limits.parts {
        return Err(too_large());
    }
    let mut left = limits.unpacked;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| damaged(&error.to_string()))?;
        let name = part.name().map_err(|error| damaged(&error.to_string()))?;
        let shared = name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let most = if shared { left.min(limits.shared) } else { left };
        let mut part = part.take(most + 1);
        let length = if shared {
            let mut text = Vec::new();
            part.read_to_end(&mut text)
                .map_err(|error| damaged(&error.to_string()))?;
            check_shared(&text)?;
            text.len() as u64
        } else {
            std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| damaged(&error.to_string()))?
        };
        if length > most {
            return Err(too_large());
        }
        left -= length;
    }
    Ok(())
}

/// The list of shared texts says how many it holds, and memory is set aside for as many: more than could fit is a lie.
fn check_shared(text: &[u8]) -> Result<(), Refusal> {
    if memchr::memchr(0, text).is_some() {
        return Err(damaged("its list of texts is not UTF-8"));
    }
    for at in memmem::find_iter(text, b"niqueCount") {
        let digits = text.iter().skip(at).skip_while(|it| !it.is_ascii_digit());
        let digits: Vec<u8> = digits.take_while(|it| it.is_ascii_digit()).copied().collect();
        let count = std::str::from_utf8(&digits)
            .ok()
            .and_then(|it| it.parse::<usize>().ok());
        if count.is_none_or(|count| count > text.len()) {
            return Err(damaged("its list of texts says a length that it does not have"));
        }
    }
    Ok(())
}

fn too_large() -> Refusal {
    Refusal::new(
        "exchange/workbook-too-large",
        format!("The workbook unpacks to more than {} megabytes.", LIMITS.unpacked >> 20),
        "Save the sheet that holds the table as `CSV UTF-8`, and split it if need be.",
    )
}

#[cfg(test)]
mod tests {
    use super::{super::tests::zipped, Limits, check_within};

    #[test]
    fn a_small_file_that_unpacks_to_a_mountain_is_refused() {
        let limits = Limits {
            unpacked: 1000,
            shared: 300,
            parts: 3,
        };
        let blank = vec![b' '; 400];
        for (parts, fits) in [
            (vec!["xl/worksheets/sheet1.xml", "xl/media/a.png"], true),
            (vec!["xl/SharedStrings.xml"], false),
            (
                vec!["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/media/a.png"],
                false,
            ),
            (vec!["1", "2", "3", "4"], false),
        ] {
            let parts: Vec<_> = parts.into_iter().map(|name| (name, blank.as_slice())).collect();
            let checked = check_within(&zipped(&parts), limits);
            assert_eq!(checked.is_ok(), fits, "{parts:?}");
            assert!(checked.is_ok() || checked.is_err_and(|it| it.code == "exchange/workbook-too-large"));
        }
    }
}
