//! A session: what the worker knows, and its answer to each request. Pure: it can be driven without a browser.

use std::rc::Rc;
use std::task::Poll;

use grove_engine::check::{propose, remember};
use grove_engine::clean::similar_before;
use grove_engine::crew::Crew;
use grove_engine::fitted::FittedPipeline;
use grove_engine::load;
use grove_engine::predictions::PredictionTable;
use grove_engine::{Event, Pipeline, predict, table};
use grove_protocol::report::{ModelSummary, StageReport};
use grove_protocol::{PROTOCOL, Request, Response, Table};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Expectation, LoadChoice, Recipe};
use grove_store::runs::RunRecord;

pub use super::answer::Answer;
use super::downloads::download;
use super::files::{no_store, synthesize};
use super::job::{Done, Working};
use super::preparing::prepare;
use super::recipes;
use super::record::Reports;
use super::search::{Did, Names, SearchJob};

/// The opened file, the results of its runs, a loaded model and the latest predictions. One job is under way at a time:
/// a file is read, a recipe run, a table profiled, or parameters searched.
pub struct Session {
    pipeline: Pipeline,
    /// The job under way, where it is not a run.
    job: Option<Job>,
    /// When the stage under way began.
    began: f64,
    /// Whether the run under way leaves a model.
    whole: bool,
    reports: Reports,
    /// Milliseconds from some fixed moment.
    now: fn() -> f64,
    names: Names,
    /// A model from a file; until the next run ends it predicts in place of the one just trained.
    model: Option<FittedPipeline>,
    predictions: Option<PredictionTable>,
    /// The file that the latest step brought, until it is taken.
    file: Option<Vec<u8>>,
}

enum Job {
    Working(Working),
    Searching(Box<SearchJob>),
}

impl Session {
    /// A session whose trees this crew grows, and whose clock tells milliseconds from some fixed moment.
    pub fn new(crew: Box<dyn Crew>, now: fn() -> f64) -> Self {
        Self {
            pipeline: Pipeline::new(crew),
            job: None,
            began: 0.0,
            whole: false,
            reports: Reports::default(),
            now,
            names: Names::new([0; 5]),
            model: None,
            predictions: None,
            file: None,
        }
    }

    /// Names its runs by these bytes, so that no other session gives the same names.
    pub fn named_by(self, chance: [u8; 5]) -> Self {
        Self {
            names: Names::new(chance),
            ..self
        }
    }

