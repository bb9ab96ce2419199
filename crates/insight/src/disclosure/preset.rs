/// What is hidden and what is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Counts below this are small; at least 2.
    pub below: u32,
    /// Noughts are small too.
    pub zeros: bool,
    /// What is shown is rounded to a multiple of this.
    pub round_to: Option<u32>,
}

impl Limits {
    /// Counts from 1 up to but not including this are hidden.
    #[must_use]
    pub fn below(below: u32) -> Self {
        Self {
            below,
            zeros: false,
            round_to: None,
        }
    }

    /// Whether a count is small.
    #[must_use]
    pub fn is_small(self, count: f64) -> bool {
        cm_numeric::protect::primary::small(count, f64::from(self.below), self.zeros)
    }

    /// What a count is shown as, small or not: itself, or the nearest multiple with halves upward.
    #[must_use]
    pub fn shown(self, count: f64) -> f64 {
        self.round_to
            .map_or(count, |to| cm_numeric::protect::rounding::nearest(count, f64::from(to)))
    }

    /// The least and the most whole count that is shown as this, for someone who knows the rules: what is rounded and
    /// what would have been hidden.
    #[must_use]
    pub fn behind(self, shown: f64) -> (f64, f64) {
        let Some(to) = self.round_to else {
            return (shown, shown);
        };
        let (least, most) = (shown - f64::from(to / 2), shown + f64::from((to - 1) / 2));
        let below = f64::from(self.below);
        match least <= 0.0 && !self.zeros {
            true if most < below => (0.0, 0.0),
            true => (0.0, most),
            false => (least.max(below), most.max(below)),
        }
    }
}

/// A named set of rules for small numbers, or one of your own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Counts of 1 to 4 are hidden: what many councils and registers of births and deaths do.
    BelowFive,
    /// Counts of 1 to 9 are hidden.
    BelowTen,
    /// Counts of 1 to 7 are hidden and all others rounded to the nearest 5.
    SevenRoundFive,
    /// Counts of 0 to 9 are hidden: noughts too.
    TenAndZeros,
    /// Counts of 1 to 4 are hidden, as `c`; the others are shown as they are, as for local authorities.
    DfeLocal,
    /// Counts are rounded to the nearest 10, as for a country; what rounds to nought is hidden as `k`.
    DfeNational,
    /// Rules of a partnership's own: `below-7`, `below-20-and-zeros`, `below-8-round-5`.
    Own(Limits),
}

impl Preset {
    /// Every named preset.
    pub const ALL: [Self; 6] = [
        Self::BelowFive,
        Self::BelowTen,
        Self::SevenRoundFive,
        Self::TenAndZeros,
        Self::DfeLocal,
        Self::DfeNational,
    ];

    /// Its name in settings and records.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::BelowFive => "below-5".to_owned(),
            Self::BelowTen => "below-10".to_owned(),
            Self::SevenRoundFive => "hes-7-round-5".to_owned(),
            Self::TenAndZeros => "llc-10".to_owned(),
            Self::DfeLocal => "dfe-local".to_owned(),
            Self::DfeNational => "dfe-national".to_owned(),
            Self::Own(limits) => {
                let zeros = if limits.zeros { "-and-zeros" } else { "" };
                let round = limits.round_to.map(|to| format!("-round-{to}")).unwrap_or_default();
                format!("below-{}{zeros}{round}", limits.below)
            }
        }
    }

    /// The preset with this name, or the rules it spells out; limits from 2 to 1,000.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        if let Some(known) = Self::ALL.into_iter().find(|preset| preset.name() == name) {
            return Some(known);
        }
        let rest = name.strip_prefix("below-")?;
        let (rest, round_to) = match rest.split_once("-round-") {
            Some((rest, to)) => (rest, Some(to.parse().ok()?)),
            None => (rest, None),
        };
        let (below, zeros) = match rest.strip_suffix("-and-zeros") {
            Some(below) => (below, true),
            None => (rest, false),
        };
        let below: u32 = below.parse().ok()?;
        let sound = (2..=1000).contains(&below) && round_to.is_none_or(|to| (2..=1000).contains(&to));
        let limits = Limits { below, zeros, round_to };
        sound.then_some(Self::Own(limits))
    }

    /// What it hides and rounds.
    #[must_use]
    pub fn limits(self) -> Limits {
        let rounded = |below, to| Limits {
            round_to: Some(to),
            ..Limits::below(below)
        };
        match self {
            Self::BelowFive | Self::DfeLocal => Limits::below(5),
            Self::BelowTen => Limits::below(10),
            Self::SevenRoundFive => rounded(8, 5),
            Self::TenAndZeros => Limits {
                zeros: true,
                ..Limits::below(10)
            },
            Self::DfeNational => rounded(5, 10),
            Self::Own(limits) => limits,
        }
    }

    /// What it does, in one sentence.
    #[must_use]
    pub fn in_words(self) -> String {
        let limits = self.limits();
        let (first, last) = (u32::from(!limits.zeros), limits.below - 1);
        let hides = format!("Counts of {first} to {last} are hidden");
        match limits.round_to {
            Some(to) => format!("{hides}, and all others rounded to the nearest {to}."),
            None => format!("{hides}, with as many others as totals would need to give them away."),
        }
    }

    /// Whose rule it is.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::BelowFive => {
                "Office for National Statistics, policy on protecting confidentiality in birth and death statistics"
            }
            Self::BelowTen => "the common threshold of research data services, as in ACRO's settings",
            Self::SevenRoundFive => "NHS England, Hospital Episode Statistics analysis guide (since September 2018)",
            Self::TenAndZeros => "UK Longitudinal Linkage Collaboration, output rules",
            Self::DfeLocal | Self::DfeNational => {
                "Department for Education, statistics symbols; each release says its own threshold, here 5"
            }
            Self::Own(_) => "the partnership's own",
        }
    }

    /// How a hidden cell is written: `c` and `k` where the Department for Education's symbols are used, `*` elsewhere.
    /// Those symbols also have `z` for what does not apply and `x` for what is not available.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::DfeLocal => "c",
            Self::DfeNational => "k",
            _ => "*",
        }
    }
}

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The preset.
    pub preset: Preset,
}
