//! Reads what postcard has written, without a way to fail: what is read was written by a program of the same build. So
//! nothing is checked after each field, and no code drops what was read so far, which would be half of the reader's code.
//!
//! Why: `docs/decisions/0035-messages-as-bytes.md`.

use std::fmt;
use std::str;

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};

/// What is not read yet.
pub struct Reader<'m> {
    left: &'m [u8],
}

/// The error that there is never: what would be one ends the program.
#[derive(Debug)]
pub enum Unreadable {}

#[cold]
#[inline(never)]
fn broken() -> ! {
    panic!("a message of the same build cannot be read")
}

impl fmt::Display for Unreadable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        broken()
    }

    fn invalid_type(_: Unexpected, _: &dyn Expected) -> Self {
        broken()
    }

    fn invalid_value(_: Unexpected, _: &dyn Expected) -> Self {
        broken()
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        broken()
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        broken()
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        broken()
    }

    fn missing_field(_: &'static str) -> Self {
        broken()
    }

    fn duplicate_field(_: &'static str) -> Self {
        broken()
    }
}

impl<'m> Reader<'m> {
    /// Reads these bytes.
    pub const fn new(bytes: &'m [u8]) -> Self {
        Self { left: bytes }
    }

    #[inline(never)]
    fn take(&mut self, count: usize) -> &'m [u8] {
        match self.left.split_at_checked(count) {
            Some((taken, left)) => {
                self.left = left;
                taken
            }
            None => broken(),
        }
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        match self.take(1) {
            [byte] => *byte,
            _ => broken(),
        }
    }

    /// Seven bits to a byte, the lowest first; the eighth says that more follow.
    #[inline(never)]
    fn whole(&mut self) -> u64 {
        let (mut whole, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            whole |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return whole;
            }
            shift += 7;
            if shift > 63 {
                broken();
            }
        }
    }

    /// The sign is the lowest bit.
    fn signed(&mut self) -> i64 {
        let whole = self.whole();
        (whole >> 1) as i64 ^ -((whole & 1) as i64)
    }

    fn count(&mut self) -> usize {
        self.whole() as usize
    }

    #[inline(never)]
    fn text(&mut self) -> &'m str {
        let count = self.count();
        str::from_utf8(self.take(count)).unwrap_or_else(|_| broken())
    }

    #[inline(never)]
    fn real(&mut self) -> f64 {
        let bytes = self.take(8).try_into();
        f64::from_le_bytes(bytes.unwrap_or_else(|_| broken()))
    }

    fn short_real(&mut self) -> f32 {
        let bytes = self.take(4).try_into();
        f32::from_le_bytes(bytes.unwrap_or_else(|_| broken()))
    }

    fn letter(&mut self) -> char {
        self.text().chars().next().unwrap_or_else(|| broken())
    }
}

/// Values that are read alike.
macro_rules! values {
    ($($deserialize:ident $visit:ident $read:ident $Type:ty;)*) => {
        $(fn $deserialize<V: Visitor<'m>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.$visit(self.$read() as $Type)
        })*
    };
}

/// What no message holds.
macro_rules! never {
    ($($deserialize:ident)*) => {
        $(fn $deserialize<V: Visitor<'m>>(self, _: V) -> Result<V::Value, Unreadable> {
            broken()
        })*
    };
}

