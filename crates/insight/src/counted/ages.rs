use cm_kernel::Refusal;

/// An age band: from a birthday up to but not including another, or open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Age {
    pub start: f64,
    /// `None` for the open band of the oldest.
    pub end: Option<f64>,
}

/// Age bands in order of age, each with the name it was given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ages {
    pub bands: Vec<(String, Age)>,
}

/// A name read alone: bands whose end the name does not say end where the next starts.
#[derive(Clone, Copy)]
struct Read {
    start: u32,
    end: End,
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    At(u32),
    Open,
    Next,
}

/// The oldest birthday there is.
const OLDEST: u32 = 130;

impl Ages {
    /// The bands these names say, which must not overlap or leave an age between them.
    pub(crate) fn read(names: &[String]) -> Result<Self, Refusal> {
        let mut bands: Vec<(String, Read)> = Vec::with_capacity(names.len());
        let mut not_read: Vec<String> = Vec::new();
        for name in names {
            match read(name) {
                Some(band) => bands.push((name.clone(), band)),
                None => not_read.push(format!("`{name}`")),
            }
        }
        if !not_read.is_empty() {
            not_read.truncate(5);
            return Err(not_ages(format!(
                "{} cannot be read as an age band.",
                crate::words::listed(&not_read)
            )));
        }
        bands.sort_by_key(|(_, it)| it.start);
        let nexts: Vec<Option<u32>> = (1..=bands.len())
            .map(|at| bands.get(at).map(|(_, it)| it.start))
            .collect();
        let mut found = Vec::with_capacity(bands.len());
        for ((name, it), next) in bands.into_iter().zip(nexts) {
            let end = match it.end {
                End::At(end) => Some(end),
                End::Open => None,
                End::Next => next,
            };
            if end.is_some_and(|end| end <= it.start) {
                return Err(not_ages(format!("The age band `{name}` is there twice.")));
            }
            match (end, next) {
                (Some(end), Some(next)) if end < next => {
                    return Err(not_ages(format!(
                        "No age band holds the ages from {end} to {}.",
                        next - 1
                    )));
                }
                (Some(end), Some(next)) if end == next => {}
                (_, None) => {}
                (_, Some(next)) => {
                    return Err(not_ages(format!("The age band `{name}` overlaps the one from {next}.")));
                }
            }
            let age = Age {
                start: f64::from(it.start),
                end: end.map(f64::from),
            };
            found.push((name, age));
        }
        Ok(Self { bands: found })
    }
}

/// `0-4`, `00 to 04`, `aged 5-9`, `under 1`, `90+`, `85 and over`, or a bare first age such as `20`.
fn read(name: &str) -> Option<Read> {
    let text = name.trim().to_lowercase();
    let numbers: Vec<u32> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|it| !it.is_empty())
        .map(|it| it.parse().ok().filter(|age| *age <= OLDEST))
        .collect::<Option<_>>()?;
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let (start, end) = match numbers.as_slice() {
        [below] if has(&["under", "<", "below"]) => (0, End::At(*below)),
        [start] if has(&["+", "over", "plus", "older", "above"]) => (*start, End::Open),
        [start] => (*start, End::Next),
        [start, last] => (*start, End::At(last + 1)),
        _ => return None,
    };
    let ends_after = !matches!(end, End::At(end) if end <= start);
    ends_after.then_some(Read { start, end })
}

fn not_ages(reason: String) -> Refusal {
    Refusal::new(
        "insight/not-age-bands",
        reason,
        "Name population groups by age without gaps or overlaps, such as `0-4`, `5-9` and `90+`.",
    )
}
