//! Evaluate: which columns the model relied on.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::number::count;
use super::picture::Picture;
use grove_charts::importances::{Measure, SHOWN, scene};
use grove_protocol::report::{Detail, StageReport};

#[derive(Properties, PartialEq)]
pub struct ImportanceBarsProps {
    /// The report of the evaluation.
    pub report: Rc<StageReport>,
    pub measure: Measure,
    /// The number of columns.
    pub columns: usize,
}

#[component]
pub fn ImportanceBars(props: &ImportanceBarsProps) -> Html {
    let all = use_state_eq(|| false);
    let Detail::Evaluate(evaluation) = &props.report.detail else {
        return html! {};
    };
    let shown = if *all { usize::MAX } else { SHOWN };
    let toggle = {
        let all = all.clone();
        Callback::from(move |_| all.set(!*all))
    };
    let label = if *all {
        format!("Show the first {SHOWN}")
    } else {
        let hidden = props.columns.saturating_sub(SHOWN);
        ["Show ", &count(hidden as u64), " more"].concat()
    };
    html! {
        <Picture scene={Rc::new(scene(evaluation, props.measure, shown))}>
            if props.columns > SHOWN {
                <button type="button" class="figure-more" onclick={toggle} aria-expanded={all.to_string()}>{ label }</button>
            }
        </Picture>
    }
}
