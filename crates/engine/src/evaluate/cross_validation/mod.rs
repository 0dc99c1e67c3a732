//! Cross-validation: trains models on most of the train rows and scores them on the rest, to show how much scores vary by
//! chance. Test and validation rows are not used.
//!
//! Why: `docs/decisions/0026-how-much-of-a-score-is-chance.md`.

mod splitter;

use std::cell::RefCell;
use std::rc::Rc;

use grove_models::Predictions;
use grove_protocol::report::{CrossValidationReport, FoldScores, Metric};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::clean::Cleaned;
use crate::evaluate::prediction_job::PartialPredictions;
use crate::evaluate::refit::{RefitRows, refit, scored_otherwise, scores};
use crate::featurize::encoded_rows::{EncodedPart, EncodedRows};
use crate::pace::Pace;
use crate::split::SplitParts;
use crate::table::Table;
use crate::table::target::TargetValues;
use crate::train::training_job::TrainingJob;

pub use splitter::{Fold, FoldAssigner, FoldSplitter};

/// The most numbers of encoded rows that are kept for the next recipe: 64 MB.
const KEPT_AT_MOST: u64 = 8_000_000;

/// The folds of a table, with encoded ones.
pub struct CrossValidationJob {
    cleaned: Rc<Cleaned>,
    assigner: FoldAssigner,
    /// The train rows as they were split, by their numbers in the file.
    rows: Vec<u32>,
    /// The latest repeat, and each row's fold in it.
    assigned: Option<(u32, Vec<u32>)>,
    /// The first folds in encoded form, for later recipes, and how many more numbers may be kept.
    kept: Vec<Rc<EncodedRows>>,
    room: u64,
}

impl CrossValidationJob {
    /// Prepares the folds; `None` if the recipe asks for none. Nothing is trained yet.
    ///
    /// # Errors
    /// Where the folds are impossible: more than rows, groups, times or rows of a class.
    pub fn begin(
        cleaned: &Rc<Cleaned>,
        parts: &SplitParts,
        recipe: &Recipe,
    ) -> Result<Option<Self>, StageError> {
        if recipe.evaluate.repeats() == 0 {
            return Ok(None);
        }
        // Which rows a step that learns drops depends on the fold, so the table before that step is needed.
        let as_split = cleaned.early_split().unwrap_or((&cleaned.table, parts));
        Self::among(cleaned, as_split, recipe).map(Some)
    }

