//! Who may do what, tried through every use case.

use cm_account::Response;
use cm_app::{ACCESS, Asked, Caller, Deed, Role, Scope, Unable, Upload};
use cm_framework::{Act, Invited, Motive, UseRefused, Withdrawal};
use cm_kernel::{Digest, Period};
use cm_learning::{
    Act as Learn, Adaptation, Claim, Decision, Forecast, Interpretation, QuestionRaised, Review, Session, Verdict,
};

use crate::stage::{Stage, a_year, assessing, code, day, id, measure, outcome, partner, plan, proposal, said};

type UseCase = (Deed, &'static str, Box<dyn Fn(&Stage, &Caller) -> &'static str>);

fn case<T>(deed: Deed, name: &'static str, done: impl Fn(&Stage, &Caller) -> Result<T, Unable> + 'static) -> UseCase {
    (deed, name, Box::new(move |stage, caller| code(&done(stage, caller))))
}

fn agreeing(deed: Deed, name: &'static str, act: Act) -> UseCase {
    case(deed, name, move |stage, caller| stage.house.agree(caller, &act))
}

fn learning(deed: Deed, name: &'static str, act: Learn) -> UseCase {
    case(deed, name, move |stage, caller| stage.house.learn(caller, &act))
}

fn reading() -> Vec<UseCase> {
    let asked = || Asked::new(&id("waiting"), "xmr");
    vec![
        case(Deed::Read, "ledger", |stage, caller| {
            stage.house.ledger(caller, &stage.here, 0, 10)
        }),
        case(Deed::Read, "batch", |stage, caller| {
            stage.house.batch_of(caller, &stage.here, 11)
        }),
        case(Deed::Read, "attention", |stage, caller| stage.house.attention(caller)),
        case(Deed::Ask, "ask", move |stage, caller| stage.house.ask(caller, &asked())),
        case(Deed::Ask, "look", move |stage, caller| {
            stage.house.look(caller, &asked())
        }),
        case(Deed::Ask, "table", move |stage, caller| {
            stage.house.on_the_table(caller, &asked())
        }),
        case(Deed::Ask, "rows", |stage, caller| {
            stage.house.rows(caller, &id("waiting"), &Scope::default())
        }),
        case(Deed::Ask, "target questions", |stage, caller| {
            stage
                .house
                .target_questions(caller, &id("waiting"), &Scope::default(), &[])
        }),
        case(Deed::Ask, "extent", |stage, caller| {
            stage.house.extent(caller, &id("waiting"))
        }),
        case(Deed::Ask, "file", |stage, caller| stage.house.evidence_file(caller, 11)),
        case(Deed::Ask, "history", |stage, caller| {
            let month = Period::month(2023, 1).unwrap();
            stage.house.history(caller, &id("waiting"), ("ward-1", "all", month))
        }),
        agreeing(
            Deed::Ask,
            "refused use",
            Act::UseRefused(UseRefused {
                measure: id("waiting"),
                motive: Motive::Ranking,
                asked: "asked".to_owned(),
                code: "framework/motive-not-agreed".to_owned(),
                reason: "No".to_owned(),
                remedy: "Ask".to_owned(),
            }),
        ),
    ]
}

fn agreements() -> Vec<UseCase> {
    let stop = Withdrawal::new(id("waiting"), Motive::Learning, "Enough");
    vec![
        agreeing(Deed::Propose, "partner", Act::PartnerJoined(partner("newcomer"))),
        agreeing(
            Deed::Propose,
            "outcome",
            Act::OutcomeProposed(cm_framework::Outcome {
                id: id("new"),
                ..outcome()
            }),
        ),
        agreeing(Deed::Propose, "measure", Act::MeasureProposed(measure("new"))),
        agreeing(
            Deed::Propose,
            "agreement",
            Act::AgreementProposed(proposal("waiting", &[Motive::Learning], day("2024-04-01"))),
        ),
        agreeing(
            Deed::Admit,
            "invite",
            Act::MemberInvited(Invited {
                partner: id("charity"),
                roles: [Role::Resident].into(),
            }),
        ),
        case(Deed::Propose, "assess", |stage, caller| {
            stage.house.assess(caller, &assessing(day("2025-04-01")))
        }),
        case(Deed::Ask, "baseline", |stage, caller| {
            stage.house.baseline(caller, &id("waiting"), None)
        }),
        case(Deed::Sign, "sign assessment", |stage, caller| {
            stage.house.sign_assessment(caller, 4_000)
        }),
        agreeing(Deed::Sign, "sign", Act::AgreementSigned(said(6, ""))),
        agreeing(Deed::Sign, "object", Act::AgreementObjected(said(6, "It hurts"))),
        agreeing(Deed::Sign, "take back", Act::ObjectionWithdrawn(said(6, ""))),
        agreeing(Deed::Sign, "withdraw", Act::UseWithdrawn(stop.clone())),
        agreeing(Deed::Sign, "re-consent", Act::Reconsented(stop)),
        case(Deed::Gather, "import", |stage, caller| {
            stage.import_as(caller, "waiting", &a_year("ward-2", 300), None)
        }),
        case(Deed::Gather, "receive", |stage, caller| {
            stage.house.receive(caller, &upload())
        }),
        case(Deed::Gather, "waiting", |stage, caller| {
            stage.house.waiting(caller, "00")
        }),
        case(Deed::Gather, "job", |stage, caller| stage.house.job(caller, "00")),
    ]
}

