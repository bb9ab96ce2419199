use super::chart::Point;
use super::limits::Limits;
use super::reading::Side;
use super::rules::{Gaps, NearRule, OnCentre, Rules};

/// A reason to think that a point is not ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The point lies strictly outside the process limits.
    Outside,
    /// It is one of a run of points each above (or each below) the one before.
    Trend,
    /// It is one of two points in three far out on one side.
    TwoInThree,
    /// It is one of a run of points on one side of the centre.
    Shift,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 4] = [Self::Outside, Self::Trend, Self::TwoInThree, Self::Shift];

    fn bit(self) -> u8 {
        match self {
            Self::Outside => 1,
            Self::Trend => 2,
            Self::TwoInThree => 4,
            Self::Shift => 8,
        }
    }
}

/// The rules that fired at one point, before one of them is chosen to name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fired(u8);

impl Fired {
    const RISING: u8 = 16;

    /// Whether this rule fired.
    #[must_use]
    pub fn has(self, rule: Rule) -> bool {
        self.0 & rule.bit() != 0
    }

    /// Whether any rule fired.
    #[must_use]
    pub fn any(self) -> bool {
        self.0 & !Self::RISING != 0
    }

    /// Whether the trend that fired here rises.
    pub(super) fn rising(self) -> bool {
        self.0 & Self::RISING != 0
    }

    fn add(&mut self, rule: Rule) {
        self.0 |= rule.bit();
    }

    fn trend(&mut self, rising: bool) {
        self.add(Rule::Trend);
        if rising {
            self.0 |= Self::RISING;
        } else {
            self.0 &= !Self::RISING;
        }
    }
}

/// Marks every rule that fires in one stretch. `run` is how many points on one side make a shift.
pub(super) fn mark(points: &mut [Point], limits: Option<&Limits>, rules: &Rules, gaps: Gaps, run: Option<u32>) {
    if let Some(limits) = limits {
        if rules.outside {
            outside(points, limits);
        }
        if let Some(near) = rules.near {
            two_in_three(points, limits, near, gaps);
        }
    }
    if let Some(length) = rules.trend {
        trend(points, length, gaps);
    }
    if let Some(length) = run {
        shift(points, length, gaps, rules.on_centre);
    }
}

fn outside(points: &mut [Point], limits: &Limits) {
    for point in points {
        if point.value.is_some_and(|value| limits.outside(value)) {
            point.fired.add(Rule::Outside);
        }
    }
}

fn trend(points: &mut [Point], length: u32, gaps: Gaps) {
    // The run under way: where it started, how many points it has, and whether it rises.
    let (mut start, mut count, mut rising) = (0, 0, false);
    let mut last: Option<(usize, f64)> = None;
    for place in 0..points.len() {
        let Some(value) = points[place].value else {
            if gaps == Gaps::Break {
                last = None;
            }
            continue;
        };
        match last {
            Some((before, earlier)) if value != earlier => {
                let rises = value > earlier;
                if count >= 2 && rises == rising {
                    count += 1;
                } else {
                    (start, count, rising) = (before, 2, rises);
                }
            }
            _ => (start, count) = (place, 1),
        }
        last = Some((place, value));
        if count == length && length > 1 {
            // A turning point belongs to two trends and is named by the later one.
            for point in &mut points[start..=place] {
                if point.value.is_some() {
                    point.fired.trend(rising);
                }
            }
        } else if count > length && length > 1 {
            points[place].fired.trend(rising);
        }
    }
}

fn shift(points: &mut [Point], length: u32, gaps: Gaps, on_centre: OnCentre) {
    let (mut start, mut count, mut side) = (0, 0, None);
    for place in 0..points.len() {
        let point = &points[place];
        if point.value.is_none() {
            if gaps == Gaps::Break {
                (count, side) = (0, None);
            }
            continue;
        }
        match point.side {
            None if on_centre == OnCentre::Passes => continue,
            None => (count, side) = (0, None),
            here if here == side => count += 1,
            here => (start, count, side) = (place, 1, here),
        }
        if side.is_some() && count == length {
            for point in &mut points[start..=place] {
                if point.side == side {
                    point.fired.add(Rule::Shift);
                }
            }
        } else if count > length {
            points[place].fired.add(Rule::Shift);
        }
    }
}

fn two_in_three(points: &mut [Point], limits: &Limits, near: NearRule, gaps: Gaps) {
    // The two known points before this one: place, side, and whether it counts as far out.
    let mut window: [Option<(usize, Option<Side>, bool)>; 3] = [None; 3];
    for place in 0..points.len() {
        let point = &points[place];
        let Some(value) = point.value else {
            if gaps == Gaps::Break {
                window = [None; 3];
            }
            continue;
        };
        let far = match near {
            NearRule::BetweenLimits => limits.beyond_near(value) && !limits.outside(value),
            NearRule::BeyondNear | NearRule::BeyondNearThirdAnywhere => limits.beyond_near(value),
        };
        window = [window[1], window[2], Some((place, point.side, far))];
        let members = window.iter().flatten();
        let known = members.clone().count();
        for side in [Side::High, Side::Low] {
            let same = |member: &&(usize, Option<Side>, bool)| member.1 == Some(side);
            let counted = members.clone().filter(same).filter(|member| member.2).count();
            let together = match near {
                NearRule::BeyondNearThirdAnywhere => true,
                NearRule::BetweenLimits | NearRule::BeyondNear => known == 3 && members.clone().all(|m| same(&m)),
            };
            if counted >= 2 && together {
                for member in members.clone().filter(same).filter(|member| member.2) {
                    points[member.0].fired.add(Rule::TwoInThree);
                }
            }
        }
    }
}
