//! The tokens of a member for programs of theirs: made, shown once, listed, revoked.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, State as Held};
use axum::routing::{get, post};
use cm_app::{ApiToken, House, Member, TokenScope, TokenWanted, Unable};
use cm_kernel::Id;

use super::bare;
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// The tokens of a member.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/me/tokens", get(show).post(make))
        .route("/me/tokens/{token}/revoke", post(revoke))
}

struct Told {
    id: String,
    name: String,
    says: String,
    days: String,
}

#[derive(Template)]
#[template(path = "me_tokens.html")]
struct TokensPage {
    page: Frame,
    made: Option<String>,
    tokens: Vec<Told>,
    nobody: bool,
    fields: Vec<Field>,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "me_token_revoke.html")]
struct RevokePage {
    page: Frame,
    token: Told,
}

fn told(house: &House, token: ApiToken) -> Result<Told, Unable> {
    let view = house.view(&token.partnership)?;
    let used = token
        .used
        .map_or_else(|| "not used yet".to_owned(), |day| format!("last used {}", date(day)));
    Ok(Told {
        says: format!(
            "For {} in {}: {}.",
            partner_name(&view.framework, &token.partner),
            house.profile(&token.partnership)?.name,
            token.scope.words()
        ),
        days: format!(
            "Made {}, {used}, ends {}.",
            date(token.made.date()),
            date(token.expires.date())
        ),
        id: token.id,
        name: token.name,
    })
}

/// Every partner the member acts for: what the input sends, and what it says.
fn offered(house: &House, member: &Member) -> Result<Vec<Choice>, Unable> {
    let mut offered = Vec::new();
    for (id, profile, standing) in house.memberships(member)? {
        let view = house.view(&id)?;
        for it in standing {
            let name = partner_name(&view.framework, &it.partner);
            offered.push(Choice::new(
                format!("{id}/{}", it.partner),
                format!("{name} in {}", profile.name),
                "",
            ));
        }
    }
    Ok(offered)
}

fn fields(acts: Vec<Choice>) -> [Field; 4] {
    let scopes = [
        (TokenScope::Read, "Read", "What you may read and ask."),
        (
            TokenScope::Contribute,
            "Read and contribute",
            "Also bring evidence, where your role includes it.",
        ),
    ];
    let scopes = scopes.map(|(scope, label, hint)| Choice::new(scope.word(), label, hint));
    let name_hint = "What will use it, so that you know later which one to revoke.";
    [
        Field::new(Kind::Line, "name", "Name", name_hint),
        Field::new(Kind::Radios, "scope", "What may it do?", "").offering(scopes),
        Field::new(Kind::Select, "for", "For whom does it act?", "").offering(acts),
        Field::new(Kind::Short, "days", "For how many days does it work?", "From 1 to 365."),
    ]
}

fn tokens_page(
    house: &House,
    who: &Who,
    given: &Given,
    faults: Faults,
    made: Option<String>,
) -> Result<TokensPage, Unable> {
    let member = who.member()?;
    let acts = offered(house, member)?;
    let tokens = house.tokens(member)?.into_iter().map(|it| told(house, it));
    let error = if faults.is_empty() { "" } else { "Error: " };
    Ok(TokensPage {
        page: bare(who, &format!("{error}Tokens for programs")),
        made,
        tokens: tokens.collect::<Result<_, _>>()?,
        nobody: acts.is_empty(),
        fields: fields(acts).into_iter().map(|it| it.filled(given, &faults)).collect(),
        faults,
    })
}

/// An input as it is offered first.
fn fresh() -> Given {
    let mut given = Given::default();
    given.add("scope", TokenScope::Read.word());
    given.add("days", "90");
    given
}

async fn show(Held(state): Held<State>, who: Who) -> Shown {
    let asked = move |house: &House| tokens_page(house, &who, &fresh(), Faults::new(), None);
    page(&state.run(asked).await?)
}

fn wanted(reading: &mut Reading<'_>) -> Option<TokenWanted> {
    let name = reading.line("name", "Name the token after what will use it");
    let scope = reading.choice("scope", "Choose what the token may do", |text| {
        TokenScope::ALL.into_iter().find(|it| it.word() == text)
    });
    let acts = reading.choice("for", "Choose for whom the token acts", |text| {
        let (partnership, partner) = text.split_once('/')?;
        Some((Id::new(partnership).ok()?, Id::new(partner).ok()?))
    });
    let days = reading.choice("days", "Give a number of days from 1 to 365", |text| text.parse().ok());
    let (partnership, partner) = acts?;
    Some(TokenWanted {
        name,
        scope: scope?,
        partnership,
        partner,
        days: days?,
    })
}

/// Makes a token and shows its secret, once.
async fn make(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    let (shown, faulty) = state
        .run(move |house| {
            let member = who.member()?;
            let mut reading = Reading::of(&given);
            let wanted = wanted(&mut reading);
            let mut faults = reading.faults;
            if let Some(wanted) = wanted.filter(|_| faults.is_empty()) {
                match house.make_token(member, &wanted) {
                    Ok(secret) => {
                        let shown = tokens_page(house, &who, &fresh(), Faults::new(), Some(secret))?;
                        return Ok((shown, false));
                    }
                    Err(unable) => faults = about(unable)?,
                }
            }
            Ok((tokens_page(house, &who, &given, faults, None)?, true))
        })
        .await?;
    if faulty { unfinished(&shown) } else { page(&shown) }
}

fn about(unable: Unable) -> Result<Faults, Unable> {
    let field = match unable.refusal().map(|it| it.code) {
        Some("app/no-token-name" | "app/too-many-tokens") => "name",
        Some("app/token-days") => "days",
        Some("app/not-your-partner") => "for",
        _ => return Err(unable),
    };
    let said = unable.refusal().map(|it| format!("{} {}", it.reason, it.remedy));
    Ok(vec![(field, said.unwrap_or_default())])
}

/// Ends a token, once it was asked about.
async fn revoke(Held(state): Held<State>, who: Who, Path(token): Path<String>, Form(given): Form<Given>) -> Shown {
    let sure = given.text("step") == "revoke";
    let asked = who.clone();
    let found = state
        .run(move |house| {
            let found = house.token(asked.member()?, &token)?;
            if sure {
                house.revoke_token(asked.member()?, &found.id)?;
            }
            told(house, found)
        })
        .await?;
    if sure {
        return Ok(done(&state, "/me/tokens", "token-revoked"));
    }
    page(&RevokePage {
        page: bare(&who, &format!("Revoke “{}”?", found.name)),
        token: found,
    })
}
