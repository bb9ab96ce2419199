use cm_framework::{Motive, Permit};
use cm_kernel::{Date, Id, Period};

use super::{Scope, stamp};
use crate::house::View;
use crate::{Caller, Deed, House, Unable};

/// What a measure's evidence spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Places by code.
    pub places: Vec<String>,
    /// Population groups.
    pub groups: Vec<String>,
    /// First days of the first and last period.
    pub days: Option<(Date, Date)>,
}

impl House {
    /// Places and population groups of a measure that may be read for learning, and its first and last day.
    ///
    /// # Errors
    /// As [`House::rows`].
    pub fn extent(&self, caller: &Caller, measure: &Id) -> Result<Extent, Unable> {
        caller.must(Deed::Ask, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let permit = view.framework.permit(measure, Motive::Learning, self.today())?;
        let key = format!(
            "{} {measure} {}",
            caller.partnership,
            stamp(&view, &permit, view.length)
        );
        if let Some(extent) = self.remembered_extent(&key) {
            return Ok(Extent::clone(&extent));
        }
        let extent = match self.extent_by_entries(&caller.partnership, measure, &view, &permit)? {
            Some(extent) => extent,
            None => self.extent_by_rows(caller, measure)?,
        };
        self.remember_extent(key, &extent);
        Ok(extent)
    }

    /// From what entries announce, without reading their rows: only when the permit covers every entry of the measure.
    fn extent_by_entries(
        &self,
        partnership: &Id,
        measure: &Id,
        view: &View,
        permit: &Permit,
    ) -> Result<Option<Extent>, Unable> {
        let mut days: Option<(Date, Date)> = None;
        for gathering in view.gatherings.of(measure) {
            let (first, last) = &gathering.gathered.periods;
            let (Some(first), Some(last), true) =
                (Period::parse(first), Period::parse(last), permit.covers(gathering.at))
            else {
                return Ok(None);
            };
            let (first, last) = (first.start(), last.start());
            days = Some(days.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
        }
        let (places, groups) = self.store.places_and_groups(partnership, measure)?;
        // A place that came with an entry nobody has looked at yet might not be covered.
        let nothing_new = self.store.length(partnership)? == view.length;
        Ok(nothing_new.then_some(Extent { places, groups, days }))
    }

    fn extent_by_rows(&self, caller: &Caller, measure: &Id) -> Result<Extent, Unable> {
        let (_, known) = self.rows(caller, measure, &Scope::default())?;
        let starts = known.rows.iter().map(|row| row.period.start());
        let days = starts.clone().min().zip(starts.max());
        Ok(Extent {
            places: known.places,
            groups: known.groups,
            days,
        })
    }
}
