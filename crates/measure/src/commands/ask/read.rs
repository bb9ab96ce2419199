use cm_evidence::EvidenceSet;
use cm_exchange::{Complaint, Counts, Figure, Mapping, Source, Table, read_batch};
use cm_framework::{Better, Unit};
use cm_insight::{Companion, Question};
use cm_kernel::{Batch, Id, Refusal};

use crate::args::AskArgs;
use crate::columns;
use crate::ending::Ending;
use crate::progress::Progress;

/// A person's own file as a method reads it.
pub struct Own {
    /// Its readings, with other measures beside them.
    pub evidence: EvidenceSet,
    /// What is asked about them, of nobody in particular yet.
    pub question: Question,
    /// Which column was read as what.
    pub read_as: String,
}

/// One measure of the file: its name, where the file has several; its readings; what they are.
struct Part {
    name: Option<String>,
    batch: Batch,
    figure: Figure,
}

/// Reads the file. Where several rows stand for one period and place, the column that tells them apart is taken as the
/// population group.
pub fn own(table: Table, args: &AskArgs, progress: &mut Progress) -> Result<Own, Ending> {
    let (mapping, besides) = mapped(&table, args)?;
    let read_as = columns::in_words(&mapping);
    progress.tell(&format!("Reading {}: {read_as}", table.name()), None);
    let mut parts = Vec::new();
    for (name, figure) in args.beside.iter().zip(besides) {
        let mapping = Mapping {
            figure,
            ..mapping.clone()
        };
        parts.push(part(&table, Some(name.clone()), mapping, progress)?);
    }
    match &args.measure {
        None => parts.insert(0, part(&table, None, mapping.clone(), progress)?),
        Some(column) => {
            let apart = table.split(column)?;
            drop(table);
            for (at, (name, table)) in apart.into_iter().enumerate() {
                parts.insert(at, part(&table, Some(name), mapping.clone(), progress)?);
            }
        }
    }
    let question = question(args, &mapping, &parts)?;
    let mut sets = parts.iter().map(|it| EvidenceSet::own_file(&it.batch));
    let first = sets.next().unwrap_or_else(|| EvidenceSet::own_file(&none()));
    Ok(Own {
        evidence: sets.fold(first, EvidenceSet::with_beside),
        question,
        read_as,
    })
}

/// The mapping of the measure that is asked about, and the figures of those beside it.
pub fn mapped(table: &Table, args: &AskArgs) -> Result<(Mapping, Vec<Figure>), Refusal> {
    let mut mapping = columns::mapping(table, &args.columns, args.columns.of.is_some())?;
    if let Figure::Ratio { numerator_counts, .. } = &mut mapping.figure
        && *numerator_counts == Counts::These
        && counts_events(args)
    {
        *numerator_counts = Counts::Events;
    }
    let besides: Vec<Figure> = args.beside.iter().map(|it| beside_figure(table, it)).collect();
    let taken = besides.iter().flat_map(columns_of);
    columns::spare(
        &mut mapping,
        &args.columns,
        args.measure.as_deref().into_iter().chain(taken),
    );
    Ok((mapping, besides))
}

/// What is asked about a file that holds one measure.
pub fn question_of_one(args: &AskArgs, mapping: &Mapping) -> Result<Question, Refusal> {
    let only = Part {
        name: None,
        batch: none(),
        figure: mapping.figure.clone(),
    };
    question(args, mapping, &[only])
}

/// The measure that a file of one's own is about.
pub fn own_file() -> Id {
    Id::slug("own-file")
}

/// Whether counts are of events, which may be more than what they are held against, by what was asked for.
fn counts_events(args: &AskArgs) -> bool {
    let figures = [
        "rate",
        "standardised-ratio",
        "standardised-ratio-root",
        "ratio-of-counts",
    ];
    let figure = args.settings.iter().filter_map(|it| it.strip_prefix("figure="));
    args.unit.as_deref().is_some_and(|it| it != "share") || figure.into_iter().any(|it| figures.contains(&it))
}

/// A batch of no rows.
pub fn none() -> Batch {
    Batch {
        measure: own_file(),
        places: Vec::new(),
        groups: Vec::new(),
        rows: Vec::new(),
    }
}

fn columns_of(figure: &Figure) -> impl Iterator<Item = &str> {
    let (first, second) = match figure {
        Figure::Value { column } => (column, None),
        Figure::Ratio {
            numerator, denominator, ..
        } => (numerator, Some(denominator)),
    };
    std::iter::once(first).chain(second).map(String::as_str)
}

