use std::ops::Range;

use crate::{
    source::{Literal, arguments, in_name},
    tree::Source,
};

/// An expression that says something to a person.
pub(super) struct Words<'s> {
    source: &'s Source,
    range: Range<usize>,
}

impl<'s> Words<'s> {
    pub(super) fn new(source: &'s Source, range: Range<usize>) -> Self {
        Self { source, range }
    }

    /// The sentence with a name in braces for every part that comes from the moment: `There is no measure {id}.`
    ///
    /// Several sentences, one of which will be said, stand with ` / ` between them.
    pub(super) fn sentence(&self) -> String {
        let code = self.code();
        let formats: Vec<_> = code
            .match_indices("format!(")
            .map(|(at, it)| at + it.len() - 1)
            .collect();
        if formats.is_empty() {
            let all: Vec<_> = self.literals().map(|it| it.value.clone()).collect();
            return if all.is_empty() {
                of_the_moment(code)
            } else {
                all.join(" / ")
            };
        }
        let mut said: Vec<_> = formats.iter().filter_map(|open| self.formatted(*open)).collect();
        said.dedup();
        said.join(" / ")
    }

    /// What the `format!` whose bracket opens here says.
    fn formatted(&self, open: usize) -> Option<String> {
        let given = arguments(self.code(), open);
        let template = self.literals().find(|it| it.at >= self.range.start + open)?;
        let positional: Vec<_> = given
            .iter()
            .skip(1)
            .filter(|it| !is_named(it))
            .map(|it| last_name(it))
            .collect();
        Some(fill(&template.value, &positional))
    }

    fn code(&self) -> &'s str {
        self.source.production.get(self.range.clone()).unwrap_or_default()
    }

    fn literals(&self) -> impl Iterator<Item = &'s Literal> {
        let range = self.range.clone();
        self.source.literals.iter().filter(move |it| range.contains(&it.at))
    }
}

fn of_the_moment(code: &str) -> String {
    match last_name(code) {
        name if name == "…" => "{…}".to_owned(),
        name => format!("{{{name}}}"),
    }
}

fn is_named(argument: &str) -> bool {
    argument
        .split_once('=')
        .is_some_and(|(name, rest)| name.trim().bytes().all(in_name) && !rest.starts_with('='))
}

/// The last name of a path or of a chain of fields and calls: `title` for `record.measure.title`.
fn last_name(expression: &str) -> String {
    let plain = expression.trim().trim_start_matches(['&', '*']);
    let simple = !plain.is_empty() && plain.bytes().all(|it| in_name(it) || b".:()".contains(&it));
    let last = plain
        .split(['.', ':', '(', ')'])
        .rfind(|it| !it.is_empty() && !["to_string", "clone", "as_str", "to_owned", "word", "len"].contains(it));
    match last {
        Some(name) if simple => name.to_owned(),
        _ => "…".to_owned(),
    }
}

/// A format string with names for its places.
fn fill(template: &str, positional: &[String]) -> String {
    let mut said = String::new();
    let mut rest = template;
    let mut next = 0;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(at);
        said.push_str(before);
        if after.starts_with("{{") || after.starts_with("}}") {
            said.extend(after.chars().next());
            rest = after.get(2..).unwrap_or_default();
            continue;
        }
        let end = after.find('}').unwrap_or(after.len() - 1);
        let place = after
            .get(1..end)
            .unwrap_or_default()
            .split(':')
            .next()
            .unwrap_or_default();
        let index = match place.is_empty() {
            true => {
                next += 1;
                Some(next - 1)
            }
            false => place.parse::<usize>().ok(),
        };
        let name = index.map_or(place, |it| positional.get(it).map_or("…", String::as_str));
        said.push_str(&format!("{{{name}}}"));
        rest = after.get(end + 1..).unwrap_or_default();
    }
    said + rest
}
