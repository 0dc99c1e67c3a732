//! Cross-validation: how much scores move by chance, told by models that learn from most of the train rows and are
//! scored on the rest. Test and validation rows have no part in it.

mod splitter;

use std::rc::Rc;

use grove_models::{Learner, Model};
use grove_protocol::report::{CrossValidationReport, FoldScores, Metric};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::answers::Asking;
use super::clean::Cleaned;
use super::encoded::{Encoded, Part, encode};
use super::evaluate::{Scored, evaluate};
use super::foreman::{Foreman, Work};
use super::outcome::baseline;
use super::split::Parts;
use super::train::learner;

pub use splitter::{Dealer, Fold, Splitter};

/// Numbers of encoded rows that are kept for the next recipe: 64 MB.
const KEPT_AT_MOST: u64 = 8_000_000;

/// A cross-validation under way.
pub struct CrossValidation {
    cleaned: Rc<Cleaned>,
    dealer: Dealer,
    /// The train rows as they were dealt, by their numbers in the file.
    rows: Vec<u32>,
    /// The repeat that was dealt last, and each row's fold in it.
    dealt: Option<(u32, Vec<u32>)>,
    doing: Doing,
    /// Of each fold that is done.
    scores: Vec<Vec<Metric>>,
    /// The first folds as they were encoded, for the recipes after this one, and how many more numbers may be kept.
    kept: Vec<Rc<Encoded>>,
    room: u64,
}

/// What is done for a fold.
enum Doing {
    Nothing,
    Training {
        encoded: Rc<Encoded>,
        learner: Learner,
    },
    Scoring {
        encoded: Rc<Encoded>,
        model: Box<Model>,
        asking: Asking,
    },
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advance {
    Here,
    /// It goes on elsewhere: there is nothing to do until there is word.
    Elsewhere,
    Done,
}

impl CrossValidation {
    /// `None` where the recipe asks for none. Nothing is trained yet.
    pub fn begin(
        cleaned: &Rc<Cleaned>,
        parts: &Parts,
        recipe: &Recipe,
    ) -> Result<Option<Self>, StageError> {
        if recipe.evaluate.repeats() == 0 {
            return Ok(None);
        }
        // Which rows a step that learns has dropped is not known where a fold is held out.
        let (table, parts) = cleaned.dealt().unwrap_or((&cleaned.table, parts));
        let splitter = Splitter::of(table, parts, recipe)?;
        let dealer = Dealer::new(splitter, parts.train.len() as u32, recipe)?;
        Ok(Some(Self {
            cleaned: Rc::clone(cleaned),
            rows: parts
                .train
                .iter()
                .map(|&p| table.rows[p as usize])
                .collect(),
            dealt: None,
            dealer,
            doing: Doing::Nothing,
            scores: Vec::new(),
            kept: Vec::new(),
            room: 0,
        }))
    }

    /// Keeps what it encodes, as far as there is room for it, since other recipes will be scored by the same folds.
    pub fn sharing(self) -> Self {
        Self {
            room: KEPT_AT_MOST,
            ..self
        }
    }

    /// Begins anew with a recipe that cleans and deals the rows as the one before did.
    pub fn begin_again(&mut self, before: &Recipe, next: &Recipe) {
        self.doing = Doing::Nothing;
        self.scores.clear();
        if before.featurize != next.featurize && !self.kept.is_empty() {
            self.kept.clear();
            self.room = KEPT_AT_MOST;
        }
    }

    /// The number of the fold under way, from 1, and how many there are.
    pub fn fold(&self) -> (u32, u32) {
        let of = self.dealer.folds();
        ((self.scores.len() as u32 + 1).min(of), of)
    }

    /// Trees (or else models) that are done, and how many there are.
    pub fn progress(&self, foreman: &Foreman, recipe: &Recipe) -> (u32, u32) {
        let each = recipe.train.trees().max(1);
        let of_fold = match self.doing {
            Doing::Nothing => 0,
            Doing::Training { .. } => foreman.grown().min(each),
            Doing::Scoring { .. } => each,
        };
        let done = (self.scores.len() as u32).saturating_mul(each);
        (
            done.saturating_add(of_fold),
            self.dealer.folds().saturating_mul(each),
        )
    }

    /// Does the next piece. `recipe` must be the one that it began with. An error names the fold.
    pub fn advance(
        &mut self,
        foreman: &mut Foreman,
        recipe: &Recipe,
    ) -> Result<Advance, StageError> {
        let (fold, of) = self.fold();
        self.go_on(foreman, recipe).map_err(|error| StageError {
            stage: Stage::Evaluate,
            problem: format!(
                "In fold {fold} of {of} of the cross-validation: {}",
                error.problem
            ),
            ..error
        })
    }

