use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::{Batch, Id, Period, Reading, Row};
use cm_numeric::random::Random;

use super::*;
use crate::{Companion, Finding, Weight};

/// What a place reports in a period, by the number of the place and of the period.
type Report<'r> = &'r mut dyn FnMut(usize, usize) -> Reading;

/// Monthly readings of places from April 2018.
fn reported(name: &str, places: usize, periods: usize, report: Report<'_>) -> EvidenceSet {
    let mut batch = Batch {
        measure: Id::slug(name),
        places: (0..places).map(|it| format!("p{it:03}")).collect(),
        groups: vec!["all".into()],
        rows: Vec::new(),
    };
    for place in 0..places {
        let mut period = Period::month(2018, 4);
        for at in 0..periods {
            let Some(now) = period else { break };
            batch.rows.push(Row {
                period: now,
                place: u32::try_from(place).unwrap(),
                group: 0,
                reading: report(place, at),
            });
            period = now.next();
        }
    }
    batch.sort();
    EvidenceSet::own_file(&batch)
}

fn question(unit: &Unit) -> Question {
    crate::made::question(unit)
}

fn share(numerator: f64, denominator: f64) -> Reading {
    let denominator = denominator.round().max(1.0);
    Reading::Ratio {
        numerator: numerator.round().clamp(0.0, denominator),
        denominator,
    }
}

/// Honest shares: numbers that vary, results that vary around the level of their place.
fn honest(random: &mut Random) -> Reading {
    let size = 3_000.0 + 200.0 * random.normal();
    share(size * (0.9 + 0.01 * random.normal()), size)
}

fn raised(insight: &Insight) -> Vec<&str> {
    let asks = |it: &&Finding| it.weight == Weight::Question && it.rule != "causes";
    insight
        .findings
        .iter()
        .filter(asks)
        .map(|it| it.rule.as_str())
        .collect()
}

#[test]
fn honest_numbers_rarely_raise_a_question() {
    let (mut with, runs) = (0, 120);
    for seed in 0..runs {
        let mut random = Random::from_seed(seed);
        let set = reported("seen", 8, 36, &mut |_, _| honest(&mut random));
        let insight = TargetQuestions.ask(&set, &question(&Unit::Share)).unwrap();
        assert!(insight.figures.len() >= 4, "{insight:#?}");
        with += u32::from(!raised(&insight).is_empty());
    }
    // One family in twenty at most, and two standard errors.
    assert!(with <= 11, "{with} of {runs}");
}

#[test]
fn rounding_is_asked_about() {
    let mut random = Random::from_seed(1);
    let set = reported("seen", 8, 36, &mut |_, _| {
        let size = 3_000.0 + 200.0 * random.normal();
        let counted: f64 = size * 0.9 + 30.0 * random.normal();
        share((counted / 10.0).round() * 10.0, size)
    });
    let insight = TargetQuestions.ask(&set, &question(&Unit::Share)).unwrap();
    assert_eq!(raised(&insight), ["last-digits"]);
    let causes = insight.findings.iter().filter(|it| it.rule == "causes").count();
    assert_eq!(causes, 1);
    assert!(insight.findings[0].chance.is_some_and(|it| it < 0.001));
}

#[test]
fn a_return_sent_twice_is_asked_about() {
    let mut random = Random::from_seed(2);
    let mut before = None;
    let set = reported("seen", 8, 36, &mut |_, at| {
        let again = before.filter(|_| at % 4 == 3);
        let now = again.unwrap_or_else(|| honest(&mut random));
        before = Some(now);
        now
    });
    let insight = TargetQuestions.ask(&set, &question(&Unit::Share)).unwrap();
    assert_eq!(raised(&insight), ["repeats"]);
}

#[test]
fn a_spurt_before_the_year_ends_is_asked_about_the_way_a_target_pushes() {
    let spurt = |by: f64| {
        let mut random = Random::from_seed(3);
        let set = reported("seen", 8, 72, &mut |_, at| {
            let size = 3_000.0 + 200.0 * random.normal();
            let more = if at % 12 == 11 { by } else { 0.0 };
            share(size * (0.9 + more + 0.005 * random.normal()), size)
        });
        TargetQuestions.ask(&set, &question(&Unit::Share)).unwrap()
    };
    assert!(raised(&spurt(0.03)).contains(&"year-end"));
    let slump = spurt(-0.03);
    assert!(raised(&slump).is_empty(), "{slump:#?}");
    let ordinary = |it: &Finding| it.rule == "year-end" && it.chance > Some(0.5);
    assert!(slump.findings.iter().any(ordinary));
}

#[test]
fn shares_that_grow_because_fewer_are_counted_are_asked_about() {
    let mut random = Random::from_seed(4);
    let set = reported("seen", 12, 132, &mut |_, at| {
        let size = if at < 66 { 3_000.0 } else { 2_400.0 } + 150.0 * random.normal();
        share(2_700.0 + (size - 3_000.0) * 0.8 + 15.0 * random.normal(), size)
    });
    let asked = question(&Unit::Share).set("began", "2023-10");
    let insight = TargetQuestions.ask(&set, &asked).unwrap();
    let raised = raised(&insight);
    assert!(
        raised.contains(&"size") && raised.contains(&"size-since"),
        "{insight:#?}"
    );
}

