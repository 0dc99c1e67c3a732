//! Songs of six genres, from 1960 to 2024. Each genre has its own tempo, energy and words.
//!
//! Without noise, genres do not overlap in tempo and energy, and their lyrics share only common words. Noise moves tempo
//! and energy towards a common mean and mixes in words of other genres.

use super::csv_writer::CsvWriter;
use super::sampler::Sampler;
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
/// The share of the lyrics' words that belong to a genre.
const THEMED: f64 = 0.4;
/// Half the range of a genre's tempo and energy.
const TEMPO_WIDTH: f64 = 9.0;
const ENERGY_WIDTH: f64 = 0.09;

/// Writes all rows.
pub fn fill(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    for row in 0..spec.rows {
        let mut random = Sampler::new(spec.seed, "songs", row);
        let number = random.class(spec.balance, GENRES.len() as u32);
        let (genre, other) = (&GENRES[number], &GENRES[(number + 1) % GENRES.len()]);
        let towards_other = drift(spec, row);
        let mut near = |own: f64, others: f64, width: f64| {
            blend(towards_other, own, others) + width * random.between(-1.0, 1.0)
        };
        let tempo = near(genre.tempo, other.tempo, TEMPO_WIDTH);
        let energy = near(genre.energy, other.energy, ENERGY_WIDTH);
        let tempo = blend(spec.noise, tempo, 112.0 + 30.0 * random.normal());
        let energy = blend(spec.noise, energy, 0.5 + 0.25 * random.normal());
        let duration = (205.0 + 45.0 * random.normal()).clamp(60.0, 900.0);
        let year = FIRST_YEAR + (f64::from(row) + random.unit()) / f64::from(spec.rows) * YEARS;

        let mut lyrics = String::new();
        for place in 0..WORDS {
            let words = match place == 0 || random.chance(THEMED) {
                true if random.chance(spec.noise) => &random.one_of(&GENRES).words,
                true => &genre.words,
                false => &COMMON,
            };
            if place > 0 {
                lyrics.push(' ');
            }
            let word: &&str = random.one_of(words);
            lyrics.push_str(word);
        }

        let theme = lyrics.split(' ').next().unwrap_or_default();
        csv.text(&format!("The {} of {theme}", random.one_of(&COMMON)));
        csv.text(&lyrics);
        csv.whole(tempo.clamp(30.0, 260.0).round() as u32);
        csv.decimal(energy.clamp(0.0, 1.0), 3);
        csv.whole(duration.round() as u32);
        csv.whole(year as u32);
        csv.text(genre.name);
    }
}
