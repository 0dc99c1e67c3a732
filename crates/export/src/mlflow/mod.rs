//! Writes a model folder that MLflow loads, serves and registers, as a zip.
//!
//! ```text
//! MLmodel  requirements.txt  conda.yaml  python_env.yaml   what it is and what it needs
//! model.onnx                                               preparation and model
//! code/grove_onnx.py                                       passes the columns of a DataFrame to the graph
//! input_example.json  serving_input_example.json           rows to try, unless they are left out
//! README.md
//! ```
//! MLflow's own ONNX flavour cannot score such a model: it passes the columns to onnxruntime unchanged, which refuses
//! the texts of pandas 3, turns a missing text into the text `None`, and has no dates. So the folder has a loader; the
//! ONNX flavour is there as well, for `mlflow.onnx.load_model`.
//!
//! Why: `docs/decisions/0029-mlflow-and-scripts.md`.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::bundle::{self, BundleEntry};
use super::onnx::{ExportedModel, rule};
use super::text::{markdown, quoted};
use grove_engine::load::types::cell_text;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::table::Table;
use grove_engine::table::column::Column;
use grove_protocol::onnx::{OnnxAbout, OnnxInput, OnnxTakes};
use grove_recipe::number::percent;
use grove_recipe::provenance::hex;

/// The version of MLflow that the folder was tested with.
const MLFLOW: &str = "3.17.2";
const ONNX: &str = "1.23.2";
const ONNXRUNTIME: &str = "1.31.1";
const PYTHON: &str = "3.11";

pub(super) const LOADER: &str = include_str!("grove_onnx.py");

/// Example rows, each with a value for every input, in the order of the inputs.
pub type Examples = Vec<Vec<Value>>;

/// The number of example rows; more would only reveal more.
const EXAMPLES: u32 = 5;

/// Returns the first rows of a table as it was read. `None` if an input is not a column of it, but has to be computed
/// before.
pub fn examples(about: &OnnxAbout, table: &Table) -> Option<Examples> {
    let worked_out = |input: &OnnxInput| input.takes == OnnxTakes::Feature;
    if !about.before.is_empty() || about.inputs.iter().any(worked_out) {
        return None;
    }
    let columns = about.inputs.iter().map(|input| table.column(&input.column));
    let columns: Option<Vec<&Column>> = columns.collect();
    let columns = columns?;
    let cell = |(column, input): (&&Column, &OnnxInput), row: usize| {
        let text = cell_text(column, row)?;
        Some(match input.takes {
            OnnxTakes::Number => json!(text.parse::<f64>().ok()?),
            _ => json!(text),
        })
    };
    let row = |row: u32| {
        let cells = columns.iter().zip(&about.inputs);
        let cells = cells.map(|of| cell(of, row as usize).unwrap_or_default());
        cells.collect()
    };
    Some((0..EXAMPLES.min(table.height())).map(row).collect())
}

/// Returns the name of an input's column in a DataFrame.
fn column(input: &OnnxInput) -> &str {
    match input.takes {
        OnnxTakes::Feature => &input.name,
        _ => &input.column,
    }
}

/// Makes the zip of a model whose outputs are columns. Without `examples` it has no row of the data; its `README.md`
/// says what else it reveals. The same values give the same bytes. O(size of the graph).
pub fn write(
    model: &ExportedModel,
    fitted: &FittedPipeline,
    examples: Option<&Examples>,
) -> Vec<u8> {
    let mut files: Vec<BundleEntry> = Vec::new();
    let mut add = |path: &str, bytes: Vec<u8>| files.push((path.into(), bytes));
    add(
        "MLmodel",
        description(model, fitted, examples.is_some()).into_bytes(),
    );
    add("model.onnx", model.bytes.clone());
    add("code/grove_onnx.py", LOADER.into());
    add("requirements.txt", requirements().into_bytes());
    add("conda.yaml", format!("name: grove\nchannels: [conda-forge]\ndependencies:\n- python={PYTHON}\n- pip\n- pip:\n  - -r requirements.txt\n").into_bytes());
    add("python_env.yaml", format!("python: \"{PYTHON}\"\nbuild_dependencies: [pip, setuptools, wheel]\ndependencies: [-r requirements.txt]\n").into_bytes());
    if let Some(examples) = examples {
        let split = example(&model.about, examples);
        add(
            "serving_input_example.json",
            pretty(&json!({"dataframe_split": split})),
        );
        add("input_example.json", pretty(&split));
    }
    add(
        "README.md",
        readme(&model.about, fitted, examples).into_bytes(),
    );
    bundle::zip(&files)
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("values and texts alone");
    bytes.push(b'\n');
    bytes
}

fn requirements() -> String {
    format!("mlflow=={MLFLOW}\nonnx=={ONNX}\nonnxruntime=={ONNXRUNTIME}\nnumpy\npandas\n")
}

