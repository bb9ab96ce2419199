use cm_kernel::{Absence, Period, Reading};

use super::LifeExpectancy;
use crate::made::{evidence, question, visits, worked_evidence, worked_question};
use crate::methods::gap::tests::groups;
use crate::{Insight, Method};

fn asked(rows: &[(&str, f64, f64)]) -> Result<Insight, &'static str> {
    LifeExpectancy
        .ask(&groups(rows), &question(&visits()))
        .map_err(|no| no.code)
}

#[test]
fn bare_first_ages_and_bands_say_the_same() {
    let bands = asked(&[("0", 4.0, 900.0), ("1-49", 9.0, 5000.0), ("50 and over", 80.0, 3000.0)]).unwrap();
    let bare = asked(&[("0", 4.0, 900.0), ("1", 9.0, 5000.0), ("50", 80.0, 3000.0)]).unwrap();
    assert_eq!(bands.figures, bare.figures);
    let last = bands.figure("at-50").unwrap();
    assert!((last.value.unwrap() - 3000.0 / 80.0).abs() < 1e-9);
}

#[test]
fn months_count_as_parts_of_a_year() {
    let year = LifeExpectancy
        .ask(&worked_evidence(&LifeExpectancy), &worked_question(&LifeExpectancy))
        .unwrap();
    let months = evidence(LifeExpectancy.worked().csv, |batch| {
        for row in &mut batch.rows {
            row.period = Period::month(2021, 6).unwrap();
            if let Reading::Ratio { denominator, .. } = &mut row.reading {
                *denominator *= 12.0;
            }
        }
    });
    let months = LifeExpectancy.ask(&months, &worked_question(&LifeExpectancy)).unwrap();
    let birth = |it: &Insight| it.figure("at-0").unwrap().value.unwrap();
    assert!((birth(&year) - birth(&months)).abs() < 1e-9);
}

#[test]
fn what_makes_no_life_table_is_refused() {
    let code = |rows: &[(&str, f64, f64)]| asked(rows).unwrap_err();
    assert_eq!(
        code(&[("young", 4.0, 9000.0), ("old", 9.0, 5000.0)]),
        "insight/not-age-bands"
    );
    assert_eq!(
        code(&[("0-4", 4.0, 9000.0), ("5-9", 9.0, 5000.0)]),
        "insight/not-age-bands"
    );
    assert_eq!(
        code(&[("0-4", 4.0, 9000.0), ("10+", 9.0, 5000.0)]),
        "insight/not-age-bands"
    );
    assert_eq!(
        code(&[("0-4", 4.0, 900.0), ("5+", 9.0, 500.0)]),
        "insight/too-few-people"
    );
    assert_eq!(
        code(&[("0-4", 4.0, 9000.0), ("5+", 0.0, 5000.0)]),
        "insight/none-or-all"
    );
    assert_eq!(
        code(&[("0-4", 4.0, 9000.0), ("5-8", 1.0, 0.0), ("9+", 5.0, 90.0)]),
        "insight/band-missing"
    );
    assert_eq!(
        code(&[("0-4", 30000.0, 9000.0), ("5+", 5.0, 90.0)]),
        "insight/undefined"
    );
    let absent = evidence(LifeExpectancy.worked().csv, |batch| {
        batch.rows[4].reading = Reading::Absent(Absence::Suppressed);
    });
    let no = LifeExpectancy
        .ask(&absent, &worked_question(&LifeExpectancy))
        .unwrap_err();
    assert!(no.code == "insight/band-missing" && no.reason.contains("suppressed"));
}
