use cm_kernel::{Author, Date, Draft, Id, Length, Period, Timestamp};

use super::{Duties, Duty, DutyAccepted, DutyAct, DutyAnswered, DutyEnded, DutyTakenUp, Kept};
use crate::{Act, Framework, Partner};

fn id(name: &str) -> Id {
    Id::new(name).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn month(text: &str) -> Period {
    Period::parse(text).unwrap()
}

struct Stage {
    framework: Framework,
    duties: Duties,
    at: u64,
}

impl Stage {
    fn new() -> Self {
        let mut stage = Self {
            framework: Framework::default(),
            duties: Duties::default(),
            at: 0,
        };
        for name in ["council", "clinic", "charity"] {
            let partner = Partner {
                id: id(name),
                name: name.to_owned(),
                kind: "charity".to_owned(),
                identifier: None,
                fictional: true,
            };
            let act = Act::PartnerJoined(partner);
            let (kind, body) = (act.kind(), act.body().unwrap());
            let entry = draft(kind, body, name, "2023-12-01").at(&id("here"), stage.at);
            stage.framework.apply(&entry);
            stage.at += 1;
        }
        stage.says("council", "2024-01-10", &DutyAct::Set(visits()));
        stage
    }

    fn says(&mut self, by: &str, on: &str, act: &DutyAct) {
        let entry = draft(act.kind(), act.body().unwrap(), by, on).at(&id("here"), self.at);
        self.duties.apply(&entry, &self.framework);
        self.at += 1;
    }

    fn accepted() -> Self {
        let mut stage = Self::new();
        let accepted = DutyAct::Accepted(DutyAccepted { duty: id("visits") });
        stage.says("clinic", "2024-01-15", &accepted);
        stage
    }

    fn code(&self, by: &str, on: &str, act: &DutyAct) -> &'static str {
        let checked = self.duties.check(act, &self.framework, &id(by), day(on));
        checked.err().map_or("ok", |it| it.code)
    }

    fn stood(&self, on: &str) -> Vec<Kept> {
        let record = self.duties.duty(&id("visits")).unwrap();
        let periods = record.periods(&id("clinic"), day(on));
        periods.iter().map(|it| it.kept).collect()
    }

    fn escalated(&self, on: &str) -> Option<(String, usize, bool)> {
        let record = self.duties.duty(&id("visits")).unwrap();
        let found = record.escalated(&id("clinic"), day(on));
        found.map(|it| (it.since.to_string(), it.periods, it.taken_up.is_some()))
    }
}

fn draft(kind: &str, body: serde_json::Value, by: &str, on: &str) -> Draft {
    Draft {
        kind: kind.to_owned(),
        author: Author {
            member: id("ann"),
            partner: id(by),
        },
        received: Timestamp::start_of(day(on)),
        salt: String::new(),
        body,
    }
}

fn visits() -> Duty {
    Duty {
        id: id("visits"),
        title: "Visits".to_owned(),
        question: "Was every family visited?".to_owned(),
        rests_on: "The contract, schedule 2".to_owned(),
        owed_by: vec![id("clinic"), id("charity")],
        every: Length::Month,
        days_to_answer: 10,
        escalates_after: 2,
        escalates_to: id("council"),
        post: "director of children's services".to_owned(),
    }
}

fn answer(period: &str, kept: bool, what: &str) -> DutyAct {
    DutyAct::Answered(DutyAnswered {
        duty: id("visits"),
        period: month(period),
        kept,
        what: what.to_owned(),
    })
}

fn take_up(up_to: &str) -> DutyAct {
    DutyAct::TakenUp(DutyTakenUp {
        duty: id("visits"),
        partner: id("clinic"),
        up_to: month(up_to),
        what: "We met on Monday.".to_owned(),
    })
}

#[test]
fn a_duty_counts_from_the_period_it_was_taken_on_and_silence_is_not_keeping_it() {
    let mut stage = Stage::accepted();
    assert_eq!(stage.stood("2024-01-31"), []);
    assert_eq!(stage.stood("2024-02-10"), [Kept::Waiting]);
    assert_eq!(stage.stood("2024-02-11"), [Kept::Unanswered]);
    stage.says("clinic", "2024-02-20", &answer("2024-01", true, ""));
    assert_eq!(stage.stood("2024-03-05"), [Kept::Yes, Kept::Waiting]);
    stage.says(
        "clinic",
        "2024-03-05",
        &answer("2024-01", false, "Two families were missed."),
    );
    assert_eq!(stage.stood("2024-03-05"), [Kept::No, Kept::Waiting]);
    let untouched = stage.duties.duty(&id("visits")).unwrap();
    assert_eq!(untouched.answers.len(), 2);
    assert_eq!(untouched.periods(&id("charity"), day("2024-03-05")), []);
}

