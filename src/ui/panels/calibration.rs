//! Evaluate: how probabilities were calibrated, and the picture of each map.

use std::rc::Rc;

use yew::{Html, html};

use super::fields::PartFields;
use crate::ui::charts::plot::{Plot, Plotted};
use grove_protocol::report::{Evaluation, MappingReport, StageReport};
use grove_recipe::{Evaluate, Task};

/// The field of a calibration, which classes alone have.
pub fn parameters(fields: &PartFields<Evaluate>, task: Task) -> Html {
    match task {
        Task::Classification => {
            fields.field(Evaluate::calibration, |evaluate| &mut evaluate.calibration)
        }
        Task::Regression => Html::default(),
    }
}

/// What was calibrated, on which rows, and what it changed.
pub fn calibration(evaluation: &Evaluation, report: &Rc<StageReport>) -> Html {
    let Some(of) = &evaluation.calibration else {
        return Html::default();
    };
    let sentences = MappingReport::sentences(of);
    let plot = |place| html! { <Plot of={Plotted::Calibration(report.clone(), place)} /> };
    html! {
        <section aria-labelledby="calibration-title" data-testid="calibration">
            <h2 class="section-title" id="calibration-title">{ "Calibration" }</h2>
            { for sentences.into_iter().map(|sentence| html! { <p class="section-note">{ sentence }</p> }) }
            <div class="pictures">{ for (0..of.maps.len()).map(plot) }</div>
        </section>
    }
}
