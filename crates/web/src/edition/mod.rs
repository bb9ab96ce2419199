//! Published editions: what their page shows, and the sealed folder that needs no server.

use cm_account::seal::folder::{Files, Parts, build, entry_path};
use cm_account::{Accounts, Edition, Figure};
use cm_app::{House, Unable, View};
use cm_kernel::Id;

use crate::assets;
use crate::charts::{self, Options, Width};
use crate::figure::{FigureBlock, thousands};
use crate::frame::{Frame, Place};
use crate::rooms::measure::partner_name;
use crate::words::{date, prose};

mod archive;

pub use archive::{from_zip, to_zip};

/// A figure of an edition, as its page shows it.
pub(crate) struct ShownFigure {
    pub(crate) label: String,
    /// The number in words, or why there is none.
    pub(crate) value: String,
    pub(crate) interval: String,
    pub(crate) statement: String,
    /// How many events or readings it rests on; empty when the figure does not say.
    pub(crate) note: String,
    pub(crate) trail: String,
    pub(crate) block: FigureBlock,
    pub(crate) objections: Vec<(String, String)>,
}

/// A response beside an edition.
pub(crate) struct ShownResponse {
    pub(crate) partner: String,
    pub(crate) on: String,
    pub(crate) text: String,
    /// Whether it came after the edition was sealed.
    pub(crate) later: bool,
}

/// An edition as its page shows it, live or in a folder.
pub(crate) struct ShownEdition {
    pub(crate) id: Id,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) by: String,
    pub(crate) covers: String,
    pub(crate) addressed_to: String,
    pub(crate) summary: String,
    pub(crate) attribution: String,
    pub(crate) figures: Vec<ShownFigure>,
    pub(crate) learned: Vec<String>,
    pub(crate) cannot_say: Vec<String>,
    pub(crate) responses: Vec<ShownResponse>,
    pub(crate) notices: Vec<String>,
    /// What happened after it was put together and before it was published.
    pub(crate) since: Vec<String>,
    pub(crate) entries: u64,
}

/// The numbers of a figure in words: value and interval.
fn numbers(figure: &Figure) -> (String, String) {
    let word = |number: f64| match figure.unit.as_str() {
        "share" => format!("{:.1}%", number * 100.0),
        unit => format!("{number:.1} {unit}"),
    };
    let value = figure.value.map_or_else(|| "Not defined".to_owned(), word);
    let interval = match (figure.lower, figure.upper) {
        (Some(lower), Some(upper)) => format!("{} to {}, 95% interval", word(lower), word(upper)),
        _ => String::new(),
    };
    (value, interval)
}

fn shown_figure(at: u64, figure: &Figure, view: &View, entry: &str) -> ShownFigure {
    let (value, interval) = numbers(figure);
    let insight = &figure.insight;
    let n = insight.figure(&figure.name).and_then(|it| it.n);
    let objections = figure.objections.iter();
    ShownFigure {
        label: figure.measure_title.clone(),
        value,
        interval,
        statement: figure.statement.clone(),
        note: n.map_or_else(String::new, |n| format!("n = {}", thousands(n as u64))),
        trail: entry.to_owned(),
        block: FigureBlock::of(insight, &format!("figure-{at}"), Width::Full, None),
        objections: objections
            .map(|(by, why)| (partner_name(&view.framework, by), why.clone()))
            .collect(),
    }
}

/// What the page of a published edition shows. `href` gives the address of an entry's file.
pub(crate) fn shown(view: &View, edition: &Edition, live: bool, href: &dyn Fn(u64) -> String) -> ShownEdition {
    let accounts: &Accounts = &view.accounts;
    let published = &edition.published;
    let responses = accounts
        .responses(&published.edition)
        .filter(|it| live || it.at < edition.at);
    let notices = if live {
        accounts.notices(edition, &view.framework, &view.corrections())
    } else {
        Vec::new()
    };
    ShownEdition {
        id: published.edition.clone(),
        title: published.title.clone(),
        published: date(edition.on),
        by: partner_name(&view.framework, &edition.by),
        covers: published.covers.clone(),
        addressed_to: published.addressed_to.clone(),
        summary: published.summary.clone(),
        attribution: published.attribution.clone(),
        figures: edition
            .figures
            .iter()
            .map(|(at, it)| shown_figure(*at, it, view, &href(*at)))
            .collect(),
        learned: edition.learned.iter().map(|(_, it)| prose(&it.text)).collect(),
        cannot_say: edition.cannot_say.iter().map(|(_, it)| it.text.clone()).collect(),
        responses: responses
            .map(|it| ShownResponse {
                partner: partner_name(&view.framework, &it.partner),
                on: date(it.on),
                text: it.response.text.clone(),
                later: it.at > edition.at,
            })
            .collect(),
        notices,
        since: published.since.iter().map(|it| it.sentence.clone()).collect(),
        entries: edition.at.saturating_add(1),
    }
}

#[derive(askama::Template)]
#[template(path = "edition_static.html")]
struct StaticPage {
    page: Frame,
    edition: ShownEdition,
}

/// The folder of a published edition: sealed entries with their proofs, and a page that needs no server.
///
/// # Errors
/// `account/no-such-edition`, `app/no-such-partnership`, what [`build`] refuses; the machine failed.
pub fn folder(house: &House, partnership: &Id, edition: &Id) -> Result<Files, Unable> {
    let parts = house.edition_parts(partnership, edition)?;
    let view = house.view(partnership)?;
    let profile = house.profile(partnership)?;
    let mut page = Frame::bare(parts.edition.published.title.clone());
    page.root = ".".to_owned();
    page.partnership = Some(Place {
        name: profile.name,
        path: "/index.html".to_owned(),
    });
    page.demo = profile.demonstration;
    let shown = shown(&view, &parts.edition, false, &entry_path);
    let html = askama::Template::render(&StaticPage { page, edition: shown }).map_err(|error| {
        tracing::error!(fault = %error, "an edition could not be written");
        Unable::Faulty
    })?;
    let mut extra = Files::new();
    extra.insert("index.html".to_owned(), html.into_bytes());
    for name in ["common-measure.css", "common-measure.js", "favicon.svg"] {
        extra.extend(assets::bytes(name).map(|bytes| (format!("assets/{name}"), bytes)));
    }
    for (at, figure) in &parts.edition.figures {
        let svg = charts::svg(&figure.insight, &Options::new(Width::Full, "chart").standalone());
        extra.insert(format!("pictures/{at:06}.svg"), svg.into_bytes());
    }
    let sealed = Parts {
        entries: &parts.entries,
        leaves: &parts.leaves,
        origin: &parts.origin,
        signing_key: &parts.signing_key,
        extra,
    };
    Ok(build(sealed)?)
}
