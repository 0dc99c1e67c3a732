//! Evaluates lookup tables.

use std::collections::HashMap;

use super::attributes::Attributes;
use super::tensor::{Tensor, TensorData};

/// Looks up each value in a table.
pub fn label_encoder(tensor: &Tensor, attributes: &mut Attributes) -> Result<Tensor, String> {
    if let Some(names) = attributes.texts("values_strings")? {
        let keys = attributes.ints("keys_int64s")?;
        let table: HashMap<i64, &String> = keys.iter().copied().zip(&names).collect();
        let name = |key: &i64| table.get(key).map(|name| (*name).clone());
        let found: Option<Vec<String>> = tensor.whole()?.iter().map(name).collect();
        let found = found.ok_or("a class without a name")?;
        return Tensor::new(tensor.sizes.clone(), TensorData::Texts(found));
    }
    let places: Vec<i64> = if let Some(keys) = attributes.texts("keys_strings")? {
        let values = attributes.ints("values_int64s")?;
        let default = attributes.int("default_int64")?;
        let default = default.ok_or("a table without a default")?;
        let table: HashMap<&str, i64> = keys
            .iter()
            .map(String::as_str)
            .zip(values.iter().copied())
            .collect();
        let texts = tensor.texts()?.iter();
        texts
            .map(|text| *table.get(text.as_str()).unwrap_or(&default))
            .collect()
    } else {
        let mut part = |name: &str| {
            let part = attributes.tensor(name)?;
            part.ok_or_else(|| format!("a table without {name}"))
        };
        let [keys, values, default] = [
            part("keys_tensor")?,
            part("values_tensor")?,
            part("default_tensor")?,
        ];
        let default = *default.whole()?.first().ok_or("an empty default")?;
        let table: HashMap<u64, i64> = keys
            .numbers()?
            .iter()
            .map(|key| bits(*key))
            .zip(values.whole()?.iter().copied())
            .collect();
        let numbers = tensor.numbers()?.iter();
        numbers
            .map(|number| *table.get(&bits(*number)).unwrap_or(&default))
            .collect()
    };
    Tensor::new(tensor.sizes.clone(), TensorData::Whole(places))
}

/// Returns bits that are equal for equal numbers, including both zeros, and for NaNs.
fn bits(number: f64) -> u64 {
    match number.is_nan() {
        true => f64::NAN.to_bits(),
        false => (number + 0.0).to_bits(),
    }
}
