use std::fs::File;
use std::io::Write;
use std::path::Path;

use cm_kernel::Refusal;

use crate::ending::Ending;

/// The bytes of a file that a person named.
pub fn read(path: &Path) -> Result<Vec<u8>, Ending> {
    std::fs::read(path).map_err(|error| cannot_read(path, &error))
}

/// Why a file cannot be read.
pub fn cannot_read(path: &Path, error: &std::io::Error) -> Ending {
    Refusal::new(
        "measure/cannot-read",
        format!("{} cannot be read: {error}.", path.display()),
        "Check the name and that you may read it.",
    )
    .into()
}

/// Its name without the folder.
pub fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Writes a file, making the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Ending> {
    write_with(path, |file| file.write_all(bytes))
}

/// Writes a file as [`write()`] does, with what `fill` puts there.
pub fn write_with(path: &Path, fill: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<(), Ending> {
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = made.and_then(|()| fill(&mut File::create(path)?));
    written.map_err(|error| {
        Refusal::new(
            "measure/cannot-write",
            format!("{} cannot be written: {error}.", path.display()),
            "Choose a folder you may write in.",
        )
        .into()
    })
}
