//! Where words and round numbers go, apart from any chart.

use cm_kernel::Period;

use super::super::edge::{EdgeLabel, place};
use super::super::figures::Figures;
use super::super::labels::spread;
use super::super::marks::{arrange, links};
use super::super::scale::{Bounds, axis};
use super::super::time::ticks;
use super::fixtures::periods;
use super::fixtures::places::Dice;
use super::mark;

#[test]
fn labels_apart_stay_where_they_want() {
    let wanted = [(20.0, 16.0), (60.0, 16.0), (100.0, 16.0)];
    assert_eq!(spread(&wanted, 0.0, 120.0), Some(vec![20.0, 60.0, 100.0]));
}

#[test]
fn labels_at_one_place_share_the_distance() {
    let wanted = [(50.0, 10.0), (50.0, 10.0), (50.0, 10.0)];
    assert_eq!(spread(&wanted, 0.0, 100.0), Some(vec![40.0, 50.0, 60.0]));
    assert_eq!(spread(&wanted, 48.0, 100.0), Some(vec![53.0, 63.0, 73.0]));
    assert_eq!(spread(&wanted, 0.0, 29.0), None);
}

#[test]
fn labels_never_overlap_leave_the_space_or_change_order() {
    let mut dice = Dice(3);
    for _ in 0..2000 {
        let count = (dice.share() * 8.0) as usize;
        let wanted: Vec<(f64, f64)> = (0..count)
            .map(|_| (dice.share() * 300.0 - 50.0, 5.0 + dice.share() * 20.0))
            .collect();
        let Some(middles) = spread(&wanted, 0.0, 200.0) else {
            continue;
        };
        for (at, (a, (want_a, high_a))) in middles.iter().zip(&wanted).enumerate() {
            assert!(a - high_a / 2.0 >= -1e-9 && a + high_a / 2.0 <= 200.0 + 1e-9);
            for (b, (want_b, high_b)) in middles.iter().zip(&wanted).skip(at + 1) {
                assert!(
                    (a - b).abs() >= f64::midpoint(*high_a, *high_b) - 1e-9,
                    "{wanted:?} {middles:?}"
                );
                assert!(
                    want_a == want_b || (want_a < want_b) == (a < b),
                    "{wanted:?} {middles:?}"
                );
            }
        }
    }
}

#[test]
fn when_names_do_not_all_fit_the_least_important_goes() {
    let labels: Vec<EdgeLabel> = ["Mean", "Upper", "Latest"]
        .map(|it| EdgeLabel::new(10.0, it, "1", true))
        .to_vec();
    assert_eq!(place(&labels, 15.0, 0.0, 300.0).len(), 3);
    let kept = place(&labels, 15.0, 0.0, 90.0);
    assert_eq!(
        kept.iter().map(|it| it.0.words[0].as_str()).collect::<Vec<_>>(),
        ["Mean", "Upper"]
    );
    assert!(place(&labels, 15.0, 0.0, 10.0).is_empty());
}

#[test]
fn marks_with_room_are_written_and_crowded_ones_are_numbered() {
    let at = |mark: &cm_insight::Mark| Some(f64::from(mark.on.days() - 19_000));
    let apart = [mark("2022-02-01", "First"), mark("2022-09-01", "Second")];
    let found = arrange(&apart, at, (0.0, 360.0), 15.0);
    assert!(found.placed.iter().all(|it| !it.numbered) && found.notes.is_empty());
    let crowd: Vec<_> = (1..=9)
        .map(|day| mark(&format!("2022-03-0{day}"), "A change with a long name"))
        .collect();
    let found = arrange(&crowd, at, (0.0, 360.0), 15.0);
    assert!(found.placed.iter().all(|it| it.numbered) && found.placed.len() == 9 && found.notes.len() == 9);
    for (a, b) in found.placed.iter().zip(found.placed.iter().skip(1)) {
        assert!(a.span.1 <= b.span.0);
    }
    assert_eq!(found.notes[0], "1: A change with a long name, 1 March 2022");
    let outside = arrange(&crowd, |_| None, (0.0, 360.0), 15.0);
    assert_eq!(outside.notes, ["9 dated marks are outside these dates and not drawn."]);
}

#[test]
fn marks_lead_only_to_pages_of_our_own() {
    for (to, leads) in [
        ("/p/riverside/adaptations/7", true),
        ("#adaptation-7", true),
        ("//elsewhere.example", false),
        ("/\\elsewhere.example", false),
        ("https://elsewhere.example", false),
        ("javascript:alert(1)", false),
        ("", false),
    ] {
        let mut one = mark("2022-02-01", "Change");
        to.clone_into(&mut one.href);
        let found = arrange(&[one], |_| Some(40.0), (0.0, 360.0), 15.0);
        assert_eq!(!links(&found, 0.0, 15.0).is_empty(), leads, "{to}");
    }
}

