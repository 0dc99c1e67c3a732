//! Train: which model learns, and the parameters of that one.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::directions::Directions;
use super::fields::Fields;
use super::frame::{fold, form};
use super::models::what_it_does;
use crate::ui::page::use_page;
use crate::ui::state::Edit;
use crate::ui::widgets::field::{described_by, framed};
use crate::ui::widgets::select::{Entry, Select};
use grove_recipe::columns::DataSummary;
use grove_recipe::parameters::{
    BOOTSTRAP, C, CCP_ALPHA, CLASS_WEIGHT, CUTS, LASSO_ALPHA, MAX_DEPTH, MAX_FEATURES,
    MAX_LEAF_NODES, MAX_SAMPLES, MIN_IMPURITY_DECREASE, MIN_SAMPLES_LEAF, MIN_SAMPLES_SPLIT, MODEL,
    N_ESTIMATORS, N_NEIGHBORS, NEIGHBOR_WEIGHTS, RIDGE_ALPHA, VAR_SMOOTHING,
};
use grove_recipe::{ModelName, Recipe, Task, Train};

#[derive(Properties, PartialEq)]
pub struct ModelFormProps {
    pub recipe: Rc<Recipe>,
    pub data: Rc<DataSummary>,
}

/// A component, so that it is not drawn anew whenever trees have grown.
#[component]
pub fn ModelForm(props: &ModelFormProps) -> Html {
    let ModelFormProps { recipe, data } = props;
    let page = &use_page();
    let now = &recipe.train;
    let edit = Edit::Train;
    let fields = Fields { page, now, edit };
    form(html! {
        <>
            { choice_of_model(&fields, recipe) }
            { match now.model {
                ModelName::RandomForest | ModelName::ExtraTrees | ModelName::DecisionTree => html! {
                    <>
                        { trees(&fields, recipe.task) }
                        { rarer(&fields) }
                        <Directions recipe={recipe.clone()} data={data.clone()} />
                    </>
                },
                ModelName::LogisticRegression => fields.real(&C, |train| &mut train.c),
                ModelName::Ridge => fields.real(&RIDGE_ALPHA, |train| &mut train.ridge_alpha),
                ModelName::Lasso => fields.real(&LASSO_ALPHA, |train| &mut train.lasso_alpha),
                ModelName::KNeighbors => html! {
                    <>
                        { fields.whole(&N_NEIGHBORS, |train| &mut train.n_neighbors) }
                        { fields.choice(&NEIGHBOR_WEIGHTS, |train| &mut train.neighbor_weights) }
                    </>
                },
                ModelName::GaussianNB => fields.real(&VAR_SMOOTHING, |train| &mut train.var_smoothing),
                ModelName::Dummy => html! { <p class="form-words">{ "It has no parameters." }</p> },
            } }
        </>
    })
}

/// The models that are for the task, and what the chosen one does.
fn choice_of_model(fields: &Fields<Train>, recipe: &Recipe) -> Html {
    let now = recipe.train.model;
    let offered: Vec<ModelName> = MODEL
        .options
        .iter()
        .map(|(model, _)| *model)
        .filter(|model| model.learns(recipe.task) || *model == now)
        .collect();
    let entry = |model: &ModelName| Entry {
        value: MODEL.label_of(*model).into(),
        disabled: false,
    };
    let entries: Vec<Entry> = offered.iter().map(entry).collect();
    let chosen = offered.iter().position(|model| *model == now);
    let onchange = fields.changed(MODEL.name, |train| &mut train.model);
    let onchoose = move |index: usize| {
        if let Some(model) = offered.get(index) {
            onchange.emit(*model);
        }
    };
    let id = format!("parameter-{}", MODEL.name);
    let control = html! {
        <Select id={id.clone()} testid="model-select" described_by={described_by(&id, false)} {entries} {chosen} {onchoose} />
    };
    html! {
        <div class="form-model">
            { framed(&id, &MODEL.label.into(), &MODEL.help.into(), None, control) }
            <p class="form-model-words" aria-live="polite">{ what_it_does(now) }</p>
        </div>
    }
}

fn trees(fields: &Fields<Train>, task: Task) -> Html {
    let forest = fields.now.model != ModelName::DecisionTree;
    html! {
        <>
            if forest {
                { fields.whole(&N_ESTIMATORS, |train| &mut train.n_estimators) }
            }
            { fields.limit(&MAX_DEPTH, |train| &mut train.max_depth) }
            { fields.whole(&MIN_SAMPLES_LEAF, |train| &mut train.min_samples_leaf) }
            { fields.choice(&MAX_FEATURES, |train| &mut train.max_features) }
            if task == Task::Classification {
                { fields.choice(&CLASS_WEIGHT, |train| &mut train.class_weight) }
            }
            if forest {
                { fields.switch(&BOOTSTRAP, |train| &mut train.bootstrap) }
            }
        </>
    }
}

/// What is seldom changed.
fn rarer(fields: &Fields<Train>) -> Html {
    let (now, usual) = (fields.now, Train::default());
    let draws = now.bootstrap && now.model != ModelName::DecisionTree;
    let changed = [
        now.min_samples_split != usual.min_samples_split,
        now.max_leaf_nodes != usual.max_leaf_nodes,
        now.min_impurity_decrease != usual.min_impurity_decrease,
        now.ccp_alpha != usual.ccp_alpha,
        now.cuts != usual.cuts,
        draws && now.max_samples != usual.max_samples,
    ];
    let changed = changed.iter().filter(|changed| **changed).count();
    let inside = html! {
        <div class="form-fields">
            { fields.whole(&MIN_SAMPLES_SPLIT, |train| &mut train.min_samples_split) }
            { fields.limit(&MAX_LEAF_NODES, |train| &mut train.max_leaf_nodes) }
            { fields.real(&MIN_IMPURITY_DECREASE, |train| &mut train.min_impurity_decrease) }
            { fields.real(&CCP_ALPHA, |train| &mut train.ccp_alpha) }
            { fields.choice(&CUTS, |train| &mut train.cuts) }
            if draws {
                { fields.real(&MAX_SAMPLES, |train| &mut train.max_samples) }
            }
        </div>
    };
    fold("More", changed, inside)
}
