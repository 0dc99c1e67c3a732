//! Writes explanations as JSON.

use grove_protocol::report::{
    EffectReport, ExplainedRow, LeastChange, Neighbour, ShapleyReport, TreeRules,
};
use serde_json::{Map, Value, json};

/// What was explained; what was not asked for is empty.
#[derive(Debug, Default)]
pub struct Explanation {
    /// Shapley values of rows.
    pub shapley: Option<ShapleyReport>,
    /// By row, the train rows that are most like it.
    pub neighbours: Vec<Vec<Neighbour>>,
    /// By row, the least change that was found.
    pub changes: Vec<Option<LeastChange>>,
    /// The effect of a column.
    pub effects: Option<EffectReport>,
    /// A tree in words.
    pub tree: Option<TreeRules>,
}

/// Writes indented UTF-8 JSON. Numbers per class are in the order of `classes`; a regression has a single one. The same
/// explanation gives the same bytes.
pub fn write(explanation: &Explanation) -> Vec<u8> {
    let mut file = Map::new();
    if let Some(shapley) = &explanation.shapley {
        let rows = shapley.rows.iter().enumerate().map(|(place, of)| {
            let mut written = row(shapley, of);
            if let Some(neighbours) = explanation.neighbours.get(place) {
                written["neighbours"] = json!(neighbours);
            }
            if let Some(change) = explanation.changes.get(place) {
                written["change"] = json!(change);
            }
            written
        });
        let rows: Vec<Value> = rows.collect();
        file.insert("columns".into(), json!(shapley.columns));
        file.insert("classes".into(), json!(shapley.classes));
        file.insert("background_rows".into(), json!(shapley.background_rows));
        file.insert("method".into(), json!(shapley.method));
        file.insert("rows".into(), rows.into());
    }
    if let Some(effects) = &explanation.effects {
        file.insert("effects".into(), json!(effects));
    }
    if let Some(tree) = &explanation.tree {
        file.insert("tree".into(), json!(tree));
    }
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
