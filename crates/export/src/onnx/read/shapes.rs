//! Evaluates operators that move values: reshape, concat, split, gather and their like.

use super::super::proto::ElementKind;
use super::arithmetic::matrix;
use super::tensor::{Tensor, TensorData, checked, places, together, volume};

/// Reshapes to other sizes, of which one may be −1: the rest.
pub fn reshape(tensor: &Tensor, sizes: &[i64]) -> Result<Tensor, String> {
    let count = volume(&tensor.sizes).unwrap_or(0);
    let mut known = sizes.iter().filter(|size| **size != -1);
    let known = known.try_fold(1usize, |n, size| {
        n.checked_mul(usize::try_from(*size).ok()?)
    });
    let open = sizes.iter().filter(|size| **size == -1).count();
    let wrong = || format!("{:?} cannot have the sizes {sizes:?}", tensor.sizes);
    let known = known.filter(|_| open <= 1).ok_or_else(wrong)?;
    let rest = count.checked_div(known).unwrap_or(0);
    let size = |size: &i64| usize::try_from(*size).unwrap_or(rest);
    Tensor::new(sizes.iter().map(size).collect(), tensor.data.clone())
}

pub fn cast(tensor: &Tensor, to: i64) -> Result<Tensor, String> {
    let to = i32::try_from(to)
        .ok()
        .and_then(|to| ElementKind::try_from(to).ok());
    let data = match (&tensor.data, to) {
        (TensorData::Truths(values), Some(ElementKind::Double)) => {
            TensorData::Numbers(values.iter().map(|v| f64::from(u8::from(*v))).collect())
        }
        (TensorData::Numbers(values), Some(ElementKind::Int64)) => {
            TensorData::Whole(values.iter().map(|v| *v as i64).collect())
        }
        _ => return Err(format!("a cast to {to:?}")),
    };
    Tensor::new(tensor.sizes.clone(), data)
}

/// Joins tensors along an axis.
pub fn concat(tensors: &[&Tensor], axis: i64) -> Result<Tensor, String> {
    if axis == 0 {
        let lists: Result<Vec<&[i64]>, String> = tensors.iter().map(|list| list.whole()).collect();
        return Ok(Tensor::list(TensorData::Whole(lists?.concat())));
    }
    let sizes: Vec<[usize; 2]> = tensors
        .iter()
        .map(|t| matrix(t))
        .collect::<Result<_, _>>()?;
    let rows = sizes.first().map_or(0, |[rows, _]| *rows);
    if axis != 1 || sizes.iter().any(|[other, _]| *other != rows) {
        return Err("blocks of different heights".into());
    }
    let width: usize = sizes.iter().map(|[_, width]| width).sum();
    let mut values = Vec::with_capacity(rows * width);
    let blocks: Vec<&[f64]> = tensors
        .iter()
        .map(|t| t.numbers())
        .collect::<Result<_, _>>()?;
    for row in 0..rows {
        for (block, [_, width]) in blocks.iter().zip(&sizes) {
            values.extend_from_slice(&block[row * width..(row + 1) * width]);
        }
    }
    Tensor::new(vec![rows, width], TensorData::Numbers(values))
}

pub fn expand(tensor: &Tensor, sizes: &[i64]) -> Result<Tensor, String> {
    let size = |size: &i64| usize::try_from(*size).map_err(|_| "a negative size".to_owned());
    let sizes: Vec<usize> = sizes.iter().map(size).collect::<Result<_, _>>()?;
    let common = together(&[&tensor.sizes, &sizes])?;
    let (at, values) = (places(&tensor.sizes, &common)?, tensor.numbers()?);
    let values = (0..at.count()).map(|value| values[at.of(value)]).collect();
    Tensor::new(common, TensorData::Numbers(values))
}

pub fn transpose(tensor: &Tensor) -> Result<Tensor, String> {
    let [rows, columns] = matrix(tensor)?;
    let data = match &tensor.data {
        TensorData::Whole(values) => TensorData::Whole(turned(values, rows, columns)),
        TensorData::Numbers(values) => TensorData::Numbers(turned(values, rows, columns)),
        _ => return Err("a transposition of such values".into()),
    };
    Tensor::new(vec![columns, rows], data)
}

fn turned<T: Copy>(values: &[T], rows: usize, columns: usize) -> Vec<T> {
    let column = |column: usize| (0..rows).map(move |row| values[row * columns + column]);
    (0..columns).flat_map(column).collect()
}

/// Splits a matrix into parts of equally many rows, or into its columns.
pub fn split(
    tensor: &Tensor,
    sizes: &[i64],
    axis: i64,
    outputs: usize,
) -> Result<Vec<Tensor>, String> {
    let [rows, columns] = matrix(tensor)?;
    let along = if axis == 0 { rows } else { columns };
    let size = sizes.first().and_then(|size| usize::try_from(*size).ok());
    let size = size.filter(|size| *size == 1 || axis == 0 && *size > 0);
    let size = size.filter(|_| sizes.iter().all(|size| *size == sizes[0]));
    let whole = size.and_then(|size| size.checked_mul(outputs)) == Some(along);
    let Some(size) = size.filter(|_| whole && sizes.len() == outputs) else {
        return Err("a split into other parts than equal ones".into());
    };
    let part = |place: usize| match (&tensor.data, axis) {
        (TensorData::Whole(values), 0) => {
            let part = place * size * columns..(place + 1) * size * columns;
            Tensor::new(
                vec![size, columns],
                TensorData::Whole(values[part].to_vec()),
            )
        }
        (TensorData::Numbers(values), 1) => {
            let column = (0..rows).map(|row| values[row * columns + place]).collect();
            Tensor::new(vec![rows, 1], TensorData::Numbers(column))
        }
        _ => Err("a split of such values".into()),
    };
    (0..outputs).map(part).collect()
}

/// Takes values at the given positions along an axis.
pub fn gather(table: &Tensor, at: &Tensor, axis: i64) -> Result<Tensor, String> {
    let values = table.numbers()?;
    let (height, width) = match (axis, table.sizes.as_slice()) {
        (0, [height]) => (*height, 1),
        (0, [height, width]) => (*height, *width),
        (1, [rows, width]) if at.whole()? == [0] => {
            let first = (0..*rows).map(|row| values[row * width]).collect();
            return Tensor::new(vec![*rows, 1], TensorData::Numbers(first));
        }
        _ => return Err("a look-up in such a table".into()),
    };
    let mut found = Vec::with_capacity(checked(&[at.whole()?.len(), width])?);
    for place in at.whole()? {
        let place = usize::try_from(*place).ok().filter(|place| *place < height);
        let place = place.ok_or("a look-up beyond the table")?;
        found.extend_from_slice(&values[place * width..(place + 1) * width]);
    }
    let sizes = at.sizes.iter().chain(&table.sizes[1..]).copied().collect();
    Tensor::new(sizes, TensorData::Numbers(found))
}
