//! Profile: the association of every two columns, as a square of shaded cells. A cell is read with the pointer or the
//! arrow keys.

use grove_protocol::profile::{Association, Associations, ProfileReport};
use grove_recipe::number::{NONE, counted, fixed};

use crate::fit::{LETTER, fit};
use crate::mark::{Anchor, Mark, px};
use crate::scene::{Drawing, Scene};

/// Names are shortened to this width, in pixels.
const NAME: f64 = 150.0;

/// The places of the cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// The number of columns that are compared.
    pub columns: usize,
    cell: f64,
    margin: f64,
}

impl Grid {
    /// Computes the places. O(columns).
    pub fn of(report: &ProfileReport) -> Self {
        let names = names(report);
        let letters = names.iter().map(|name| name.chars().count());
        let longest = letters.max().unwrap_or(0) as f64;
        Self {
            columns: names.len(),
            cell: (560.0 / names.len().max(1) as f64).clamp(14.0, 32.0),
            margin: (longest * LETTER + 8.0).min(NAME),
        }
    }

    /// Returns row and column of the cell at a point of the picture.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let index = |place: f64| {
            let index = (place - self.margin) / self.cell;
            (index >= 0.0 && index < self.columns as f64).then_some(index as usize)
        };
        Some((index(y)?, index(x)?))
    }

    /// Returns the cell that a key leads to; `None` for other keys.
    pub fn moved(&self, (row, column): (usize, usize), key: &str) -> Option<(usize, usize)> {
        let last = self.columns.saturating_sub(1);
        match key {
            "ArrowUp" => Some((row.saturating_sub(1), column)),
            "ArrowDown" => Some(((row + 1).min(last), column)),
            "ArrowLeft" => Some((row, column.saturating_sub(1))),
            "ArrowRight" => Some((row, (column + 1).min(last))),
            _ => None,
        }
    }

    /// Draws the frame around the cell that is read out.
    pub fn chosen(&self, row: usize, column: usize) -> Mark {
        self.rect(row, column).class("heat-chosen")
    }

    fn place(&self, index: usize) -> f64 {
        self.margin + index as f64 * self.cell
    }

    fn rect(&self, row: usize, column: usize) -> Mark {
        let (x, y, side) = (self.place(column), self.place(row), self.cell - 1.0);
        Mark::rect(x, y, side, side)
    }

    fn marks(&self, report: &ProfileReport) -> Vec<Mark> {
        let mut marks = Vec::new();
        // Cells of the same look are one path: one element is far faster than thousands.
        let mut looks: Vec<((&str, String), String)> = Vec::new();
        let side = px(self.cell - 1.0);
        for (row, name) in names(report).into_iter().enumerate() {
            let name = fit(name, self.margin - 8.0);
            let (end, middle) = (
                self.margin - 6.0,
                self.margin + (row as f64 + 0.5) * self.cell + 4.0,
            );
            let beside = Mark::text((end, middle), Anchor::End, name.clone());
            marks.push(beside.class("heat-name"));
            marks.push(Mark::upwards((middle, end), Anchor::Start, name).class("heat-name"));
            for column in 0..self.columns {
                let look = shade(&report.associations, row, column);
                let known = looks.iter().position(|(known, _)| *known == look);
                let known = known.unwrap_or_else(|| {
                    looks.push((look, String::new()));
                    looks.len() - 1
                });
                let (x, y) = (px(self.place(column)), px(self.place(row)));
                looks[known]
                    .1
                    .extend(["M", &x, " ", &y, "h", &side, "v", &side, "H", &x, "Z"]);
            }
        }
        marks.extend(looks.into_iter().map(|((kind, strength), path)| {
            Mark::path(path).class(kind).with("fill-opacity", strength)
        }));
        marks
    }
}

/// Draws a cell for every two columns. O(columns²).
pub fn scene(report: &ProfileReport, grid: &Grid) -> Scene {
    let title = "Associations of columns";
    let summary = in_words(&report.associations);
    if grid.columns < 2 {
        return Scene::nothing(title, summary, "There are no two columns to compare.");
    }
    let size = grid.margin + grid.columns as f64 * grid.cell;
    let drawing = Drawing {
        class: "",
        testid: Some("heat-map"),
        focusable: true,
        ..Drawing::plot(size, size, "associations", grid.marks(report))
    };
    Scene::drawn(title, summary, drawing)
}

/// Returns the names of the compared columns, in their order.
pub fn names(report: &ProfileReport) -> Vec<&str> {
    let columns = report.associations.columns.iter();
    let name = |place: &u32| {
        report
            .columns
            .get(*place as usize)
            .map(|column| column.name.as_str())
    };
    columns.filter_map(name).collect()
}

