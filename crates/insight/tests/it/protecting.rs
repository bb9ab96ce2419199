//! Tables that somebody brings, presets, tellers, and what editions give away together.

use cm_insight::{
    Crosstab, HiddenReading, Limits, Over, Preset, Protection, Published, Shape, Teller, few_tellers, protect_table,
};
use cm_kernel::{Period, Reading};
use proptest::prelude::*;

use crate::made::{month, own, ratio};

#[test]
fn rules_of_your_own_have_names() {
    for name in [
        "below-7",
        "below-20-and-zeros",
        "below-8-round-5",
        "below-3-and-zeros-round-10",
    ] {
        assert_eq!(Preset::read(name).map(Preset::name).as_deref(), Some(name));
    }
    for name in [
        "below-1",
        "below-",
        "below-x",
        "below-7-round-1",
        "above-5",
        "below-1001",
    ] {
        assert_eq!(Preset::read(name), None, "{name}");
    }
    let llc = Preset::read("llc-10").unwrap().limits();
    assert!(llc.is_small(0.0) && llc.is_small(9.0) && !llc.is_small(10.0));
    for preset in Preset::ALL {
        assert!(!preset.source().is_empty() && preset.in_words().starts_with("Counts of "));
    }
    assert_eq!(
        (
            Preset::DfeLocal.symbol(),
            Preset::DfeNational.symbol(),
            Preset::BelowFive.symbol()
        ),
        ("c", "k", "*")
    );
}

#[test]
fn a_cell_needs_enough_different_tellers() {
    let told = [
        ("north", "a"),
        ("north", "a"),
        ("north", "b"),
        ("south", "c"),
        ("south", "d"),
        ("south", "e"),
    ];
    let told = told.map(|(cell, person)| Teller { cell, person });
    assert_eq!(few_tellers(&told, 3).into_iter().collect::<Vec<_>>(), [("north", 2)]);
    assert!(few_tellers(&told, 2).is_empty() && few_tellers(&[], 5).is_empty());
}

#[test]
fn a_table_that_somebody_brings_is_protected_with_its_margins() {
    let (rows, columns) = ([0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 2, 0, 1, 2, 0, 1, 2]);
    let counts = [3.0, 30.0, 31.0, 20.0, 8.0, 50.0, 40.0, 60.0, 70.0];
    let codes: [&[u32]; 2] = [&rows, &columns];
    let table = Crosstab {
        codes: &codes,
        counts: &counts,
    };
    let told = protect_table(&table, Limits::below(5)).unwrap();
    assert_eq!((told.cells.len(), told.small, told.others, told.narrow), (16, 1, 3, 0));
    assert!(told.sentence.contains("4 of 16 cells are hidden"), "{}", told.sentence);
    let small = told.cells.iter().find(|it| it.small).unwrap();
    let (least, most) = small.range.unwrap();
    assert!(least == 0.0 && most >= 5.0);
    let rounded = protect_table(&table, Preset::SevenRoundFive.limits()).unwrap();
    assert!(
        rounded
            .cells
            .iter()
            .all(|it| it.shown.is_none_or(|shown| shown % 5.0 == 0.0))
    );
    let halves = Crosstab {
        codes: &codes,
        counts: &[0.5; 9],
    };
    assert_eq!(
        protect_table(&halves, Limits::below(5)).unwrap_err().code,
        "insight/no-counts"
    );
    let nothing: [&[u32]; 2] = [&[], &[]];
    let nothing = Crosstab {
        codes: &nothing,
        counts: &[],
    };
    assert_eq!(protect_table(&nothing, Limits::below(5)).unwrap().cells.len(), 0);
}

fn protection(hidden_at: Vec<HiddenReading>) -> Protection {
    Protection {
        rules: "below-5".to_owned(),
        hidden: hidden_at.len(),
        of: 12,
        rounded_to: None,
        hidden_at,
    }
}

fn over(place: Option<&str>, shape: Shape) -> Over {
    Over {
        place: place.map(str::to_owned),
        group: None,
        from: None,
        to: None,
        shape,
    }
}

/// Three places over four months: 20 seen of 100 each, but for 3 of 100 at `c` in the second.
fn rows() -> Vec<(&'static str, Period, f64)> {
    let all = ["a", "b", "c"]
        .into_iter()
        .flat_map(|place| (0..4).map(move |at| (place, at)));
    all.map(|(place, at)| (place, month(at), if (place, at) == ("c", 1) { 3.0 } else { 20.0 }))
        .collect()
}

