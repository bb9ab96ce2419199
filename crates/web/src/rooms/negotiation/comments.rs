use cm_app::{Caller, Deed, View};
use cm_framework::{Act, Commented, Framework, Noted, Subject};

use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::rooms::measure::partner_name;
use crate::words::date;

/// One comment as it is shown.
pub(super) struct Comment {
    pub(super) at: u64,
    pub(super) partner: String,
    pub(super) on: String,
    pub(super) text: String,
    /// Whether it answers another one, under which it stands.
    pub(super) answer: bool,
}

/// The comments about one thing, and the input for another.
pub(super) struct Comments {
    pub(super) said: Vec<Comment>,
    /// The input; absent for who may not comment.
    pub(super) field: Option<Field>,
    /// The comment that is being answered: its position and whose it is.
    pub(super) answers: Option<(u64, String)>,
}

/// Comments about a subject: each with the answers to it, and to those, below it.
pub(super) fn comments(
    (view, caller): (&View, &Caller),
    about: &Subject,
    (given, faults): (&Given, &Faults),
) -> Comments {
    let framework = &view.framework;
    let all: Vec<&Noted<Commented>> = framework.comments.iter().filter(|it| it.it.about == *about).collect();
    let mut said = Vec::with_capacity(all.len());
    for first in all.iter().filter(|it| it.it.answers.is_none()) {
        said.push(shown(framework, first));
        let mut under = vec![first.at];
        for later in &all {
            if later.it.answers.is_some_and(|at| under.contains(&at)) {
                under.push(later.at);
                said.push(shown(framework, later));
            }
        }
    }
    let answered = given.text("answers").parse::<u64>().ok();
    let answers = answered.and_then(|at| all.iter().find(|it| it.at == at));
    let label = if answers.is_some() {
        "Your answer"
    } else {
        "What your partner says"
    };
    let hint = "It goes on record under your partner's name, and everybody in the partnership can read it.";
    Comments {
        said,
        field: caller
            .may(Deed::Interpret)
            .then(|| Field::new(Kind::Area, "comment", label, hint).filled(given, faults)),
        answers: answers.map(|it| (it.at, partner_name(framework, &it.by))),
    }
}

fn shown(framework: &Framework, it: &Noted<Commented>) -> Comment {
    Comment {
        at: it.at,
        partner: partner_name(framework, &it.by),
        on: date(it.on),
        text: it.it.text.clone(),
        answer: it.it.answers.is_some(),
    }
}

/// Reads a comment.
pub(super) fn read(reading: &mut Reading<'_>, about: Subject) -> Act {
    Act::Commented(Commented {
        about,
        text: reading.text("comment", "Write what you want to say"),
        answers: reading.given.text("answers").parse().ok(),
    })
}
