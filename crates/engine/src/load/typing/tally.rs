//! Counts the kinds of a column's cells, and proposes the kind that fits nearly all of them.

use chrono::Datelike;

use crate::load::types::truth;
use grove_recipe::columns::ColumnKind;

use super::super::notation::other_order;
use super::super::value::date::{DateText, Day, is_time_of_day, shape};
use super::super::value::marker::Markers;
use super::super::value::number::{self, WrittenNumber, is_code};
use super::super::value::sign::is_share;
use super::Notation;
use super::affixed::Affixed;
use super::two_digit_years::TwoDigitYears;

/// Cells that are no numbers, or no dates, are odd if they are at most one of this many.
const ODD_IN: u32 = 20;
/// A single such cell is odd beside at least this many others.
const ODD_BESIDE: u32 = 9;
/// At least this many values are numbers or dates even if most cells are missing.
const AMONG_MARKERS: u32 = 3;
/// From this share of numbers on, a note says that a column of texts has numbers: four of five.
const SAID: (u32, u32) = (4, 5);
/// From this share on, whole numbers that a 64-bit float cannot hold make a column one of names: one of ten.
const BIG: u32 = 10;

/// Returns whether odd cells are so few beside those that fit that they are mistakes.
pub fn is_few(odd: u32, fitting: u32, present: u32) -> bool {
    fitting >= odd.saturating_mul(ODD_BESIDE) && odd <= (present / ODD_IN).max(1)
}

/// The counts of a column's cells by what they are.
#[derive(Default)]
pub struct Tally {
    /// Cells with a value.
    present: u32,
    /// Markers of missing numbers, and the first of them.
    markers: u32,
    marker: String,
    numbers: u32,
    whole: u32,
    /// Whole numbers that 64-bit floats cannot distinguish from their neighbours; those of them that exceed 64 bits.
    big: u32,
    beyond: u32,
    /// Digits with leading zeros, and whether all digit texts are equally long.
    codes: u32,
    lengths: Option<(usize, usize)>,
    dates: u32,
    /// Dates in either order of day and month.
    like_dates: u32,
    timed: u32,
    /// Times with a time zone, and those of them that are not in UTC.
    zoned: u32,
    elsewhere: u32,
    months: u32,
    /// Months whose number is that of the next year: `2019-20` is a season.
    seasons: u32,
    short: TwoDigitYears,
    truths: u32,
    /// The pairs of words of truth values, as bits.
    pairs: u8,
    /// Whether there are false ones, and true ones; and whether they are single letters.
    both: [bool; 2],
    letters: bool,
    /// The units of numbers, with their counts.
    units: Vec<(String, u32)>,
    /// Amounts in thousands, millions or billions.
    scaled: u32,
    /// Times without a date.
    times: u32,
    affixed: Affixed,
}

/// What a note says about a proposed kind.
#[derive(Debug, PartialEq)]
pub enum KindReason {
    Plain,
    /// Whole numbers with too many digits stay texts.
    BigNumbers,
    /// Numbers in several units cannot be compared.
    Units(Vec<String>),
    /// This many of all cells are numbers, which is not enough.
    SomeNumbers(u32, u32),
    /// This many of all cells are dates, which is not enough.
    SomeDates(u32, u32),
    /// Years of two digits whose order nothing decides.
    ShortYears,
    /// Day and month are in another order than in the file's other columns.
    OtherOrder,
    /// Some times have a time zone and others do not.
    SomeZones,
    /// Times without a date.
    Times,
    /// Numbers that the file declares as texts.
    DeclaredText,
    /// Numbers with the same few characters around them, such as `10+`.
    Affixed(String),
}

