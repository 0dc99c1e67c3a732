//! Detects whether the day or the month comes first in dates such as 01/02/2024.

use chrono::{NaiveDateTime, TimeDelta};

use grove_recipe::columns::Note;
use grove_recipe::{DateOrder, LoadChoice};

use super::super::value::date::DateText;

/// The least number of different moments whose order or steps are no chance.
const MOMENTS: usize = 5;

/// The evidence of a column's cells.
pub struct ColumnDates {
    name: String,
    present: usize,
    dates: usize,
    /// How many cells are dates only with the day first, and the first of them with its row.
    day_first: u32,
    month_first: u32,
    day_example: Option<(String, u32)>,
    month_example: Option<(String, u32)>,
    undecided: Option<(String, u32)>,
    half_days: bool,
    /// Whether all cells have a time of day.
    timed: bool,
    /// The moments in both orders, if both are possible.
    by_day: Vec<NaiveDateTime>,
    by_month: Vec<NaiveDateTime>,
}

impl ColumnDates {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            present: 0,
            dates: 0,
            day_first: 0,
            month_first: 0,
            day_example: None,
            month_example: None,
            undecided: None,
            half_days: false,
            timed: true,
            by_day: Vec::new(),
            by_month: Vec::new(),
        }
    }

    pub fn see(&mut self, shape: Option<DateText>, text: &str, row: u32) {
        self.present += 1;
        let Some(shape) = shape else { return };
        let by_day = shape.moment(DateOrder::DayFirst);
        let by_month = shape.moment(DateOrder::MonthFirst);
        self.dates += usize::from(by_day.is_some() || by_month.is_some());
        if !shape.is_open() {
            return;
        }
        let example = || Some((text.to_owned(), row));
        match (by_day, by_month) {
            (Some(day), Some(month)) => {
                self.by_day.push(day);
                self.by_month.push(month);
                if day != month {
                    self.undecided = self.undecided.take().or_else(example);
                }
            }
            (Some(_), None) => {
                self.day_first += 1;
                self.day_example = self.day_example.take().or_else(example);
            }
            (None, Some(_)) => {
                self.month_first += 1;
                self.month_example = self.month_example.take().or_else(example);
            }
            (None, None) => {}
        }
        self.half_days |= shape.half_day;
        self.timed &= shape.time.is_some();
    }

    pub fn has_mostly_others(&self) -> bool {
        const CELLS: usize = 200;
        self.present >= CELLS && self.dates * 2 < self.present
    }

    /// Returns the order that the cells prove.
    pub fn order(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (1.., 0) => Some(DateOrder::DayFirst),
            (0, 1..) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// Returns the order that the sequence of the moments suggests: only in that order are the rows sorted, or follow
    /// each other in steps of about one length, or have no gap of weeks.
    fn by_sequence(&self) -> Option<(DateOrder, &'static str)> {
        let orders = [
            (DateOrder::DayFirst, &self.by_day, &self.by_month),
            (DateOrder::MonthFirst, &self.by_month, &self.by_day),
        ];
        let sorted =
            |moments: &[NaiveDateTime]| moments.is_sorted() || moments.iter().rev().is_sorted();
        for (order, moments, others) in orders {
            if distinct(moments).len() >= MOMENTS && sorted(moments) && !sorted(others) {
                return Some((order, "only then are the rows in the order of time"));
            }
        }
        for (order, moments, others) in orders {
            let (one, other) = (unevenness(moments)?, unevenness(others)?);
            if one <= 2.5 && other > 4.0 * one {
                return Some((order, "only then are the dates evenly spaced"));
            }
        }
        if self.timed {
            for (order, moments, others) in orders {
                let (one, other) = (longest_gap(moments)?, longest_gap(others)?);
                if one <= TimeDelta::days(2) && other >= TimeDelta::days(27) {
                    return Some((
                        order,
                        "only then are there no gaps of weeks between the times",
                    ));
                }
            }
        }
        None
    }
}

/// Returns the longest time between successive moments; `None` if there are too few.
fn longest_gap(moments: &[NaiveDateTime]) -> Option<TimeDelta> {
    const ENOUGH: usize = 20;
    let moments = distinct(moments);
    let gaps = moments.windows(2).map(|pair| pair[1] - pair[0]);
    gaps.max().filter(|_| moments.len() >= ENOUGH)
}

