//! What is known of a training before it runs: its cost, and what prevents it.

use std::rc::Rc;

use super::{CenterView, EngineWish, State, Status, Ticket, Waiting};
use grove_protocol::call::EventOf;
use grove_protocol::calls::EstimateTraining;
use grove_protocol::report::Estimate;
use grove_recipe::columns::{ColumnKind, ColumnSummary};
use grove_recipe::stage::Stage;
use grove_recipe::{Encoding, NumericImputation, Recipe, Role};

/// The pending question and the latest answer, each with its recipe.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimates {
    asked: Waiting<Rc<Recipe>>,
    /// `None` if the engine has no estimate, so that it is not asked again.
    known: Option<(Rc<Recipe>, Option<Rc<Estimate>>)>,
}

impl Estimates {
    pub(super) fn asked(&mut self, ticket: Ticket, recipe: Rc<Recipe>) {
        self.asked.ask(ticket, recipe);
    }

    /// Returns the estimate for a recipe, if there is one.
    pub(super) fn of(&self, recipe: &Rc<Recipe>) -> Option<&Rc<Estimate>> {
        let (about, estimate) = self.known.as_ref()?;
        estimate.as_ref().filter(|_| about == recipe)
    }

    /// Returns whether the engine was asked about a recipe, and answered.
    pub(super) fn answered(&self, recipe: &Rc<Recipe>) -> bool {
        self.known
            .as_ref()
            .is_some_and(|(about, _)| about == recipe)
    }

    /// Handles a crash of the engine, maybe by the question: it is not asked again. Returns whether one was pending.
    pub(super) fn crashed(&mut self) -> bool {
        let asked = self.asked.forget();
        let was_asked = asked.is_some();
        if let Some(recipe) = asked {
            self.known = Some((recipe, None));
        }
        was_asked
    }
}

impl State {
    /// Returns the recipe to ask about next: training is due and not under way, and there is no estimate for it.
    pub fn estimate_wanted(&self) -> Option<Rc<Recipe>> {
        let recipe = self.recipe().filter(|recipe| recipe.check().is_ok())?;
        // Elsewhere it decides whether a change runs at once.
        let shown = self.place == CenterView::Stage(Stage::Train) || self.is_renewable();
        let free = self.engine.may(EngineWish::Ask) && !self.estimates.asked.is_some();
        let due = shown && free && self.training_is_ahead();
        (due && !self.estimates.answered(recipe)).then(|| Rc::clone(recipe))
    }

    /// Returns the estimate for the present recipe, if it is known and worth showing.
    pub fn estimate(&self) -> Option<&Rc<Estimate>> {
        let estimate = self.estimates.of(self.recipe()?)?;
        self.training_is_ahead().then_some(estimate)
    }

    /// Returns whether an estimate will follow soon.
    pub fn is_estimating(&self) -> bool {
        self.estimates.asked.is_some() || self.estimate_wanted().is_some()
    }

    /// Returns the columns with missing numbers that are left missing, although the chosen model needs every value.
    pub fn gaps_in_the_way(&self) -> Vec<&str> {
        let (Some(recipe), Some(data)) = (self.recipe(), &self.data) else {
            return Vec::new();
        };
        if recipe.train.about().takes_missing {
            return Vec::new();
        }
        let kept = |column: &&ColumnSummary| {
            let plan = recipe.featurize.plan(&column.name, column.kind);
            plan.numeric_imputation == NumericImputation::Keep && plan.encoding.gives_numbers()
        };
        let columns = data.columns.iter();
        columns
            .filter(|column| column.missing > 0 && recipe.role(&column.name) == Role::Feature)
            .filter(kept)
            .map(|column| column.name.as_str())
            .collect()
    }

    /// Returns the columns that stay categories, although the chosen model does not take them.
    pub fn categories_in_the_way(&self) -> Vec<&str> {
        let takes = |recipe: &Recipe| recipe.train.about().takes_categories;
        match self.recipe() {
            Some(recipe) if !takes(recipe) => self.encoded(Encoding::Categorical),
            _ => Vec::new(),
        }
    }

    /// Returns the columns that become one-hot features, although gradient boosting takes them as they are.
    pub fn could_stay_categories(&self) -> Vec<&str> {
        match self.recipe() {
            Some(recipe) if recipe.train.boosting().is_some() => self.encoded(Encoding::OneHot),
            _ => Vec::new(),
        }
    }

    /// Returns the features' columns with this encoding.
    fn encoded(&self, encoding: Encoding) -> Vec<&str> {
        let (Some(recipe), Some(data)) = (self.recipe(), &self.data) else {
            return Vec::new();
        };
        let of_features = data.columns.iter().filter(|column| {
            let plan = recipe.featurize.plan(&column.name, column.kind);
            recipe.role(&column.name) == Role::Feature
                && column.kind != ColumnKind::Empty
                && plan.encoding == encoding
        });
        of_features.map(|column| column.name.as_str()).collect()
    }

    fn training_is_ahead(&self) -> bool {
        self.engine.run().is_none() && self.statuses()[Stage::Train as usize] != Status::Fresh
    }

    /// Takes the answer, unless the recipe has changed since. After an error the question is not repeated, and nothing
    /// is shown: the run will report it.
    pub(super) fn estimated(&mut self, ticket: Ticket, told: EventOf<EstimateTraining>) {
        let Some(answer) = told.answer() else { return };
        let Some(recipe) = self.estimates.asked.answered(ticket) else {
            return;
        };
        let estimate = answer.ok().flatten().map(Rc::new);
        if self.recipe() == Some(&recipe) {
            self.estimates.known = Some((recipe, estimate));
        }
    }
}
