//! Featurize: ribbons from columns to features, what becomes of each column, and what was fitted.

mod column_form;
mod column_table;

use yew::{Html, component, html, use_state_eq};

use self::column_table::ColumnTable;
use super::categories::{as_they_are, misfits};
use super::fields::PartFields;
use super::frame::{StageFrame, form, soon};
use super::missing_values::gaps;
use super::{PanelProps, Purpose};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::{Page, use_page};
use crate::ui::state::Edit;
use crate::ui::widgets::growing::use_growing;
use grove_protocol::report::{Detail, FeaturizeReport};
use grove_recipe::stage::Stage;
use grove_recipe::{Encoding, Featurize, NumericImputation};

/// More rows of the table than these are shown when they are asked for.
const FEATURES_SHOWN: usize = 200;
/// Rows drawn at once.
const FEATURES_AT_ONCE: usize = 25;

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "A model computes with numbers alone, so colours, dates and gaps have to become numbers first.",
    more: &[
        "A category becomes a 0/1 feature for each of its values (one-hot), or a number by alphabetical order (ordinal); gradient boosting also takes it as it is. A date becomes its parts: year, month, weekday. A gap is filled, for example with the median, or left to the trees, which learn to which side of a question the rows without a value go.",
        "You can choose for each column. A number can be scaled or sorted into bins; the hours of a day can lie on a circle, where 23 is next to 0; a text can be counted by its words, with more weight for rare ones (TF-IDF). A category with very many values can be replaced by the mean of the target in its rows. That helps much and is risky: each train row is given the mean of other rows only, never its own target.",
        "Everything that is learned for this, such as that median or the list of categories, is learned from the train rows alone and then applied to the test rows as it is. Otherwise the test rows would no longer be unseen.",
        "A category that first appears in the test rows, or in a file next year, is treated as “other” and never stops a prediction.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
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
    let parameters = state.recipe().map_or(Html::default(), |recipe| {
        html! {
            <>
                { parameters(&page, &recipe.featurize) }
                { as_they_are(&page, state) }
                { misfits(&page, state, Stage::Featurize) }
                { gaps(&page, state, Stage::Featurize) }
            </>
        }
    });
    html! {
        <StageFrame state={state.clone()} stage={Stage::Featurize} {parameters}>
            if let Some(report) = report {
                <Plot of={Plotted::Features(report.clone())} />
            } else {
                { soon(state, "Press Run to see which features each column becomes.") }
            }
            if let Some(recipe) = state.recipe() {
                <ColumnTable columns={state.columns_ahead()} recipe={recipe.clone()} report={report.cloned()} />
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
            <div class="table-frame" tabindex="0" role="region" aria-label="The features that the model learns from">
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
        </>
    }
}

fn parameters(page: &Page, now: &Featurize) -> Html {
    let edit = Edit::part;
    let fields = PartFields { page, now, edit };
    let constant = NumericImputation::Constant;
    let mut own = now.columns.values();
    let filled = now.numeric_imputation == constant
        || own.any(|own| own.numeric_imputation == Some(constant));
    form(html! {
        <>
            { fields.field(Featurize::numeric_imputation, |featurize| &mut featurize.numeric_imputation) }
            if filled {
                { fields.field(Featurize::fill_value, |featurize| &mut featurize.fill_value) }
            }
            if now.numeric_imputation == NumericImputation::Keep {
                <p class="form-words">{ "Missing numbers stay missing. At each question a tree learns from the train rows to which side those without a value go, so that a gap can be a clue of its own. Other models cannot do this." }</p>
            }
            { fields.field(Featurize::missing_indicator, |featurize| &mut featurize.missing_indicator) }
            { fields.field(Featurize::category_imputation, |featurize| &mut featurize.category_imputation) }
            { fields.field(Featurize::encoding, |featurize| &mut featurize.encoding) }
            if now.encoding == Encoding::OneHot {
                { fields.field(Featurize::max_categories, |featurize| &mut featurize.max_categories) }
            }
        </>
    })
}
