//! A disk in memory that forgets, as disks do, what was not synced when the power goes.
//!
//! Limits: one process, one disk, and the disk tells the truth about what it synced.

use std::collections::BTreeMap;

use crate::random::Random;

/// What a disk writes at once.
pub const SECTOR: usize = 512;

/// Why an operation of the disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The power is off.
    Off,
    /// This one operation fails; the next will not.
    Broken,
    /// There is no room for this one write.
    Full,
}

/// What is going to happen, after how many operations that change the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    Cut,
    Fail(Failure),
}

pub struct Disk {
    files: BTreeMap<String, Sheet>,
    /// Files taken out of a folder that was not synced since: a cut may bring them back.
    removed: BTreeMap<String, Sheet>,
    random: Random,
    mishap: Option<(u64, Mishap)>,
    /// What is left after the cut.
    left: Option<BTreeMap<String, Vec<u8>>>,
}

/// One file.
#[derive(Default)]
struct Sheet {
    now: Vec<u8>,
    synced: Vec<u8>,
    /// Whether it was synced at all, and its name with it.
    is_lasting: bool,
    /// What was done to it since the last sync, up to each time that it was cut short.
    cut_short: Vec<(Unsynced, usize)>,
    /// What was done to it since then.
    unsynced: Unsynced,
}

/// What was done to a file and may be lost.
#[derive(Default)]
struct Unsynced {
    /// Everything written to a sector.
    waiting: BTreeMap<usize, Vec<[u8; SECTOR]>>,
    /// Every size it grew to.
    sizes: Vec<usize>,
}

impl Disk {
    pub fn new(seed: u64, mishap: Option<(u64, Mishap)>) -> Self {
        Self {
            files: BTreeMap::new(),
            removed: BTreeMap::new(),
            random: Random::new(seed),
            mishap,
            left: None,
        }
    }

    pub fn is_off(&self) -> bool {
        self.left.is_some()
    }

    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    pub fn create(&mut self, name: &str) {
        self.files.entry(name.to_owned()).or_default();
    }

    pub fn size(&self, name: &str) -> usize {
        self.files.get(name).map_or(0, |sheet| sheet.now.len())
    }

    /// Fills the buffer from a place on, with zeros past the end. Whether all of it was there.
    pub fn read(&self, name: &str, at: usize, into: &mut [u8]) -> Result<bool, Failure> {
        if self.is_off() {
            return Err(Failure::Off);
        }
        let there = self
            .files
            .get(name)
            .and_then(|sheet| sheet.now.get(at..))
            .unwrap_or_default();
        let length = there.len().min(into.len());
        into[..length].copy_from_slice(&there[..length]);
        into[length..].fill(0);
        Ok(length == into.len())
    }

    pub fn write(&mut self, name: &str, at: usize, bytes: &[u8]) -> Result<(), Failure> {
        self.before()?;
        let sheet = self.files.entry(name.to_owned()).or_default();
        let end = at + bytes.len();
        if sheet.now.len() < end {
            sheet.now.resize(end, 0);
            sheet.unsynced.sizes.push(end);
        }
        sheet.now[at..end].copy_from_slice(bytes);
        for sector in at / SECTOR..end.div_ceil(SECTOR) {
            let version = sector_of(&sheet.now, sector);
            sheet.unsynced.waiting.entry(sector).or_default().push(version);
        }
        self.after()
    }

    pub fn truncate(&mut self, name: &str, size: usize) -> Result<(), Failure> {
        self.before()?;
        let sheet = self.files.entry(name.to_owned()).or_default();
        if size < sheet.now.len() {
            sheet.now.truncate(size);
            let before = std::mem::take(&mut sheet.unsynced);
            sheet.cut_short.push((before, size));
        }
        self.after()
    }

    pub fn sync(&mut self, name: &str) -> Result<(), Failure> {
        self.before()?;
        self.after()?;
        let sheet = self.files.entry(name.to_owned()).or_default();
        sheet.synced.clone_from(&sheet.now);
        sheet.cut_short.clear();
        sheet.unsynced = Unsynced::default();
        sheet.is_lasting = true;
        Ok(())
    }

