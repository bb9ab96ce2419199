use super::scale::Scale;

/// What places are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Centre {
    /// What all of them have together: the pooled share or ratio of counts; for a standardised ratio 1, as many
    /// observed as expected.
    Pooled,
    /// A share (0 to 1) or ratio (above 0) given from outside: a policy target. How much places differ is still judged
    /// about what they have together, so that a target far from all of them is not taken for differences between them.
    Given(f64),
}

/// What becomes of the most extreme places before spread is judged, so that they do not hide themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outliers {
    /// This share of places at either end, from 0 to below one half, is pulled in to the next (winsorised).
    PulledIn(f64),
    /// This share of places at either end, from 0 to below one half, is left out (truncated), by rank as NHS England
    /// does for SHMI.
    LeftOut(f64),
}

/// How far chance alone lets a place of some size lie from the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limits {
    /// By the normal distribution on the scale.
    Scale,
    /// By the normal distribution on the value itself: the inverse of Wilson's interval, as Fingertips draws. Refused
    /// for [`Scale::Counts`].
    Score,
    /// The exact Poisson interval about the expected count, as SHMI draws; for standardised ratios and rates only. A count of
    /// nought is outside only when its own exact tail is.
    Garwood,
    /// The counts that an exact tail does not rule out: binomial or Poisson for chance alone, beta-binomial or
    /// gamma-Poisson where spread is allowed for. Counts that are not whole are rounded. The ones to use for small places.
    Exact,
}

/// What a verdict allows for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Allowance {
    /// Chance alone.
    Chance,
    /// Chance and ordinary differences between places: the variance `tau_squared` is added.
    Spread,
    /// Chance stretched until the places scatter as chance would: errors times the root of `phi`, when that is above 1.
    Inflated,
}

/// How places are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// What the figures are, and the scale they scatter alike on.
    pub scale: Scale,
    /// What places are compared with.
    pub centre: Centre,
    /// What becomes of extreme places before spread is judged.
    pub outliers: Outliers,
    /// The limits of chance.
    pub limits: Limits,
}

impl Plan {
    /// As is the custom for such figures, and as FunnelPlotR does: the pooled centre, a tenth at either end pulled in
    /// (left out for [`Scale::LogRatio`]), limits on the scale ([`Limits::Garwood`] for standardised ratios,
    /// [`Limits::Exact`] for rates, as Fingertips draws them).
    #[must_use]
    pub fn of(scale: Scale) -> Self {
        let (outliers, limits) = match scale {
            Scale::Share | Scale::Counts => (Outliers::PulledIn(0.1), Limits::Scale),
            Scale::LogRatio => (Outliers::LeftOut(0.1), Limits::Garwood),
            Scale::RootRatio => (Outliers::PulledIn(0.1), Limits::Garwood),
            Scale::Rate => (Outliers::PulledIn(0.1), Limits::Exact),
        };
        Self {
            scale,
            centre: Centre::Pooled,
            outliers,
            limits,
        }
    }

    /// The same with exact limits.
    #[must_use]
    pub fn exact(self) -> Self {
        Self {
            limits: Limits::Exact,
            ..self
        }
    }

    /// The same about a centre given from outside.
    #[must_use]
    pub fn about(self, centre: f64) -> Self {
        Self {
            centre: Centre::Given(centre),
            ..self
        }
    }

    /// The same with this share of extreme places pulled in or left out, whichever the plan does.
    #[must_use]
    pub fn with_tails(self, tails: f64) -> Self {
        let outliers = match self.outliers {
            Outliers::PulledIn(_) => Outliers::PulledIn(tails),
            Outliers::LeftOut(_) => Outliers::LeftOut(tails),
        };
        Self { outliers, ..self }
    }

    /// Whether its parts go together.
    pub(super) fn sound(&self) -> bool {
        let (Outliers::PulledIn(tails) | Outliers::LeftOut(tails)) = self.outliers;
        let limits = match self.limits {
            Limits::Scale | Limits::Exact => true,
            Limits::Score => self.scale != Scale::Counts,
            Limits::Garwood => matches!(self.scale, Scale::LogRatio | Scale::RootRatio | Scale::Rate),
        };
        let centre = match (self.centre, self.scale) {
            (Centre::Pooled, _) => true,
            (Centre::Given(share), Scale::Share) => (0.0..=1.0).contains(&share),
            (Centre::Given(ratio), _) => ratio > 0.0 && ratio.is_finite(),
        };
        (0.0..0.5).contains(&tails) && limits && centre
    }
}
