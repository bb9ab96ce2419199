use std::path::Path;

use cm_kernel::Refusal;

use crate::ending::Ending;

/// The bytes of a file that a person named.
pub fn read(path: &Path) -> Result<Vec<u8>, Ending> {
    std::fs::read(path).map_err(|error| {
        Refusal::new(
            "measure/cannot-read",
            format!("{} cannot be read: {error}.", path.display()),
            "Check the name and that you may read it.",
        )
        .into()
    })
}

/// Its name without the folder.
pub fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Writes a file, making the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Ending> {
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(path, bytes)).map_err(|error| {
        Refusal::new(
            "measure/cannot-write",
            format!("{} cannot be written: {error}.", path.display()),
            "Choose a folder you may write in.",
        )
        .into()
    })
}
