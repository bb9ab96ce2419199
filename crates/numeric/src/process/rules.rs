use super::rule::Rule;

/// A named and versioned set of rules; record its `name` with every figure drawn by it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Stable name with a version, such as `plotthedots-0.2.2`.
    pub name: &'static str,
    /// What the limits are centred on and which side of it a point lies.
    pub centre: Centre,
    /// Limits lie this many average movements from the mean.
    pub width: f64,
    /// Movements not below this many average movements are dropped, once, before the limits are drawn.
    pub screen: Option<f64>,
    /// Whether a point strictly outside the limits is a signal.
    pub outside: bool,
    /// This many points, each above (or each below) the one before.
    pub trend: Option<u32>,
    /// Points in a row on one side of the centre.
    pub shift: Option<RunLength>,
    /// Two points of three in a row far out on one side.
    pub near: Option<NearRule>,
    /// Whether the number of crossings of the centre is judged for the whole stretch ([`super::RunCount`]).
    pub crossings: bool,
    /// What a point exactly on the centre does to a run.
    pub on_centre: OnCentre,
    /// What a missing period does to a run.
    pub gaps: Gaps,
    /// Which rule names a point when several fire; the first that fired.
    pub order: [Rule; 4],
    /// When both an improvement and a concern fire at one point, say improvement whatever the order.
    pub improvement_first: bool,
    /// Limits drawn from fewer readings than this carry a caution.
    pub short: usize,
}

/// The middle line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// The arithmetic mean.
    Mean,
    /// The median, for run charts.
    Median,
}

/// How long a run on one side must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunLength {
    /// This many points.
    Points(u32),
    /// More points than chance allows in a series of this length: above round(log2(points off the centre)) + 3.
    ///
    /// Source: Anhoej and Olesen (2014), Run charts revisited.
    BeyondChance,
}

/// Which points make up "two of three", where published tools disagree. Only points counted are flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NearRule {
    /// Two between the near limit and the limit, all three on one side of the centre (NHSRplotthedots 0.2.2).
    BetweenLimits,
    /// Two beyond the near limit, outside points included, all three on one side (Making Data Count from 2023).
    BeyondNear,
    /// Two beyond the near limit on one side, the third anywhere (PowerBI-SPC).
    BeyondNearThirdAnywhere,
}

/// What a point exactly on the centre does to a run on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnCentre {
    /// It ends the run.
    Breaks,
    /// It is passed over: the run goes on and does not count it.
    Passes,
}

/// What a missing period does to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gaps {
    /// It ends the run: nobody knows where the missing point lay. A caution says so when the run would have counted.
    Break,
    /// It is passed over: the rules see only the readings that are there.
    Bridge,
}

impl Rules {
    /// NHSRplotthedots 0.2.2 with outlier screening, its default.
    pub const PLOT_THE_DOTS: Self = Self {
        name: "plotthedots-0.2.2",
        centre: Centre::Mean,
        width: 2.66,
        screen: Some(3.267),
        outside: true,
        trend: Some(7),
        shift: Some(RunLength::Points(7)),
        near: Some(NearRule::BetweenLimits),
        crossings: false,
        on_centre: OnCentre::Breaks,
        gaps: Gaps::Break,
        order: [Rule::Outside, Rule::Trend, Rule::TwoInThree, Rule::Shift],
        improvement_first: false,
        short: 13,
    };

    /// NHSRplotthedots 0.2.2 with `screen_outliers = FALSE`, as the Making Data Count workbook draws its limits.
    pub const PLOT_THE_DOTS_UNSCREENED: Self = Self {
        name: "plotthedots-0.2.2-unscreened",
        screen: None,
        ..Self::PLOT_THE_DOTS
    };

    /// Making Data Count as announced in November 2023: points outside count towards two in three, and improvement
    /// wins when a point is both.
    ///
    /// Source: NHSRplotthedots issue 194. No other tool's answers were at hand to compare with.
    pub const MAKING_DATA_COUNT: Self = Self {
        name: "mdc-2023",
        screen: None,
        near: Some(NearRule::BeyondNear),
        improvement_first: true,
        ..Self::PLOT_THE_DOTS
    };

    /// PowerBI-SPC (commit 478773a) with outlier screening and a trend of 7.
    pub const POWERBI_SPC: Self = Self {
        name: "powerbi-spc-478773a",
        width: 3.0 / 1.128,
        near: Some(NearRule::BeyondNearThirdAnywhere),
        ..Self::PLOT_THE_DOTS
    };

    /// The Anhoej run chart: unusually long runs or unusually few crossings of the median, and nothing else.
    pub const ANHOEJ: Self = Self {
        name: "anhoej-2014",
        centre: Centre::Median,
        screen: None,
        outside: false,
        trend: None,
        shift: Some(RunLength::BeyondChance),
        near: None,
        crossings: true,
        on_centre: OnCentre::Passes,
        short: 10,
        ..Self::PLOT_THE_DOTS
    };

    /// Every set that has a name.
    pub const ALL: [Self; 5] = [
        Self::PLOT_THE_DOTS,
        Self::PLOT_THE_DOTS_UNSCREENED,
        Self::MAKING_DATA_COUNT,
        Self::POWERBI_SPC,
        Self::ANHOEJ,
    ];

    /// The set of this name; `None` when there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rules| rules.name == name)
    }
}