impl<'m> Deserializer<'m> for &mut Reader<'m> {
    type Error = Unreadable;

    values! {
        deserialize_u8 visit_u8 byte u8;
        deserialize_u16 visit_u16 whole u16;
        deserialize_u32 visit_u32 whole u32;
        deserialize_u64 visit_u64 whole u64;
        deserialize_i8 visit_i8 byte i8;
        deserialize_i16 visit_i16 signed i16;
        deserialize_i32 visit_i32 signed i32;
        deserialize_i64 visit_i64 signed i64;
        deserialize_f32 visit_f32 short_real f32;
        deserialize_f64 visit_f64 real f64;
        deserialize_char visit_char letter char;
        deserialize_str visit_borrowed_str text &'m str;
        deserialize_string visit_borrowed_str text &'m str;
    }

    never! {
        deserialize_any deserialize_bytes deserialize_byte_buf deserialize_identifier
        deserialize_ignored_any
    }

    fn deserialize_bool<V: Visitor<'m>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.byte() != 0)
    }

    fn deserialize_option<V: Visitor<'m>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.byte() {
            0 => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'m>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'m>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'m>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'m>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let left = self.count();
        visitor.visit_seq(Elements { reader: self, left })
    }

    fn deserialize_tuple<V: Visitor<'m>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Fields { reader: self })
    }

    fn deserialize_tuple_struct<V: Visitor<'m>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Fields { reader: self })
    }

    fn deserialize_map<V: Visitor<'m>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let left = self.count();
        visitor.visit_map(Elements { reader: self, left })
    }

    fn deserialize_struct<V: Visitor<'m>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Fields { reader: self })
    }

    fn deserialize_enum<V: Visitor<'m>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(Fields { reader: self })
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// The elements of a list or a map, which are counted.
struct Elements<'r, 'm> {
    reader: &'r mut Reader<'m>,
    left: usize,
}

impl<'m> SeqAccess<'m> for Elements<'_, 'm> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'m>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                seed.deserialize(&mut *self.reader).map(Some)
            }
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'m> MapAccess<'m> for Elements<'_, 'm> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'m>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unreadable> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'m>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The fields of a struct, a tuple or a variant: as many as it has are read.
struct Fields<'r, 'm> {
    reader: &'r mut Reader<'m>,
}

impl<'m> SeqAccess<'m> for Fields<'_, 'm> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'m>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'r, 'm> EnumAccess<'m> for Fields<'r, 'm> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'m>>(self, seed: V) -> Result<(V::Value, Self), Unreadable> {
        let number: U32Deserializer<Unreadable> = (self.reader.whole() as u32).into_deserializer();
        let variant = seed.deserialize(number)?;
        Ok((variant, self))
    }
}

impl<'m> VariantAccess<'m> for Fields<'_, 'm> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'m>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'m>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self)
    }

    fn struct_variant<V: Visitor<'m>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Plain,
        One(String),
        Two(i64, Option<Box<Kind>>),
        Named { real: f64, all: Vec<(u8, bool)> },
    }

    fn read<T: Serialize + DeserializeOwned>(value: &T) -> T {
        let bytes = postcard::to_allocvec(value).expect("plain data has bytes");
        let mut reader = Reader::new(&bytes);
        let Ok(read) = T::deserialize(&mut reader);
        assert!(reader.left.is_empty(), "all of it is read");
        read
    }

    fn is_read<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
        assert_eq!(read(&value), value);
    }

    #[test]
    fn what_postcard_writes_is_read() {
        is_read((u8::MAX, u16::MAX, u32::MAX, u64::MAX));
        is_read((i8::MIN, i16::MIN, i32::MIN, i64::MIN));
        is_read((i8::MAX, i16::MAX, i32::MAX, i64::MAX, 0u64, 127u32, 128u32));
        is_read((f32::MAX, -0.1f32, 'ä', '𝄞'));
        is_read((f64::MIN_POSITIVE, f64::MAX, f64::NEG_INFINITY, 0.1));
        is_read(("ä€𝄞".to_string(), String::new(), (), [1u32, 2, 3]));
        is_read(BTreeMap::from([
            ("b".to_string(), -1i8),
            ("a".to_string(), 1),
        ]));
        is_read(vec![None, Some(None), Some(Some(7u32))]);
        is_read(vec![
            Kind::Plain,
            Kind::One("x".into()),
            Kind::Two(-5, Some(Box::new(Kind::Two(5, None)))),
            Kind::Named {
                real: -1.5,
                all: vec![(1, true), (2, false)],
            },
        ]);
    }

    #[test]
    fn each_bit_of_a_number_crosses() {
        let odd = [
            f64::NAN,
            -0.0,
            f64::from_bits(0x7ff8_0000_dead_beef),
            5e-324,
        ];
        let bits = |all: &[f64]| all.iter().map(|real| real.to_bits()).collect::<Vec<u64>>();
        assert_eq!(bits(&read(&odd.to_vec())), bits(&odd));
    }
}
