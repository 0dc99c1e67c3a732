//! Train: the choice of the model, and its parameters as they are declared.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use super::directions::Directions;
use crate::ui::page::{Page, use_page};
use crate::ui::panels::frame::{fold, form};
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::field::{described_by, framed};
use crate::ui::widgets::parameter::FieldLook;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::columns::DataSummary;
use grove_recipe::parameters::{MODEL, Parameter, Span, Value};
use grove_recipe::{ModelName, Recipe, Train};

#[derive(Properties, PartialEq)]
pub struct ModelFormProps {
    pub recipe: Rc<Recipe>,
    pub data: Rc<DataSummary>,
}

/// A component, so that it is not drawn again whenever trees have grown.
#[component]
pub fn ModelForm(props: &ModelFormProps) -> Html {
    let ModelFormProps { recipe, data } = props;
    let page = &use_page();
    let train = &recipe.train;
    let declared = train.declared();
    let shown = declared.iter().filter(|of| has_effect(of, recipe));
    let (rare, usual): (Vec<&Parameter>, Vec<&Parameter>) = shown.partition(|of| of.rare);
    let of_columns = |of: &&Parameter| matches!(of.span, Span::OfColumns(_));
    let changed = rare
        .iter()
        .filter(|of| train.get(of.name).as_ref() != Some(&of.default));
    let changed = changed.count();
    form(html! {
        <>
            { choice_of_model(page, recipe) }
            { for usual.iter().map(|of| field(page, train, of)) }
            if declared.is_empty() {
                <p class="form-words">{ "It has no parameters." }</p>
            }
            if !rare.is_empty() {
                { fold("More", changed, html! {
                    <div class="form-fields">{ for rare.iter().map(|of| field(page, train, of)) }</div>
                }) }
            }
            if usual.iter().any(of_columns) {
                <Directions recipe={recipe.clone()} data={data.clone()} />
            }
        </>
    })
}

/// Returns whether a parameter has an effect, given the others and the task.
fn has_effect(of: &Parameter, recipe: &Recipe) -> bool {
    let for_task = of.only_task.is_none_or(|only| only == recipe.task);
    let on = |switch| recipe.train.get(switch) != Some(Value::Bool(false));
    for_task && of.needs.is_none_or(on)
}

/// Makes the field of a parameter. Those about columns have a form of their own.
fn field(page: &Page, train: &Train, of: &Parameter) -> Html {
    let Some(value) = train.get(of.name) else {
        return html! {};
    };
    let onchange = {
        let (page, train, name) = (page.clone(), train.clone(), of.name);
        Callback::from(move |value: Value| {
            let mut train = train.clone();
            if train.set(name, value).is_ok() {
                edited(&page, name, train);
            }
        })
    };
    FieldLook::default().draw(of, &value, onchange)
}

pub(super) fn edited(page: &Page, field: &'static str, train: Train) {
    let edit = Edit::part(train);
    page.tell(Action::RecipeEdited { field, edit });
}

/// Shows the models for the task, and a description of the chosen one.
fn choice_of_model(page: &Page, recipe: &Recipe) -> Html {
    let now = recipe.train.model();
    let offered: Vec<ModelName> = MODEL
        .options
        .iter()
        .map(|(model, _)| *model)
        .filter(|model| model.about().learns(recipe.task) || *model == now)
        .collect();
    let entry = |model: &ModelName| SelectEntry {
        value: model.about().label.into(),
        disabled: false,
    };
    let entries: Vec<SelectEntry> = offered.iter().map(entry).collect();
    let chosen = offered.iter().position(|model| *model == now);
    let onchoose = {
        let (page, train) = (page.clone(), recipe.train.clone());
        move |index: usize| {
            if let Some(model) = offered.get(index) {
                let mut train = train.clone();
                train.choose(*model);
                edited(&page, MODEL.name, train);
            }
        }
    };
    let id = format!("parameter-{}", MODEL.name);
    let control = html! {
        <Select id={id.clone()} testid="model-select" described_by={described_by(&id, false)} {entries} {chosen} {onchoose} />
    };
    html! {
        <div class="form-model">
            { framed(&id, &MODEL.label.into(), &MODEL.help.into(), None, control) }
            <p class="form-model-words" aria-live="polite">{ now.about().what_it_does }</p>
        </div>
    }
}
