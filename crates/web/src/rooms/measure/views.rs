use std::collections::BTreeMap;

use cm_framework::{MeasureRecord, Motive};
use cm_insight::{Choice, METHODS, Method, Parameter, Question, Topic};
use cm_kernel::title;

use super::Chosen;
use crate::words::prose;

/// A link among others, of which one is where the reader stands.
pub(super) struct View {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) current: bool,
}

/// What can be asked of a measure: topics, and within the one chosen its methods.
pub(super) struct Views {
    pub(super) topics: Vec<View>,
    pub(super) methods: Vec<View>,
}

/// Methods that can say something about this measure, given how many population groups there are.
pub(super) fn suited(record: &MeasureRecord, groups: usize, chosen: &Chosen) -> Vec<&'static dyn Method> {
    let question = Question::about(&record.measure, "");
    let suits = |method: &&dyn Method| {
        let has_groups = groups > 1 || !matches!(method.topic(), Topic::BetweenGroups | Topic::AmongRaters);
        let offered = method.motive() != Motive::Ranking && has_groups && method.suits(&question);
        offered || method.name() == chosen.view
    };
    METHODS.iter().copied().filter(suits).collect()
}

pub(super) fn views(base: &str, chosen: &Chosen, suited: &[&'static dyn Method]) -> Views {
    let here = suited.iter().find(|it| it.name() == chosen.view).map(|it| it.topic());
    let link = |label: &str, method: &dyn Method, current: bool| View {
        label: label.to_owned(),
        href: format!("{base}{}", chosen.viewed(method.name()).query()),
        current,
    };
    let topics = Topic::ALL.into_iter().filter_map(|topic| {
        let first = suited.iter().find(|it| it.topic() == topic)?;
        Some(link(topic.heading(), *first, Some(topic) == here))
    });
    let methods = suited.iter().filter(|it| Some(it.topic()) == here);
    Views {
        topics: topics.collect(),
        methods: methods
            .map(|it| link(title(it.card()), *it, it.name() == chosen.view))
            .collect(),
    }
}

/// Something a person may set, as an input asks it.
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) value: String,
    pub(super) choices: &'static [&'static str],
}

/// What follows the address of proposals to begin the limits of this chart afresh; `None` where they cannot.
pub(super) fn rebase_query(method: &dyn Method, chosen: &Chosen) -> Option<String> {
    let begins_afresh = method.name() == "rebase" || method.parameters().iter().any(|it| it.name == "rebase");
    let scope = Chosen {
        place: chosen.place.clone(),
        group: chosen.group.clone(),
        ..Chosen::default()
    };
    begins_afresh.then(|| scope.query())
}

/// Whether periods can be left out of the chart of a method.
pub(super) fn leaves_out(method: &dyn Method) -> bool {
    method.parameters().iter().any(|it| it.name == "exclude")
}

/// What follows the address where periods are left out of this chart; `None` where none can be.
pub(super) fn leave_out_query(method: &dyn Method, chosen: &Chosen) -> Option<String> {
    let scope = Chosen {
        view: chosen.view.clone(),
        place: chosen.place.clone(),
        group: chosen.group.clone(),
        ..Chosen::default()
    };
    leaves_out(method).then(|| scope.query())
}

/// The settings of a method, filled in with what was chosen, or used where nothing was.
pub(super) fn settings(method: &dyn Method, chosen: &Chosen, used: &BTreeMap<String, String>) -> Vec<Setting> {
    let setting = |it: &Parameter| Setting {
        name: it.name,
        label: super::capital_of(&it.name.replace('-', " ")),
        hint: prose(it.does),
        value: chosen
            .settings
            .get(it.name)
            .or_else(|| used.get(it.name))
            .map_or_else(|| it.default.to_owned(), String::clone),
        choices: it.choices,
    };
    method.parameters().iter().map(setting).collect()
}

/// Which process chart suits these readings, and why.
pub(super) struct Suggestion {
    /// A link to it; empty where the reader already looks at it.
    pub(super) href: String,
    pub(super) label: String,
    pub(super) reason: String,
}

/// What to say beside a chart over time about the choice of chart.
pub(super) fn suggestion(
    base: &str,
    chosen: &Chosen,
    method: &dyn Method,
    choice: Option<&Choice>,
) -> Option<Suggestion> {
    let choice = choice.filter(|_| method.topic() == Topic::OverTime)?;
    let suggested = cm_insight::method(choice.method)?;
    let mut there = chosen.viewed(choice.method);
    let settings = choice.settings.iter();
    there.settings = settings
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let here = choice.method == chosen.view;
    Some(Suggestion {
        href: if here {
            String::new()
        } else {
            format!("{base}{}", there.query())
        },
        label: title(suggested.card()).to_owned(),
        reason: prose(&choice.reason),
    })
}
