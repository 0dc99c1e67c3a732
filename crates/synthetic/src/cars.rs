//! Car fuel economy: invented cars, in the order of their model years.
//!
//! The rule, in litres for 100 km: 1.2 + 0.0046 per kg + 0.012 per horsepower − 0.08 per year since 1990. Cylinders and
//! displacement stand behind weight and power; acceleration, origin and name know nothing more.

use super::draw::Draw;
use super::sheet::Sheet;
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
/// Miles per gallon at one litre for 100 km.
const MILES_PER_GALLON: f64 = 235.215;
/// Of the miles per gallon that the rule gives.
const MEAN: f64 = 33.0;
const DEVIATION: f64 = 7.0;

const CYLINDERS: [u32; 5] = [3, 4, 5, 6, 8];
/// Where cars come from, how many of them, and how often they have each number of cylinders.
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

pub fn fill(spec: &SyntheticSpec, sheet: &mut Sheet) {
    for row in 0..spec.rows {
        let mut draw = Draw::new(spec.seed, "car-economy", row);
        let drift = drift(spec, row);
        let age = ((f64::from(row) + draw.unit()) / f64::from(spec.rows) * YEARS).floor();
        let origin = draw.weighted(&ORIGINS.map(|(_, share, _)| share));
        let cylinders = CYLINDERS[draw.weighted(&ORIGINS[origin].2)];
        let displacement = f64::from(cylinders) * draw.between(0.34, 0.58);
        let horsepower = (displacement * (38.0 + 1.1 * age) + 12.0 * draw.normal())
            .max(35.0)
            .round();
        let weight =
            (680.0 + 270.0 * displacement + 110.0 * draw.normal() + 220.0 * drift).max(600.0);
        let weight = weight.round();
        let acceleration = 1.8 + 0.8 * weight / horsepower + 0.6 * draw.normal();

        let thrift = 1.0 - 0.3 * drift;
        let litres = (1.2 + 0.0046 * weight + 0.012 * horsepower - 0.08 * age) * thrift;
        let chance = MEAN + DEVIATION * draw.normal();
        let mpg = blend(spec.noise, MILES_PER_GALLON / litres, chance).max(4.0);

        let (maker, model) = (draw.one_of(&MAKERS[origin]), draw.one_of(&MODELS));
        sheet.text(&format!("{maker} {model}"));
        sheet.text(ORIGINS[origin].0);
        sheet.whole((FIRST_YEAR + age) as u32);
        sheet.whole(cylinders);
        sheet.decimal(displacement, 1);
        sheet.whole(horsepower as u32);
        sheet.whole(weight as u32);
        sheet.decimal(acceleration, 1);
        sheet.decimal(mpg, 1);
    }
}
