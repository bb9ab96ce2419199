//! What may stand in an edition.

use cm_framework::Motive::{Learning, Publication};

use crate::stage::{Stage, a_year, code, plan};

#[test]
fn a_title_claims_a_change_only_where_a_rule_fired() {
    // Twelve months up and down around one level, and twelve that go up without a break.
    let steady: String = (0..12)
        .map(|month| format!("2023-{:02},ward-1,{},1000\n", month + 1, 200 + month * 7 % 12))
        .collect();
    for (rows, expected) in [(steady, "account/title-claims-change"), (a_year("ward-1", 200), "ok")] {
        let stage = Stage::founded();
        stage.agreed(&[Learning, Publication]);
        stage.gather("clinic", &rows, None);
        let council = stage.caller("council");
        let drafted = |title: &str| stage.house.draft_edition(&council, &plan("waiting", title));
        assert_eq!(code(&drafted("Waits rise in spring")), expected);
        assert_eq!(code(&drafted("A year of waits")), "ok");
    }
}
