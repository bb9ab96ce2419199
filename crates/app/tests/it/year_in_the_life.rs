//! A partnership's year from its founding to a correction, with real public figures.

use std::sync::Arc;

use cm_account::Response;
use cm_account::seal::folder::{Trust, verify};
use cm_app::{Answer, Asked, Caller, Chosen, EditionPlan, Import, ImportOutcome, Scope};
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::{Act, Motive, UseState, Withdrawal};
use cm_kernel::{Id, Length, Period, canonical};
use cm_learning::{
    Act as Learn, Adaptation, Claim, Decision, Forecast, Interpretation, QuestionRaised, Review, Session, Verdict,
};

use crate::engines;
use crate::stage::{PARTNERS, Stage, chosen, code, day, id, plan, said};

const FIGURES: &[u8] = include_bytes!("../../demo/nhsr_ae_attendances.csv");

fn mapping() -> Mapping {
    let column = |name: &str| Source::Column(name.to_owned());
    Mapping {
        period: column("period"),
        length: Length::Month,
        place: column("org_code"),
        group: column("type"),
        figure: Figure::Ratio {
            numerator: "breaches".to_owned(),
            denominator: "attendances".to_owned(),
            numerator_counts: Counts::TheOthers,
        },
        decimal_comma: false,
        sheet: None,
    }
}

fn import(stage: &Stage, bytes: &[u8], corrects: Option<&str>) -> ImportOutcome {
    let import = Import {
        measure: id("waiting"),
        file: "nhsr_ae_attendances.csv",
        bytes,
        mapping: Some(mapping()),
        attribution: "NHS England, as collected in NHSRdatasets (CC0)".to_owned(),
        corrects: corrects.map(str::to_owned),
    };
    let mut last = (0, 0);
    let outcome = stage
        .house
        .import(&stage.caller("clinic"), &import, &mut |done, total| {
            last = (done, total);
        })
        .unwrap();
    assert_eq!(last.0, last.1, "progress ends at the end");
    outcome
}

/// A method about the measure, for the use it is for: a threshold looks at the agreed target.
fn about(method: &str) -> Asked {
    let motive = if method == "threshold" {
        Motive::Target
    } else {
        Motive::Learning
    };
    Asked {
        motive,
        ..Asked::new(&id("waiting"), method)
    }
}

fn ask(stage: &Stage, method: &str, scope: Scope, known_at: Option<u64>) -> Answer {
    let asked = Asked {
        scope,
        known_at,
        ..about(method)
    };
    stage.house.ask(&stage.caller("residents"), &asked).unwrap()
}

fn last_year() -> Scope {
    Scope {
        from: Some(day("2018-04-01")),
        to: Some(day("2019-03-31")),
        ..Scope::default()
    }
}

/// Two figures, what was decided and what was learned.
fn about_three_years(title: &str, decision: u64) -> EditionPlan {
    let funnel = Chosen {
        scope: last_year(),
        ..chosen("waiting", "funnel", "centre")
    };
    EditionPlan {
        figures: vec![chosen("waiting", "xmr", "latest"), funnel],
        decisions: vec![decision],
        learned: vec!["Winters come back.".to_owned()],
        ..plan("waiting", title)
    }
}

/// A session about what the methods say, with two readings of it, a question, a decision and what was changed.
fn learn(stage: &Stage) -> u64 {
    let council = stage.caller("council");
    let session = id("spring");
    let looks_at = ["xmr", "threshold"].map(|it| stage.house.on_the_table(&council, &about(it)).unwrap());
    let tell = |caller: &Caller, act: Learn| stage.house.learn(caller, &act).unwrap();
    let opened = Session {
        id: session.clone(),
        title: "Spring".to_owned(),
        question: "What do three years tell us?".to_owned(),
        held_on: stage.house.today(),
        looks_at: looks_at.to_vec(),
    };
    tell(&council, Learn::SessionOpened(opened));
    for (partner, text) in [("clinic", "More people came."), ("residents", "People wait longer.")] {
        let interpretation = Interpretation {
            session: session.clone(),
            text: text.to_owned(),
            would_change_our_mind: "A summer without a queue.".to_owned(),
            claim: Some(Claim::observed("In the readings.")),
        };
        tell(&stage.caller(partner), Learn::Interpreted(interpretation));
    }
    tell(
        &stage.caller("residents"),
        Learn::QuestionRaised(QuestionRaised {
            session: session.clone(),
            text: "Who waits longest?".to_owned(),
        }),
    );
    let forecast = Forecast {
        expectation: "The next months lie below the mean.".to_owned(),
        by: day("2024-08-01"),
        confidence: 75,
    };
    let decision = tell(
        &council,
        Learn::Decided(Decision {
            session: session.clone(),
            measure: id("waiting"),
            text: "Look again with more months.".to_owned(),
            why: "Three winters are few.".to_owned(),
            claim: Some(Claim::observed("In the readings.")),
            forecast,
            review_on: day("2024-08-15"),
        }),
    );
    let (from, label, what) = (
        day("2018-11-01"),
        "Second nurse".to_owned(),
        "A second nurse at the door.".to_owned(),
    );
    tell(
        &council,
        Learn::Adapted(Adaptation {
            decision,
            from,
            label,
            what,
        }),
    );
    let view = stage.house.view(&stage.here).unwrap();
    let held = view.learning.session(&session).unwrap();
    assert_eq!(
        (held.interpretations.len(), held.questions.len()),
        (2, 1),
        "side by side, never merged"
    );
    decision
}

