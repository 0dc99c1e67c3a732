//! What the trees say of the row in the form, its path through one of them, and how it differs from the train rows.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state};

use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::charts::tree_view::TreeView;
use crate::ui::page::use_page;
use crate::ui::widgets::number_box::{NumberBox, TypedText};
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::report::{PredictedRow, RowAnatomy, RowPath, TreePicture};
use grove_recipe::error::StageError;

#[derive(Properties, PartialEq)]
pub struct AnatomyProps {
    /// The columns and values of the row.
    pub values: Rc<Vec<(String, String)>>,
    /// What the model predicts for it.
    pub answer: PredictedRow,
    /// Whether the model is that of the latest run, whose trees can be drawn.
    pub own: bool,
}

#[component]
pub fn Anatomy(props: &AnatomyProps) -> Html {
    let page = use_page();
    let told = use_state(|| None::<Result<Rc<RowAnatomy>, StageError>>);
    let tree = use_state(|| 1u32);
    let class = use_state(|| None::<u32>);
    let picture = use_state(|| None::<Rc<TreePicture>>);
    {
        let (page, told) = (page.clone(), told.setter());
        let (values, answer) = (Rc::clone(&props.values), props.answer.clone());
        use_effect_with(
            (values, answer, *tree, *class),
            move |(values, _, tree, class)| {
                let then = Callback::from(move |answer| told.set(Some(answer)));
                page.client().anatomy(values.to_vec(), *class, *tree, then);
            },
        );
    }
    let shown = told.as_ref().and_then(|told| told.as_ref().ok());
    let path = shown.and_then(|row| row.path.as_ref());
    {
        let picture = picture.setter();
        let wanted = path.filter(|_| props.own).map(|path| path.tree);
        use_effect_with(wanted, move |wanted| match *wanted {
            Some(tree) => {
                let then = Callback::from(move |tree| picture.set(Some(Rc::new(tree))));
                page.client().tree_picture(tree - 1, then);
            }
            None => picture.set(None),
        });
    }
    let row = match &*told {
        None => return html! {},
        Some(Err(error)) => {
            return html! { <p class="section-note" data-testid="anatomy-error">{ &error.problem }{ " " }{ &error.advice }</p> };
        }
        Some(Ok(row)) => row,
    };
    let classes: Rc<Vec<String>> =
        Rc::new(props.answer.classes.iter().map(|of| of.0.clone()).collect());
    html! {
        <section class="row-anatomy" aria-labelledby="anatomy-title" data-testid="anatomy">
            <h2 class="section-title" id="anatomy-title">{ "The row in the trees" }</h2>
            { outside(row) }
            if row.votes.is_some() {
                if classes.len() > 2 {
                    { class_choice(&classes, class.unwrap_or(props.answer.class), Callback::from(move |of| class.set(Some(of)))) }
                }
                <div class="pictures">
                    <div data-testid="anatomy-votes"><Plot of={Plotted::Votes(Rc::clone(row), Rc::clone(&classes))} /></div>
                    if row.commonness.is_some() {
                        <div data-testid="anatomy-common"><Plot of={Plotted::Commonness(Rc::clone(row))} /></div>
                    }
                </div>
            } else {
                <p class="section-note">{ "This model has no trees, so that there are no votes and no path." }</p>
            }
            if let Some(path) = path {
                { tree_choice(path, Callback::from(move |number| tree.set(number))) }
                { conditions(path) }
                if let Some(picture) = picture.as_ref().filter(|of| of.index + 1 == path.tree) {
                    <TreeView tree={TreePicture::clone(picture)} path={path.nodes.clone()} />
                }
            }
        </section>
    }
}

/// Says which values lie outside of what the train rows have.
fn outside(row: &RowAnatomy) -> Html {
    let inside = match (&row.outside, &row.needs) {
        (Some(outside), _) if outside.is_empty() => {
            html! { <p class="section-note">{ "No value lies outside of what the train rows have." }</p> }
        }
        (Some(outside), _) => html! {
            <>
                <p class="section-note">{ "The model was never trained on values like these, so that its answer is a guess there:" }</p>
                <ul class="notes">{ for outside.iter().map(|of| html! { <li data-column={of.column.clone()}>{ of.in_words() }</li> }) }</ul>
            </>
        },
        (None, needs) => {
            let file = needs.clone().unwrap_or_default();
            html! { <p class="section-note">{ ["How common the row is, and what lies outside, is told beside the train rows. Open ", &file, "."].concat() }</p> }
        }
    };
    html! { <div data-testid="anatomy-outside">{ inside }</div> }
}

fn class_choice(classes: &[String], chosen: u32, onchoose: Callback<u32>) -> Html {
    let entry = |class: &String| SelectEntry {
        value: class.clone().into(),
        disabled: false,
    };
    let entries: Vec<SelectEntry> = classes.iter().map(entry).collect();
    html! {
        <label class="labelled">
            <span class="labelled-name">{ "Votes for" }</span>
            <Select testid="anatomy-class" {entries} chosen={Some(chosen as usize)} onchoose={onchoose.reform(|place: usize| place as u32)} />
        </label>
    }
}

fn tree_choice(path: &RowPath, onchange: Callback<u32>) -> Html {
    let most = path.trees;
    let accept = Callback::from(move |typed: TypedText| {
        let number = typed.text.trim().parse::<u32>().ok();
        match number.filter(|number| (1..=most).contains(number)) {
            Some(number) => {
                onchange.emit(number);
                Ok(number.to_string())
            }
            None => Err(["A tree from 1 to ", &most.to_string(), "."].concat()),
        }
    });
    html! {
        <NumberBox name="anatomy-tree" testid="anatomy-tree" label="Tree" help={["1 to ", &most.to_string()].concat()}
            min="1" max={most.to_string()} step="1" shown={path.tree.to_string()} {accept} />
    }
}

/// Lists the conditions on the path, with the row's values beside them.
fn conditions(path: &RowPath) -> Html {
    let nodes: Vec<String> = path.nodes.iter().map(ToString::to_string).collect();
    html! {
        <div class="table-frame numbers" tabindex="0" role="region" aria-label="The row's path through the tree" data-testid="anatomy-path" data-nodes={nodes.join(" ")}>
            <table class="plain-table">
                <thead><tr><th scope="col">{ "The row's path" }</th><th scope="col">{ "Column" }</th><th scope="col">{ "Its value" }</th></tr></thead>
                <tbody>
                    { for path.steps.iter().map(|step| html! {
                        <tr><td>{ &step.condition }</td><td>{ &step.column }</td><td>{ step.value.as_deref().unwrap_or("missing") }</td></tr>
                    }) }
                    <tr><td>{ &path.answer }</td><td /><td /></tr>
                </tbody>
            </table>
        </div>
    }
}