/// Returns the association of two of the compared columns; `None` for a column with itself.
fn pair(associations: &Associations, i: usize, j: usize) -> Option<&Association> {
    let (first, second) = (i.min(j), i.max(j));
    let n = associations.columns.len();
    let before = first * n - first * (first + 1) / 2;
    associations
        .pairs
        .get(before + second.checked_sub(first + 1)?)
}

/// Returns a class and an opacity. Of two measures the first is drawn, or the second if it is stronger.
fn shade(associations: &Associations, i: usize, j: usize) -> (&'static str, String) {
    let Some(pair) = pair(associations, i, j) else {
        return ("heat-self", "1".to_string());
    };
    let negative = match pair {
        Association::Numbers { pearson, spearman } => {
            let strength = |value: &Option<f64>| value.map_or(0.0, f64::abs);
            let stronger = if strength(spearman) > strength(pearson) {
                spearman
            } else {
                pearson
            };
            stronger.is_some_and(|value| value < 0.0)
        }
        _ => false,
    };
    let kind = if negative { "heat-minus" } else { "heat-plus" };
    (kind, px(pair.strength()))
}

/// Describes a pair of columns.
pub fn describe(report: &ProfileReport, i: usize, j: usize) -> String {
    let names = names(report);
    let (Some(a), Some(b)) = (names.get(i), names.get(j)) else {
        return String::new();
    };
    match pair(&report.associations, i, j) {
        Some(pair) => [a, " and ", b, ": ", &measured(pair)].concat(),
        None => a.to_string(),
    }
}

/// Writes an association's measure and value.
pub fn measured(association: &Association) -> String {
    let written = |name: &str, value: Option<f64>| {
        let value = value.map_or(NONE.to_string(), |value| fixed(value, 2));
        [name, " ", &value].concat()
    };
    match *association {
        Association::Numbers { pearson, spearman } => [
            written("Pearson’s r", pearson),
            written("Spearman’s ρ", spearman),
        ]
        .join(", "),
        Association::CramersV(value) => written("Cramér’s V", value),
        Association::CorrelationRatio(value) => written("correlation ratio η", value),
    }
}

fn in_words(associations: &Associations) -> String {
    let mut words = format!(
        "The fuller the colour, the stronger; orange where one falls as the other grows. Two numbers by Pearson’s r or Spearman’s ρ, whichever is stronger, two categories by Cramér’s V (bias-corrected), a category and a number by the correlation ratio η; over {}.",
        counted(associations.rows, "row", "rows"),
    );
    if associations.left_out > 0 {
        let more = counted(associations.left_out, "more column is", "more columns are");
        words.push_str(&format!(" {more} not shown."));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_on_both_sides_of_the_diagonal() {
        let value = |i: u32, j: u32| Association::CramersV(Some(f64::from(i * 10 + j) / 100.0));
        let associations = Associations {
            columns: vec![4, 2, 0, 1],
            left_out: 0,
            rows: 9,
            pairs: (0..4)
                .flat_map(|i| (i + 1..4).map(move |j| value(i, j)))
                .collect(),
        };
        for i in 0..4 {
            assert_eq!(pair(&associations, i, i), None);
            for j in 0..i {
                let expected = value(j as u32, i as u32);
                assert_eq!(pair(&associations, i, j), Some(&expected));
                assert_eq!(pair(&associations, j, i), Some(&expected));
            }
        }
    }

    #[test]
    fn cells_are_found_by_place_and_by_key() {
        let grid = Grid {
            columns: 3,
            cell: 10.0,
            margin: 50.0,
        };
        assert_eq!(grid.cell_at(71.0, 59.0), Some((0, 2)));
        assert_eq!(grid.cell_at(49.0, 59.0), None);
        assert_eq!(grid.cell_at(59.0, 80.0), None);
        assert_eq!(grid.moved((0, 1), "ArrowRight"), Some((0, 2)));
        assert_eq!(grid.moved((0, 2), "ArrowRight"), Some((0, 2)));
        assert_eq!(grid.moved((0, 2), "ArrowUp"), Some((0, 2)));
        assert_eq!(grid.moved((0, 2), "Enter"), None);
    }

    #[test]
    fn the_stronger_measure_is_drawn_and_both_are_told() {
        let numbers = Association::Numbers {
            pearson: Some(0.2),
            spearman: Some(-0.9),
        };
        let associations = Associations {
            columns: vec![0, 1],
            left_out: 0,
            rows: 2,
            pairs: vec![numbers],
        };
        assert_eq!(
            shade(&associations, 1, 0),
            ("heat-minus", "0.9".to_string())
        );
        assert_eq!(shade(&associations, 1, 1).0, "heat-self");
        assert_eq!(
            measured(&numbers),
            "Pearson’s r 0.20, Spearman’s ρ \u{2212}0.90"
        );
        assert_eq!(measured(&Association::CramersV(None)), "Cramér’s V –");
    }
}
