//! The stages themselves: each takes what the one before left, and leaves its own.

use std::rc::Rc;

use super::{Event, Made, Pipeline, Run};
use crate::belief::of_scores;
use crate::check::check;
use crate::clean::{Cleaned, clean};
use crate::cross_validation::Advance;
use crate::encoded::{Encoded, encode};
use crate::foreman::Work;
use crate::load::Loader;
use crate::outcome::{Judging, Trained};
use crate::profile::profile;
use crate::train::learner;
use crate::{report, split};
use grove_models::Learner;
use grove_protocol::report::StageReport;
use grove_recipe::Recipe;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

impl Pipeline {
    pub(super) fn load(&mut self, run: &mut Run) -> Result<Event, StageError> {
        let mut loader = match run.loading.take() {
            Some(loader) => loader,
            None => self.read_again(&run.recipe.load)?.1,
        };
        if let Some(loaded) = loader.advance()? {
            let report = StageReport::of_load(profile(&loaded));
            self.loaded = Some(loaded);
            self.read = Some(report.clone().into());
            return Ok(Event::Finished(Box::new(report)));
        }
        let done = loader.progress();
        run.loading = Some(loader);
        Ok(Event::Progressed {
            stage: Stage::Load,
            done,
            total: Loader::TOTAL,
            fold: None,
            trees: Vec::new(),
        })
    }

    pub(super) fn train(&mut self, run: &mut Run) -> Result<Event, StageError> {
        let encoded = self.encoded();
        let learner = learner(&run.recipe, &encoded.featurizer);
        let Some(told) = run.told else {
            self.foreman.begin(&encoded, &run.recipe, &learner, true)?;
            run.told = Some(self.foreman.grown());
            return Ok(self.progress(0, &learner));
        };
        let fitted = match self.foreman.go_on(&encoded, &run.recipe, &learner)? {
            Work::Elsewhere => return Ok(Event::Waiting),
            Work::Here => {
                run.told = Some(self.foreman.grown());
                return Ok(self.progress(told, &learner));
            }
            Work::Done(fitted) => *fitted,
        };
        let report = report::train(fitted.report);
        let trained = Trained {
            encoded,
            model: Rc::new(fitted.model),
            importances: fitted.importances,
        };
        let (key, made) = (run.keys[run.at], Made::Trained(Rc::new(trained)));
        self.shelf.put(Stage::Train, key, made, &report);
        Ok(Event::Finished(Box::new(report)))
    }

    fn progress(&self, told: u32, learner: &Learner) -> Event {
        Event::Progressed {
            stage: Stage::Train,
            done: self.foreman.grown(),
            total: learner.trees().map_or(1, |trees| trees.n_estimators),
            trees: self.foreman.shapes_from(told),
            fold: None,
        }
    }

    pub(super) fn evaluate(&mut self, run: &mut Run) -> Result<Event, StageError> {
        let trained = Rc::clone(self.shelf.trained().expect("train ran before"));
        let mut judging = match run.judging.take() {
            Some(judging) => judging,
            None => {
                let parts = self.shelf.parts().expect("split ran before");
                Judging::begin(&trained, &self.cleaned(), parts, &run.recipe)?
            }
        };
        let advance = judging.advance(&trained, &run.recipe, &mut self.foreman)?;
        if advance == Advance::Done {
            let recipe = self.as_read(&run.recipe);
            let mut outcome = judging.finish(&trained, &self.cleaned(), &recipe);
            let checked = self.shelf.checked().expect("check ran before");
            let of_rows = &checked.report.belief;
            outcome.evaluation.belief = of_scores(of_rows, &outcome.evaluation, &recipe);
            let report = report::evaluate(&outcome.evaluation, &trained.encoded.train.matrix);
            let (key, made) = (run.keys[run.at], Made::Judged(Rc::new(outcome)));
            self.shelf.put(Stage::Evaluate, key, made, &report);
            return Ok(Event::Finished(Box::new(report)));
        }
        let (done, total) = judging.progress(&self.foreman, &run.recipe);
        let fold = judging.fold();
        run.judging = Some(judging);
        if advance == Advance::Elsewhere {
            return Ok(Event::Waiting);
        }
        Ok(Event::Progressed {
            stage: Stage::Evaluate,
            done,
            total,
            trees: Vec::new(),
            fold,
        })
    }

    pub(super) fn execute(
        &mut self,
        stage: Stage,
        run: &mut Run,
    ) -> Result<StageReport, StageError> {
        let recipe = &run.recipe;
        let key = run.keys[run.at];
        let (made, report) = match stage {
            Stage::Clean => {
                let raw = &self.loaded.as_ref().expect("begin found a file").table;
                let (cleaned, detail) = clean(raw, recipe)?;
                let report = report::clean(raw, &cleaned.table, detail);
                (Made::Cleaned(Rc::new(cleaned)), report)
            }
            Stage::Check => {
                let cleaned = self.cleaned();
                let checked = check(&cleaned, recipe);
                run.stop = checked.stop.clone();
                let report = report::check(&cleaned.table, checked.report.clone());
                (Made::Checked(Rc::new(checked)), report)
            }
            Stage::Split => {
                let cleaned = self.cleaned();
                let parts = cleaned.parts(recipe)?;
                let report = split::report(&cleaned.table, &parts, recipe);
                (Made::Parts(Rc::new(parts)), report)
            }
            Stage::Featurize => {
                let parts = self.shelf.parts().expect("split ran before");
                let (encoded, report) = encode(&self.cleaned().table, parts, recipe)?;
                (Made::Encoded(Rc::new(encoded)), report)
            }
            Stage::Load | Stage::Train | Stage::Evaluate | Stage::Predict => {
                unreachable!("predicting is done apart, these others in slices")
            }
        };
        self.shelf.put(stage, key, made, &report);
        Ok(report)
    }

    pub(super) fn cleaned(&self) -> Rc<Cleaned> {
        Rc::clone(self.shelf.cleaned().expect("clean ran before"))
    }

    fn encoded(&self) -> Rc<Encoded> {
        Rc::clone(self.shelf.encoded().expect("featurize ran before"))
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
