//! Builds a graph node by node. Nodes are named by their outputs.

use std::collections::HashSet;

use super::proto::{
    AttributeKind, AttributeProto, DimensionProto, ElementKind, GraphProto as Finished, NodeProto,
    TensorProto, TensorShapeProto, TensorType, TypeProto, ValueInfo,
};

/// The name of a value in the graph.
pub type Name = String;

/// Operators beside those for tensors.
pub const ML: &str = "ai.onnx.ml";

/// What the rows of a table are called where their number is open.
pub const ROWS: &str = "N";

/// A size that is fixed, or open.
#[derive(Clone, Copy)]
pub enum Size {
    Rows,
    Of(usize),
}

pub struct GraphBuilder {
    graph: Finished,
    /// Every name that is taken.
    names: HashSet<Name>,
    /// Constants that are there already, by their type, sizes and bytes.
    constants: Vec<(TensorProto, Name)>,
}

/// How many constants are looked through before one is added again.
const LOOKED_THROUGH: usize = 64;

impl GraphBuilder {
    /// An empty graph; nothing in it may be called what its outputs are.
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

    /// A name like this one that nothing else has.
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

    /// A node with one output, whose name is made up.
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

    /// A node that gives these outputs.
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

    /// One number.
    pub fn number(&mut self, value: f64) -> Name {
        self.numbers(&[value], &[])
    }

    /// Numbers row by row, in a tensor of these sizes.
    pub fn numbers(&mut self, values: &[f64], sizes: &[usize]) -> Name {
        let tensor = doubles(values, sizes);
        self.constant(tensor)
    }

    /// Whole numbers in a list.
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
        // Large ones are hardly ever the same.
        if tensor.raw_data.as_ref().is_some_and(|raw| raw.len() <= 64) {
            self.constants.push((tensor, name.clone()));
        }
        name
    }

    /// A value of rank 1 as a column beside which others can be put.
    pub fn upright(&mut self, name: &str) -> Name {
        let sizes = self.whole(&[-1, 1]);
        self.node("Reshape", &[name, &sizes])
    }

    /// A value as a list, whatever its rank.
    pub fn flat(&mut self, name: &str) -> Name {
        let sizes = self.whole(&[-1]);
        self.node("Reshape", &[name, &sizes])
    }

    pub fn cast(&mut self, name: &str, to: ElementKind) -> Name {
        self.with("Cast", &[name], vec![int("to", i64::from(to as i32))])
    }

    /// No smaller than `low` and no larger than `high`; NaN stays.
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

/// A list.
pub fn integers(values: &[i64]) -> TensorProto {
    tensor(
        ElementKind::Int64,
        &[values.len()],
        values.iter().flat_map(|value| value.to_le_bytes()),
    )
}

/// A list.
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