fn account(stage: &Stage, decision: u64) -> Id {
    let analyst = stage.caller("clinic");
    let edition = stage
        .house
        .draft_edition(&analyst, &about_three_years("Three years", decision))
        .unwrap();
    let respond = |by: &str, text: &str| {
        let (edition, text) = (edition.clone(), text.to_owned());
        stage.house.respond(&stage.caller(by), Response { edition, text })
    };
    assert_eq!(
        code(&respond("clinic", "We agree with ourselves.")),
        "account/own-response"
    );
    assert_eq!(code(&respond("residents", " ")), "account/empty");
    respond("residents", "Count the long waits.").unwrap();
    stage.house.publish(&analyst, &edition, &[]).unwrap();
    assert_eq!(
        code(&stage.house.publish(&analyst, &edition, &[])),
        "account/already-published"
    );
    respond("charity", "We saw it too late to say so before.").unwrap();
    let files = stage.folder(&edition);
    let report = verify(&files, &Trust::default());
    assert!(report.holds(), "{:?}", report.failures().collect::<Vec<_>>());
    assert_eq!(report.figures.len(), 2);
    let responses = files
        .values()
        .filter(|it| String::from_utf8_lossy(it).contains("Count the long waits."));
    assert_eq!(
        responses.count(),
        1,
        "the response that came in time is sealed with the edition"
    );
    edition
}

fn notices(stage: &Stage, edition: &Id) -> Vec<String> {
    let view = stage.house.view(&stage.here).unwrap();
    let edition = view.accounts.edition(edition).unwrap();
    view.accounts.notices(edition, &view.framework, &view.corrections())
}

#[test]
fn a_year_in_the_life_of_a_partnership() {
    for engine in engines::all() {
        println!("over {}", engine.name);
        let stage = Stage::founded_over(Arc::clone(&engine.store));
        agreeing(&stage);
        let first = gathering(&stage);
        let decision = learn(&stage);
        marked(&stage);
        let edition = account(&stage, decision);
        let sealed = stage.folder(&edition);
        narrowing(&stage, &edition, decision);
        looking_back(&stage, decision);
        lapsing(&stage);
        correcting(&stage, first);
        assert_eq!(notices(&stage, &edition).len(), 2, "stopped, and corrected");
        assert_eq!(
            stage.folder(&edition),
            sealed,
            "what was published stays as it was, to the byte"
        );
    }
}

fn agreeing(stage: &Stage) {
    let asked = Asked::new(&id("waiting"), "xmr");
    let council = stage.caller("council");
    assert_eq!(code(&stage.house.ask(&council, &asked)), "framework/no-agreement");
    let agreement = stage.propose(&[
        Motive::Learning,
        Motive::Accountability,
        Motive::Target,
        Motive::Publication,
    ]);
    let objection = Act::AgreementObjected(said(agreement, "A line says nothing about those beyond it"));
    stage.house.agree(&stage.caller("residents"), &objection).unwrap();
    assert_eq!(code(&stage.house.ask(&council, &asked)), "framework/no-agreement");
    stage.sign(agreement, &PARTNERS);
}

fn gathering(stage: &Stage) -> u64 {
    let ImportOutcome::Added { at, new: 12_765, .. } = import(stage, FIGURES, None) else {
        panic!("not added")
    };
    assert_eq!(
        import(stage, FIGURES, None),
        ImportOutcome::NothingNew { known: 12_765 }
    );
    for (method, scope) in [
        ("xmr", Scope::default()),
        ("funnel", last_year()),
        ("threshold", Scope::default()),
    ] {
        let answer = ask(stage, method, scope, None);
        assert_eq!(answer.insight.rests_on.entries, [at], "{method}");
        assert_eq!(answer.permit.objections().len(), 1, "{method}: the objection travels");
    }
    let ranks = Asked {
        motive: Motive::Ranking,
        ..Asked::new(&id("waiting"), "ranks")
    };
    let refused = stage.house.ask(&stage.caller("council"), &ranks);
    assert_eq!(code(&refused), "framework/motive-not-agreed");
    assert_eq!(stage.last().kind, "framework/use-refused");
    at
}

