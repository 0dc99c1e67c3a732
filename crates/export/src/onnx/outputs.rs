//! Writes the outputs: the most probable class and the probabilities, or the value.

use grove_models::Decision;
use grove_protocol::onnx::{OnnxLayout, OnnxOutput};

use super::graph::{GraphBuilder, Name, Size, int, ints, strings};
use super::inputs::plain;
use super::proto::ElementKind;

pub const LABEL: &str = "label";
pub const PROBABILITIES: &str = "probabilities";
pub const PREDICTION: &str = "prediction";
pub const CONFORMAL_LOW: &str = "conformal_low";
pub const CONFORMAL_HIGH: &str = "conformal_high";
pub const PREDICTION_SET: &str = "prediction_set";

/// The names that no input and no inner value may have.
pub const RESERVED: [&str; 6] = [
    LABEL,
    PROBABILITIES,
    PREDICTION,
    CONFORMAL_LOW,
    CONFORMAL_HIGH,
    PREDICTION_SET,
];

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

/// Writes the outputs of a classification, given probabilities, rows × classes. The label is that of the decision, or the
/// first of the most probable classes, as in Grove.
pub fn of_classes(
    graph: &mut GraphBuilder,
    probabilities: &str,
    (classes, decision): (&[String], Option<&Decision>),
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
    let compared = match decision {
        Some(decision) => decided(graph, probabilities, decision, classes.len()),
        None => probabilities.to_owned(),
    };
    let keep = vec![int("axis", 1), int("keepdims", 0)];
    let place = graph.with("ArgMax", &[&compared], keep);
    let names = vec![
        ints("keys_int64s", (0..classes.len() as i64).collect()),
        strings("values_strings", classes.iter().map(String::as_str)),
    ];
    graph.put("LabelEncoder", &[&place], vec![LABEL.into()], names);
    let meaning = match decision {
        Some(decision) => format!(
            "{}; otherwise the most probable other class, the first of equally probable ones.",
            rule(&classes[decision.class as usize], decision)
        ),
        None => "The most probable class; the first of equally probable ones.".into(),
    };
    tell(graph, LABEL, ElementKind::String, &[Size::Rows], meaning);
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

/// Says when a row is of the class that a threshold decides on.
pub fn rule(class: &str, decision: &Decision) -> String {
    format!(
        "{class} if its probability is at least {}",
        decision.threshold
    )
}

/// Returns the probabilities with that of the decision's class moved above all others where it reaches the threshold, and
/// below them where it does not. The others stay as they are, to the bit.
fn decided(
    graph: &mut GraphBuilder,
    probabilities: &str,
    decision: &Decision,
    n_classes: usize,
) -> Name {
    const ABOVE: f64 = 2.0;
    const BELOW: f64 = -1.0;
    let others: Vec<f64> = (0..n_classes)
        .map(|class| f64::from(u8::from(class != decision.class as usize)))
        .collect();
    let others = graph.numbers(&others, &[1, n_classes]);
    let [threshold, above, below, half] =
        [decision.threshold, ABOVE, BELOW, 0.5].map(|value| graph.number(value));
    let is_below = graph.node("Less", &[probabilities, &threshold]);
    let placed = graph.node("Where", &[&is_below, &below, &above]);
    let is_other = graph.node("Less", &[&half, &others]);
    graph.node("Where", &[&is_other, probabilities, &placed])
}
