//! Reads an ONNX file and evaluates it for some rows, from its bytes alone.
//!
//! It knows the operators that Grove writes, as ONNX defines them. Any other operator, attribute or type is an error.

mod arithmetic;
mod attributes;
mod learned;
mod shapes;
pub mod tensor;
mod trees;

use std::collections::HashMap;

use prost::Message;

use super::graph::ML;
use super::proto::{ElementKind, ModelProto, NodeProto};
use attributes::Attributes;
use tensor::{Tensor, TensorData};
use trees::TreeEnsemble;

/// A file that was read.
pub struct OnnxReader {
    model: ModelProto,
    constants: HashMap<String, Tensor>,
    /// The tree nodes, by their outputs.
    trees: HashMap<String, TreeEnsemble>,
}

impl OnnxReader {
    /// Reads a file. `Err` says what is wrong with it, or which version of operators it needs.
    pub fn new(bytes: &[u8]) -> Result<Self, String> {
        let model =
            ModelProto::decode(bytes).map_err(|error| format!("it is no ONNX file: {error}"))?;
        let graph = model.graph.as_ref().ok_or("it has no graph")?;
        for opset in &model.opset_import {
            if !matches!(
                (opset.domain.as_str(), opset.version),
                ("", Some(17)) | (ML, Some(5))
            ) {
                return Err(format!(
                    "operators of {:?} {:?}",
                    opset.domain, opset.version
                ));
            }
        }
        let mut constants = HashMap::new();
        for constant in &graph.initializer {
            constants.insert(constant.name.clone(), Tensor::read(constant)?);
        }
        let mut trees = HashMap::new();
        for node in graph
            .node
            .iter()
            .filter(|node| node.op_type == "TreeEnsemble")
        {
            let mut attributes = Attributes::of(node);
            let read = TreeEnsemble::read(&mut attributes)?;
            attributes.finish()?;
            trees.insert(node.output.first().cloned().unwrap_or_default(), read);
        }
        Ok(Self {
            model,
            constants,
            trees,
        })
    }

