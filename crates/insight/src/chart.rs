use cm_kernel::{Absence, Date, Period};
use serde::{Deserialize, Serialize};

use crate::SummaryChart;

/// A chart as data; drawing it is a page's business.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Chart {
    /// Readings over time with process limits.
    Process(ProcessChart),
    /// Places against their size with limits that narrow as size grows.
    Funnel(FunnelChart),
    /// Places with the interval their rank lies in.
    Ranks(RankChart),
    /// How many readings fall just below and just above a line.
    Threshold(ThresholdChart),
    /// Estimates with the interval each lies in.
    Intervals(IntervalChart),
    /// Many series, a line each.
    Summary(SummaryChart),
    /// What was read over time beside what a model says of it.
    Lines(LinesChart),
}

/// How a reading stands out; told apart by shape and word, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// In the direction partners want.
    Improvement,
    /// Against the direction partners want.
    Concern,
    /// Upward, where no direction is wanted.
    High,
    /// Downward, where no direction is wanted.
    Low,
}

/// A dated mark across a chart: an adaptation, or a change of definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The day.
    pub on: Date,
    /// A few words.
    pub label: String,
    /// Where to read more, within the partnership's pages.
    pub href: String,
}

/// One reading on a process chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcessPoint {
    /// What stretch of time it is about.
    pub period: Period,
    /// In the unit of the measure; absent with the reason in `absent`.
    pub value: Option<f64>,
    /// Why there is no number.
    pub absent: Option<Absence>,
    /// The count of interest behind the value, when the reading is a count or a share of one.
    pub numerator: Option<f64>,
    /// What that count is a share of, when the reading is a share.
    pub denominator: Option<f64>,
    /// How it stands out, when a rule fired.
    pub signal: Option<Signal>,
    /// The rule that fired, in words; empty when none did.
    pub rule: String,
    /// Position of the entry it rests on; absent for a period nobody brought a row for.
    pub at: Option<u64>,
    /// Why a person left it out, so that neither centre, nor limits, nor runs rest on it; empty when nobody said why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

/// Where one of several targets holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetStep {
    /// Position of its first point.
    pub first: usize,
    /// Position of its last point.
    pub last: usize,
    /// In the unit of the measure.
    pub target: f64,
}

/// A stretch of a process chart with one centre and one pair of limits, or a pair for each of its points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Position of its first point.
    pub first: usize,
    /// Position of its last point.
    pub last: usize,
    /// The middle line, in the unit of the measure.
    pub centre: f64,
    /// Lower process limit: that of the last point where limits differ by point; absent where none is drawn.
    pub lower: Option<f64>,
    /// Upper process limit, in the same way.
    pub upper: Option<f64>,
    /// Lower and upper limit of each point from `first` to `last`, where they differ because readings are out of
    /// different totals; `None` for a point without a total. Empty where one pair holds for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_point: Vec<Option<(f64, f64)>>,
}

/// What the middle line of a process chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Centre {
    /// The mean; of shares and rates, everything counted out of everything it is out of.
    #[default]
    Mean,
    /// The median.
    Median,
}

impl Centre {
    /// As a caption says it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mean => "Mean",
            Self::Median => "Median",
        }
    }

    fn is_mean(&self) -> bool {
        *self == Self::Mean
    }
}

/// Readings over time with process limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcessChart {
    /// `share` (draw as percentages) or what is counted.
    pub unit: String,
    /// In order of period.
    pub points: Vec<ProcessPoint>,
    /// In order; together they cover the points that have limits.
    pub segments: Vec<Segment>,
    /// The agreed target, only when the evidence was read for that use.
    pub target: Option<f64>,
    /// Where each target holds, in order, when it differs by period: `target` is then that of the latest period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<TargetStep>,
    /// Dated marks.
    pub marks: Vec<Mark>,
    /// Lowest value that can be: 0 for counts and shares.
    pub floor: Option<f64>,
    /// Highest value that can be: 1 for shares.
    pub ceiling: Option<f64>,
    /// What the middle line is.
    #[serde(default, skip_serializing_if = "Centre::is_mean")]
    pub centre: Centre,
    /// Whether a point is an event and not a period, so that neighbours belong together however far apart they lie.
    #[serde(default, skip_serializing_if = "is_false")]
    pub of_events: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A place on a funnel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelPoint {
    /// Its code.
    pub place: String,
    /// The count of interest.
    pub numerator: f64,
    /// Its size: the denominator.
    pub size: f64,
    /// Its value, in the unit of the measure.
    pub value: f64,
    /// Standard deviations from the centre, allowing for variation between places.
    pub z: f64,
    /// Outside the outer limits once variation between places is allowed for.
    pub outside: Option<Signal>,
    /// Outside the outer limits that allow for chance alone.
    pub outside_chance: Option<Signal>,
    /// The inner limits it is judged by, lower and upper, in the unit of the measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inner: Option<(f64, f64)>,
    /// The outer limits it is judged by, lower and upper, in the unit of the measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer: Option<(f64, f64)>,
}

