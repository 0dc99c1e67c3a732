//! Evaluates elementwise operators, matrix products and reductions.

use super::tensor::{Tensor, TensorData, checked, paired, places, together};

/// Applies a function to each number.
pub fn each(tensor: &Tensor, of: impl Fn(f64) -> f64) -> Result<Tensor, String> {
    let values = tensor.numbers()?.iter().map(|value| of(*value)).collect();
    Tensor::new(tensor.sizes.clone(), TensorData::Numbers(values))
}

pub fn is_nan(tensor: &Tensor) -> Result<Tensor, String> {
    let values = tensor
        .numbers()?
        .iter()
        .map(|value| value.is_nan())
        .collect();
    Tensor::new(tensor.sizes.clone(), TensorData::Truths(values))
}

/// Applies a function to each two numbers.
pub fn both(a: &Tensor, b: &Tensor, of: impl Fn(f64, f64) -> f64) -> Result<Tensor, String> {
    let (a, b) = (
        (a.sizes.as_slice(), a.numbers()?),
        (b.sizes.as_slice(), b.numbers()?),
    );
    let (sizes, values) = paired(a, b, |a, b| of(*a, *b))?;
    Tensor::new(sizes, TensorData::Numbers(values))
}

/// Compares each two numbers.
pub fn compared(a: &Tensor, b: &Tensor, of: impl Fn(f64, f64) -> bool) -> Result<Tensor, String> {
    let (a, b) = (
        (a.sizes.as_slice(), a.numbers()?),
        (b.sizes.as_slice(), b.numbers()?),
    );
    let (sizes, values) = paired(a, b, |a, b| of(*a, *b))?;
    Tensor::new(sizes, TensorData::Truths(values))
}

pub fn equal(a: &Tensor, b: &Tensor) -> Result<Tensor, String> {
    if let (TensorData::Whole(left), TensorData::Whole(right)) = (&a.data, &b.data) {
        let (sizes, values) = paired((&a.sizes, left), (&b.sizes, right), |a, b| a == b)?;
        return Tensor::new(sizes, TensorData::Truths(values));
    }
    compared(a, b, |a, b| a == b)
}

/// Takes the numbers of `yes` where the condition is true, otherwise those of `no`.
pub fn choose(condition: &Tensor, yes: &Tensor, no: &Tensor) -> Result<Tensor, String> {
    let common = together(&[&condition.sizes, &yes.sizes, &no.sizes])?;
    let at = places(&condition.sizes, &common)?;
    let (of_yes, of_no) = (places(&yes.sizes, &common)?, places(&no.sizes, &common)?);
    let (condition, yes, no) = (condition.truths()?, yes.numbers()?, no.numbers()?);
    let chosen = |value: usize| match condition[at.of(value)] {
        true => yes[of_yes.of(value)],
        false => no[of_no.of(value)],
    };
    let values = (0..at.count()).map(chosen).collect();
    Tensor::new(common, TensorData::Numbers(values))
}

/// Multiplies two matrices.
pub fn product(a: &Tensor, b: &Tensor) -> Result<Tensor, String> {
    let ([rows, inner], [as_many, columns]) = (matrix(a)?, matrix(b)?);
    if inner != as_many {
        return Err(format!("{:?} times {:?}", a.sizes, b.sizes));
    }
    let (left, right) = (a.numbers()?, b.numbers()?);
    let mut values = vec![0.0; checked(&[rows, columns])?];
    for row in 0..rows {
        for at in 0..inner {
            let factor = left[row * inner + at];
            for column in 0..columns {
                values[row * columns + column] += factor * right[at * columns + column];
            }
        }
    }
    Tensor::new(vec![rows, columns], TensorData::Numbers(values))
}

/// Returns the sizes of a matrix.
pub fn matrix(tensor: &Tensor) -> Result<[usize; 2], String> {
    let sizes = <[usize; 2]>::try_from(tensor.sizes.as_slice());
    sizes.map_err(|_| {
        format!(
            "rows and columns were expected, not the sizes {:?}",
            tensor.sizes
        )
    })
}

/// Sums each row, as a column.
pub fn row_sums(tensor: &Tensor) -> Result<Tensor, String> {
    let [rows, width] = matrix(tensor)?;
    let values = tensor.numbers()?;
    let sum = |row: usize| values[row * width..(row + 1) * width].iter().sum();
    Tensor::new(
        vec![rows, 1],
        TensorData::Numbers((0..rows).map(sum).collect()),
    )
}

/// Computes the softmax of each row.
pub fn softmax(tensor: &Tensor) -> Result<Tensor, String> {
    let [rows, width] = matrix(tensor)?;
    let mut values = tensor.numbers()?.to_vec();
    for row in values.chunks_exact_mut(width.max(1)) {
        let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        row.iter_mut()
            .for_each(|value| *value = libm::exp(*value - largest));
        let sum: f64 = row.iter().sum();
        row.iter_mut().for_each(|value| *value /= sum);
    }
    Tensor::new(vec![rows, width], TensorData::Numbers(values))
}

/// Returns the position of each row's largest value; of equal ones the first.
pub fn largest(tensor: &Tensor) -> Result<Tensor, String> {
    let [rows, width] = matrix(tensor)?;
    let values = tensor.numbers()?;
    let place = |row: usize| {
        let row = &values[row * width..(row + 1) * width];
        let mut best = 0;
        for (place, value) in row.iter().enumerate() {
            if *value > row[best] {
                best = place;
            }
        }
        best as i64
    };
    Tensor::new(
        vec![rows],
        TensorData::Whole((0..rows).map(place).collect()),
    )
}
