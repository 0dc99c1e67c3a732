//! How the recipe changes: by edits, by a loaded recipe, and when a file is opened.

use super::{Edit, Notice, READING, STEPS, State};
use grove_recipe::columns::{ColumnKind, DataSummary};
use grove_recipe::error::StageError;
use grove_recipe::link::DataSource;
use grove_recipe::order::sort_by_key;
use grove_recipe::parameters::MODEL;
use grove_recipe::stage::Stage;
use grove_recipe::{
    ColumnEncoding, DataReference, Expectation, Recipe, Role, Rule, columns_after, proposed_task,
};

impl State {
    pub(super) fn edited(&mut self, field: &'static str, edit: Edit) {
        if let Edit::Refused(load) = edit {
            self.refused_edited(load);
            return;
        }
        let (Some(history), Some(data)) = (&mut self.history, &self.data) else {
            return;
        };
        let mut recipe = Recipe::clone(history.present());
        if [STEPS, READING].contains(&field) {
            history.settle();
        }
        match edit {
            Edit::Seed(seed) => recipe.seed = seed,
            Edit::Target(target) => {
                // The first choice of a target is undone by itself.
                if !recipe.has_target() {
                    history.settle();
                }
                aim(&mut recipe, data, target);
            }
            Edit::Task(task) => recipe.task = task,
            // The choices for each column are undone by themselves.
            Edit::Role { column, role } => {
                history.settle();
                assign(&mut recipe, data, column, role);
            }
            Edit::Encoding { column, encoding } => {
                let own = recipe.featurize.columns.get(&column);
                if own.and_then(|own| own.encoding) != encoding.encoding {
                    history.settle();
                }
                if encoding == ColumnEncoding::default() {
                    recipe.featurize.columns.remove(&column);
                } else {
                    recipe.featurize.columns.insert(column, encoding);
                }
            }
            Edit::Part(part) => part.put_into(&mut recipe),
            Edit::Refused(_) => {}
            Edit::Group(group) => recipe.group = group,
            Edit::Belief(mended) => {
                history.settle();
                recipe = Recipe::clone(&mended);
            }
        }
        if !recipe.train.about().learns(recipe.task) {
            recipe.train.choose(MODEL.default());
        }
        let answered = recipe.has_target() && !history.present().has_target();
        history.edit(field, recipe);
        // An added or removed expectation is undone by itself.
        if field == "check" || answered {
            history.settle();
        }
    }

    /// Adds the expectation that a column keeps its distribution, or replaces the one before.
    pub(super) fn remembered(&mut self, new: Expectation) {
        let Some(recipe) = self.recipe() else { return };
        let mut check = recipe.check.clone();
        let same = |old: &Rule| {
            let both = matches!(
                (old, &new.rule),
                (Rule::Distribution { .. }, Rule::Distribution { .. })
            );
            both && old.columns() == new.rule.columns()
        };
        match check.expectations.iter_mut().find(|e| same(&e.rule)) {
            Some(old) => renew(&mut old.rule, new.rule),
            None => check.expectations.push(new),
        }
        self.edited("check", Edit::part(check));
    }

    /// Replaces the recipe, which is undone in one step; returns whether it could. One that was made for other data is
    /// fitted to the open file, and the page says so.
    pub(super) fn take_over(&mut self, mut recipe: Recipe, origin: Origin) -> bool {
        let (Some(history), Some(data)) = (&mut self.history, &self.data) else {
            return false;
        };
        // What to predict may not be chosen yet in a recipe that was kept.
        if recipe.has_target() && !has_target(data, &recipe) {
            let error = StageError::new(
                Stage::Load,
                format!(
                    "The recipe predicts “{}”, and {} has no such column.",
                    recipe.target, data.name
                ),
                origin.advice(),
            );
            self.failed(None, error.in_column(recipe.target));
            return false;
        }
        let known = columns_after(data.known(), &recipe.clean.steps);
        let has = |name: &String| known.iter().any(|(known, _)| known == name);
        let mut notes = vec![origin.note(&recipe.data.name)];
        if recipe.data.sha256 != data.sha256 {
            notes.push(
                "The open file has other bytes (another SHA-256), so the results will differ."
                    .to_string(),
            );
        }
        let chosen = |recipe: &Recipe| {
            let roles = usize::from(recipe.weight.is_some()) + usize::from(recipe.group.is_some());
            recipe.leave_out.len() + recipe.featurize.columns.len() + roles
        };
        let before = chosen(&recipe);
        recipe.leave_out.retain(has);
        recipe.featurize.columns.retain(|column, _| has(column));
        recipe.weight = recipe.weight.take().filter(has);
        recipe.group = recipe.group.take().filter(has);
        if chosen(&recipe) < before {
            notes.push("Its choices for columns that this file lacks were ignored.".to_string());
        }
        recipe.train.keep_columns(has);
        let split = &mut recipe.split;
        for column in [
            &mut recipe.group,
            &mut split.time_column,
            &mut split.fold_column,
        ] {
            column.take_if(|column| !has(column));
        }
        recipe.data = reference(data);
        history.settle();
        history.edit("recipe", recipe);
        history.settle();
        self.forget_failure(Stage::Load);
        self.notice = Some(Notice::from(notes.join(" ")));
        true
    }
}

/// The origin of a whole recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    File,
    Link,
    Text,
    /// A stored run.
    Run,
    /// What the browser keeps of an earlier visit.
    Kept,
}