fn upload() -> Upload {
    Upload {
        file: "rows.csv".to_owned(),
        bytes: b"month,place,some,all\n2023-01,ward-1,1,2\n".to_vec(),
    }
}

fn sessions_and_editions() -> Vec<UseCase> {
    let session = || id("spring");
    let decision = Decision {
        session: session(),
        measure: id("waiting"),
        text: "Do it".to_owned(),
        why: "It helps".to_owned(),
        claim: Some(Claim::observed("In the readings.")),
        forecast: Forecast {
            expectation: "Fewer".to_owned(),
            by: day("2024-06-01"),
            confidence: 70,
        },
        review_on: day("2024-06-02"),
    };
    let opened = Session {
        id: session(),
        title: "Spring".to_owned(),
        question: "What now?".to_owned(),
        held_on: day("2024-04-01"),
        looks_at: Vec::new(),
    };
    let interpreted = Interpretation {
        session: session(),
        text: "More".to_owned(),
        would_change_our_mind: "Less".to_owned(),
        claim: Some(Claim::observed("In the readings.")),
    };
    let adapted = Adaptation {
        decision: 0,
        from: day("2024-04-01"),
        label: "Change".to_owned(),
        what: "A change".to_owned(),
    };
    let (verdict, learned) = (Verdict::Right, "Much".to_owned());
    vec![
        learning(Deed::Decide, "open", Learn::SessionOpened(opened)),
        learning(Deed::Decide, "decide", Learn::Decided(decision)),
        learning(Deed::Decide, "adapt", Learn::Adapted(adapted)),
        learning(
            Deed::Decide,
            "review",
            Learn::Reviewed(Review {
                decision: 0,
                verdict,
                learned,
                claim: Some(Claim::observed("In the readings.")),
            }),
        ),
        learning(Deed::Interpret, "interpret", Learn::Interpreted(interpreted)),
        learning(
            Deed::Interpret,
            "question",
            Learn::QuestionRaised(QuestionRaised {
                session: session(),
                text: "Why?".to_owned(),
            }),
        ),
        case(Deed::Publish, "draft", |stage, caller| {
            stage.house.draft_edition(caller, &plan("waiting", "Spring account"))
        }),
        case(Deed::Publish, "publish", |stage, caller| {
            stage.house.publish(caller, &id("spring-account"), &[])
        }),
        case(Deed::Respond, "respond", |stage, caller| {
            let (edition, text) = (id("spring-account"), "We see it otherwise".to_owned());
            stage.house.respond(caller, Response { edition, text })
        }),
    ]
}

fn answering() -> UseCase {
    case(Deed::Interpret, "answer", |stage, caller| {
        let answering = crate::questions::answering(Digest::of(b"rows"));
        stage.house.answer_question(caller, &id("waiting"), &answering)
    })
}

fn all() -> Vec<UseCase> {
    reading()
        .into_iter()
        .chain([answering()])
        .chain(agreements())
        .chain(sessions_and_editions())
        .collect()
}

/// A measure agreed for learning and publication, with a year of evidence at entry 11.
fn stage() -> Stage {
    let stage = Stage::founded();
    assert_eq!(stage.agreed(&[Motive::Learning, Motive::Publication]), 6);
    assert_eq!(stage.gather("clinic", &a_year("ward-1", 200), None), 11);
    stage
}

