//! Walks over Thrift's compact encoding, which Parquet's metadata uses, without allocating by the lengths in it.

/// The most structures inside one another.
const DEPTH_AT_MOST: u32 = 32;

/// The codes of field types.
pub const I32: u8 = 5;
pub const I64: u8 = 6;
pub const LIST: u8 = 9;
pub const STRUCT: u8 = 12;

/// The data is not valid Thrift. There is one error for all reasons, since callers treat them alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedThrift;

pub struct ThriftWalker<'b> {
    bytes: &'b [u8],
    pub at: usize,
    depth: u32,
}

impl<'b> ThriftWalker<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            depth: 0,
        }
    }

    fn byte(&mut self) -> Result<u8, MalformedThrift> {
        let byte = *self.bytes.get(self.at).ok_or(MalformedThrift)?;
        self.at += 1;
        Ok(byte)
    }

    fn pass(&mut self, bytes: u64) -> Result<(), MalformedThrift> {
        let left = self.bytes.len() - self.at;
        if bytes > left as u64 {
            return Err(MalformedThrift);
        }
        self.at += bytes as usize;
        Ok(())
    }

    fn unsigned(&mut self) -> Result<u64, MalformedThrift> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(MalformedThrift)
    }

    pub fn whole(&mut self) -> Result<i64, MalformedThrift> {
        let value = self.unsigned()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// Reads a whole number of 32 bits.
    pub fn short(&mut self) -> Result<i32, MalformedThrift> {
        i32::try_from(self.whole()?).map_err(|_| MalformedThrift)
    }

    /// Reads the type of a list's items, and their number. Each takes at least a byte.
    pub fn list(&mut self) -> Result<(u8, usize), MalformedThrift> {
        let head = self.byte()?;
        if head == 0 {
            return Ok((3, 0));
        }
        let length = match head >> 4 {
            15 => self.unsigned()?,
            length => u64::from(length),
        };
        let left = self.bytes.len() - self.at;
        match length <= left as u64 {
            true => Ok((head & 0x0F, length as usize)),
            false => Err(MalformedThrift),
        }
    }

    /// Walks over a structure. `field` is called for each field with its number and type, with the walker at its value:
    /// it walks over the value and returns true, or leaves it and returns false.
    pub fn structure(
        &mut self,
        mut field: impl FnMut(&mut Self, i16, u8) -> Result<bool, MalformedThrift>,
    ) -> Result<(), MalformedThrift> {
        self.depth += 1;
        if self.depth > DEPTH_AT_MOST {
            return Err(MalformedThrift);
        }
        let mut number: i16 = 0;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0F;
            if kind == 0 {
                self.depth -= 1;
                return Ok(());
            }
            number = match head >> 4 {
                0 => i16::try_from(self.whole()?).map_err(|_| MalformedThrift)?,
                more => number.checked_add(i16::from(more)).ok_or(MalformedThrift)?,
            };
            if !field(self, number, kind)? {
                self.skip(kind, false)?;
            }
        }
    }

    /// Walks over a value. A truth value is part of a field's type, or a byte in a list.
    fn skip(&mut self, kind: u8, in_list: bool) -> Result<(), MalformedThrift> {
        match kind {
            1 | 2 => self.pass(u64::from(in_list)),
            3 => self.pass(1),
            4 | I32 | I64 => self.whole().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            LIST | 10 => {
                let (kind, length) = self.list()?;
                (0..length).try_for_each(|_| self.skip(kind, true))
            }
            STRUCT => self.structure(|_, _, _| Ok(false)),
            _ => Err(MalformedThrift),
        }
    }
}
