//! Featurize: ribbons from columns to features, and what was fitted for each.

use yew::{Html, component, html, use_state_eq};

use super::frame::{Form, StageFrame, not_yet};
use super::{PanelProps, field};
use crate::api::parameters::{
    CATEGORY_IMPUTATION, ENCODING, FILL_VALUE, MAX_CATEGORIES, MISSING_INDICATOR,
    NUMERIC_IMPUTATION,
};
use crate::api::recipe::{CategoryImputation, Encoding, Featurize, NumericImputation};
use crate::api::report::{Detail, FeaturizeReport};
use crate::api::stage::Stage;
use crate::ui::charts::ribbons::Ribbons;
use crate::ui::page::{Page, use_page};
use crate::ui::state::Edit;
use crate::ui::widgets::choice::ChoiceField;
use crate::ui::widgets::growing::use_growing;
use crate::ui::widgets::integer::IntegerField;
use crate::ui::widgets::real::RealField;
use crate::ui::widgets::switch::SwitchField;

/// More rows of the table than these are shown when they are asked for.
const FEATURES_SHOWN: usize = 200;
/// Rows drawn at once.
const FEATURES_AT_ONCE: usize = 25;

#[component]
pub fn FeaturizePanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let more = use_state_eq(|| FEATURES_SHOWN);
    let report = match state.report(Stage::Featurize).map(|report| &report.detail) {
        Some(Detail::Featurize(report)) => Some(report),
        _ => None,
    };
    let count = report.map_or(0, |report| report.features.len());
    let drawn = use_growing(count.min(*more), FEATURES_AT_ONCE);
    let onmore = {
        let more = more.clone();
        move |_| more.set(*more + FEATURES_SHOWN)
    };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Featurize}>
            if let Some(report) = report {
                <Ribbons report={report.clone()} />
            } else {
                { not_yet("Press Run to see which features each column becomes.") }
            }
            if let Some(recipe) = state.recipe() {
                { form(&page, &recipe.featurize) }
            }
            if let Some(report) = report {
                { features(report, drawn) }
                if count > *more {
                    <button type="button" class="button" onclick={onmore}>{ format!("Show more features ({} hidden)", count - *more) }</button>
                }
            }
        </StageFrame>
    }
}

fn features(report: &FeaturizeReport, shown: usize) -> Html {
    html! {
        <>
            <div class="table-frame" tabindex="0" role="region" aria-label="Features">
                <table class="plain-table" data-testid="features">
                    <caption class="section-title">{ "Features" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Feature" }</th>
                        <th scope="col">{ "From column" }</th>
                        <th scope="col">{ "Learned from the train rows" }</th>
                    </tr></thead>
                    <tbody>
                        { for report.features.iter().take(shown).map(|feature| html! {
                            <tr><th scope="row">{ &feature.name }</th><td>{ &feature.column }</td><td>{ &feature.fitted }</td></tr>
                        }) }
                    </tbody>
                </table>
            </div>
            if !report.unused.is_empty() {
                <h2 class="section-title">{ "Columns without a feature" }</h2>
                <ul class="notes">
                    { for report.unused.iter().map(|(column, reason)| html! { <li><strong>{ column }</strong>{ ": " }{ reason }</li> }) }
                </ul>
            }
        </>
    }
}

fn form(page: &Page, now: &Featurize) -> Html {
    let set = Edit::Featurize;
    html! {
        <Form>
            <ChoiceField<NumericImputation> declared={&NUMERIC_IMPUTATION} value={now.numeric_imputation}
                onchange={field(page, now, NUMERIC_IMPUTATION.name, |f: &mut Featurize, chosen| f.numeric_imputation = chosen, set)} />
            if now.numeric_imputation == NumericImputation::Constant {
                <RealField declared={&FILL_VALUE} value={now.fill_value}
                    onchange={field(page, now, FILL_VALUE.name, |f: &mut Featurize, value| f.fill_value = value, set)} />
            }
            <SwitchField declared={&MISSING_INDICATOR} value={now.missing_indicator}
                onchange={field(page, now, MISSING_INDICATOR.name, |f: &mut Featurize, on| f.missing_indicator = on, set)} />
            <ChoiceField<CategoryImputation> declared={&CATEGORY_IMPUTATION} value={now.category_imputation}
                onchange={field(page, now, CATEGORY_IMPUTATION.name, |f: &mut Featurize, chosen| f.category_imputation = chosen, set)} />
            <ChoiceField<Encoding> declared={&ENCODING} value={now.encoding}
                onchange={field(page, now, ENCODING.name, |f: &mut Featurize, chosen| f.encoding = chosen, set)} />
            if now.encoding == Encoding::OneHot {
                <IntegerField declared={&MAX_CATEGORIES} value={Some(now.max_categories)}
                    onchange={field(page, now, MAX_CATEGORIES.name, |f: &mut Featurize, value: Option<u32>| {
                        if let Some(value) = value {
                            f.max_categories = value;
                        }
                    }, set)} />
            }
        </Form>
    }
}
