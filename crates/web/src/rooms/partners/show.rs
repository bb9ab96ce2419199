use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{Act, PartnerLeft};
use cm_kernel::Id;
use cm_learning::Said;

use super::partner_of;
use crate::figure::thousands;
use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{capital_of, partner_name};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// Something a partner brought, said or decided.
struct Line {
    title: String,
    detail: String,
    href: String,
}

/// Things of one kind, under their heading.
struct Part {
    title: &'static str,
    none: &'static str,
    lines: Vec<Line>,
}

/// When and why a partner left, and who follows it.
struct Left {
    on: String,
    reason: String,
    next: Option<(Id, String)>,
}

#[derive(Template)]
#[template(path = "partner.html")]
struct PartnerPage {
    page: Frame,
    id: Id,
    name: String,
    kind: String,
    identifier: Option<String>,
    fictional: bool,
    /// Where it left.
    left: Option<Left>,
    /// Partners that left and named this one to follow them.
    follows: Vec<(Id, String)>,
    parts: Vec<Part>,
    may_leave: bool,
}

/// One partner, with what it contributed; everyone in the partnership may read it, its successor too.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, partner)): Path<(String, String)>,
) -> Shown {
    let (partnership, partner) = (id(&partnership)?, id(&partner)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Read, &caller.partnership)?;
        partner_page(house, &asks, caller, &partner)
    })
    .await?;
    page(&shown)
}

fn partner_page(house: &House, who: &Who, caller: &Caller, partner: &Id) -> Result<PartnerPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let it = partner_of(&view, partner)?;
    let framework = &view.framework;
    let left = framework.left.get(partner).map(|left| {
        let next = left.it.successor.as_ref();
        let next = next.map(|next| (next.clone(), partner_name(framework, next)));
        Left {
            on: date(left.on),
            reason: left.it.reason.clone(),
            next,
        }
    });
    let follows = framework
        .left
        .iter()
        .filter(|(_, left)| left.it.successor.as_ref() == Some(partner));
    let leaving = Act::PartnerLeft(PartnerLeft {
        partner: partner.clone(),
        successor: None,
        reason: "-".to_owned(),
    });
    let may = caller.may(Deed::Admit) || (caller.may(Deed::Sign) && caller.partner == *partner);
    Ok(PartnerPage {
        page: Frame::of(house, &caller.partnership, who, "framework", it.name.clone())?,
        id: it.id.clone(),
        name: it.name.clone(),
        kind: capital_of(&it.kind),
        identifier: it.identifier.clone(),
        fictional: it.fictional,
        left,
        follows: follows
            .map(|(id, _)| (id.clone(), partner_name(framework, id)))
            .collect(),
        parts: vec![
            measures(&view, partner),
            evidence(&view, partner),
            readings(&view, partner),
            decisions(&view, partner),
            comments(&view, partner),
        ],
        may_leave: may && framework.check(&leaving, &caller.partner, house.today()).is_ok(),
    })
}

fn measures(view: &View, partner: &Id) -> Part {
    let records = view.framework.measures.values().filter(|it| it.by == *partner);
    let line = |record: &cm_framework::MeasureRecord| Line {
        title: record.measure.title.clone(),
        detail: date(record.on),
        href: format!("measures/{}", record.measure.id),
    };
    Part {
        title: "Measures it put forward",
        none: "None.",
        lines: records.map(line).collect(),
    }
}

fn evidence(view: &View, partner: &Id) -> Part {
    let of_it = view.framework.measures.values().flat_map(|record| {
        let batches = view.gatherings.of(&record.measure.id);
        batches.map(move |it| (&record.measure, it))
    });
    let of_it = of_it.filter(|(_, it)| it.gathered.binding.contributor == *partner);
    let line = |(measure, it): (&cm_framework::Measure, &cm_evidence::Gathering)| Line {
        title: format!("{} rows of {}", thousands(it.gathered.rows), measure.title),
        detail: format!("{}, {}", date(it.on), it.gathered.source.file),
        href: format!("record/{}", it.at),
    };
    Part {
        title: "Evidence it brought in",
        none: "None.",
        lines: of_it.map(line).collect(),
    }
}

fn readings(view: &View, partner: &Id) -> Part {
    let held = view.learning.sessions.iter().flat_map(|held| {
        let its = held.interpretations.iter().filter(|it| it.partner == *partner);
        its.map(move |said| Line {
            title: said.it.text.clone(),
            detail: format!("{}, {}", held.session.it.title, on(said)),
            href: format!("sessions/{}", held.session.it.id),
        })
    });
    Part {
        title: "What it made of insights",
        none: "It has not said.",
        lines: held.collect(),
    }
}

fn decisions(view: &View, partner: &Id) -> Part {
    let its = view
        .learning
        .decisions
        .iter()
        .filter(|it| it.decision.partner == *partner);
    let line = |it: &cm_learning::Decided| Line {
        title: it.decision.it.text.clone(),
        detail: match it.reviews.last() {
            Some(review) => format!(
                "{}; looked back on {}: {}",
                on(&it.decision),
                on(review),
                review.it.learned
            ),
            None => format!("{}; nobody has looked back yet", on(&it.decision)),
        },
        href: format!("decisions/{}", it.decision.at),
    };
    Part {
        title: "Decisions it put on record",
        none: "None.",
        lines: its.map(line).collect(),
    }
}

fn comments(view: &View, partner: &Id) -> Part {
    let its = view.framework.comments.iter().filter(|it| it.by == *partner);
    let line = |it: &cm_framework::Noted<cm_framework::Commented>| Line {
        title: it.it.text.clone(),
        detail: date(it.on),
        href: format!("record/{}", it.at),
    };
    Part {
        title: "What it said of outcomes and measures",
        none: "Nothing.",
        lines: its.map(line).collect(),
    }
}

fn on<T>(said: &Said<T>) -> String {
    date(said.received.date())
}
