//! The parameters of one column.

use yew::{Html, html};

use crate::ui::page::Page;
use crate::ui::panels::fields::PartFields;
use crate::ui::state::Edit;
use crate::ui::widgets::parameter::FieldLook;
use grove_recipe::columns::ColumnSummary;
use grove_recipe::parameters::{
    ANALYZER, BIN_ENCODING, COLUMN_CATEGORY_IMPUTATION, COLUMN_MAX_CATEGORIES,
    COLUMN_MISSING_INDICATOR, COLUMN_NUMERIC_IMPUTATION, MAX_TEXT_FEATURES, N_BINS, N_FEATURES,
    NGRAM_MAX, NGRAM_MIN, SMOOTH, SMOOTHING, TARGET_CV,
};
use grove_recipe::stage::Stage;
use grove_recipe::{ColumnEncoding, Encoding, Recipe, Smoothing};

/// Those that the column's encoding reads.
pub fn column_form(page: &Page, recipe: &Recipe, column: &ColumnSummary) -> Html {
    let plan = recipe.featurize.plan(&column.name, column.kind);
    let fields = PartFields::<(String, ColumnEncoding)> {
        page,
        now: &(column.name.clone(), plan.own.clone()),
        edit: |(column, encoding)| Edit::Encoding { column, encoding },
    };
    let parameters = match plan.encoding {
        Encoding::QuantileBins => html! {
            <>
                { fields.field(&N_BINS, |(_, own)| &mut own.n_bins) }
                { fields.field(&BIN_ENCODING, |(_, own)| &mut own.bin_encoding) }
            </>
        },
        Encoding::OneHot => {
            let look = FieldLook {
                empty: "as for all columns".into(),
                ..FieldLook::default()
            };
            fields.field_with(&look, &COLUMN_MAX_CATEGORIES, |(_, own)| {
                &mut own.max_categories
            })
        }
        Encoding::Target => html! {
            <>
                { fields.field(&SMOOTHING, |(_, own)| &mut own.smoothing) }
                if plan.own.smoothing == Smoothing::Fixed {
                    { fields.field(&SMOOTH, |(_, own)| &mut own.smooth) }
                }
                { fields.field(&TARGET_CV, |(_, own)| &mut own.cv) }
            </>
        },
        Encoding::TfIdf | Encoding::Hashed => html! {
            <>
                if plan.encoding == Encoding::TfIdf {
                    { fields.field(&MAX_TEXT_FEATURES, |(_, own)| &mut own.max_features) }
                } else {
                    { fields.field(&N_FEATURES, |(_, own)| &mut own.n_features) }
                }
                { fields.field(&ANALYZER, |(_, own)| &mut own.analyzer) }
                { fields.field(&NGRAM_MIN, |(_, own)| &mut own.ngram_min) }
                { fields.field(&NGRAM_MAX, |(_, own)| &mut own.ngram_max) }
            </>
        },
        _ => html! {},
    };
    let problem = recipe
        .check()
        .err()
        .filter(|error| error.stage == Stage::Featurize);
    html! {
        <div class="form-fields" role="group" aria-label={format!("Parameters of {}", column.name)}>
            { parameters }
            if plan.encoding.gives_numbers() {
                { fields.field(&COLUMN_NUMERIC_IMPUTATION, |(_, own)| &mut own.numeric_imputation) }
            } else if plan.encoding.takes_categories() {
                { fields.field(&COLUMN_CATEGORY_IMPUTATION, |(_, own)| &mut own.category_imputation) }
            }
            { fields.field(&COLUMN_MISSING_INDICATOR, |(_, own)| &mut own.missing_indicator) }
            if let Some(problem) = problem {
                <p class="field-message" role="alert">{ problem.problem }</p>
            }
        </div>
    }
}
