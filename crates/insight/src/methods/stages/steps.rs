use cm_framework::Better;
use cm_kernel::Refusal;
use cm_numeric::gap::{self, Arm, Difference, Ratio};

use crate::counted::{Base, Cell, Cells, Kind, apart_from_unknown};
use crate::methods::gap::{between, one_group_only, several_places, way};
use crate::methods::undefined;
use crate::{Question, Readings, Signal};

/// Steps from stage to stage, before anyone is compared.
pub(super) struct Found {
    pub steps: Vec<Step>,
    /// Population groups with how many of them come to the first step.
    pub sizes: Vec<(String, f64)>,
    /// How many at the first step are of known and of unknown population group.
    pub unknown: (f64, f64),
    pub without: Vec<(String, &'static str)>,
}

/// A stage with those who pass it, out of those who came to it.
pub(super) struct Step {
    pub title: String,
    /// Whom they are out of.
    pub of: String,
    pub better: Better,
    pub rows: Vec<Row>,
}

/// A population group at a stage.
pub(super) struct Row {
    pub group: String,
    pub arm: Arm,
    pub at: u64,
    /// Absent for the base itself.
    pub apart: Option<(Difference, Option<Ratio>)>,
}

impl Row {
    pub(super) fn ratio(&self) -> Option<Ratio> {
        self.apart.and_then(|(_, ratio)| ratio)
    }

    pub(super) fn differs(&self) -> bool {
        self.apart
            .is_some_and(|(difference, _)| gap::leaves_out(difference.interval, 0.0))
    }
}

/// What was found, with what was asked.
pub(super) struct Asked {
    pub level: f64,
    pub base: Base,
    pub steps: Vec<Step>,
    pub unknown: (f64, f64),
    pub without: Vec<(String, &'static str)>,
}

impl Step {
    pub(super) fn others(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|it| it.apart.is_some())
    }

    pub(super) fn signal(&self, row: &Row) -> Option<Signal> {
        let (difference, _) = row.apart.filter(|_| row.differs())?;
        Some(way(self.better, difference.value > 0.0))
    }

    /// Sets how far each population group is from the base.
    pub(super) fn compare(&mut self, base: &Base, level: f64) -> Result<(), Refusal> {
        let against = self.rows.iter().find(|it| it.group == base.group).map(|it| it.arm);
        let against = against.ok_or_else(undefined)?;
        for row in self.rows.iter_mut().filter(|it| it.group != base.group) {
            row.apart = Some(between(Kind::Share, row.arm, against, level).ok_or_else(undefined)?);
        }
        Ok(())
    }
}

/// The steps of a measure and of those beside it, in order, for the population groups that are at every stage.
pub(super) fn of(readings: &Readings, question: &Question) -> Result<Found, Refusal> {
    let mut stages: Vec<Cells> = vec![Cells::of(readings)?];
    for other in readings.beside() {
        stages.push(Cells::of(other)?);
    }
    if stages.iter().all(|it| it.cells.is_empty()) {
        return Err(crate::methods::rate::no_numbers());
    }
    if stages.iter().any(|it| !it.one_place()) {
        return Err(several_places());
    }
    let first = stages.first().map(|it| it.cells.clone()).unwrap_or_default();
    let (known, unknown) = apart_from_unknown(first);
    let whole = |cells: &[Cell]| cells.iter().map(size).sum::<f64>();
    let mut found = Found {
        steps: Vec::new(),
        sizes: Vec::new(),
        unknown: (whole(&known), whole(&unknown)),
        without: Vec::new(),
    };
    let titles = super::titles(question);
    let betters = super::betters(question);
    let names = |at: usize| titles.get(at).cloned().unwrap_or_default();
    let mut steps: Vec<Step> = Vec::new();
    for at in 0..stages.len() {
        let counted = stages.get(at).is_some_and(counted);
        if at == 0 && counted {
            continue;
        }
        steps.push(Step {
            title: names(at),
            of: if counted {
                names(at - 1)
            } else {
                "those who came to it".to_owned()
            },
            better: betters.get(at).copied().unwrap_or(Better::Neither),
            rows: Vec::new(),
        });
    }
    if steps.is_empty() {
        return Err(no_stages());
    }
    for it in &known {
        match arms(&stages, &it.group) {
            Ok(arms) => {
                found.sizes.push((it.group.clone(), size(it)));
                for (step, (arm, at)) in steps.iter_mut().zip(arms) {
                    let row = Row {
                        group: it.group.clone(),
                        arm,
                        at,
                        apart: None,
                    };
                    step.rows.push(row);
                }
            }
            Err(why) => found.without.push((it.group.clone(), why)),
        }
    }
    for (group, why) in stages.first().map(Cells::groups_without).unwrap_or_default() {
        found.without.push((group, why));
    }
    if found.sizes.len() < 2 {
        return Err(one_group_only());
    }
    found.steps = steps;
    Ok(found)
}

/// Whether a stage holds plain counts alone.
fn counted(stage: &Cells) -> bool {
    stage.cells.iter().all(|it| it.total.is_none())
}

fn size(cell: &Cell) -> f64 {
    cell.total.unwrap_or(cell.count)
}

/// Those who pass each stage out of those who came to it, for one population group.
fn arms(stages: &[Cells], group: &str) -> Result<Vec<(Arm, u64)>, &'static str> {
    let counted = stages.first().is_some_and(counted);
    let mut found = Vec::with_capacity(stages.len());
    let mut before: Option<f64> = None;
    for stage in stages {
        let cell = stage
            .cells
            .iter()
            .find(|it| it.group == group)
            .ok_or("not at every stage")?;
        if cell.total.is_none() && before.is_none() && !counted {
            return Err("without whom they are out of");
        }
        if let Some(total) = cell.total.or(before) {
            if total <= 0.0 {
                return Err("with nobody at a stage");
            }
            if !(0.0..=total).contains(&cell.count) {
                return Err("with more passing a stage than came to it");
            }
            let arm = Arm {
                count: cell.count,
                total,
            };
            found.push((arm, cell.at));
        }
        before = Some(cell.count);
    }
    Ok(found)
}

fn no_stages() -> Refusal {
    Refusal::new(
        "insight/no-stages",
        "A count alone is no stage: it says who is there, and not out of whom.",
        "Choose the measures of the later stages beside this one, in their order.",
    )
}
