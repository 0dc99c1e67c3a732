//! Serialises lists of numbers as plain bytes, so that data sets and trees are sent at the speed of copying.

use std::fmt::{Formatter, Result as Written};
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

use super::model::PackedNode;

/// A number of fixed width in little-endian bytes, or a pair of them.
pub(super) trait PackedNumber: Copy {
    /// In bytes.
    const WIDTH: usize;

    fn write(self, bytes: &mut Vec<u8>);
    /// Reads a number from exactly `WIDTH` bytes.
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! number {
    ($($number:ty),*) => {$(
        impl PackedNumber for $number {
            const WIDTH: usize = size_of::<Self>();

            #[inline]
            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            #[inline]
            fn read(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("as many bytes as it is wide"))
            }
        }
    )*};
}
number!(u8, u16, u32, f64);

impl PackedNumber for (u32, u32) {
    const WIDTH: usize = 2 * u32::WIDTH;

    #[inline]
    fn write(self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
        self.1.write(bytes);
    }

    #[inline]
    fn read(bytes: &[u8]) -> Self {
        let (first, second) = bytes.split_at(u32::WIDTH);
        (u32::read(first), u32::read(second))
    }
}

impl PackedNumber for PackedNode {
    const WIDTH: usize = <(u32, u32)>::WIDTH;

    #[inline]
    fn write(self, bytes: &mut Vec<u8>) {
        (self.test, self.right).write(bytes);
    }

    #[inline]
    fn read(bytes: &[u8]) -> Self {
        let (test, right) = PackedNumber::read(bytes);
        Self { test, right }
    }
}

pub(super) fn serialize<T: PackedNumber, S: Serializer>(
    numbers: &[T],
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(numbers.len() * T::WIDTH);
    numbers.iter().for_each(|number| number.write(&mut bytes));
    to.serialize_bytes(&bytes)
}

/// Reads a list of numbers.
///
/// # Errors
/// Where the bytes end inside a number.
pub(super) fn deserialize<'a, T: PackedNumber, D: Deserializer<'a>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    from.deserialize_bytes(NumberVisitor(PhantomData))
}

struct NumberVisitor<T>(PhantomData<T>);

impl<T: PackedNumber> Visitor<'_> for NumberVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, what: &mut Formatter) -> Written {
        write!(what, "bytes of numbers that are {} wide", T::WIDTH)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
        let numbers = bytes.chunks_exact(T::WIDTH);
        if !numbers.remainder().is_empty() {
            return Err(E::invalid_length(bytes.len(), &self));
        }
        Ok(numbers.map(T::read).collect())
    }
}
