//! Disclosure control: the only maker of [`Disclosed`], without which nothing reaches the public.

use cm_kernel::Refusal;

use crate::Insight;

/// A named set of rules for small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Counts of 1 to 4 are hidden.
    BelowFive,
    /// Counts of 1 to 9 are hidden.
    BelowTen,
}

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The preset.
    pub preset: Preset,
}

/// Something that passed disclosure control; only [`disclose`] makes one.
///
/// ```compile_fail,E0423
/// # fn forge(insight: cm_insight::Insight) -> cm_insight::Disclosed<cm_insight::Insight> {
/// cm_insight::Disclosed(insight)
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosed<T>(T);

impl<T> Disclosed<T> {
    /// What passed.
    #[must_use]
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What passed.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Placeholder order of arguments; see the rest of this module.
///
/// # Errors
/// None yet.
pub fn disclose(insight: Insight, _rules: Rules) -> Result<Disclosed<Insight>, Refusal> {
    Ok(Disclosed(insight))
}
