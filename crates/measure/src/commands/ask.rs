use std::fmt::Write;
use std::path::Path;

use cm_evidence::EvidenceSet;
use cm_exchange::{Figure, Mapping, Source, Table, read_batch};
use cm_framework::{Better, Unit};
use cm_insight::{Insight, METHODS, Method, Question, Shape, Weight, method};
use cm_kernel::{Batch, Id, Refusal};
use cm_web::charts::{self, Options, Width};
use serde_json::{Value, json};

use crate::args::{AskArgs, PlaceArgs};
use crate::columns;
use crate::ending::{Ending, Said};
use crate::files;
use crate::progress::Progress;

/// Asks a method about a file, with no store at all.
pub fn run(place: &PlaceArgs, args: &AskArgs) -> Result<Said, Ending> {
    let method = method(&args.method).ok_or_else(|| {
        let names: Vec<_> = METHODS.iter().map(|method| method.name()).collect();
        Refusal::new(
            "app/no-such-method",
            format!("There is no method `{}`.", args.method),
            format!("Choose one of: {}.", names.join(", ")),
        )
    })?;
    let (bytes, file) = (files::read(&args.file)?, files::name(&args.file));
    let table = Table::read(&file, &bytes)?;
    let ratio = args.columns.of.is_some();
    let mut progress = Progress::new(place.json);
    let (batch, mapping) = own_rows(&table, args, ratio, &mut progress)?;
    progress.done();
    let evidence = EvidenceSet::own_file(&batch);
    let question = question(args, &mapping)?;
    let insights = ask_each(method, evidence, args, &question)?;
    if let Some(folder) = &args.svg {
        draw(folder, &insights)?;
    }
    Ok(say(&insights, &mapping, args))
}

/// The rows of the file. Where several stand for one period and place, the column that tells them apart is taken as the
/// population group and pooled.
fn own_rows(table: &Table, args: &AskArgs, ratio: bool, progress: &mut Progress) -> Result<(Batch, Mapping), Ending> {
    let mapping = columns::mapping(table, &args.columns, ratio)?;
    progress.tell(
        &format!("Reading {}: {}", files::name(&args.file), columns::in_words(&mapping)),
        None,
    );
    let measure = Id::slug("own-file");
    let read = read_batch(table, &mapping, &measure, ratio, &mut |done, total| {
        progress.tell("Reading rows", Some((done, total)));
    })?;
    if let Some(batch) = read.batch {
        return Ok((batch, mapping));
    }
    let first = read.complaints.first();
    let (reason, remedy) = first.map_or_else(Default::default, |it| {
        (
            format!("Line {}: {} (found “{}”)", it.line, it.reason, it.found),
            it.remedy.clone(),
        )
    });
    let more = (read.complaints.len() as u64 + read.unlisted).saturating_sub(1);
    let reason = if more > 0 {
        format!("{reason} And {more} more.")
    } else {
        reason
    };
    Err(Refusal::new(first.map_or("exchange/unreadable", |it| it.code), reason, remedy).into())
}

fn question(args: &AskArgs, mapping: &Mapping) -> Result<Question, Refusal> {
    let (unit, title) = match &mapping.figure {
        Figure::Ratio {
            numerator, denominator, ..
        } => (Unit::Share, format!("{numerator} out of {denominator}")),
        Figure::Value { column } => (Unit::Number(column.clone()), column.clone()),
    };
    let better = match args.better.as_str() {
        "higher" => Better::Higher,
        "lower" => Better::Lower,
        "neither" => Better::Neither,
        other => {
            return Err(Refusal::new(
                "measure/not-a-direction",
                format!("`{other}` is not a direction."),
                "Use --better higher, lower or neither.",
            ));
        }
    };
    let places_are = match &mapping.place {
        Source::Column(name) => name.clone(),
        Source::Fixed(_) => "place".to_owned(),
    };
    let size_is = match &mapping.figure {
        Figure::Ratio { denominator, .. } => Some(denominator.clone()),
        Figure::Value { .. } => None,
    };
    let mut question = Question {
        title,
        unit,
        better,
        places_are,
        about: String::new(),
        population: String::new(),
        size_is,
        settings: std::collections::BTreeMap::new(),
        marks: Vec::new(),
        beside: Vec::new(),
    };
    for setting in &args.settings {
        let Some((name, value)) = setting.split_once('=') else {
            return Err(Refusal::new(
                "measure/not-a-setting",
                format!("`{setting}` is not a setting."),
                "Write it as --set name=value.",
            ));
        };
        question = question.set(name, value);
    }
    Ok(question)
}

/// What was found, or why not, by place.
type Found = Vec<(String, Result<Insight, Refusal>)>;

/// One insight a place for methods that read one series; else one insight in all.
fn ask_each(
    method: &dyn Method,
    mut evidence: EvidenceSet,
    args: &AskArgs,
    question: &Question,
) -> Result<Found, Refusal> {
    if let Some(place) = &args.place {
        evidence = evidence.at_place(place);
    }
    let about = |about: &str| Question {
        about: about.to_owned(),
        ..question.clone()
    };
    if method.shape() == Shape::OneSeries {
        let evidence = evidence.groups_pooled();
        let places: Vec<String> = evidence.series().iter().map(|it| it.place.clone()).collect();
        let ask = |place: String| {
            let found = method.ask(&evidence.clone().at_place(&place), &about(&place));
            (place, found)
        };
        return Ok(places.into_iter().map(ask).collect());
    }
    let evidence = method.shape().narrow(evidence, args.place.is_some());
    let about_all = about(args.place.as_deref().unwrap_or("all together"));
    Ok(vec![("all".to_owned(), Ok(method.ask(&evidence, &about_all)?))])
}

fn draw(folder: &Path, insights: &[(String, Result<Insight, Refusal>)]) -> Result<(), Ending> {
    for (place, insight) in insights {
        let Ok(insight) = insight else { continue };
        let svg = charts::svg(insight, &Options::new(Width::Full, "chart").standalone());
        files::write(
            &folder.join(format!("{}-{}.svg", insight.method, Id::slug(place))),
            svg.as_bytes(),
        )?;
    }
    Ok(())
}

fn say(insights: &[(String, Result<Insight, Refusal>)], mapping: &Mapping, args: &AskArgs) -> Said {
    let mut text = format!("Read: {}\n", columns::in_words(mapping));
    let one = insights.len() == 1;
    let mut signals = 0;
    for (place, found) in insights {
        match found {
            Ok(insight) if one => text.push_str(&insight.as_text()),
            Ok(insight) => {
                signals += u32::from(insight.has_signal());
                let first = insight.findings.iter().find(|it| it.weight == Weight::Signal);
                let _ = writeln!(
                    text,
                    "{place:<10} {}{}",
                    insight.headline,
                    first.map_or_else(String::new, |it| format!(" – {}", it.sentence))
                );
            }
            Err(refusal) => {
                let _ = writeln!(text, "{place:<10} not asked: {}", refusal.reason);
            }
        }
    }
    if !one {
        let _ = writeln!(
            text,
            "{} charts, {signals} with a signal. With many charts, some signals are chance; each card says how often.",
            insights.len()
        );
    }
    if let Some(folder) = &args.svg {
        let _ = writeln!(text, "Pictures are in {}.", folder.display());
    }
    let value = |(place, found): &(String, Result<Insight, Refusal>)| match found {
        Ok(insight) => json!({"place": place, "insight": insight}),
        Err(it) => json!({"place": place, "refused": {"code": it.code, "reason": it.reason, "remedy": it.remedy}}),
    };
    Said::new(text, Value::Array(insights.iter().map(value).collect()))
}
