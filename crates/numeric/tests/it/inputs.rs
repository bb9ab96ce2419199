//! The files that hold what other tools were given hold what their answers say they were given.
//!
//! One file of those beside this repository is read by no test: `phe/fixtures/testdata_funnel_rate_input_funnels.csv`
//! turns events and rates into people for a picture, of figures over three years, and judges nothing.

use crate::golden::{Rows, beside, groups, kept, must, number};

fn column(rows: &Rows, name: &str) -> Vec<Option<f64>> {
    rows.iter().map(|row| number(row, name)).collect()
}

#[test]
fn edge_series_are_those_that_were_asked_about() {
    let given = groups(kept("ptd/edge_input.csv"), "f");
    for name in ["edge_increase_t2", "edge_decrease_t2", "edge_increase_noscreen"] {
        let points = kept(&format!("ptd/{name}_points.csv"));
        for (series, mut rows) in given.clone() {
            rows.sort_by_key(|row| must(row, "d") as i64);
            let answered: Rows = points.iter().filter(|row| row["f"] == series).cloned().collect();
            assert_eq!(column(&rows, "y"), column(&answered, "y"), "{name} {series}");
        }
    }
}

#[test]
fn other_inputs_are_those_that_were_asked_about() {
    for (input, given, answers, answered) in [
        (
            "autospc/example_series_1_input",
            "y",
            "autospc/example_series_1_XMR",
            "y",
        ),
        ("qic/cabg_g_input", "g", "qic/cabg_g", "y"),
        ("funnel/small_input", "x", "funnel/small_pr_units", "numerator"),
        ("funnel/small_input", "n", "funnel/small_pr_units", "denominator"),
    ] {
        let (Some(input), Some(answers)) = (beside(&format!("{input}.csv")), beside(&format!("{answers}.csv"))) else {
            return;
        };
        assert_eq!(column(&input, given), column(&answers, answered));
    }
}
