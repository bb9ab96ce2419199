use crate::{source::functions, tree::Source};

/// A source file has at most so many lines: past that it is the place where things go to be lost.
pub const LONGEST_FILE: usize = 400;
/// A function has at most so many lines, from `fn` to its closing brace.
pub const LONGEST_FUNCTION: usize = 70;

/// Files that are too long, tests included.
#[must_use]
pub fn long_files(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .map(|it| (it.text.lines().count(), &it.path))
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, path)| format!("{path} has {lines} lines; {LONGEST_FILE} is the most"))
        .collect()
}

/// Functions that are too long, tests included.
#[must_use]
pub fn long_functions(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        for it in functions(&source.code).iter().filter(|it| it.lines > LONGEST_FUNCTION) {
            complaints.push(format!(
                "{}:{} `{}` has {} lines; {LONGEST_FUNCTION} is the most",
                source.path, it.line, it.name, it.lines
            ));
        }
    }
    complaints
}

/// How a set of lengths in lines is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// All lines together.
    pub total: usize,
    /// Half are no longer.
    pub median: usize,
    /// Nine in ten are no longer.
    pub p90: usize,
    /// The longest.
    pub longest: usize,
}

/// The spread of the files that are not tests.
#[must_use]
pub fn spread_of_files(sources: &[Source]) -> Spread {
    spread(
        sources
            .iter()
            .filter(|it| !it.test)
            .map(|it| it.text.lines().count())
            .collect(),
    )
}

/// The spread of the functions that are not tests.
#[must_use]
pub fn spread_of_functions(sources: &[Source]) -> Spread {
    let lines = |it: &Source| {
        functions(&it.production)
            .into_iter()
            .map(|it| it.lines)
            .collect::<Vec<_>>()
    };
    spread(sources.iter().flat_map(lines).collect())
}

fn spread(mut lengths: Vec<usize>) -> Spread {
    lengths.sort_unstable();
    let count = lengths.len();
    let rank = |share: usize| (count * share).div_ceil(100).saturating_sub(1);
    let at = |i: usize| lengths.get(i).copied().unwrap_or_default();
    Spread {
        count,
        total: lengths.iter().sum(),
        median: at(rank(50)),
        p90: at(rank(90)),
        longest: at(count.saturating_sub(1)),
    }
}
