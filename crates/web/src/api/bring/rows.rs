use std::fmt::Write;

use cm_app::{Caller, House, Unable};
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::Unit;
use cm_kernel::{Id, Refusal};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Sent, not_rows, short};
use crate::api::framework::no_such_measure;

/// The name under which rows that came as JSON are kept.
pub(super) const FILE: &str = "api-rows.csv";

/// Rows of evidence as JSON: each with `value`, or with `numerator` and `denominator`, as numbers or as a file's words.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Rows {
    rows: Vec<Row>,
    #[serde(default)]
    attribution: String,
    #[serde(default)]
    corrects: Option<String>,
}

/// A figure: a number, or a word that says why there is none.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what `cell` reads")]
enum FigureSent {
    Number(f64),
    Word(String),
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Row {
    period: String,
    place: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    #[schema(value_type = Option<FigureSent>)]
    value: Value,
    #[serde(default)]
    #[schema(value_type = Option<FigureSent>)]
    numerator: Value,
    #[serde(default)]
    #[schema(value_type = Option<FigureSent>)]
    denominator: Value,
}

/// Rows as the table they stand for, so that they are read as a file would be; line 2 is the first row.
pub(super) fn read(bytes: &[u8]) -> Result<Sent, Refusal> {
    let rows: Rows = serde_json::from_slice(bytes).map_err(|error| not_rows(&error.to_string()))?;
    let mut table = "period,place,group,value,numerator,denominator\r\n".to_owned();
    for (at, row) in rows.rows.iter().enumerate() {
        let figures = [&row.value, &row.numerator, &row.denominator].map(cell);
        let [Some(value), Some(numerator), Some(denominator)] = figures else {
            return Err(not_rows(&format!(
                "row {} holds a figure that is no number and no text.",
                at + 1
            )));
        };
        let cells = [&row.period, &row.place, &row.group, &value, &numerator, &denominator];
        for (at, text) in cells.into_iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(table, "{comma}\"{}\"", text.replace('"', "\"\""));
        }
        table.push_str("\r\n");
    }
    Ok(Sent {
        file: FILE,
        bytes: table.into_bytes(),
        mapping: None,
        attribution: short(&rows.attribution),
        corrects: rows.corrects.map(|it| short(&it)),
    })
}

fn cell(figure: &Value) -> Option<String> {
    match figure {
        Value::Null => Some(String::new()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Which column of that table says what, for a measure.
pub(super) fn mapping(house: &House, caller: &Caller, id: &Id) -> Result<Mapping, Unable> {
    let view = house.view(&caller.partnership)?;
    let measure = &view.framework.measure(id).ok_or_else(|| no_such_measure(id))?.measure;
    let column = |name: &str| Source::Column(name.to_owned());
    let figure = if measure.unit == Unit::Share {
        Figure::Ratio {
            numerator: "numerator".to_owned(),
            denominator: "denominator".to_owned(),
            numerator_counts: Counts::default(),
        }
    } else {
        Figure::Value {
            column: "value".to_owned(),
        }
    };
    Ok(Mapping {
        period: column("period"),
        length: measure.period,
        place: column("place"),
        group: column("group"),
        figure,
        decimal_comma: false,
        sheet: None,
    })
}
