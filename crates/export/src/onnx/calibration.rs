//! Writes calibrated probabilities and conformal answers. The steps of an isotonic map are looked up, and its lines computed
//! by the operations of [`Isotonic`] in their order, so that readers give the same bits.

use grove_models::{Calibration, CalibrationMap, Conformal, Isotonic};

use super::graph::{GraphBuilder, Name, Size, int};
use super::inputs::beside;
use super::outputs::{CONFORMAL_HIGH, CONFORMAL_LOW, PREDICTION_SET};
use super::proto::ElementKind;
use grove_protocol::onnx::OnnxOutput;
use grove_recipe::number::percent;

/// Writes the calibrated probabilities, rows × classes.
pub fn calibrated(
    graph: &mut GraphBuilder,
    probabilities: &str,
    calibration: &Calibration,
    n_classes: usize,
) -> Name {
    let one_each = graph.whole(&vec![1; n_classes]);
    let columns: Vec<Name> = (0..n_classes)
        .map(|class| graph.named(&format!("of_class_{class}")))
        .collect();
    let axis = vec![int("axis", 1)];
    graph.put("Split", &[probabilities, &one_each], columns.clone(), axis);
    if let ([_, second], [of_second]) = (&*columns, calibration.maps()) {
        let second = mapped(graph, second, of_second);
        let one = graph.number(1.0);
        let first = graph.node("Sub", &[&one, &second]);
        return beside(graph, &[first, second]);
    }
    let maps = columns.iter().zip(calibration.maps());
    let mapped: Vec<Name> = maps
        .map(|(column, map)| mapped(graph, column, map))
        .collect();
    // One after the other, as Grove adds them.
    let sum = mapped
        .iter()
        .cloned()
        .reduce(|sum, next| graph.node("Add", &[&sum, &next]));
    let (sum, zero) = (sum.expect("there are classes"), graph.number(0.0));
    let even = graph.number(1.0 / n_classes as f64);
    let all = beside(graph, &mapped);
    let divided = graph.node("Div", &[&all, &sum]);
    let is_there = graph.node("Less", &[&zero, &sum]);
    graph.node("Where", &[&is_there, &divided, &even])
}

/// Writes the map of a class; `column` has rows × 1.
fn mapped(graph: &mut GraphBuilder, column: &str, map: &CalibrationMap) -> Name {
    match map {
        CalibrationMap::Unchanged => column.to_owned(),
        CalibrationMap::Sigmoid(curve) => {
            let [slope, offset, one] =
                [curve.slope, curve.offset, 1.0].map(|value| graph.number(value));
            let product = graph.node("Mul", &[&slope, column]);
            let sum = graph.node("Add", &[&product, &offset]);
            let power = graph.node("Exp", &[&sum]);
            let below = graph.node("Add", &[&one, &power]);
            graph.node("Div", &[&one, &below])
        }
        CalibrationMap::Isotonic(steps) => isotonic(graph, column, steps),
    }
}

fn isotonic(graph: &mut GraphBuilder, column: &str, steps: &Isotonic) -> Name {
    let pieces: Vec<(f64, f64, f64)> = (0..=steps.x.len())
        .map(|knots| steps.piece(knots))
        .collect();
    let knots = graph.numbers(&steps.x, &[1, steps.x.len()]);
    let reached = graph.node("LessOrEqual", &[&knots, column]);
    let reached = graph.cast(&reached, ElementKind::Double);
    let along = graph.whole(&[1]);
    let count = graph.node("ReduceSum", &[&reached, &along]);
    let piece = graph.cast(&count, ElementKind::Int64);
    let tables = [
        pieces.iter().map(|piece| piece.0).collect::<Vec<f64>>(),
        pieces.iter().map(|piece| piece.1).collect(),
        pieces.iter().map(|piece| piece.2).collect(),
    ];
    let [x, y, slope] = tables.map(|table| {
        let table = graph.numbers(&table, &[table.len()]);
        graph.with("Gather", &[&table, &piece], vec![int("axis", 0)])
    });
    let off = graph.node("Sub", &[column, &x]);
    let rise = graph.node("Mul", &[&slope, &off]);
    let sum = graph.node("Add", &[&y, &rise]);
    graph.within(&sum, 0.0, 1.0)
}

/// Writes the interval around each value.
pub fn interval(graph: &mut GraphBuilder, values: &str, conformal: &Conformal) -> Vec<OnnxOutput> {
    let distance = graph.number(conformal.quantile);
    let level = percent(conformal.level);
    let ends = [
        (CONFORMAL_LOW, "Sub", "lower"),
        (CONFORMAL_HIGH, "Add", "upper"),
    ];
    let write = |(name, operator, end): (&str, &str, &str)| {
        graph.put(
            operator,
            &[values, &distance],
            vec![name.into()],
            Vec::new(),
        );
        let meaning = format!(
            "The {end} end of the interval that should hold the actual value in {level} of the rows."
        );
        graph.output(name, ElementKind::Double, &[Size::Rows], &meaning);
        OnnxOutput {
            name: name.into(),
            meaning,
        }
    };
    ends.map(write).into()
}

/// Writes the set of classes of each row.
pub fn set(
    graph: &mut GraphBuilder,
    probabilities: &str,
    conformal: &Conformal,
    classes: &[String],
) -> OnnxOutput {
    let least = graph.number(conformal.least_probability());
    let inside = vec![PREDICTION_SET.into()];
    graph.put("LessOrEqual", &[&least, probabilities], inside, Vec::new());
    let meaning = format!(
        "Whether each class is in the set that should hold the actual one in {} of the rows, in this order: {}.",
        percent(conformal.level),
        classes.join(", ")
    );
    let sizes = [Size::Rows, Size::Of(classes.len())];
    graph.output(PREDICTION_SET, ElementKind::Bool, &sizes, &meaning);
    OnnxOutput {
        name: PREDICTION_SET.into(),
        meaning,
    }
}