impl Tally {
    pub fn of<'t>(
        cells: impl Iterator<Item = Option<&'t str>>,
        forms: Notation,
        markers: &Markers,
    ) -> Self {
        let mut tally = Self::default();
        for text in cells.flatten() {
            tally.see(text.trim(), forms, markers);
        }
        tally
    }

    fn see(&mut self, text: &str, forms: Notation, markers: &Markers) {
        self.present += 1;
        let may_be = number::may_be(text);
        let number = may_be.then(|| number::read(text, forms.numbers)).flatten();
        if let Some(number) = number {
            self.number(text, number);
        } else if may_be && is_code(text) {
            self.codes += 1;
            self.digits(text.len());
        } else if markers.among_numbers(text) {
            self.markers += 1;
            if self.markers == 1 {
                self.marker = text.to_owned();
            }
        } else if let Some(found) = may_be.then(|| shape(text)).flatten() {
            self.date(&found, forms);
        } else if let Some((pair, truth)) = truth(text) {
            self.truths += 1;
            self.pairs |= 1 << pair;
            self.both[usize::from(truth)] = true;
            self.letters |= text.len() == 1;
        } else if may_be {
            self.times += u32::from(is_time_of_day(text));
            self.affixed.see(text);
        }
    }

    fn number(&mut self, text: &str, number: WrittenNumber) {
        self.numbers += 1;
        self.big += u32::from(number.is_big());
        self.beyond += u32::from(number.is_big() && !matches!(number, WrittenNumber::Whole(_)));
        if matches!(number, WrittenNumber::Whole(_)) {
            self.whole += 1;
            self.digits(text.len());
        }
        let plain = text.ends_with(|c: char| c.is_ascii_digit())
            && text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let unit = if plain { "" } else { number::unit(text) };
        self.scaled += u32::from(!plain && number::is_scaled(text));
        if !unit.is_empty() {
            match self.units.iter_mut().find(|(known, _)| known == unit) {
                Some((_, count)) => *count += 1,
                None => self.units.push((unit.to_owned(), 1)),
            }
        }
    }

    fn digits(&mut self, length: usize) {
        let (shortest, longest) = self.lengths.unwrap_or((length, length));
        self.lengths = Some((shortest.min(length), longest.max(length)));
    }

    fn date(&mut self, found: &DateText, forms: Notation) {
        let moment = found.moment(forms.date_order);
        let otherwise = || found.moment(other_order(forms.date_order));
        self.like_dates += u32::from(moment.is_some() || otherwise().is_some());
        let Some(moment) = moment else {
            return;
        };
        self.dates += 1;
        self.timed += u32::from(found.time.is_some());
        self.zoned += u32::from(found.zone.is_some());
        self.elsewhere += u32::from(found.zone.is_some_and(|ahead| ahead != 0));
        if let Day::Month(first) = found.day {
            self.months += 1;
            let next = (first.year() + 1) % 100;
            self.seasons += u32::from(first.month() as i32 == next);
        }
        if found.is_short() {
            self.short.see(found, moment);
        }
    }

    /// Returns the unit of all numbers that have one; `None` if there is none, or several.
    pub fn unit(&self) -> Option<&str> {
        match &self.units[..] {
            [(unit, _)] => Some(unit),
            _ => None,
        }
    }

    /// Returns the units of numbers that cannot be compared: several, or a percentage that many numbers do not have.
    fn unlike_units(&self) -> Option<Vec<String>> {
        let mut units: Vec<String> = self.units.iter().map(|(unit, _)| unit.clone()).collect();
        let part = |(unit, count): &(String, u32)| {
            is_share(unit) && count.saturating_mul(10) < self.numbers.saturating_mul(9)
        };
        if self.units.iter().any(part) {
            units.push("none".into());
        }
        (units.len() > 1).then_some(units)
    }

    /// Returns whether some, but not all, of the dates are months without a day.
    pub fn mixes_months(&self) -> bool {
        self.months > 0 && self.months < self.dates
    }

    pub fn months(&self) -> u32 {
        self.months
    }

    /// Returns whether some, but not all, of the times have a time zone.
    pub fn mixes_zones(&self) -> bool {
        self.zoned > 0 && self.zoned < self.dates
    }

    /// Returns the narrowest kind that all cells fit, or nearly all with `tolerant`; `None` for a text. `other_order`
    /// if its dates are only possible in the order that the file does not have.
    pub fn kind(&self, tolerant: bool, other_order: bool) -> (Option<ColumnKind>, KindReason) {
        let none = (None, KindReason::Plain);
        if self.present == 0 {
            return (Some(ColumnKind::Empty), KindReason::Plain);
        }
        // "yes" beside "true" is a category, not a truth value, and a lone "y" may be any letter.
        let said = !self.letters || self.both == [true; 2];
        if self.truths == self.present && self.pairs.count_ones() == 1 && said {
            return (Some(ColumnKind::Boolean), KindReason::Plain);
        }
        let nearly = |fitting: u32| {
            let odd = self.present - self.markers - fitting;
            let few = odd == 0 || tolerant && is_few(odd, fitting, self.present);
            // A few values among many markers are values if there is nothing else.
            let enough = fitting >= self.markers || odd == 0 && fitting >= AMONG_MARKERS;
            fitting > 0 && enough && few
        };
        if nearly(self.numbers) && !self.holds_codes() {
            let whole = self.whole + self.beyond >= self.numbers;
            if whole && (self.beyond > 0 || self.big * BIG >= self.numbers) {
                return (None, KindReason::BigNumbers);
            }
            if let Some(units) = self.unlike_units() {
                return (None, KindReason::Units(units));
            }
            let kind = match self.whole == self.numbers {
                true => ColumnKind::Integer,
                false => ColumnKind::Decimal,
            };
            return (Some(kind), KindReason::Plain);
        }
        if nearly(self.dates) {
            if self.seasons == self.dates {
                return none;
            }
            // If a few times say UTC, the others are taken as UTC, too; otherwise the differences are unknown.
            let few =
                self.elsewhere == 0 && is_few(self.zoned, self.dates - self.zoned, self.present);
            if self.mixes_zones() && !few {
                return (None, KindReason::SomeZones);
            }
            if other_order {
                return (None, KindReason::OtherOrder);
            }
            if self.mixes_months() && !is_few(self.months, self.dates - self.months, self.present) {
                return none;
            }
            if self.short.count > 0 && !self.short.is_plain() {
                return (None, KindReason::ShortYears);
            }
            let kind = match self.timed {
                0 => ColumnKind::Date,
                _ => ColumnKind::DateTime,
            };
            return (Some(kind), KindReason::Plain);
        }
        let (part, whole) = SAID;
        let said = |count: u32| self.codes == 0 && count * whole >= self.present * part;
        match (said(self.numbers), said(self.numbers + self.affixed.count)) {
            (true, _) => (None, KindReason::SomeNumbers(self.numbers, self.present)),
            _ if said(self.like_dates) => {
                (None, KindReason::SomeDates(self.like_dates, self.present))
            }
            _ if said(self.times) => (None, KindReason::Times),
            (_, true) if self.affixed.are_alike() => {
                (None, KindReason::Affixed(self.affixed.example.clone()))
            }
            _ => none,
        }
    }

    /// Returns how many amounts are written in thousands, millions or billions.
    pub fn scaled(&self) -> u32 {
        self.scaled
    }

    /// Returns whether digits are names rather than quantities: several have leading zeros, or one does and all are
    /// equally long.
    fn holds_codes(&self) -> bool {
        let even = self
            .lengths
            .is_some_and(|(shortest, longest)| shortest == longest);
        self.codes > 1 || (self.codes == 1 && even)
    }

    /// Returns whether too many cells were refused to be mistakes.
    pub fn are_many(&self, refused: u32) -> bool {
        let fitting = self.present.saturating_sub(self.markers + refused);
        refused > 0 && !is_few(refused, fitting, self.present)
    }

    /// Returns how many cells are markers of a missing number or date, and the first of them.
    pub fn markers(&self) -> (u32, &str) {
        (self.markers, &self.marker)
    }

    pub fn is_zoned(&self) -> bool {
        self.zoned > 0
    }

    pub fn has_short_years(&self) -> bool {
        self.short.count > 0
    }

    pub fn counts(&self, kind: ColumnKind) -> (u32, u32) {
        let fitting = match kind.is_date() {
            true => self.dates,
            false => self.numbers,
        };
        (fitting, self.present)
    }
}
