//! What every method on the shelf must be.

use cm_framework::Unit;
use cm_insight::{Insight, METHODS, Method, asserts_change, method};
use cm_kernel::{Id, Reading, check_card};

use crate::made::{evidence, own, question, worked_evidence, worked_question};

fn worked(method: &dyn Method) -> Insight {
    method
        .ask(&worked_evidence(method), &worked_question(method))
        .unwrap_or_else(|no| panic!("{}: {no}", method.name()))
}

#[test]
fn every_card_is_whole_and_names_are_unique() {
    let mut names: Vec<_> = METHODS.iter().map(|it| it.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), METHODS.len());
    for it in METHODS {
        let lacks = check_card(
            it.card(),
            &["Question", "Shape", "Units", "Refuses", "Deviations", "Source"],
        );
        assert!(lacks.is_empty(), "{}: {lacks:?}", it.name());
        assert_eq!(method(it.name()).map(Method::name), Some(it.name()));
        assert!(
            cm_evidence::form(it.form()).is_some(),
            "{} reads no form there is",
            it.name()
        );
        for parameter in it.parameters() {
            let offered = parameter.choices.is_empty() || parameter.choices.contains(&parameter.default);
            assert!(offered, "{} does not offer its own default", parameter.name);
        }
    }
}

#[test]
fn every_worked_example_comes_out_as_written() {
    for method in METHODS {
        let answer = worked(*method).as_text();
        assert_eq!(answer, method.worked().answer, "{}:\n{answer}", method.name());
    }
}

#[test]
fn an_insight_is_whole() {
    for method in METHODS {
        let insight = worked(*method);
        assert!(
            insight.headline.split_whitespace().count() <= 10,
            "{}",
            insight.headline
        );
        assert!(
            !asserts_change(&insight.headline) || insight.has_signal(),
            "{}",
            insight.headline
        );
        assert!(!insight.spoken.is_empty() && !insight.findings.is_empty() && !insight.figures.is_empty());
        for part in [
            worked_question(*method).title.as_str(),
            "everybody who came",
            "all together",
            "20",
        ] {
            assert!(
                insight.subtitle.contains(part),
                "{}: no {part} in {}",
                method.name(),
                insight.subtitle
            );
        }
        assert_eq!(insight.table.rows.len(), insight.table.at.len());
        assert!(
            insight
                .table
                .rows
                .iter()
                .all(|row| row.len() == insight.table.columns.len())
        );
        for parameter in method.parameters() {
            assert!(
                insight.settings.contains_key(parameter.name),
                "{} is not recorded",
                parameter.name
            );
        }
        let back: Insight = serde_json::from_str(&serde_json::to_string(&insight).unwrap()).unwrap();
        assert_eq!(back.digest(), insight.digest());
        assert_eq!(
            worked(*method).digest(),
            insight.digest(),
            "{} answers differently twice",
            method.name()
        );
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    for method in METHODS {
        let backwards = evidence(method.worked().csv, |batch| {
            batch.rows.reverse();
            batch.places.reverse();
            let last = u32::try_from(batch.places.len()).unwrap() - 1;
            batch.rows.iter_mut().for_each(|row| row.place = last - row.place);
        });
        let again = method.ask(&backwards, &worked_question(*method)).unwrap();
        assert_eq!(again, worked(*method), "{}", method.name());
    }
}

#[test]
fn no_evidence_and_unknown_settings_are_refused_with_a_remedy() {
    for method in METHODS {
        let refused = method.ask(&own([]), &worked_question(*method)).unwrap_err();
        assert_eq!(refused.code, "insight/no-evidence");
        assert!(!refused.remedy.is_empty());
        let set = worked_evidence(*method);
        let refused = method
            .ask(&set, &worked_question(*method).set("colour", "red"))
            .unwrap_err();
        assert_eq!(refused.code, "insight/no-such-setting");
        for parameter in method.parameters() {
            let refused = method.ask(&set, &worked_question(*method).set(parameter.name, "no such thing"));
            let code = refused.unwrap_err().code;
            let right = ["insight/not-a-setting", "insight/no-such-period"].contains(&code);
            assert!(right, "{} {}: {code}", method.name(), parameter.name);
        }
    }
}

#[test]
fn an_absence_is_never_a_nought() {
    for method in METHODS {
        for absence in cm_kernel::Absence::ALL {
            let answer = |fourth: Reading| {
                let evidence = evidence(method.worked().csv, |batch| {
                    let nought = match batch.rows.first().map(|it| it.reading) {
                        Some(Reading::Ratio { denominator, .. }) => Reading::Ratio {
                            numerator: 0.0,
                            denominator,
                        },
                        _ => Reading::Value(0.0),
                    };
                    if let Some(row) = batch.rows.get_mut(3) {
                        row.reading = if fourth == Reading::Value(0.0) { nought } else { fourth };
                    }
                });
                let found = method.ask(&evidence, &worked_question(*method));
                found.map(|it| it.figures)
            };
            assert_ne!(
                answer(Reading::Absent(absence)),
                answer(Reading::Value(0.0)),
                "{}",
                method.name()
            );
        }
    }
}

#[test]
fn refusals_can_be_acted_on() {
    let readings = [("a", 1), ("b", 1), ("a", 2)].map(|(place, period)| {
        (
            crate::made::month(period),
            place,
            Reading::Absent(cm_kernel::Absence::Missing),
        )
    });
    for method in METHODS {
        let refused = method.ask(&own(readings), &question(&Unit::Share)).unwrap_err();
        assert!(
            refused.reason.ends_with('.') && refused.remedy.ends_with('.'),
            "{refused}"
        );
        assert!(
            method.card().contains(refused.code),
            "{}: the card does not tell of {}",
            method.name(),
            refused.code
        );
    }
    assert!(method(Id::slug("no such").as_str()).is_none());
}