fn add(published: &mut Published, over: &Over, protection: &Protection) {
    let rows = rows();
    let rows = rows.iter().map(|(place, period, numerator)| {
        let reading = Reading::Ratio {
            numerator: *numerator,
            denominator: 100.0,
        };
        (*place, "all", *period, 7, reading)
    });
    published.add(rows, over, protection);
}

#[test]
fn all_places_less_all_but_one_is_seen_through() {
    let mut published = Published::default();
    add(&mut published, &over(None, Shape::OneSeries), &protection(Vec::new()));
    add(
        &mut published,
        &over(Some("a"), Shape::OneSeries),
        &protection(Vec::new()),
    );
    let mark = published.mark();
    assert!(
        published.exposed(0, Limits::below(5)).unwrap().is_empty(),
        "b and c hide each other"
    );
    add(
        &mut published,
        &over(Some("b"), Shape::OneSeries),
        &protection(Vec::new()),
    );
    let exposed = published.exposed(mark, Limits::below(5)).unwrap();
    assert_eq!(exposed.len(), 1, "{exposed:?}");
    assert_eq!((exposed[0].place.as_str(), exposed[0].period), ("c", month(1)));
    let mark = published.mark();
    add(
        &mut published,
        &over(Some("a"), Shape::OneSeries),
        &protection(Vec::new()),
    );
    assert!(
        published.exposed(mark, Limits::below(5)).unwrap().is_empty(),
        "nothing new is given away"
    );
}

#[test]
fn a_year_less_its_months_is_seen_through() {
    let hidden = HiddenReading {
        place: "c".to_owned(),
        group: "all".to_owned(),
        period: month(1),
    };
    let mut published = Published::default();
    add(
        &mut published,
        &over(Some("c"), Shape::OneSeries),
        &protection(vec![hidden]),
    );
    let mark = published.mark();
    assert!(published.exposed(0, Limits::below(5)).unwrap().is_empty());
    add(
        &mut published,
        &over(None, Shape::OneReadingAPlace),
        &protection(Vec::new()),
    );
    let exposed = published.exposed(mark, Limits::below(5)).unwrap();
    assert_eq!(exposed.iter().map(|it| it.place.as_str()).collect::<Vec<_>>(), ["c"]);
}

#[test]
fn readings_are_told_apart_as_shapes_narrow_them() {
    let shapes = [
        Shape::OneSeries,
        Shape::OneReadingAPlace,
        Shape::EveryReading,
        Shape::OneReadingAGroup,
        Shape::ASeriesAGroup,
        Shape::EverySeries,
    ];
    for (shape, one) in shapes.into_iter().flat_map(|it| [(it, false), (it, true)]) {
        let set = own(rows()
            .into_iter()
            .map(|(place, period, some)| (period, place, ratio(some, 100.0))));
        let set = if one { set.at_place("a") } else { set };
        let narrowed = shape.narrow(set, one);
        let [place, _, period] = shape.keeps(one);
        assert_eq!(
            narrowed.series().len(),
            if place && !one { 3 } else { 1 },
            "{shape:?} {one}"
        );
        assert_eq!(
            narrowed.series()[0].points.len(),
            if period { 4 } else { 1 },
            "{shape:?} {one}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_hidden_in_a_table_is_never_told_narrowly(
        counts in prop::collection::vec(0_u32..30, 24),
        three in any::<bool>(),
        preset in prop_oneof![Just(Preset::BelowFive), Just(Preset::BelowTen), Just(Preset::TenAndZeros)],
    ) {
        let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
        let code = |each: u32, of: u32| -> Vec<u32> { (0..24).map(|at| at / each % of).collect() };
        let (a, b, c) = (code(6, 4), code(1, 6), code(3, 2));
        let (b2, all) = (code(1, 3), [&a[..], &b[..]]);
        let three_ways = [&a[..], &c[..], &b2[..]];
        let codes: &[&[u32]] = if three { &three_ways } else { &all };
        let told = protect_table(&Crosstab { codes, counts: &counts }, preset.limits()).unwrap();
        let width = f64::from(preset.limits().below);
        let narrow = told.cells.iter().filter(|it| it.small).filter(|it| {
            it.range.is_none_or(|(least, most)| most - least < width - 1e-6)
        });
        prop_assert_eq!(narrow.count(), told.narrow);
        prop_assert_eq!(told.narrow, 0, "{:?}", told.cells);
    }
}
