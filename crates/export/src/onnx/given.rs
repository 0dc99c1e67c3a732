//! Turns rows of a file into the inputs of an exported model, with the preparation that the graph does not contain.

use grove_engine::load::types::numbers;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::table::Table;
use grove_forest::Matrix;
use grove_protocol::onnx::{OnnxInput, OnnxTakes};
use grove_recipe::error::StageError;

use super::read::tensor::TensorData;
use super::{refused, steps};

/// Returns each input's name with a value per row. The rows are those of a table as it was loaded, with the columns
/// that the pipeline needs.
pub fn given(
    fitted: &FittedPipeline,
    inputs: &[OnnxInput],
    rows: &Table,
) -> Result<Vec<(String, TensorData)>, StageError> {
    let before = steps::before(&fitted.preparation, fitted.featurizer.fitted())?;
    let part = fitted.preparation.up_to(before);
    let (table, _) = part.replay(rows.clone())?;
    let mut features: Option<Matrix> = None;
    let mut columns = Vec::new();
    for input in inputs {
        if let (OnnxTakes::Feature, Some((place, _))) = (input.takes, &input.feature) {
            if features.is_none() {
                let (prepared, _) = fitted.preparation.replay(rows.clone())?;
                features = Some(fitted.featurizer.apply(&prepared)?.matrix);
            }
            let column = features
                .iter()
                .flat_map(Matrix::columns)
                .nth(*place as usize);
            let column = column.ok_or_else(|| refused("A feature is not there.", ""))?;
            columns.push((input.name.clone(), TensorData::Numbers(column.clone())));
            continue;
        }
        let column = table.column(&input.column);
        let column = column.ok_or_else(|| {
            refused(format!("There is no column {}.", input.column), "").in_column(&input.column)
        })?;
        let present = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let values = match (input.takes, column.texts(), column.moments()) {
            (OnnxTakes::Text, Some(texts), _) => {
                let texts = texts.iter().map(Option::unwrap_or_default);
                TensorData::Texts(texts.map(str::to_owned).collect())
            }
            (OnnxTakes::Text, None, _) => {
                let problem = format!("{} holds no texts.", input.column);
                return Err(refused(problem, "").in_column(&input.column));
            }
            (OnnxTakes::Milliseconds, _, Some(moments)) => {
                let moments = moments.iter();
                TensorData::Numbers(moments.map(|v| present(v.map(|v| v as f64))).collect())
            }
            (OnnxTakes::Milliseconds, ..) => {
                const DAY: f64 = 86_400_000.0;
                let days = numbers(column).into_iter().map(present);
                TensorData::Numbers(days.map(|day| day * DAY).collect())
            }
            _ => TensorData::Numbers(numbers(column).into_iter().map(present).collect()),
        };
        columns.push((input.name.clone(), values));
    }
    Ok(columns)
}

/// Writes the inputs as CSV: missing values are empty cells, numbers are in their shortest exact form.
pub fn csv(given: &[(String, TensorData)]) -> Vec<u8> {
    const IN_MEMORY: &str = "writing to memory does not fail, and all records are as long";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(given.iter().map(|(name, _)| name))
        .expect(IN_MEMORY);
    let rows = given
        .iter()
        .map(|(_, values)| values.count())
        .max()
        .unwrap_or(0);
    for row in 0..rows {
        let cell = |(_, values): &(String, TensorData)| match values {
            TensorData::Texts(texts) => texts[row].clone(),
            TensorData::Numbers(numbers) if numbers[row].is_nan() => String::new(),
            TensorData::Numbers(numbers) => numbers[row].to_string(),
            TensorData::Whole(_) | TensorData::Truths(_) => unreachable!("no input takes these"),
        };
        writer
            .write_record(given.iter().map(cell))
            .expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}
