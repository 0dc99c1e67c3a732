//! What is reported of trials: trainings of a run's recipe with other splits, with other seeds, or on fewer rows.

use serde::{Deserialize, Serialize};

use crate::tracking::SearchSpec;
use grove_recipe::number::{count, fixed, significant};

/// The most seeds that are tried.
pub const REPEATS_AT_MOST: u32 = 100;

/// 97.5 % quantiles of Student's t with 1, 2, … degrees of freedom, for 2 to 20 folds.
const T_975: [f64; 19] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093,
];

/// What is tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialPlan {
    /// The rows are split anew by each of so many other seeds, and the model is trained anew by each of them.
    Repeats(u32),
    /// The model is trained on fewer and fewer of the train rows.
    LearningCurve,
    /// A search is done in each fold of the train rows, and its best candidate is scored on the rest.
    NestedSearch(Box<SearchSpec>),
}

/// The results of trials, as far as they have come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialReport {
    /// For [`TrialPlan::Repeats`].
    Repeats(Repeats),
    /// For [`TrialPlan::LearningCurve`].
    LearningCurve(LearningCurve),
    /// For [`TrialPlan::NestedSearch`].
    NestedSearch(NestedSearch),
}

/// Scores of the same recipe with other splits, and with other seeds of the training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repeats {
    /// The seeds that were to be tried, the same for splits and trainings.
    pub seeds: Vec<u32>,
    /// In the order of the run's scores.
    pub scores: Vec<RepeatedScores>,
    /// What the trials leave out, and what cannot vary.
    pub notes: Vec<String>,
}

/// A metric in all repeats so far; `None` where it is not defined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepeatedScores {
    /// The metric by scikit-learn's name.
    pub name: String,
    /// On the test rows of each seed's split, by a model that was trained on its train rows with the run's seed.
    pub by_split: Vec<Option<f64>>,
    /// On the run's own test rows, by a model that was trained on its own train rows with each seed.
    pub by_seed: Vec<Option<f64>>,
}

/// Scores on held-out folds of the train rows, by the number of rows that were learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearningCurve {
    /// The metric by scikit-learn's name.
    pub metric: String,
    /// False for losses and errors.
    pub higher_is_better: bool,
    /// The number of folds.
    pub folds: u32,
    /// From the fewest rows up; each size has half the rows of the next.
    pub sizes: Vec<CurveSize>,
    /// How the folds differ from what may be expected.
    pub note: Option<String>,
}

/// A size of a learning curve, with a score for each fold so far; `None` where it is not defined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurveSize {
    /// The mean number of rows that were learned from, over the folds.
    pub rows: u32,
    /// On the rows that were learned from.
    pub train: Vec<Option<f64>>,
    /// On the rows of the fold, which were not.
    pub held_out: Vec<Option<f64>>,
}

/// A search that is done anew in each fold, so that its best candidate is scored on rows that neither trained nor chose it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NestedSearch {
    /// The metric of the search by scikit-learn's name.
    pub metric: String,
    /// The number of candidates in each fold.
    pub candidates: u32,
    /// The number of folds.
    pub folds: u32,
    /// The folds so far.
    pub winners: Vec<FoldWinner>,
    /// How the folds differ from what may be expected.
    pub note: Option<String>,
}

/// The best candidate of a fold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoldWinner {
    /// Its place among the candidates, from 0; `None` where no candidate could be scored.
    pub place: Option<u32>,
    /// What it says in the recipe of each varied parameter, by dotted name.
    pub parameters: Vec<(String, String)>,
    /// The mean over the inner folds, by which it was chosen.
    pub chosen_by: Option<f64>,
    /// The score on the held-out rows of the fold.
    pub held_out: Option<f64>,
}

impl NestedSearch {
    /// Says how good the search's choice is on rows that did not choose it, beside what it is by those that did.
    pub fn sentence(&self) -> Option<String> {
        let of = |score: fn(&FoldWinner) -> Option<f64>| -> Vec<Option<f64>> {
            self.winners.iter().map(score).collect()
        };
        let (held_out, std) = spread(&of(|winner| winner.held_out))?;
        let (chosen_by, _) = spread(&of(|winner| winner.chosen_by))?;
        Some(format!(
            "On rows that neither trained nor chose it, the best of {} candidates has {} {} ± {} ({} folds); by the folds that chose it, {}.",
            count(self.candidates),
            self.metric,
            fixed(held_out, 3),
            fixed(std, 3),
            count(self.winners.len() as u32),
            fixed(chosen_by, 3)
        ))
    }
}

