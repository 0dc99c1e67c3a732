//! A search as a session drives it: the search and its candidates become runs to be kept.

use grove_engine::search::{Searching, Step, Tried};
use grove_engine::{Event, Pipeline};
use grove_protocol::Response;
use grove_protocol::tracking::{RunId, RunInfo, Search, SearchMethod, Searched};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;

/// Names runs: by when they begin, and by what is no other session's.
pub struct Names {
    chance: u64,
}

impl Names {
    /// `chance` are five bytes by chance.
    pub fn new([a, b, c, d, e]: [u8; 5]) -> Self {
        let chance = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        Self { chance }
    }

    /// A new name, also for another run of the same moment.
    pub fn next(&mut self, started: f64) -> RunId {
        self.chance = self.chance.wrapping_add(1);
        let [_, _, _, chance @ ..] = self.chance.to_be_bytes();
        RunId::new(started, chance)
    }
}

/// A search under way, and its runs.
pub struct SearchJob {
    searching: Searching,
    recipe: Recipe,
    /// The run that stands for the whole search.
    parent: RunId,
    note: String,
    /// When the candidate under way began; `None` before the first.
    began: Option<f64>,
    best: Option<(RunId, f64)>,
}

/// What a step of a search did.
pub enum Did {
    /// What a run does, in the stages before the folds.
    Run(Event),
    Search(Box<Response>),
}

impl SearchJob {
    pub fn begin(
        pipeline: &mut Pipeline,
        recipe: Recipe,
        search: &Search,
        parent: RunId,
    ) -> Result<Self, StageError> {
        let searching = Searching::begin(pipeline, search, &recipe)?;
        Ok(Self {
            note: sentence(search, searching.progress().1),
            searching,
            recipe,
            parent,
            began: None,
            best: None,
        })
    }

    /// Does the next piece.
    pub fn step(
        &mut self,
        pipeline: &mut Pipeline,
        names: &mut Names,
        now: f64,
    ) -> Result<Did, StageError> {
        let candidate = match self.searching.step(pipeline)? {
            Step::Stage(event) => return Ok(Did::Run(event)),
            Step::Elsewhere => return Ok(Did::Run(Event::Waiting)),
            Step::Done => return Ok(Did::Search(Box::new(Response::SearchFinished))),
            Step::Tried(tried) => Some(self.child(*tried, names, now)),
            Step::Here if self.began.is_none() => {
                // The rows are dealt: from here on there is something to keep.
                self.began = Some(now);
                let recipe = pipeline.as_read(&self.recipe);
                let note = self.note.clone();
                let parent = RunInfo::new(self.parent.clone(), recipe, now);
                Some(RunInfo { note, ..parent })
            }
            Step::Here => None,
        };
        let (done, total) = self.searching.progress();
        Ok(Did::Search(Box::new(Response::Searching {
            searched: Searched {
                parent: self.parent.clone(),
                done,
                total,
                best: self.best.clone(),
            },
            fold: self.searching.fold(),
            candidate: candidate.map(Box::new),
        })))
    }

    /// The run of a candidate.
    fn child(&mut self, tried: Tried, names: &mut Names, now: f64) -> RunInfo {
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

/// What is searched, for whoever finds the run later.
fn sentence(search: &Search, candidates: u32) -> String {
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
