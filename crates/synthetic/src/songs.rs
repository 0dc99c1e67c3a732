//! Songs of six genres, from 1960 to 2024: each genre has a tempo, an energy and words of its own.
//!
//! Without noise a genre's songs lie in a rectangle of tempo and energy that meets no other, and their lyrics hold
//! words of no other genre. Noise draws tempo and energy towards what is common to all, and mixes the words.

use super::draw::Draw;
use super::sheet::Sheet;
use super::words::{COMMON, GENRES};
use super::{Column, blend, drift};
use grove_recipe::synthetic::SyntheticSpec;

pub const COLUMNS: [Column; 7] = [
    ("title", false),
    ("lyrics", true),
    ("tempo_bpm", true),
    ("energy", true),
    ("duration_s", true),
    ("year", false),
    ("genre", false),
];

const FIRST_YEAR: f64 = 1960.0;
const YEARS: f64 = 65.0;
const WORDS: u32 = 10;
/// How often a word of the lyrics is one that not every genre has.
const THEMED: f64 = 0.4;
/// Half the width of a genre's rectangle.
const TEMPO_WIDTH: f64 = 9.0;
const ENERGY_WIDTH: f64 = 0.09;

pub fn fill(spec: &SyntheticSpec, sheet: &mut Sheet) {
    for row in 0..spec.rows {
        let mut draw = Draw::new(spec.seed, "songs", row);
        let number = draw.class(spec.balance, GENRES.len() as u32);
        let (genre, other) = (&GENRES[number], &GENRES[(number + 1) % GENRES.len()]);
        let towards_other = drift(spec, row);
        let mut near = |own: f64, others: f64, width: f64| {
            blend(towards_other, own, others) + width * draw.between(-1.0, 1.0)
        };
        let tempo = near(genre.tempo, other.tempo, TEMPO_WIDTH);
        let energy = near(genre.energy, other.energy, ENERGY_WIDTH);
        let tempo = blend(spec.noise, tempo, 112.0 + 30.0 * draw.normal());
        let energy = blend(spec.noise, energy, 0.5 + 0.25 * draw.normal());
        let duration = (205.0 + 45.0 * draw.normal()).clamp(60.0, 900.0);
        let year = FIRST_YEAR + (f64::from(row) + draw.unit()) / f64::from(spec.rows) * YEARS;

        let mut lyrics = String::new();
        for place in 0..WORDS {
            let words = match place == 0 || draw.chance(THEMED) {
                true if draw.chance(spec.noise) => &draw.one_of(&GENRES).words,
                true => &genre.words,
                false => &COMMON,
            };
            if place > 0 {
                lyrics.push(' ');
            }
            let word: &&str = draw.one_of(words);
            lyrics.push_str(word);
        }

        let theme = lyrics.split(' ').next().unwrap_or_default();
        sheet.text(&format!("The {} of {theme}", draw.one_of(&COMMON)));
        sheet.text(&lyrics);
        sheet.whole(tempo.clamp(30.0, 260.0).round() as u32);
        sheet.decimal(energy.clamp(0.0, 1.0), 3);
        sheet.whole(duration.round() as u32);
        sheet.whole(year as u32);
        sheet.text(genre.name);
    }
}
