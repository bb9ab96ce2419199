use cm_kernel::{Entry, canonical};

use super::figure::Stated;

const HEADER: &str = "at,name,statement,value,lower,upper,unit,measure,method,version,known_at\n";

/// The figures of some entries as the records of `figures.csv`: the header at no position, then a record a figure.
pub(super) fn records<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<(Option<u64>, String)> {
    let figures = entries.filter_map(|entry| Some((Some(entry.at), record(entry.at, &Stated::read(entry)?))));
    std::iter::once((None, HEADER.to_owned())).chain(figures).collect()
}

fn record(at: u64, stated: &Stated) -> String {
    let number = |it: Option<f64>| it.and_then(|it| canonical(&it)).unwrap_or_default();
    let fields = [
        at.to_string(),
        text(&stated.name),
        text(&stated.statement),
        number(stated.value),
        number(stated.lower),
        number(stated.upper),
        text(&stated.unit),
        text(&stated.measure),
        text(&stated.method),
        text(&stated.version),
        stated.known_at.to_string(),
    ];
    fields.join(",") + "\n"
}

fn text(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
