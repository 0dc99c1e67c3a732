//! What is reported of conformal answers: the promise, and what held on the test rows.

use serde::{Deserialize, Serialize};

use super::ChosenOn;
use grove_recipe::number::{count, percent, significant};

/// Intervals around values, or sets of classes, that should hold the truth in a given share of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConformalReport {
    /// The share of the rows whose truth should be inside, 0.5 to 0.99.
    pub level: f64,
    /// The rows on which the distance of the truth was measured; `None` where there were none.
    pub measured_on: Option<ChosenOn>,
    /// How many rows these are.
    pub rows: u32,
    /// The least number of them for the level.
    pub least_rows: u32,
    /// The distance from the value in the target's units, or 1 less the least probability of a class in a set. `None` where
    /// there were too few rows, so that everything is inside.
    pub quantile: Option<f64>,
    /// What the level can be relied on for.
    pub guarantee: Guarantee,
    /// The number of test rows.
    pub test_rows: u32,
    /// The share of them whose truth is inside.
    pub coverage: f64,
    /// Where that share would be with 95 % confidence if there were very many test rows (Wilson).
    pub coverage_interval: Option<(f64, f64)>,
    /// Intervals: the width, in the target's units; `None` for classes, and where they are infinite.
    pub width: Option<f64>,
    /// Sets: how many classes are in them; `None` for values.
    pub sets: Option<SetSizes>,
    /// Why there are no rows to measure on.
    pub note: Option<String>,
}

/// How many classes are in the sets of the test rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetSizes {
    /// The mean number of classes.
    pub mean: f64,
    /// The share of the rows whose set is empty.
    pub empty: f64,
    /// The share of the rows whose set has one class.
    pub single: f64,
}

/// What a conformal level can be relied on for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guarantee {
    /// At least the level on average over draws of the rows: the rows it was measured on served nothing else.
    Marginal,
    /// Nearly the level: the answers it was measured by are those of other models than this one.
    OtherModels,
    /// Nearly the level: the same rows also served to fit the calibration, or to stop the model.
    SharedRows,
}

impl ConformalReport {
    /// Says what is promised, what held on the test rows, and what may be concluded.
    pub fn sentences(&self) -> Vec<String> {
        let level = percent(self.level);
        let Some(quantile) = self.quantile else {
            let mut sentences: Vec<String> = self.note.iter().cloned().collect();
            let everything = match self.sets {
                Some(_) => "every class is in each set",
                None => "each interval is infinite",
            };
            sentences.push(format!(
                "Too few rows: for {level}, at least {} are needed that the model has not learned from, and there are {}. So {everything}.",
                count(self.least_rows),
                count(self.rows)
            ));
            return sentences;
        };
        let on = self.measured_on.map_or("rows", ChosenOn::words);
        let on = format!("measured on {} {on}", count(self.rows));
        let amount = significant(quantile, 4);
        let mut sentences = vec![match self.sets {
            Some(_) => format!(
                "A set has each class whose probability is at least {}, and should hold the actual one for {level} of the rows; {on}.",
                significant(1.0 - quantile, 4)
            ),
            None => format!(
                "An interval is the prediction ± {amount}, and should hold the actual value for {level} of the rows; {on}."
            ),
        }];
        let likely = self.coverage_interval.map_or(String::new(), |(low, high)| {
            format!(
                " (with 95 % confidence {} to {})",
                percent(low),
                percent(high)
            )
        });
        let size = match (self.sets, self.width) {
            (Some(sets), _) => format!(
                " A set has {} classes on average; {} are empty and {} have one class.",
                significant(sets.mean, 3),
                percent(sets.empty),
                percent(sets.single)
            ),
            (None, Some(width)) => format!(" An interval is {} wide.", significant(width, 4)),
            (None, None) => String::new(),
        };
        sentences.push(format!(
            "It does for {} of {} test rows{likely}.{size}",
            percent(self.coverage),
            count(self.test_rows)
        ));
        sentences.push(self.guarantee.words().to_owned());
        sentences
    }
}

impl Guarantee {
    /// Says it, and what it does not mean.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Marginal => {
                "The level holds on average over all rows from the same source, not within each group of them, and no longer once the data change."
            }
            Self::OtherModels => {
                "The level holds approximately: it was measured by the answers of models, or parts of the model, that learned from fewer rows. It says nothing of single groups of rows, or of data that have changed."
            }
            Self::SharedRows => {
                "The level holds approximately: the same rows also served to fit the calibration or to stop training. It says nothing of single groups of rows, or of data that have changed."
            }
        }
    }
}
