//! Encodes numbers in the graph: imputed, scaled or binned, by the same arithmetic as Grove's, so that no bit differs.

use grove_engine::featurize::encoder::FittedColumn;
use grove_engine::featurize::encoder::numbers::{FARTHEST, NumberEncoder, NumberScale};

use super::graph::{GraphBuilder, Name};
use super::inputs::{Inputs, beside};
use super::proto::ElementKind;
use super::steps::ColumnFlow;

/// Encodes a number column: rows × features.
pub fn encode(
    graph: &mut GraphBuilder,
    inputs: &mut Inputs,
    flow: &ColumnFlow,
    name: &str,
    numbers: &NumberEncoder,
    fitted: &FittedColumn,
) -> Name {
    let told = filled("It", flow.filled.unwrap_or(numbers.fill));
    inputs.tell(flow, &told, None);
    let value = fill(graph, name, numbers.fill);
    let mut blocks = vec![scaled(graph, &value, &numbers.scale)];
    if fitted.indicator {
        blocks.push(missing(graph, name));
    }
    beside(graph, &blocks)
}

/// Describes the replacement of a missing number.
pub fn filled(what: &str, fill: f64) -> String {
    match fill.is_nan() {
        true => format!("{what} stays missing; the model was trained with missing values."),
        false => format!("{what} becomes {fill}."),
    }
}

/// Replaces missing values by `fill`.
pub fn fill(graph: &mut GraphBuilder, name: &str, fill: f64) -> Name {
    if fill.is_nan() {
        return name.to_owned();
    }
    let (missing, fill) = (graph.node("IsNaN", &[name]), graph.number(fill));
    graph.node("Where", &[&missing, &fill, name])
}

/// Returns a column with 1 where a value is missing.
pub fn missing(graph: &mut GraphBuilder, name: &str) -> Name {
    let missing = graph.node("IsNaN", &[name]);
    let flags = graph.cast(&missing, ElementKind::Double);
    graph.upright(&flags)
}

fn scaled(graph: &mut GraphBuilder, value: &str, scale: &NumberScale) -> Name {
    match scale {
        NumberScale::AsItIs => graph.upright(value),
        NumberScale::Standard(linear) | NumberScale::Robust(linear) => {
            let (half, two) = (graph.number(0.5), graph.number(2.0));
            let (center, scale) = (
                graph.number(linear.center / 2.0),
                graph.number(linear.scale),
            );
            let halved = graph.node("Mul", &[value, &half]);
            let distance = graph.node("Sub", &[&halved, &center]);
            let scaled = graph.node("Div", &[&distance, &scale]);
            let scaled = graph.node("Mul", &[&scaled, &two]);
            let near = graph.within(&scaled, -FARTHEST, FARTHEST);
            graph.upright(&near)
        }
        NumberScale::Log => {
            let logarithm = log(graph, value);
            graph.upright(&logarithm)
        }
        NumberScale::Bins { edges, one_hot } => {
            let column = graph.upright(value);
            let constant = graph.numbers(edges, &[1, edges.len()]);
            let passed = graph.node("LessOrEqual", &[&constant, &column]);
            let passed = graph.cast(&passed, ElementKind::Double);
            let axes = graph.whole(&[1]);
            let bin = graph.node("ReduceSum", &[&passed, &axes]);
            let (none, is_none) = (graph.number(f64::NAN), graph.node("IsNaN", &[&column]));
            let bin = graph.node("Where", &[&is_none, &none, &bin]);
            if !one_hot {
                return bin;
            }
            let bins: Vec<f64> = (0..=edges.len()).map(|bin| bin as f64).collect();
            let bins = graph.numbers(&bins, &[1, edges.len() + 1]);
            let equal = graph.node("Equal", &[&bin, &bins]);
            graph.cast(&equal, ElementKind::Double)
        }
    }
}

/// Computes sign(x) · ln(1 + |x|). ONNX has no logarithm that is exact near 1; a correction by the rounding error of
/// 1 + |x| makes it exact (Kahan; Goldberg, “What every computer scientist should know about floating-point arithmetic”,
/// 1991).
fn log(graph: &mut GraphBuilder, value: &str) -> Name {
    let (zero, one) = (graph.number(0.0), graph.number(1.0));
    let size = graph.node("Abs", &[value]);
    let raised = graph.node("Add", &[&one, &size]);
    let rest = graph.node("Sub", &[&raised, &one]);
    let logarithm = graph.node("Log", &[&raised]);
    let share = graph.node("Div", &[&size, &rest]);
    let exact = graph.node("Mul", &[&logarithm, &share]);
    let tiny = graph.node("Equal", &[&rest, &zero]);
    let size = graph.node("Where", &[&tiny, &size, &exact]);
    let below = graph.node("Less", &[value, &zero]);
    let turned = graph.node("Sub", &[&zero, &size]);
    graph.node("Where", &[&below, &turned, &size])
}
