//! Clean: the table before and after as two small maps, with the changed cells coloured.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::figure::use_figure_ids;
use super::picture::Picture;
use super::scene::{Listeners, draw};
use super::width::use_width;
use grove_charts::minimap::{MinimapLayout, describe, legend, scene};
use grove_protocol::report::Minimap;

#[derive(Properties, PartialEq)]
pub struct MinimapChartProps {
    pub minimap: Minimap,
}

#[component]
pub fn MinimapChart(props: &MinimapChartProps) -> Html {
    let id = use_figure_ids().other;
    let (node, width) = use_width();
    let read = use_state_eq(|| None::<(usize, usize)>);
    let drawn = {
        let id = id.clone();
        use_memo((props.minimap.clone(), width), move |(map, width)| {
            let layout = MinimapLayout::of(map, *width);
            (Rc::new(scene(map, &layout, &id, *width)), layout)
        })
    };
    let onpoint = {
        let (drawn, read) = (drawn.clone(), read.setter());
        Callback::from(move |place: Option<(f64, f64)>| {
            read.set(place.and_then(|(x, y)| drawn.1.cell_at(x, y)));
        })
    };
    let listeners = Listeners {
        onpoint: Some(onpoint),
        onkey: None,
    };
    let words = read.and_then(|cell| describe(&props.minimap, cell));
    html! {
        <Picture scene={drawn.0.clone()} frame="measured" {node} {listeners}>
            if drawn.0.drawing().is_some() {
                { draw(&[legend(&id)]) }
                <p class="figure-note">{ words.unwrap_or("Point at a cell to read it.".to_string()) }</p>
            }
        </Picture>
    }
}
