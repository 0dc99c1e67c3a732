//! The state of the runs panel: stored runs, the present view, pending requests.

mod answers;
mod candidates;
mod champion;
mod choices;
mod draft;
mod filter;
mod names;
mod number;
mod row;
mod search;
mod table;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use candidates::SearchCandidates;
pub use choices::RunChoices;
pub use draft::{DraftAxis, SearchDraft};
pub use row::{FOLDS, RunCell, RunColumn, RunRow};
pub use search::OngoingSearch;
pub use table::{RunLine, RunTable, ShownRuns};

use super::edits::Origin;
use super::sorted::SortedSet;
use super::{State, Ticket};
use grove_protocol::Request;
use grove_protocol::report::ModelSummary;
use grove_protocol::tracking::{
    RegisteredModel, RunComparison, RunDetail, RunId, RunInfo, StoreError, Usage, VersionId,
};
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

/// It rarely changes while stages run, so states share it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// The used storage; `None` before the store has answered for the first time.
    pub usage: Option<Usage>,
    /// Oldest first.
    pub rows: Rc<Vec<Rc<RunRow>>>,
    pub known: Rc<RunChoices>,
    pub models: Rc<Vec<RegisteredModel>>,
    pub view: RunsView,
    pub table: RunTable,
    pub shown: Rc<ShownRuns>,
    /// The runs that the person has selected.
    pub selected: SortedSet<RunId>,
    /// Whether the person has selected runs; until then the last two are proposed for comparison.
    has_selected: bool,
    pub opened: Option<Rc<RunDetail>>,
    pub comparison: Option<Rc<RunComparison>>,
    pub notice: Option<RunsNotice>,
    pub error: Option<Rc<StoreError>>,
    pub draft: SearchDraft,
    pub found: Option<Rc<SearchCandidates>>,
    /// The search whose candidates are shown; `None` means the latest.
    search_shown: Option<RunId>,
    /// The metric by which they are shown.
    score_shown: Option<String>,
    /// The version that was last asked for to predict with, and its summary once it is loaded.
    in_use: Option<(VersionId, Option<Rc<ModelSummary>>)>,
    /// Whether the person wants to predict with the model that was trained here, although there is a champion.
    pub(in crate::ui::state) prefers_trained: bool,
    /// The progress of a comparison, if it takes long.
    pub compared_so_far: Option<(u32, u32)>,
    /// Whether the latest run that finished could not be stored.
    not_kept: bool,
    /// How many runs there were when they were last exported.
    exported: usize,
    /// Calls to the store that are not answered yet.
    asked: BTreeMap<Ticket, Request>,
}

/// What the runs panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunsView {
    #[default]
    Kept,
    /// The deleted runs, until they are purged.
    Deleted,
    Opened,
    Compared,
    Models,
    Search,
}

/// A notice of what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct RunsNotice {
    pub text: String,
    /// Runs that can be restored.
    pub undo: Vec<RunId>,
}

impl From<String> for RunsNotice {
    fn from(text: String) -> Self {
        let undo = Vec::new();
        Self { text, undo }
    }
}

/// What the person does with runs on the page alone.
#[derive(Clone, Debug, PartialEq)]
pub enum RunsAction {
    Viewed(RunsView),
    Filtered(String),
    ExperimentChosen(Option<String>),
    /// Sort by this column, or in the other direction if the table is sorted by it.
    Sorted(RunColumn),
    ColumnChosen(RunColumn, bool),
    Folded(RunId),
    EditingSwitched,
    Selected(RunId, bool),
    /// Select all shown runs, or none.
    AllSelected(bool),
    RecipeTaken(Box<Recipe>),
    SearchDrafted(Box<SearchDraft>),
    SearchShown(RunId),
    ScoreShown(String),
    NoticeDismissed,
    ErrorDismissed,
}

impl Runs {
    /// Returns whether such a call is pending.
    pub fn awaits(&self, such: impl Fn(&Request) -> bool) -> bool {
        self.asked.values().any(such)
    }

