//! The house rules.

mod guarded;
mod names;
mod papers;
mod purity;
mod rooms;
mod shelves;
mod size;
mod templates;
#[cfg(test)]
mod tests;

pub use guarded::{no_test_is_ignored, own_files_stay_home, unsafe_stays_in_its_test};
pub use names::plain_names;
pub use papers::{PAPERS, papers};
pub use purity::{PURE, pure, pure_manifest};
pub use rooms::{ROOMS, Room, upstream};
pub use shelves::{SHELVES, shelf};
pub use size::{
    LONGEST_FILE, LONGEST_FUNCTION, Spread, long_files, long_functions, spread_of_files, spread_of_functions,
};
pub use templates::template;
