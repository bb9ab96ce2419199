use cm_evidence::EvidenceSet;

/// How a set of evidence must be narrowed before a method reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One series: one place, or places pooled; one population group, or groups pooled.
    OneSeries,
    /// One reading a place: groups and periods pooled.
    OneReadingAPlace,
    /// Every reading of every place: groups pooled, periods kept.
    EveryReading,
    /// One reading a population group: one place, or places pooled; periods pooled.
    OneReadingAGroup,
    /// A series a population group: one place, or places pooled; periods kept.
    ASeriesAGroup,
    /// A series a place and population group: nothing pooled.
    EverySeries,
}

impl Shape {
    /// Whether one place may be chosen: the other shapes compare places.
    #[must_use]
    pub fn takes_a_place(self) -> bool {
        matches!(self, Self::OneSeries | Self::OneReadingAGroup | Self::ASeriesAGroup)
    }

    /// Whether series may be pooled while they come, in their order, and give what pooling them all at the end gives.
    #[must_use]
    pub fn pools_as_it_goes(self) -> bool {
        matches!(self, Self::OneSeries | Self::ASeriesAGroup)
    }

    /// What tells readings apart after [`Shape::narrow`]: place, population group and period, in this order. The others
    /// are pooled.
    #[must_use]
    pub fn keeps(self, one_place: bool) -> [bool; 3] {
        match self {
            Self::OneSeries => [one_place, false, true],
            Self::OneReadingAPlace => [true, false, false],
            Self::EveryReading => [true, false, true],
            Self::OneReadingAGroup => [one_place, true, false],
            Self::ASeriesAGroup => [one_place, true, true],
            Self::EverySeries => [true, true, true],
        }
    }

    /// The set narrowed so. `one_place` says whether a person chose one place, which then stays named.
    #[must_use]
    pub fn narrow(self, set: EvidenceSet, one_place: bool) -> EvidenceSet {
        match self {
            Self::OneSeries if one_place => set.groups_pooled(),
            Self::OneSeries => set.all_pooled(),
            Self::OneReadingAPlace => set.groups_pooled().periods_pooled(),
            Self::EveryReading => set.groups_pooled(),
            Self::OneReadingAGroup if one_place => set.periods_pooled(),
            Self::OneReadingAGroup => set.places_pooled().periods_pooled(),
            Self::ASeriesAGroup if !one_place => set.places_pooled(),
            Self::ASeriesAGroup | Self::EverySeries => set,
        }
    }
}

/// What a method asks about: where people look for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Is this ordinary variation, or did something change?
    OverTime,
    /// Which places differ by more than chance?
    BetweenPlaces,
    /// Which population groups differ, and by how much?
    BetweenGroups,
    /// How do results lie around a target?
    NearATarget,
    /// What changed, and would it have changed anyway?
    WhatChanged,
    /// Do people who judge the same thing agree?
    AmongRaters,
}

impl Topic {
    /// Every topic, in the order people are offered them.
    pub const ALL: [Self; 6] = [
        Self::OverTime,
        Self::BetweenPlaces,
        Self::BetweenGroups,
        Self::NearATarget,
        Self::WhatChanged,
        Self::AmongRaters,
    ];

    /// As a heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::OverTime => "Over time",
            Self::BetweenPlaces => "Between places",
            Self::BetweenGroups => "Between groups of people",
            Self::NearATarget => "Near a target",
            Self::WhatChanged => "What changed",
            Self::AmongRaters => "Among raters",
        }
    }
}
