//! Writes the explanation of rows as JSON.

use grove_protocol::report::{ExplainedRow, ShapleyReport};
use serde_json::{Map, Value, json};

/// Writes indented UTF-8 JSON. Numbers per class are in the order of `classes`; a regression has a single one. The same
/// explanation gives the same bytes.
pub fn write(explanation: &ShapleyReport) -> Vec<u8> {
    let rows = explanation.rows.iter();
    let rows: Vec<Value> = rows.map(|of| row(explanation, of)).collect();
    let file = json!({
        "columns": explanation.columns,
        "classes": explanation.classes,
        "background_rows": explanation.background_rows,
        "method": explanation.method,
        "rows": rows,
        "notes": explanation.notes,
    });
    let mut bytes = serde_json::to_vec_pretty(&file).expect("values and texts alone");
    bytes.push(b'\n');
    bytes
}

fn row(explanation: &ShapleyReport, row: &ExplainedRow) -> Value {
    let by_column = |values: &[Vec<f64>]| -> Map<String, Value> {
        let columns = explanation.columns.iter().cloned();
        columns
            .zip(values.iter().map(|values| json!(values)))
            .collect()
    };
    let values: Map<String, Value> = (explanation.columns.iter().cloned())
        .zip(row.values.iter().map(|value| json!(value)))
        .collect();
    let mut written = json!({
        "row": row.row,
        "values": values,
        "answer": row.answer,
        "base": explanation.base,
        "contributions": by_column(&row.contributions),
    });
    if !row.standard_errors.is_empty() {
        written["standard_errors"] = by_column(&row.standard_errors).into();
    }
    written["residual"] = json!(row.residual);
    written
}
