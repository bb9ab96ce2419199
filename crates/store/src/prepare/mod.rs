//! What every engine does with an append before it touches anything: the checks, and the bytes that will be kept.

use cm_kernel::{Batch, Digest, Draft, Entry, Id, Reading};

use crate::{Fault, Kept};

#[cfg(test)]
mod tests;

/// The longest name of a place, group, drawer or key in bytes, so that an index of any engine can hold it.
const LONGEST: usize = 1000;

/// One entry as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// What was done, for an operator who looks into the database.
    pub kind: String,
    /// The Merkle leaf.
    pub leaf: Digest,
    /// The canonical entry.
    pub text: String,
}

/// A whole append, checked and in the form it is kept.
#[derive(Debug)]
pub(crate) struct Ready {
    pub partnership: Id,
    pub expected: u64,
    pub lines: Vec<Line>,
    /// Batches with the position of their entry, in that order; sorted, each name used by a row.
    pub batches: Vec<(u64, Batch)>,
}

impl Ready {
    /// How long the ledger is afterwards.
    pub fn length(&self) -> u64 {
        self.expected.saturating_add(self.lines.len() as u64)
    }
}

/// Checks an append and makes it ready. Nothing is decided yet about where the ledger stands.
pub(crate) fn prepare(
    partnership: &Id,
    expected: u64,
    drafts: Vec<Draft>,
    batches: &[(usize, Batch)],
) -> Result<Ready, Fault> {
    let mut ready = Ready {
        partnership: partnership.clone(),
        expected,
        lines: Vec::with_capacity(drafts.len()),
        batches: Vec::with_capacity(batches.len()),
    };
    for (offset, batch) in batches {
        if *offset >= drafts.len() {
            return Err(fault("a batch belongs to no draft of its append"));
        }
        ready
            .batches
            .push((expected.saturating_add(*offset as u64), tidy(batch)?));
    }
    ready.batches.sort_by_key(|(at, _)| *at);
    if ready.batches.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(fault("two batches belong to one draft"));
    }
    for (offset, draft) in drafts.into_iter().enumerate() {
        ready
            .lines
            .push(line(draft, partnership, expected.saturating_add(offset as u64))?);
    }
    Ok(ready)
}

/// The line of a draft, once it is sure that the entry can be read back as it was written.
fn line(draft: Draft, partnership: &Id, at: u64) -> Result<Line, Fault> {
    let entry = draft.at(partnership, at);
    let text = entry.canonical();
    let back: Option<Entry> = serde_json::from_str(&text).ok();
    if text.is_empty() || entry.kind.contains('\0') || back.is_none_or(|back| back.canonical() != text) {
        return Err(fault("an entry has no JSON form that reads back as it was written"));
    }
    Ok(Line {
        kind: entry.kind,
        leaf: Entry::leaf_of(text.as_bytes()),
        text,
    })
}

/// The entry that a kept line says.
pub(crate) fn entry(text: &str) -> Result<Entry, Fault> {
    serde_json::from_str(text).map_err(|_| fault("an entry of the ledger cannot be read; the database is damaged"))
}

/// The digest kept as these bytes.
pub(crate) fn leaf(bytes: &[u8]) -> Result<Digest, Fault> {
    bytes
        .try_into()
        .map(Digest)
        .map_err(|_| fault("a leaf of the ledger is not 32 bytes; the database is damaged"))
}

/// The batch in order, without names that no row uses.
fn tidy(batch: &Batch) -> Result<Batch, Fault> {
    if batch.rows.iter().any(|row| batch.key(row).is_none()) {
        return Err(fault("a row points outside the lists of its batch"));
    }
    let mut batch = batch.clone();
    batch.sort();
    for names in [&batch.places, &batch.groups] {
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(fault("a batch lists one place or group twice"));
        }
        if names.iter().any(|name| !fits(name)) {
            return Err(fault(
                "the name of a place or group is longer than 1,000 bytes or holds a zero byte",
            ));
        }
    }
    if batch
        .rows
        .windows(2)
        .any(|pair| (pair[0].place, pair[0].group, pair[0].period) == (pair[1].place, pair[1].group, pair[1].period))
    {
        return Err(fault("a batch says two things about one place, group and period"));
    }
    for row in &mut batch.rows {
        row.reading = plain(row.reading).ok_or_else(|| fault("a reading is not a finite number"))?;
    }
    drop_unused(&mut batch);
    Ok(batch)
}

fn drop_unused(batch: &mut Batch) {
    let places = keep_used(&mut batch.places, batch.rows.iter().map(|row| row.place));
    let groups = keep_used(&mut batch.groups, batch.rows.iter().map(|row| row.group));
    for row in &mut batch.rows {
        row.place = places.get(row.place as usize).copied().unwrap_or_default();
        row.group = groups.get(row.group as usize).copied().unwrap_or_default();
    }
}

/// Leaves only the names used and says where each old position went.
fn keep_used(names: &mut Vec<String>, used: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut is_used = vec![false; names.len()];
    for at in used {
        if let Some(slot) = is_used.get_mut(at as usize) {
            *slot = true;
        }
    }
    let mut next = 0;
    let went = is_used
        .iter()
        .map(|used| {
            let at = next;
            next += u32::from(*used);
            at
        })
        .collect();
    let mut flags = is_used.into_iter();
    names.retain(|_| flags.next().unwrap_or(false));
    went
}

/// The reading with its zero unsigned, as every engine gives it back. `None` when a number is not finite.
fn plain(reading: Reading) -> Option<Reading> {
    let (value, denominator, mark) = reading.parts();
    let finite = value.into_iter().chain(denominator).all(f64::is_finite);
    let unsigned = |number: Option<f64>| number.map(|it| it + 0.0);
    finite.then(|| Reading::from_parts(unsigned(value), unsigned(denominator), mark))?
}

/// Whether something can go into the cabinet of every engine.
pub(crate) fn check_kept(drawer: &str, kept: &Kept) -> Result<(), Fault> {
    if !fits(drawer) || !fits(&kept.key) || kept.value.contains('\0') {
        return Err(fault(
            "a drawer or key is longer than 1,000 bytes, or something to keep holds a zero byte",
        ));
    }
    Ok(())
}

/// Whether a name can stand in every engine's index.
pub(crate) fn fits(name: &str) -> bool {
    name.len() <= LONGEST && !name.contains('\0')
}

/// A number of the trait as databases count: 63 bits.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number a database kept, as the trait counts.
pub(crate) fn unsigned(number: i64) -> Result<u64, Fault> {
    u64::try_from(number).map_err(|_| fault("a position is negative; the database is damaged"))
}

fn fault(text: &str) -> Fault {
    Fault(text.to_owned())
}
