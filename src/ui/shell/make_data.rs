//! Makes data: a card for each data set, and the parameters of the chosen one.

use yew::{Callback, Html, Properties, UseStateHandle, component, html, use_state_eq};

use super::app::StateSnapshot;
use super::draw_points::DrawPoints;
use crate::ui::page::use_page;
use crate::ui::state::EngineWish;
use crate::ui::widgets::parameter::field;
use grove_recipe::synthetic::{
    BALANCE, DATA_SEED, DATA_SETS, DRIFT, DataSet, MISSING, NOISE, ROWS, SyntheticSpec,
};

#[derive(Properties, PartialEq)]
pub struct MakeDataProps {
    pub state: StateSnapshot,
}

type ChosenDataSet = UseStateHandle<Option<SyntheticSpec>>;

#[component]
pub fn MakeData(props: &MakeDataProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let chosen = use_state_eq(|| None::<SyntheticSpec>);
    let making = state.engine.opening().is_some_and(|open| open.making());
    let busy = !state.engine.may(EngineWish::Open);
    let onclick = {
        let chosen = chosen.clone();
        move |_| {
            if let Some(spec) = &*chosen {
                page.make(spec.clone());
            }
        }
    };
    // The parameters follow the card that they belong to.
    let knobs = chosen.as_ref().map(|spec| {
        let set = spec.name.set();
        html! {
            <li key={["knobs-", set.id].concat()} class="make-data">
                <section class="form" aria-labelledby="make-data-title">
                    <h2 class="section-title" id="make-data-title">{ set.title }</h2>
                    <p class="make-data-rule">{ set.rule }</p>
                    <div class="form-fields">{ knobs(&chosen, spec) }</div>
                    <button type="button" class="button button-primary" data-testid="synthesize" disabled={busy} {onclick}>
                        { if making { "Making …" } else { "Make and open" } }
                    </button>
                </section>
            </li>
        }
    });
    let place = chosen.as_ref().map_or(0, |spec| spec.name as usize + 1);
    let mut items: Vec<Html> = DATA_SETS.iter().map(|set| card(&chosen, set)).collect();
    items.splice(place..place, knobs);
    items.push(html! { <DrawPoints key="draw-points" drawn={state.drawn.clone()} {busy} /> });
    html! {
        <ul class="samples data-sets" aria-label="Data sets that can be made">{ items }</ul>
    }
}

fn card(chosen: &ChosenDataSet, set: &'static DataSet) -> Html {
    let open = chosen.as_ref().is_some_and(|spec| spec.name == set.name);
    let setter = chosen.setter();
    let onclick = move |_| setter.set(Some(SyntheticSpec::new(set.name)));
    html! {
        <li key={set.id}>
            <button type="button" class="sample" data-testid={["synthetic-", set.id].concat()}
                aria-expanded={open.to_string()} {onclick}>
                <span class="sample-title">{ set.title }</span>
                <span class="sample-facts">{ set.facts }</span>
                <span class="sample-line">{ set.line }</span>
            </button>
        </li>
    }
}

/// Shows a field for each parameter of the data set.
fn knobs(chosen: &ChosenDataSet, spec: &SyntheticSpec) -> Html {
    let set = spec.name.set();
    html! {
        <>
            { field(&ROWS, &spec.rows, changed(chosen, spec, |spec| &mut spec.rows)) }
            { field(&DATA_SEED, &spec.seed, changed(chosen, spec, |spec| &mut spec.seed)) }
            { field(&NOISE, &spec.noise, changed(chosen, spec, |spec| &mut spec.noise)) }
            if set.missing {
                { field(&MISSING, &spec.missing, changed(chosen, spec, |spec| &mut spec.missing)) }
            }
            if set.balance.is_some() {
                { field(&BALANCE, &spec.balance, changed(chosen, spec, |spec| &mut spec.balance)) }
            }
            { field(&DRIFT, &spec.drift, changed(chosen, spec, |spec| &mut spec.drift)) }
        </>
    }
}

/// Returns the callback that sets a parameter.
fn changed<T: 'static>(
    chosen: &ChosenDataSet,
    spec: &SyntheticSpec,
    place: fn(&mut SyntheticSpec) -> &mut T,
) -> Callback<T> {
    let (setter, spec) = (chosen.setter(), spec.clone());
    Callback::from(move |value| {
        let mut spec = spec.clone();
        *place(&mut spec) = value;
        setter.set(Some(spec));
    })
}
