use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Offer, Unable};

use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Problem, Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::members::roles_in_words;
use crate::rooms::own::repeated;
use crate::rooms::sign_in::{done, enter};
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    page: Frame,
    offer: Offer,
    roles: String,
    /// Who is signed in, by name.
    signed_in: Option<String>,
    fields: Vec<Field>,
    faults: Faults,
    secret: String,
}

fn invitation_page(who: &Who, secret: &str, offer: Offer, given: &Given, faults: Faults) -> InvitationPage {
    let fields = [
        Field::new(
            Kind::Line,
            "name",
            "Your name",
            "As others here will read it beside what you do.",
        ),
        Field::new(
            Kind::Line,
            "sign-in-name",
            "Sign-in name",
            "What you will sign in with. An e-mail address is a good one; nothing is sent to it.",
        ),
        Field::new(
            Kind::Secret,
            "password",
            "Password",
            "At least 12 characters. A few words that belong together only for you are best.",
        ),
        Field::new(Kind::Secret, "again", "The password once more", ""),
    ];
    let error = if faults.is_empty() { "" } else { "Error: " };
    InvitationPage {
        page: Frame::bare(format!("{error}You are invited")),
        roles: roles_in_words(&offer.roles),
        offer,
        signed_in: who.member.as_ref().map(|it| it.name.clone()),
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        faults,
        secret: secret.to_owned(),
    }
}

/// What an invitation offers.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path(secret): Path<String>) -> Shown {
    let asked = secret.clone();
    let offer = state.run(move |house| house.offer(&asked)).await?;
    page(&invitation_page(&who, &secret, offer, &Given::default(), Faults::new()))
}

/// Takes it up as the member who is signed in.
pub(super) async fn accept(Held(state): Held<State>, who: Who, Path(secret): Path<String>) -> Shown {
    let caller = state.run(move |house| house.take_up(&secret, who.member()?)).await?;
    Ok(done(&state, &format!("/p/{}", caller.partnership), "welcome"))
}

/// Takes it up as somebody who has no sign-in here yet.
pub(super) async fn anew(
    Held(state): Held<State>,
    who: Who,
    Path(secret): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let asked = secret.clone();
    let offer = state.run(move |house| house.offer(&asked)).await?;
    let mut reading = Reading::of(&given);
    let name = reading.line("name", "Enter your name");
    let sign_in_name = reading.line("sign-in-name", "Choose what you will sign in with");
    let password = repeated(&mut reading);
    let faults = reading.faults;
    if !faults.is_empty() {
        return unfinished(&invitation_page(&who, &secret, offer, &given, faults));
    }
    let (asked, to) = (secret.clone(), format!("/p/{}", offer.partnership));
    let made = state
        .run(move |house| {
            let member = house.take_up_anew(&asked, &name, &sign_in_name, &password)?;
            house.sign_in_by_link(member)
        })
        .await;
    match made {
        Ok(signed_in) => Ok(enter(&state, &signed_in, &to)),
        Err(problem) => {
            let faults = faults_of(problem)?;
            unfinished(&invitation_page(&who, &secret, offer, &given, faults))
        }
    }
}

/// A refusal about the name or the password, at the field it is about.
pub(super) fn faults_of(problem: Problem) -> Result<Faults, Problem> {
    let Some(refusal) = problem.refusal() else {
        return Err(Problem::from(Unable::Faulty));
    };
    let field = match refusal.code {
        "app/weak-password" => "password",
        "app/sign-in-name-taken" | "app/no-sign-in-name" => "sign-in-name",
        _ => return Err(problem),
    };
    Ok(vec![(field, format!("{} {}", refusal.reason, refusal.remedy))])
}