    /// Returns the names of the inputs, in order.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        let graph = self.model.graph.iter();
        graph.flat_map(|graph| graph.input.iter().map(|input| input.name.as_str()))
    }

    /// Returns the names of the outputs, in order.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        let graph = self.model.graph.iter();
        graph.flat_map(|graph| graph.output.iter().map(|output| output.name.as_str()))
    }

    /// Returns an entry of the metadata.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        let mut entries = self.model.metadata_props.iter();
        let entry = entries.find(|entry| entry.key == key)?;
        Some(&entry.value)
    }

    pub(super) fn model(&self) -> &ModelProto {
        &self.model
    }

    /// Computes the outputs for rows that are given by the names of the inputs.
    pub fn run(&self, inputs: &[(&str, TensorData)]) -> Result<HashMap<String, Tensor>, String> {
        let graph = self.model.graph.as_ref().ok_or("it has no graph")?;
        let mut values: HashMap<&str, Tensor> = HashMap::new();
        for input in &graph.input {
            let name = input.name.as_str();
            let given = inputs.iter().find(|(given, _)| *given == name);
            let (_, given) = given.ok_or_else(|| format!("the input {name} is not given"))?;
            let kind = input.r#type.as_ref().and_then(|t| t.tensor_type.as_ref());
            let element = kind.and_then(|kind| kind.elem_type);
            let fits = match given {
                TensorData::Numbers(_) => element == Some(ElementKind::Double as i32),
                TensorData::Texts(_) => element == Some(ElementKind::String as i32),
                _ => false,
            };
            if !fits {
                return Err(format!("the input {name} is of another type"));
            }
            values.insert(name, Tensor::list(given.clone()));
        }
        // Drops a value after its last use.
        let mut last: HashMap<&str, usize> = HashMap::new();
        for (place, node) in graph.node.iter().enumerate() {
            last.extend(node.input.iter().map(|name| (name.as_str(), place)));
        }
        let wanted: Vec<&str> = graph
            .output
            .iter()
            .map(|output| output.name.as_str())
            .collect();
        for (place, node) in graph.node.iter().enumerate() {
            let made = self
                .node(node, &values)
                .map_err(|error| format!("{}: {error}", node.name))?;
            if made.len() != node.output.len() {
                return Err(format!("{} gives {} values", node.name, made.len()));
            }
            for name in &node.input {
                if last.get(name.as_str()) == Some(&place) && !wanted.contains(&name.as_str()) {
                    values.remove(name.as_str());
                }
            }
            values.extend(node.output.iter().map(String::as_str).zip(made));
        }
        let output = |name: &str| {
            let value = values.remove(name);
            value
                .map(|value| (name.to_owned(), value))
                .ok_or_else(|| format!("nothing gives {name}"))
        };
        wanted.into_iter().map(output).collect()
    }

    fn node(
        &self,
        node: &NodeProto,
        values: &HashMap<&str, Tensor>,
    ) -> Result<Vec<Tensor>, String> {
        let input = |name: &String| {
            let found = values
                .get(name.as_str())
                .or_else(|| self.constants.get(name));
            found.ok_or_else(|| format!("{name} is not there"))
        };
        let inputs: Vec<&Tensor> = node.input.iter().map(input).collect::<Result<_, _>>()?;
        let mut attributes = Attributes::of(node);
        let of_learning = matches!(node.op_type.as_str(), "LabelEncoder" | "TreeEnsemble");
        if node.domain != if of_learning { ML } else { "" } {
            return Err(format!(
                "{} of {:?} is not known",
                node.op_type, node.domain
            ));
        }
        let made = match (node.op_type.as_str(), inputs.as_slice()) {
            ("TreeEnsemble", [rows]) => {
                let name = node.output.first().map_or("", String::as_str);
                let trees = self.trees.get(name).ok_or("trees that were not read")?;
                return trees.fall(rows).map(|fallen| vec![fallen]);
            }
            ("Split", [whole, sizes]) => {
                let axis = attributes.int("axis")?.unwrap_or(0);
                attributes.finish()?;
                return shapes::split(whole, sizes.whole()?, axis, node.output.len());
            }
            ("Abs", [a]) => arithmetic::each(a, f64::abs),
            ("Floor", [a]) => arithmetic::each(a, f64::floor),
            ("Exp", [a]) => arithmetic::each(a, libm::exp),
            ("Log", [a]) => arithmetic::each(a, libm::log),
            ("IsNaN", [a]) => arithmetic::is_nan(a),
            ("Identity", [a]) => Ok((*a).clone()),
            ("Add", [a, b]) => arithmetic::both(a, b, |a, b| a + b),
            ("Sub", [a, b]) => arithmetic::both(a, b, |a, b| a - b),
            ("Mul", [a, b]) => arithmetic::both(a, b, |a, b| a * b),
            ("Div", [a, b]) => arithmetic::both(a, b, |a, b| a / b),
            ("Less", [a, b]) => arithmetic::compared(a, b, |a, b| a < b),
            ("LessOrEqual", [a, b]) => arithmetic::compared(a, b, |a, b| a <= b),
            ("Equal", [a, b]) => arithmetic::equal(a, b),
            ("Where", [a, b, c]) => arithmetic::choose(a, b, c),
            ("MatMul", [a, b]) => arithmetic::product(a, b),
            ("ReduceSum", [a, axes]) if axes.whole()? == [1] => arithmetic::row_sums(a),
            ("Softmax", [a]) if attributes.int("axis")? == Some(-1) => arithmetic::softmax(a),
            ("ArgMax", [a])
                if (attributes.int("axis")?, attributes.int("keepdims")?) == (Some(1), Some(0)) =>
            {
                arithmetic::largest(a)
            }
            ("Reshape", [a, sizes]) => shapes::reshape(a, sizes.whole()?),
            ("Expand", [a, sizes]) => shapes::expand(a, sizes.whole()?),
            ("Transpose", [a]) => shapes::transpose(a),
            ("Shape", [a]) => {
                let sizes = a.sizes.iter().map(|size| *size as i64).collect();
                Ok(Tensor::list(TensorData::Whole(sizes)))
            }
            ("Cast", [a]) => shapes::cast(a, attributes.int("to")?.unwrap_or(0)),
            ("Concat", all) => shapes::concat(all, attributes.int("axis")?.unwrap_or(0)),
            ("Gather", [table, at]) => {
                shapes::gather(table, at, attributes.int("axis")?.unwrap_or(0))
            }
            ("LabelEncoder", [a]) => learned::label_encoder(a, &mut attributes),
            _ => return Err(format!("{} is not known with these inputs", node.op_type)),
        };
        attributes.finish()?;
        Ok(vec![made?])
    }
}
