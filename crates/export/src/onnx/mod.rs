//! Writes the model as ONNX: columns in, label and probabilities out, with the preparation inside.
//!
//! ```text
//! inputs ─ steps of cleaning ─ encodings ─ features (rows × features) ─ model ─ outputs
//! ```
//! Numbers are 64-bit throughout, so that a reader takes the same branches as Grove. Opset 17 with version 5 of the
//! operators for machine learning, which onnxruntime 1.25 and later and onnxruntime-web read.
//!
//! Why: `docs/decisions/0028-onnx-in-64-bit.md`.

mod boosting;
mod calibration;
mod categories;
pub mod compare;
mod dates;
mod ensemble;
mod forest;
pub mod given;
mod graph;
mod inputs;
mod metadata;
mod models;
mod numbers;
mod outputs;
mod probe;
mod proto;
pub mod read;
pub mod reveals;
mod steps;

use std::collections::BTreeSet;

use prost::Message;

use grove_engine::featurize::encoder::{Encoder, FittedColumn};
use grove_engine::predict::fitted::FittedPipeline;
use grove_models::Model;
use grove_protocol::onnx::{OnnxAbout, OnnxLayout};
use grove_recipe::Operation;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use graph::{GraphBuilder, Name};
use inputs::{Inputs, beside};
pub use outputs::rule;
use outputs::{RESERVED, of_classes, of_values};
use steps::{ColumnFlow, GraphColumn};

/// The most classes, since readers are slow with more.
const CLASSES_AT_MOST: usize = 1024;

const IR_VERSION: i64 = 10;
const OPSETS: [(&str, i64); 2] = [("", 17), (graph::ML, 5)];

/// A file, with its inputs and outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedModel {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// Its inputs and outputs, and the cleaning that has to be done before.
    pub about: OnnxAbout,
}

/// Writes the pipeline as an ONNX file; the same pipeline gives the same bytes. `Err` if the format, or its readers,
/// cannot represent the model. O(size of the model).
pub fn export(fitted: &FittedPipeline, layout: OnnxLayout) -> Result<ExportedModel, StageError> {
    if fitted.classes.len() > CLASSES_AT_MOST {
        let problem = format!(
            "The model has {} classes, and a graph at most {CLASSES_AT_MOST}.",
            fitted.classes.len()
        );
        return Err(refused(
            problem,
            "Merge similar classes, or choose another target.",
        ));
    }
    let mut graph = GraphBuilder::new(&RESERVED);
    let mut made = InsideGraph::new(fitted, layout, &mut graph)?;
    let features = made.features(&mut graph)?;
    let predicted = match &*fitted.model {
        Model::Forest(model) => forest::export(&mut graph, model, &features)?,
        Model::GradientBoosting(boosted) => {
            let categories = fitted.featurizer.categories();
            boosting::export(&mut graph, &boosted.model, &categories, &features)?
        }
        Model::Baseline(constant) => {
            let column = graph.whole(&[0]);
            let first = graph.with("Gather", &[&features, &column], vec![graph::int("axis", 1)]);
            let list = graph.flat(&first);
            models::baseline(&mut graph, constant.baseline(), &list)
        }
        Model::Linear(model) => models::linear(&mut graph, model, &features),
        Model::LogisticRegression(model) => models::logistic(&mut graph, model, &features),
        Model::GaussianNB(model) => models::bayes(&mut graph, model, &features),
        other => {
            let (model, why) = match other {
                Model::KNearestNeighbors(_) => (
                    "Nearest neighbours",
                    "the file would contain all train rows",
                ),
                _ => (
                    fitted.recipe.train.about().title,
                    "Grove cannot write it as a graph",
                ),
            };
            return Err(no_graph(model, why));
        }
    };
    let outputs = match fitted.classes.as_slice() {
        [] => {
            let mut outputs = of_values(&mut graph, &predicted, &fitted.recipe.target);
            if let Some(conformal) = &fitted.conformal {
                outputs.extend(calibration::interval(&mut graph, &predicted, conformal));
            }
            outputs
        }
        classes => {
            let predicted = match &fitted.after.calibration {
                Some(by) => calibration::calibrated(&mut graph, &predicted, by, classes.len()),
                None => predicted,
            };
            let decided = (classes, fitted.after.decision.as_ref());
            let mut outputs = of_classes(&mut graph, &predicted, decided, layout);
            let conformal = fitted.conformal.as_ref();
            outputs
                .extend(conformal.map(|of| calibration::set(&mut graph, &predicted, of, classes)));
            outputs
        }
    };
    let about = OnnxAbout {
        inputs: made.inputs.listed,
        outputs,
        before: made.before,
    };
    let opset = |(domain, version): (&str, i64)| proto::OperatorSetProto {
        domain: domain.to_owned(),
        version: Some(version),
    };
    let model = proto::ModelProto {
        ir_version: Some(IR_VERSION),
        producer_name: "Grove".into(),
        producer_version: env!("CARGO_PKG_VERSION").into(),
        doc_string: metadata::words(fitted, &about),
        graph: Some(graph.finish()),
        opset_import: OPSETS.into_iter().map(opset).collect(),
        metadata_props: metadata::entries(fitted, &about),
    };
    Ok(ExportedModel {
        bytes: model.encode_to_vec(),
        about,
    })
}

