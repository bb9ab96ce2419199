use std::io::{BufReader, BufWriter, Seek, Write};

use std::path::Path;

use tempfile::SpooledTempFile;

use crate::ending::{Ending, Said};
use crate::files;

/// What is held in memory before it goes to a file.
const IN_MEMORY: usize = 8 << 20;

/// A long answer on its way: kept in memory while it is short, then in a temporary file that goes with the command.
pub struct Spool(BufWriter<SpooledTempFile>);

impl Spool {
    /// Nothing yet.
    pub fn new() -> Self {
        Self(BufWriter::new(SpooledTempFile::new(IN_MEMORY)))
    }

    /// Adds text at the end.
    pub fn add(&mut self, text: &str) -> Result<(), Ending> {
        self.0.write_all(text.as_bytes()).map_err(|it| full(&it))
    }

    /// All of it, from the start.
    pub fn read(self) -> std::io::Result<BufReader<SpooledTempFile>> {
        let mut file = self.0.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(BufReader::new(file))
    }

    /// Writes all of it there.
    pub fn pour(self, out: &mut dyn Write) -> std::io::Result<()> {
        std::io::copy(&mut self.read()?, out).map(drop)
    }

    /// It as what a command says.
    pub fn said(self) -> Said {
        Said::poured(Box::new(|out| self.pour(out)))
    }

    /// Writes all of it into a file.
    pub fn write(self, path: &Path) -> Result<(), Ending> {
        files::write_with(path, |file| self.pour(file))
    }
}

/// That it cannot be kept.
pub fn full(error: &std::io::Error) -> Ending {
    Ending::Faulty(format!("A long answer could not be kept while it was made: {error}."))
}
