use std::f64::consts::FRAC_PI_2;

/// What a place's figure is, and the scale on which places of any size scatter alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// A count out of a total: the angle whose sine squared is the share.
    Share,
    /// Observed over expected: its logarithm, as NHS England's SHMI. Whoever follows SHMI to the last digit rounds
    /// expected counts to two places first.
    LogRatio,
    /// Events over an exposure such as person-years: the logarithm of the rate.
    Rate,
    /// Observed over expected: its square root, as the Care Quality Commission.
    RootRatio,
    /// One count over another, both by chance: the logarithm of the ratio with a half added to each.
    Counts,
}

impl Scale {
    /// Whether a place's count and size can be compared.
    pub(super) fn usable(self, count: f64, size: f64) -> bool {
        let whole = size > 0.0 && size.is_finite();
        match self {
            Self::Share => whole && (0.0..=size).contains(&count),
            Self::LogRatio | Self::Rate | Self::RootRatio | Self::Counts => {
                whole && count >= 0.0 && (count / size).is_finite()
            }
        }
    }

    /// A count on this scale. On [`Scale::LogRatio`] and [`Scale::Rate`] nought has no logarithm and is taken as half a one.
    pub(super) fn place(self, count: f64, size: f64) -> f64 {
        match self {
            Self::Share => libm::asin((count / size).min(1.0).sqrt()),
            Self::LogRatio | Self::Rate => libm::log(count.max(0.5) / size),
            Self::RootRatio => (count / size).sqrt(),
            Self::Counts => libm::log((count + 0.5) / (size + 0.5)),
        }
    }

    /// A share or ratio on this scale.
    pub(super) fn place_value(self, value: f64) -> f64 {
        match self {
            Self::Share => libm::asin(value.clamp(0.0, 1.0).sqrt()),
            Self::LogRatio | Self::Rate | Self::Counts => libm::log(value),
            Self::RootRatio => value.sqrt(),
        }
    }

    /// The standard error of a place of this size about a centre by chance alone; `count` matters for [`Scale::Counts`]
    /// only, and the centre for [`Scale::LogRatio`] and [`Scale::Rate`].
    pub(super) fn error(self, count: f64, size: f64, centre: f64) -> f64 {
        let part = |count: f64| count / ((count + 0.5) * (count + 0.5));
        match self {
            Self::Share | Self::RootRatio => 1.0 / (2.0 * size.sqrt()),
            Self::LogRatio | Self::Rate => 1.0 / (size * centre).sqrt(),
            Self::Counts => (part(count) + part(size)).sqrt(),
        }
    }

    /// The share or ratio at a place on the scale; beyond the ends of the scale is the end.
    pub(super) fn back(self, place: f64) -> f64 {
        match self {
            Self::Share => {
                let sine = libm::sin(place.clamp(0.0, FRAC_PI_2));
                sine * sine
            }
            Self::LogRatio | Self::Rate | Self::Counts => libm::exp(place),
            Self::RootRatio => place.max(0.0) * place.max(0.0),
        }
    }
}
