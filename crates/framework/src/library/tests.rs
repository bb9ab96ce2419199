use std::collections::BTreeSet;

use super::{TextKind, starters};

#[test]
fn every_text_that_comes_with_the_software_reads_and_is_cited() {
    let texts = starters();
    assert_eq!(texts.len(), 4);
    let ids: BTreeSet<_> = texts.iter().map(|it| &it.id).collect();
    assert_eq!(ids.len(), texts.len());
    for text in texts {
        for said in [
            &text.title,
            &text.version,
            &text.publisher,
            &text.source,
            &text.licence,
            &text.note,
        ] {
            assert!(!said.trim().is_empty(), "{}", text.id);
        }
        let items: BTreeSet<_> = text.items.iter().map(super::TextItem::id).collect();
        assert_eq!(items.len(), text.items.len(), "{}", text.id);
    }
}

#[test]
fn published_lists_have_as_many_headings_as_were_published() {
    let count = |part: &str| {
        let text = starters().iter().find(|it| it.id.as_str().starts_with(part)).unwrap();
        (text.items.len(), text.kind)
    };
    assert_eq!(count("supporting-families"), (10, TextKind::Outcomes));
    assert_eq!(count("early-learning-communities"), (9, TextKind::Conditions));
}