    pub fn remove(&mut self, name: &str, sync_folder: bool) -> Result<(), Failure> {
        self.before()?;
        if let Some(sheet) = self.files.remove(name) {
            self.removed.insert(name.to_owned(), sheet);
        }
        self.after()?;
        if sync_folder {
            self.removed.clear();
        }
        Ok(())
    }

    /// Counts down to a failure that leaves the disk as it is.
    fn before(&mut self) -> Result<(), Failure> {
        if self.is_off() {
            return Err(Failure::Off);
        }
        match &mut self.mishap {
            Some((0, Mishap::Fail(failure))) => {
                let failure = *failure;
                self.mishap = None;
                Err(failure)
            }
            Some((left, Mishap::Fail(_))) => {
                *left -= 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Counts down to the cut.
    fn after(&mut self) -> Result<(), Failure> {
        match &mut self.mishap {
            Some((0, Mishap::Cut)) => {
                self.cut();
                Err(Failure::Off)
            }
            Some((left, Mishap::Cut)) => {
                *left -= 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Cuts the power now.
    pub fn cut(&mut self) {
        let mut left = BTreeMap::new();
        for (name, sheet) in std::mem::take(&mut self.removed) {
            if sheet.is_lasting && self.random.one_in(2) {
                left.insert(name, survivor(&sheet, &mut self.random));
            }
        }
        for (name, sheet) in &self.files {
            if sheet.is_lasting || self.random.one_in(2) {
                left.insert(name.clone(), survivor(sheet, &mut self.random));
            }
        }
        self.left = Some(left);
    }

    /// What a machine finds when it starts again: what the cut left, or everything when there was none.
    pub fn found(&self) -> BTreeMap<String, Vec<u8>> {
        let whole = || self.files.iter().map(|(name, sheet)| (name.clone(), sheet.now.clone()));
        self.left.clone().unwrap_or_else(|| whole().collect())
    }

    /// Whether the mishap has come.
    pub fn is_past(&self) -> bool {
        self.is_off() || self.mishap.is_none()
    }
}

/// A file after a cut. Each time that it was cut short either happened, with nothing of what was behind the new end, or
/// did not, and then neither did anything after it: a file system keeps a file's size whole and in order.
fn survivor(sheet: &Sheet, random: &mut Random) -> Vec<u8> {
    let mut image = sheet.synced.clone();
    let happened = random.below(sheet.cut_short.len() + 1);
    for (before, size) in sheet.cut_short.iter().take(happened) {
        before.survive(&mut image, random);
        image.resize(*size, 0);
    }
    let last = sheet
        .cut_short
        .get(happened)
        .map_or(&sheet.unsynced, |(before, _)| before);
    last.survive(&mut image, random);
    image
}

impl Unsynced {
    /// Each sector is as it was, as it was to be, or torn.
    fn survive(&self, image: &mut Vec<u8>, random: &mut Random) {
        let before = image.clone();
        let mut sizes = self.sizes.clone();
        sizes.push(image.len());
        let size = random.pick(&sizes);
        image.resize(size, 0);
        for (sector, versions) in &self.waiting {
            let old = sector_of(&before, *sector);
            // Mostly the newest: a disk writes what it was told last unless it lost it all.
            let new = if random.one_in(4) {
                random.pick(versions)
            } else {
                versions[versions.len() - 1]
            };
            let fate = match random.below(20) {
                0..9 => old,
                9..18 => new,
                18 => {
                    let torn = random.below(SECTOR);
                    let mut mixed = old;
                    mixed[..torn].copy_from_slice(&new[..torn]);
                    mixed
                }
                _ => std::array::from_fn(|_| random.below(256) as u8),
            };
            let from = (sector * SECTOR).min(size);
            let to = (from + SECTOR).min(size);
            image[from..to].copy_from_slice(&fate[..to - from]);
        }
    }
}

/// A sector of a file, with zeros past its end.
fn sector_of(bytes: &[u8], sector: usize) -> [u8; SECTOR] {
    let from = (sector * SECTOR).min(bytes.len());
    let to = (from + SECTOR).min(bytes.len());
    let mut copy = [0; SECTOR];
    copy[..to - from].copy_from_slice(&bytes[from..to]);
    copy
}