    /// Prepares the folds of the train rows of these parts, which need not be those of a split. The recipe must ask for
    /// folds.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn among(
        cleaned: &Rc<Cleaned>,
        (table, parts): (&Table, &SplitParts),
        recipe: &Recipe,
    ) -> Result<Self, StageError> {
        let splitter = FoldSplitter::of(table, parts, recipe)?;
        let assigner = FoldAssigner::new(splitter, parts.train.len() as u32, recipe)?;
        Ok(Self {
            cleaned: Rc::clone(cleaned),
            rows: parts
                .train
                .iter()
                .map(|&p| table.rows[p as usize])
                .collect(),
            assigned: None,
            assigner,
            kept: Vec::new(),
            room: 0,
        })
    }

    /// Keeps encoded folds, as far as there is room, since other recipes will be scored by the same folds.
    pub fn sharing(self) -> Self {
        Self {
            room: KEPT_AT_MOST,
            ..self
        }
    }

    /// Prepares for another recipe, which must clean and split the rows as the one before.
    pub fn change(&mut self, before: &Recipe, next: &Recipe) {
        if before.featurize != next.featurize && !self.kept.is_empty() {
            self.kept.clear();
            self.room = KEPT_AT_MOST;
        }
    }

    /// Returns how many folds there are, over all repeats.
    pub fn folds(&self) -> u32 {
        self.assigner.folds()
    }

    /// Returns how many trees (or else models) are trained in all folds.
    pub fn units(&self, recipe: &Recipe) -> u32 {
        self.folds().saturating_mul(of_fold(recipe))
    }

    /// Trains a model for each fold and scores it on the held-out rows. `recipe` must be the one that it began with, or
    /// changed to. An error names the fold.
    ///
    /// # Errors
    /// An error of cleaning, encoding or training in a fold.
    pub async fn report(
        &mut self,
        training_job: &RefCell<TrainingJob>,
        recipe: &Recipe,
        pace: &Pace,
    ) -> Result<CrossValidationReport, StageError> {
        let (of, each, total) = (self.folds(), of_fold(recipe), self.units(recipe));
        let mut scores = Vec::with_capacity(of as usize);
        for fold in 0..of {
            pace.report_fold(fold + 1, of);
            let units = fold.saturating_mul(each)..(fold + 1).saturating_mul(each);
            let part = pace.part(units, total);
            let found = self.score(fold, training_job, recipe, &part).await;
            scores.push(found.map_err(|error| in_fold(error, fold + 1, of))?);
        }
        Ok(self.summary(&scores, recipe))
    }

    /// Trains a model for each fold, and returns the target and the answer of every held-out row, one fold after the other:
    /// class probabilities, rows × classes, or values. `target` is that of the train rows, and has the classes. `recipe` must be
    /// the one that it began with.
    ///
    /// # Errors
    /// As [`Self::report`].
    pub async fn answers(
        &mut self,
        training_job: &RefCell<TrainingJob>,
        recipe: &Recipe,
        target: &TargetValues,
        pace: &Pace,
    ) -> Result<(TargetValues, Vec<f64>), StageError> {
        let (of, each, total) = (self.folds(), of_fold(recipe), self.units(recipe));
        let (mut actual, mut values) = (target.take(&[]), Vec::new());
        for fold in 0..of {
            pace.report_fold(fold + 1, of);
            let units = fold.saturating_mul(each)..(fold + 1).saturating_mul(each);
            let part = pace.part(units, total);
            let asked = self.ask(fold, training_job, recipe, &part).await;
            let (encoded, answers) = asked.map_err(|error| in_fold(error, fold + 1, of))?;
            append(
                (&mut actual, &mut values),
                (&encoded.test.target, &answers.predicted),
            );
        }
        Ok((actual, values))
    }

    /// Trains and scores the model of a fold.
    async fn score(
        &mut self,
        fold: u32,
        training_job: &RefCell<TrainingJob>,
        recipe: &Recipe,
        pace: &Pace,
    ) -> Result<Vec<Metric>, StageError> {
        let (encoded, answers) = self.ask(fold, training_job, recipe, pace).await?;
        Ok(scores(&encoded, &encoded.test, answers, recipe))
    }

    /// Trains the model of a fold, and predicts the held-out rows.
    async fn ask(
        &mut self,
        fold: u32,
        training_job: &RefCell<TrainingJob>,
        recipe: &Recipe,
        pace: &Pace,
    ) -> Result<(Rc<EncodedRows>, PartialPredictions), StageError> {
        let encoding = pace.part(0..0, 1);
        let encoded = self.encoded(fold, recipe, &encoding).await?;
        let refitted = refit(&encoded, recipe, training_job, pace).await?;
        Ok((encoded, refitted.held_out))
    }

    /// Returns a fold that was encoded for the recipe before, or encodes it.
    async fn encoded(
        &mut self,
        fold: u32,
        recipe: &Recipe,
        pace: &Pace,
    ) -> Result<Rc<EncodedRows>, StageError> {
        if let Some(encoded) = self.kept.get(fold as usize) {
            return Ok(Rc::clone(encoded));
        }
        let encoded = Rc::new(self.encode(fold, recipe, pace).await?);
        let numbers =
            |part: &EncodedPart| u64::from(part.matrix.rows()) * u64::from(part.matrix.features());
        let numbers = numbers(&encoded.train) + numbers(&encoded.test);
        if self.kept.len() == fold as usize && numbers <= self.room {
            self.room -= numbers;
            self.kept.push(Rc::clone(&encoded));
        }
        Ok(encoded)
    }

    /// Cleans and encodes the rows of a fold as if the held-out rows were the test rows: everything is fitted without
    /// them.
    async fn encode(
        &mut self,
        fold: u32,
        recipe: &Recipe,
        pace: &Pace,
    ) -> Result<EncodedRows, StageError> {
        let (repeat, fold) = (fold / self.assigner.n_splits, fold % self.assigner.n_splits);
        let assigned = self.assigned.take().filter(|assigned| assigned.0 == repeat);
        let assigned = assigned.unwrap_or_else(|| (repeat, self.assigner.assign(repeat)));
        let Fold { train, held_out } = self.assigner.fold(&assigned.1, fold);
        self.assigned = Some(assigned);
        let in_file = |rows: Vec<u32>| -> Vec<u32> {
            let numbers = rows.into_iter().map(|row| self.rows[row as usize]);
            numbers.collect()
        };
        let rows = RefitRows {
            train: in_file(train),
            held_out: in_file(held_out),
        };
        rows.encode(&self.cleaned, recipe, pace).await
    }

    /// Summarises the scores of all folds.
    fn summary(&self, of_folds: &[Vec<Metric>], recipe: &Recipe) -> CrossValidationReport {
        let note = scored_otherwise(&recipe.evaluate);
        let notes = self.assigner.note.as_deref().into_iter();
        let notes: Vec<&str> = notes.chain(note).collect();
        let assigner = &self.assigner;
        let metrics = of_folds.first().map_or(&[][..], |metrics| metrics);
        let scores = metrics.iter().enumerate().map(|(place, metric)| {
            let folds = of_folds.iter().map(|metrics| metrics[place].value);
            summary(metric, folds.collect())
        });
        CrossValidationReport {
            splitter: assigner.splitter.name().into(),
            rows: assigner.rows,
            n_splits: assigner.n_splits,
            n_repeats: assigner.n_repeats,
            scores: scores.collect(),
            note: (!notes.is_empty()).then(|| notes.join(" ")),
        }
    }
}

