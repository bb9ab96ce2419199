use cm_kernel::{Id, check_card};

use super::{HEADINGS, STANDARDS, standard};
use crate::{Hint, Mapping, Table, read_batch};

#[test]
fn every_standard_is_whole() {
    for it in STANDARDS {
        let lacks = check_card(it.card(), &HEADINGS);
        assert!(lacks.is_empty(), "{}: {lacks:?}", it.name());
        assert!(
            it.reads().is_some() || it.writes().is_some(),
            "{} does nothing",
            it.name()
        );
        assert!(
            !it.endings().is_empty() && it.media_type().contains('/'),
            "{}",
            it.name()
        );
        assert!(standard(it.name()).is_some_and(|found| found.name() == it.name()));
    }
}

#[test]
fn every_reader_reads_its_worked_example() {
    for it in STANDARDS.iter().filter(|it| it.reads().is_some()) {
        let worked = it.worked();
        let table = Table::read(worked.name, worked.bytes).unwrap();
        let mapping = Mapping::propose(&table, Hint { ratio: worked.ratio }).mapping;
        let measure = Id::slug("worked");
        let read = read_batch(&table, &mapping, &measure, worked.ratio, &mut |_, _| {}).unwrap();
        assert_eq!(read.complaints, [], "{}", it.name());
        assert_eq!(read.batch.unwrap().to_csv(), worked.batch, "{}", it.name());
    }
}

#[test]
fn there_is_no_standard_of_another_name() {
    assert!(standard("parchment").is_none());
}
