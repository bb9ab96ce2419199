use serde::{Deserialize, Serialize};

/// Where a sequence of random numbers starts; the same seed gives the same sequence on every machine.
///
/// Rooms never draw randomness of their own: a seed is always given to them and recorded with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Seed(pub u64);
