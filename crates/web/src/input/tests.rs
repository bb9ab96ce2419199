use super::{Choice, Field, Given, Kind, Reading};

fn given(pairs: &[(&str, &str)]) -> Given {
    let mut given = Given::default();
    pairs.iter().for_each(|(name, value)| given.add(name, *value));
    given
}

#[test]
fn what_is_missing_or_too_long_is_said_by_field() {
    let given = given(&[
        ("title", "  "),
        ("why", "because\r\nit matters"),
        ("long", &"x".repeat(201)),
    ]);
    let mut reading = Reading::of(&given);
    assert_eq!(reading.line("title", "Enter a title"), "");
    assert_eq!(reading.text("why", "Say why"), "because\nit matters");
    reading.line("long", "Enter it");
    assert_eq!(reading.optional("absent"), None);
    assert_eq!(
        reading.faults,
        [
            ("title", "Enter a title".to_owned()),
            ("long", "Use at most 200 letters; there are 201".to_owned())
        ]
    );
}

#[test]
fn lines_are_one_each_and_empty_ones_are_left_out() {
    let given = given(&[("unmeasured", " one \r\n\r\n two ")]);
    assert_eq!(Reading::of(&given).lines("unmeasured"), ["one", "two"]);
}

#[test]
fn a_field_keeps_what_was_answered() {
    let given = given(&[("use", "target"), ("use", "learning")]);
    let offered = ["learning", "target", "payment"].map(|it| Choice::new(it, it, ""));
    let field = Field::new(Kind::Ticks, "use", "Uses", "Any").offering(offered);
    let field = field.filled(&given, &vec![("use", "No".to_owned())]);
    assert_eq!(
        field.choices.iter().map(|it| it.chosen).collect::<Vec<_>>(),
        [true, true, false]
    );
    assert_eq!(field.described_by(), "use-hint use-error");
    assert_eq!(
        (field.choice_id(&0), field.choice_id(&1)),
        ("use".into(), "use-2".into())
    );
}
