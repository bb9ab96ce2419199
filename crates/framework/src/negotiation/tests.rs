use cm_kernel::Id;

use super::{AboutMeasure, Bridge, Commented, Definition, LeftUnmeasured, LocalName, Relation, Subject};
use crate::Act;

#[test]
fn what_is_said_reads_back_from_its_entry_and_every_word_once() {
    let about = AboutMeasure {
        measure: Id::slug("wait"),
        reason: "Too soon".to_owned(),
    };
    let acts = [
        Act::Commented(Commented {
            about: Subject::Measure(Id::slug("wait")),
            text: "Counts the wrong door".to_owned(),
            answers: Some(4),
        }),
        Act::MeasureVetoed(about.clone()),
        Act::VetoLifted(about.clone()),
        Act::MeasureSetDown(about.clone()),
        Act::MeasureTakenUp(about),
        Act::LeftUnmeasured(LeftUnmeasured {
            outcome: Id::slug("care"),
            what: "Dignity".to_owned(),
            reason: "Counting it would change it".to_owned(),
        }),
        Act::LocalNameGiven(LocalName {
            measure: Id::slug("wait"),
            name: "Door to doctor".to_owned(),
            relation: Relation::Narrower,
            lost: "Walk-ins".to_owned(),
        }),
    ];
    let kinds: std::collections::BTreeSet<_> = acts.iter().map(Act::kind).collect();
    assert_eq!(kinds.len(), acts.len());
    assert_eq!(
        acts[0].body().unwrap().to_string(),
        r#"{"about":{"measure":"wait"},"answers":4,"text":"Counts the wrong door"}"#
    );
    for relation in Relation::ALL {
        assert_eq!(serde_json::to_value(relation).unwrap(), relation.word());
    }
    for bridge in Bridge::ALL {
        assert_eq!(serde_json::to_value(bridge).unwrap(), bridge.word());
    }
    assert!(serde_json::from_value::<Definition>(serde_json::json!({})).is_err());
}