#[test]
fn an_axis_holds_its_numbers_and_begins_at_a_round_one() {
    let mut dice = Dice(5);
    for _ in 0..2000 {
        let size = 10_f64.powf(dice.share() * 24.0 - 12.0);
        let numbers: Vec<f64> = (0..5).map(|_| (dice.share() - 0.3) * size).collect();
        let found = axis(numbers.clone(), Bounds::default(), 5);
        assert!(
            numbers.iter().all(|it| found.low <= *it && *it <= found.high),
            "{numbers:?} {found:?}"
        );
        assert!((2..=12).contains(&found.ticks.len()), "{numbers:?} {found:?}");
        assert!(
            (found.ticks[0] - found.low).abs() <= found.step * 1e-3,
            "{numbers:?} {found:?}"
        );
    }
    let share = Bounds {
        floor: Some(0.0),
        ceiling: Some(1.0),
        from_zero: false,
    };
    let found = axis([0.93, 0.999], share, 5);
    assert!(found.high <= 1.0 && found.low >= 0.0);
    let bars = Bounds {
        from_zero: true,
        ..Bounds::default()
    };
    assert_eq!(axis([900.0, 1000.0], bars, 5).low, 0.0);
    assert_eq!(axis([], Bounds::default(), 5).ticks.first(), Some(&0.0));
}

#[test]
fn dates_fit_the_room_and_lie_within_the_chart() {
    for first in ["2024-02-27", "2020-W52", "2016-04", "2019-Q2", "1990", "2012/13"] {
        for count in [1, 2, 7, 36, 100, 500] {
            let all = periods(first, count);
            for most in [1, 3, 6, 12] {
                let found = ticks(all[0], all[count - 1], most);
                let days: Vec<i32> = found.iter().map(|it| it.day).collect();
                assert!(
                    !found.is_empty() && found.len() <= most,
                    "{first} {count} {most}: {found:?}"
                );
                assert!(
                    days.is_sorted() && days[0] >= all[0].start().days(),
                    "{first} {count} {most}"
                );
                assert!(
                    days[days.len() - 1] <= all[count - 1].start().days(),
                    "{first} {count} {most}"
                );
            }
        }
    }
    let words = |first: &str, last: &str, most| -> Vec<String> {
        let found = ticks(Period::parse(first).unwrap(), Period::parse(last).unwrap(), most);
        found
            .into_iter()
            .map(|it| format!("{} {}", it.word, it.year).trim().to_owned())
            .collect()
    };
    assert_eq!(
        words("2016-04", "2017-05", 6),
        ["Apr 2016", "Jul", "Oct", "Jan 2017", "Apr"]
    );
    assert_eq!(
        words("2016-04", "2019-03", 6),
        ["Apr 2016", "Oct", "Apr 2017", "Oct", "Apr 2018", "Oct"]
    );
    assert_eq!(words("2012/13", "2016/17", 3), ["2012/13", "2014/15", "2016/17"]);
    assert_eq!(words("1991", "2024", 4), ["2000", "2010", "2020"]);
}

#[test]
fn figures_read_as_people_write_them() {
    let share = Figures::new("share", 1.0, 0.02);
    assert_eq!(
        (share.tick(0.92), share.value(0.9213), share.line(0.95)),
        ("92%".into(), "92.1%".into(), "95%".into())
    );
    assert_eq!(share.line(0.925), "92.5%");
    let fine = Figures::new("share", 0.95, 0.001);
    assert_eq!(
        (fine.tick(0.949), fine.value(0.9491)),
        ("94.9%".to_owned(), "94.91%".to_owned())
    );
    let visits = Figures::new("visits", 1800.0, 200.0);
    assert_eq!(
        (visits.tick(1200.0), visits.value(844.2)),
        ("1,200".to_owned(), "844".to_owned())
    );
    let few = Figures::new("stories", 60.0, 20.0);
    assert_eq!(
        (few.value(51.04), few.value(51.0), few.value(-3.5)),
        ("51".into(), "51".into(), "\u{2212}3.5".into())
    );
    let many = Figures::new("pounds", 3.2e6, 5e5);
    assert_eq!(
        (many.tick(1.5e6), many.value(1.234e6)),
        ("1.5m".to_owned(), "1.23m".to_owned())
    );
    let tiny = Figures::new("grams", 3e-9, 1e-9);
    assert_eq!((tiny.tick(2e-9), tiny.tick(0.0)), ("2e-9".to_owned(), "0".to_owned()));
    assert_eq!(few.value(f64::NAN), "no number");
}
