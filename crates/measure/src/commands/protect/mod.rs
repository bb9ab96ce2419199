#![doc = include_str!("card.md")]

mod read;
mod tell;

#[cfg(test)]
mod tests;

use cm_exchange::Table;
use cm_insight::{Crosstab, Preset, ProtectedTable, protect_table};
use cm_kernel::Refusal;

use crate::args::{PlaceArgs, ProtectArgs};
use crate::ending::{Ending, Said};
use crate::files;
use crate::progress::Progress;
use read::Counted;

/// Hides the small counts of a file's table.
pub fn run(place: &PlaceArgs, args: &ProtectArgs) -> Result<Said, Ending> {
    let preset = preset(&args.rules)?;
    let mut progress = Progress::new(place.json);
    progress.tell(&format!("Reading {}", files::name(&args.file)), None);
    let table = Table::read(&files::name(&args.file), &files::read(&args.file)?)?;
    let found = protected(&table, args, preset, &mut progress);
    progress.done();
    let (counted, protected) = found?;
    if let Some(to) = &args.csv {
        files::write(to, tell::csv(&counted, &protected, preset).as_bytes())?;
    }
    Ok(tell::said(&counted, &protected, preset, args))
}

fn protected(
    table: &Table,
    args: &ProtectArgs,
    preset: Preset,
    progress: &mut Progress,
) -> Result<(Counted, ProtectedTable), Refusal> {
    let names: Vec<&String> = args.rows.iter().chain(&args.columns).collect();
    let counted = Counted::read(table, &names, args.value.as_deref(), &mut |done, all| {
        progress.tell("Counting rows", Some((done, all)));
    })?;
    let hiding = format!(
        "Hiding small counts of {} cells, and trying to work them out",
        counted.counts.len()
    );
    progress.tell(&hiding, None);
    let codes: Vec<&[u32]> = counted.codes.iter().map(Vec::as_slice).collect();
    let crosstab = Crosstab {
        codes: &codes,
        counts: &counted.counts,
    };
    let protected = protect_table(&crosstab, preset.limits())?;
    if protected.narrow > 0 && preset.limits().round_to.is_none() {
        return Err(Refusal::new(
            "insight/cannot-be-protected",
            "A small count could be told from this table however much is hidden.",
            "Put categories together, or take a longer period or a larger area.",
        ));
    }
    Ok((counted, protected))
}

/// The rules of this name.
pub fn preset(name: &str) -> Result<Preset, Refusal> {
    Preset::read(name).ok_or_else(|| {
        let names: Vec<String> = Preset::ALL.into_iter().map(Preset::name).collect();
        Refusal::new(
            "measure/no-such-rules",
            format!("There are no rules `{name}`."),
            format!("Use one of {}, or your own, such as below-7.", names.join(", ")),
        )
    })
}