    /// Answers a request; `file` holds the bytes of the file that came with it. A job is only begun: its `None` says
    /// that [`Session::step`] gives the responses.
    pub fn answer(&mut self, request: Request, file: &[u8]) -> Option<Answer> {
        if request.ends_job() {
            self.job = None;
        }
        let answer = match request {
            Request::Hello { .. } => Ok(Response::Ready { protocol: PROTOCOL }.into()),
            Request::Open { name, load } => {
                self.pipeline.cancel();
                let bytes: Rc<[u8]> = file.into();
                match load::begin(&name, Rc::clone(&bytes), &load, None) {
                    Ok(reading) => return self.begin(Job::Working(Working::read(reading, bytes))),
                    Err(error) => Err(error),
                }
            }
            Request::Read { load } => {
                self.pipeline.cancel();
                match self.pipeline.read_again(&load) {
                    Ok((bytes, reading)) => {
                        return self.begin(Job::Working(Working::read(reading, bytes)));
                    }
                    Err(error) => Err(error),
                }
            }
            Request::Rows { table, from, count } => Ok(self.rows(table, from, count)),
            Request::Cell { table, row, column } => Ok(self.cell(table, row, column)),
            Request::Run { recipe, through } => {
                self.whole = through >= Stage::Evaluate;
                self.reports.begin(&recipe);
                match self.pipeline.begin_through(recipe, through) {
                    Ok(()) => return None,
                    Err(error) => Err(error),
                }
            }
            Request::Forget { from } => {
                self.pipeline.forget(from);
                Ok(Response::Forgotten.into())
            }
            Request::Output { recipe, stage } => {
                let fingerprint = grove_export::fingerprint::of(&self.pipeline, &recipe, stage);
                Ok(Response::Output { fingerprint }.into())
            }
            Request::Estimate { recipe } => self
                .pipeline
                .estimate(&recipe, &self.now)
                .map(|estimate| Response::Estimated { estimate }.into()),
            Request::Profile(request) => {
                self.pipeline.cancel();
                match self.pipeline.profile(&request) {
                    Ok(profiling) => return self.begin(Job::Working(Working::profile(profiling))),
                    Err(error) => Err(error),
                }
            }
            Request::Search { recipe, search } => {
                let id = self.names.next((self.now)());
                match SearchJob::begin(&mut self.pipeline, recipe, &search, id) {
                    Ok(job) => return self.begin(Job::Searching(Box::new(job))),
                    Err(error) => Err(error),
                }
            }
            Request::ProposeExpectations { recipe } => {
                self.pipeline.cleaned_by(&recipe).map(|cleaned| {
                    let expectations = propose(&cleaned);
                    Response::Proposed { expectations }.into()
                })
            }
            Request::RememberDistribution { recipe, column } => self.remember(&recipe, &column),
            Request::Similar {
                recipe,
                step,
                method,
                similarity,
            } => (self.table(Table::Raw))
                .and_then(|table| similar_before(table, &recipe, step, method, similarity))
                .map(|similar| Response::Similar(similar.without_long()).into()),
            Request::Cancel => {
                let trees = self.pipeline.cancel();
                Ok(Response::Cancelled { trees }.into())
            }
            Request::Download { what } => download(&self.pipeline, self.predictions.as_ref(), what),
            Request::Prepare { format, examples } => {
                self.pipeline.cancel();
                let whole = self.reports.whole();
                let preparing = prepare(&self.pipeline, whole, format, examples);
                return self.begin(Job::Working(Working::prepare(preparing)));
            }
            Request::Tree { index } => self.tree(index),
            Request::LoadModel { name } => self
                .load_model(&name, file)
                .map(|summary| Response::ModelLoaded(summary).into()),
            Request::UseTrained => {
                self.model = None;
                Ok(Response::TrainedInUse.into())
            }
            Request::ReadRecipe => recipes::read(file, self.pipeline.loaded()).map(Answer::from),
            Request::Recipes(request) => {
                recipes::answer(request, self.pipeline.loaded()).map(Answer::from)
            }
            Request::Predict { name, choices } => self.predict(&name, file, &choices),
            Request::Store(_) => Ok(no_store()),
            Request::Synthesize { spec } => synthesize(&spec),
        };
        Some(answer.unwrap_or_else(|error| Response::Failed(error).into()))
    }

    /// The next piece of the job that is under way; `None` where it goes on elsewhere, until there is word.
    pub fn step(&mut self) -> Option<Response> {
        let response = match self.job.take() {
            Some(Job::Working(working)) => self.work(working),
            Some(Job::Searching(job)) => self.search(job)?,
            None => match self.pipeline.step() {
                Ok(event) => self.tell(event)?,
                Err(error) => Response::Failed(error),
            },
        };
        self.reports.hear(&response);
        Some(response)
    }

    /// The run that is to be kept after this was told, which came of a job that began then, and whether anything was
    /// computed for it. Moments are in milliseconds since 1970.
    pub fn to_keep(&mut self, told: &Response, began: f64, now: f64) -> Option<(RunRecord, bool)> {
        let outcome = self
            .pipeline
            .outcome()
            .filter(|_| self.whole)
            .map(Rc::as_ref);
        self.reports
            .to_keep(told, outcome, &mut self.names, began, now)
    }

    /// What a run, or a search that runs the stages before it, has done.
    fn tell(&mut self, event: Event) -> Option<Response> {
        Some(match event {
            Event::Waiting => return None,
            Event::Reused(told) => Response::StageReused {
                report: StageReport::clone(&told.report),
                milliseconds: told.milliseconds,
            },
            Event::Started(stage) => {
                self.began = (self.now)();
                Response::StageStarted { stage }
            }
            Event::Progressed {
                stage,
                done,
                total,
                trees,
                fold,
            } => Response::Progress {
                stage,
                done,
                total,
                trees,
                fold,
            },
            Event::Finished(report) => {
                let milliseconds = (self.now)() - self.began;
                self.pipeline.took(report.stage, milliseconds);
                Response::StageFinished {
                    report: *report,
                    milliseconds,
                }
            }
            Event::Ended => {
                // The model of the latest run takes over from one that was loaded before.
                if self.whole {
                    self.model = None;
                    self.reports.end_whole();
                }
                Response::RunFinished
            }
        })
    }

