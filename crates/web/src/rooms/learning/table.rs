//! Which insights can be laid on a session's table.

use std::collections::BTreeMap;

use cm_app::{Asked, Caller, House, Scope, Unable, View};
use cm_framework::{Motive, UseState};
use cm_insight::{METHODS, Method, Shape};
use cm_kernel::{Date, Id, title};
use cm_learning::InsightRef;

use crate::input::{Choice, Given};
use crate::rooms::measure::Chosen;
use crate::words::{date, prose, read_date};

/// The most insights one meeting can read.
pub(super) const MOST: usize = 12;
/// The views offered of every measure.
const VIEWS: [&str; 3] = ["xmr", "threshold", "funnel"];

/// One insight that may lie on the table, as an address and an input name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Laid {
    measure: Id,
    view: &'static str,
    scope: Scope,
    settings: BTreeMap<String, String>,
    beside: Vec<Id>,
}

impl Laid {
    /// Reads what an address names: `measure` and what was chosen on its page. `None` when it names no insight.
    pub(super) fn named(given: &Given) -> Option<Self> {
        let some = |name: &str| Some(given.text(name).to_owned()).filter(|it| !it.is_empty());
        let day = |name: &str| match some(name) {
            Some(text) => read_date(&text).map(Some),
            None => Some(None),
        };
        let view = some("view").unwrap_or_else(|| "xmr".to_owned());
        let chosen = Chosen::of(given);
        let beside: Result<_, _> = chosen.beside.iter().map(Id::new).collect();
        Some(Self {
            measure: Id::new(given.text("measure")).ok()?,
            view: learning_method(&view)?.name(),
            scope: Scope {
                place: some("place"),
                group: some("group"),
                from: day("from")?,
                to: day("to")?,
            },
            settings: chosen.settings,
            beside: beside.ok()?,
        })
    }

    /// Reads the value of a ticked box.
    fn read(value: &str) -> Option<Self> {
        let mut given = Given::default();
        form_urlencoded::parse(value.as_bytes()).for_each(|(name, value)| given.add(&name, value));
        Self::named(&given)
    }

    /// As the value of a box.
    fn value(&self) -> String {
        let mut value = form_urlencoded::Serializer::new(String::new());
        value.append_pair("measure", self.measure.as_str());
        value.append_pair("view", self.view);
        let Scope { place, group, from, to } = &self.scope;
        let days = [("from", from), ("to", to)];
        let words = [("place", place), ("group", group)];
        for (name, word) in words.into_iter().filter_map(|(name, it)| Some((name, it.as_ref()?))) {
            value.append_pair(name, word);
        }
        for (name, day) in days.into_iter().filter_map(|(name, it)| Some((name, (*it)?))) {
            value.append_pair(name, &day.to_string());
        }
        for (name, setting) in &self.settings {
            value.append_pair(&format!("set-{name}"), setting);
        }
        for other in &self.beside {
            value.append_pair("beside", other.as_str());
        }
        value.finish()
    }

    fn choice(&self, view: &View) -> Choice {
        let measure = super::measure_title(view, &self.measure);
        let method = learning_method(self.view).map_or(self.view, |it| title(it.card()));
        let mut about = vec![self.pooled(view)];
        about.extend(self.scope.group.clone());
        about.extend(self.scope.from.map(|it| format!("from {}", date(it))));
        about.extend(self.scope.to.map(|it| format!("to {}", date(it))));
        about.extend(self.settings.iter().map(|(name, it)| format!("{name} {it}")));
        Choice::new(self.value(), format!("{measure}: {method}"), about.join(", "))
    }

    /// Which places it is about, and how they stand: `RF4`, `All wards together`.
    fn pooled(&self, view: &View) -> String {
        let record = view.framework.measure(&self.measure);
        let places_are = record.map_or("place", |it| it.measure.places_are.as_str());
        let shape = learning_method(self.view).map(Method::shape);
        match (&self.scope.place, shape) {
            (Some(place), _) => place.clone(),
            (None, Some(Shape::OneReadingAPlace)) => format!("Each {places_are} against the others"),
            (None, Some(Shape::EveryReading)) => format!("Every reading of every {places_are}"),
            (None, _) => "All together".to_owned(),
        }
    }

