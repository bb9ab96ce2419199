use crate::source::line_of;

/// What a page template may not hold: styles and scripts of its own.
///
/// The pages are sent under a content policy that allows neither, so a browser would drop them without a word.
#[must_use]
pub fn template(path: &str, text: &str) -> Vec<String> {
    let html = without_expressions(text);
    let mut complaints = Vec::new();
    let mut say = |at: usize, what: &str| complaints.push(format!("{path}:{} {what}", line_of(&html, at)));
    for (at, tag) in tags(&html) {
        let name = tag
            .split(|it: char| it.is_whitespace() || it == '/')
            .next()
            .unwrap_or_default();
        let attributes = attributes(tag.get(name.len()..).unwrap_or_default());
        let has = |wanted: &str| attributes.iter().any(|(it, _)| it == wanted);
        match name.to_ascii_lowercase().as_str() {
            "script" if !has("src") => say(at, "has a script without `src`; put it in the script file"),
            "style" => say(at, "has a style of its own; put it in the style sheet"),
            _ => {}
        }
        for (attribute, value) in &attributes {
            if attribute == "style" {
                say(at, "has a `style` attribute; give it a class");
            }
            if attribute.len() > 2 && attribute.starts_with("on") {
                say(at, &format!("has `{attribute}`; listen for it in the script file"));
            }
            if value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
                say(at, "has a `javascript:` address");
            }
        }
    }
    complaints
}

/// The template with `{{ }}`, `{% %}` and `{# #}` turned into spaces, so that no `>` or quote of theirs ends a tag.
fn without_expressions(text: &str) -> String {
    let mut rest = text;
    let mut html = String::with_capacity(text.len());
    while let Some((at, close)) = ["{{", "{%", "{#"]
        .iter()
        .zip(["}}", "%}", "#}"])
        .filter_map(|(open, close)| rest.find(open).map(|at| (at, close)))
        .min()
    {
        let end = rest
            .get(at..)
            .and_then(|it| it.find(close))
            .map_or(rest.len(), |it| at + it + 2);
        html.push_str(rest.get(..at).unwrap_or_default());
        html.extend(
            rest.bytes()
                .take(end)
                .skip(at)
                .map(|it| if it == b'\n' { '\n' } else { ' ' }),
        );
        rest = rest.get(end..).unwrap_or_default();
    }
    html + rest
}

/// Each opening tag without its brackets, with the offset of its `<`. Comments and closing tags are passed over.
fn tags(html: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|it| it.find('<')).map(|it| at + it) {
        let rest = html.get(open + 1..).unwrap_or_default();
        if rest.starts_with("!--") {
            at = rest.find("-->").map_or(html.len(), |it| open + it + 4);
            continue;
        }
        let end = tag_end(rest);
        if rest.starts_with(|it: char| it.is_ascii_alphabetic()) {
            found.extend(rest.get(..end).map(|tag| (open, tag)));
        }
        at = open + 1 + end;
    }
    found
}

fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    for (at, it) in rest.char_indices() {
        match (quote, it) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(it),
            (Some(open), _) if open == it => quote = None,
            _ => {}
        }
    }
    rest.len()
}

/// Names, in lower case, and values of the attributes in what follows a tag's name.
fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(|it: char| it.is_whitespace() || it == '/');
    while !rest.is_empty() {
        let end = rest
            .find(|it: char| it.is_whitespace() || it == '=' || it == '/')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = value(after.trim_start());
        found.push((name.to_ascii_lowercase(), value.to_owned()));
        let next = after.trim_start_matches(|it: char| it.is_whitespace() || it == '/');
        // A stray `=` belongs to no name; passing over it keeps the walk moving.
        rest = if next.len() == rest.len() {
            next.get(1..).unwrap_or_default()
        } else {
            next
        };
    }
    found
}

/// The value after a name, when there is one, and what follows it.
fn value(text: &str) -> (&str, &str) {
    let Some(said) = text.strip_prefix('=').map(str::trim_start) else {
        return ("", text);
    };
    match said.chars().next() {
        Some(quote @ ('"' | '\'')) => said.get(1..).and_then(|it| it.split_once(quote)).unwrap_or((said, "")),
        _ => said.split_at(said.find(char::is_whitespace).unwrap_or(said.len())),
    }
}
