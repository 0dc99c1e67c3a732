//! Synthetic data sets and their parameters.

use serde::{Deserialize, Serialize};

use super::error::StageError;
use super::parameters::{Integer, Misfit, Real};
use super::stage::Stage;
use crate::Task;

/// The number of rows to make.
pub const ROWS: Integer = Integer {
    name: "rows",
    label: "Rows",
    help: "The number of rows. With more rows, a model can find finer rules.",
    min: 10,
    max: 1_000_000,
    default: 2000,
};
/// The seed of the data. It is not the recipe's seed, whose field is on the page as well.
pub const DATA_SEED: Integer = Integer {
    name: "data_seed",
    label: "Seed of the data",
    help: "The same seed and choices make the same file, byte for byte; another seed draws other rows by the same rule.",
    min: 0,
    max: u32::MAX,
    default: 42,
};
/// The share of chance in the rule, from 0 to 1.
pub const NOISE: Real = Real {
    name: "noise",
    label: "Noise",
    help: "At 0 the rule holds exactly; at 1 everything is random.",
    min: 0.0,
    max: 1.0,
    step: 0.05,
    default: 0.2,
};
/// The share of empty cells, in columns that may have gaps.
pub const MISSING: Real = Real {
    name: "missing",
    label: "Missing share",
    help: "The share of cells left empty, at random, in columns that may have gaps. The target never has any.",
    min: 0.0,
    max: 0.9,
    step: 0.05,
    default: 0.0,
};
/// The share of the first class. Each data set with classes has a default of its own.
pub const BALANCE: Real = Real {
    name: "balance",
    label: "Share of one class",
    help: "The share of rows of the class that is named first; other classes have equal shares of the rest.",
    min: 0.01,
    max: 0.5,
    step: 0.05,
    default: 0.5,
};
/// How much the later half of the rows differs from the earlier half, from 0 to 1.
pub const DRIFT: Real = Real {
    name: "drift",
    label: "Drift",
    help: "How much the later half of the rows differs from the earlier half. At 0 they are alike.",
    min: 0.0,
    max: 1.0,
    step: 0.05,
    default: 0.0,
};

/// The data sets that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyntheticName {
    /// Trips of taxis, and whether the tip was high.
    TaxiTrips,
    /// Emissions of regions by month, in megatonnes.
    Co2Emissions,
    /// Cars, and how many miles each goes on a gallon.
    CarEconomy,
    /// Songs of six genres, with lyrics.
    Songs,
    /// Two half circles that reach into each other.
    Moons,
    /// A ring inside of a ring.
    Circles,
    /// Three clouds of points side by side.
    Blobs,
    /// Two arms around each other.
    Spiral,
    /// Four quarters of two classes, as on a chessboard.
    Xor,
}

/// A data set that can be made. Every data set has the parameters rows, seed, noise and drift.
#[derive(Debug, PartialEq)]
pub struct DataSet {
    /// The name in specifications.
    pub name: SyntheticName,
    /// The name in file names, tests, scripts and the native command.
    pub id: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// A description in one or two sentences.
    pub line: &'static str,
    /// Which columns determine the target, and which do not.
    pub rule: &'static str,
    /// The target column's name.
    pub target: &'static str,
    /// Whether the target is a class or a number.
    pub task: Task,
    /// The target in two or three words.
    pub facts: &'static str,
    /// Whether it has the parameter [`MISSING`].
    pub missing: bool,
    /// The default of the parameter [`BALANCE`]; `None` if there are no classes.
    pub balance: Option<f64>,
}

/// Makes the description of a data set with two coordinates and a class.
const fn shape(
    name: SyntheticName,
    id: &'static str,
    title: &'static str,
    line: &'static str,
) -> DataSet {
    DataSet {
        name,
        id,
        title,
        line,
        rule: "The class depends on x and y together; one of them alone predicts almost nothing. Drift rotates the later points, up to a quarter turn, and moves them to the right.",
        target: "class",
        task: Task::Classification,
        facts: "orange or blue",
        missing: false,
        balance: Some(BALANCE.default),
    }
}

