//! A reader of XML just strict enough to say that a drawing is well formed, and what is in it.

/// An element with its attributes, those of the elements around it included.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub name: String,
    pub own: Vec<(String, String)>,
    around: Vec<(String, String)>,
    pub text: String,
    pub inside: Vec<String>,
}

impl Element {
    /// An attribute of its own.
    pub(super) fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// An attribute of its own or of the nearest element around it.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.own(name)
            .or_else(|| self.around.iter().rev().find(|it| it.0 == name).map(|it| it.1.as_str()))
    }

    /// An attribute as a number; 0 when it has none.
    pub(super) fn number(&self, name: &str) -> f64 {
        self.attribute(name).map_or(0.0, |it| it.parse().expect("a number"))
    }
}

/// Reads a document, or says what is wrong with it.
pub(super) fn read(text: &str) -> Result<Vec<Element>, String> {
    let mut rest = text.trim_end();
    if let Some(after) = rest.strip_prefix("<?xml") {
        rest = after.split_once("?>").ok_or("the header does not end")?.1.trim_start();
    }
    let mut found: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut roots = 0;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>').ok_or("an end tag does not end")?;
            let at = open.pop().ok_or_else(|| format!("</{name}> was never opened"))?;
            if found[at].name != name {
                return Err(format!("<{}> is closed by </{name}>", found[at].name));
            }
            rest = after;
        } else if let Some(after) = rest.strip_prefix('<') {
            let (tag, after) = after.split_once('>').ok_or("a tag does not end")?;
            roots += usize::from(open.is_empty());
            let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let element = element(tag, &open, &found)?;
            found.push(element);
            if !closed {
                open.push(found.len() - 1);
            }
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            let text = plain(&rest[..end])?;
            match open.last() {
                Some(at) => found[*at].text.push_str(&text),
                None => return Err("words outside every element".to_owned()),
            }
            rest = &rest[end..];
        }
    }
    match (open.len(), roots) {
        (0, 1) => Ok(found),
        _ => Err(format!("{} left open, {roots} roots", open.len())),
    }
}

fn element(tag: &str, open: &[usize], found: &[Element]) -> Result<Element, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    if name.is_empty() || !name.chars().all(|it| it.is_ascii_alphanumeric()) {
        return Err(format!("<{name}> is not a name"));
    }
    let mut own: Vec<(String, String)> = Vec::new();
    rest = rest.trim_start();
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").ok_or_else(|| format!("no value in <{tag}>"))?;
        let (value, after) = after.split_once('"').ok_or_else(|| format!("open value in <{tag}>"))?;
        if own.iter().any(|it| it.0 == key) || key.contains(char::is_whitespace) || value.contains('<') {
            return Err(format!("`{key}` in <{tag}>"));
        }
        own.push((key.to_owned(), plain(value)?));
        rest = after.trim_start();
    }
    let around = open.iter().flat_map(|at| found[*at].own.clone()).collect();
    Ok(Element {
        name: name.to_owned(),
        own,
        around,
        text: String::new(),
        inside: open.iter().map(|at| found[*at].name.clone()).collect(),
    })
}

fn plain(text: &str) -> Result<String, String> {
    if let Some(bad) = text
        .chars()
        .find(|it| (*it as u32) < 0x20 && !matches!(it, '\t' | '\n' | '\r'))
    {
        return Err(format!("letter {:x}", bad as u32));
    }
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, after) = part.split_once(';').ok_or("a bare ampersand")?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => return Err(format!("&{other};")),
        });
        out.push_str(after);
    }
    Ok(out)
}
