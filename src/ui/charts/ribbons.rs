//! Featurize: which column became which features.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::number::count;
use super::picture::Picture;
use super::width::use_width;
use grove_charts::ribbons::{COLUMNS_SHOWN, scene};
use grove_protocol::report::FeaturizeReport;

#[derive(Properties, PartialEq)]
pub struct RibbonsProps {
    pub report: FeaturizeReport,
}

#[component]
pub fn Ribbons(props: &RibbonsProps) -> Html {
    let (node, width) = use_width();
    let (scene, columns) = scene(&props.report, width);
    html! {
        <Picture scene={Rc::new(scene)} frame="measured ribbon-frame" scrolls=true {node}>
            if columns > COLUMNS_SHOWN {
                <p class="figure-note">{ format!("Drawn are the first {COLUMNS_SHOWN} of {} columns.", count(columns as u64)) }</p>
            }
        </Picture>
    }
}
