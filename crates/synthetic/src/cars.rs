//! Fuel economy of invented cars, in the order of their model years.
//!
//! The rule, in litres per 100 km: 1.2 + 0.0046 per kg + 0.012 per horsepower − 0.08 per year since 1990. Cylinders and
//! displacement act through weight and power; acceleration, origin and name have no effect of their own.

use super::csv_writer::CsvWriter;
use super::sampler::Sampler;
use super::{Column, blend, drift};
use grove_recipe::synthetic::SyntheticSpec;

pub const COLUMNS: [Column; 9] = [
    ("name", false),
    ("origin", true),
    ("model_year", false),
    ("cylinders", true),
    ("displacement_l", true),
    ("horsepower", true),
    ("weight_kg", true),
    ("acceleration_s", true),
    ("mpg", false),
];

const FIRST_YEAR: f64 = 1990.0;
const YEARS: f64 = 30.0;
/// Miles per gallon at one litre per 100 km.
const MILES_PER_GALLON: f64 = 235.215;
/// Mean and standard deviation of the miles per gallon by the rule.
const MEAN: f64 = 33.0;
const DEVIATION: f64 = 7.0;

const CYLINDERS: [u32; 5] = [3, 4, 5, 6, 8];
/// The origins of cars: name, share of the cars, and the shares of the numbers of cylinders.
const ORIGINS: [(&str, f64, [f64; 5]); 3] = [
    ("America", 0.40, [0.01, 0.35, 0.02, 0.36, 0.26]),
    ("Asia", 0.33, [0.14, 0.66, 0.01, 0.17, 0.02]),
    ("Europe", 0.27, [0.05, 0.60, 0.12, 0.18, 0.05]),
];
const MAKERS: [[&str; 4]; 3] = [
    ["Ashgrove", "Durant Hill", "Lakota", "Redstone"],
    ["Hanamori", "Kitase", "Sundara", "Tenryo"],
    ["Alvaro", "Brandt", "Corvin", "Lindqvist"],
];
const MODELS: [&str; 12] = [
    "Aster", "Birch", "Comet", "Dune", "Ember", "Fjord", "Gale", "Harrier", "Iris", "Juno",
    "Kestrel", "Lark",
];

/// Writes all rows.
pub fn fill(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    for row in 0..spec.rows {
        let mut random = Sampler::new(spec.seed, "car-economy", row);
        let drift = drift(spec, row);
        let age = ((f64::from(row) + random.unit()) / f64::from(spec.rows) * YEARS).floor();
        let origin = random.weighted(&ORIGINS.map(|(_, share, _)| share));
        let cylinders = CYLINDERS[random.weighted(&ORIGINS[origin].2)];
        let displacement = f64::from(cylinders) * random.between(0.34, 0.58);
        let horsepower = (displacement * (38.0 + 1.1 * age) + 12.0 * random.normal())
            .max(35.0)
            .round();
        let weight =
            (680.0 + 270.0 * displacement + 110.0 * random.normal() + 220.0 * drift).max(600.0);
        let weight = weight.round();
        let acceleration = 1.8 + 0.8 * weight / horsepower + 0.6 * random.normal();

        let thrift = 1.0 - 0.3 * drift;
        let litres = (1.2 + 0.0046 * weight + 0.012 * horsepower - 0.08 * age) * thrift;
        let chance = MEAN + DEVIATION * random.normal();
        let mpg = blend(spec.noise, MILES_PER_GALLON / litres, chance).max(4.0);

        let (maker, model) = (random.one_of(&MAKERS[origin]), random.one_of(&MODELS));
        csv.text(&format!("{maker} {model}"));
        csv.text(ORIGINS[origin].0);
        csv.whole((FIRST_YEAR + age) as u32);
        csv.whole(cylinders);
        csv.decimal(displacement, 1);
        csv.whole(horsepower as u32);
        csv.whole(weight as u32);
        csv.decimal(acceleration, 1);
        csv.decimal(mpg, 1);
    }
}
