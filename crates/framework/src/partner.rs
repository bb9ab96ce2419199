use cm_kernel::Id;
use serde::{Deserialize, Serialize};

/// An organisation or group in the partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Name in addresses and entries.
    pub id: Id,
    /// The name people use.
    pub name: String,
    /// What kind of organisation: council, provider, funder, residents' group.
    pub kind: String,
    /// Whether it exists only to show how the system works.
    #[serde(default)]
    pub fictional: bool,
}