    fn search(&mut self, mut job: Box<SearchJob>) -> Option<Response> {
        let response = match job.step(&mut self.pipeline, &mut self.names, (self.now)()) {
            Ok(Did::Run(event)) => self.tell(event),
            Ok(Did::Search(response)) => Some(*response),
            Err(error) => Some(Response::Failed(error)),
        };
        let over = response.as_ref().is_some_and(Response::ends_job);
        self.job = (!over).then_some(Job::Searching(job));
        response
    }

    fn begin(&mut self, job: Job) -> Option<Answer> {
        self.job = Some(job);
        None
    }

    fn work(&mut self, mut working: Working) -> Response {
        match working.poll() {
            Poll::Pending => {
                let told = working.progress();
                self.job = Some(Job::Working(working));
                told
            }
            Poll::Ready(Ok(Done::Opened(bytes, loaded))) => {
                Response::Opened(self.pipeline.opened(bytes, *loaded))
            }
            Poll::Ready(Ok(Done::Profiled(report))) => Response::Profiled(report),
            Poll::Ready(Ok(Done::Prepared(prepared, file))) => {
                self.file = Some(file);
                Response::Prepared(prepared)
            }
            Poll::Ready(Err(error)) => Response::Failed(error),
        }
    }

    /// The bytes of the file that the latest step brought.
    pub fn take_file(&mut self) -> Option<Vec<u8>> {
        self.file.take()
    }

    fn rows(&self, table: Table, from: u32, count: u32) -> Answer {
        let rows = match table {
            Table::Raw | Table::Cleaned | Table::Failing { .. } => {
                self.pipeline.rows(table, from, count)
            }
            Table::Predictions => self
                .predictions
                .as_ref()
                .map(|p| p.page(from, count))
                .unwrap_or_default(),
        };
        Response::Rows { table, from, rows }.into()
    }

    fn cell(&self, table: Table, row: u32, column: u32) -> Answer {
        let text = match table {
            Table::Predictions => (self.predictions.as_ref()).and_then(|p| p.cell(row, column)),
            _ => self.pipeline.cell(table, row, column),
        };
        Response::Cell { text }.into()
    }

    fn remember(&self, recipe: &Recipe, column: &str) -> Result<Answer, StageError> {
        let cleaned = self.pipeline.cleaned_by(recipe)?;
        let rule = remember(&cleaned.table, column)
            .map_err(|problem| StageError::new(Stage::Check, problem, "Choose another column."))?;
        let expectation = Expectation::new(rule);
        Ok(Response::Remembered { expectation }.into())
    }

    fn table(&self, table: Table) -> Result<&table::Table, StageError> {
        self.pipeline.table(table).ok_or_else(|| {
            let (stage, problem, advice) = match table {
                Table::Cleaned => (Stage::Clean, "Nothing was cleaned yet.", "Press Run first."),
                _ => (
                    Stage::Load,
                    "No file is open.",
                    "Open a CSV file or a sample.",
                ),
            };
            StageError::new(stage, problem, advice)
        })
    }

    fn tree(&self, index: u32) -> Result<Answer, StageError> {
        let picture = self.pipeline.tree(index).ok_or_else(|| {
            StageError::new(
                Stage::Train,
                format!("There is no tree {index}."),
                "Run the training.",
            )
        })?;
        Ok(Response::Tree(picture).into())
    }

    /// Predicts with the model of this file from here on.
    pub fn load_model(&mut self, name: &str, file: &[u8]) -> Result<ModelSummary, StageError> {
        let fitted = grove_export::model::read(file)?;
        let bytes = u32::try_from(file.len()).unwrap_or(u32::MAX);
        let summary = fitted.summary(name, bytes);
        self.model = Some(fitted);
        Ok(summary)
    }

    /// Predicts with the loaded model, or else with the one just trained.
    fn predict(
        &mut self,
        name: &str,
        file: &[u8],
        choices: &[LoadChoice],
    ) -> Result<Answer, StageError> {
        let trained = self.pipeline.outcome().map(|outcome| &outcome.fitted);
        let fitted = self.model.as_ref().or(trained).ok_or_else(|| {
            StageError::new(
                Stage::Predict,
                "There is no model yet.",
                "Train one, or load a model file.",
            )
        })?;
        let (predictions, summary) = predict::predict_with(fitted, name, file, choices)?;
        self.predictions = Some(predictions);
        Ok(Response::Predicted(summary).into())
    }
}
