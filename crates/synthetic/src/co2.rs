//! CO₂ emissions of invented regions, month by month.
//!
//! The rule: emissions = electricity × (0.95 coal + 0.42 gas + 0.65 oil) + heating × (0.4 + coal), in megatonnes.
//! Electricity grows with people and with income per head, heating with people and with cold. Rainfall has no part.

use super::draw::Draw;
use super::sheet::Sheet;
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
/// Ten years.
const MONTHS: u32 = 120;
const REGIONS_AT_LEAST: u32 = 8;
/// Of the logarithm of the emissions that the rule gives.
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

/// What a region is like in the first month.
struct Region {
    name: String,
    /// In millions.
    population: f64,
    /// In thousands a year.
    income: f64,
    /// Degrees on the average of a year, and how far summer and winter are from that.
    warmth: f64,
    seasons: f64,
    coal: f64,
    gas: f64,
    oil: f64,
}

impl Region {
    fn new(seed: u32, index: u32) -> Self {
        let mut draw = Draw::new(seed, "region", index);
        let coal = draw.between(0.0, 0.6);
        let gas = draw.between(0.05, 0.35) * (1.0 - coal);
        let oil = draw.between(0.05, 0.25) * (1.0 - coal);
        Self {
            name: name(index),
            population: libm::exp(1.6 + 0.8 * draw.normal()),
            income: draw.between(6.0, 62.0),
            warmth: draw.between(3.0, 22.0),
            seasons: draw.between(4.0, 14.0),
            coal,
            gas,
            oil,
        }
    }
}

/// A name for each of 8,400 regions; there are never more.
fn name(index: u32) -> String {
    // Prime to their number, so that neighbours sound different and none comes twice.
    const STEP: u32 = 1601;
    let index = (index * STEP % 8400) as usize;
    let (start, middle, end) = (index % 20, index / 20 % 20, index / 400);
    format!("{}{}{}", STARTS[start], MIDDLES[middle], ENDS[end])
}

pub fn fill(spec: &SyntheticSpec, sheet: &mut Sheet) {
    let count = spec.rows.div_ceil(MONTHS).max(REGIONS_AT_LEAST);
    let regions: Vec<Region> = (0..count).map(|i| Region::new(spec.seed, i)).collect();
    for row in 0..spec.rows {
        let (region, month) = (&regions[(row % count) as usize], row / count);
        let mut draw = Draw::new(spec.seed, "co2-emissions", row);
        let drift = drift(spec, row);
        let years = f64::from(month) / 12.0;
        let population = region.population * (1.0 + 0.006 * years);
        let income = region.income * (1.0 + 0.02 * years);
        // Coal is being replaced, and more quickly where there is drift.
        let phased_out = (0.03 * years + 0.3 * drift).min(1.0);
        let coal = region.coal * (1.0 - phased_out);
        let (gas, oil) = (region.gas, region.oil);
        let angle = std::f64::consts::TAU * (f64::from(month % 12) + 0.5) / 12.0;
        let degrees = region.warmth - region.seasons * libm::cos(angle) + 1.5 * draw.normal();
        let cold = (30.0 * (16.0 - degrees)).max(0.0).round();
        let rain = (70.0 + 35.0 * draw.normal()).max(0.0).round();

        let electricity = population * (0.15 + 0.02 * income);
        let heating = population * cold * 0.0007;
        let rule = electricity * (0.95 * coal + 0.42 * gas + 0.65 * oil) + heating * (0.4 + coal);
        let rule = libm::log(rule * (1.0 - 0.5 * drift));
        let chance = LOG_MEAN + LOG_DEVIATION * draw.normal();

        sheet.text(&region.name);
        sheet.text(&format!(
            "{}-{:02}-01",
            FIRST_YEAR + month / 12,
            month % 12 + 1
        ));
        sheet.decimal(population, 3);
        sheet.decimal(population * income, 2);
        sheet.decimal(coal, 4);
        sheet.decimal(gas, 4);
        sheet.decimal(oil, 4);
        sheet.decimal(1.0 - coal - gas - oil, 4);
        sheet.whole(cold as u32);
        sheet.whole(rain as u32);
        sheet.decimal(libm::exp(blend(spec.noise, rule, chance)), 4);
    }
}
