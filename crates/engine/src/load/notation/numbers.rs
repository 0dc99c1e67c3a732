//! Detects the decimal mark and the thousands separator.

use grove_recipe::columns::Note;
use grove_recipe::{Decimal, Delimiter, Layout, Load, LoadChoice, Thousands};

use crate::table::shorten;

use super::super::value::number::{FORMS, Mask, NumberForm, is_doubtful};

/// The cells of a column, counted by the forms in which they are numbers.
#[derive(Default)]
pub struct ColumnNumbers {
    counts: Vec<(Mask, u32)>,
    /// For each mask, the first cell and its row.
    examples: Vec<(Mask, String, u32)>,
    present: usize,
    none: usize,
}

impl ColumnNumbers {
    pub fn see(&mut self, mask: Mask, text: &str, row: u32) {
        self.present += 1;
        if mask == 0 {
            self.none += 1;
            return;
        }
        match self.counts.iter_mut().find(|(known, _)| *known == mask) {
            Some((_, count)) => *count += 1,
            None => {
                self.counts.push((mask, 1));
                self.examples.push((mask, text.to_owned(), row));
            }
        }
    }

    /// Returns whether most cells are not numbers, so that the rest does not matter.
    pub fn has_mostly_others(&self) -> bool {
        const CELLS: usize = 200;
        self.present >= CELLS && self.none * 2 > self.present
    }

    fn covered(&self, place: usize) -> u64 {
        let fits = self
            .counts
            .iter()
            .filter(|(mask, _)| mask & (1 << place) != 0);
        fits.map(|(_, count)| u64::from(*count)).sum()
    }

    pub fn is_numeric(&self, of_ten: usize) -> bool {
        let best = (0..FORMS.len()).map(|place| self.covered(place)).max();
        let best = best.unwrap_or(0);
        best > 0 && best * 10 >= (self.present * of_ten) as u64
    }
}

/// The columns of numbers.
#[derive(Default)]
pub struct NumberColumns {
    columns: Vec<(String, ColumnNumbers)>,
}

impl NumberColumns {
    pub fn add(&mut self, name: &str, column: ColumnNumbers) {
        self.columns.push((name.to_owned(), column));
    }

    /// Decides the form in which most cells are numbers. If two forms read the cells differently and nothing decides, a
    /// comma is the decimal separator in a file with semicolons, and separates thousands in others.
    pub fn decide(&self, layout: &Layout, load: &Load) -> (NumberForm, Option<Note>) {
        let allowed = |form: &NumberForm| {
            load.decimal.is_none_or(|decimal| decimal == form.decimal)
                && load.thousands.is_none_or(|mark| mark == form.thousands)
        };
        let places: Vec<usize> = (0..FORMS.len()).filter(|p| allowed(&FORMS[*p])).collect();
        let Some(&first) = places.first() else {
            // Both were chosen, with the same mark.
            let form = NumberForm {
                decimal: layout.decimal,
                thousands: layout.thousands,
            };
            return (form, None);
        };
        if let [only] = places[..] {
            return (FORMS[only], None);
        }
        let covered = |place: usize| -> u64 {
            self.columns
                .iter()
                .map(|(_, column)| column.covered(place))
                .sum()
        };
        let most = places
            .iter()
            .map(|place| covered(*place))
            .max()
            .unwrap_or(0);
        let best: Vec<usize> = places
            .iter()
            .copied()
            .filter(|place| covered(*place) == most)
            .collect();
        let has = |decimal, thousands| {
            let form = NumberForm { decimal, thousands };
            best.iter().any(|place| FORMS[*place] == form)
        };
        let commas = has(Decimal::Comma, Thousands::None)
            && has(Decimal::Point, Thousands::Comma)
            && self
                .example(|mask| is_doubtful(mask, Decimal::Comma))
                .is_some();
        let points = has(Decimal::Point, Thousands::None)
            && has(Decimal::Comma, Thousands::Point)
            && self
                .example(|mask| is_doubtful(mask, Decimal::Point))
                .is_some();
        let plain = NumberForm {
            decimal: Decimal::Point,
            thousands: Thousands::None,
        };
        let comma = NumberForm {
            decimal: Decimal::Comma,
            thousands: Thousands::None,
        };
        let english = NumberForm {
            decimal: Decimal::Point,
            thousands: Thousands::Comma,
        };
        let german = NumberForm {
            decimal: Decimal::Comma,
            thousands: Thousands::Point,
        };
        if commas {
            return match layout.delimiter {
                Delimiter::Semicolon => self.in_doubt(comma, english),
                _ => self.in_doubt(english, comma),
            };
        }
        if points && layout.delimiter != Delimiter::Comma {
            return self.in_doubt(plain, german);
        }
        let form = FORMS[best.first().copied().unwrap_or(first)];
        (form, self.decided(form))
    }

    /// Returns the first cell with such forms, with its column and row.
    fn example(&self, like: impl Fn(Mask) -> bool) -> Option<(&str, &str, u32)> {
        self.columns.iter().find_map(|(name, column)| {
            let found = column.examples.iter().find(|(mask, ..)| like(*mask))?;
            Some((name.as_str(), found.1.as_str(), found.2))
        })
    }

    /// Makes a note with the cell that proves a form other than the plain one.
    fn decided(&self, form: NumberForm) -> Option<Note> {
        let place = FORMS.iter().position(|known| *known == form)?;
        if place == 0 {
            return None;
        }
        let (column, text, row) = self.example(|mask| mask & (1 << place) != 0 && mask & 1 == 0)?;
        Some(Note::fact(format!(
            "Numbers have {}, as {} shows in {column}, row {row}.",
            in_words(form),
            shorten(text)
        )))
    }

    fn in_doubt(&self, form: NumberForm, other: NumberForm) -> (NumberForm, Option<Note>) {
        let mark = match form.decimal == Decimal::Comma || form.thousands == Thousands::Comma {
            true => Decimal::Comma,
            false => Decimal::Point,
        };
        let note = self.example(|mask| is_doubtful(mask, mark)).map(|(column, text, row)| {
            let number = super::super::value::number::read(text, form);
            let value = number.map_or(0.0, |number| number.value());
            let otherwise = super::super::value::number::read(text, other);
            let otherwise = otherwise.map_or(0.0, |number| number.value());
            Note::fact(format!(
                "Numbers are read with {}: {} in {column}, row {row}, is {value}. No number in the file shows whether it is {otherwise} instead.",
                in_words(form),
                shorten(text)
            ))
            .in_doubt()
            .or(
                format!("Read “{text}” as {otherwise}"),
                LoadChoice::Numbers(other.decimal, other.thousands),
            )
        });
        (form, note)
    }
}

fn in_words(form: NumberForm) -> &'static str {
    match (form.decimal, form.thousands) {
        (Decimal::Point, Thousands::None) => "a decimal point",
        (Decimal::Comma, Thousands::None) => "a decimal comma",
        (_, Thousands::Comma) => "commas between thousands",
        (_, Thousands::Point) => "a decimal comma and points between thousands",
        (Decimal::Point, Thousands::Space) => "spaces between thousands",
        (Decimal::Comma, Thousands::Space) => "a decimal comma and spaces between thousands",
        (Decimal::Point, Thousands::Apostrophe) => "apostrophes between thousands",
        (Decimal::Comma, Thousands::Apostrophe) => {
            "a decimal comma and apostrophes between thousands"
        }
    }
}
