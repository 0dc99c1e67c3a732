//! Shapes in the plane: two coordinates and a class, to see where a model draws its borders.
//!
//! A shape's points lie within about 1.3 of the origin. Noise draws them towards one normal cloud that is the same for
//! every class; drift turns and moves the later ones.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::draw::Draw;
use super::sheet::Sheet;
use super::{Column, blend, drift};
use grove_recipe::synthetic::SyntheticSpec;

pub const COLUMNS: [Column; 3] = [("x", false), ("y", false), ("class", false)];

/// The first is the one whose share can be chosen.
const CLASSES: [&str; 3] = ["orange", "blue", "green"];
/// The standard deviation of points that are nothing but noise.
const CLOUD: f64 = 0.8;

pub fn moons(spec: &SyntheticSpec, sheet: &mut Sheet) {
    fill(spec, sheet, 2, |draw, class| {
        let (x, y) = around(draw.between(0.0, PI), 1.0);
        match class {
            0 => (0.5 - x, 0.25 - y),
            _ => (x - 0.5, y - 0.25),
        }
    });
}

pub fn circles(spec: &SyntheticSpec, sheet: &mut Sheet) {
    fill(spec, sheet, 2, |draw, class| {
        around(draw.between(0.0, TAU), [0.5, 1.0][class])
    });
}

pub fn blobs(spec: &SyntheticSpec, sheet: &mut Sheet) {
    const RADIUS: f64 = 0.6;
    fill(spec, sheet, 3, |draw, class| {
        let (x, y) = around(TAU * class as f64 / 3.0 + FRAC_PI_2, 0.9);
        // The root makes the points as dense at a blob's rim as in its middle.
        let (dx, dy) = around(draw.between(0.0, TAU), RADIUS * draw.unit().sqrt());
        (x + dx, y + dy)
    });
}

pub fn spiral(spec: &SyntheticSpec, sheet: &mut Sheet) {
    const TURNS: f64 = 1.25;
    fill(spec, sheet, 2, |draw, class| {
        let along = draw.unit().sqrt();
        around(TAU * TURNS * along + PI * class as f64, 0.15 + 1.15 * along)
    });
}

pub fn xor(spec: &SyntheticSpec, sheet: &mut Sheet) {
    fill(spec, sheet, 2, |draw, class| {
        let (x, y) = (draw.between(0.03, 1.2), draw.between(0.03, 1.2));
        let x = if class == 0 { x } else { -x };
        match draw.chance(0.5) {
            true => (x, y),
            false => (-x, -y),
        }
    });
}

fn around(angle: f64, radius: f64) -> (f64, f64) {
    (radius * libm::cos(angle), radius * libm::sin(angle))
}

/// Writes points of a shape with so many classes; `point` gives one of a class.
fn fill(
    spec: &SyntheticSpec,
    sheet: &mut Sheet,
    classes: u32,
    point: impl Fn(&mut Draw, usize) -> (f64, f64),
) {
    for row in 0..spec.rows {
        let mut draw = Draw::new(spec.seed, spec.name.set().id, row);
        let class = draw.class(spec.balance, classes);
        let (x, y) = point(&mut draw, class);
        let x = blend(spec.noise, x, CLOUD * draw.normal());
        let y = blend(spec.noise, y, CLOUD * draw.normal());
        let drift = drift(spec, row);
        let (cos, sin) = around(FRAC_PI_2 * drift, 1.0);
        sheet.decimal(x * cos - y * sin + drift, 4);
        sheet.decimal(x * sin + y * cos, 4);
        sheet.text(CLASSES[class]);
    }
}