/// Appends the targets and the answers of a fold. Rows of a class that is none of the first classes are left out.
fn append(
    (all, answers): (&mut TargetValues, &mut Vec<f64>),
    (target, predicted): (&TargetValues, &Predictions),
) {
    match (all, target, predicted) {
        (TargetValues::Values(all), TargetValues::Values(of_fold), Predictions::Values(values)) => {
            all.extend(of_fold);
            answers.extend(values);
        }
        (
            TargetValues::Classes {
                labels: all,
                classes,
            },
            TargetValues::Classes {
                labels,
                classes: of_fold,
            },
            Predictions::Probabilities { values, .. },
        ) => {
            // Steps of cleaning that learn may leave other classes in a fold.
            let place = |name: &String| classes.iter().position(|class| class == name);
            let places: Vec<Option<usize>> = of_fold.iter().map(place).collect();
            for (label, row) in labels.iter().zip(values.chunks_exact(of_fold.len().max(1))) {
                let Some(label) = places[*label as usize] else {
                    continue;
                };
                all.push(label as u32);
                let start = answers.len();
                answers.resize(start + classes.len(), 0.0);
                for (place, value) in places.iter().zip(row) {
                    if let Some(place) = place {
                        answers[start + place] = *value;
                    }
                }
            }
        }
        _ => {}
    }
}

/// Returns how many trees (or else models) are trained in a fold.
fn of_fold(recipe: &Recipe) -> u32 {
    recipe.train.trees().max(1)
}

fn in_fold(error: StageError, fold: u32, of: u32) -> StageError {
    StageError {
        stage: Stage::Evaluate,
        problem: format!(
            "Fold {fold} of {of} of the cross-validation: {}",
            error.problem
        ),
        ..error
    }
}

/// Computes mean and standard deviation (with the number of folds as divisor) over the folds where a score is defined.
fn summary(metric: &Metric, folds: Vec<Option<f64>>) -> FoldScores {
    let known: Vec<f64> = folds.iter().copied().flatten().collect();
    let n = known.len() as f64;
    let mean = (n > 0.0).then(|| known.iter().sum::<f64>() / n);
    let std = mean.map(|mean| {
        let squares = known.iter().map(|score| (score - mean) * (score - mean));
        (squares.sum::<f64>() / n).sqrt()
    });
    FoldScores {
        name: metric.name.clone(),
        mean,
        std,
        folds,
    }
}
