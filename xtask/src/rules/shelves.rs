use std::{fs, io, path::Path};

use crate::tree::folders;

/// The shelves: folders whose every folder is one item.
pub const SHELVES: &[&str] = &[
    "crates/evidence/src/forms",
    "crates/insight/src/methods",
    "crates/deliberation/src/panels",
    "crates/deliberation/src/budgets",
    "crates/exchange/src/standards",
    "crates/measure/src/commands",
];

/// What the items of one shelf lack: their code, their card, or their line in the shelf's own list.
///
/// A shelf that is not there has no items.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn shelf(root: &Path, shelf: &str) -> io::Result<Vec<String>> {
    let mut complaints = Vec::new();
    let place = root.join(shelf);
    let items = folders(&place)?;
    let list = match items.is_empty() {
        true => String::new(),
        false => fs::read_to_string(place.join("mod.rs"))?,
    };
    // Tests of the whole shelf may stand in a folder of their own.
    for item in items.iter().filter(|it| *it != "tests") {
        let folder = place.join(item);
        if !folder.join("mod.rs").is_file() {
            complaints.push(format!("{shelf}/{item} has no mod.rs"));
        }
        match fs::read_to_string(folder.join("card.md")) {
            Ok(card) if card.starts_with("# ") => {}
            Ok(_) => complaints.push(format!("{shelf}/{item}/card.md does not begin with its title, `# ...`")),
            Err(_) => complaints.push(format!("{shelf}/{item} has no card.md")),
        }
        if !list.contains(&format!("mod {item};")) {
            complaints.push(format!("{shelf}/mod.rs does not list `{item}`"));
        }
    }
    Ok(complaints)
}