    /// Asks for the target when that use is agreed, so that its line is drawn; else for learning.
    fn freeze(&self, house: &House, caller: &Caller) -> Result<InsightRef, Unable> {
        let mut asked = Asked::new(&self.measure, self.view);
        asked.scope = self.scope.clone();
        asked.settings.clone_from(&self.settings);
        asked.beside.clone_from(&self.beside);
        let serves = |it: &dyn Method| it.motive() == Motive::Target || it.also_serves(Motive::Target);
        if learning_method(self.view).is_some_and(serves) {
            let for_target = Asked {
                motive: Motive::Target,
                ..asked.clone()
            };
            if let Ok(laid) = house.on_the_table(caller, &for_target) {
                return Ok(laid);
            }
        }
        house.on_the_table(caller, &asked)
    }
}

/// A method that learning may use. A ranking is another use, with a page and an agreement of its own.
fn learning_method(name: &str) -> Option<&'static dyn Method> {
    let found = METHODS.iter().find(|it| it.name() == name).copied()?;
    (found.motive() != Motive::Ranking).then_some(found)
}

/// What can be laid on the table, the ticked ones first and then by measure; and which measures cannot be, by title.
pub(super) struct Offered {
    pub(super) choices: Vec<Choice>,
    pub(super) not_agreed: Vec<String>,
    pub(super) empty: Vec<String>,
}

pub(super) fn offered(house: &House, caller: &Caller, view: &View, given: &Given) -> Offered {
    let ticked: Vec<Laid> = given.all("insight").filter_map(Laid::read).collect();
    let (mut offered, mut not_agreed, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for (id, record) in &view.framework.measures {
        if view.framework.use_state(id, Motive::Learning, house.today()) != UseState::Granted {
            not_agreed.push(record.measure.title.clone());
        } else if let Some((_, last)) = house.extent(caller, id).ok().and_then(|it| it.days) {
            offered.extend(VIEWS.iter().filter_map(|it| standard(id, it, last)));
        } else {
            empty.push(record.measure.title.clone());
        }
    }
    let special = ticked.into_iter().filter(|it| !offered.contains(it));
    let special: Vec<Laid> = special
        .filter(|it| view.framework.measure(&it.measure).is_some())
        .collect();
    Offered {
        choices: special
            .iter()
            .chain(&offered)
            .take(200)
            .map(|it| it.choice(view))
            .collect(),
        not_agreed,
        empty,
    }
}

/// A view of everything known; of the last twelve months where places stand against each other.
fn standard(measure: &Id, view: &str, last: Date) -> Option<Laid> {
    let method = learning_method(view)?;
    let mut scope = Scope::default();
    if method.shape() == Shape::OneReadingAPlace {
        scope.from = Scope::last_year(last);
    }
    Some(Laid {
        measure: measure.clone(),
        view: method.name(),
        scope,
        settings: BTreeMap::new(),
        beside: Vec::new(),
    })
}

/// What the address names, filled in: the boxes to tick beforehand.
pub(super) fn beforehand(house: &House, caller: &Caller, given: &Given) -> Vec<String> {
    let Some(mut laid) = Laid::named(given) else {
        return Vec::new();
    };
    let places = learning_method(laid.view).is_some_and(|it| it.shape() == Shape::OneReadingAPlace);
    if places && laid.scope.from.is_none() && laid.scope.to.is_none() {
        let last = house.extent(caller, &laid.measure).ok().and_then(|it| it.days);
        laid.scope.from = last.and_then(|(_, last)| Scope::last_year(last));
    }
    vec![laid.value()]
}

/// Freezes the ticked insights, each as it is known now; or says in a sentence why one of them cannot be.
pub(super) fn frozen(house: &House, caller: &Caller, given: &Given) -> Result<Result<Vec<InsightRef>, String>, Unable> {
    let mut laid: Vec<Laid> = Vec::new();
    for value in given.all("insight") {
        match Laid::read(value) {
            Some(it) if laid.contains(&it) => {}
            Some(it) => laid.push(it),
            None => return Ok(Err("Choose insights from the list".to_owned())),
        }
    }
    if laid.is_empty() || laid.len() > MOST {
        return Ok(Err(format!("Choose 1 to {MOST} insights to look at")));
    }
    let mut frozen = Vec::with_capacity(laid.len());
    for it in &laid {
        match it.freeze(house, caller) {
            Ok(insight) => frozen.push(insight),
            Err(Unable::Refused(refusal)) => {
                let method = learning_method(it.view).map_or(it.view, |it| title(it.card()));
                return Ok(Err(format!(
                    "{method}: {} {}",
                    prose(&refusal.reason),
                    prose(&refusal.remedy)
                )));
            }
            Err(Unable::Faulty) => return Err(Unable::Faulty),
        }
    }
    Ok(Ok(frozen))
}
