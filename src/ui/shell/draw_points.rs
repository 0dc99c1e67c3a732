//! A lesson without data: points that are drawn by hand, and opened as a table.

use std::rc::Rc;

use web_sys::{KeyboardEvent, MouseEvent};
use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::sight::{after_drawing, find, focus};
use crate::ui::charts::number::{counted, fixed};
use crate::ui::charts::scene::draw;
use crate::ui::charts::width::{pointed_at, use_width};
use crate::ui::page::use_page;
use crate::ui::state::{DrawnPoint, POINT_CLASSES};
use crate::ui::widgets::segments::segments;
use grove_charts::mark::{Mark, px};
use grove_charts::plane_marks::{LARGE, shape};

/// Both coordinates are from 0 to this.
const END: f64 = 10.0;
/// The step of the cross by a key.
const STEP: f64 = 0.5;

/// Opens the plane where it is not, and brings it in sight with the focus.
pub fn show_plane() {
    if let Some(card) = find("[data-testid=draw-points][aria-expanded=false]") {
        card.click();
    }
    after_drawing(|| focus(&["[data-testid=draw-plane]"]));
}

#[derive(Properties, PartialEq)]
pub struct DrawPointsProps {
    /// The points that were drawn before.
    pub drawn: Rc<Vec<DrawnPoint>>,
    /// Whether no file can be opened now.
    pub busy: bool,
}

#[component]
pub fn DrawPoints(props: &DrawPointsProps) -> Html {
    let open = use_state_eq(|| !props.drawn.is_empty());
    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    html! {
        <>
            <li key="draw">
                <button type="button" class="sample" data-testid="draw-points" aria-expanded={open.to_string()} onclick={toggle}>
                    <span class="sample-title">{ "Draw points" }</span>
                    <span class="sample-facts">{ "two or three classes" }</span>
                    <span class="sample-line">{ "Put points on a plane by hand, and see what a forest makes of them." }</span>
                </button>
            </li>
            if *open {
                <li key="draw-plane" class="make-data"><DrawPlane drawn={props.drawn.clone()} busy={props.busy} /></li>
            }
        </>
    }
}

/// The plane with its buttons. It is a component of its own, since its width is known once it is there.
#[component]
fn DrawPlane(props: &DrawPointsProps) -> Html {
    let page = use_page();
    let points = use_state_eq(|| (*props.drawn).clone());
    let class = use_state_eq(|| 0);
    let cross = use_state_eq(|| (END / 2.0, END / 2.0));
    let (node, width) = use_width();
    let height = (width * 0.6).clamp(180.0, 420.0);
    let at = |(x, y): (f64, f64)| (x / END * width, height - y / END * height);
    let add = {
        let (points, class) = (points.clone(), *class);
        move |(x, y): (f64, f64)| {
            let mut more = (*points).clone();
            more.push((x, y, class));
            points.set(more);
        }
    };
    let onclick = {
        let (add, cross) = (add.clone(), cross.setter());
        Callback::from(move |event: MouseEvent| {
            if let Some((x, y)) = pointed_at(&event) {
                let place = (snapped(x / width * END), snapped((1.0 - y / height) * END));
                cross.set(place);
                add(place);
            }
        })
    };
    let onkeydown = {
        let cross = cross.clone();
        Callback::from(move |event: KeyboardEvent| {
            let (x, y) = *cross;
            let (dx, dy) = match &*event.key() {
                "ArrowRight" => (STEP, 0.0),
                "ArrowLeft" => (-STEP, 0.0),
                "ArrowUp" => (0.0, STEP),
                "ArrowDown" => (0.0, -STEP),
                "Enter" | " " => {
                    add(*cross);
                    (0.0, 0.0)
                }
                _ => return,
            };
            event.prevent_default();
            cross.set((snapped(x + dx), snapped(y + dy)));
        })
    };
    let changed = |change: fn(&mut Vec<DrawnPoint>)| {
        let points = points.clone();
        move |_| {
            let mut changed = (*points).clone();
            change(&mut changed);
            points.set(changed);
        }
    };
    let onopen = {
        let points = points.clone();
        move |_| page.open_points((*points).clone())
    };
    let counts =
        [0, 1, 2].map(|class| points.iter().filter(|point| point.2 == class).count() as u32);
    let ready = counts.iter().filter(|count| **count > 1).count() > 1;
    let mut paths = [const { String::new() }; POINT_CLASSES.len()];
    for (x, y, class) in points.iter() {
        paths[*class].push_str(&shape(*class, at((*x, *y)), LARGE + 1.0));
    }
    let paths = paths.into_iter().zip(0..);
    let mut marks: Vec<Mark> = paths
        .map(|(path, class): (_, u32)| {
            Mark::path(path).class(["plane-point plane-", &class.to_string()].concat())
        })
        .collect();
    let (x, y) = at(*cross);
    for (dx, dy) in [(8.0, 0.0), (0.0, 8.0)] {
        marks.push(Mark::line((x - dx, y - dy), (x + dx, y + dy)).class("draw-cross"));
    }
    let words = [
        &counted(points.len() as u32, "point", "points"),
        ". The cross is at x ",
        &fixed(cross.0, 1),
        ", y ",
        &fixed(cross.1, 1),
        ".",
    ]
    .concat();
    html! {
        <section class="form draw" aria-labelledby="draw-title">
            <h2 class="section-title" id="draw-title">{ "Draw points" }</h2>
            <p class="make-data-rule">{ "Click to add a point of the chosen class. By keyboard, move the cross with the arrow keys and press Enter." }</p>
            <div data-testid="draw-class">
                { segments("Class of the next point", "draw-class", POINT_CLASSES.to_vec(), *class, Callback::from({
                    let class = class.setter();
                    move |at| class.set(at)
                })) }
            </div>
            <div class="measured draw-plane" ref={node} tabindex="0" role="application" aria-label="Plane to draw points on"
                aria-describedby="draw-words" data-testid="draw-plane" {onkeydown}>
                <svg class="picture" width={px(width)} height={px(height)} aria-hidden="true" {onclick}>
                    { draw(&marks) }
                </svg>
            </div>
            <p class="figure-readout" id="draw-words" role="status">{ words }</p>
            <p class="draw-buttons">
                <button type="button" class="button button-primary" data-testid="draw-open" disabled={props.busy || !ready} onclick={onopen}>{ "Open as a table" }</button>
                <button type="button" class="button" data-testid="draw-undo" disabled={points.is_empty()} onclick={changed(|points| { points.pop(); })}>{ "Undo the last" }</button>
                <button type="button" class="button" data-testid="draw-clear" disabled={points.is_empty()} onclick={changed(Vec::clear)}>{ "Clear" }</button>
            </p>
            if !ready {
                <p class="section-note">{ "At least two points of two classes are needed." }</p>
            }
        </section>
    }
}

/// Rounds a coordinate to tenths, within the plane.
fn snapped(value: f64) -> f64 {
    (value.clamp(0.0, END) * 10.0).round() / 10.0
}
