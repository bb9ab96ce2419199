//! A real file: monthly attendances and waits at accident and emergency departments in England (OGL v3).

use std::path::Path;

use cm_exchange::{Counts, Figure, Hint, Mapping, Source, Table, read_batch};
use cm_kernel::{Id, Length, Reading};

fn file(name: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/demo").join(name);
    let found = std::fs::read(here)
        .or_else(|_| std::fs::read(root.join("shared/data/numbers").join(name)))
        .ok();
    if found.is_none() {
        eprintln!("left out: {name} is not here");
    }
    found
}

#[test]
fn attendances_and_breaches_are_mapped_and_read_whole() {
    let Some(bytes) = file("nhsr_ae_attendances.csv") else {
        return;
    };
    let table = Table::read("nhsr_ae_attendances.csv", &bytes).unwrap();
    let mut mapping = Mapping::propose(&table, Hint { ratio: true }).mapping;
    assert_eq!(mapping.period, Source::Column("period".to_owned()));
    assert_eq!(mapping.length, Length::Month);
    assert_eq!(mapping.place, Source::Column("org_code".to_owned()));
    assert_eq!(mapping.group, Source::Column("type".to_owned()));
    let figure = |numerator_counts| Figure::Ratio {
        numerator: "breaches".to_owned(),
        denominator: "attendances".to_owned(),
        numerator_counts,
    };
    assert_eq!(mapping.figure, figure(Counts::These));

    mapping.figure = figure(Counts::TheOthers);
    let read = read_batch(&table, &mapping, &Id::slug("four-hour-wait"), true, &mut |_, _| {}).unwrap();
    assert_eq!(read.complaints, []);
    assert_eq!(read.rows_read, 12_765);
    let batch = read.batch.unwrap();
    assert_eq!(batch.rows.len(), 12_765);
    assert_eq!(batch.groups, ["1", "2", "other"]);
    let rf4 = batch.rows.iter().find(|row| {
        batch
            .key(row)
            .is_some_and(|(place, group, period)| (place, group, &*period.to_string()) == ("RF4", "1", "2017-03"))
    });
    let expected = Reading::Ratio {
        numerator: 21_289.0 - 2_879.0,
        denominator: 21_289.0,
    };
    assert_eq!(rf4.map(|row| row.reading), Some(expected));
}

#[test]
fn other_peoples_files_get_the_period_that_they_hold() {
    for (name, period, length) in [
        // It says months and has two dates in every March: an hour lost between time zones. Only days keep them apart.
        ("autospc_ed_attendances_monthly.csv", "month_start", Length::Day),
        ("qicharts2_cdi.csv", "month", Length::Month),
        ("qicharts2_hospital_infections.csv", "month", Length::Month),
        ("nhsr_ons_mortality.csv", "date", Length::Week),
        ("runcharter_signals.csv", "date", Length::Month),
        ("acro_charities_test_data.csv", "year", Length::Year),
    ] {
        let Some(bytes) = file(name) else { return };
        let table = Table::read(name, &bytes).unwrap();
        let mapping = Mapping::propose(&table, Hint::default()).mapping;
        assert_eq!(
            (mapping.period, mapping.length),
            (Source::Column(period.to_owned()), length),
            "{name}"
        );
    }
}