#[test]
fn a_companion_that_suffers_is_asked_about_reading_by_reading_and_signal_by_signal() {
    let mut random = Random::from_seed(5);
    // Each place turns from the one thing to the other at a time of its own.
    let pushed = |place: usize, at: usize| at >= 12 + place && at < 20 + place;
    let visits = reported("visits", 12, 40, &mut |place, at| {
        let more = if pushed(place, at) { 60.0 } else { 0.0 };
        Reading::Value((400.0 + more + 10.0 * random.normal()).round())
    });
    let mut random = Random::from_seed(6);
    let calls = reported("calls", 12, 40, &mut |place, at| {
        let fewer = if pushed(place, at) { 50.0 } else { 0.0 };
        Reading::Value((300.0 - fewer + 10.0 * random.normal()).round())
    });
    let unit = Unit::Number("visits".into());
    let calls_made = |better| Companion {
        title: "Calls made".into(),
        unit: Unit::Number("calls".into()),
        better,
        size_is: None,
    };
    let set = visits.with_beside(calls);
    let asked = question(&unit).with_beside(calls_made(Better::Higher));
    let insight = TargetQuestions.ask(&set, &asked).unwrap();
    let found = raised(&insight);
    assert!(found.contains(&"moves-against-calls-made"), "{insight:#?}");
    assert!(found.contains(&"signals-against-calls-made"), "{insight:#?}");
    // Fewer calls may be what is wanted, and then nothing is lost.
    let asked = question(&unit).with_beside(calls_made(Better::Lower));
    let insight = TargetQuestions.ask(&set, &asked).unwrap();
    assert!(
        !raised(&insight).iter().any(|it| it.contains("calls-made")),
        "{insight:#?}"
    );
    let asked = question(&unit).with_beside(calls_made(Better::Neither));
    let insight = TargetQuestions.ask(&set, &asked).unwrap();
    assert!(
        insight
            .findings
            .iter()
            .any(|it| it.sentence.contains("nobody says which way is better"))
    );
}

#[test]
fn targets_that_follow_results_are_asked_about() {
    let mut random = Random::from_seed(7);
    let mut results = vec![[0.0_f64; 30]; 12];
    let set = reported("visits", 12, 30, &mut |place, at| {
        results[place][at] = (500.0 + 40.0 * random.normal()).round();
        Reading::Value(results[place][at])
    });
    let targets = reported("targets", 12, 30, &mut |place, at| {
        Reading::Value(if at == 0 {
            500.0
        } else {
            (250.0 + results[place][at - 1] / 2.0).round()
        })
    });
    let target = Companion {
        title: "Target".into(),
        unit: Unit::Number("visits".into()),
        better: Better::Neither,
        size_is: None,
    };
    let asked = question(&Unit::Number("visits".into()))
        .with_beside(target)
        .set("target-in", "1");
    let insight = TargetQuestions.ask(&set.with_beside(targets), &asked).unwrap();
    assert!(raised(&insight).contains(&"ratchet"), "{insight:#?}");
    for wrong in ["0", "2", "x"] {
        let refused = TargetQuestions.ask(
            &reported("visits", 12, 30, &mut |place, at| Reading::Value((place * at) as f64)),
            &question(&Unit::Number("visits".into())).set("target-in", wrong),
        );
        assert_eq!(refused.unwrap_err().code, "insight/not-a-setting");
    }
}

#[test]
fn places_that_keep_landing_just_past_a_line_of_counts_are_asked_about_in_either_direction() {
    for (better, past) in [(Better::Higher, 1.0), (Better::Lower, -1.0)] {
        let mut random = Random::from_seed(8);
        let set = reported("visits", 20, 24, &mut |_, _| {
            let at: f64 = 1_000.0 + 60.0 * random.normal();
            let short = (1_000.0 - at) * past;
            let pushed = if (0.0..20.0).contains(&short) {
                1_000.0 + past * 5.0
            } else {
                at
            };
            Reading::Value(pushed.round())
        });
        let asked = Question {
            better,
            ..question(&Unit::Number("visits".into())).set("target", "1000")
        };
        let insight = TargetQuestions.ask(&set, &asked).unwrap();
        assert!(raised(&insight).contains(&"just-enough"), "{insight:#?}");
    }
}

#[test]
fn the_edges_are_answers_or_refusals() {
    let values: [fn(usize) -> f64; 6] = [
        |_| 5.0,
        |at| f64::from(u8::from(at == 3)),
        |at| 1e12 + at as f64,
        |at| 1e-12 * at as f64,
        |at| (at % 2) as f64,
        |_| 0.0,
    ];
    for value in values {
        for (places, periods) in [(1, 0), (1, 1), (1, 2), (1, 7), (1, 12), (1, 13), (7, 13), (7, 40)] {
            let set = reported("visits", places, periods, &mut |_, at| Reading::Value(value(at)));
            let asked = question(&Unit::Number("visits".into()))
                .set("target", "5")
                .set("began", "2019-04");
            match TargetQuestions.ask(&set, &asked) {
                Ok(insight) => {
                    let sound = |it: &crate::Figure| it.value.is_some_and(|it| (0.0..=1.0).contains(&it));
                    assert!(insight.figures.iter().all(sound), "{insight:#?}");
                }
                Err(refused) => assert!(
                    [
                        "insight/too-few-readings",
                        "insight/nothing-to-ask",
                        "insight/no-evidence"
                    ]
                    .contains(&refused.code),
                    "{refused}"
                ),
            }
        }
    }
}
