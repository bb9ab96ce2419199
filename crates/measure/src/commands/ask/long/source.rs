use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use cm_exchange::standards::csv::LARGEST;
use cm_exchange::{LongText, Table};
use cm_kernel::Refusal;

use crate::ending::{Ending, Said};
use crate::files;
use crate::progress::Progress;

/// Sizes in bytes that decide how a file is read.
pub struct Sizes {
    /// A file longer than this is read a part at a time.
    pub from: u64,
    /// The longest file that is read as a whole.
    pub whole: u64,
    /// How much of it is looked at to see which column says what.
    pub head: usize,
    /// How much is read at a time.
    pub part: usize,
    /// The most that one place may have.
    pub place: usize,
}

impl Sizes {
    /// Parts of ten thousands of rows; a whole of what every table may be.
    pub const USUAL: Self = Self {
        from: 16 << 20,
        whole: LARGEST as u64,
        head: 4 << 20,
        part: 2 << 20,
        place: LARGEST,
    };
}

/// A file as it will be read.
pub enum Opened {
    /// All its bytes.
    Whole(Vec<u8>),
    /// A part at a time.
    Long(Source),
}

/// Opens a file. What is no plain file, such as a pipe, is read a part at a time only when it is too long for a whole,
/// since nobody can go back in it.
pub fn open(path: &Path, sizes: &Sizes, in_parts: bool) -> Result<Opened, Ending> {
    let broken = |error: std::io::Error| files::cannot_read(path, &error);
    if !in_parts {
        return files::read(path).map(Opened::Whole);
    }
    let mut file: Box<dyn Read> = Box::new(File::open(path).map_err(broken)?);
    let about = std::fs::metadata(path).map_err(broken)?;
    let total = about.is_file().then_some(about.len());
    let first = match total {
        Some(long) if long > sizes.from => sizes.head as u64,
        Some(_) => u64::MAX,
        None => sizes.whole + 1,
    };
    let mut head = Vec::new();
    let read = file.by_ref().take(first).read_to_end(&mut head).map_err(broken)? as u64;
    if read < first {
        return Ok(Opened::Whole(head));
    }
    let Some(text) = LongText::begin(&files::name(path), head.get(..sizes.head).unwrap_or(&head))? else {
        return files::read(path).map(Opened::Whole);
    };
    let rest = head.split_off(head.len().min(sizes.head));
    Ok(Opened::Long(Source {
        name: files::name(path),
        reader: Box::new(Cursor::new(rest).chain(file)),
        text,
        place: String::new(),
        total,
        read: sizes.head as u64,
        part: sizes.part,
        whole: sizes.whole,
        longest: sizes.place,
        ended: false,
    }))
}

/// A long file that is being read.
pub struct Source {
    name: String,
    reader: Box<dyn Read>,
    text: LongText,
    place: String,
    // Its length, where that is known beforehand.
    total: Option<u64>,
    read: u64,
    part: usize,
    whole: u64,
    longest: usize,
    ended: bool,
}

impl Source {
    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The beginning of the file, from which columns are proposed.
    pub fn preview(&self) -> Result<Table, Refusal> {
        self.text.preview()
    }

    /// The column by which it is parted.
    pub fn by(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    /// Whether it may be read again, as a whole.
    pub fn may_be_whole(&self) -> bool {
        self.total.is_some_and(|it| it <= self.whole)
    }

    /// That it must be read as a whole; refused where it may not.
    pub fn as_a_whole(&self, otherwise: Refusal) -> Result<Option<Said>, Ending> {
        match self.may_be_whole() {
            true => Ok(None),
            false => Err(otherwise.into()),
        }
    }

    /// The next places, whole; `None` at the end.
    pub fn next(&mut self, progress: &mut Progress) -> Result<Option<Table>, Ending> {
        while !self.ended {
            let wanted = self.part.max(self.text.held());
            let mut bytes = Vec::with_capacity(wanted);
            let got = self.reader.by_ref().take(wanted as u64).read_to_end(&mut bytes);
            let got = got.map_err(|error| files::cannot_read(Path::new(&self.name), &error))?;
            self.read += got as u64;
            self.tell(progress);
            self.text.add(&bytes)?;
            if got < wanted {
                self.text.end()?;
                self.ended = true;
            }
            if let Some(table) = self.text.part(&self.place)? {
                return Ok(Some(table));
            }
            if !self.ended && self.text.held() > self.longest {
                return Err(too_long_a_place(&self.place).into());
            }
        }
        Ok(None)
    }

    fn tell(&self, progress: &mut Progress) {
        let megabytes = |bytes: u64| bytes >> 20;
        match self.total {
            Some(total) => progress.tell(
                "Asking as it is read, in megabytes",
                Some((megabytes(self.read), megabytes(total))),
            ),
            None => progress.tell(&format!("{} megabytes read", megabytes(self.read) / 256 * 256), None),
        }
    }
}

fn too_long_a_place(column: &str) -> Refusal {
    Refusal::new(
        "measure/too-long-a-place",
        format!("One place in column `{column}` has more rows than can be held at a time."),
        "Check that the column names places, or choose another with --by.",
    )
}
