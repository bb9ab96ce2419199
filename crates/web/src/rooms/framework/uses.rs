use cm_framework::{Framework, Motive, UseState};
use cm_kernel::{Date, Id};

use crate::rooms::measure::{Badge, badges, capital_of, listed};

/// The map of uses: every measure against every use.
pub(super) struct Uses {
    pub(super) motives: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// One sentence for each measure that carries two high-stakes uses or more.
    pub(super) doubles: Vec<String>,
}

pub(super) struct Row {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) cells: Vec<Cell>,
}

pub(super) struct Cell {
    pub(super) badge: Badge,
    /// Whether it is one of several high-stakes uses of its measure.
    pub(super) double: bool,
}

pub(super) fn uses(framework: &Framework, today: Date) -> Uses {
    let mut rows = Vec::new();
    let mut doubles = Vec::new();
    for (id, record) in &framework.measures {
        let carried = high_stakes(framework, id, today);
        let double = carried.len() > 1;
        if double {
            let words: Vec<_> = carried.iter().map(|motive| motive.word()).collect();
            doubles.push(format!(
                "“{}” carries {} at once.",
                record.measure.title,
                listed(&words)
            ));
        }
        let cells = badges(framework, id, today).into_iter().zip(Motive::ALL);
        rows.push(Row {
            id: id.clone(),
            title: record.measure.title.clone(),
            cells: cells
                .map(|(badge, motive)| Cell {
                    badge,
                    double: double && carried.contains(&motive),
                })
                .collect(),
        });
    }
    Uses {
        motives: Motive::ALL.iter().map(|motive| capital_of(motive.word())).collect(),
        rows,
        doubles,
    }
}

/// High-stakes uses a measure carries: agreed and not withdrawn. One that is suspended counts, for it comes back.
fn high_stakes(framework: &Framework, measure: &Id, today: Date) -> Vec<Motive> {
    let carried = |motive: &Motive| {
        let state = framework.use_state(measure, *motive, today);
        motive.high_stakes() && matches!(state, UseState::Granted | UseState::Suspended)
    };
    Motive::ALL.into_iter().filter(carried).collect()
}
