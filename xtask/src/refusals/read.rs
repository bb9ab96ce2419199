use std::ops::Range;

use super::{Catalogue, Said, is_code, sentence::Words};
use crate::{
    source::{Function, argument_ranges, arguments, functions, line_of, words},
    tree::Source,
};

const CALL: &str = "Refusal::new";

/// A function that makes refusals whose code its caller gives.
struct Maker<'s> {
    /// The file it stands in.
    source: &'s Source,
    function: Function,
    /// Which of its parameters is the code.
    code: usize,
    /// The arguments of the `Refusal::new` in its body.
    given: Vec<Range<usize>>,
}

/// Every refusal that production code can say.
#[must_use]
pub fn read(sources: &[Source]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let mut makers = Vec::new();
    for source in sources.iter().filter(|it| !it.test && it.path.starts_with("crates/")) {
        let all = functions(&source.production);
        for at in calls(source, CALL) {
            let given = argument_ranges(&source.production, at + CALL.len());
            match coded(source, sources, &all, at, &given) {
                Coded::Here(codes) => catalogue
                    .said
                    .extend(codes.into_iter().map(|code| say(source, code, &given, None))),
                Coded::ByCaller(function, code) => makers.push(Maker {
                    source,
                    function,
                    code,
                    given,
                }),
                Coded::Unknown => catalogue.complaints.push(unclear(source, at)),
            }
        }
        if source.room() != "kernel" {
            catalogue.complaints.extend(by_hand(source));
        }
    }
    for maker in &makers {
        called(maker, sources, &mut catalogue);
    }
    catalogue.said.sort();
    catalogue.said.dedup();
    catalogue
}

enum Coded {
    Here(Vec<String>),
    ByCaller(Function, usize),
    Unknown,
}

fn coded(source: &Source, all: &[Source], functions: &[Function], at: usize, given: &[Range<usize>]) -> Coded {
    let Some(first) = given.first() else {
        return Coded::Unknown;
    };
    let codes = codes_in(source, first);
    if !codes.is_empty() {
        return Coded::Here(codes);
    }
    let name = source.production.get(first.clone()).unwrap_or_default().trim();
    // Another refusal said again in other words; its code is catalogued where it was first said.
    if name.ends_with(".code") {
        return Coded::Here(Vec::new());
    }
    if let Some(code) = constant(source.room(), all, name) {
        return Coded::Here(vec![code]);
    }
    // The innermost function that holds the call.
    let Some(function) = functions.iter().rfind(|it| it.at < at && at < it.end) else {
        return Coded::Unknown;
    };
    if let Some(position) = function.parameters.iter().position(|it| it == name) {
        return Coded::ByCaller(function.clone(), position);
    }
    match codes_in(source, &(function.at..function.end)) {
        codes if codes.is_empty() => Coded::Unknown,
        codes => Coded::Here(codes),
    }
}

/// The refusals that a maker's callers say. A maker is known in its own room, and one of the kernel everywhere.
fn called(maker: &Maker<'_>, sources: &[Source], catalogue: &mut Catalogue) {
    let room = maker.source.room();
    let near = |it: &&Source| !it.test && (room == "kernel" || it.room() == room);
    for source in sources.iter().filter(near) {
        for at in calls(source, &maker.function.name) {
            let given = argument_ranges(&source.production, at + maker.function.name.len());
            let codes = given.get(maker.code).map(|it| codes_in(source, it)).unwrap_or_default();
            if codes.is_empty() {
                catalogue.complaints.push(unclear(source, at));
            }
            for code in codes {
                let said = say(maker.source, code, &maker.given, Some((maker, source, &given)));
                catalogue.said.push(Said {
                    file: source.path.clone(),
                    ..said
                });
            }
        }
    }
}

type Call<'c> = (&'c Maker<'c>, &'c Source, &'c [Range<usize>]);

fn say(source: &Source, code: String, given: &[Range<usize>], call: Option<Call<'_>>) -> Said {
    let words = |at: usize| {
        let range = given.get(at).cloned().unwrap_or_default();
        let name = source.production.get(range.clone()).unwrap_or_default().trim();
        // A maker's own parameter is said in the words of its caller.
        let handed = call.and_then(|(maker, caller, given)| {
            let position = maker.function.parameters.iter().position(|it| it == name)?;
            Some(Words::new(caller, given.get(position)?.clone()).sentence())
        });
        handed.unwrap_or_else(|| Words::new(source, range).sentence())
    };
    Said {
        reason: words(1),
        remedy: words(2),
        file: source.path.clone(),
        code,
    }
}

/// Offsets at which production code calls this function; its own definition is not a call.
fn calls<'s>(source: &'s Source, name: &'s str) -> impl Iterator<Item = usize> + 's {
    let code = &source.production;
    words(code, name).filter(move |at| {
        let called = code.get(at + name.len()..).is_some_and(|it| it.starts_with('('));
        called && !code.get(..*at).is_some_and(|it| it.trim_end().ends_with("fn"))
    })
}

fn codes_in(source: &Source, range: &Range<usize>) -> Vec<String> {
    source
        .literals
        .iter()
        .filter(|it| range.contains(&it.at) && is_code(&it.value))
        .map(|it| it.value.clone())
        .collect()
}

/// The code that a constant of the room stands for.
fn constant(room: &str, sources: &[Source], name: &str) -> Option<String> {
    let name = name.rsplit("::").next().filter(|it| !it.is_empty())?;
    sources.iter().filter(|it| it.room() == room).find_map(|source| {
        let code = &source.production;
        let at = words(code, name).find(|at| code.get(..*at).is_some_and(|it| it.trim_end().ends_with("const")))?;
        let end = at + code.get(at..)?.find(';')?;
        codes_in(source, &(at..end)).into_iter().next()
    })
}

fn by_hand(source: &Source) -> Vec<String> {
    let code = &source.production;
    words(code, "Refusal")
        .filter(|at| {
            let built = code
                .get(at + "Refusal".len()..)
                .is_some_and(|it| it.trim_start().starts_with('{'));
            let before = code.get(..*at).unwrap_or_default().trim_end();
            // A function that returns one, or an implementation for one, opens a brace of its own.
            let other = ["->", "for", "impl", "struct", "enum"]
                .iter()
                .any(|it| before.ends_with(it));
            built && !other && !before.ends_with("::") && is_value(code, *at)
        })
        .map(|at| {
            format!(
                "{}:{} builds a refusal by hand; use `Refusal::new`",
                source.path,
                line_of(code, at)
            )
        })
        .collect()
}

/// True when the brace holds a field `code:`, as a value does and a pattern of the same shape does not by itself.
fn is_value(code: &str, at: usize) -> bool {
    let Some(open) = code.get(at..).and_then(|it| it.find('{')).map(|it| at + it) else {
        return false;
    };
    arguments(code, open)
        .iter()
        .any(|it| it.trim().starts_with("code:") || it.trim() == "code")
        && arguments(code, open).len() == 3
}

fn unclear(source: &Source, at: usize) -> String {
    format!(
        "{}:{} says no with a code that is not plain from the source; write it as a string, `room/reason`",
        source.path,
        line_of(&source.production, at)
    )
}
