use std::collections::{BTreeMap, BTreeSet};

use cm_account::Figure;
use cm_framework::Motive;
use cm_insight::{Exposed, Over, Preset, Protection, Published, Shape, method};
use cm_kernel::{Id, Known, Refusal};
use cm_store::Wanted;

use crate::house::View;
use crate::{House, Unable};

/// Rows of a measure by how long the ledger was when they were known so.
type Rows = BTreeMap<u64, Known>;

impl House {
    /// Refuses figures from which, together with everything published before of the same measure, a small count follows.
    ///
    /// # Errors
    /// `app/small-count-exposed`; `insight/cannot-be-protected` when that is too hard to tell; the machine failed.
    pub(super) fn keeps_hidden(
        &self,
        partnership: &Id,
        view: &View,
        figures: &[Figure],
        rules: Preset,
    ) -> Result<(), Unable> {
        let measures: BTreeSet<&Id> = figures.iter().map(|it| &it.measure).collect();
        for measure in measures {
            let before = view.accounts.editions.iter().flat_map(|it| &it.figures).map(|it| &it.1);
            let of_it = |it: &&Figure| it.measure == *measure;
            let fresh: Vec<&Figure> = figures.iter().filter(of_it).collect();
            let exposed = self.exposed(
                partnership,
                view,
                &before.filter(of_it).collect::<Vec<_>>(),
                &fresh,
                rules,
            )?;
            if let (Some(first), Some(figure)) = (exposed.first(), fresh.first()) {
                return Err(refusal(&figure.measure_title, first, exposed.len(), rules).into());
            }
        }
        Ok(())
    }

    /// The small counts that a published edition gives away together with all others, by these rules.
    ///
    /// # Errors
    /// `account/no-such-edition`, `app/small-count-exposed`; `insight/cannot-be-protected`; the machine failed.
    pub fn check_edition(&self, partnership: &Id, edition: &Id, rules: Preset) -> Result<(), Unable> {
        let view = self.view(partnership)?;
        let Some(found) = view.accounts.edition(edition) else {
            return Err(super::parts::no_such(edition).into());
        };
        let figures: Vec<Figure> = found.figures.iter().map(|it| it.1.clone()).collect();
        let mut others = View::clone(&view);
        others.accounts.editions.retain(|it| it.published.edition != *edition);
        self.keeps_hidden(partnership, &others, &figures, rules)
    }

    fn exposed(
        &self,
        partnership: &Id,
        view: &View,
        before: &[&Figure],
        fresh: &[&Figure],
        rules: Preset,
    ) -> Result<Vec<Exposed>, Unable> {
        let (mut published, mut rows) = (Published::default(), Rows::new());
        for figure in before {
            self.add(partnership, view, &mut published, figure, &mut rows)?;
        }
        let mark = published.mark();
        for figure in fresh {
            self.add(partnership, view, &mut published, figure, &mut rows)?;
        }
        Ok(published.exposed(mark, rules.limits())?)
    }

    /// Adds what a figure showed: the rows it rested on, as known then.
    fn add(
        &self,
        partnership: &Id,
        view: &View,
        published: &mut Published,
        figure: &Figure,
        rows: &mut Rows,
    ) -> Result<(), Unable> {
        let known = match rows.remove(&figure.known_at) {
            Some(known) => known,
            None => {
                let wanted = Wanted {
                    measure: figure.measure.clone(),
                    place: None,
                    group: None,
                    known_at: figure.known_at,
                };
                self.store.rows(partnership, &wanted)?
            }
        };
        let rests_on = &figure.insight.rests_on;
        let permit = view
            .framework
            .permit(&figure.measure, Motive::Publication, self.today());
        let entered = |at: u64| {
            let covered = permit.as_ref().is_ok_and(|it| it.covers(at));
            rests_on.left_out == 0 || covered || rests_on.entries.contains(&at)
        };
        let read = known.rows.iter().filter(|row| entered(row.at)).filter_map(|row| {
            let (place, group, period) = known.key(row)?;
            Some((place, group, period, row.at, row.reading))
        });
        let about = figure.about.clone().unwrap_or_default();
        let over = Over {
            place: about.place,
            group: about.group,
            from: about.from,
            to: about.to,
            shape: method(&figure.method).map_or(Shape::EverySeries, |it| it.shape()),
        };
        published.add(
            read,
            &over,
            &figure.insight.protection.clone().unwrap_or_else(unprotected),
        );
        rows.insert(figure.known_at, known);
        Ok(())
    }
}

/// What is taken of a figure that does not say what was done to it: nothing.
fn unprotected() -> Protection {
    Protection {
        rules: Preset::BelowFive.name(),
        hidden: 0,
        of: 0,
        rounded_to: None,
        hidden_at: Vec::new(),
    }
}

fn refusal(title: &str, first: &Exposed, counts: usize, rules: Preset) -> Refusal {
    let place = if first.place == "all" {
        "all places together"
    } else {
        &first.place
    };
    let (below, period) = (rules.limits().below, first.period.in_words());
    let others = match counts {
        1 => String::new(),
        _ => format!(", and {} more", counts - 1),
    };
    Refusal::new(
        "app/small-count-exposed",
        format!(
            "A count below {below} under “{title}” could be worked out from these figures and those published before: \
             that of {place}, {period}{others}. Nothing of this was kept.",
        ),
        "Leave out the figure that gives it away, show it for a longer period or a larger area, or pool what was told apart.",
    )
}
