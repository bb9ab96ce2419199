use cm_evidence::EvidenceSet;
use cm_framework::Unit;
use cm_kernel::{Batch, Reading};

use super::{Summary, SummaryInParts};
use crate::made::{month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::methods::xmr::Xmr;
use crate::{AssuranceMark, Chart, Insight, Method, SummaryChart, SummaryRow, Variation};

fn rows(insight: &Insight) -> &[SummaryRow] {
    let Chart::Summary(SummaryChart { rows, .. }) = &insight.chart else {
        panic!("not a summary")
    };
    rows
}

fn worked() -> Insight {
    Summary
        .ask(&worked_evidence(&Summary), &worked_question(&Summary))
        .unwrap()
}

#[test]
fn each_line_is_what_the_chart_of_that_place_says() {
    let insight = worked();
    for row in rows(&insight).iter().filter(|it| it.variation != Variation::NotKnown) {
        let alone = worked_evidence(&Summary).at_place(&row.place);
        let chart = Xmr.ask(&alone, &question(&visits())).unwrap();
        let figure = |name: &str| chart.figure(name).unwrap().value;
        assert_eq!(row.mean, figure("mean"), "{}", row.place);
        assert_eq!(row.limits.map(|it| it.0), figure("lower-limit"), "{}", row.place);
        assert_eq!(row.limits.map(|it| it.1), figure("upper-limit"), "{}", row.place);
        assert_eq!(row.latest, figure("latest"), "{}", row.place);
        let Chart::Process(drawn) = &chart.chart else { panic!() };
        let last = drawn.points.last().unwrap();
        assert_eq!(
            (row.variation.signal(), &row.rule),
            (last.signal, &last.rule),
            "{}",
            row.place
        );
    }
}

#[test]
fn targets_are_held_against_the_limits_of_each() {
    let marks: Vec<_> = rows(&worked())
        .iter()
        .map(|it| (it.place.clone(), it.assurance))
        .collect();
    let expected = [
        ("east", AssuranceMark::Meets),
        ("north", AssuranceMark::HitOrMiss),
        ("south", AssuranceMark::HitOrMiss),
        ("west", AssuranceMark::NotKnown),
    ];
    let found: Vec<_> = marks.iter().map(|(place, mark)| (place.as_str(), *mark)).collect();
    assert_eq!(found[0], expected[0]);
    assert_eq!(found[3], expected[3]);
    assert_eq!(found.len(), 4);
}

#[test]
fn nobody_has_a_rank_and_lines_stand_by_name() {
    let insight = worked();
    let names: Vec<_> = rows(&insight).iter().map(|it| it.place.as_str()).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    assert!(!insight.as_text().to_lowercase().contains("rank"));
}

#[test]
fn what_cannot_be_judged_says_why() {
    let readings = (0..20).map(|at| (month(at), "a", ratio(50.0 + f64::from(at % 5), 100.0)));
    let late = [(month(19), "b", Reading::Absent(cm_kernel::Absence::Suppressed))];
    let set = own(readings
        .chain((0..19).map(|at| (month(at), "b", ratio(40.0 + f64::from(at % 3), 100.0))))
        .chain(late));
    let insight = Summary.ask(&set, &question(&Unit::Share)).unwrap();
    let found = rows(&insight);
    assert_eq!(found[0].variation, Variation::Ordinary);
    assert_eq!(found[1].variation, Variation::NotKnown);
    assert_eq!(found[1].why_not, "The latest period has no reading.");
    assert!(found[1].limits.is_some());
}

/// Evidence of the same measure without a reading.
fn nobody(evidence: &EvidenceSet) -> EvidenceSet {
    EvidenceSet::own_file(&Batch {
        measure: evidence.measure().clone(),
        places: Vec::new(),
        groups: Vec::new(),
        rows: Vec::new(),
    })
}

#[test]
fn places_in_parts_give_the_lines_and_the_insight_of_all_at_once() {
    let evidence = worked_evidence(&Summary);
    for settings in [&[][..], &[("target", "55")], &[("target", "2017-01:50,2018-01:60")]] {
        let asked = settings
            .iter()
            .fold(worked_question(&Summary), |it, (name, value)| it.set(name, *value));
        let whole = Summary.ask(&evidence, &asked).unwrap();
        let mut parts = SummaryInParts::new(&nobody(&evidence), &asked).unwrap();
        let judge = parts.judge();
        let (mut lines, mut cells) = (Vec::new(), Vec::new());
        for (_, set) in evidence.clone().by_place() {
            let part = judge.lines(set).unwrap();
            parts.take(&part).unwrap();
            cells.extend(part.rows.iter().map(|it| judge.cells(it)));
            lines.extend(part.rows);
        }
        assert_eq!(judge.columns(), whole.table.columns);
        let mut insight = parts.end().unwrap();
        insight.table.rows = cells;
        insight.table.at = vec![None; lines.len()];
        insight.chart = match insight.chart {
            Chart::Summary(chart) => Chart::Summary(SummaryChart { rows: lines, ..chart }),
            _ => panic!("not a summary"),
        };
        assert_eq!(insight, whole);
    }
}

#[test]
fn places_that_come_back_are_refused_and_so_is_no_reading_at_all() {
    let evidence = worked_evidence(&Summary);
    let asked = worked_question(&Summary);
    let mut parts = SummaryInParts::new(&nobody(&evidence), &asked).unwrap();
    let part = parts.judge().lines(evidence.clone()).unwrap();
    parts.take(&part).unwrap();
    assert_eq!(parts.take(&part).unwrap_err().code, "insight/places-not-in-order");
    let none = SummaryInParts::new(&nobody(&evidence), &asked).unwrap();
    assert_eq!(none.end().unwrap_err().code, "insight/no-evidence");
}