    pub fn row(&self, run: &RunId) -> Option<&Rc<RunRow>> {
        let place = self.rows.binary_search_by(|row| row.info.id.cmp(run));
        self.rows.get(place.ok()?)
    }

    /// Returns whether leaving the page loses runs: the browser has no room for the latest, or keeps none beyond the tab
    /// and they were not exported since.
    pub(in crate::ui::state) fn would_be_lost(&self) -> bool {
        let lasts = self.usage.as_ref().is_none_or(|usage| usage.kept);
        self.not_kept || !lasts && self.rows.len() > self.exported
    }

    /// Returns the name of a run, also of a deleted one.
    pub fn name_of<'r>(&'r self, run: &'r RunId) -> &'r str {
        self.row(run)
            .map_or_else(|| row::short(&run.0), |row| row.name())
    }

    /// Returns the selected runs, oldest first.
    pub fn selection(&self) -> Vec<RunId> {
        let deleted = self.view == RunsView::Deleted;
        let rows = self.rows.iter().map(|row| &row.info);
        let rows = rows.filter(|run| run.deleted.is_some() == deleted);
        let chosen = rows.filter(|run| self.selected.contains(&run.id));
        chosen.map(|run| run.id.clone()).collect()
    }

    /// Returns whether the last two runs are proposed for comparison, since the person has selected none.
    pub fn proposes(&self) -> bool {
        !self.has_selected && self.last_two().is_some()
    }

    /// Returns the runs to compare, oldest first: those that are selected, or else the last two for the same target of the
    /// same table.
    pub fn to_compare(&self) -> Vec<RunId> {
        match self.has_selected {
            true => self.selection(),
            false => self.last_two().unwrap_or_default(),
        }
    }

    fn last_two(&self) -> Option<Vec<RunId>> {
        let mut scored = self
            .rows
            .iter()
            .rev()
            .filter(|row| row.info.deleted.is_none() && row.info.test_rows.is_some());
        let last = scored.next()?;
        let before = scored.find(|row| row.is_beside(last))?;
        Some(vec![before.info.id.clone(), last.info.id.clone()])
    }

    /// Begins with what is proposed, when the person selects or takes away a run.
    fn select(&mut self) -> &mut SortedSet<RunId> {
        if !self.has_selected {
            self.selected = self.to_compare().into_iter().collect();
            self.has_selected = true;
        }
        &mut self.selected
    }

    /// Selects nothing, so that the last two runs are proposed again.
    fn deselect(&mut self) {
        self.selected.clear();
        self.has_selected = false;
    }

    fn handled(&mut self, handled: RunsAction) {
        match handled {
            RunsAction::Viewed(view) => {
                if (self.view == RunsView::Deleted) != (view == RunsView::Deleted) {
                    self.deselect();
                    self.has_selected = view == RunsView::Deleted;
                }
                self.view = view;
            }
            RunsAction::Filtered(filter) => self.table.filter = filter,
            RunsAction::ExperimentChosen(experiment) => self.table.experiment = experiment,
            RunsAction::Sorted(column) if self.table.sorted_by == column => {
                self.table.descending = !self.table.descending;
            }
            RunsAction::Sorted(column) => {
                // Best, newest and largest first; names from A on.
                self.table.descending = self.starts_with_most(&column);
                self.table.sorted_by = column;
            }
            RunsAction::ColumnChosen(column, shown) => {
                self.table.chosen.insert(column, shown);
            }
            RunsAction::Folded(run) => {
                if !self.table.unfolded.remove(&run) {
                    self.table.unfolded.insert(run);
                }
            }
            RunsAction::EditingSwitched => self.table.editing = !self.table.editing,
            RunsAction::Selected(run, true) => self.select().insert(run),
            RunsAction::Selected(run, false) => {
                self.select().remove(&run);
            }
            RunsAction::AllSelected(all) => {
                self.has_selected = true;
                self.selected.clear();
                if all {
                    let lines = self.shown.lines.iter();
                    let runs = lines.filter_map(|line| self.rows.get(line.run));
                    self.selected = runs.map(|row| row.info.id.clone()).collect();
                }
            }
            RunsAction::SearchDrafted(draft) => self.draft = *draft,
            RunsAction::SearchShown(search) => {
                self.search_shown = Some(search);
                self.view = RunsView::Search;
                self.find();
            }
            RunsAction::ScoreShown(score) => {
                self.score_shown = Some(score);
                self.find();
            }
            RunsAction::NoticeDismissed => self.notice = None,
            RunsAction::ErrorDismissed => self.error = None,
            RunsAction::RecipeTaken(_) => {}
        }
        self.derive();
    }

