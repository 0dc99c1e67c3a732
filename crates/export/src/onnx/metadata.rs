//! Writes the file's metadata: a text, and JSON for programs.

use serde::Serialize;
use serde_json::json;

use grove_engine::predict::fitted::FittedPipeline;
use grove_protocol::onnx::OnnxAbout;

use super::proto::StringStringEntryProto;

/// The keys of the metadata.
pub const INPUTS: &str = "grove.inputs";
pub const FEATURES: &str = "grove.features";
pub const CLASSES: &str = "grove.classes";
pub const RECIPE: &str = "grove.recipe";

/// Returns the metadata, sorted by key.
pub fn entries(fitted: &FittedPipeline, about: &OnnxAbout) -> Vec<StringStringEntryProto> {
    let entry = |key: &str, value: String| StringStringEntryProto {
        key: key.to_owned(),
        value,
    };
    let features: Vec<String> = fitted
        .featurizer
        .features()
        .into_iter()
        .map(|f| f.name)
        .collect();
    let decision = fitted.after.decision.as_ref().map(|decision| {
        let class = &fitted.classes[decision.class as usize];
        let decision = json!({ "pos_label": class, "threshold": decision.threshold });
        entry("grove.decision", decision.to_string())
    });
    let entries = vec![
        entry("grove.before", text(&about.before)),
        entry(CLASSES, text(&fitted.classes)),
        entry("grove.data", text(&fitted.recipe.data)),
    ];
    let rest = vec![
        entry(FEATURES, text(&features)),
        entry(INPUTS, text(&about.inputs)),
        entry("grove.outputs", text(&about.outputs)),
        entry(RECIPE, text(&fitted.recipe)),
        entry("grove.target", fitted.recipe.target.clone()),
        entry("grove.version", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let calibrated = fitted.after.calibration.is_some();
    let calibration = calibrated.then(|| {
        let method = fitted.recipe.evaluate.calibration;
        entry("grove.calibration", method.name().to_owned())
    });
    let conformal = fitted.conformal.map(|conformal| {
        let finite = conformal.quantile.is_finite().then_some(conformal.quantile);
        let conformal = json!({ "level": conformal.level, "quantile": finite });
        entry("grove.conformal", conformal.to_string())
    });
    let optional = [decision, calibration, conformal];
    let mut all: Vec<_> = entries.into_iter().chain(rest).collect();
    all.extend(optional.into_iter().flatten());
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it holds nothing that JSON cannot")
}

/// Describes the inputs and outputs of the model.
pub fn words(fitted: &FittedPipeline, about: &OnnxAbout) -> String {
    let recipe = &fitted.recipe;
    let mut words = format!(
        "Predicts {} from {}; trained by Grove on {} rows of {}.\n",
        recipe.target,
        match about.inputs.len() {
            1 => "one input".to_owned(),
            count => format!("{count} inputs"),
        },
        fitted.train_rows,
        recipe.data.name
    );
    if !about.before.is_empty() {
        words.push_str("\nThese steps must be done before, on the columns of the data:\n");
        for step in &about.before {
            words.push_str(&format!("- {step}\n"));
        }
    }
    words.push_str("\nInputs, each a list with a value per row:\n");
    for input in &about.inputs {
        words.push_str(&format!("- {} ({})", input.name, input.kind));
        if input.name != input.column {
            words.push_str(&format!(", of the column {}", input.column));
        }
        words.push_str(&format!(": {}", input.missing));
        if let Some(unseen) = &input.unseen {
            words.push_str(&format!(" {unseen}"));
        }
        words.push('\n');
    }
    words.push_str(
        "\nNumbers are 64-bit: a value that was rounded to 32 bits is another value, and may fall on the other side of a \
         threshold.\n\nOutputs:\n",
    );
    for output in &about.outputs {
        words.push_str(&format!("- {}: {}\n", output.name, output.meaning));
    }
    words
}
