//! The attributes of a node. An operator takes those that it knows; any other is an error.

use super::super::proto::{AttributeKind, AttributeProto, NodeProto};
use super::tensor::Tensor;

pub struct Attributes<'a> {
    left: Vec<&'a AttributeProto>,
}

impl<'a> Attributes<'a> {
    pub fn of(node: &'a NodeProto) -> Self {
        Self {
            left: node.attribute.iter().collect(),
        }
    }

    fn take(
        &mut self,
        name: &str,
        holds: AttributeKind,
    ) -> Result<Option<&'a AttributeProto>, String> {
        let Some(place) = self
            .left
            .iter()
            .position(|attribute| attribute.name == name)
        else {
            return Ok(None);
        };
        let attribute = self.left.swap_remove(place);
        match attribute.r#type == Some(holds as i32) {
            true => Ok(Some(attribute)),
            false => Err(format!("the attribute {name} is of another type")),
        }
    }

    pub fn int(&mut self, name: &str) -> Result<Option<i64>, String> {
        Ok(self
            .take(name, AttributeKind::Int)?
            .and_then(|attribute| attribute.i))
    }

    pub fn ints(&mut self, name: &str) -> Result<&'a [i64], String> {
        Ok(self
            .take(name, AttributeKind::Ints)?
            .map_or(&[], |attribute| &attribute.ints))
    }

    pub fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, String> {
        let Some(attribute) = self.take(name, AttributeKind::Strings)? else {
            return Ok(None);
        };
        let text = |bytes: &Vec<u8>| {
            String::from_utf8(bytes.clone()).map_err(|_| format!("{name} holds no UTF-8"))
        };
        attribute
            .strings
            .iter()
            .map(text)
            .collect::<Result<_, _>>()
            .map(Some)
    }

    pub fn tensor(&mut self, name: &str) -> Result<Option<Tensor>, String> {
        let tensor = self
            .take(name, AttributeKind::Tensor)?
            .and_then(|a| a.t.as_ref());
        tensor.map(Tensor::read).transpose()
    }

    /// Fails if an attribute was not taken.
    pub fn finish(self) -> Result<(), String> {
        match self.left.first() {
            None => Ok(()),
            Some(attribute) => Err(format!("the attribute {} is not known", attribute.name)),
        }
    }
}
