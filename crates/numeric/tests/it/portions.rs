//! Tenths and sevenths against PHEindicatormethods 2.1.0.

use std::collections::BTreeMap;

use cm_numeric::portions::portions;

use crate::golden::{Rows, beside, must, number};

#[test]
fn every_area_is_in_the_portion_it_is_put_in() {
    let Some(rows) = beside("phe/fixtures/testdata_Quantiles__testdata_Quantiles.csv") else {
        return;
    };
    let mut sets: BTreeMap<String, Rows> = BTreeMap::new();
    // Its quarters put measures of both directions in one order, and one set has a direction that is none.
    let plain = |row: &BTreeMap<String, String>| row["GroupSet"] != "None" && row["Test"] != "BadPolarity";
    for row in rows.into_iter().filter(plain) {
        let within = match row["GroupSet"].as_str() {
            "IndSexReg" => format!("{} {}", row["IndSexRef"], row["ParentCode"]),
            "IndSex" => row["IndSexRef"].clone(),
            _ => String::new(),
        };
        sets.entry(format!("{} {} {within}", row["Test"], row["QuantileNm"]))
            .or_default()
            .push(row);
    }
    let mut seen = 0;
    for set in sets.values() {
        // Rank 1 is the worst.
        let sign = |row: &BTreeMap<String, String>| {
            if row["Polarity"].contains("Low is good") || row["Polarity"] == "TRUE" {
                -1.0
            } else {
                1.0
            }
        };
        let values: Vec<Option<f64>> = set.iter().map(|row| Some(number(row, "Value")? * sign(row))).collect();
        let into = match set[0]["QuantileNm"].as_str() {
            "Decile" => 10,
            _ => 7,
        };
        for (found, row) in portions(&values, into).unwrap().into_iter().zip(set) {
            let wanted = number(row, "QuantileInGrp").map(|_| must(row, "QuantileInGrp") as usize);
            assert_eq!(found, wanted, "{row:?}");
            seen += usize::from(wanted.is_some());
        }
    }
    assert!(seen > 400, "{seen}");
}
