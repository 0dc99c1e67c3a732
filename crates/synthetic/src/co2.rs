//! CO₂ emissions of invented regions by month.
//!
//! The rule: emissions = electricity × (0.95 coal + 0.42 gas + 0.65 oil) + heating × (0.4 + coal), in megatonnes.
//! Electricity grows with population and income per head, heating with population and cold. Rainfall has no effect.

use super::csv_writer::CsvWriter;
use super::sampler::Sampler;
use super::{Column, blend, drift};
use grove_recipe::synthetic::SyntheticSpec;

pub const COLUMNS: [Column; 11] = [
    ("region", false),
    ("month", false),
    ("population_m", true),
    ("gdp_bn", true),
    ("coal_share", true),
    ("gas_share", true),
    ("oil_share", true),
    ("low_carbon_share", true),
    ("heating_degree_days", true),
    ("rainfall_mm", true),
    ("emissions_mt", false),
];

const FIRST_YEAR: u32 = 2015;
/// The length of the series: ten years.
const MONTHS: u32 = 120;
const REGIONS_AT_LEAST: u32 = 8;
/// Mean and standard deviation of the logarithm of the emissions by the rule.
const LOG_MEAN: f64 = 0.6;
const LOG_DEVIATION: f64 = 1.0;

const STARTS: [&str; 20] = [
    "Al", "Bor", "Cal", "Dor", "El", "Fen", "Gal", "Hal", "Ist", "Jor", "Kel", "Lor", "Mar", "Nor",
    "Ost", "Pel", "Ros", "Sel", "Tar", "Vel",
];
const MIDDLES: [&str; 20] = [
    "a", "ba", "da", "e", "ga", "i", "ka", "la", "li", "ma", "mi", "na", "ne", "o", "ra", "ri",
    "sa", "ta", "ti", "va",
];
const ENDS: [&str; 21] = [
    "dia", "don", "gard", "land", "lia", "mar", "mond", "nia", "nor", "ria", "rin", "ros", "sia",
    "stan", "thia", "tia", "via", "vik", "wen", "wick", "zia",
];

/// A region in the first month.
struct Region {
    name: String,
    /// In millions.
    population: f64,
    /// Per head, in thousands a year.
    income: f64,
    /// The mean temperature of a year in °C.
    warmth: f64,
    /// How far summer and winter are from the mean, in °C.
    seasons: f64,
    /// Shares of the electricity.
    coal: f64,
    gas: f64,
    oil: f64,
}

impl Region {
    fn new(seed: u32, index: u32) -> Self {
        let mut random = Sampler::new(seed, "region", index);
        let coal = random.between(0.0, 0.6);
        let gas = random.between(0.05, 0.35) * (1.0 - coal);
        let oil = random.between(0.05, 0.25) * (1.0 - coal);
        Self {
            name: name(index),
            population: libm::exp(1.6 + 0.8 * random.normal()),
            income: random.between(6.0, 62.0),
            warmth: random.between(3.0, 22.0),
            seasons: random.between(4.0, 14.0),
            coal,
            gas,
            oil,
        }
    }
}

/// Returns the name of a region, a different one for each of 8,400. There are never more.
fn name(index: u32) -> String {
    // Coprime to 8,400, so that no name repeats and neighbours sound different.
    const STEP: u32 = 1601;
    let index = (index * STEP % 8400) as usize;
    let (start, middle, end) = (index % 20, index / 20 % 20, index / 400);
    format!("{}{}{}", STARTS[start], MIDDLES[middle], ENDS[end])
}

/// Writes all rows.
pub fn fill(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    let count = spec.rows.div_ceil(MONTHS).max(REGIONS_AT_LEAST);
    let regions: Vec<Region> = (0..count).map(|i| Region::new(spec.seed, i)).collect();
    for row in 0..spec.rows {
        let (region, month) = (&regions[(row % count) as usize], row / count);
        let mut random = Sampler::new(spec.seed, "co2-emissions", row);
        let drift = drift(spec, row);
        let years = f64::from(month) / 12.0;
        let population = region.population * (1.0 + 0.006 * years);
        let income = region.income * (1.0 + 0.02 * years);
        // Coal is phased out, faster with drift.
        let phased_out = (0.03 * years + 0.3 * drift).min(1.0);
        let coal = region.coal * (1.0 - phased_out);
        let (gas, oil) = (region.gas, region.oil);
        let angle = std::f64::consts::TAU * (f64::from(month % 12) + 0.5) / 12.0;
        let degrees = region.warmth - region.seasons * libm::cos(angle) + 1.5 * random.normal();
        let cold = (30.0 * (16.0 - degrees)).max(0.0).round();
        let rain = (70.0 + 35.0 * random.normal()).max(0.0).round();

        let electricity = population * (0.15 + 0.02 * income);
        let heating = population * cold * 0.0007;
        let rule = electricity * (0.95 * coal + 0.42 * gas + 0.65 * oil) + heating * (0.4 + coal);
        let rule = libm::log(rule * (1.0 - 0.5 * drift));
        let chance = LOG_MEAN + LOG_DEVIATION * random.normal();

        csv.text(&region.name);
        csv.text(&format!(
            "{}-{:02}-01",
            FIRST_YEAR + month / 12,
            month % 12 + 1
        ));
        csv.decimal(population, 3);
        csv.decimal(population * income, 2);
        csv.decimal(coal, 4);
        csv.decimal(gas, 4);
        csv.decimal(oil, 4);
        csv.decimal(1.0 - coal - gas - oil, 4);
        csv.whole(cold as u32);
        csv.whole(rain as u32);
        csv.decimal(libm::exp(blend(spec.noise, rule, chance)), 4);
    }
}
