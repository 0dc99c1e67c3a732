//! Builds a graph node by node. Nodes are named by their outputs.

use std::collections::HashSet;

use super::proto::{
    AttributeKind, AttributeProto, DimensionProto, ElementKind, GraphProto as Finished, NodeProto,
    TensorProto, TensorShapeProto, TensorType, TypeProto, ValueInfo,
};

/// The name of a value in the graph.
pub type Name = String;

/// The domain of the operators for machine learning.
pub const ML: &str = "ai.onnx.ml";

/// The name of the open number of rows.
pub const ROWS: &str = "N";

/// A size that is fixed, or open.
#[derive(Clone, Copy)]
pub enum Size {
    Rows,
    Of(usize),
}

pub struct GraphBuilder {
    graph: Finished,
    /// The names in use.
    names: HashSet<Name>,
    /// The constants so far, by type, sizes and bytes.
    constants: Vec<(TensorProto, Name)>,
}

/// How many constants are compared with a new one.
const LOOKED_THROUGH: usize = 64;

impl GraphBuilder {
    /// Makes an empty graph; nothing in it may have the name of an output.
    pub fn new(outputs: &[&str]) -> Self {
        Self {
            graph: Finished {
                name: "grove".into(),
                ..Finished::default()
            },
            names: outputs.iter().map(|name| (*name).to_owned()).collect(),
            constants: Vec::new(),
        }
    }

    /// Returns a free name like this one.
    pub fn named(&mut self, wanted: &str) -> Name {
        let mut name = wanted.to_owned();
        let mut count = 1;
        while !self.names.insert(name.clone()) {
            count += 1;
            name = format!("{wanted}_{count}");
        }
        name
    }

    pub fn input(&mut self, name: &str, element: ElementKind, sizes: &[Size], about: &str) {
        let info = value_info(name, element, sizes, about);
        self.graph.input.push(info);
    }

    pub fn output(&mut self, name: &str, element: ElementKind, sizes: &[Size], about: &str) {
        let info = value_info(name, element, sizes, about);
        self.graph.output.push(info);
    }

    /// Adds a node with one output, and returns its name.
    pub fn node(&mut self, operator: &str, inputs: &[&str]) -> Name {
        self.with(operator, inputs, Vec::new())
    }

    pub fn with(
        &mut self,
        operator: &str,
        inputs: &[&str],
        attributes: Vec<AttributeProto>,
    ) -> Name {
        let name = self.named(&format!(
            "{}_{}",
            operator.to_lowercase(),
            self.graph.node.len()
        ));
        self.put(operator, inputs, vec![name.clone()], attributes);
        name
    }

    /// Adds a node with these outputs.
    pub fn put(
        &mut self,
        operator: &str,
        inputs: &[&str],
        output: Vec<Name>,
        attribute: Vec<AttributeProto>,
    ) {
        let learned = matches!(operator, "LabelEncoder" | "TreeEnsemble");
        self.graph.node.push(NodeProto {
            input: inputs.iter().map(|name| (*name).to_owned()).collect(),
            name: output[0].clone(),
            output,
            op_type: operator.to_owned(),
            attribute,
            domain: if learned { ML } else { "" }.to_owned(),
        });
    }

    /// Adds a number as a constant.
    pub fn number(&mut self, value: f64) -> Name {
        self.numbers(&[value], &[])
    }

    /// Adds numbers as a constant, row by row, in a tensor of these sizes.
    pub fn numbers(&mut self, values: &[f64], sizes: &[usize]) -> Name {
        let tensor = doubles(values, sizes);
        self.constant(tensor)
    }

    /// Adds a list of whole numbers as a constant.
    pub fn whole(&mut self, values: &[i64]) -> Name {
        self.constant(integers(values))
    }

    fn constant(&mut self, tensor: TensorProto) -> Name {
        let recent = self.constants.iter().rev().take(LOOKED_THROUGH);
        if let Some((_, name)) = { recent }.find(|(known, _)| *known == tensor) {
            return name.clone();
        }
        let name = self.named(&format!("constant_{}", self.graph.initializer.len()));
        self.graph.initializer.push(TensorProto {
            name: name.clone(),
            ..tensor.clone()
        });
        // Large constants are hardly ever equal.
        if tensor.raw_data.as_ref().is_some_and(|raw| raw.len() <= 64) {
            self.constants.push((tensor, name.clone()));
        }
        name
    }

