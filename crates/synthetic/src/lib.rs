//! Data made by known rules, so that a lesson needs no file: a spec becomes the bytes of a CSV file.

mod cars;
mod co2;
mod draw;
mod shapes;
mod sheet;
mod songs;
mod taxi;
mod words;
mod zones;

use grove_recipe::error::StageError;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
use sheet::Sheet;

/// The bytes of the CSV file that a spec stands for: the same ones on every platform. `Err` names a knob that is out
/// of range. O(rows).
pub fn make(spec: &SyntheticSpec) -> Result<Vec<u8>, StageError> {
    spec.check()?;
    let (columns, fill): (&'static [Column], fn(&SyntheticSpec, &mut Sheet)) = match spec.name {
        SyntheticName::TaxiTrips => (&taxi::COLUMNS, taxi::fill),
        SyntheticName::Co2Emissions => (&co2::COLUMNS, co2::fill),
        SyntheticName::CarEconomy => (&cars::COLUMNS, cars::fill),
        SyntheticName::Songs => (&songs::COLUMNS, songs::fill),
        SyntheticName::Moons => (&shapes::COLUMNS, shapes::moons),
        SyntheticName::Circles => (&shapes::COLUMNS, shapes::circles),
        SyntheticName::Blobs => (&shapes::COLUMNS, shapes::blobs),
        SyntheticName::Spiral => (&shapes::COLUMNS, shapes::spiral),
        SyntheticName::Xor => (&shapes::COLUMNS, shapes::xor),
    };
    let mut sheet = Sheet::new(columns, spec);
    fill(spec, &mut sheet);
    Ok(sheet.finish())
}

/// A column's name, and whether the knob for missing values empties some of its cells.
type Column = (&'static str, bool);

/// The drift that a row feels: the whole of it in the later half, none before.
fn drift(spec: &SyntheticSpec, row: u32) -> f64 {
    match is_late(spec, row) {
        true => spec.drift,
        false => 0.0,
    }
}

fn is_late(spec: &SyntheticSpec, row: u32) -> bool {
    row >= spec.rows / 2
}

/// What the rule says, moved towards what chance says. Where both have the same variance, the rule explains
/// (1 − n)² / ((1 − n)² + n²) of the result: 94 % at 0.2, half at 0.5.
fn blend(noise: f64, rule: f64, chance: f64) -> f64 {
    (1.0 - noise) * rule + noise * chance
}
