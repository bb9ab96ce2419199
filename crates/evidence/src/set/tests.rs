use cm_kernel::{Absence, Batch, Id, Period, Reading, Row};

use super::EvidenceSet;

fn batch() -> Batch {
    let row = |period: &str, place, group, reading| Row {
        period: Period::parse(period).unwrap(),
        place,
        group,
        reading,
    };
    let ratio = |numerator, denominator| Reading::Ratio { numerator, denominator };
    let mut batch = Batch {
        measure: Id::slug("wait"),
        places: vec!["A".into(), "B".into()],
        groups: vec!["one".into(), "two".into()],
        rows: vec![
            row("2016-04", 0, 0, ratio(9.0, 10.0)),
            row("2016-04", 0, 1, ratio(10.0, 90.0)),
            row("2016-05", 0, 0, Reading::Absent(Absence::Missing)),
            row("2016-05", 0, 1, ratio(1.0, 2.0)),
            row("2016-04", 1, 0, ratio(0.0, 4.0)),
        ],
    };
    batch.sort();
    batch
}

#[test]
fn pooling_adds_counts_and_never_averages_shares() {
    let set = EvidenceSet::own_file(&batch()).groups_pooled();
    let readings: Vec<_> = set
        .series()
        .iter()
        .flat_map(|series| series.points.iter().map(|it| it.reading))
        .collect();
    // 9/10 and 10/90 make 19/100, not the mean of 90% and 11%.
    assert_eq!(
        readings.first(),
        Some(&Reading::Ratio {
            numerator: 19.0,
            denominator: 100.0
        })
    );
    assert_eq!(
        readings.get(1),
        Some(&Reading::Ratio {
            numerator: 1.0,
            denominator: 2.0
        })
    );
    assert_eq!(set.all_pooled().series().len(), 1);
}

#[test]
fn pooling_periods_keeps_the_last_period_as_its_name() {
    let set = EvidenceSet::own_file(&batch())
        .groups_pooled()
        .periods_pooled()
        .at_place("A");
    let point = set.series()[0].points[0];
    assert_eq!(
        (point.period.to_string().as_str(), point.reading.number()),
        ("2016-05", Some(20.0 / 102.0))
    );
}

#[test]
fn the_digest_tells_one_reading_apart() {
    let one = EvidenceSet::own_file(&batch());
    let mut other = batch();
    other.rows[0].reading = Reading::Ratio {
        numerator: 8.0,
        denominator: 10.0,
    };
    assert_eq!(one.digest(), EvidenceSet::own_file(&batch()).digest());
    assert_ne!(one.digest(), EvidenceSet::own_file(&other).digest());
}

#[test]
fn a_set_falls_apart_by_place_with_what_stands_beside_it() {
    let mut elsewhere = batch();
    elsewhere.rows.retain(|row| row.place == 0);
    elsewhere.measure = Id::slug("stay");
    elsewhere.sort();
    let set = EvidenceSet::own_file(&batch()).with_beside(EvidenceSet::own_file(&elsewhere));
    let apart = set.clone().by_place();
    assert_eq!(
        apart.iter().map(|(place, _)| place.as_str()).collect::<Vec<_>>(),
        ["A", "B"]
    );
    for (place, part) in apart {
        let asked = set.clone().at_place(&place);
        assert_eq!(part, asked, "{place}");
        assert_eq!(part.digest(), asked.digest());
    }
}

#[test]
fn pooling_series_of_different_periods_keeps_them_in_order() {
    let mut more = batch();
    for (row, period) in more
        .rows
        .iter_mut()
        .zip(["2016-01", "2017-01", "2016-05", "2016-06", "2016-03"])
    {
        row.period = Period::parse(period).unwrap();
    }
    more.sort();
    let set = EvidenceSet::own_file(&more).all_pooled();
    let periods: Vec<String> = set.series()[0].points.iter().map(|it| it.period.to_string()).collect();
    assert_eq!(periods, ["2016-01", "2016-03", "2016-05", "2016-06", "2017-01"]);
}