/// Writes `MLmodel`. The inputs have no types there: with types, MLflow would refuse whole numbers for decimals, and a
/// missing value for a whole number. The loader converts what it can and names the column of what it cannot.
fn description(model: &ExportedModel, fitted: &FittedPipeline, with_example: bool) -> String {
    let field = |kind: &str, name: &str| json!({"type": kind, "name": name, "required": true});
    let inputs = model.about.inputs.iter();
    let inputs: Vec<Value> = inputs.map(|input| field("any", column(input))).collect();
    let prediction = match fitted.classes.is_empty() {
        true => "float",
        false => "string",
    };
    let probabilities = fitted.classes.iter();
    let probabilities = probabilities.map(|class| field("float", &format!("probability_{class}")));
    let conformal = fitted.conformal_columns().iter();
    let conformal = conformal.map(|name| field(prediction, name));
    let outputs: Vec<Value> = [field(prediction, "prediction")]
        .into_iter()
        .chain(probabilities)
        .chain(conformal)
        .collect();
    let example = match with_example {
        true => {
            "saved_input_example_info:\n  artifact_path: input_example.json\n  pandas_orient: split\n  serving_input_path: serving_input_example.json\n  type: dataframe\n"
        }
        false => "",
    };
    let id = hex(&Sha256::digest(&model.bytes)[..16]);
    format!(
        "flavors:
  onnx:
    code: code
    data: model.onnx
    onnx_version: \"{ONNX}\"
    providers: [CPUExecutionProvider]
  python_function:
    code: code
    data: model.onnx
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: grove_onnx
    python_version: \"{PYTHON}\"
metadata:
  data: {data}
  data_sha256: {sha256}
  grove: \"{grove}\"
  target: {target}
mlflow_version: \"{MLFLOW}\"
model_size_bytes: {size}
model_uuid: \"{id}\"
{example}signature:
  inputs: {inputs}
  outputs: {outputs}
  params: null
",
        data = quoted(&fitted.recipe.data.name),
        sha256 = quoted(&fitted.recipe.data.sha256),
        target = quoted(&fitted.recipe.target),
        grove = env!("CARGO_PKG_VERSION"),
        size = model.bytes.len(),
        inputs = quoted(&json!(inputs).to_string()),
        outputs = quoted(&json!(outputs).to_string()),
    )
}

/// Writes the example in pandas' orientation `split`. Missing values are null.
fn example(about: &OnnxAbout, examples: &Examples) -> Value {
    let columns: Vec<&str> = about.inputs.iter().map(column).collect();
    json!({"columns": columns, "data": examples})
}

fn readme(about: &OnnxAbout, fitted: &FittedPipeline, examples: Option<&Examples>) -> String {
    let row = |input: &OnnxInput| {
        let told = [Some(&input.missing), input.unseen.as_ref()];
        let told: Vec<String> = told
            .into_iter()
            .flatten()
            .map(|text| markdown(text))
            .collect();
        format!(
            "| {} | {} | {} |\n",
            markdown(column(input)),
            input.kind,
            told.join(" ")
        )
    };
    let rows: String = about.inputs.iter().map(row).collect();
    let before: String = about
        .before
        .iter()
        .map(|step| format!("- {}\n", markdown(step)))
        .collect();
    let worked_out = about
        .inputs
        .iter()
        .any(|input| input.takes == OnnxTakes::Feature);
    let features = match worked_out {
        true => {
            "\nThe features of a text must be computed before the model, as `grove predict` does, because an ONNX graph cannot compute\nthem. Without such texts, the inputs are the columns of the data.\n"
        }
        false => "",
    };
    let before = match before.as_str() {
        "" => String::new(),
        steps => format!(
            "\nDo these steps before using the model; its columns are those after the steps:\n\n{steps}"
        ),
    };
    let decided = match &fitted.after.decision {
        Some(decision) => {
            let class = &fitted.classes[decision.class as usize];
            let rule = markdown(&rule(class, decision));
            format!(" The\nprediction is {rule}, and\notherwise the most probable other class.")
        }
        None => String::new(),
    };
    let calibrated = match fitted.after.calibration {
        Some(_) => {
            "\nThe probabilities are calibrated on rows that the model has not learned from."
        }
        None => "",
    };
    let conformal = match &fitted.conformal {
        Some(conformal) => {
            let what = match fitted.classes.is_empty() {
                true => {
                    "`conformal_low` and `conformal_high`, between which the actual value should be"
                }
                false => {
                    "`prediction_set`, the classes among which the actual one should be, with `|` between them,"
                }
            };
            format!(
                "\nIt also has {what} in {} of the rows.",
                percent(conformal.level)
            )
        }
        None => String::new(),
    };
    let rows_inside = match examples {
        Some(examples) => format!(
            "{} rows of the data as an example (`input_example.json`),",
            examples.len()
        ),
        None => "no rows of the data, but".into(),
    };
    format!(
        "# A model of {target}, for MLflow

    mlflow.pyfunc.load_model(\"this folder\").predict(DataFrame)
    mlflow models serve -m . --env-manager local

Tried with MLflow {MLFLOW}, onnxruntime {ONNXRUNTIME} and Python {PYTHON}.

The answer has the column `prediction` and, where there are classes, `probability_CLASS` for each.{decided}{calibrated}{conformal}

## Columns
| column | what it holds | what is missing or new |
|---|---|---|
{rows}{before}{features}
Read files with all columns as texts (`pandas.read_csv(…, dtype=str, keep_default_na=False)`) if texts look like
numbers or truth values, so that they are not converted. A missing value is `None`, `NaN` or an empty text, and
is filled with a value learned from the training data, or becomes a category of its own. Missing values and categories
that the training data did not have give the same predictions as in Grove. Dates are dates, or texts as in the training data or such as
`2024-05-31` and `2024-05-31 12:30`; a number is read as milliseconds since 1970. A missing column is an error.

## What it reveals
It holds {rows_inside}
the names of columns, categories and classes, and the values of the training data that became thresholds and fills.
Anyone who has the folder can read them.
",
        target = markdown(&fitted.recipe.target),
        decided = decided,
    )
}
