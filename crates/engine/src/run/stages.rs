//! Runs single stages: each takes the output of the one before.

use std::cell::RefCell;
use std::rc::Rc;

use super::{ActiveRun, Pipeline, StageOutput};
use crate::check::{self, CheckResult};
use crate::clean::{Cleaned, clean_at_pace};
use crate::evaluate::belief::of_scores;
use crate::evaluate::outcome::{Evaluating, TrainedModel};
use crate::featurize::encoded_rows::{EncodedRows, encode};
use crate::load::Loaded;
use crate::pace::{Pace, Work};
use crate::profile::profile;
use crate::report;
use crate::split::{self, SplitParts};
use crate::train::learner;
use crate::train::training_job::{self, TrainingJob};
use grove_protocol::report::StageReport;
use grove_recipe::Recipe;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

/// What a stage made, and what it tells.
pub(super) enum Finished {
    Loaded(Box<Loaded>, StageReport),
    Made(StageOutput, StageReport),
}

type Result<T = Finished> = std::result::Result<T, StageError>;

impl Pipeline {
    /// Begins a stage on what those before it left. Nothing is computed yet.
    pub(super) fn begin_stage(&self, stage: Stage, run: &ActiveRun) -> Result<Work<Result>> {
        let recipe = Rc::clone(&run.recipe);
        Ok(match stage {
            Stage::Load => {
                let reading = self.read_again(&recipe.load)?.1;
                reading.map(|loaded| loaded.map(load))
            }
            Stage::Clean => {
                let loaded = self.loaded.as_ref().expect("begin found a file");
                let loaded = Rc::clone(loaded);
                Work::new(|pace| clean(loaded, recipe, pace))
            }
            Stage::Check => {
                let cleaned = self.cleaned();
                Work::new(|pace| check(cleaned, recipe, pace))
            }
            Stage::Split => {
                let cleaned = self.cleaned();
                Work::new(|_| async move { split(&cleaned, &recipe) })
            }
            Stage::Featurize => {
                let (cleaned, parts) = self.dealt();
                Work::new(|pace| featurize(cleaned, parts, recipe, pace))
            }
            Stage::Train => {
                let (encoded, training_job) = (self.encoded(), self.training_job());
                Work::new(|pace| train(encoded, recipe, training_job, pace))
            }
            Stage::Evaluate => {
                let (cleaned, parts) = self.dealt();
                let checked = Rc::clone(self.cache.checked().expect("check ran before"));
                let evaluating = Evaluating {
                    trained: Rc::clone(self.cache.trained().expect("train ran before")),
                    cleaned,
                    parts,
                    as_read: self.as_read(&recipe),
                    recipe,
                    training_job: self.training_job(),
                };
                Work::new(|pace| evaluate(evaluating, checked, pace))
            }
            Stage::Predict => unreachable!("predicting is done apart"),
        })
    }

    pub(super) fn cleaned(&self) -> Rc<Cleaned> {
        Rc::clone(self.cache.cleaned().expect("clean ran before"))
    }

    fn encoded(&self) -> Rc<EncodedRows> {
        Rc::clone(self.cache.encoded().expect("featurize ran before"))
    }

    /// The recipe that says how the file was read, with nothing left to detect: new rows are to be read alike. Columns of
    /// whole numbers and empty ones keep no type: new rows may have decimals, or values.
    pub fn as_read(&self, recipe: &Recipe) -> Recipe {
        let loaded = self.loaded.as_ref().expect("begin found a file");
        let mut load = loaded.layout.fix(&recipe.load);
        for column in &loaded.columns {
            if !matches!(column.kind, ColumnKind::Integer | ColumnKind::Empty) {
                let kinds = &mut load.kinds;
                kinds.entry(column.name.clone()).or_insert(column.kind);
            }
        }
        Recipe {
            load,
            ..recipe.clone()
        }
    }
}

fn load(loaded: Loaded) -> Finished {
    let report = StageReport::of_load(profile(&loaded));
    Finished::Loaded(Box::new(loaded), report)
}

async fn clean(loaded: Rc<Loaded>, recipe: Rc<Recipe>, pace: Pace) -> Result {
    let raw = &loaded.table;
    let (cleaned, detail) = clean_at_pace(raw, &recipe, &pace).await?;
    let report = report::clean(raw, &cleaned.table, detail);
    Ok(Finished::Made(
        StageOutput::Cleaned(Rc::new(cleaned)),
        report,
    ))
}

async fn check(cleaned: Rc<Cleaned>, recipe: Rc<Recipe>, pace: Pace) -> Result {
    let checked = check::check(&cleaned, &recipe, &pace).await;
    let report = report::check(&cleaned.table, checked.report.clone());
    Ok(Finished::Made(
        StageOutput::Checked(Rc::new(checked)),
        report,
    ))
}

fn split(cleaned: &Cleaned, recipe: &Recipe) -> Result {
    let parts = cleaned.parts(recipe)?;
    let report = split::report(&cleaned.table, &parts, recipe);
    Ok(Finished::Made(StageOutput::Parts(Rc::new(parts)), report))
}

async fn featurize(
    cleaned: Rc<Cleaned>,
    parts: Rc<SplitParts>,
    recipe: Rc<Recipe>,
    pace: Pace,
) -> Result {
    let (encoded, report) = encode(&cleaned.table, &parts, &recipe, &pace).await?;
    Ok(Finished::Made(
        StageOutput::Encoded(Rc::new(encoded)),
        report,
    ))
}

async fn train(
    encoded: Rc<EncodedRows>,
    recipe: Rc<Recipe>,
    training_job: Rc<RefCell<TrainingJob>>,
    pace: Pace,
) -> Result {
    let learner = learner(&recipe, &encoded.featurizer);
    let fitted =
        training_job::train(&training_job, &encoded, &recipe, &learner, true, &pace).await?;
    let report = report::train(fitted.report);
    let trained = TrainedModel {
        encoded,
        model: Rc::new(fitted.model),
        importances: fitted.importances,
    };
    Ok(Finished::Made(
        StageOutput::Trained(Rc::new(trained)),
        report,
    ))
}

async fn evaluate(evaluating: Evaluating, checked: Rc<CheckResult>, pace: Pace) -> Result {
    let trained = Rc::clone(&evaluating.trained);
    let as_read = evaluating.as_read.clone();
    let mut outcome = evaluating.outcome(pace).await?;
    let of_rows = &checked.report.belief;
    outcome.evaluation.belief = of_scores(of_rows, &outcome.evaluation, &as_read);
    let report = report::evaluate(&outcome.evaluation, &trained.encoded.train.matrix);
    Ok(Finished::Made(
        StageOutput::Judged(Rc::new(outcome)),
        report,
    ))
}