impl Origin {
    fn note(self, data: &str) -> String {
        let taken = match self {
            Self::File => "Recipe loaded",
            Self::Link => "The recipe of the link was taken over",
            Self::Run => "The recipe of the run was taken over",
            Self::Text => return "The recipe was applied.".to_string(),
            Self::Kept => return [data, " is open again, with your latest recipe."].concat(),
        };
        [taken, "; it was made for ", data, "."].concat()
    }

    const fn advice(self) -> &'static str {
        match self {
            Self::File => "Open the data that the recipe was made for, then load the recipe again.",
            Self::Link => "Open the data that the recipe was made for; the recipe is then applied.",
            Self::Text | Self::Kept => "Choose another target.",
            Self::Run => "Open the data that the run was made with.",
        }
    }
}

/// Returns whether the open data has the target of a recipe, as opened or after the recipe's own cleaning.
pub(super) fn has_target(data: &DataSummary, recipe: &Recipe) -> bool {
    let known = columns_after(data.known(), &recipe.clean.steps);
    known.iter().any(|(known, _)| *known == recipe.target)
}

/// Replaces the distribution, and keeps the significance level.
fn renew(old: &mut Rule, mut new: Rule) {
    if let (Rule::Distribution { alpha: kept, .. }, Rule::Distribution { alpha, .. }) =
        (&*old, &mut new)
    {
        *alpha = *kept;
    }
    *old = new;
}

fn reference(data: &DataSummary) -> DataReference {
    DataReference {
        name: data.name.clone(),
        sha256: data.sha256.clone(),
    }
}

/// Returns the recipe for a file that was just opened. The target is known for samples and made data, and for a file
/// with the columns of the one before; otherwise a person has to choose it.
pub(super) fn proposed(
    data: &DataSummary,
    source: &DataSource,
    before: Option<(&Recipe, &DataSummary)>,
) -> Recipe {
    if let Some(target) = known_target(data, source) {
        return data.recipe(target);
    }
    let alike = |(recipe, before): &(&Recipe, &DataSummary)| {
        kind_of(data, &recipe.target).is_some() && same_columns(before, data)
    };
    let Some((recipe, before)) = before.filter(alike) else {
        return data.recipe("");
    };
    let mut fresh = data.recipe(&recipe.target);
    if kind_of(before, &recipe.target) == kind_of(data, &recipe.target) {
        fresh.task = recipe.task;
    }
    fresh
}

/// Returns the target of data that is not the person's own.
fn known_target(data: &DataSummary, source: &DataSource) -> Option<&'static str> {
    source
        .target()
        .filter(|target| kind_of(data, target).is_some())
}

fn kind_of(data: &DataSummary, column: &str) -> Option<ColumnKind> {
    let found = data.columns.iter().find(|known| known.name == column);
    found.map(|found| found.kind)
}

fn same_columns(a: &DataSummary, b: &DataSummary) -> bool {
    let names =
        |data: &DataSummary| -> Vec<String> { data.known().map(|(name, _)| name).collect() };
    names(a) == names(b)
}

/// Returns the recipe for the same file with other columns than before; `None` if it still fits.
pub(super) fn refitted(
    recipe: &Recipe,
    before: &DataSummary,
    data: &DataSummary,
    source: &DataSource,
) -> Option<Recipe> {
    let known = columns_after(data.known(), &recipe.clean.steps);
    let has = |name: &String| known.iter().any(|(known, _)| known == name);
    let lacks = |name: &Option<String>| name.as_ref().is_some_and(|name| !has(name));
    let mut fitted = recipe.clone();
    fitted.leave_out.retain(has);
    fitted.train.keep_columns(has);
    if lacks(&fitted.weight) {
        fitted.weight = None;
    }
    if lacks(&fitted.group) {
        fitted.group = None;
    }
    let lost = match recipe.has_target() {
        true => !has(&recipe.target),
        false => known_target(data, source).is_some() || !same_columns(before, data),
    };
    if lost {
        let fresh = proposed(data, source, None);
        (fitted.target, fitted.task) = (fresh.target, fresh.task);
        fitted.leave_out = fresh.leave_out;
    }
    (fitted != *recipe).then_some(fitted)
}

/// Gives a column a role. There is always one target, so it changes only when another column becomes it.
fn assign(recipe: &mut Recipe, data: &DataSummary, column: String, role: Role) {
    if role == Role::Target {
        aim(recipe, data, column);
    } else if column != recipe.target {
        release(recipe, &column);
        match role {
            Role::Weight => recipe.weight = Some(column),
            Role::Group => recipe.group = Some(column),
            Role::Ignored => recipe.leave_out.push(column),
            Role::Feature | Role::Target => {}
        }
        // In the table's order, so that the order of clicks does not change the recipe.
        let known = columns_after(data.known(), &recipe.clean.steps);
        let place = |name: &String| known.iter().position(|(known, _)| known == name);
        sort_by_key(&mut recipe.leave_out, place);
    }
}

/// Removes every role of a column except that of the target.
fn release(recipe: &mut Recipe, column: &str) {
    recipe.leave_out.retain(|left| left != column);
    for only in [&mut recipe.weight, &mut recipe.group] {
        only.take_if(|only| only == column);
    }
}

/// Chooses a target, with its proposed task; the column loses its other roles.
fn aim(recipe: &mut Recipe, data: &DataSummary, target: String) {
    if let Some(task) = proposed_task(&data.columns, &recipe.clean.steps, &target) {
        recipe.task = task;
    }
    release(recipe, &target);
    recipe.target = target;
}
