//! Makes the candidates of a search: recipes with other parameters.

use serde_json::Value;

use super::axis::ParameterAxis;
use grove_forest::Stream;
use grove_protocol::tracking::{SearchMethod, SearchSpec, SearchValues};
use grove_recipe::count::count;
use grove_recipe::error::StageError;
use grove_recipe::models::MODEL;
use grove_recipe::parameters::{CANDIDATES_AT_MOST, N_ITER};
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe};

/// A value for each axis.
type CandidateValues = Vec<Value>;

/// Returns the recipes that a search tries. A grid has them in the order of the axes' values, the last axis changing
/// first, as scikit-learn's `ParameterGrid` does with names in this order; random ones are drawn by the recipe's seed,
/// each once, and are fewer than asked for if there are no more. Errors name the axis. O(candidates² × axes).
pub fn candidates(search: &SearchSpec, recipe: &Recipe) -> Result<Vec<Recipe>, StageError> {
    recipe.check()?;
    if search.axes.is_empty() {
        return Err(refused(
            "There is no parameter to vary.".into(),
            "Choose a parameter and the values to try.",
        ));
    }
    let models = models(search, recipe);
    let mut axes = Vec::with_capacity(search.axes.len());
    for (place, axis) in search.axes.iter().enumerate() {
        let before = &search.axes[..place];
        if before.iter().any(|other| other.parameter == axis.parameter) {
            let problem = format!("{} is listed twice.", axis.parameter);
            return Err(refused(problem, "Put the values into one list."));
        }
        axes.push(ParameterAxis::new(axis, search.method, recipe, &models)?);
    }
    let points = match search.method {
        SearchMethod::Grid => grid(&axes)?,
        SearchMethod::Random => {
            N_ITER
                .check(search.n_iter)
                .map_err(|misfit| refused(misfit.problem, "Change it."))?;
            random(&axes, search.n_iter, u64::from(recipe.seed))
        }
    };
    let candidate = |point: CandidateValues| {
        // The model is set first, since it decides which parameters there are.
        let mut values: Vec<(&ParameterAxis, Value)> = axes.iter().zip(point).collect();
        values.sort_by_key(|(axis, _)| !axis.is_model());
        let put = |candidate, (axis, value): (&ParameterAxis, Value)| axis.put(&candidate, value);
        let candidate = values.into_iter().fold(recipe.clone(), put);
        candidate.check().map(|()| candidate)
    };
    points.into_iter().map(candidate).collect()
}

/// Returns the models that are tried: the recipe's, or the listed ones.
fn models(search: &SearchSpec, recipe: &Recipe) -> Vec<ModelName> {
    let name = [Stage::Train.name(), ".", MODEL.name].concat();
    let listed = search.axes.iter().find(|axis| axis.parameter == name);
    match listed.map(|axis| &axis.values) {
        Some(SearchValues::List(values)) => {
            let model = |value: &Value| serde_json::from_value(value.clone()).ok();
            values.iter().filter_map(model).collect()
        }
        _ => vec![recipe.train.model()],
    }
}

pub(super) fn refused(problem: String, advice: &str) -> StageError {
    StageError::new(Stage::Train, problem, advice)
}

/// Returns the number of points; `None` if it is too large to count, or infinite.
fn points(axes: &[ParameterAxis]) -> Option<u64> {
    axes.iter()
        .try_fold(1u64, |product, axis| product.checked_mul(axis.len()?))
}

fn grid(axes: &[ParameterAxis]) -> Result<Vec<CandidateValues>, StageError> {
    let all = points(axes).filter(|all| *all <= u64::from(CANDIDATES_AT_MOST));
    let all = all.ok_or_else(|| {
        let lengths = axes.iter().filter_map(ParameterAxis::len).map(count);
        let lengths: Vec<String> = lengths.collect();
        refused(
            format!(
                "The grid has {} candidates; it may have at most {CANDIDATES_AT_MOST}.",
                lengths.join(" × ")
            ),
            "Try fewer values, or use random search.",
        )
    })?;
    Ok((0..all).map(|index| point(axes, index)).collect())
}

/// Returns the point at this position of the grid.
fn point(axes: &[ParameterAxis], mut index: u64) -> CandidateValues {
    let mut point: CandidateValues = axes
        .iter()
        .rev()
        .map(|axis| {
            let len = axis.len().expect("a grid is finite");
            let value = axis.at(index % len);
            index /= len;
            value
        })
        .collect();
    point.reverse();
    point
}

fn random(axes: &[ParameterAxis], n_iter: u32, seed: u64) -> Vec<CandidateValues> {
    /// The most draws per candidate that may repeat earlier ones: ranges of few numbers would otherwise never give
    /// enough.
    const ATTEMPTS: u64 = 1000;
    let wanted = u64::from(n_iter);
    if let Some(all) = points(axes).filter(|all| *all <= wanted) {
        return (0..all).map(|index| point(axes, index)).collect();
    }
    let mut found: Vec<CandidateValues> = Vec::with_capacity(n_iter as usize);
    for attempt in 0..wanted * ATTEMPTS {
        let mut stream = Stream::new(seed, "search", attempt);
        let point: CandidateValues = axes.iter().map(|axis| axis.draw(&mut stream)).collect();
        if !found.contains(&point) {
            found.push(point);
        }
        if found.len() as u64 == wanted {
            break;
        }
    }
    found
}
