//! Writes the outputs: the most probable class and the probabilities, or the value.

use grove_protocol::onnx::{OnnxLayout, OnnxOutput};

use super::graph::{GraphBuilder, Name, Size, int, ints, strings};
use super::inputs::plain;
use super::proto::ElementKind;

pub const LABEL: &str = "label";
pub const PROBABILITIES: &str = "probabilities";
pub const PREDICTION: &str = "prediction";

/// The names that no input and no inner value may have.
pub const RESERVED: [&str; 3] = [LABEL, PROBABILITIES, PREDICTION];

/// Writes the outputs of a regression.
pub fn of_values(graph: &mut GraphBuilder, values: &str, target: &str) -> Vec<OnnxOutput> {
    graph.put("Identity", &[values], vec![PREDICTION.into()], Vec::new());
    let meaning = format!("The predicted {target}.");
    graph.output(PREDICTION, ElementKind::Double, &[Size::Rows], &meaning);
    vec![OnnxOutput {
        name: PREDICTION.into(),
        meaning,
    }]
}

/// Writes the outputs of a classification, given probabilities, rows × classes. The label is the first of the most
/// probable classes, as in Grove.
pub fn of_classes(
    graph: &mut GraphBuilder,
    probabilities: &str,
    classes: &[String],
    layout: OnnxLayout,
) -> Vec<OnnxOutput> {
    let mut told = Vec::new();
    let mut tell =
        |graph: &mut GraphBuilder, name: &str, element, sizes: &[Size], meaning: String| {
            graph.output(name, element, sizes, &meaning);
            told.push(OnnxOutput {
                name: name.to_owned(),
                meaning,
            });
        };
    let keep = vec![int("axis", 1), int("keepdims", 0)];
    let place = graph.with("ArgMax", &[probabilities], keep);
    let names = vec![
        ints("keys_int64s", (0..classes.len() as i64).collect()),
        strings("values_strings", classes.iter().map(String::as_str)),
    ];
    graph.put("LabelEncoder", &[&place], vec![LABEL.into()], names);
    let meaning = "The most probable class; the first of equally probable ones.";
    tell(
        graph,
        LABEL,
        ElementKind::String,
        &[Size::Rows],
        meaning.into(),
    );
    match layout {
        OnnxLayout::Table => {
            let sizes = [Size::Rows, Size::Of(classes.len())];
            graph.put(
                "Identity",
                &[probabilities],
                vec![PROBABILITIES.into()],
                Vec::new(),
            );
            let meaning = format!(
                "The probability of each class, in this order: {}.",
                classes.join(", ")
            );
            tell(graph, PROBABILITIES, ElementKind::Double, &sizes, meaning);
        }
        OnnxLayout::Columns => {
            let one = graph.whole(&vec![1; classes.len()]);
            let each: Vec<Name> = (0..classes.len())
                .map(|class| graph.named(&format!("class_{class}")))
                .collect();
            graph.put(
                "Split",
                &[probabilities, &one],
                each.clone(),
                vec![int("axis", 1)],
            );
            let flat = graph.whole(&[-1]);
            for (class, column) in classes.iter().zip(each) {
                let name = graph.named(&plain(&format!("probability_{class}")));
                graph.put("Reshape", &[&column, &flat], vec![name.clone()], Vec::new());
                let meaning = format!("The probability of {class}.");
                tell(graph, &name, ElementKind::Double, &[Size::Rows], meaning);
            }
        }
    }
    told
}