/// The limits of a funnel at one size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FunnelCurve {
    /// Size.
    pub size: f64,
    /// Inner limits, lower and upper.
    pub inner: (f64, f64),
    /// Outer limits, lower and upper.
    pub outer: (f64, f64),
}

/// Places against their size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelChart {
    /// `share` or what is counted.
    pub unit: String,
    /// What the size is: `attendances`.
    pub size_is: String,
    /// What places are compared with.
    pub centre: f64,
    /// What the centre is: `all places together`, or `target`.
    #[serde(default = "all_together")]
    pub centre_is: String,
    /// The levels of the inner and outer limits: 0.95 and 0.998 unless set.
    #[serde(default = "usual_levels")]
    pub levels: (f64, f64),
    /// Places.
    pub points: Vec<FunnelPoint>,
    /// Limits from the smallest to the largest size, allowing for variation between places.
    pub curve: Vec<FunnelCurve>,
    /// Limits that allow for chance alone, in the same order.
    pub chance_only: Vec<FunnelCurve>,
}

impl FunnelChart {
    /// The levels of the inner and outer limits as a person reads them: `95%` and `99.8%`.
    #[must_use]
    pub fn levels_in_words(&self) -> (String, String) {
        let words = crate::words::level;
        (words(self.levels.0), words(self.levels.1))
    }
}

fn all_together() -> String {
    "all places together".to_owned()
}

fn usual_levels() -> (f64, f64) {
    (0.95, 0.998)
}

/// A place with the ranks it may have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankRow {
    /// Its code.
    pub place: String,
    /// Its value, in the unit of the measure.
    pub value: f64,
    /// The count of interest, when the value is a share.
    pub numerator: Option<f64>,
    /// What it is a share of.
    pub denominator: Option<f64>,
    /// 95% interval of its value.
    pub interval: (f64, f64),
    /// The best rank it may have; 1 is the best.
    pub best: usize,
    /// The worst rank it may have.
    pub worst: usize,
}

/// Places with the interval their rank lies in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankChart {
    /// `share` or what is counted.
    pub unit: String,
    /// In order of value, best first; the order itself is not a finding.
    pub rows: Vec<RankRow>,
}

/// How many readings fall on each side of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdChart {
    /// `share` or what is counted.
    pub unit: String,
    /// The line.
    pub threshold: f64,
    /// Width of a bin.
    pub width: f64,
    /// Lower end of each bin and how many readings it holds, in order; bins never straddle the line. A reading on the
    /// edge of two bins is in the upper one, and where less is better in the lower one, so that the line itself is
    /// always on the side that reaches it.
    pub bins: Vec<(f64, usize)>,
    /// What a smooth curve through the readings further away expects in a bin centred there, lowest first; empty where
    /// none could be drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<(f64, f64)>,
}

/// An estimate with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntervalRow {
    /// What it is of: a place, a population group, a stage, a coefficient.
    pub label: String,
    /// Rows in a row with the same heading are drawn together beneath it; empty for none.
    pub heading: String,
    /// The estimate, in the unit of the chart; absent when it is undefined, which `note` then says.
    pub value: Option<f64>,
    /// Lower and upper end of its interval; absent when it has none.
    pub interval: Option<(f64, f64)>,
    /// How it stands out from the reference, when the method says that it does.
    pub signal: Option<Signal>,
    /// A few words at the end of the row: `n = 120`, `undefined: everyone gave the same answer`.
    pub note: String,
}

/// A line that estimates are compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Where it lies, in the unit of the chart.
    pub value: f64,
    /// What it is: `no difference`, `England`.
    pub label: String,
}

/// Estimates with the interval each lies in, one beneath the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntervalChart {
    /// `share` (draw as percentages) or what is counted.
    pub unit: String,
    /// What an estimate is, as the axis says it: `Deaths per 100,000 people, with 95% interval`.
    pub axis: String,
    /// In the order they are read.
    pub rows: Vec<IntervalRow>,
    /// What they are compared with.
    pub reference: Option<Reference>,
    /// Whether equal ratios are drawn equally far apart: for ratios, whose values are above nought.
    pub ratio_scale: bool,
}

/// What a line on a chart of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// What was read: dots joined thinly.
    Observed,
    /// What the model makes of it: a solid line.
    Fitted,
    /// What the model says would have been: a dashed line.
    WouldHaveBeen,
    /// What was read of others who are compared with: hollow dots joined thinly.
    Compared,
}

/// A line over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Written at its end; empty for the part of a line that another line goes on from.
    pub label: String,
    /// What it is.
    pub kind: LineKind,
    /// In order of period, in the unit of the chart; `None` breaks the line.
    pub points: Vec<(Period, Option<f64>)>,
}

/// What was read over time beside what a model says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinesChart {
    /// `share` (draw as percentages) or what is counted.
    pub unit: String,
    /// In the order they are named.
    pub lines: Vec<Line>,
    /// Dated marks: when something began.
    pub marks: Vec<Mark>,
    /// Lowest value that can be: 0 for counts and shares.
    pub floor: Option<f64>,
    /// Highest value that can be: 1 for shares.
    pub ceiling: Option<f64>,
}
