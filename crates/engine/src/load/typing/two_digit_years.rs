//! Recognises dates with two-digit years.

use std::collections::HashSet;

use chrono::NaiveDateTime;

use super::super::value::date::{DateText, Day};

/// Dates with years of two digits, and the evidence for reading them so.
#[derive(Default)]
pub struct TwoDigitYears {
    pub count: u32,
    dashed: u32,
    points: u32,
    /// Whether there is a number above twelve that only a day can be, or above thirty-one that only a year can be.
    decided: bool,
    against: bool,
    moments: Vec<NaiveDateTime>,
}

impl TwoDigitYears {
    pub fn see(&mut self, found: &DateText, moment: NaiveDateTime) {
        /// The most moments of which the order is checked.
        const ENOUGH: usize = 10_000;
        self.count += 1;
        match found.day {
            Day::Dashed { first, third, .. } => {
                self.dashed += 1;
                self.decided |= first > 31;
                self.against |= third > 31;
            }
            Day::Undecided { points, first, .. } => {
                self.points += u32::from(points);
                self.decided |= points && first > 12;
            }
            _ => {}
        }
        self.decided |= found.time.is_some();
        if self.moments.len() < ENOUGH {
            self.moments.push(moment);
        }
    }

    /// Returns whether they are certainly dates: with slashes, or if a number decides, or if the rows are in the order
    /// of time.
    pub fn is_plain(&self) -> bool {
        const MOMENTS: usize = 5;
        let mut distinct: HashSet<NaiveDateTime> = HashSet::new();
        let several = self.moments.iter().filter(|m| distinct.insert(**m)).count() >= MOMENTS;
        let sorted = several && (self.moments.is_sorted() || self.moments.iter().rev().is_sorted());
        let slashes = self.dashed == 0 && self.points == 0;
        !self.against && (slashes || self.decided || sorted)
    }
}
