//! What every form must be, whoever adds it.

use cm_evidence::FORMS;
use cm_kernel::check_card;

#[test]
fn every_form_has_a_whole_card_and_asks_something() {
    for form in FORMS {
        let lacks = check_card(
            form.card(),
            &["What it is", "When to use it", "What it cannot tell", "Source"],
        );
        assert!(lacks.is_empty(), "{}: {lacks:?}", form.name());
        assert!(
            form.fields().iter().any(|field| !field.optional),
            "{} asks nothing",
            form.name()
        );
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = FORMS.iter().map(|form| form.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FORMS.len());
}
