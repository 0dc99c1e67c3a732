//! First visit: a forest that learns two moons, its decision map sharpening as trees are added.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state};

use super::number::counted;
use super::scene::draw;
use super::width::use_width;
use crate::ui::page::use_page;
use grove_charts::mark::px;
use grove_charts::plane::{PlanePlot, scene};
use grove_protocol::calls::GrownMoons;
use grove_protocol::report::PlaneReport;

/// The time that a picture is shown. All of them take less than five seconds.
const SHOWN_MS: u32 = 300;

/// The moons with the answers of so many pictures.
#[derive(Clone)]
struct Film {
    moons: Rc<GrownMoons>,
    at: usize,
}

#[derive(Properties, PartialEq)]
pub struct MoonsProps {
    /// What is shown until the engine has answered.
    #[prop_or_default]
    pub before: Html,
    /// Whether the engine has nothing else to do.
    pub free: bool,
}

#[component]
pub fn Moons(props: &MoonsProps) -> Html {
    let page = use_page();
    let (node, width) = use_width();
    let film = use_state(|| None::<Film>);
    {
        let (page, film) = (page.clone(), film.clone());
        use_effect_with(props.free && film.is_none(), move |wanted| {
            let film = film.setter();
            let then = move |moons: GrownMoons| {
                let last = moons.fields.len().saturating_sub(1);
                let at = if moves() { 0 } else { last };
                let moons = Rc::new(moons);
                film.set(Some(Film { moons, at }));
            };
            if *wanted {
                page.client().moons(Callback::from(then));
            }
        });
    }
    {
        let shown = (*film).clone();
        let film = film.setter();
        use_effect_with(shown.as_ref().map(|film| film.at), move |_| {
            let next = shown.filter(|film| film.at + 1 < film.moons.fields.len());
            let timeout = next.map(|Film { moons, at }| {
                Timeout::new(SHOWN_MS, move || film.set(Some(Film { moons, at: at + 1 })))
            });
            move || drop(timeout)
        });
    }
    let drawn = film.as_ref().map(|Film { moons, at }| {
        let report = PlaneReport {
            field: moons.fields.get(*at).cloned(),
            ..moons.plane.clone()
        };
        let plot = PlanePlot::of(&report, width);
        let trees = report.field.as_ref().map_or(0, |field| field.trees);
        (scene(&report, &plot), trees)
    });
    let picture = drawn.as_ref().and_then(|(scene, trees)| {
        let drawing = scene.drawing()?;
        Some(html! {
            <>
                <svg class="picture plot" role="img" aria-label={scene.summary.clone()} data-testid="moons-plane"
                    width={px(drawing.width)} height={px(drawing.height)}>
                    { draw(&drawing.marks) }
                </svg>
                <p class="figure-readout">{ ["Two moons, and the answer of ", &counted(*trees, "tree", "trees")].concat() }</p>
            </>
        })
    });
    html! { <div class="measured moons" ref={node}>{ picture.unwrap_or_else(|| props.before.clone()) }</div> }
}

/// Returns whether pictures may move: the style sheets have no time for movement where the person wants none.
fn moves() -> bool {
    let root = gloo::utils::document().document_element();
    let style = root.and_then(|root| gloo::utils::window().get_computed_style(&root).ok()?);
    let quick = style.and_then(|style| style.get_property_value("--quick").ok());
    quick.is_none_or(|quick| quick.trim() != "0ms")
}
