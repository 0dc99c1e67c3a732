//! The whole page: holds the state, passes it down, and handles keys and dropped files.

use std::ops::Deref;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};
use yew::component::with_state;
use yew::{
    ContextProvider, ContextProviderProps, Html, MouseEvent, Reducible, component, html,
    use_effect_with, use_memo, use_reducer,
};

use super::announcer::Announcer;
use super::drop::DropTarget;
use super::following::use_following;
use super::new_build::NewBuild;
use super::rail::Rail;
use super::sight::{after_drawing, find, focus};
use super::top_bar::TopBar;
use super::welcome::Welcome;
use super::window::{fragment, use_window};
use crate::ui::page::Page;
use crate::ui::panels::Panel;
use crate::ui::state::{Action, CenterView, RunMode, State, reduce};
use grove_protocol::calls::TableChange;
use grove_recipe::link::Link;

/// The button that runs, while it can be used.
const RUN: &str = "#run:enabled";

/// The pause in typing after which a preview runs.
const TYPED_MS: u32 = 400;

/// The state at one moment. Two of them are equal if nothing happened in between.
#[derive(Clone)]
pub struct StateSnapshot(Rc<State>);

impl PartialEq for StateSnapshot {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for StateSnapshot {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl Reducible for StateSnapshot {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Self(Rc::new(reduce(State::clone(&self), action))))
    }
}

/// Mounts the page in place of the loading notice.
pub fn mount() {
    if let Some(body) = gloo::utils::document().get_element_by_id("page") {
        body.set_inner_html("");
        yew::Renderer::<App>::with_root(body).render();
    }
}

#[component]
fn App() -> Html {
    let moment = use_reducer(|| {
        let address = Action::AddressTurned(fragment());
        StateSnapshot(Rc::new(reduce(State::default(), address)))
    });
    let page = {
        let dispatcher = moment.dispatcher();
        use_memo((), move |()| Page::new(dispatcher.to_callback()))
    };
    {
        let page = page.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new_with_options(
                &gloo::utils::document(),
                "keydown",
                gloo::events::EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        undo_or_redo(&page, event);
                        run_by_key(event);
                    }
                },
            );
            move || drop(listener)
        });
    }
    let state: StateSnapshot = (*moment).clone();
    use_window(&page, &state);
    {
        // Reads the table again if the recipe's reading choices change, by an edit, undo or a loaded recipe.
        let page = page.clone();
        use_effect_with(state.reading_wanted(), move |wanted| {
            if let Some(load) = wanted {
                page.client().read(load);
            }
        });
    }
    {
        // Once for each link, however its opening ends.
        let page = page.clone();
        let state = state.clone();
        use_effect_with(state.linked.as_ref().map(Rc::as_ptr), move |_| {
            if let Some(link) = &state.linked {
                page.open_linked(link);
            }
        });
    }
    {
        let page = page.clone();
        use_effect_with(state.preview_wanted(), move |wanted| {
            let wanted = wanted.clone();
            let timeout = wanted.map(|(recipe, stage)| {
                Timeout::new(TYPED_MS, move || {
                    page.client().run_through(&recipe, stage, RunMode::Preview);
                })
            });
            move || drop(timeout)
        });
    }
    use_following(&page, &state);
    {
        // The recipe of a table that can be had again is kept for a later visit.
        let (page, source) = (page.clone(), state.source.clone());
        let recipe = state.to_remember().cloned();
        use_effect_with(recipe.as_ref().map(Rc::as_ptr), move |_| {
            let timeout = recipe.map(|recipe| {
                Timeout::new(TYPED_MS, move || {
                    let recipe = (*recipe).clone();
                    let link = Box::new(Link { source, recipe });
                    page.client().change_tables(TableChange::Keep(link));
                })
            });
            move || drop(timeout)
        });
    }
    {
        let page = page.clone();
        let wanted = state.first_run_wanted();
        use_effect_with(wanted.as_ref().map(Rc::as_ptr), move |_| {
            if let Some(recipe) = wanted {
                page.client().run(&recipe);
            }
        });
    }
    {
        // Who opens a table is taken to the question about it, or to its heading.
        let opened = state.data.as_ref().map(|data| data.sha256.clone());
        use_effect_with(opened, |opened| {
            if opened.is_some() {
                after_drawing(|| focus(&[".question", "#panel-title"]));
            }
        });
    }
    let welcome = state.place == CenterView::Welcome;
    let with_rail = state.data.is_some();
    with_state::<ContextProvider<Page>>(ContextProviderProps {
        context: (*page).clone(),
        children: html! {
            <>
                <a class="skip" href="#main" onclick={skip}>{ "Skip to the chosen stage" }</a>
                if with_rail {
                    <a class="skip" href="#run" onclick={skip_to_run}>{ "Skip to Run" }</a>
                }
                <DropTarget>
                    <TopBar state={state.clone()} />
                    <NewBuild arrived={state.engine.is_ready()} />
                    <div class={if with_rail { "layout layout-with-rail" } else { "layout" }}>
                        if with_rail {
                            <Rail state={state.clone()} />
                        }
                        <main id="main" class="main" tabindex="-1">
                            if welcome {
                                <Welcome state={state.clone()} />
                            } else {
                                <Panel state={state.clone()} />
                            }
                        </main>
                    </div>
                </DropTarget>
                <Announcer text={state.announcement()} />
            </>
        },
    })
}

/// Moves the focus past the bar and the list of stages. The address stays: it names the panel.
fn skip(event: MouseEvent) {
    event.prevent_default();
    focus(&["#main"]);
}

/// Moves the focus to the button that runs, or to what is to be chosen first.
fn skip_to_run(event: MouseEvent) {
    event.prevent_default();
    focus(&[RUN, "[data-testid=target-select]"]);
}

/// Runs, wherever the focus is. A text that is being typed counts as soon as its field is left.
fn run_by_key(event: &KeyboardEvent) {
    let plain = !event.alt_key() && !event.shift_key();
    if event.key() != "Enter" || !(event.ctrl_key() || event.meta_key()) || !plain {
        return;
    }
    event.prevent_default();
    let field = gloo::utils::document().active_element();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        // Nothing depends on them where they fail.
        let _ = (field.blur(), field.focus());
    }
    after_drawing(|| {
        if let Some(run) = find(RUN) {
            run.click();
        }
    });
}

/// Undoes or redoes. Text fields undo their own typing.
fn undo_or_redo(page: &Page, event: &KeyboardEvent) {
    let key = event.key();
    let (z, y) = (key.eq_ignore_ascii_case("z"), key.eq_ignore_ascii_case("y"));
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || !(z || y) {
        return;
    }
    let typing = event.target().is_some_and(|target| {
        let input = target.dyn_ref::<HtmlInputElement>();
        target.has_type::<HtmlTextAreaElement>()
            || input.is_some_and(|input| input.type_() == "text")
    });
    if typing {
        return;
    }
    event.prevent_default();
    page.tell(if y || event.shift_key() {
        Action::Redone
    } else {
        Action::Undone
    });
}
