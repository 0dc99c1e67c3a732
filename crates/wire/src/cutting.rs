//! Shortens long texts in messages to the page while they are serialised. A text that a person may copy into a recipe
//! is not shortened.

use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Serialize, Serializer};

use grove_recipe::cut::{TEXT, cut};

/// Types and variants whose texts are copied into recipes, have limits of their own, or are cells that were shortened
/// already.
const WHOLE: [&str; 9] = [
    "Recipe",
    "Expectation",
    "RecipeCheck",
    "LinkFragment",
    "Similar",
    "RunInfo",
    "RegisteredModel",
    "TableRow",
    "CellText",
];

/// A value whose texts are shortened while it is serialised.
pub struct Cut<'v, V: ?Sized>(pub &'v V);

impl<V: Serialize + ?Sized> Serialize for Cut<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Cutter(serializer))
    }
}

/// Serialises like the serialiser within, but shortens texts.
struct Cutter<S>(S);

/// The fields of a type, which are shortened or left whole.
struct FieldCutter<S> {
    within: S,
    whole: bool,
}

impl<S> FieldCutter<S> {
    fn of(name: &str, within: S) -> Self {
        let whole = WHOLE.contains(&name);
        Self { within, whole }
    }
}

/// Passes plain values on.
macro_rules! plain {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
            self.0.$method(value)
        })*
    };
}

impl<S: Serializer> Serializer for Cutter<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Cutter<S::SerializeSeq>;
    type SerializeTuple = Cutter<S::SerializeTuple>;
    type SerializeTupleStruct = Cutter<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Cutter<S::SerializeTupleVariant>;
    type SerializeMap = Cutter<S::SerializeMap>;
    type SerializeStruct = FieldCutter<S::SerializeStruct>;
    type SerializeStructVariant = FieldCutter<S::SerializeStructVariant>;

    plain! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128, serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_bytes: &[u8],
        serialize_unit_struct: &'static str
    }

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        self.0.serialize_str(&cut(text, TEXT))
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Cut(value))
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Cut(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        match WHOLE.contains(&name) {
            true => (self.0).serialize_newtype_variant(name, index, variant, value),
            false => (self.0).serialize_newtype_variant(name, index, variant, &Cut(value)),
        }
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.0.serialize_seq(len).map(Cutter)
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.0.serialize_tuple(len).map(Cutter)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.0.serialize_tuple_struct(name, len).map(Cutter)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        (self.0)
            .serialize_tuple_variant(name, index, variant, len)
            .map(Cutter)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.0.serialize_map(len).map(Cutter)
    }

    fn serialize_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        let within = self.0.serialize_struct(name, len)?;
        Ok(FieldCutter::of(name, within))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let within = (self.0).serialize_struct_variant(name, index, variant, len)?;
        // A variant is left whole if its own name or that of its type is in the list.
        let whole = if WHOLE.contains(&name) { name } else { variant };
        Ok(FieldCutter::of(whole, within))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Shortens elements one by one.
macro_rules! elements {
    ($($trait:ident: $method:ident),*) => {
        $(impl<S: $trait> $trait for Cutter<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.0.$method(&Cut(value))
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        })*
    };
}

elements! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
}

impl<S: SerializeMap> SerializeMap for Cutter<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(&Cut(key))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Cut(value))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

/// Shortens fields one by one, or passes them on whole.
macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl<S: $trait> $trait for FieldCutter<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), S::Error> {
                match self.whole {
                    true => self.within.serialize_field(key, value),
                    false => self.within.serialize_field(key, &Cut(value)),
                }
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.within.end()
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);