fn distinct(moments: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
    let mut moments = moments.to_vec();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// Returns the longest step between successive moments, relative to the median; `None` if there are too few.
fn unevenness(moments: &[NaiveDateTime]) -> Option<f64> {
    let moments = distinct(moments);
    if moments.len() < MOMENTS {
        return None;
    }
    let mut steps: Vec<i64> = moments
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).num_seconds())
        .collect();
    steps.sort_unstable();
    let usual = steps[steps.len() / 2].max(1);
    Some(steps[steps.len() - 1] as f64 / usual as f64)
}

/// The columns of dates that are read differently in the two orders.
#[derive(Default)]
pub struct DateColumns {
    columns: Vec<ColumnDates>,
}

impl DateColumns {
    pub fn add(&mut self, column: ColumnDates, of_ten: usize) {
        let matters = column.undecided.is_some() || column.day_first + column.month_first > 0;
        if matters && column.dates * 10 >= column.present * of_ten {
            self.columns.push(column);
        }
    }

    /// Decides the order for the file: by numbers above twelve in any column, else by the sequence of the dates, else
    /// by AM and PM, which are used where the month comes first. If nothing decides, the day comes first.
    pub fn decide(&self) -> (DateOrder, Option<Note>) {
        let day_first: u32 = self.columns.iter().map(|column| column.day_first).sum();
        let month_first: u32 = self.columns.iter().map(|column| column.month_first).sum();
        if day_first + month_first > 0 {
            let order = match month_first > day_first {
                true => DateOrder::MonthFirst,
                false => DateOrder::DayFirst,
            };
            return (order, self.by_numbers(order));
        }
        let Some(column) = self.columns.iter().find(|c| c.undecided.is_some()) else {
            return (DateOrder::DayFirst, None);
        };
        let (text, row) = column.undecided.as_ref().expect("just looked for");
        let sequences: Vec<_> = self
            .columns
            .iter()
            .filter_map(ColumnDates::by_sequence)
            .collect();
        let decided = match sequences.first() {
            Some((order, why)) if sequences.iter().all(|(other, _)| other == order) => {
                Some((*order, *why))
            }
            None if self.columns.iter().any(|column| column.half_days) => Some((
                DateOrder::MonthFirst,
                "the times have AM and PM, which is usual where the month comes first",
            )),
            _ => None,
        };
        let name = &column.name;
        let (order, text) = match decided {
            Some((order, why)) => {
                let text = format!(
                    "Dates such as “{text}” in {name}, row {row}, are read with the {} first: {why}.",
                    in_words(order)
                );
                return (
                    order,
                    Some(
                        Note::fact(text)
                            .or(label(other(order)), LoadChoice::DateOrder(other(order))),
                    ),
                );
            }
            None => (
                DateOrder::DayFirst,
                format!(
                    "Dates such as “{text}” in {name}, row {row}, are read with the day first. Nothing in the file shows whether the day or the month comes first."
                ),
            ),
        };
        let other = other(order);
        let note = Note::fact(text)
            .in_doubt()
            .or(label(other), LoadChoice::DateOrder(other));
        (order, Some(note))
    }

    fn by_numbers(&self, order: DateOrder) -> Option<Note> {
        let example = |column: &'_ ColumnDates| match order {
            DateOrder::DayFirst => column.day_example.clone(),
            DateOrder::MonthFirst => column.month_example.clone(),
        };
        let (name, (text, row)) = self
            .columns
            .iter()
            .find_map(|column| Some((&column.name, example(column)?)))?;
        Some(Note::fact(format!(
            "Dates have the {} first, as “{text}” shows in {name}, row {row}.",
            in_words(order)
        )))
    }
}

pub fn other(order: DateOrder) -> DateOrder {
    match order {
        DateOrder::DayFirst => DateOrder::MonthFirst,
        DateOrder::MonthFirst => DateOrder::DayFirst,
    }
}

fn label(order: DateOrder) -> String {
    format!("Read the {} first", in_words(order))
}

fn in_words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayFirst => "day",
        DateOrder::MonthFirst => "month",
    }
}