    /// Reshapes a value of rank 1 to a column, beside which others can be put.
    pub fn upright(&mut self, name: &str) -> Name {
        let sizes = self.whole(&[-1, 1]);
        self.node("Reshape", &[name, &sizes])
    }

    /// Reshapes a value to a list, whatever its rank.
    pub fn flat(&mut self, name: &str) -> Name {
        let sizes = self.whole(&[-1]);
        self.node("Reshape", &[name, &sizes])
    }

    pub fn cast(&mut self, name: &str, to: ElementKind) -> Name {
        self.with("Cast", &[name], vec![int("to", i64::from(to as i32))])
    }

    /// Clips a value to `low` and `high`; NaN stays.
    pub fn within(&mut self, name: &str, low: f64, high: f64) -> Name {
        let (low, high) = (self.number(low), self.number(high));
        let below = self.node("Less", &[name, &low]);
        let raised = self.node("Where", &[&below, &low, name]);
        let above = self.node("Less", &[&high, &raised]);
        self.node("Where", &[&above, &high, &raised])
    }

    pub fn finish(self) -> Finished {
        self.graph
    }
}

fn value_info(name: &str, element: ElementKind, sizes: &[Size], about: &str) -> ValueInfo {
    let dim = |size: &Size| match size {
        Size::Rows => DimensionProto {
            dim_param: Some(ROWS.to_owned()),
            dim_value: None,
        },
        Size::Of(size) => DimensionProto {
            dim_value: Some(*size as i64),
            dim_param: None,
        },
    };
    ValueInfo {
        name: name.to_owned(),
        r#type: Some(TypeProto {
            tensor_type: Some(TensorType {
                elem_type: Some(element as i32),
                shape: Some(TensorShapeProto {
                    dim: sizes.iter().map(dim).collect(),
                }),
            }),
        }),
        doc_string: about.to_owned(),
    }
}

pub fn doubles(values: &[f64], sizes: &[usize]) -> TensorProto {
    tensor(
        ElementKind::Double,
        sizes,
        values.iter().flat_map(|value| value.to_le_bytes()),
    )
}

/// Makes a list of 64-bit integers.
pub fn integers(values: &[i64]) -> TensorProto {
    tensor(
        ElementKind::Int64,
        &[values.len()],
        values.iter().flat_map(|value| value.to_le_bytes()),
    )
}

/// Makes a list of bytes.
pub fn small(values: &[u8]) -> TensorProto {
    tensor(ElementKind::Uint8, &[values.len()], values.iter().copied())
}

fn tensor(element: ElementKind, sizes: &[usize], bytes: impl Iterator<Item = u8>) -> TensorProto {
    TensorProto {
        dims: sizes.iter().map(|size| *size as i64).collect(),
        data_type: Some(element as i32),
        name: String::new(),
        raw_data: Some(bytes.collect()),
    }
}

fn attribute(name: &str, holds: AttributeKind) -> AttributeProto {
    AttributeProto {
        name: name.to_owned(),
        r#type: Some(holds as i32),
        ..AttributeProto::default()
    }
}

pub fn int(name: &str, value: i64) -> AttributeProto {
    AttributeProto {
        i: Some(value),
        ..attribute(name, AttributeKind::Int)
    }
}

pub fn ints(name: &str, values: Vec<i64>) -> AttributeProto {
    AttributeProto {
        ints: values,
        ..attribute(name, AttributeKind::Ints)
    }
}

pub fn strings<'a>(name: &str, values: impl IntoIterator<Item = &'a str>) -> AttributeProto {
    let bytes = |value: &str| value.as_bytes().to_vec();
    AttributeProto {
        strings: values.into_iter().map(bytes).collect(),
        ..attribute(name, AttributeKind::Strings)
    }
}

pub fn held(name: &str, tensor: TensorProto) -> AttributeProto {
    AttributeProto {
        t: Some(tensor),
        ..attribute(name, AttributeKind::Tensor)
    }
}