#[test]
fn periods_in_a_row_that_are_not_kept_go_to_the_named_partner_until_it_takes_them_up() {
    let mut stage = Stage::accepted();
    stage.says("clinic", "2024-02-02", &answer("2024-01", false, "No van."));
    assert_eq!(stage.escalated("2024-03-05"), None);
    assert_eq!(stage.escalated("2024-03-11"), Some(("2024-01".to_owned(), 2, false)));
    assert_eq!(
        stage.code("council", "2024-03-11", &take_up("2024-01")),
        "framework/duty-not-escalated"
    );
    stage.says("council", "2024-03-12", &take_up("2024-02"));
    assert_eq!(stage.escalated("2024-03-12"), Some(("2024-01".to_owned(), 2, true)));
    assert_eq!(
        stage.code("council", "2024-03-13", &take_up("2024-02")),
        "framework/duty-not-escalated"
    );
    assert_eq!(stage.escalated("2024-04-11"), Some(("2024-01".to_owned(), 3, false)));
    stage.says("clinic", "2024-04-12", &answer("2024-03", true, ""));
    assert_eq!(stage.escalated("2024-04-12"), None);
}

#[test]
fn who_may_not_is_refused_and_nothing_is_kept() {
    let stage = Stage::accepted();
    let accept = DutyAct::Accepted(DutyAccepted { duty: id("visits") });
    let none = DutyAct::Accepted(DutyAccepted { duty: id("none") });
    let cases = [
        ("council", accept.clone(), "framework/duty-not-owed"),
        ("clinic", accept.clone(), "framework/duty-accepted-already"),
        ("clinic", none, "framework/no-such-duty"),
        ("charity", answer("2024-01", true, ""), "framework/duty-not-accepted"),
        ("council", answer("2024-01", true, ""), "framework/duty-not-owed"),
        ("clinic", answer("2023-12", true, ""), "framework/not-a-duty-period"),
        ("clinic", answer("2024-02", true, ""), "framework/not-a-duty-period"),
        ("clinic", answer("2024-01", false, " "), "framework/no-reason"),
        ("clinic", take_up("2024-01"), "framework/not-escalated-to-you"),
        ("council", take_up("2024-01"), "framework/duty-not-escalated"),
        ("clinic", ended("Too much."), "framework/not-yours-to-end"),
        ("council", ended(""), "framework/no-reason"),
        ("council", DutyAct::Set(visits()), "framework/already-there"),
    ];
    for (by, act, code) in cases {
        assert_eq!(stage.code(by, "2024-02-15", &act), code, "{by}: {act:?}");
    }
    let mut over = stage;
    over.says("council", "2024-02-15", &ended("The contract ended."));
    assert_eq!(
        over.code("clinic", "2024-02-16", &answer("2024-01", true, "")),
        "framework/duty-ended"
    );
    assert_eq!(over.duties.owed().count(), 0);
}

fn ended(reason: &str) -> DutyAct {
    DutyAct::Ended(DutyEnded {
        duty: id("visits"),
        reason: reason.to_owned(),
    })
}

#[test]
fn a_duty_that_lacks_something_is_refused() {
    let stage = Stage::new();
    let changes: [fn(&mut Duty); 6] = [
        |it| it.question.clear(),
        |it| it.rests_on = " ".to_owned(),
        |it| it.owed_by.clear(),
        |it| it.owed_by.push(id("council")),
        |it| it.escalates_after = 0,
        |it| it.days_to_answer = 91,
    ];
    for change in changes {
        let mut duty = Duty {
            id: id("other"),
            ..visits()
        };
        change(&mut duty);
        assert_eq!(
            stage.code("council", "2024-02-01", &DutyAct::Set(duty)),
            "framework/duty-unfinished"
        );
    }
    let mut duty = visits();
    duty.id = id("other");
    duty.escalates_to = id("nobody");
    assert_eq!(
        stage.code("council", "2024-02-01", &DutyAct::Set(duty)),
        "framework/no-such-partner"
    );
}
