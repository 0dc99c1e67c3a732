//! The stage graph and its cache: runs a recipe on the opened file, one step at a time.

mod look;

use std::rc::Rc;

use crate::api::columns::DataSummary;
use crate::api::error::StageError;
use crate::api::recipe::{Load, Recipe};
use crate::api::report::{Estimate, StageReport, TreeShape};
use crate::api::stage::{Key, PATH, Stage, keys};
use crate::models::Learner;

use super::check::{Checked, check};
use super::clean::{Cleaned, clean};
use super::crew::Crew;
use super::cross_validation::Advance;
use super::encoded::{Encoded, encode};
use super::estimate;
use super::foreman::{Foreman, Work};
use super::load::{Loaded, load};
use super::outcome::{Judging, Outcome, Trained};
use super::profile::profile;
use super::report;
use super::split::{self, Parts};
use super::train::learner;

/// What a step of a run did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The stage's result is still known; nothing was done.
    Reused(Stage),
    /// The next step runs this stage.
    Started(Stage),
    /// The stage goes on: units done of all, and the trees that have grown since the last event.
    Progressed {
        stage: Stage,
        done: u32,
        total: u32,
        trees: Vec<TreeShape>,
        /// The number of the fold under way, from 1, and how many there are.
        fold: Option<(u32, u32)>,
    },
    /// The stage goes on elsewhere: there is nothing to do until there is word.
    Waiting,
    Finished(Box<StageReport>),
    /// The run is over and its outcome is there.
    Ended,
}

/// A stage's result with the key that it was made for.
struct Slot<T> {
    key: Key,
    value: Rc<T>,
}

/// A run under way.
struct Run {
    recipe: Recipe,
    keys: [Key; PATH.len()],
    /// Index in [`PATH`] of the stage at hand.
    at: usize,
    /// Whether the stage at hand has been told to start.
    announced: bool,
    /// How many trees of the forest that is growing have been told, once it is.
    told: Option<u32>,
    /// What is known of the outcome, once the model is evaluated.
    judging: Option<Judging>,
    /// What ends the run at the next step, although the stage before has finished.
    stop: Option<StageError>,
}

/// An opened file, what is known about it, and the run that is under way.
pub struct Pipeline {
    foreman: Foreman,
    /// The bytes of the opened file, from which it is read again when the recipe reads it otherwise.
    bytes: Rc<[u8]>,
    loaded: Option<Loaded>,
    cleaned: Option<Slot<Cleaned>>,
    checked: Option<Slot<Checked>>,
    parts: Option<Slot<Parts>>,
    encoded: Option<Slot<Encoded>>,
    trained: Option<Slot<Trained>>,
    evaluated: Option<Key>,
    outcome: Option<Outcome>,
    run: Option<Run>,
}

impl Default for Pipeline {
    /// A pipeline whose trees grow in this thread.
    fn default() -> Self {
        Self::with(Foreman::default())
    }
}

impl Pipeline {
    /// A pipeline whose trees this crew grows.
    pub fn new(crew: Box<dyn Crew>) -> Self {
        Self::with(Foreman::new(crew))
    }

    fn with(foreman: Foreman) -> Self {
        Self {
            foreman,
            bytes: Rc::default(),
            loaded: None,
            cleaned: None,
            checked: None,
            parts: None,
            encoded: None,
            trained: None,
            evaluated: None,
            outcome: None,
            run: None,
        }
    }

    /// Opens a file in place of the one before and summarises it, read with these parameters.
    /// If it cannot be read, the one before stays.
    pub fn open(
        &mut self,
        name: &str,
        bytes: &[u8],
        reading: &Load,
    ) -> Result<DataSummary, StageError> {
        let loaded = load(name, bytes, reading)?;
        let summary = profile(&loaded);
        self.cancel();
        let mut foreman = std::mem::take(&mut self.foreman);
        foreman.forget();
        *self = Self {
            bytes: bytes.into(),
            loaded: Some(loaded),
            ..Self::with(foreman)
        };
        Ok(summary)
    }

    /// Begins a run, in place of one that is under way. Nothing is computed yet.
    pub fn begin(&mut self, recipe: Recipe) -> Result<(), StageError> {
        self.cancel();
        let loaded = self.loaded.as_ref().ok_or_else(no_file)?;
        if loaded.sha256 != recipe.data.sha256 {
            return Err(StageError::new(
                Stage::Load,
                format!("The recipe was made for other data than {}.", loaded.name),
                "Open the file that it was made for, or make a new recipe.",
            ));
        }
        recipe.check()?;
        let keys = keys(&recipe);
        self.run = Some(Run {
            recipe,
            keys,
            at: 0,
            announced: false,
            told: None,
            judging: None,
            stop: None,
        });
        Ok(())
    }

    /// Ends the run that is under way. Stages that finished are kept, and so are the trees that have grown:
    /// a run that asks for them, and maybe for more, goes on from there. Returns their number.
    pub fn cancel(&mut self) -> u32 {
        let training = self.run.take().is_some_and(|run| run.told.is_some());
        let grown = self.foreman.stop();
        if training { grown } else { 0 }
    }

    /// What training by this recipe would take; `now` tells milliseconds from some fixed moment. A few
    /// trees are grown on some of the rows. `None` for a model without trees.
    pub fn estimate(
        &self,
        recipe: &Recipe,
        now: &dyn Fn() -> f64,
    ) -> Result<Option<Estimate>, StageError> {
        let key = keys(recipe)[Stage::Featurize as usize];
        let crew = self.foreman.crew();
        if let Some(encoded) = self.encoded.as_ref().filter(|slot| slot.key == key) {
            return estimate::of_encoded(&encoded.value, recipe, crew, now);
        }
        recipe.check()?;
        let loaded = self.loaded.as_ref().ok_or_else(no_file)?;
        estimate::of_table(&loaded.table, recipe, crew, now)
    }

