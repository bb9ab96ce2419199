use askama::Template;
use axum::extract::{Form, Path, State as Held};
use axum::http::HeaderMap;
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, MemberLeft, Membership, RolesChanged};
use cm_kernel::{Id, Refusal};

use super::list::{Made, gone};
use super::{role_choices, roles_in_words, ticked, whole};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// One membership: partnership, member, partner; as the address says.
type At = Path<(String, String, String)>;

#[derive(Template)]
#[template(path = "member.html")]
struct MemberPage {
    page: Frame,
    name: String,
    partner: String,
    roles_now: String,
    since: String,
    you: bool,
    may_admit: bool,
    /// Where the inputs of this page go.
    base: String,
    roles: Vec<Field>,
    end: Field,
    recovery: Field,
    faults: Faults,
    token: String,
    made: Option<Made>,
}

fn found(house: &House, caller: &Caller, member: &Id, partner: &Id) -> Result<Membership, Unable> {
    if *member != caller.member {
        caller.must(Deed::Admit, &caller.partnership)?;
    }
    let view = house.view(&caller.partnership)?;
    let membership = view.framework.members.find(member, partner).cloned();
    Ok(membership.ok_or_else(|| {
        Refusal::new(
            "web/no-such-member",
            "Nobody of this name acts for this partner now.",
            "Choose a member listed on the members page.",
        )
    })?)
}

fn member_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    membership: &Membership,
    (given, faults): (&Given, Faults),
    made: Option<Made>,
) -> Result<MemberPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let name = house.member_of_id(&membership.member)?.map_or_else(gone, |it| it.name);
    let partner = partner_name(&view.framework, &membership.partner);
    let mut now = Given::default();
    for role in &membership.roles {
        now.add("roles", role.word());
    }
    let answered = given.names().any(|it| it == "roles" || it == "reason");
    let filled = if answered { given } else { &now };
    let roles = [
        Field::new(Kind::Ticks, "roles", "What they may do", "").offering(role_choices()),
        Field::new(
            Kind::Line,
            "reason",
            "Why it changes",
            "It stands on record beside the change.",
        ),
    ];
    let field = |name, label, hint| Field::new(Kind::Line, name, label, hint).filled(given, &faults);
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}{name}, for {partner}");
    Ok(MemberPage {
        page: Frame::of(house, &caller.partnership, who, "members", title)?,
        name,
        partner,
        roles_now: roles_in_words(&membership.roles),
        since: date(membership.on),
        you: membership.member == caller.member,
        may_admit: caller.may(Deed::Admit),
        base: format!(
            "/p/{}/members/{}/{}",
            caller.partnership, membership.member, membership.partner
        ),
        roles: roles.into_iter().map(|it| it.filled(filled, &faults)).collect(),
        end: field(
            "why",
            "Why it ends, and who takes over",
            "For example, “Has left the charity; a colleague takes over”. It stands on record.",
        ),
        recovery: field(
            "made-sure",
            "How you made sure that it is them",
            "For example, “Met at the office”. It stands on record, because whoever holds the link becomes this member.",
        ),
        token: house.input_token(caller)?,
        faults,
        made,
    })
}

/// One membership, and what can be changed about it.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path((partnership, member, partner)): At) -> Shown {
    let (member, partner) = (id(&member)?, id(&partner)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &id(&partnership)?, move |house, caller| {
        let membership = found(house, caller, &member, &partner)?;
        let nothing = (&Given::default(), Faults::new());
        member_page(house, &asks, caller, &membership, nothing, None)
    })
    .await?;
    page(&shown)
}

/// Changes what a member may do.
pub(super) async fn roles(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, member, partner)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, member, partner) = (id(&partnership)?, id(&member)?, id(&partner)?);
    let asks = who.clone();
    let again = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Admit, &caller.partnership)?;
        let membership = found(house, caller, &member, &partner)?;
        let mut reading = Reading::of(&given);
        let roles = ticked(&mut reading);
        let reason = reading.line("reason", "Say why it changes");
        let faults = reading.faults;
        if !faults.is_empty() {
            return member_page(house, &asks, caller, &membership, (&given, faults), None).map(Some);
        }
        house.first_post(caller, given.text("token"))?;
        let (member, partner) = (member.clone(), partner.clone());
        let act = Act::RolesChanged(RolesChanged {
            member,
            partner,
            roles,
            reason,
        });
        house.agree(caller, &act).map(|_| None)
    })
    .await?;
    match again {
        Some(shown) => unfinished(&shown),
        None => Ok(done(&state, &format!("/p/{partnership}/members"), "roles-changed")),
    }
}

/// Ends a membership: by a convenor with a reason, or by the member themselves.
pub(super) async fn end(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, member, partner)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, member, partner) = (id(&partnership)?, id(&member)?, id(&partner)?);
    let asks = who.clone();
    let (again, own) = inside(&state, &who, &partnership, move |house, caller| {
        let membership = found(house, caller, &member, &partner)?;
        let own = member == caller.member;
        let mut reading = Reading::of(&given);
        let reason = match own {
            true => reading.optional("why").unwrap_or_default(),
            false => reading.line("why", "Say why it ends"),
        };
        let faults = reading.faults;
        if !faults.is_empty() {
            let page = member_page(house, &asks, caller, &membership, (&given, faults), None)?;
            return Ok((Some(page), own));
        }
        house.first_post(caller, given.text("token"))?;
        let (member, partner) = (member.clone(), partner.clone());
        let act = Act::MemberLeft(MemberLeft {
            member,
            partner,
            reason,
        });
        house.agree(caller, &act).map(|_| (None, own))
    })
    .await?;
    match (again, own) {
        (Some(shown), _) => unfinished(&shown),
        (None, true) => Ok(done(&state, "/partnerships", "left")),
        (None, false) => Ok(done(&state, &format!("/p/{partnership}/members"), "membership-ended")),
    }
}

/// Makes a way back in for a member who lost their password, and shows its link, once.
pub(super) async fn recover(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, member, partner)): At,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Shown {
    let (member, partner) = (id(&member)?, id(&partner)?);
    let (asks, served) = (who.clone(), state.clone());
    let (shown, faulty) = inside(&state, &who, &id(&partnership)?, move |house, caller| {
        caller.must(Deed::Admit, &caller.partnership)?;
        let membership = found(house, caller, &member, &partner)?;
        let mut reading = Reading::of(&given);
        let reason = reading.line("made-sure", "Say how you made sure that it is them");
        let faults = reading.faults;
        if !faults.is_empty() {
            let page = member_page(house, &asks, caller, &membership, (&given, faults), None)?;
            return Ok((page, true));
        }
        house.first_post(caller, given.text("token"))?;
        let secret = house.recover(caller, &member, &reason)?;
        let made = Made {
            link: whole(&served, &headers, &format!("/recovery/{secret}")),
            says: "It lets them set a new password and signs them out everywhere else. It works once, for two days. \
                   The old password stays good until then."
                .to_owned(),
        };
        let nothing = (&Given::default(), Faults::new());
        Ok((
            member_page(house, &asks, caller, &membership, nothing, Some(made))?,
            false,
        ))
    })
    .await?;
    if faulty { unfinished(&shown) } else { page(&shown) }
}
