//! Makes synthetic tables by known rules: turns a [`SyntheticSpec`] into the bytes of a CSV file.
//!
//! A table's name, number of rows, seed, noise, drift, missing cells and class balance are parameters. Each table's rule is
//! described in its module.
//!
//! Why: `docs/decisions/0031-synthetic-data-is-a-file.md`.

mod cars;
mod co2;
mod csv_writer;
mod sampler;
mod shapes;
mod songs;
mod taxi;
mod words;
mod zones;

use csv_writer::CsvWriter;
use grove_recipe::error::StageError;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};

/// Makes the CSV file of a spec: UTF-8 with a header, comma-separated. The same spec gives the same bytes on every
/// platform. O(rows).
///
/// ```
/// use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
///
/// let spec = SyntheticSpec { rows: 100, ..SyntheticSpec::new(SyntheticName::Moons) };
/// let csv = String::from_utf8(grove_synthetic::make(&spec)?).expect("UTF-8");
/// assert_eq!(csv.lines().next(), Some("x,y,class"));
/// assert_eq!(csv.lines().count(), 101);
/// # Ok::<(), grove_recipe::error::StageError>(())
/// ```
///
/// # Errors
/// Names the first parameter that is out of its range.
pub fn make(spec: &SyntheticSpec) -> Result<Vec<u8>, StageError> {
    spec.check()?;
    let (columns, fill): (&'static [Column], fn(&SyntheticSpec, &mut CsvWriter)) = match spec.name {
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
    let mut csv = CsvWriter::new(columns, spec);
    fill(spec, &mut csv);
    Ok(csv.finish())
}

/// A column's name, and whether the share of missing values applies to it.
type Column = (&'static str, bool);

/// Returns the drift of a row: all of it in the later half of the table, none before.
fn drift(spec: &SyntheticSpec, row: u32) -> f64 {
    match is_late(spec, row) {
        true => spec.drift,
        false => 0.0,
    }
}

/// Returns whether a row is in the later half of the table.
fn is_late(spec: &SyntheticSpec, row: u32) -> bool {
    row >= spec.rows / 2
}

/// Mixes the rule's value with a random one. Where both have the same variance, the rule explains
/// (1 − n)² / ((1 − n)² + n²) of the result's variance for noise n: 94 % at 0.2, half at 0.5.
fn blend(noise: f64, rule: f64, chance: f64) -> f64 {
    (1.0 - noise) * rule + noise * chance
}
