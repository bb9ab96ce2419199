use cm_framework::{Act, Framework, Partner};
use cm_kernel::{Author, Date, Digest, Draft, Id, Timestamp};

use super::{Candour, CandourAct, CandourRoom, CandourSaid, CitationRefused, Reviewed, TakenBack, quoted, words_of};

fn id(name: &str) -> Id {
    Id::new(name).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn author(by: &str) -> Author {
    Author {
        member: id(&format!("{by}-member")),
        partner: id(by),
    }
}

struct Stage {
    framework: Framework,
    candour: Candour,
    at: u64,
}

impl Stage {
    fn new() -> Self {
        let mut stage = Self {
            framework: Framework::default(),
            candour: Candour::default(),
            at: 0,
        };
        for name in ["council", "clinic", "charity"] {
            let act = Act::PartnerJoined(Partner {
                id: id(name),
                name: name.to_owned(),
                kind: "charity".to_owned(),
                identifier: None,
                fictional: true,
            });
            let entry = draft(act.kind(), act.body().unwrap(), name, "2024-01-01").at(&id("here"), stage.at);
            stage.framework.apply(&entry);
            stage.at += 1;
        }
        stage.does("clinic", "2024-01-10", &CandourAct::Opened(room()));
        stage
    }

    fn does(&mut self, by: &str, on: &str, act: &CandourAct) -> u64 {
        let entry = draft(act.kind(), act.body().unwrap(), by, on).at(&id("here"), self.at);
        self.candour.apply(&entry, &self.framework);
        self.at += 1;
        self.at - 1
    }

    fn code(&self, by: &str, on: &str, act: &CandourAct) -> &'static str {
        let checked = self.candour.check(act, &self.framework, &author(by), day(on));
        checked.err().map_or("ok", |it| it.code)
    }
}

fn draft(kind: &str, body: serde_json::Value, by: &str, on: &str) -> Draft {
    Draft {
        kind: kind.to_owned(),
        author: author(by),
        received: Timestamp::start_of(day(on)),
        salt: String::new(),
        body,
    }
}

fn room() -> CandourRoom {
    CandourRoom {
        id: id("winter"),
        title: "Winter".to_owned(),
        about: "What went wrong in December".to_owned(),
        audience: vec![id("clinic"), id("council")],
        ends_on: day("2024-06-30"),
        review_every: 30,
    }
}

fn said() -> CandourAct {
    CandourAct::Said(CandourSaid {
        room: id("winter"),
        key: "k".to_owned(),
        digest: Digest::of(b"k"),
    })
}

#[test]
fn only_the_audience_speaks_and_only_until_the_last_day() {
    let mut stage = Stage::new();
    assert_eq!(stage.code("council", "2024-06-30", &said()), "ok");
    assert_eq!(
        stage.code("council", "2024-07-01", &said()),
        "deliberation/room-is-over"
    );
    assert_eq!(
        stage.code("charity", "2024-02-01", &said()),
        "deliberation/not-in-the-audience"
    );
    let elsewhere = CandourAct::Reviewed(Reviewed { room: id("summer") });
    assert_eq!(
        stage.code("clinic", "2024-02-01", &elsewhere),
        "deliberation/no-such-room"
    );
    let at = stage.does("clinic", "2024-02-01", &said());
    let back = CandourAct::TakenBack(TakenBack { said: at });
    assert_eq!(
        stage.code("council", "2024-02-01", &back),
        "deliberation/no-such-saying"
    );
    stage.does("clinic", "2024-02-01", &back);
    assert!(stage.candour.saying(at).unwrap().1.taken_back);
    assert_eq!(stage.code("clinic", "2024-02-01", &back), "deliberation/no-such-saying");
}

#[test]
fn a_room_needs_an_audience_and_an_end() {
    let stage = Stage::new();
    assert_eq!(
        stage.code("clinic", "2024-02-01", &CandourAct::Opened(room())),
        "deliberation/already-there"
    );
    type Change = (fn(&mut CandourRoom), &'static str);
    let changes: [Change; 7] = [
        (|it| it.title = " ".to_owned(), "deliberation/room-unfinished"),
        (|it| it.audience = vec![id("clinic")], "deliberation/room-unfinished"),
        (
            |it| it.audience = vec![id("council"), id("charity")],
            "deliberation/room-unfinished",
        ),
        (|it| it.audience.push(id("nobody")), "deliberation/room-unfinished"),
        (|it| it.ends_on = day("2024-02-01"), "deliberation/room-without-end"),
        (|it| it.ends_on = day("2025-12-31"), "deliberation/room-without-end"),
        (|it| it.review_every = 0, "deliberation/room-without-end"),
    ];
    for (change, code) in changes {
        let mut another = CandourRoom {
            id: id("another"),
            ..room()
        };
        change(&mut another);
        assert_eq!(stage.code("clinic", "2024-02-01", &CandourAct::Opened(another)), code);
    }
}

#[test]
fn whether_it_was_reviewed_and_who_tried_to_cite_is_never_hidden() {
    let mut stage = Stage::new();
    let due = |stage: &Stage, on: &str| stage.candour.room(&id("winter")).unwrap().review_is_due(day(on));
    assert!(!due(&stage, "2024-02-08"));
    assert!(due(&stage, "2024-02-09"));
    stage.does(
        "council",
        "2024-02-09",
        &CandourAct::Reviewed(Reviewed { room: id("winter") }),
    );
    assert!(!due(&stage, "2024-02-10"));
    assert!(!due(&stage, "2024-07-01"));
    let at = stage.does("clinic", "2024-02-11", &said());
    let refused = |room: &str, said| {
        CandourAct::CitationRefused(CitationRefused {
            room: id(room),
            said,
            into: "account/edition-drafted".to_owned(),
        })
    };
    stage.does("charity", "2024-02-12", &refused("winter", at));
    stage.does("charity", "2024-02-12", &refused("winter", 999));
    let found = &stage.candour.room(&id("winter")).unwrap().refused;
    assert_eq!((found.len(), found[0].by.as_str()), (1, "charity"));
}

#[test]
fn a_quotation_is_found_however_it_is_set_and_common_words_are_not_one() {
    let said = words_of("We stopped counting the calls after nine at night, because nobody answered them.");
    let finds = |text: &str| quoted(&words_of(text), &said).len();
    assert_eq!(
        finds("They said: “WE STOPPED\ncounting the calls, after nine at—night”!"),
        2
    );
    assert_eq!(finds("We stopped counting the calls after nine."), 0);
    assert_eq!(finds(""), 0);
    let short = words_of("We lied in May.");
    assert_eq!(
        quoted(&words_of("In short: we lied in May, all of us."), &short).len(),
        1
    );
    assert_eq!(quoted(&words_of("We lied."), &words_of("We lied.")).len(), 0);
}
