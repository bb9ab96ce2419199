//! An insight as it lay on the table, computed again and compared with what was recorded.

use std::sync::Arc;

use cm_app::{Asked, Caller, House, Scope, Unable, View};
use cm_framework::Motive;
use cm_insight::{Chart, Insight};
use cm_kernel::Refusal;
use cm_learning::InsightRef;

use crate::charts::Width;
use crate::figure::FigureBlock;
use crate::words::prose;

/// What became of an insight since it was laid on the table.
pub(super) enum Now {
    /// It can be computed again and is the same.
    Same(Box<FigureBlock>),
    /// It cannot be shown: why, and what can be done.
    Gone {
        reason: String,
        remedy: String,
        code: String,
    },
}

/// One insight on the table.
pub(super) struct OnTable {
    /// Its number on the page, from 1.
    pub(super) number: usize,
    /// Which measure it is of.
    pub(super) measure: String,
    /// What it said then.
    pub(super) headline: String,
    /// How long the ledger was.
    pub(super) known_at: u64,
    /// Where the measure stands today, with the same view.
    pub(super) today: String,
    /// What became of it.
    pub(super) now: Now,
}

/// Every insight on the table, as it is today.
///
/// # Errors
/// The machine failed; what is refused is shown instead.
pub(super) fn on_table(
    house: &House,
    caller: &Caller,
    view: &View,
    laid: &[InsightRef],
) -> Result<Vec<OnTable>, Unable> {
    let mut table = Vec::with_capacity(laid.len());
    for (at, it) in laid.iter().enumerate() {
        let now = match computed(house, caller, view, it) {
            Ok(insight) => Now::Same(Box::new(block(caller, &insight, at + 1))),
            Err(Unable::Refused(refusal)) => gone(&refusal),
            Err(Unable::Faulty) => return Err(Unable::Faulty),
        };
        table.push(OnTable {
            number: at + 1,
            measure: super::measure_title(view, &it.measure),
            headline: it.headline.clone(),
            known_at: it.known_at,
            today: today(it),
            now,
        });
    }
    Ok(table)
}

fn gone(refusal: &Refusal) -> Now {
    Now::Gone {
        reason: prose(&refusal.reason),
        remedy: prose(&refusal.remedy),
        code: refusal.code.to_owned(),
    }
}

/// The insight as it was, when everything it rested on can still be read for the same use.
fn computed(house: &House, caller: &Caller, view: &View, laid: &InsightRef) -> Result<Insight, Unable> {
    let answer = house.look(caller, &asked(laid)?)?;
    let mut insight = Arc::unwrap_or_clone(answer.insight);
    keep_marks_of_then(view, laid, &mut insight);
    if insight.digest() == laid.digest || read_as_before(view, laid, &mut insight) {
        return Ok(insight);
    }
    Err(differs(laid, &insight).into())
}

/// What was asked when it was laid on the table.
fn asked(laid: &InsightRef) -> Result<Asked, Refusal> {
    let motive = Motive::read(&laid.read_for).ok_or_else(|| {
        Refusal::new(
            "web/no-such-use",
            format!("It was read for a use this version does not know: `{}`.", laid.read_for),
            "Read what it said in the record.",
        )
    })?;
    let narrowed = |text: &str| Some(text.to_owned()).filter(|it| it != "all");
    Ok(Asked {
        motive,
        scope: Scope {
            place: narrowed(&laid.place),
            group: narrowed(&laid.group),
            from: laid.from,
            to: laid.to,
        },
        settings: laid.settings.clone(),
        known_at: Some(laid.known_at),
        beside: laid.beside.clone(),
        ..Asked::new(&laid.measure, &laid.method)
    })
}

/// Takes away the marks of what was done differently after the insight was frozen.
fn keep_marks_of_then(view: &View, laid: &InsightRef, insight: &mut Insight) {
    let Chart::Process(chart) = &mut insight.chart else {
        return;
    };
    let adaptations = view.learning.adaptations(&laid.measure);
    chart.marks.retain(|mark| {
        let made = adaptations
            .iter()
            .map(|(adaptation, _)| adaptation)
            .find(|it| it.it.from == mark.on && it.it.label == mark.label);
        made.is_none_or(|it| it.at < laid.known_at)
    });
}

/// Whether the insight is the same but for the agreement it is read under today, which then is set back.
fn read_as_before(view: &View, laid: &InsightRef, insight: &mut Insight) -> bool {
    let Some(record) = view.framework.measure(&laid.measure) else {
        return false;
    };
    let earlier = record.agreements.iter().rev().filter(|it| it.at < laid.known_at);
    let today = insight.rests_on.agreement;
    for agreement in earlier {
        insight.rests_on.agreement = Some(agreement.at);
        if insight.digest() == laid.digest {
            return true;
        }
    }
    insight.rests_on.agreement = today;
    false
}

fn differs(laid: &InsightRef, insight: &Insight) -> Refusal {
    let reason = if laid.version == insight.version {
        "Computed again, this insight no longer comes out as it lay on the table: what may be read for this use has \
         changed since."
            .to_owned()
    } else {
        format!(
            "The method changed since: it was version {} and is version {}, so the chart would not be the one partners \
             looked at.",
            laid.version, insight.version
        )
    };
    Refusal::new(
        "web/insight-differs",
        reason,
        "Go by the headline, which is on record, or open the chart as it stands today.",
    )
}

fn block(caller: &Caller, insight: &Insight, number: usize) -> FigureBlock {
    let path = format!("/p/{}", caller.partnership);
    let evidence = |at: u64| format!("{path}/record/{at}");
    let mut drawn = insight.clone();
    if let Chart::Process(chart) = &mut drawn.chart {
        for mark in &mut chart.marks {
            mark.href = format!("{path}/{}", mark.href);
        }
    }
    FigureBlock::of(&drawn, &format!("insight-{number}"), Width::Full, Some(&evidence))
}

/// The measure's page with the same view, within the partnership's pages.
fn today(laid: &InsightRef) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("view", &laid.method);
    for (name, word) in [("place", &laid.place), ("group", &laid.group)] {
        if word != "all" {
            query.append_pair(name, word);
        }
    }
    for (name, day) in [("from", laid.from), ("to", laid.to)] {
        if let Some(day) = day {
            query.append_pair(name, &day.to_string());
        }
    }
    format!("measures/{}?{}", laid.measure, query.finish())
}
