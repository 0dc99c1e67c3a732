//! Writes explanations as JSON.

use grove_protocol::report::{
    EffectReport, ExplainedRow, LeastChange, Neighbour, RowAnatomy, ShapleyReport, TreeRules,
};
use serde_json::{Map, Value, json};

/// What was explained; what was not asked for is empty.
#[derive(Debug, Default)]
pub struct Explanation {
    /// Shapley values of rows.
    pub shapley: Option<ShapleyReport>,
    /// Whether the rows stand for all of their kind, so that the mean of what columns move is of interest.
    pub of_many: bool,
    /// By row, what the trees say of it, and how it differs from the train rows.
    pub anatomies: Vec<RowAnatomy>,
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
            if let Some(anatomy) = explanation.anatomies.get(place) {
                written["anatomy"] = json!(anatomy);
            }
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
        if explanation.of_many {
            let outputs = 0..shapley.base.len();
            let by_output: Vec<Vec<f64>> = outputs.map(|of| shapley.mean_moves(of)).collect();
            let mean = |column: usize| by_output.iter().map(|of| of[column]).collect();
            let means: Vec<Vec<f64>> = (0..shapley.columns.len()).map(mean).collect();
            file.insert("mean_absolute".into(), by_column(shapley, &means).into());
        }
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

fn by_column(explanation: &ShapleyReport, values: &[Vec<f64>]) -> Map<String, Value> {
    let columns = explanation.columns.iter().cloned();
    columns
        .zip(values.iter().map(|values| json!(values)))
        .collect()
}

fn row(explanation: &ShapleyReport, row: &ExplainedRow) -> Value {
    let values: Map<String, Value> = (explanation.columns.iter().cloned())
        .zip(row.values.iter().map(|value| json!(value)))
        .collect();
    let mut written = json!({
        "row": row.row,
        "values": values,
        "prediction": match explanation.classes.get(row.class as usize) {
            Some(class) => json!(class),
            None => json!(row.answer[0]),
        },
        "answer": row.answer,
        "base": explanation.base,
        "contributions": by_column(explanation, &row.contributions),
    });
    if !row.standard_errors.is_empty() {
        written["standard_errors"] = by_column(explanation, &row.standard_errors).into();
    }
    written["residual"] = json!(row.residual);
    written
}
