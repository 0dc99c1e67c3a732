//! Shapes in the plane: two coordinates and a class, to see a model's decision boundary.
//!
//! Points lie within about 1.3 of the origin. Noise mixes them with one normal cloud that is the same for every class;
//! drift rotates and shifts the later half.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::csv_writer::CsvWriter;
use super::sampler::Sampler;
use super::{Column, blend, drift};
use grove_recipe::synthetic::SyntheticSpec;

pub const COLUMNS: [Column; 3] = [("x", false), ("y", false), ("class", false)];

/// The class balance is the share of the first.
const CLASSES: [&str; 3] = ["orange", "blue", "green"];
/// The standard deviation of the cloud.
const CLOUD: f64 = 0.8;

/// Two interleaved half circles.
pub fn moons(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    fill(spec, csv, 2, |random, class| {
        let (x, y) = around(random.between(0.0, PI), 1.0);
        match class {
            0 => (0.5 - x, 0.25 - y),
            _ => (x - 0.5, y - 0.25),
        }
    });
}

/// A circle within another.
pub fn circles(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    fill(spec, csv, 2, |random, class| {
        around(random.between(0.0, TAU), [0.5, 1.0][class])
    });
}

/// Three separate discs.
pub fn blobs(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    const RADIUS: f64 = 0.6;
    fill(spec, csv, 3, |random, class| {
        let (x, y) = around(TAU * class as f64 / 3.0 + FRAC_PI_2, 0.9);
        // The root makes the density uniform over the disc.
        let (dx, dy) = around(random.between(0.0, TAU), RADIUS * random.unit().sqrt());
        (x + dx, y + dy)
    });
}

/// Two interleaved spiral arms.
pub fn spiral(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    const TURNS: f64 = 1.25;
    fill(spec, csv, 2, |random, class| {
        let along = random.unit().sqrt();
        around(TAU * TURNS * along + PI * class as f64, 0.15 + 1.15 * along)
    });
}

/// Four squares, opposite ones of the same class.
pub fn xor(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    fill(spec, csv, 2, |random, class| {
        let (x, y) = (random.between(0.03, 1.2), random.between(0.03, 1.2));
        let x = if class == 0 { x } else { -x };
        match random.chance(0.5) {
            true => (x, y),
            false => (-x, -y),
        }
    });
}

/// Converts polar to Cartesian coordinates.
fn around(angle: f64, radius: f64) -> (f64, f64) {
    (radius * libm::cos(angle), radius * libm::sin(angle))
}

/// Writes all rows of a shape; `point` draws a point of a class.
fn fill(
    spec: &SyntheticSpec,
    csv: &mut CsvWriter,
    classes: u32,
    point: impl Fn(&mut Sampler, usize) -> (f64, f64),
) {
    for row in 0..spec.rows {
        let mut random = Sampler::new(spec.seed, spec.name.set().id, row);
        let class = random.class(spec.balance, classes);
        let (x, y) = point(&mut random, class);
        let x = blend(spec.noise, x, CLOUD * random.normal());
        let y = blend(spec.noise, y, CLOUD * random.normal());
        let drift = drift(spec, row);
        let (cos, sin) = around(FRAC_PI_2 * drift, 1.0);
        csv.decimal(x * cos - y * sin + drift, 4);
        csv.decimal(x * sin + y * cos, 4);
        csv.text(CLASSES[class]);
    }
}