#[test]
fn every_deed_and_role_answers_as_the_table_says() {
    let cases = all();
    for (deed, roles) in ACCESS {
        assert!(cases.iter().any(|it| it.0 == *deed), "{deed:?} is not tried");
        for role in Role::ALL {
            let stage = stage();
            let caller = stage.caller_as("charity", &[role]);
            for (_, name, done) in cases.iter().filter(|it| it.0 == *deed) {
                let before = stage.length();
                let code = done(&stage, &caller);
                assert_eq!(
                    code != "app/not-your-role",
                    roles.contains(&role),
                    "{role:?}: {name}: {code}"
                );
                assert_ne!(code, "fault", "{role:?}: {name}");
                assert!(
                    roles.contains(&role) || stage.length() == before,
                    "{role:?}: {name} left an entry"
                );
            }
        }
    }
}

#[test]
fn nobody_without_a_role_does_anything() {
    let stage = stage();
    let before = stage.length();
    for (_, name, done) in all() {
        assert_eq!(
            done(&stage, &stage.caller_as("charity", &[])),
            "app/not-your-role",
            "{name}"
        );
    }
    assert_eq!(stage.length(), before);
}

#[test]
fn two_roles_may_do_what_either_may() {
    let stage = stage();
    let both = stage.caller_as("charity", &[Role::Auditor, Role::Contributor]);
    assert_eq!(
        code(&stage.import_as(&both, "waiting", &a_year("ward-2", 300), None)),
        "ok"
    );
    assert_eq!(
        code(&stage.house.draft_edition(&both, &plan("waiting", "Spring account"))),
        "app/not-your-role"
    );
}

#[test]
fn a_member_of_another_partnership_hears_that_there_is_none() {
    let stage = stage();
    let there = Stage::for_partnership(std::sync::Arc::clone(&stage.store), id("there"));
    there.house.found(&there.here, &crate::stage::profile(false)).unwrap();
    let stranger = there.caller("council");
    let before = stage.length();
    for role in Role::ALL {
        let stranger = there.caller_as("council", &[role]);
        assert_eq!(
            code(&stage.house.ledger(&stranger, &stage.here, 0, 10)),
            "app/no-such-partnership"
        );
        assert_eq!(
            code(&stage.house.batch_of(&stranger, &stage.here, 11)),
            "app/no-such-partnership"
        );
    }
    // Whether a partnership exists is not told apart.
    let nowhere = id("nowhere");
    let (real, unreal) = (
        stage.house.ledger(&stranger, &stage.here, 0, 10).unwrap_err(),
        stage.house.ledger(&stranger, &nowhere, 0, 10).unwrap_err(),
    );
    assert_eq!(real.refusal(), unreal.refusal());
    assert_eq!(code(&stage.house.view(&nowhere)), "app/no-such-partnership");
    assert_eq!(
        code(&stage.house.edition_parts(&nowhere, &id("x"))),
        "app/no-such-partnership"
    );
    // In their own partnership nothing of ours is found, by any name or position.
    for (_, name, done) in reading() {
        let code = match name {
            "ledger" | "batch" => continue,
            _ => done(&stage, &stranger),
        };
        let expected = match name {
            "attention" => "ok",
            "file" => "app/no-such-evidence",
            _ => "framework/no-such-measure",
        };
        assert_eq!(code, expected, "{name}");
    }
    assert_eq!(stage.length(), before);
}

#[test]
fn someone_of_a_partnership_that_is_not_there_reaches_nothing() {
    let stage = stage();
    let lost = Caller {
        partnership: id("nowhere"),
        ..stage.caller("council")
    };
    for (_, name, done) in all() {
        // A file may wait and be looked for, but reaches no ledger.
        if ["receive", "waiting", "job"].contains(&name) {
            continue;
        }
        assert_eq!(done(&stage, &lost), "app/no-such-partnership", "{name}");
    }
    assert_eq!(stage.store.length(&id("nowhere")).unwrap(), 0);
}

#[test]
fn a_waiting_file_is_its_members_own() {
    let stage = stage();
    let token = stage.house.receive(&stage.caller("clinic"), &upload()).unwrap();
    assert_eq!(code(&stage.house.waiting(&stage.caller("clinic"), &token)), "ok");
    assert_eq!(
        code(&stage.house.waiting(&stage.caller("charity"), &token)),
        "app/no-such-upload"
    );
    stage.pass(2 * 3_600_000);
    assert_eq!(
        code(&stage.house.waiting(&stage.caller("clinic"), &token)),
        "app/no-such-upload"
    );
}