    fn starts_with_most(&self, column: &RunColumn) -> bool {
        match column {
            RunColumn::When | RunColumn::Duration | RunColumn::Size => true,
            RunColumn::Metric(name) => self.higher_is_better(name),
            RunColumn::Folds(name) => {
                self.higher_is_better(name.strip_prefix(FOLDS).unwrap_or(name))
            }
            _ => false,
        }
    }

    pub fn higher_is_better(&self, metric: &str) -> bool {
        let mut metrics = self.rows.iter().flat_map(|row| &row.info.metrics);
        metrics
            .find(|known| known.name == metric)
            .is_none_or(|known| known.higher_is_better)
    }

    /// Derives the candidates of the shown search.
    fn find(&mut self) {
        self.found = self.candidates().map(Rc::new);
    }

    /// Derives the content of the table from the runs and the choices.
    fn derive(&mut self) {
        if let Some(chosen) = &self.table.experiment
            && !self.known.experiments.contains(chosen)
        {
            self.table.experiment = None;
        }
        let deleted = self.view == RunsView::Deleted;
        self.shown = Rc::new(self.table.shown(&self.rows, &self.known, deleted));
    }
}

impl State {
    pub(super) fn runs_handled(&mut self, handled: RunsAction) {
        if let RunsAction::RecipeTaken(recipe) = handled {
            self.recipe_taken(*recipe);
            return;
        }
        Rc::make_mut(&mut self.runs).handled(handled);
    }

    /// Takes the recipe of a run. It is repeated on its own data: for others it would be another recipe.
    fn recipe_taken(&mut self, mut recipe: Recipe) {
        let wanted = &recipe.data;
        let open = match &self.data {
            Some(data) if data.sha256 == wanted.sha256 => {
                // The run detected the same reading choices, so that nothing has to be read again.
                if data.layout.fix(&data.load) == recipe.load {
                    recipe.load = data.load.clone();
                }
                self.take_over(recipe, Origin::Run);
                self.turn_to(Stage::Train);
                return;
            }
            Some(data) => &data.name,
            None => "no data set",
        };
        let problem = [
            "The run was made with ",
            &wanted.name,
            ", and ",
            open,
            " is open.",
        ];
        let start: String = wanted.sha256.chars().take(12).collect();
        let advice = [
            "Open ",
            &wanted.name,
            " (its SHA-256 begins with ",
            &start,
            "), then take the recipe again.",
        ];
        Rc::make_mut(&mut self.runs).error = Some(Rc::new(StoreError {
            problem: problem.concat(),
            advice: advice.concat(),
        }));
    }
}

/// Returns the rows with new and changed runs and without removed ones, oldest first. The recipe of a run never
/// changes.
fn with_news(before: &[Rc<RunRow>], news: Vec<RunInfo>, gone: &[RunId]) -> Vec<Rc<RunRow>> {
    let left = before.iter().filter(|row| !gone.contains(&row.info.id));
    let mut rows: Vec<Rc<RunRow>> = left.cloned().collect();
    for info in news {
        match rows.binary_search_by(|row| row.info.id.cmp(&info.id)) {
            Ok(place) => {
                let row = &mut rows[place];
                *row = Rc::new(match row.info.recipe == info.recipe {
                    true => RunRow {
                        info,
                        ..RunRow::clone(row)
                    },
                    false => RunRow::new(info),
                });
            }
            Err(place) => rows.insert(place, Rc::new(RunRow::new(info))),
        }
    }
    names::name_all(&mut rows);
    rows
}
