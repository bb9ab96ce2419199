use super::{Gather, Series, Stored};

fn series(id: i64, place: &str) -> Series {
    let (place, group) = (place.to_owned(), "all".to_owned());
    Series { id, place, group }
}

fn stored(start: i32, value: f64) -> Stored {
    Stored {
        start,
        length: 0,
        value: Some(value),
        denominator: None,
        mark: 0,
    }
}

#[test]
fn the_last_reading_of_a_period_stands_and_names_come_in_order() {
    let mut gather = Gather::default();
    gather.push(0, 1, stored(10, 1.0)).unwrap();
    gather.push(0, 4, stored(10, 2.0)).unwrap();
    gather.push(2, 1, stored(9, 3.0)).unwrap();
    let known = gather.finish(&[series(7, "B"), series(8, "unused"), series(9, "A")]);
    assert_eq!(known.places, ["A", "B"]);
    let rows: Vec<_> = known
        .rows
        .iter()
        .map(|row| (row.place, row.at, row.reading.number()))
        .collect();
    assert_eq!(rows, [(0, 1, Some(3.0)), (1, 4, Some(2.0))]);
}

#[test]
fn columns_that_make_no_sense_are_a_fault() {
    let sound = stored(10, 1.0);
    for broken in [
        Stored { length: 9, ..sound },
        Stored { length: 2, ..sound },
        Stored { mark: 3, ..sound },
        Stored { value: None, ..sound },
        Stored {
            start: i32::MAX,
            ..sound
        },
    ] {
        assert!(broken.read().is_err(), "{broken:?}");
    }
    assert!(sound.read().is_ok());
}
