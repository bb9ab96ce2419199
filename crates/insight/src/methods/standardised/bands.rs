use std::collections::BTreeMap;

use cm_kernel::Refusal;
use cm_numeric::standard::Standardised as Found;

use super::Row;
use super::repeated::Persons;
use crate::counted::{Ages, Cells, apart_from_unknown};

/// A place's events and people, one number an age band.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Place {
    pub place: String,
    pub events: Vec<f64>,
    pub people: Vec<f64>,
    /// Persons by number of events, from one, and then by band; empty when events are taken to be independent.
    pub persons: Vec<Vec<f64>>,
    pub at: u64,
}

impl Place {
    pub(super) fn row(&self, found: Found) -> Row {
        Row {
            place: self.place.clone(),
            found,
            crude: self.events.iter().sum::<f64>() / self.people.iter().sum::<f64>(),
            at: self.at,
        }
    }
}

/// Events, people and the position of the entry they come from.
type Band = (f64, f64, u64);

/// Places with every age band, and those without.
pub(super) struct Places {
    pub ages: Ages,
    pub whole: Vec<Place>,
    pub together: Place,
    pub without: Vec<(String, &'static str)>,
}

impl Places {
    pub(super) fn of(cells: Cells, persons: Option<&Persons>) -> Result<Self, Refusal> {
        let (known, _) = apart_from_unknown(cells.cells);
        if known.is_empty() {
            return Err(crate::methods::rate::no_numbers());
        }
        let mut names: Vec<String> = known.iter().map(|it| it.group.clone()).collect();
        names.sort();
        names.dedup();
        let ages = Ages::read(&names)?;
        if ages.bands.len() < 2 {
            return Err(Refusal::new(
                "insight/not-age-bands",
                "Standardising takes at least two age bands.",
                "Gather the evidence by age band, or ask for the rate of each place as it is.",
            ));
        }
        let position: BTreeMap<&str, usize> = ages
            .bands
            .iter()
            .enumerate()
            .map(|(at, (name, _))| (name.as_str(), at))
            .collect();
        let mut by_place: BTreeMap<String, Vec<Option<Band>>> = BTreeMap::new();
        for it in &known {
            let bands = by_place
                .entry(it.place.clone())
                .or_insert_with(|| vec![None; ages.bands.len()]);
            let slot = position.get(it.group.as_str()).and_then(|at| bands.get_mut(*at));
            if let Some(slot) = slot {
                *slot = it.total.map(|total| (it.count, total, it.at));
            }
        }
        let mut found = Self::none_of(ages);
        for (place, bands) in by_place {
            match bands.into_iter().collect::<Option<Vec<_>>>() {
                Some(bands) => found.add(place, &bands, persons)?,
                None => found.without.push((place, "without a number in an age band")),
            }
        }
        if found.whole.is_empty() {
            return Err(Refusal::new(
                "insight/band-missing",
                match persons {
                    Some(_) => "No place has a number in every age band, of events and of persons.",
                    None => "No place has a number in every age band.",
                },
                "Join age bands, ask about a longer time, or ask whoever gathers the evidence why they are absent.",
            ));
        }
        Ok(found)
    }

    fn none_of(ages: Ages) -> Self {
        Self {
            together: Place {
                place: "all together".to_owned(),
                events: vec![0.0; ages.bands.len()],
                people: vec![0.0; ages.bands.len()],
                persons: Vec::new(),
                at: 0,
            },
            ages,
            whole: Vec::new(),
            without: Vec::new(),
        }
    }

    fn add(&mut self, place: String, bands: &[Band], persons: Option<&Persons>) -> Result<(), Refusal> {
        let persons = match persons.map(|it| self.by_times(it, &place, bands)).transpose()? {
            Some(Some(persons)) => persons,
            Some(None) => {
                self.without
                    .push((place, "without persons by number of events in an age band"));
                return Ok(());
            }
            None => Vec::new(),
        };
        self.together
            .persons
            .resize_with(persons.len().max(self.together.persons.len()), || {
                vec![0.0; bands.len()]
            });
        for (all, here) in self.together.persons.iter_mut().zip(&persons) {
            all.iter_mut().zip(here).for_each(|(all, here)| *all += here);
        }
        let together = self.together.events.iter_mut().zip(&mut self.together.people);
        for ((events, people), (count, total, _)) in together.zip(bands) {
            *events += count;
            *people += total;
        }
        self.whole.push(Place {
            place,
            events: bands.iter().map(|it| it.0).collect(),
            people: bands.iter().map(|it| it.1).collect(),
            persons,
            at: bands.iter().map(|it| it.2).max().unwrap_or_default(),
        });
        Ok(())
    }

    /// Persons by number of events and then by band.
    fn by_times(&self, persons: &Persons, place: &str, bands: &[Band]) -> Result<Option<Vec<Vec<f64>>>, Refusal> {
        let mut by_times: Vec<Vec<f64>> = Vec::new();
        for ((name, _), (events, ..)) in self.ages.bands.iter().zip(bands) {
            let Some(of_band) = persons.of(place, name, *events)? else {
                return Ok(None);
            };
            by_times.resize_with(of_band.len(), Vec::new);
            by_times.iter_mut().zip(of_band).for_each(|(all, it)| all.push(it));
        }
        Ok(Some(by_times))
    }

    /// Events over people of all places with every band.
    pub(super) fn crude(&self) -> f64 {
        self.together.events.iter().sum::<f64>() / self.together.people.iter().sum::<f64>()
    }
}
