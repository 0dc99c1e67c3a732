//! Writes the encoders as scikit-learn transformers.

use super::python;
use crate::text::quoted;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{
    Analyzer, BinEncoding, CategoryImputation, Encoding, NumericImputation, Plan, Recipe, Smoothing,
};

/// Writes the entries of a `ColumnTransformer`, a line each.
pub fn transformers<'a>(
    columns: impl Iterator<Item = (&'a str, ColumnKind)>,
    recipe: &Recipe,
) -> String {
    let bins = recipe.train.boosting().map(|boosting| boosting.max_bins);
    let mut lines = String::new();
    for (place, (column, kind)) in columns.enumerate() {
        if kind == ColumnKind::Empty {
            continue;
        }
        let plan = recipe.featurize.plan(column, kind);
        let (name, column) = (place.to_string(), quoted(column));
        let steps = steps(kind, &plan, recipe.seed, bins);
        // Texts are passed as one column, the rest as a table of one.
        let of = match plan.encoding {
            Encoding::TfIdf | Encoding::Hashed => column.clone(),
            _ => format!("[{column}]"),
        };
        let steps = steps.join(", ");
        lines.push_str(&format!(
            "        (\"{name}\", make_pipeline({steps}), {of}),\n"
        ));
        if plan.missing_indicator {
            lines.push_str(&format!(
                "        (\"{name} is missing\", MissingIndicator(error_on_new=False), [{column}]),\n"
            ));
        }
    }
    lines
}

/// Writes the steps of a column. More categories as they are than `bins` would be refused.
fn steps(kind: ColumnKind, plan: &Plan, seed: u32, bins: Option<u32>) -> Vec<String> {
    let function = |name: &str| format!("FunctionTransformer({name})");
    let own = &plan.own;
    let mut steps = Vec::new();
    use Encoding::{
        Categorical, Cyclic, DateParts, Elapsed, Frequency, Hashed, Log, OneHot, Ordinal,
        Passthrough, QuantileBins, Robust, Standard, Target, TfIdf,
    };
    match plan.encoding {
        Passthrough | Standard | Robust | Log | QuantileBins => {
            let read = match kind {
                ColumnKind::Boolean => "truths",
                _ => "numbers",
            };
            steps.push(function(read));
            steps.extend(imputer(plan));
            match plan.encoding {
                Standard => steps.push("StandardScaler()".into()),
                Robust => steps.push("RobustScaler()".into()),
                Log => steps.push(function("signed_log")),
                QuantileBins => steps.push(format!(
                    "KBinsDiscretizer({}, encode=\"{}\", strategy=\"quantile\", \
                     quantile_method=\"averaged_inverted_cdf\")",
                    own.n_bins,
                    match own.bin_encoding {
                        BinEncoding::Ordinal => "ordinal",
                        BinEncoding::OneHot => "onehot-dense",
                    }
                )),
                _ => {}
            }
        }
        OneHot | Ordinal | Frequency | Target => {
            let read = if kind.is_number() {
                "numbers_as_texts"
            } else {
                "texts"
            };
            steps.push(function(read));
            match plan.category_imputation {
                CategoryImputation::MostFrequent => {
                    steps.push(
                        "SimpleImputer(missing_values=None, strategy=\"most_frequent\")".into(),
                    );
                }
                CategoryImputation::Constant if plan.encoding != Ordinal => {
                    steps.push(
                        "SimpleImputer(missing_values=None, strategy=\"constant\", fill_value=MISSING)"
                            .into(),
                    );
                }
                CategoryImputation::Constant => {}
            }
            steps.push(match plan.encoding {
                OneHot => format!(
                    "OneHotEncoder(max_categories={}, handle_unknown=\"infrequent_if_exist\", sparse_output=False)",
                    plan.max_categories + 1
                ),
                Ordinal => "OrdinalEncoder(handle_unknown=\"use_encoded_value\", unknown_value=-1, \
                            encoded_missing_value=-2)"
                    .into(),
                Frequency => "Shares()".into(),
                _ => format!(
                    "TargetEncoder(smooth={}, cv={}, random_state={seed})",
                    match own.smoothing {
                        Smoothing::Auto => "\"auto\"".into(),
                        Smoothing::Fixed => python(own.smooth),
                    },
                    own.cv
                ),
            });
        }
        Categorical => {
            let read = if kind.is_number() {
                "numbers_as_texts"
            } else {
                "texts"
            };
            steps.extend([function(read), function("missing_as_nan")]);
            let most = bins.map_or(String::new(), |bins| format!(", max_categories={bins}"));
            steps.push(format!(
                "OrdinalEncoder(handle_unknown=\"use_encoded_value\", unknown_value=numpy.nan{most})"
            ));
        }
        DateParts | Cyclic | Elapsed => {
            steps.push(function(match plan.encoding {
                Cyclic => "date_cycles",
                Elapsed => "days",
                _ => "date_parts",
            }));
            steps.extend(imputer(plan));
        }
        TfIdf | Hashed => {
            steps.push(function("words"));
            let analyzer = match own.analyzer {
                Analyzer::Word => "word",
                Analyzer::CharWb => "char_wb",
            };
            let common = format!(
                "analyzer=\"{analyzer}\", ngram_range=({}, {})",
                own.ngram_min, own.ngram_max
            );
            steps.push(match plan.encoding {
                TfIdf => format!(
                    "TfidfVectorizer({common}, max_features={})",
                    own.max_features
                ),
                _ => format!(
                    "HashingVectorizer({common}, n_features={}, alternate_sign=False)",
                    own.n_features
                ),
            });
        }
    }
    steps
}

/// Writes an imputer; `None` if missing values stay missing.
fn imputer(plan: &Plan) -> Option<String> {
    Some(match plan.numeric_imputation {
        NumericImputation::Median => "SimpleImputer(strategy=\"median\")".into(),
        NumericImputation::Mean => "SimpleImputer(strategy=\"mean\")".into(),
        NumericImputation::MostFrequent => "SimpleImputer(strategy=\"most_frequent\")".into(),
        NumericImputation::Constant => format!(
            "SimpleImputer(strategy=\"constant\", fill_value={})",
            python(plan.fill_value)
        ),
        NumericImputation::Keep => return None,
    })
}