    fn go_on(&mut self, foreman: &mut Foreman, recipe: &Recipe) -> Result<Advance, StageError> {
        match std::mem::replace(&mut self.doing, Doing::Nothing) {
            Doing::Nothing if self.scores.len() as u32 == self.dealer.folds() => {
                return Ok(Advance::Done);
            }
            Doing::Nothing => {
                let encoded = self.encoded(recipe)?;
                let learner = learner(recipe, &encoded.featurizer);
                foreman.begin(&encoded, recipe, &learner, false)?;
                self.doing = Doing::Training { encoded, learner };
            }
            Doing::Training { encoded, learner } => {
                let work = foreman.go_on(&encoded, recipe, &learner)?;
                let Work::Done(fitted) = work else {
                    self.doing = Doing::Training { encoded, learner };
                    return Ok(match work {
                        Work::Elsewhere => Advance::Elsewhere,
                        _ => Advance::Here,
                    });
                };
                let model = Box::new(fitted.model);
                let asking = Asking::new(&model, &encoded.test.matrix, false);
                self.doing = Doing::Scoring {
                    encoded,
                    model,
                    asking,
                };
            }
            Doing::Scoring {
                encoded,
                model,
                mut asking,
            } => {
                if asking.advance(&model, &encoded.test.matrix) {
                    self.doing = Doing::Scoring {
                        encoded,
                        model,
                        asking,
                    };
                } else {
                    self.scores.push(scores(&encoded, asking));
                }
            }
        }
        Ok(Advance::Here)
    }

    /// The next fold as it was encoded for the recipe before, or as it is encoded now.
    fn encoded(&mut self, recipe: &Recipe) -> Result<Rc<Encoded>, StageError> {
        let fold = self.scores.len();
        if let Some(encoded) = self.kept.get(fold) {
            return Ok(Rc::clone(encoded));
        }
        let encoded = Rc::new(self.encode(recipe)?);
        let numbers =
            |part: &Part| u64::from(part.matrix.rows()) * u64::from(part.matrix.features());
        let numbers = numbers(&encoded.train) + numbers(&encoded.test);
        if self.kept.len() == fold && numbers <= self.room {
            self.room -= numbers;
            self.kept.push(Rc::clone(&encoded));
        }
        Ok(encoded)
    }

    /// Cleans and encodes the rows of the next fold as if those held out were the test rows: what is fitted, is fitted
    /// without them.
    fn encode(&mut self, recipe: &Recipe) -> Result<Encoded, StageError> {
        let fold = self.scores.len() as u32;
        let (repeat, fold) = (fold / self.dealer.n_splits, fold % self.dealer.n_splits);
        let dealt = self.dealt.take().filter(|dealt| dealt.0 == repeat);
        let dealt = dealt.unwrap_or_else(|| (repeat, self.dealer.deal(repeat)));
        let Fold { train, held_out } = self.dealer.fold(&dealt.1, fold);
        self.dealt = Some(dealt);
        let in_file = |rows: Vec<u32>| -> Vec<u32> {
            let numbers = rows.into_iter().map(|row| self.rows[row as usize]);
            numbers.collect()
        };
        let (train, held_out) = (in_file(train), in_file(held_out));
        let table = self.cleaned.learning_from(&train, recipe)?;
        // Rows that only a step of this fold drops are neither learned from nor scored.
        let positions = |rows: Vec<u32>| -> Vec<u32> {
            let place = |row: u32| table.rows.binary_search(&row).ok();
            rows.into_iter()
                .filter_map(place)
                .map(|p| p as u32)
                .collect()
        };
        let parts = Parts {
            train: positions(train),
            validation: Vec::new(),
            test: positions(held_out),
            stratified: false,
            note: None,
        };
        if parts.train.is_empty() || parts.test.is_empty() {
            return Err(StageError::new(
                Stage::Evaluate,
                "cleaning leaves no row to learn from, or none to be scored.",
                "Ask for fewer folds, or drop fewer rows.",
            ));
        }
        encode(&table, &parts, recipe).map(|(encoded, _)| encoded)
    }

    /// What all folds gave, once they are done.
    pub fn report(&self) -> CrossValidationReport {
        let dealer = &self.dealer;
        let metrics = self.scores.first().map_or(&[][..], |metrics| metrics);
        let scores = metrics.iter().enumerate().map(|(place, metric)| {
            let folds = self.scores.iter().map(|metrics| metrics[place].value);
            summary(metric, folds.collect())
        });
        CrossValidationReport {
            splitter: dealer.splitter.name().into(),
            rows: dealer.rows,
            n_splits: dealer.n_splits,
            n_repeats: dealer.n_repeats,
            scores: scores.collect(),
            note: dealer.note.clone(),
        }
    }
}

fn scores(encoded: &Encoded, asking: Asking) -> Vec<Metric> {
    let held_out = &encoded.test;
    let scored = Scored {
        actual: &held_out.target,
        predicted: &asking.finish().predicted,
        baseline: &baseline(&encoded.train.target).predict(held_out.matrix.rows()),
        intervals: None,
    };
    evaluate(&scored, None, Vec::new()).metrics
}

/// Mean and standard deviation (of the folds as they are, divided by their number) where a score is defined.
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
