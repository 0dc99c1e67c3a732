//! Encodes dates in the graph: computes the parts of a date from milliseconds, in integers that 64-bit floats hold
//! exactly.
//!
//! Days are converted as in Howard Hinnant's “chrono-compatible low-level date algorithms”: years begin in March, and
//! 400 of them are an era of 146,097 days.

use grove_engine::featurize::dates::DatePart;
use grove_engine::featurize::encoder::FittedColumn;
use grove_engine::featurize::encoder::dates::{DateEncoder, DateFeature};
use grove_recipe::columns::ColumnKind;

use super::graph::{GraphBuilder, Name};
use super::inputs::{Inputs, beside};
use super::numbers::{fill, filled, missing};
use super::proto::ElementKind;
use super::steps::ColumnFlow;

/// Encodes a date column: rows × features.
pub fn encode(
    graph: &mut GraphBuilder,
    inputs: &mut Inputs,
    flow: &ColumnFlow,
    name: &str,
    dates: &DateEncoder,
    fitted: &FittedColumn,
) -> Name {
    let names = fitted.features().into_iter().map(|feature| feature.name);
    let told = names.zip(&dates.features);
    let told: Vec<String> = told.map(|(name, (_, fill))| filled(&name, *fill)).collect();
    inputs.tell(flow, &told.join(" "), None);
    let mut moment = MomentList::new(graph, name, flow.kind);
    let mut blocks = Vec::new();
    for (feature, filling) in &dates.features {
        let value = moment.feature(*feature);
        let value = fill(moment.graph, &value, *filling);
        blocks.push(moment.graph.upright(&value));
    }
    if fitted.indicator {
        blocks.push(missing(graph, name));
    }
    beside(graph, &blocks)
}

/// A list of moments, with values that were computed from it.
struct MomentList<'g> {
    graph: &'g mut GraphBuilder,
    milliseconds: Name,
    /// Whole days since 1970-01-01.
    days: Name,
    has_time: bool,
    /// Year, month and day, once one of them was needed.
    date: Option<[Name; 3]>,
}

const DAY: f64 = 86_400_000.0;

impl<'g> MomentList<'g> {
    fn new(graph: &'g mut GraphBuilder, milliseconds: &str, kind: ColumnKind) -> Self {
        let mut moment = Self {
            graph,
            milliseconds: milliseconds.to_owned(),
            days: Name::new(),
            has_time: kind == ColumnKind::DateTime,
            date: None,
        };
        moment.days = moment.whole(milliseconds, DAY);
        moment
    }

    fn by(&mut self, operator: &str, name: &str, number: f64) -> Name {
        let number = self.graph.number(number);
        self.graph.node(operator, &[name, &number])
    }

    /// Divides each value by a number, rounding down.
    fn whole(&mut self, name: &str, number: f64) -> Name {
        let share = self.by("Div", name, number);
        self.graph.node("Floor", &[&share])
    }

    /// Returns the remainder of each value.
    fn rest(&mut self, name: &str, number: f64) -> Name {
        let whole = self.whole(name, number);
        let whole = self.by("Mul", &whole, number);
        self.graph.node("Sub", &[name, &whole])
    }

    fn feature(&mut self, feature: DateFeature) -> Name {
        match feature {
            DateFeature::Part(part) => self.part(part),
            DateFeature::Sine(part) => self.turned(part, libm::sin),
            DateFeature::Cosine(part) => self.turned(part, libm::cos),
            DateFeature::Since(start) => {
                let milliseconds = self.milliseconds.clone();
                let days = match self.has_time {
                    true => self.by("Div", &milliseconds, DAY),
                    false => self.days.clone(),
                };
                self.by("Sub", &days, start)
            }
        }
    }

