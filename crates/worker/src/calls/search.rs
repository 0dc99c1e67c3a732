//! Searches for better parameters. The search and each candidate are stored as runs.

use grove_engine::search::{ParameterSearch, ScoredCandidate, SearchStep as Piece};
use grove_engine::{Pipeline, RunEvent};
use grove_protocol::calls::{SearchParameters, SearchProgress};
use grove_protocol::tracking::{RunId, RunInfo, SearchMethod, SearchReport, SearchSpec};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;

use super::run::{RunNews, Stages};
use crate::handle::{Handle, Handling, Job, JobStep};
use crate::names::RunNames;
use crate::session::Session;

impl Handle for SearchParameters {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let id = session.names.next((session.now)());
        let job = SearchJob::begin(&mut session.pipeline, self.recipe, &self.search, id)?;
        Ok(session.begin(job))
    }
}

/// A search under way, and its runs.
struct SearchJob {
    searching: ParameterSearch,
    /// The stages before the folds.
    stages: Stages,
    recipe: Recipe,
    /// The run that stands for the whole search.
    parent: RunId,
    note: String,
    /// When the present candidate began; `None` before the first.
    began: Option<f64>,
    best: Option<(RunId, f64)>,
}

impl Job for SearchJob {
    type Call = SearchParameters;

    fn step(&mut self, session: &mut Session) -> Result<JobStep<SearchParameters>, StageError> {
        let now = (session.now)();
        let event = match self.go_on(&mut session.pipeline, &mut session.names, now)? {
            SearchJobStep::Run(event) => event,
            SearchJobStep::Tried(progress) => return Ok(JobStep::Progress(progress)),
            SearchJobStep::End => return Ok(JobStep::Answer(())),
        };
        Ok(match self.stages.news(event, session) {
            RunNews::Progress(progress) => JobStep::Progress(SearchProgress::Stage(progress)),
            RunNews::Elsewhere => JobStep::Elsewhere,
            RunNews::Ended => JobStep::Answer(()),
        })
    }
}

/// What a step of a search did.
enum SearchJobStep {
    /// An event of the run, in the stages before the folds.
    Run(RunEvent),
    Tried(SearchProgress),
    End,
}

impl SearchJob {
    fn begin(
        pipeline: &mut Pipeline,
        recipe: Recipe,
        search: &SearchSpec,
        parent: RunId,
    ) -> Result<Self, StageError> {
        let searching = ParameterSearch::begin(pipeline, search, &recipe)?;
        Ok(Self {
            note: sentence(search, searching.progress().1),
            searching,
            stages: Stages::default(),
            recipe,
            parent,
            began: None,
            best: None,
        })
    }

    /// Does the next step.
    fn go_on(
        &mut self,
        pipeline: &mut Pipeline,
        names: &mut RunNames,
        now: f64,
    ) -> Result<SearchJobStep, StageError> {
        let candidate = match self.searching.step(pipeline)? {
            Piece::Stage(event) => return Ok(SearchJobStep::Run(event)),
            Piece::Elsewhere => return Ok(SearchJobStep::Run(RunEvent::Waiting)),
            Piece::Done => return Ok(SearchJobStep::End),
            Piece::Tried(tried) => Some(self.child(*tried, names, now)),
            Piece::Here if self.began.is_none() => {
                // The rows are split: from here on there is something to store.
                self.began = Some(now);
                let recipe = pipeline.as_read(&self.recipe);
                let note = self.note.clone();
                let parent = RunInfo::new(self.parent.clone(), recipe, now);
                Some(RunInfo { note, ..parent })
            }
            Piece::Here => None,
        };
        let (done, total) = self.searching.progress();
        Ok(SearchJobStep::Tried(SearchProgress::Tried {
            searched: SearchReport {
                parent: self.parent.clone(),
                done,
                total,
                best: self.best.clone(),
            },
            fold: self.searching.fold(),
            candidate: candidate.map(Box::new),
        }))
    }

    /// Makes the run of a candidate.
    fn child(&mut self, tried: ScoredCandidate, names: &mut RunNames, now: f64) -> RunInfo {
        let began = self.began.replace(now).unwrap_or(now);
        let id = names.next(began);
        let best = self.searching.best();
        if let Some(best) = best.filter(|best| best.place == tried.place) {
            self.best = Some((id.clone(), best.score));
        }
        let (cross_validation, note) = match tried.result {
            Ok(report) => (Some(report), String::new()),
            Err(error) => (None, error.to_string()),
        };
        RunInfo {
            milliseconds: now - began,
            cross_validation,
            note,
            parent: Some(self.parent.clone()),
            ..RunInfo::new(id, tried.recipe, began)
        }
    }
}

/// Describes the search, for its stored run.
fn sentence(search: &SearchSpec, candidates: u32) -> String {
    let axes: Vec<&str> = search.axes.iter().map(|axis| &*axis.parameter).collect();
    let how = match search.method {
        SearchMethod::Grid => "A grid of",
        SearchMethod::Random => "Random draws of",
    };
    format!(
        "{how} {}: {candidates} candidates, scored by the mean {} of their folds.",
        axes.join(", "),
        search.scoring
    )
}