/// Mean and standard deviation of scores, the latter with their number less one as divisor. `None` with fewer than two.
pub fn spread(scores: &[Option<f64>]) -> Option<(f64, f64)> {
    let known: Vec<f64> = scores.iter().copied().flatten().collect();
    let n = known.len() as f64;
    if known.len() < 2 {
        return None;
    }
    let mean = known.iter().sum::<f64>() / n;
    let squares = known.iter().map(|score| (score - mean) * (score - mean));
    Some((mean, (squares.sum::<f64>() / (n - 1.0)).sqrt()))
}

/// What the last doubling of the train rows changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastDoubling {
    /// Half of the train rows, and all of them.
    pub rows: (u32, u32),
    /// Mean over the folds of what the score rose by; below 0 where it fell.
    pub rise: f64,
    /// Half the width of the 95 % interval of `rise`, by the corrected resampled t-test: Nadeau and Bengio, “Inference for
    /// the generalization error”, 2003.
    pub margin: f64,
    /// Whether all of `rise`'s interval lies on the better side of 0.
    pub helped: bool,
}

impl LearningCurve {
    /// Compares the two largest sizes fold by fold. `None` while a fold of them is missing or undefined.
    pub fn last_doubling(&self) -> Option<LastDoubling> {
        let [.., half, all] = &self.sizes[..] else {
            return None;
        };
        let pairs = half.held_out.iter().zip(&all.held_out);
        let rises: Vec<Option<f64>> = pairs.map(|(half, all)| Some((*all)? - (*half)?)).collect();
        if rises.len() != self.folds as usize || rises.iter().any(Option::is_none) {
            return None;
        }
        let (rise, std) = spread(&rises)?;
        // A fold has one row to `folds` − 1 that were learned from.
        let folds = f64::from(self.folds);
        let t = T_975.get(rises.len() - 2)?;
        let margin = t * std * (1.0 / folds + 1.0 / (folds - 1.0)).sqrt();
        let better = if self.higher_is_better { rise } else { -rise };
        Some(LastDoubling {
            rows: (half.rows, all.rows),
            rise,
            margin,
            helped: better > margin,
        })
    }

    /// Says whether more rows would help. `None` before the end.
    pub fn sentence(&self) -> Option<String> {
        let LastDoubling {
            rows: (half, all),
            rise,
            margin,
            helped,
        } = self.last_doubling()?;
        let moved = format!(
            "From {} to {} train rows, {} changed by {} ± {}",
            count(half),
            count(all),
            self.metric,
            significant(rise, 2),
            significant(margin, 2)
        );
        Some(match helped {
            true => format!("{moved}: more rows of this kind are likely to help."),
            false => format!(
                "{moved}, which is within noise: more rows of this kind are not known to help."
            ),
        })
    }
}

impl Repeats {
    /// Says for a metric how much it varies by the split, and by the seed of the training.
    pub fn sentences(&self, metric: usize) -> Vec<String> {
        let Some(scores) = self.scores.get(metric) else {
            return Vec::new();
        };
        let told = |of: &[Option<f64>], what: &str| {
            let (mean, std) = spread(of)?;
            let known = of.iter().flatten();
            let low = known.clone().copied().fold(f64::INFINITY, f64::min);
            let high = known.copied().fold(f64::NEG_INFINITY, f64::max);
            let [mean, std, low, high] = [mean, std, low, high].map(|score| significant(score, 3));
            let (name, n) = (&scores.name, count(of.len() as u32));
            Some(format!(
                "{n} {what}: {name} {mean} ± {std} (standard deviation), from {low} to {high}."
            ))
        };
        let both = [
            told(&scores.by_split, "other splits"),
            told(&scores.by_seed, "other seeds of the training"),
        ];
        both.into_iter().flatten().collect()
    }
}