    /// Does the next piece of the run: a stage, or a slice of one. An error ends the run.
    pub fn step(&mut self) -> Result<Event, StageError> {
        let Some(mut run) = self.run.take() else {
            return Ok(Event::Ended);
        };
        let Some(&stage) = PATH.get(run.at) else {
            return Ok(Event::Ended);
        };
        if let Some(error) = run.stop.take() {
            return Err(error);
        }
        let event = if self.knows(stage, &run) {
            run.at += 1;
            Event::Reused(stage)
        } else if !run.announced {
            run.announced = true;
            Event::Started(stage)
        } else if stage == Stage::Train {
            self.train(&mut run)?
        } else if stage == Stage::Evaluate {
            self.evaluate(&mut run)?
        } else {
            Event::Finished(Box::new(self.execute(stage, &mut run)?))
        };
        if matches!(event, Event::Finished(_)) {
            run.at += 1;
            run.announced = false;
        }
        self.run = Some(run);
        Ok(event)
    }

    /// What the latest finished run left.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    fn knows(&self, stage: Stage, run: &Run) -> bool {
        let known = match stage {
            Stage::Load => {
                let loaded = self.loaded.as_ref();
                return loaded.is_some_and(|loaded| loaded.reading == run.recipe.load);
            }
            Stage::Clean => self.cleaned.as_ref().map(|slot| slot.key),
            Stage::Check => {
                let passed = self
                    .checked
                    .as_ref()
                    .filter(|slot| slot.value.stop.is_none());
                passed.map(|slot| slot.key)
            }
            Stage::Split => self.parts.as_ref().map(|slot| slot.key),
            Stage::Featurize => self.encoded.as_ref().map(|slot| slot.key),
            Stage::Train => self.trained.as_ref().map(|slot| slot.key),
            Stage::Evaluate | Stage::Predict => self.evaluated,
        };
        known == Some(run.keys[run.at])
    }

    fn train(&mut self, run: &mut Run) -> Result<Event, StageError> {
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
        self.trained = Some(Slot {
            key: run.keys[run.at],
            value: Rc::new(Trained {
                encoded,
                model: Rc::new(fitted.model),
                importances: fitted.importances,
            }),
        });
        Ok(Event::Finished(Box::new(report::train(fitted.report))))
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

    fn evaluate(&mut self, run: &mut Run) -> Result<Event, StageError> {
        let trained = Rc::clone(&self.trained.as_ref().expect("train ran before").value);
        let mut judging = match run.judging.take() {
            Some(judging) => judging,
            None => {
                let parts = &self.parts.as_ref().expect("split ran before").value;
                Judging::begin(&trained, &self.cleaned(), parts, &run.recipe)?
            }
        };
        let advance = judging.advance(&trained, &run.recipe, &mut self.foreman)?;
        if advance == Advance::Done {
            let outcome = judging.finish(&trained, &run.recipe);
            let report = report::evaluate(&outcome.evaluation, &trained.encoded.train.matrix);
            self.evaluated = Some(run.keys[run.at]);
            self.outcome = Some(outcome);
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

    fn execute(&mut self, stage: Stage, run: &mut Run) -> Result<StageReport, StageError> {
        let recipe = &run.recipe;
        let key = run.keys[run.at];
        Ok(match stage {
            Stage::Load => {
                let loaded = self.loaded.as_ref().expect("begin found a file");
                let loaded = load(&loaded.name, &self.bytes, &recipe.load)?;
                let report = report::load(profile(&loaded));
                self.loaded = Some(loaded);
                report
            }
            Stage::Clean => {
                let raw = &self.loaded.as_ref().expect("begin found a file").table;
                let (cleaned, detail) = clean(raw, recipe)?;
                let report = report::clean(raw, &cleaned.table, detail);
                self.cleaned = Some(Slot {
                    key,
                    value: Rc::new(cleaned),
                });
                report
            }
            Stage::Check => {
                let cleaned = self.cleaned();
                let checked = check(&cleaned, recipe);
                run.stop = checked.stop.clone();
                let report = report::check(&cleaned.table, checked.report.clone());
                self.checked = Some(Slot {
                    key,
                    value: Rc::new(checked),
                });
                report
            }
            Stage::Split => {
                let cleaned = self.cleaned();
                let parts = cleaned.parts(recipe)?;
                let report = split::report(&cleaned.table, &parts, recipe);
                self.parts = Some(Slot {
                    key,
                    value: Rc::new(parts),
                });
                report
            }
            Stage::Featurize => {
                let cleaned = self.cleaned();
                let parts = Rc::clone(&self.parts.as_ref().expect("split ran before").value);
                let (encoded, report) = encode(&cleaned, &parts, recipe)?;
                self.encoded = Some(Slot {
                    key,
                    value: Rc::new(encoded),
                });
                report
            }
            Stage::Train | Stage::Evaluate | Stage::Predict => {
                unreachable!("predicting is done apart, these others in slices")
            }
        })
    }

    fn cleaned(&self) -> Rc<Cleaned> {
        Rc::clone(&self.cleaned.as_ref().expect("clean ran before").value)
    }

    fn encoded(&self) -> Rc<Encoded> {
        Rc::clone(&self.encoded.as_ref().expect("featurize ran before").value)
    }
}

pub(super) fn no_file() -> StageError {
    let advice = "Open a CSV file or a sample.";
    StageError::new(Stage::Load, "No file is open.", advice)
}
