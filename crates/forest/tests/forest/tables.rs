//! The tables on which scores are compared with other libraries' (`tests/reference/make.py`), and their splits.

use std::collections::BTreeSet;

use grove_forest::Matrix;
use serde::Deserialize;

pub const SPLITS: u64 = 20;

#[derive(Deserialize)]
pub struct TableCase {
    pub name: String,
    pub regression: bool,
    /// By feature, whether it holds the numbers of categories. Empty: none does.
    #[serde(default)]
    pub categorical: Vec<bool>,
    /// Five hexadecimal digits a row: bit i is set where the row is a test row of split i.
    test_rows: String,
    packed: Option<Packed>,
}

/// Whole numbers in base 36, a string per column; NaN as dots.
#[derive(Deserialize)]
struct Packed {
    width: usize,
    columns: Vec<String>,
    target: Vec<f64>,
}

/// A whole table: its columns, and its target as numbers, which are labels unless it is a regression.
pub struct Table {
    pub columns: Vec<Vec<f64>>,
    pub target: Vec<f64>,
    pub regression: bool,
}

impl Table {
    /// Target and features of some rows.
    pub fn part(&self, rows: &[usize]) -> (Vec<f64>, Matrix) {
        let pick = |values: &Vec<f64>| rows.iter().map(|row| values[*row]).collect();
        let columns = self.columns.iter().map(pick).collect();
        (pick(&self.target), Matrix::new(columns).unwrap())
    }
}

impl TableCase {
    pub fn load(&self) -> Table {
        let (columns, target) = match &self.packed {
            Some(packed) => (packed.columns(), packed.target.clone()),
            None => sample(&self.name, self.regression),
        };
        Table {
            columns,
            target,
            regression: self.regression,
        }
    }

    /// The train rows and the test rows of a split.
    pub fn rows(&self, split: u64) -> (Vec<usize>, Vec<usize>) {
        let is_train = |row: &usize| {
            let digits = &self.test_rows[5 * row..5 * row + 5];
            u64::from_str_radix(digits, 16).unwrap() >> split & 1 == 0
        };
        (0..self.test_rows.len() / 5).partition(is_train)
    }
}

impl Packed {
    fn columns(&self) -> Vec<Vec<f64>> {
        let number = |cell: &[u8]| match std::str::from_utf8(cell).unwrap() {
            missing if missing.starts_with('.') => f64::NAN,
            digits => f64::from(u32::from_str_radix(digits, 36).unwrap()),
        };
        let column = |text: &String| text.as_bytes().chunks(self.width).map(number).collect();
        self.columns.iter().map(column).collect()
    }
}

/// A sample that the page offers; class names become labels in their order.
fn sample(name: &str, regression: bool) -> (Vec<Vec<f64>>, Vec<f64>) {
    let path = format!(
        "{}/../../www/samples/{name}.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let features = rows[0].len() - 1;
    let column = |at: usize| rows.iter().map(|row| row[at].parse().unwrap()).collect();
    let columns = (0..features).map(column).collect();
    if regression {
        return (columns, column(features));
    }
    let names: BTreeSet<&str> = rows.iter().map(|row| row[features]).collect();
    let label = |row: &Vec<&str>| names.iter().position(|name| *name == row[features]);
    let labels = rows.iter().map(|row| label(row).unwrap() as f64).collect();
    (columns, labels)
}

pub fn labels(target: &[f64]) -> Vec<u32> {
    target.iter().map(|label| *label as u32).collect()
}
