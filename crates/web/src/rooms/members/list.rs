use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::Framework;
use cm_kernel::Id;

use super::{role_choices, roles_in_words};
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{capital_of, partner_name};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// A link that was just made. It is shown once.
pub(super) struct Made {
    pub(super) link: String,
    pub(super) says: String,
}

#[derive(Template)]
#[template(path = "members.html")]
pub(super) struct MembersPage {
    page: Frame,
    partners: Vec<PartnerShown>,
    former: Vec<(String, String, String)>,
    waiting: Vec<Waiting>,
    may_admit: bool,
    fields: Vec<Field>,
    faults: Faults,
    token: String,
    made: Option<Made>,
}

struct PartnerShown {
    name: String,
    kind: String,
    fictional: bool,
    members: Vec<MemberShown>,
}

struct MemberShown {
    name: String,
    you: bool,
    roles: String,
    since: String,
    invited_by: String,
    /// Where it is changed, for those who may and for oneself.
    href: Option<String>,
}

struct Waiting {
    at: u64,
    says: String,
    on: String,
    by: String,
}

/// Who acts for whom.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let asks = who.clone();
    let shown = inside(&state, &who, &id(&partnership)?, move |house, caller| {
        members_page(house, &asks, caller, (&Given::default(), Faults::new()), None)
    })
    .await?;
    page(&shown)
}

/// The page, with what was wrong in an invitation, or the link of one that was just made.
pub(super) fn members_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    (given, faults): (&Given, Faults),
    made: Option<Made>,
) -> Result<MembersPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let framework = &view.framework;
    let known = house.members(&caller.partnership)?;
    let name = |member: &Id| known.get(member).map_or_else(gone, |it| it.name.clone());
    let may_admit = caller.may(Deed::Admit);
    let partners = framework.taking_part().map(|partner| PartnerShown {
        name: partner.name.clone(),
        kind: partner.identifier.as_ref().map_or_else(
            || capital_of(&partner.kind),
            |it| format!("{}, {it}", capital_of(&partner.kind)),
        ),
        fictional: partner.fictional,
        members: of_partner(framework, caller, &partner.id, &name),
    });
    let former = framework.members.memberships.iter().filter_map(|it| {
        let (on, reason) = it.ended.as_ref()?;
        let until = format!("{} to {}", date(it.on), date(*on));
        let whom = format!("{}, for {}", name(&it.member), partner_name(framework, &it.partner));
        Some((whom, until, reason.clone()))
    });
    let waiting = framework.members.open().map(|it| Waiting {
        at: it.at,
        says: format!(
            "For {}: {}",
            partner_name(framework, &it.invited.partner),
            roles_in_words(&it.invited.roles)
        ),
        on: date(it.on),
        by: partner_name(framework, &it.by.partner),
    });
    let error = if faults.is_empty() { "" } else { "Error: " };
    Ok(MembersPage {
        page: Frame::of(house, &caller.partnership, who, "members", format!("{error}Members"))?,
        partners: partners.collect(),
        former: former.collect(),
        waiting: waiting.collect(),
        may_admit,
        fields: fields(
            framework,
            house.doors().letters,
            &with_partner(framework, given, &faults),
            &faults,
        ),
        faults,
        token: house.input_token(caller)?,
        made,
    })
}

fn of_partner(framework: &Framework, caller: &Caller, partner: &Id, name: &dyn Fn(&Id) -> String) -> Vec<MemberShown> {
    let standing = framework.members.standing().filter(|it| it.partner == *partner);
    let shown = standing.map(|it| {
        let you = it.member == caller.member;
        let invited_by = it.invited_by.as_ref().map(|by| partner_name(framework, &by.partner));
        MemberShown {
            name: name(&it.member),
            you,
            roles: capital_of(&roles_in_words(&it.roles)),
            since: date(it.on),
            invited_by: invited_by
                .map_or_else(|| "founded the partnership".to_owned(), |it| format!("invited by {it}")),
            href: (you || caller.may(Deed::Admit)).then(|| format!("members/{}/{}", it.member, it.partner)),
        }
    });
    shown.collect()
}

/// How a member is called whose name is no longer kept.
pub(super) fn gone() -> String {
    "A member no longer known by name".to_owned()
}

/// The input, and where nothing was chosen yet, the first partner that nobody acts for.
fn with_partner(framework: &Framework, given: &Given, faults: &Faults) -> Given {
    let mut given = given.clone();
    let acted_for = |id: &Id| framework.members.standing().any(|it| it.partner == *id);
    let silent = framework.taking_part().find(|it| !acted_for(&it.id));
    if let Some(partner) = silent.filter(|_| faults.is_empty() && given.text("partner").is_empty()) {
        given.add("partner", partner.id.as_str());
    }
    given
}

fn fields(framework: &Framework, by_letter: bool, given: &Given, faults: &Faults) -> Vec<Field> {
    let mut partners = vec![Choice::new("", "Choose a partner", "")];
    partners.extend(
        framework
            .partners
            .iter()
            .map(|it| Choice::new(it.id.as_str(), it.name.clone(), "")),
    );
    let mut fields = vec![
        Field::new(
            Kind::Select,
            "partner",
            "The partner they will act for",
            "An organisation that is not in the list is taken in first, with the button above.",
        )
        .offering(partners),
        Field::new(
            Kind::Ticks,
            "roles",
            "What they may do",
            "Everyone may read what is kept here. Tick what else; it can be changed later.",
        )
        .offering(role_choices()),
    ];
    if by_letter {
        let hint = "Left empty, you pass the link on yourself.";
        fields.push(Field::new(
            Kind::Line,
            "email",
            "Send the link to this e-mail address (optional)",
            hint,
        ));
    }
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}
