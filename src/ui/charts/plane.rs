//! Rows in the plane of two columns. A row is read with the pointer or the arrow keys.

use std::rc::Rc;

use web_sys::KeyboardEvent;
use yew::{Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::picture::{Picture, WriteNumbers};
use super::scene::Listeners;
use super::width::use_width;
use grove_charts::numbers::of_plane;
use grove_charts::plane::{PlanePlot, describe, scene};
use grove_protocol::report::PlaneReport;

#[derive(Properties)]
pub struct PlanePictureProps {
    pub report: Rc<PlaneReport>,
    /// Between the summary and the drawing, such as the choice of the columns.
    #[prop_or_default]
    pub above: Html,
}

impl PartialEq for PlanePictureProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.report, &other.report) && self.above == other.above
    }
}

/// A report, compared by its pointer, so that it is drawn once.
#[derive(Clone)]
struct ByReport(Rc<PlaneReport>);

impl PartialEq for ByReport {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The row or the place that is read.
#[derive(Clone, PartialEq)]
enum Read {
    Nothing,
    Row(usize),
    Place(String),
}

#[component]
pub fn PlanePicture(props: &PlanePictureProps) -> Html {
    let report = &props.report;
    let (node, width) = use_width();
    let read = use_state_eq(|| Read::Nothing);
    let drawn = use_memo(
        (ByReport(report.clone()), width),
        |(ByReport(report), width)| {
            let plot = PlanePlot::of(report, *width);
            (Rc::new(scene(report, &plot)), plot)
        },
    );
    let onpoint = {
        let (drawn, read, report) = (drawn.clone(), read.setter(), report.clone());
        Callback::from(move |place: Option<(f64, f64)>| {
            if let Some((x, y)) = place {
                read.set(match drawn.1.nearest(x, y) {
                    Some(row) => Read::Row(row),
                    None => drawn
                        .1
                        .read(&report, x, y)
                        .map_or(Read::Nothing, Read::Place),
                });
            }
        })
    };
    let onkey = {
        let (drawn, read) = (drawn.clone(), read.clone());
        Callback::from(move |event: KeyboardEvent| {
            let from = match *read {
                Read::Row(row) => Some(row),
                _ => None,
            };
            if let Some(row) = drawn.1.moved(from, &event.key()) {
                event.prevent_default();
                read.set(Read::Row(row));
            }
        })
    };
    let listeners = Listeners {
        onpoint: Some(onpoint),
        onkey: Some(onkey),
    };
    let (over, words) = match &*read {
        Read::Row(row) => (drawn.1.read_out(*row), describe(report, *row)),
        Read::Place(words) => (Vec::new(), words.clone()),
        Read::Nothing => (Vec::new(), String::new()),
    };
    let words = match &*words {
        "" => "Point at a row, or walk along them with the arrow keys.",
        words => words,
    };
    let numbers: WriteNumbers = {
        let report = report.clone();
        Rc::new(move || of_plane(&report))
    };
    html! {
        <Picture scene={drawn.0.clone()} frame="measured" {node} {over} {listeners} {numbers} above={props.above.clone()}>
            <p class="figure-readout" role="status" data-testid="plane-readout">{ words.to_string() }</p>
        </Picture>
    }
}
