use super::{
    Asked, Caller, FigureBlock, Frame, Given, Held, House, Id, LeftOut, Path, Query, Shown, State, Template, Unable,
    Who, id, inside, page, prose,
};
use crate::charts::Width;

/// A measure with the gaps between its population groups.
struct Gaps {
    title: String,
    href: String,
    groups_are: String,
    figure: FigureBlock,
}

#[derive(Template)]
#[template(path = "equity.html")]
struct EquityPage {
    page: Frame,
    measures: Vec<Gaps>,
    left_out: Vec<LeftOut>,
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
        equity_page(house, &reader, caller)
    })
    .await?;
    page(&shown)
}

fn equity_page(house: &House, who: &Who, caller: &Caller) -> Result<EquityPage, Unable> {
    let partnership = &caller.partnership;
    let view = house.view(partnership)?;
    let (mut measures, mut left_out) = (Vec::new(), Vec::new());
    for (id, record) in &view.framework.measures {
        let title = record.measure.title.clone();
        let href = format!("/p/{partnership}/measures/{id}?view=gap");
        let groups_are = record.measure.groups_are.clone().unwrap_or_default();
        match gaps(house, caller, id) {
            Ok(figure) => measures.push(Gaps {
                title,
                href,
                groups_are,
                figure,
            }),
            Err(Unable::Refused(refusal)) => left_out.push(LeftOut {
                title,
                href: format!("/p/{partnership}/measures/{id}"),
                why: format!("{} {}", prose(&refusal.reason), prose(&refusal.remedy)),
            }),
            Err(Unable::Faulty) => return Err(Unable::Faulty),
        }
    }
    Ok(EquityPage {
        page: Frame::of(house, partnership, who, "framework", "Gaps between groups of people")?,
        measures,
        left_out,
    })
}

fn gaps(house: &House, caller: &Caller, measure: &Id) -> Result<FigureBlock, Unable> {
    let insight = house.look(caller, &Asked::new(measure, "gap"))?.insight;
    Ok(FigureBlock::of(&insight, measure.as_str(), Width::Full, None))
}
