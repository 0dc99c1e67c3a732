//! What learns, as scikit-learn calls it.

use super::python;
use grove_recipe::{ClassWeight, MaxFeatures, ModelName, NeighborWeights, Recipe, Task};

/// The constructor's call with the recipe's parameters, and the modules that it is imported from.
pub fn estimator(recipe: &Recipe) -> (String, &'static str) {
    let train = &recipe.train;
    let of_classes = recipe.task == Task::Classification;
    let kind = if of_classes {
        "Classifier"
    } else {
        "Regressor"
    };
    let seed = format!("random_state={}", recipe.seed);
    let standardised = |call: String| format!("make_pipeline(StandardScaler(), {call})");
    match train.model {
        ModelName::RandomForest => (forest("RandomForest", kind, recipe), "sklearn.ensemble"),
        ModelName::ExtraTrees => (forest("ExtraTrees", kind, recipe), "sklearn.ensemble"),
        ModelName::DecisionTree => {
            let call = format!("DecisionTree{kind}({}, {seed})", tree(recipe).join(", "));
            (call, "sklearn.tree")
        }
        ModelName::LogisticRegression => (
            standardised(format!("LogisticRegression(C={}, max_iter=1000)", train.c)),
            "sklearn.linear_model",
        ),
        ModelName::Ridge => (
            standardised(format!("Ridge(alpha={})", train.ridge_alpha)),
            "sklearn.linear_model",
        ),
        ModelName::Lasso => (
            standardised(format!(
                "Lasso(alpha={}, max_iter=10_000)",
                train.lasso_alpha
            )),
            "sklearn.linear_model",
        ),
        ModelName::KNeighbors => {
            let weights = match train.neighbor_weights {
                NeighborWeights::Uniform => "uniform",
                NeighborWeights::Distance => "distance",
            };
            let neighbors = train.n_neighbors;
            let call = format!("KNeighbors{kind}(n_neighbors={neighbors}, weights=\"{weights}\")");
            (standardised(call), "sklearn.neighbors")
        }
        ModelName::GaussianNB => (
            format!("GaussianNB(var_smoothing={})", train.var_smoothing),
            "sklearn.naive_bayes",
        ),
        ModelName::Dummy => {
            let strategy = if of_classes { "prior" } else { "mean" };
            (
                format!("Dummy{kind}(strategy=\"{strategy}\")"),
                "sklearn.dummy",
            )
        }
    }
}

/// What the call names besides what every script imports.
pub fn class(call: &str) -> &str {
    let call = call
        .strip_prefix("make_pipeline(StandardScaler(), ")
        .unwrap_or(call);
    call.split('(').next().unwrap_or_default()
}

fn forest(name: &str, kind: &str, recipe: &Recipe) -> String {
    let train = &recipe.train;
    let mut parameters = vec![format!("n_estimators={}", train.n_estimators)];
    parameters.extend(tree(recipe));
    parameters.push(format!("bootstrap={}", python(train.bootstrap)));
    if train.bootstrap && train.max_samples < 1.0 {
        parameters.push(format!("max_samples={}", train.max_samples));
    }
    parameters.push(format!("n_jobs=-1, random_state={}", recipe.seed));
    format!("{name}{kind}({})", parameters.join(", "))
}

fn tree(recipe: &Recipe) -> Vec<String> {
    let train = &recipe.train;
    let single = train.model == ModelName::DecisionTree;
    let max_features = match (train.max_features, recipe.task) {
        (MaxFeatures::Auto, Task::Classification) if !single => "\"sqrt\"",
        (MaxFeatures::Auto | MaxFeatures::All, _) => "None",
        (MaxFeatures::Sqrt, _) => "\"sqrt\"",
        (MaxFeatures::Log2, _) => "\"log2\"",
        (MaxFeatures::Third, _) => "1 / 3",
    };
    let mut parameters = vec![
        format!("max_depth={}", python(train.max_depth)),
        format!("min_samples_split={}", train.min_samples_split),
        format!("min_samples_leaf={}", train.min_samples_leaf),
        format!(
            "min_impurity_decrease={}",
            python(train.min_impurity_decrease)
        ),
        format!("max_leaf_nodes={}", python(train.max_leaf_nodes)),
        format!("max_features={max_features}"),
        format!("ccp_alpha={}", python(train.ccp_alpha)),
    ];
    if recipe.task == Task::Classification && train.class_weight == ClassWeight::Balanced {
        parameters.push("class_weight=\"balanced\"".into());
    }
    parameters
}