fn marked(stage: &Stage) {
    let insight = ask(stage, "xmr", Scope::default(), None).insight;
    let chart = serde_json::to_value(&insight.chart).unwrap().to_string();
    assert!(
        chart.contains("Second nurse") && chart.contains("2018-11-01"),
        "the adaptation is a mark on the chart"
    );
}

fn narrowing(stage: &Stage, edition: &Id, decision: u64) {
    assert!(notices(stage, edition).is_empty());
    stage.withdraw("residents", Motive::Publication);
    let said = notices(stage, edition);
    assert!(
        said.len() == 1 && said[0].contains("stopped the publication"),
        "{said:?}"
    );
    let before = stage.length();
    let drafted = stage
        .house
        .draft_edition(&stage.caller("clinic"), &about_three_years("Four years", decision));
    assert_eq!(code(&drafted), "framework/use-withdrawn");
    assert_eq!(
        (stage.length(), stage.last().kind.as_str()),
        (before + 1, "framework/use-refused")
    );
    let again = Act::UseWithdrawn(Withdrawal::new(id("waiting"), Motive::Publication, "Again"));
    assert_eq!(
        code(&stage.house.agree(&stage.caller("residents"), &again)),
        "framework/already-signed"
    );
    ask(stage, "xmr", Scope::default(), None);
}

fn looking_back(stage: &Stage, decision: u64) {
    stage.set_day("2024-08-15");
    let due = |kind: &str| {
        let items = stage.house.attention(&stage.caller("council")).unwrap().items;
        items
            .iter()
            .any(|it| it.kind == kind && it.sentence.contains("Look again"))
    };
    assert!(due("review"));
    let (verdict, learned) = (Verdict::CannotTell, "We had no new months.".to_owned());
    let review = Learn::Reviewed(Review {
        decision,
        verdict,
        learned,
        claim: Some(Claim::observed("In the readings.")),
    });
    stage.house.learn(&stage.caller("council"), &review).unwrap();
    assert!(!due("review"));
}

fn lapsing(stage: &Stage) {
    let target = Asked {
        motive: Motive::Target,
        ..Asked::new(&id("waiting"), "xmr")
    };
    let council = stage.caller("council");
    stage.set_day("2025-04-01");
    assert_eq!(stage.house.look(&council, &target).unwrap().permit.target(), Some(0.9));
    stage.set_day("2025-04-02");
    assert_eq!(code(&stage.house.ask(&council, &target)), "framework/review-lapsed");
    let view = stage.house.view(&stage.here).unwrap();
    let state = view
        .framework
        .use_state(&id("waiting"), Motive::Target, stage.house.today());
    assert_eq!(state, UseState::Suspended);
    let items = stage.house.attention(&council).unwrap().items;
    assert!(items.iter().any(|it| it.kind == "suspended"));
    ask(stage, "xmr", Scope::default(), None);
}

/// One month of one provider was counted wrongly: yesterday's answer stays, today's differs, and both can be read.
fn correcting(stage: &Stage, first: u64) {
    let yesterday = stage.length();
    let before = ask(stage, "xmr", Scope::default(), None).insight;
    let corrected = b"period,org_code,type,attendances,breaches,admissions\n2017-03-01,RF4,1,21289,9000,5060\n";
    let ImportOutcome::Conflicts { count: 1, .. } = import(stage, corrected, None) else {
        panic!("no conflict")
    };
    let outcome = import(stage, corrected, Some("A ward was left out"));
    let ImportOutcome::Added {
        at,
        new: 0,
        corrected: 1,
        ..
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    let now = ask(stage, "xmr", Scope::default(), None).insight;
    let then = ask(stage, "xmr", Scope::default(), Some(yesterday)).insight;
    assert_eq!(canonical(&*then), canonical(&*before), "the same to the byte");
    assert_eq!(before.rests_on.entries, [first]);
    assert_eq!(now.rests_on.entries, [first, at]);
    assert_ne!(now.table, before.table);
    let month = Period::month(2017, 3).unwrap();
    let caller = stage.caller("residents");
    let versions = stage
        .house
        .history(&caller, &id("waiting"), ("RF4", "1", month))
        .unwrap();
    let numbers: Vec<_> = versions.iter().map(|it| (it.at, it.reading.number())).collect();
    let share = |waited: f64| Some((21_289.0 - waited) / 21_289.0);
    assert_eq!(numbers, [(first, share(2879.0)), (at, share(9000.0))]);
}
