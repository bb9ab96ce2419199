/// What may stand between two cells, commonest first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// How much of a file is looked at: more than enough lines to tell.
const LOOKED_AT: usize = 64 << 10;

/// Lines that are compared.
const LINES: usize = 50;

/// The delimiter that a spreadsheet wrote down in a first line `sep=;`, with the length of that line.
pub(crate) fn declared(text: &str) -> Option<(u8, usize)> {
    let (line, _) = text.split_once('\n')?;
    let mark = line.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=")?;
    match mark.as_bytes() {
        [mark] if DELIMITERS.contains(mark) => Some((*mark, line.len() + 1)),
        _ => None,
    }
}

/// The delimiter that most lines have equally often, outside quotation marks; a comma when nothing tells.
pub(crate) fn detect(text: &str) -> u8 {
    let bytes = text.as_bytes().get(..LOOKED_AT).unwrap_or(text.as_bytes());
    let lines = counts(bytes);
    let mut best = (b',', 0, 0);
    for (at, delimiter) in DELIMITERS.into_iter().enumerate() {
        let of_line = |line: &[usize; 3]| line.get(at).copied().unwrap_or_default();
        let agree = |count: usize| lines.iter().filter(|line| of_line(line) == count).count();
        let commonest = lines
            .iter()
            .map(of_line)
            .filter(|count| *count > 0)
            .max_by_key(|count| (agree(*count), *count))
            .unwrap_or_default();
        let lines_agree = if commonest > 0 { agree(commonest) } else { 0 };
        if (lines_agree, commonest) > (best.1, best.2) {
            best = (delimiter, lines_agree, commonest);
        }
    }
    best.0
}

/// How often each delimiter stands in each of the first lines.
fn counts(bytes: &[u8]) -> Vec<[usize; 3]> {
    let mut lines = Vec::new();
    let (mut line, mut quoted) = ([0; 3], false);
    for byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                lines.push(line);
                line = [0; 3];
            }
            _ if quoted => {}
            byte => {
                for (count, delimiter) in line.iter_mut().zip(DELIMITERS) {
                    *count += usize::from(*byte == delimiter);
                }
            }
        }
        if lines.len() == LINES {
            return lines;
        }
    }
    // A line cut short says nothing, unless it is all there is.
    if lines.is_empty() {
        lines.push(line);
    }
    lines
}
