//! Lists what an exported file reveals about the training data.

use std::collections::BTreeMap;

use grove_protocol::onnx::{OnnxInput, OnnxRevealed};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::number::significant;

use super::ensemble::AT_MOST;
use super::metadata::{CLASSES, FEATURES, INPUTS, RECIPE};
use super::proto::{GraphProto, NodeProto};
use super::read::OnnxReader;
use super::read::tensor::Tensor;
use super::refused;

/// The number of examples of each kind.
const EXAMPLES: usize = 5;

/// Lists names of columns, classes and categories, the thresholds of each feature, other numbers of the model, and what
/// the recipe says about the file. Such a file contains no rows of the data. O(size of the file).
pub fn reveals(bytes: &[u8]) -> Result<Vec<OnnxRevealed>, StageError> {
    let unreadable = |problem: String| {
        refused(
            format!("The exported file cannot be read back: {problem}."),
            "",
        )
    };
    let reader = OnnxReader::new(bytes).map_err(unreadable)?;
    let graph = reader.model().graph.as_ref();
    let graph = graph.ok_or_else(|| unreadable("it has no graph".into()))?;
    let told = |key: &str| reader.metadata(key).unwrap_or_default();
    let names = |key: &str| serde_json::from_str::<Vec<String>>(told(key)).unwrap_or_default();
    let inputs: Vec<OnnxInput> = serde_json::from_str(told(INPUTS)).unwrap_or_default();
    let mut revealed = Vec::new();
    let mut columns: Vec<String> = inputs.iter().map(|input| input.column.clone()).collect();
    columns.dedup();
    let mut missing = Vec::new();
    if let Ok(recipe) = Recipe::from_json(told(RECIPE)) {
        columns.push(recipe.target);
        columns.extend(recipe.leave_out);
        missing = recipe.load.missing_values;
        let examples = [recipe.data.name, format!("SHA-256 {}", recipe.data.sha256)];
        revealed.push(listed(
            "The name and the fingerprint of the file",
            examples.into(),
        ));
        let steps = recipe.clean.steps.iter();
        let steps: Vec<String> = steps.map(|step| step.operation.sentence()).collect();
        revealed.push(listed(
            "The steps of cleaning, with the values that they name",
            steps,
        ));
    }
    revealed.push(listed("Names of columns", columns));
    let terms = inputs.iter().filter_map(|input| input.feature.as_ref());
    let terms: Vec<String> = terms.map(|(_, name)| name.clone()).collect();
    revealed.push(listed("Terms of texts", terms.clone()));
    revealed.push(listed("Names of classes", names(CLASSES)));
    let features = names(FEATURES);
    for node in &graph.node {
        match node.op_type.as_str() {
            "LabelEncoder" => revealed.extend(categories(graph, node, &missing)),
            "TreeEnsemble" => revealed.extend(thresholds(node, &features, &terms)),
            _ => {}
        }
    }
    let numbers = graph
        .initializer
        .iter()
        .filter_map(|stored| Tensor::read(stored).ok());
    let numbers = numbers.filter_map(|tensor| tensor.numbers().map(<[f64]>::to_vec).ok());
    let numbers: Vec<f64> = numbers
        .flatten()
        .filter(|v| v.fract() != 0.0 && v.is_finite())
        .collect();
    let what = "Numbers that were learned, such as means, shares, fills and edges of bins";
    revealed.push(listed(
        what,
        numbers.iter().map(|n| significant(*n, 4)).collect(),
    ));
    revealed.retain(|revealed| revealed.count > 0);
    Ok(revealed)
}

fn listed(what: impl Into<String>, mut examples: Vec<String>) -> OnnxRevealed {
    let count = examples.len() as u32;
    examples.truncate(EXAMPLES);
    OnnxRevealed {
        what: what.into(),
        count,
        examples,
    }
}

/// Lists the keys of a table, by the input that they belong to.
fn categories(graph: &GraphProto, node: &NodeProto, missing: &[String]) -> Option<OnnxRevealed> {
    let asked = node.input.first()?;
    let made_of = |name: &String| {
        let node = graph.node.iter().find(|node| node.output.contains(name));
        node.and_then(|node| node.input.first().cloned())
    };
    // Goes back to the input, over nodes that only convert it.
    let mut input = asked.clone();
    while !graph.input.iter().any(|known| known.name == input) {
        input = made_of(&input)?;
    }
    let attribute = |name: &str| {
        node.attribute
            .iter()
            .find(|attribute| attribute.name == name)
    };
    let keys: Vec<String> = if let Some(keys) = attribute("keys_strings") {
        let keys = keys
            .strings
            .iter()
            .map(|key| String::from_utf8_lossy(key).into_owned());
        keys.filter(|key| !key.is_empty() && !missing.contains(key))
            .collect()
    } else {
        let keys = Tensor::read(attribute("keys_tensor")?.t.as_ref()?).ok()?;
        let keys = keys.numbers().ok()?.iter().filter(|key| !key.is_nan());
        keys.map(f64::to_string).collect()
    };
    Some(listed(format!("Categories of {input}"), keys))
}

/// Lists the distinct thresholds of each feature, each of which is between two values of train rows. Those of terms are
/// listed together, and those between 0 and 1 reveal nothing.
fn thresholds(node: &NodeProto, features: &[String], terms: &[String]) -> Vec<OnnxRevealed> {
    let attribute = |name: &str| {
        node.attribute
            .iter()
            .find(|attribute| attribute.name == name)
    };
    let splits = attribute("nodes_splits").and_then(|a| a.t.as_ref());
    let splits = splits.and_then(|stored| Tensor::read(stored).ok());
    let values = splits
        .as_ref()
        .and_then(|splits| splits.numbers().ok())
        .unwrap_or_default();
    let of = attribute("nodes_featureids").map_or(&[][..], |attribute| &attribute.ints);
    let modes = attribute("nodes_modes").and_then(|a| a.t.as_ref());
    let modes = modes.and_then(|modes| modes.raw_data.as_deref());
    let mut by_feature: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    let splits = of.iter().zip(values).zip(modes.unwrap_or_default());
    for ((feature, value), mode) in splits {
        // A set of categories has no threshold.
        if *mode == AT_MOST && *value < f64::MAX {
            by_feature.entry(*feature).or_default().push(*value);
        }
    }
    let mut told = Vec::new();
    let mut of_terms = 0;
    for (feature, mut values) in by_feature {
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        let count = values.len() as u32;
        let name = usize::try_from(feature)
            .ok()
            .and_then(|place| features.get(place));
        if name.is_some_and(|name| terms.contains(name)) {
            of_terms += count;
        } else if values != [0.5] {
            let (least, most) = (
                significant(values[0], 4),
                significant(values[values.len() - 1], 4),
            );
            told.push(OnnxRevealed {
                what: format!(
                    "Thresholds of {} ({least} to {most})",
                    name.map_or("a feature", String::as_str)
                ),
                count,
                examples: Vec::new(),
            });
        }
    }
    told.push(OnnxRevealed {
        what: "Thresholds of terms of texts".into(),
        count: of_terms,
        examples: Vec::new(),
    });
    told
}
