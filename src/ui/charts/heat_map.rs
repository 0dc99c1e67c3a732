//! Profile: the association of every two columns, as a square of shaded cells. A cell is read with the pointer or the
//! arrow keys.

use std::rc::Rc;

use web_sys::KeyboardEvent;
use yew::{Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::picture::{Picture, WriteNumbers};
use super::scene::Listeners;
use grove_charts::heat_map::{Grid, describe, scene};
pub use grove_charts::heat_map::{measured, names};
use grove_charts::numbers::of_associations;
use grove_protocol::profile::ProfileReport;

#[derive(Properties)]
pub struct HeatMapProps {
    pub report: Rc<ProfileReport>,
}

impl PartialEq for HeatMapProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.report, &other.report)
    }
}

/// A report, compared by its pointer, so that it is drawn once.
#[derive(Clone)]
struct ByReport(Rc<ProfileReport>);

impl PartialEq for ByReport {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[component]
pub fn HeatMap(props: &HeatMapProps) -> Html {
    let at = use_state_eq(|| (0, 1));
    let drawn = use_memo(ByReport(props.report.clone()), |ByReport(report)| {
        let grid = Grid::of(report);
        (Rc::new(scene(report, &grid)), grid)
    });
    let (scene, grid) = (drawn.0.clone(), drawn.1);
    let last = grid.columns.saturating_sub(1);
    let (row, column) = (at.0.min(last), at.1.min(last));
    let onpoint = {
        let at = at.setter();
        Callback::from(move |place: Option<(f64, f64)>| {
            if let Some(cell) = place.and_then(|(x, y)| grid.cell_at(x, y)) {
                at.set(cell);
            }
        })
    };
    let onkey = {
        let at = at.setter();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(cell) = grid.moved((row, column), &event.key()) {
                event.prevent_default();
                at.set(cell);
            }
        })
    };
    let listeners = Listeners {
        onpoint: Some(onpoint),
        onkey: Some(onkey),
    };
    let above = scene.drawing().map(|_| {
        let words = describe(&props.report, row, column);
        html! { <p class="heat-readout" role="status" data-testid="association">{ words }</p> }
    });
    let numbers: WriteNumbers = {
        let report = props.report.clone();
        Rc::new(move || of_associations(&report))
    };
    html! {
        <Picture {scene} {numbers} frame="heat-frame" above={above.unwrap_or_default()} over={vec![grid.chosen(row, column)]} {listeners} />
    }
}
