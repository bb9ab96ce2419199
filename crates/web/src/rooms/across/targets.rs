use cm_app::{QuestionState, TargetQuestions, View};
use cm_framework::{Agreement, Motive, UseState};

use super::{Caller, Frame, Given, Held, House, Id, MeasureRecord, Path, Query, Shown, State, Template, Unable, Who};
use super::{id, inside, page, prose};
use crate::rooms::assessment::why_stopped;
use crate::rooms::measure::target_words;
use crate::words::date;

/// The line that partners agreed for a measure.
pub(crate) struct Line {
    /// With its unit: `95%`.
    pub(crate) target: String,
    /// Since when this line has been agreed.
    pub(crate) since: String,
    pub(crate) review_by: String,
    /// Whether the review is overdue, or the use was withdrawn; empty when it is in force.
    pub(crate) stopped: String,
    /// Position of the agreement in force.
    pub(crate) agreement: u64,
    pub(crate) version: u32,
}

impl Line {
    /// The line agreed for a measure; `None` when no agreement in force names one.
    pub(crate) fn of(house: &House, view: &View, record: &MeasureRecord) -> Option<Self> {
        let agreement = record.in_force()?;
        let target = agreement.proposal.target.as_deref()?;
        let state = view
            .framework
            .use_state(&record.measure.id, Motive::Target, house.today());
        let first = since(record, target).unwrap_or(agreement);
        let last = first.signatures.last().map_or(first.on, |it| it.on);
        let day = record.in_force_on(first).unwrap_or(last);
        Some(Self {
            target: target_words(target, &record.measure),
            since: date(day),
            review_by: date(agreement.proposal.review_by),
            stopped: match state {
                UseState::Granted => String::new(),
                UseState::Suspended => {
                    let why = why_stopped(&view.framework, &record.measure.id, Motive::Target, house.today());
                    format!("stopped: {why}")
                }
                UseState::Withdrawn => "stopped: the use was withdrawn".to_owned(),
                UseState::NotAgreed => "stopped: target is no agreed use any more".to_owned(),
            },
            agreement: agreement.at,
            version: agreement.version,
        })
    }
}

/// The first of the agreements that have named this line without a break until now.
fn since<'r>(record: &'r MeasureRecord, target: &str) -> Option<&'r Agreement> {
    let mut in_force: Vec<_> = record
        .agreements
        .iter()
        .filter_map(|it| Some((it.in_force_since()?, it)))
        .collect();
    in_force.sort_by_key(|(since, _)| *since);
    let same = in_force
        .iter()
        .rev()
        .take_while(|(_, it)| it.proposal.target.as_deref() == Some(target));
    same.last().map(|(_, it)| *it)
}

/// A measure with its line and how many questions about it stand how.
struct Target {
    id: Id,
    title: String,
    line: Line,
    open: usize,
    look_again: usize,
    answered: usize,
    /// Why nothing could be asked; empty when something could.
    refused: String,
}

#[derive(Template)]
#[template(path = "targets.html")]
struct TargetsPage {
    page: Frame,
    targets: Vec<Target>,
    /// Measures without an agreed target: id and title.
    without: Vec<(Id, String)>,
    may_propose: bool,
}

pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Query(_): Query<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let reader = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        targets_page(house, &reader, caller)
    })
    .await?;
    page(&shown)
}

fn targets_page(house: &House, who: &Who, caller: &Caller) -> Result<TargetsPage, Unable> {
    let partnership = &caller.partnership;
    let view = house.view(partnership)?;
    let (mut targets, mut without) = (Vec::new(), Vec::new());
    for (id, record) in &view.framework.measures {
        let title = record.measure.title.clone();
        let Some(line) = Line::of(house, &view, record) else {
            without.push((id.clone(), title));
            continue;
        };
        let questions = house.target_questions(caller, id, &cm_app::Scope::default(), &[])?;
        targets.push(Target {
            id: id.clone(),
            title,
            line,
            open: questions.count(QuestionState::Open),
            look_again: questions.count(QuestionState::LookAgain),
            answered: questions.count(QuestionState::Answered),
            refused: refused(&questions),
        });
    }
    Ok(TargetsPage {
        page: Frame::of(house, partnership, who, "framework", "Target questions")?,
        targets,
        without,
        may_propose: caller.may(cm_app::Deed::Propose),
    })
}

/// Why nothing could be asked, where no method could look.
fn refused(questions: &TargetQuestions) -> String {
    if !(questions.asked.is_empty() && questions.quiet.is_empty()) {
        return String::new();
    }
    let first = questions.refused.first();
    first.map_or_else(
        || "No method looks at targets of measures like this one.".to_owned(),
        |it| format!("{} {}", prose(&it.reason), prose(&it.remedy)),
    )
}
