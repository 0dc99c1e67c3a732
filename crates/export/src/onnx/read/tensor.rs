//! Tensors in row-major order, and broadcasting.

use super::super::proto;

/// Values with the length of each axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// The length of each axis; empty for a single value.
    pub sizes: Vec<usize>,
    /// In row-major order, as many as the product of the sizes.
    pub data: TensorData,
}

/// The values of a tensor by their type.
#[derive(Clone, Debug, PartialEq)]
pub enum TensorData {
    /// Of the type double.
    Numbers(Vec<f64>),
    /// Of the types int64 and uint8.
    Whole(Vec<i64>),
    /// Of the type string.
    Texts(Vec<String>),
    /// Of the type bool.
    Truths(Vec<bool>),
}

impl TensorData {
    /// Returns the number of values.
    pub fn count(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Texts(values) => values.len(),
            Self::Truths(values) => values.len(),
        }
    }
}

/// The most values of a tensor of a valid file.
const VALUES_AT_MOST: usize = 1 << 28;

/// Returns the number of values of these sizes; `None` if there are too many.
pub fn volume(sizes: &[usize]) -> Option<usize> {
    let mut sizes = sizes.iter();
    let count = sizes.try_fold(1usize, |n, size| n.checked_mul(*size))?;
    (count <= VALUES_AT_MOST).then_some(count)
}

/// Returns the number of values of these sizes; `Err` if there are too many.
pub fn checked(sizes: &[usize]) -> Result<usize, String> {
    volume(sizes).ok_or_else(|| format!("the sizes {sizes:?} are too large"))
}

impl Tensor {
    /// Makes a tensor. `Err` if the number of values does not match the sizes.
    pub fn new(sizes: Vec<usize>, data: TensorData) -> Result<Self, String> {
        match volume(&sizes) == Some(data.count()) {
            true => Ok(Self { sizes, data }),
            false => Err(format!(
                "{} values do not have the sizes {sizes:?}",
                data.count()
            )),
        }
    }

    /// Makes a list with a value per row.
    pub fn list(data: TensorData) -> Self {
        Self {
            sizes: vec![data.count()],
            data,
        }
    }

    /// Returns the values; `Err` if they are not doubles.
    pub fn numbers(&self) -> Result<&[f64], String> {
        match &self.data {
            TensorData::Numbers(values) => Ok(values),
            _ => Err("numbers were expected".into()),
        }
    }

    /// Returns the values; `Err` if they are not whole numbers.
    pub fn whole(&self) -> Result<&[i64], String> {
        match &self.data {
            TensorData::Whole(values) => Ok(values),
            _ => Err("whole numbers were expected".into()),
        }
    }

    /// Returns the values; `Err` if they are not texts.
    pub fn texts(&self) -> Result<&[String], String> {
        match &self.data {
            TensorData::Texts(values) => Ok(values),
            _ => Err("texts were expected".into()),
        }
    }

    /// Returns the values; `Err` if they are not truth values.
    pub fn truths(&self) -> Result<&[bool], String> {
        match &self.data {
            TensorData::Truths(values) => Ok(values),
            _ => Err("truth values were expected".into()),
        }
    }

    /// Reads a constant of the file.
    pub fn read(stored: &proto::TensorProto) -> Result<Self, String> {
        let raw = stored.raw_data.as_deref();
        let raw = raw.ok_or("a constant without raw data")?;
        let size = |size: &i64| usize::try_from(*size).map_err(|_| "a negative size".to_owned());
        let sizes = stored.dims.iter().map(size).collect::<Result<_, _>>()?;
        let (words, rest) = raw.as_chunks::<8>();
        let whole = rest.is_empty();
        let element = stored
            .data_type
            .and_then(|t| proto::ElementKind::try_from(t).ok());
        let data = match element {
            Some(proto::ElementKind::Double) if whole => {
                TensorData::Numbers(words.iter().map(|word| f64::from_le_bytes(*word)).collect())
            }
            Some(proto::ElementKind::Int64) if whole => {
                TensorData::Whole(words.iter().map(|word| i64::from_le_bytes(*word)).collect())
            }
            Some(proto::ElementKind::Uint8) => {
                TensorData::Whole(raw.iter().map(|b| i64::from(*b)).collect())
            }
            _ => return Err(format!("a constant of the type {:?}", stored.data_type)),
        };
        Self::new(sizes, data)
    }
}

/// Returns the broadcast sizes of several tensors: from the last axis on, sizes must be equal or 1.
pub fn together(all: &[&[usize]]) -> Result<Vec<usize>, String> {
    let rank = all.iter().map(|sizes| sizes.len()).max().unwrap_or(0);
    let mut common = vec![1; rank];
    for sizes in all {
        for (common, size) in common[rank - sizes.len()..].iter_mut().zip(*sizes) {
            match (*common, *size) {
                (a, b) if a == b || b == 1 => {}
                (1, b) => *common = b,
                _ => return Err(format!("the sizes {all:?} do not go together")),
            }
        }
    }
    Ok(common)
}

/// Returns for each value of the broadcast `common` sizes the position in a tensor of these sizes.
pub fn places(sizes: &[usize], common: &[usize]) -> Result<BroadcastPlaces, String> {
    let count = checked(common)?;
    if sizes == common {
        return Ok(BroadcastPlaces::Same(count));
    }
    if volume(sizes) == Some(1) {
        return Ok(BroadcastPlaces::One(count));
    }
    let lacking = common.len() - sizes.len();
    let mut places = vec![0u32];
    let mut step = checked(sizes)?;
    for (axis, size) in common.iter().enumerate() {
        let own = axis.checked_sub(lacking).map_or(1, |axis| sizes[axis]);
        step = step.checked_div(own).unwrap_or(0);
        let stride = if own == 1 { 0 } else { step as u32 };
        let next = places
            .iter()
            .flat_map(|place| (0..*size as u32).map(move |i| place + i * stride));
        places = next.collect();
    }
    Ok(BroadcastPlaces::Listed(places))
}

/// See [`places`].
pub enum BroadcastPlaces {
    /// The sizes are the common ones: each value has its own position. Holds their number.
    Same(usize),
    /// The tensor has a single value, which is used for all. Holds their number.
    One(usize),
    /// The position of each value, from 0.
    Listed(Vec<u32>),
}

impl BroadcastPlaces {
    /// Returns the number of values of the common sizes.
    pub fn count(&self) -> usize {
        match self {
            Self::Same(count) | Self::One(count) => *count,
            Self::Listed(places) => places.len(),
        }
    }

    /// Returns the position in the tensor for this position of the common sizes.
    pub fn of(&self, value: usize) -> usize {
        match self {
            Self::Same(_) => value,
            Self::One(_) => 0,
            Self::Listed(places) => places[value] as usize,
        }
    }
}

/// Combines the values of both tensors in pairs.
pub fn paired<A, B, T>(
    a: (&[usize], &[A]),
    b: (&[usize], &[B]),
    with: impl Fn(&A, &B) -> T,
) -> Result<(Vec<usize>, Vec<T>), String> {
    let common = together(&[a.0, b.0])?;
    let (left, right) = (places(a.0, &common)?, places(b.0, &common)?);
    let pair = |value: usize| with(&a.1[left.of(value)], &b.1[right.of(value)]);
    let values = (0..left.count()).map(pair).collect();
    Ok((common, values))
}
