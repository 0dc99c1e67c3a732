//! Jobs on the open table: runs, searches and profiles, and what is asked before a run.

use std::rc::Rc;

use super::{Client, NO_FILE};
use crate::ui::state::{PendingRequest, ProfileSubject, RunMode};
use grove_protocol::calls::{
    CompareRuns, EstimateTraining, FindSimilar, Profile, ProposeExpectations, RememberDistribution,
    Run, RunTrials, SearchParameters,
};
use grove_protocol::report::TrialPlan;
use grove_protocol::tracking::{RunId, SearchSpec};
use grove_recipe::Recipe;
use grove_recipe::similar::SimilarMethod;
use grove_recipe::stage::Stage;

impl Client {
    pub fn run(&self, recipe: &Rc<Recipe>) {
        self.run_through(recipe, Stage::Evaluate, RunMode::Followed);
    }

    /// Runs the stages up to this one.
    pub fn run_through(&self, recipe: &Rc<Recipe>, through: Stage, mode: RunMode) {
        let call = Run {
            recipe: Recipe::clone(recipe),
            through,
        };
        let question = PendingRequest::Run {
            recipe: Rc::clone(recipe),
            through,
            mode,
        };
        self.ask(question, call, NO_FILE);
    }

    /// Searches for better parameters than those of a recipe.
    pub fn search(&self, recipe: &Rc<Recipe>, search: &SearchSpec) {
        let call = SearchParameters {
            recipe: Recipe::clone(recipe),
            search: search.clone(),
        };
        let question = PendingRequest::Search {
            recipe: Rc::clone(recipe),
            scoring: search.scoring.clone(),
        };
        self.ask(question, call, NO_FILE);
    }

    /// Tries the recipe with other splits and seeds, on fewer rows, or in a nested search.
    pub fn run_trials(&self, recipe: &Rc<Recipe>, plan: TrialPlan) {
        let call = RunTrials {
            recipe: Recipe::clone(recipe),
            plan: plan.clone(),
        };
        self.ask(PendingRequest::Trials { plan }, call, NO_FILE);
    }

    /// Asks for an estimate of the cost of training.
    pub fn estimate(&self, recipe: &Rc<Recipe>) {
        let call = EstimateTraining {
            recipe: Recipe::clone(recipe),
        };
        let recipe = Rc::clone(recipe);
        self.ask(PendingRequest::Estimate { recipe }, call, NO_FILE);
    }

    /// Compares a run with the one before, to say whether its scores differ by more than chance.
    pub fn compare_with_before(&self, runs: [RunId; 2]) {
        let call = CompareRuns {
            runs: runs.to_vec(),
        };
        self.ask(PendingRequest::Noise { runs }, call, NO_FILE);
    }

    /// Asks for the profile of the engine's table.
    pub fn profile(&self, subject: ProfileSubject) {
        let call = Profile(subject.request.clone());
        self.ask(PendingRequest::Profile { subject }, call, NO_FILE);
    }

    /// Asks for proposed expectations of the data.
    pub fn propose(&self, recipe: &Rc<Recipe>) {
        let recipe = Recipe::clone(recipe);
        self.ask(
            PendingRequest::Propose,
            ProposeExpectations { recipe },
            NO_FILE,
        );
    }

    /// Asks for the present distribution of a column, for an expectation.
    pub fn remember(&self, recipe: &Rc<Recipe>, column: &str) {
        let (recipe, column) = (Recipe::clone(recipe), column.to_string());
        let call = RememberDistribution { recipe, column };
        self.ask(PendingRequest::Remember, call, NO_FILE);
    }

    /// Asks for values that probably mean the same in the column that a cleaning step merges.
    pub fn similar(&self, recipe: &Recipe, step: u32, method: SimilarMethod, similarity: f64) {
        let recipe = recipe.clone();
        let call = FindSimilar {
            recipe,
            step,
            method,
            similarity,
        };
        self.ask(PendingRequest::Similar, call, NO_FILE);
    }
}