    fn part(&mut self, part: DatePart) -> Name {
        let days = self.days.clone();
        match part {
            DatePart::Year => self.date()[0].clone(),
            DatePart::Month => self.date()[1].clone(),
            DatePart::Day => self.date()[2].clone(),
            DatePart::Weekday => {
                // 1970-01-01 was a Thursday.
                let since_monday = self.by("Add", &days, 3.0);
                self.rest(&since_monday, 7.0)
            }
            DatePart::DayOfYear => {
                let year = self.date()[0].clone();
                let before = self.by("Sub", &year, 1.0);
                let plain = self.by("Mul", &before, 365.0);
                let leap = self.leap_days(&before);
                let since = self.graph.node("Add", &[&plain, &leap]);
                // 1970-01-01 is the 719,163rd day from 0001-01-01 on.
                let since = self.by("Sub", &since, 719_163.0);
                self.graph.node("Sub", &[&days, &since])
            }
            DatePart::Hour | DatePart::Minute if !self.has_time => self.by("Mul", &days, f64::NAN),
            DatePart::Hour | DatePart::Minute => {
                let milliseconds = self.milliseconds.clone();
                let time = self.rest(&milliseconds, DAY);
                match part {
                    DatePart::Hour => self.whole(&time, 3_600_000.0),
                    _ => {
                        let minutes = self.whole(&time, 60_000.0);
                        self.rest(&minutes, 60.0)
                    }
                }
            }
        }
    }

    /// Returns how many leap days there are in this many years from the year 1 on.
    fn leap_days(&mut self, years: &str) -> Name {
        let [fours, hundreds, eras] = [4.0, 100.0, 400.0].map(|n| self.whole(years, n));
        let days = self.graph.node("Sub", &[&fours, &hundreds]);
        self.graph.node("Add", &[&days, &eras])
    }

    fn date(&mut self) -> [Name; 3] {
        if let Some(date) = &self.date {
            return date.clone();
        }
        let days = self.days.clone();
        // Days since 0000-03-01.
        let from_march = self.by("Add", &days, 719_468.0);
        let era = self.whole(&from_march, 146_097.0);
        let day = self.rest(&from_march, 146_097.0);
        // Years within the era: subtract the leap days, then divide by 365.
        let mut plain = day.clone();
        for (sign, length) in [("Sub", 1460.0), ("Add", 36_524.0), ("Sub", 146_096.0)] {
            let leaps = self.whole(&day, length);
            plain = self.graph.node(sign, &[&plain, &leaps]);
        }
        let year_of_era = self.whole(&plain, 365.0);
        let before = self.by("Mul", &year_of_era, 365.0);
        let leap = self.leap_days(&year_of_era);
        let before = self.graph.node("Add", &[&before, &leap]);
        let day_of_year = self.graph.node("Sub", &[&day, &before]);
        // Five months from March on have 153 days.
        let fives = self.by("Mul", &day_of_year, 5.0);
        let fives = self.by("Add", &fives, 2.0);
        let from_march = self.whole(&fives, 153.0);
        let start = self.by("Mul", &from_march, 153.0);
        let start = self.by("Add", &start, 2.0);
        let start = self.whole(&start, 5.0);
        let day = self.graph.node("Sub", &[&day_of_year, &start]);
        let day = self.by("Add", &day, 1.0);
        let (next, same) = (
            self.by("Sub", &from_march, 9.0),
            self.by("Add", &from_march, 3.0),
        );
        let in_year = self.by("Less", &from_march, 10.0);
        let month = self.graph.node("Where", &[&in_year, &same, &next]);
        let eras = self.by("Mul", &era, 400.0);
        let year = self.graph.node("Add", &[&year_of_era, &eras]);
        let later = self.by("Add", &year, 1.0);
        let year = self.graph.node("Where", &[&in_year, &year, &later]);
        let date = [year, month, day];
        self.date = Some(date.clone());
        date
    }

    /// Looks up the sine or cosine of a cyclic part in a table, since platforms differ in the last bits.
    fn turned(&mut self, part: DatePart, wave: fn(f64) -> f64) -> Name {
        const VALUES: u32 = 367;
        let value = self.part(part);
        let table: Vec<f64> = (0..VALUES)
            .map(|value| DateFeature::angle(part, f64::from(value)).map_or(f64::NAN, wave))
            .collect();
        let table = self.graph.numbers(&table, &[table.len()]);
        let missing = self.graph.node("IsNaN", &[&value]);
        let zero = self.graph.number(0.0);
        let present = self.graph.node("Where", &[&missing, &zero, &value]);
        let place = self.graph.cast(&present, ElementKind::Int64);
        let found = self.graph.node("Gather", &[&table, &place]);
        let none = self.graph.number(f64::NAN);
        self.graph.node("Where", &[&missing, &none, &found])
    }
}
