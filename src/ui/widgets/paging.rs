//! Computes which rows of a long table are on the screen, and keeps fetched pages.
//!
//! Browsers limit a box to some ten million pixels, so the scroll bar stands for rows, not for pixels: past [`TALLEST`]
//! a row moves the bar by less than its own height.

use std::collections::BTreeMap;
use std::rc::Rc;

use grove_protocol::TableRow;

/// The number of rows that are fetched at once.
pub const PAGE: u32 = 100;
/// The most pages that are kept; the farthest from the screen are dropped first.
const PAGES_AT_MOST: usize = 30;
/// The tallest scrolled box, in pixels. Every browser in use allows more.
const TALLEST: f64 = 8_000_000.0;

/// The position of a table in its window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableWindow {
    pub rows: u32,
    /// The number of rows that fit at once, at least 1.
    pub visible: u32,
    /// The height of a row in pixels.
    pub row_height: f64,
}

impl TableWindow {
    /// Returns the first row on the screen when the last one is at its end.
    pub fn last_first(&self) -> u32 {
        self.rows.saturating_sub(self.visible)
    }

    /// Returns how many pixels the scroll bar can move.
    pub fn travel(&self) -> f64 {
        (f64::from(self.last_first()) * self.row_height).min(TALLEST)
    }

    /// Returns the first row on the screen at a position of the scroll bar.
    pub fn first_at(&self, scrolled: f64) -> u32 {
        let travel = self.travel();
        if travel <= 0.0 {
            return 0;
        }
        let share = (scrolled / travel).clamp(0.0, 1.0);
        (share * f64::from(self.last_first())).round() as u32
    }

    /// Returns the position of the scroll bar at which a row is the first.
    pub fn scroll_to(&self, first: u32) -> f64 {
        let last = self.last_first();
        if last == 0 {
            return 0.0;
        }
        f64::from(first.min(last)) / f64::from(last) * self.travel()
    }
}

/// Rows of a table that have been fetched, in pages.
#[derive(Clone, Debug, Default)]
pub struct FetchedPages {
    pages: BTreeMap<u32, Rc<Vec<TableRow>>>,
}

impl FetchedPages {
    pub fn row(&self, index: u32) -> Option<&TableRow> {
        let page = self.pages.get(&(index / PAGE))?;
        page.get((index % PAGE) as usize)
    }

    /// Returns the first page that the screen lacks.
    pub fn missing(&self, first: u32, visible: u32, rows: u32) -> Option<u32> {
        if rows == 0 {
            return None;
        }
        let last = first.saturating_add(visible).min(rows - 1);
        (first / PAGE..=last / PAGE).find(|page| !self.pages.contains_key(page))
    }

    /// Keeps a page. `near` is the page on the screen.
    pub fn insert(&mut self, page: u32, rows: Vec<TableRow>, near: u32) {
        self.pages.insert(page, Rc::new(rows));
        while self.pages.len() > PAGES_AT_MOST {
            let farthest = self.pages.keys().copied().max_by_key(|p| p.abs_diff(near));
            if let Some(farthest) = farthest {
                self.pages.remove(&farthest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(rows: u32) -> TableWindow {
        TableWindow {
            rows,
            visible: 15,
            row_height: 28.0,
        }
    }

    #[test]
    fn every_row_of_a_million_can_be_reached() {
        for rows in [16, 1000, 1_000_000, 5_000_000] {
            let window = window(rows);
            assert_eq!(window.first_at(0.0), 0);
            assert_eq!(window.first_at(window.travel()), rows - 15);
            for first in [0, 1, rows / 17, rows - 16, rows - 15] {
                // Browsers round positions to whole pixels at worst.
                let position = window.scroll_to(first);
                assert_eq!(window.first_at(position), first, "{first} of {rows}");
            }
            assert!(window.travel() <= TALLEST);
        }
    }

    #[test]
    fn a_short_table_does_not_scroll() {
        assert_eq!(window(15).travel(), 0.0);
        assert_eq!(window(0).first_at(100.0), 0);
        assert_eq!(window(3).scroll_to(2), 0.0);
    }

    #[test]
    fn pages_are_asked_for_once_and_far_ones_are_forgotten() {
        let row = |row| TableRow {
            row,
            cells: Vec::new(),
        };
        let mut pages = FetchedPages::default();
        assert_eq!(pages.missing(95, 10, 1000), Some(0));
        pages.insert(0, (0..PAGE).map(row).collect(), 0);
        assert_eq!(pages.missing(95, 10, 1000), Some(1));
        assert_eq!(pages.row(42).map(|row| row.row), Some(42));
        assert_eq!(pages.missing(0, 10, 5), None);
        assert_eq!(pages.missing(0, 10, 0), None);
        for page in 1..=40 {
            pages.insert(page, vec![row(page)], 40);
        }
        assert!(pages.row(42).is_none());
        assert!(pages.row(40 * PAGE).is_some());
    }
}