/// The preparation from the inputs to the features.
struct InsideGraph<'a> {
    fitted: &'a FittedPipeline,
    inputs: Inputs,
    flows: Vec<ColumnFlow>,
    before: Vec<String>,
}

impl<'a> InsideGraph<'a> {
    fn new(
        fitted: &'a FittedPipeline,
        layout: OnnxLayout,
        graph: &mut GraphBuilder,
    ) -> Result<Self, StageError> {
        let (preparation, encoders) = (&fitted.preparation, fitted.featurizer.fitted());
        let (featured, valued): (Vec<&FittedColumn>, Vec<&FittedColumn>) =
            encoders.iter().partition(|fitted| of_texts(fitted));
        let before = steps::before(preparation, encoders)?;
        let kinds = preparation.up_to(before).made()?;
        // Goes back from the columns that are encoded to those that the repairs in the graph start from.
        let mut wanted: BTreeSet<&str> = valued.iter().map(|f| f.column.as_str()).collect();
        for repair in preparation.repairs()[before..].iter().rev() {
            if let Operation::RenameColumn { column, name } = &repair.operation
                && wanted.remove(name.as_str())
            {
                wanted.insert(column);
            }
        }
        let terms = featured.iter().map(|fitted| fitted.width()).sum();
        let mut inputs = Inputs::new(layout, wanted.len(), terms)?;
        let missing = match before {
            0 => fitted.recipe.load.missing_values.as_slice(),
            // After a step, such a text may be a value.
            _ => &[],
        };
        let mut flows = Vec::new();
        for (column, kind) in kinds
            .iter()
            .filter(|(name, _)| wanted.contains(name.as_str()))
        {
            // Whole numbers are read as decimals, since new rows may have them; their kind keeps its name.
            let known = preparation.columns().iter();
            let known = known.filter(|(name, known)| name == column && known.is_number());
            let told = known.map(|(_, known)| *known).find(|_| kind.is_number());
            let told = told.unwrap_or(*kind).name();
            flows.push(inputs.column(graph, column, *kind, told, missing));
        }
        let (outside, inside) = preparation.repairs().split_at(before);
        for repair in inside {
            flows.iter_mut().for_each(|flow| flow.repair(repair, graph));
        }
        let changes = outside.iter().filter(|r| !steps::drops_rows(&r.operation));
        Ok(Self {
            fitted,
            inputs,
            flows,
            before: changes.map(steps::sentence).collect(),
        })
    }

    /// Adds the features: rows × features.
    fn features(&mut self, graph: &mut GraphBuilder) -> Result<Name, StageError> {
        let mut blocks = Vec::new();
        for fitted in self.fitted.featurizer.fitted() {
            if fitted.width() == 0 {
                continue;
            }
            if of_texts(fitted) {
                let featurizer = &self.fitted.featurizer;
                blocks.push(self.inputs.features(graph, featurizer, &fitted.column));
                continue;
            }
            let flow = self.flows.iter().find(|flow| flow.column == fitted.column);
            let flow = flow.ok_or_else(|| {
                refused(format!("No step creates the column {}.", fitted.column), "")
            })?;
            let inputs = &mut self.inputs;
            blocks.push(match (&fitted.encoder, &flow.cells) {
                (Encoder::Numbers(numbers), GraphColumn::Number(name)) => {
                    numbers::encode(graph, inputs, flow, name, numbers, fitted)
                }
                (Encoder::Dates(dates), GraphColumn::Moment(name)) => {
                    dates::encode(graph, inputs, flow, name, dates, fitted)
                }
                _ => categories::encode(graph, inputs, flow, fitted)?,
            });
        }
        Ok(beside(graph, &blocks))
    }
}

/// Makes the error of a model that cannot be exported.
fn no_graph(model: &str, why: &str) -> StageError {
    refused(
        format!("{model} cannot be exported as ONNX: {why}."),
        "Train gradient boosting, a random forest, extra trees, a decision tree, ridge, lasso, logistic regression, naive Bayes or the \
         baseline.",
    )
}

fn of_texts(fitted: &FittedColumn) -> bool {
    matches!(fitted.encoder, Encoder::Texts(_))
}

fn refused(problem: impl Into<String>, advice: &str) -> StageError {
    StageError::new(Stage::Evaluate, problem, advice)
}
