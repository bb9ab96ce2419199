use std::io::{Cursor, Read, Write};

use cm_account::seal::folder::Files;
use cm_kernel::Refusal;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The most a ZIP may unpack to, in bytes, so that a small file cannot fill the memory.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// The most files it may hold.
const MOST_FILES: usize = 20_000;

/// A folder as one ZIP file. The same folder always gives the same bytes.
///
/// # Errors
/// `web/not-a-zip` when the folder is too large for the format.
pub fn to_zip(files: &Files) -> Result<Vec<u8>, Refusal> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (path, bytes) in files {
        writer
            .start_file(path.as_str(), options)
            .map_err(|error| broken(&error.to_string()))?;
        writer.write_all(bytes).map_err(|error| broken(&error.to_string()))?;
    }
    writer
        .finish()
        .map(Cursor::into_inner)
        .map_err(|error| broken(&error.to_string()))
}

/// The folder inside a ZIP file. A single folder around everything is taken off.
///
/// # Errors
/// `web/not-a-zip` when it is not a ZIP; `web/too-large` when it would unpack to more than 256 MiB or 20,000 files.
pub fn from_zip(bytes: &[u8]) -> Result<Files, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error.to_string()))?;
    if archive.len() > MOST_FILES {
        return Err(too_large());
    }
    let mut files = Files::new();
    let mut left = MOST_BYTES;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| broken(&error.to_string()))?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(|error| broken(&error.to_string()))?.into_owned();
        let mut content = Vec::new();
        let read = file
            .take(left + 1)
            .read_to_end(&mut content)
            .map_err(|error| broken(&error.to_string()))?;
        left = left.checked_sub(read as u64).ok_or_else(too_large)?;
        files.insert(name, content);
    }
    Ok(unwrapped(files))
}

/// Takes off a single folder that holds everything, as archive programs like to add one.
fn unwrapped(files: Files) -> Files {
    if files.contains_key("account.json") {
        return files;
    }
    let first = files
        .keys()
        .next()
        .and_then(|path| path.split_once('/'))
        .map(|(folder, _)| format!("{folder}/"));
    match first {
        Some(prefix) if files.keys().all(|path| path.starts_with(&prefix)) => files
            .into_iter()
            .map(|(path, bytes)| (path.trim_start_matches(&prefix).to_owned(), bytes))
            .collect(),
        _ => files,
    }
}

fn broken(why: &str) -> Refusal {
    Refusal::new(
        "web/not-a-zip",
        format!("This is not a ZIP file that can be read: {why}."),
        "Download the edition again, or give the folder itself.",
    )
}

fn too_large() -> Refusal {
    Refusal::new(
        "web/too-large",
        "This would unpack to more than 256 MiB or 20,000 files.",
        "An edition is far smaller; download it again from its publisher.",
    )
}