/// What `--beside` names: a column, or two with a stroke between them where no column is called so.
fn beside_figure(table: &Table, named: &str) -> Figure {
    let whole = Figure::Value {
        column: named.to_owned(),
    };
    match named.split_once('/') {
        Some((numerator, denominator)) if table.column(named).is_err() => Figure::Ratio {
            numerator: numerator.to_owned(),
            denominator: denominator.to_owned(),
            numerator_counts: Counts::These,
        },
        _ => whole,
    }
}

/// The readings of one measure. A measure with nothing in the column of denominators is not a share.
fn part(table: &Table, name: Option<String>, mut mapping: Mapping, progress: &mut Progress) -> Result<Part, Ending> {
    if let (
        Some(_),
        Figure::Ratio {
            numerator, denominator, ..
        },
    ) = (&name, &mapping.figure)
    {
        let column = table.column(denominator)?;
        let blank = |row| table.cell(row, column).is_none_or(str::is_empty);
        if (0..table.rows()).all(blank) {
            mapping.figure = Figure::Value {
                column: numerator.clone(),
            };
        }
    }
    let ratio = matches!(mapping.figure, Figure::Ratio { .. });
    let measure = name.as_deref().map_or_else(own_file, Id::slug);
    let read = read_batch(table, &mapping, &measure, ratio, &mut |done, total| {
        progress.tell("Reading rows", Some((done, total)));
    })?;
    if let Some(batch) = read.batch {
        return Ok(Part {
            name,
            batch,
            figure: mapping.figure,
        });
    }
    let count = read.complaints.len() as u64 + read.unlisted;
    let Some(first) = read.complaints.into_iter().next() else {
        return Err(Ending::Faulty(
            "The rows could not be read, and nothing says why.".to_owned(),
        ));
    };
    Err(complained(first, count).into())
}

/// The first of so many complaints about rows, as a refusal.
pub fn complained(first: Complaint, count: u64) -> Refusal {
    let mut reason = format!("Line {}: {} (found “{}”)", first.line, first.reason, first.found);
    if count > 1 {
        reason = format!("{reason} And {} more.", count - 1);
    }
    Refusal::new(first.code, reason, first.remedy)
}

fn question(args: &AskArgs, mapping: &Mapping, parts: &[Part]) -> Result<Question, Refusal> {
    let first = parts.first();
    let asked = described(first, args.title.as_deref(), args.unit.as_deref(), &args.better)?;
    let mut question = Question {
        title: asked.title,
        unit: asked.unit,
        better: asked.better,
        places_are: match &mapping.place {
            Source::Column(name) => name.clone(),
            Source::Fixed(_) => "place".to_owned(),
        },
        about: String::new(),
        population: String::new(),
        size_is: asked.size_is,
        settings: std::collections::BTreeMap::new(),
        marks: Vec::new(),
        breaks: Vec::new(),
        beside: Vec::new(),
    };
    for (at, part) in parts.iter().skip(1).enumerate() {
        let better = args.better_beside.get(at).map_or("neither", String::as_str);
        question = question.with_beside(described(Some(part), None, None, better)?);
    }
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

/// How a measure of the file is spoken of.
fn described(part: Option<&Part>, title: Option<&str>, unit: Option<&str>, better: &str) -> Result<Companion, Refusal> {
    let name = part.and_then(|it| it.name.clone());
    let (mut called, mut counted, size_is) = match part.map(|it| &it.figure) {
        Some(Figure::Ratio {
            numerator, denominator, ..
        }) => (
            name.unwrap_or_else(|| format!("{numerator} out of {denominator}")),
            Unit::Share,
            Some(denominator.clone()),
        ),
        Some(Figure::Value { column }) => {
            let called = name.unwrap_or_else(|| column.clone());
            (called.clone(), Unit::Number(called), None)
        }
        None => (String::new(), Unit::Share, None),
    };
    if let Some(title) = title {
        title.clone_into(&mut called);
    }
    if let Some(unit) = unit.filter(|it| counted != Unit::Share || *it != "share") {
        counted = Unit::Number(unit.to_owned());
    }
    Ok(Companion {
        title: called,
        unit: counted,
        better: direction(better)?,
        size_is,
    })
}

fn direction(word: &str) -> Result<Better, Refusal> {
    match word {
        "higher" => Ok(Better::Higher),
        "lower" => Ok(Better::Lower),
        "neither" => Ok(Better::Neither),
        other => Err(Refusal::new(
            "measure/not-a-direction",
            format!("`{other}` is not a direction."),
            "Use --better higher, lower or neither; --better-beside takes the same.",
        )),
    }
}
