use super::Calibration;

fn judged(right: usize, wrong: usize, per_cent: f64) -> Calibration {
    Calibration {
        right,
        wrong,
        cannot_tell: 1,
        sure: vec![per_cent / 100.0; right + wrong],
    }
}

#[test]
fn nothing_looked_back_at_says_nothing() {
    assert!(Calibration::default().in_words().is_empty());
    let only_open = Calibration {
        cannot_tell: 1,
        ..Calibration::default()
    };
    assert_eq!(only_open.in_words().len(), 1);
}

#[test]
fn few_forecasts_are_counted_and_not_judged() {
    let words = judged(1, 8, 95.0).in_words().join(" ");
    assert!(words.contains("10 decisions were looked back at"), "{words}");
    assert!(words.contains("Of the 9 that could be judged, 1 came true; you had been 95% sure on average."));
    assert!(!words.contains("confident"), "{words}");
}

#[test]
fn from_ten_on_only_what_chance_does_not_explain_is_said() {
    // Ten at 75%: 7.5 expected, a standard deviation of 1.37; so up to 10 and down to 5 is chance.
    assert!(
        judged(4, 6, 75.0)
            .in_words()
            .join(" ")
            .contains("you are overconfident")
    );
    assert!(judged(5, 5, 75.0).in_words().join(" ").contains("nothing here says"));
    assert!(judged(10, 0, 75.0).in_words().join(" ").contains("nothing here says"));
    assert!(
        judged(10, 0, 55.0)
            .in_words()
            .join(" ")
            .contains("you are underconfident")
    );
}