/// All data sets, in the order of [`SyntheticName`].
pub const DATA_SETS: [DataSet; 9] = [
    DataSet {
        name: SyntheticName::TaxiTrips,
        id: "taxi-trips",
        title: "Taxi trips",
        line: "Will the tip be 20 % of the fare or more? Dates, zones, a leak, and cash tips that are not recorded.",
        rule: "The target depends on the hour, the weekend, the distance, a start at the airport and the borough of arrival, but not on passengers or tolls. A cash trip has no recorded tip and counts as no. The columns tip and total reveal the target: leave them out to see what a model can predict before the ride. With drift, tips are higher in the morning instead of the evening.",
        target: "high_tip",
        task: Task::Classification,
        facts: "yes or no",
        missing: true,
        balance: Some(0.35),
    },
    DataSet {
        name: SyntheticName::Co2Emissions,
        id: "co2-emissions",
        title: "CO₂ emissions",
        line: "How many megatonnes does an invented region emit in a month?",
        rule: "The target is a product of population, income, the shares of coal, oil and gas, and cold months; it does not depend on rainfall. The months of a region are similar, so a random split gives scores that are too high. With drift, the later months emit less for the same energy.",
        target: "emissions_mt",
        task: Task::Regression,
        facts: "a number",
        missing: true,
        balance: None,
    },
    DataSet {
        name: SyntheticName::CarEconomy,
        id: "car-economy",
        title: "Car fuel economy",
        line: "How many miles does an invented car go on a gallon?",
        rule: "The target depends on weight, power and the model year. Cylinders and displacement are only correlated with the weight; acceleration, origin and name add nothing. With drift, later cars are heavier and their engines more economical.",
        target: "mpg",
        task: Task::Regression,
        facts: "a number",
        missing: true,
        balance: None,
    },
    DataSet {
        name: SyntheticName::Songs,
        id: "songs",
        title: "Songs",
        line: "Which of six genres is a song, by its lyrics, tempo and energy?",
        rule: "The genre shows in tempo and energy together, and also in the words of the lyrics alone, but not in duration or year. Drift gives later songs the tempo and energy of another genre and keeps the words.",
        target: "genre",
        task: Task::Classification,
        facts: "lullaby or 5 others",
        missing: true,
        balance: Some(0.17),
    },
    shape(
        SyntheticName::Moons,
        "moons",
        "Moons",
        "Two interleaved half circles: no straight line separates them.",
    ),
    shape(
        SyntheticName::Circles,
        "circles",
        "Circles",
        "A ring inside a ring: the class depends on the distance from the centre.",
    ),
    DataSet {
        facts: "orange, blue or green",
        balance: Some(0.33),
        ..shape(
            SyntheticName::Blobs,
            "blobs",
            "Blobs",
            "Three groups of points that straight lines separate well.",
        )
    },
    shape(
        SyntheticName::Spiral,
        "spiral",
        "Spiral",
        "Two spiral arms around each other: trees need many splits.",
    ),
    shape(
        SyntheticName::Xor,
        "xor",
        "Chessboard",
        "Four quarters of two colours: each column alone predicts nothing.",
    ),
];

impl SyntheticName {
    /// Returns the description.
    pub const fn set(self) -> &'static DataSet {
        &DATA_SETS[self as usize]
    }
}

/// Everything that the bytes of a made file depend on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyntheticSpec {
    /// The data set to make.
    pub name: SyntheticName,
    /// The value of [`DATA_SEED`].
    pub seed: u32,
    /// The value of [`ROWS`].
    pub rows: u32,
    /// The value of [`NOISE`].
    pub noise: f64,
    /// 0 if the data set does not have this parameter.
    pub missing: f64,
    /// 0 if the data set does not have this parameter.
    pub balance: f64,
    /// The value of [`DRIFT`].
    pub drift: f64,
}

impl SyntheticSpec {
    /// Makes a specification with every parameter at its default.
    pub fn new(name: SyntheticName) -> Self {
        Self {
            name,
            seed: DATA_SEED.default,
            rows: ROWS.default,
            noise: NOISE.default,
            missing: MISSING.default,
            balance: name.set().balance.unwrap_or(0.0),
            drift: DRIFT.default,
        }
    }

    /// Returns the name of the file, such as `taxi-trips-42.csv`.
    pub fn file_name(&self) -> String {
        format!("{}-{}.csv", self.name.set().id, self.seed)
    }

    /// Checks the parameters. The error names the first that is out of its range, or that the data set does not have.
    ///
    /// # Errors
    /// Names the first parameter that is out of its range, or that the data set does not have.
    pub fn check(&self) -> Result<(), StageError> {
        let set = self.name.set();
        let knob = |has: bool, declared: &Real, value: f64| match has {
            true => declared.check(value),
            false if value == 0.0 => Ok(()),
            false => {
                let problem = format!("{} has no parameter {}.", set.id, declared.name);
                Err(Misfit::new(declared.name, problem))
            }
        };
        ROWS.check(self.rows)
            .and_then(|()| NOISE.check(self.noise))
            .and_then(|()| knob(set.missing, &MISSING, self.missing))
            .and_then(|()| knob(set.balance.is_some(), &BALANCE, self.balance))
            .and_then(|()| DRIFT.check(self.drift))
            .map_err(|problem| StageError::new(Stage::Load, problem, ""))
    }
}
