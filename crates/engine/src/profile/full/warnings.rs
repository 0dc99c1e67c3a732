//! Finds problems to consider before training, with their figures and advice.

use super::leaks::{LEAK, score_alone};
use super::remedies::{missing, remedies, spellings};
use crate::table::shorten;
use grove_protocol::profile::{Association, ColumnProfile, ProfileReport, Warning, WarningKind};
use grove_recipe::Task;
use grove_recipe::columns::ColumnKind;
use grove_recipe::number::{count, counted, fixed, percent};

/// From these scores on, a column is a strong predictor.
const STRONG: (f64, f64) = (0.85, 0.95);
/// The target is imbalanced if the most frequent class has this share of the rows, or the rarest less than this share
/// of an equal share.
const IMBALANCED: (f64, f64) = (0.8, 0.1);
/// A larger share of missing values is reported.
const MISSING: f64 = 0.5;
/// From this association on, two columns have the same content.
const SAME: f64 = 0.99;
/// A larger skewness is reported.
const SKEWED: f64 = 2.0;
/// Whole numbers with this many values, each of this many rows on average, may be codes of categories.
const CATEGORIES: std::ops::RangeInclusive<u32> = 3..=20;
const ROWS_PER_CATEGORY: u32 = 10;
/// With fewer rows, distinct values do not mean that they are names.
const NAMES_AT_LEAST: u32 = 20;

/// Returns the warnings, most important first, one per kind. O(columns + pairs).
pub fn warnings(report: &ProfileReport, target: Option<(usize, Task)>) -> Vec<Warning> {
    let looking = WarningSearch { report, target };
    let mut warnings: Vec<Warning> = WarningKind::ALL
        .into_iter()
        .filter_map(|kind| looking.warning(kind))
        .collect();
    warnings.sort_by_key(|warning| warning.kind);
    warnings
}

struct WarningSearch<'a> {
    report: &'a ProfileReport,
    target: Option<(usize, Task)>,
}

impl WarningSearch<'_> {
    fn warning(&self, kind: WarningKind) -> Option<Warning> {
        let columns = match kind {
            WarningKind::DuplicateRows if self.report.duplicates > 0 => Vec::new(),
            WarningKind::DuplicateRows => return None,
            WarningKind::ConstantTarget | WarningKind::ImbalancedTarget => {
                let (target, task) = self.target?;
                let column = &self.report.columns[target];
                let figure = match kind {
                    WarningKind::ConstantTarget => constant_target(column),
                    _ if task == Task::Classification => imbalanced(column, self.report.rows),
                    _ => None,
                };
                vec![(column.name.clone(), figure?)]
            }
            WarningKind::Redundant => self.redundant(),
            kind => self.each(|column, is_target| self.figure(kind, column, is_target)),
        };
        if columns.is_empty() && kind != WarningKind::DuplicateRows {
            return None;
        }
        Some(Warning {
            kind,
            found: self.found(kind, columns.len()),
            advice: advice(kind).to_owned(),
            remedies: remedies(self.report, kind, &columns),
            columns,
        })
    }

    fn each(
        &self,
        figure: impl Fn(&ColumnProfile, bool) -> Option<String>,
    ) -> Vec<(String, String)> {
        let columns = self.report.columns.iter().enumerate();
        let told = columns.filter_map(|(place, column)| {
            let is_target = self.target.is_some_and(|(target, _)| target == place);
            Some((column.name.clone(), figure(column, is_target)?))
        });
        told.collect()
    }

    /// Returns the figure of a column for this kind of warning, if it applies.
    fn figure(&self, kind: WarningKind, column: &ColumnProfile, is_target: bool) -> Option<String> {
        let present = self.report.rows - column.missing;
        let different = || {
            let values = counted(column.distinct, "different value", "different values");
            format!("{values} in {}", counted(present, "row", "rows"))
        };
        match kind {
            WarningKind::Skewed => {
                let is_class = is_target && self.target?.1 == Task::Classification;
                let numbers = column
                    .numbers
                    .as_ref()
                    .filter(|_| column.kind.is_number())?;
                let skewness = numbers
                    .skewness
                    .filter(|skewness| skewness.abs() > SKEWED)?;
                (!is_class).then(|| format!("skewness {}", fixed(skewness, 1)))
            }
            WarningKind::Spellings => {
                let merges = spellings(column);
                let values: usize = merges.iter().map(|merge| merge.from.len()).sum();
                let spelled = counted(values as u64, "spelling", "spellings");
                let of = counted(merges.len() as u64, "value", "values");
                (!merges.is_empty()).then(|| format!("{spelled} of {of}"))
            }
            _ if is_target => None,
            WarningKind::MissingText => {
                let told = missing(column).map(|(text, rows)| {
                    format!("{} in {}", shorten(text), counted(*rows, "row", "rows"))
                });
                let told: Vec<String> = told.collect();
                (!told.is_empty()).then(|| told.join(", "))
            }
            WarningKind::SuspectedLeak => self.alone(column).filter(|_| self.tells(column, LEAK)),
            WarningKind::StrongPredictor => self
                .alone(column)
                .filter(|_| self.tells(column, STRONG) && !self.tells(column, LEAK)),
            WarningKind::Empty => (column.distinct == 0).then(|| "no value".into()),
            WarningKind::Constant => {
                let (value, _) = column.top.first().filter(|_| column.distinct == 1)?;
                Some(match column.missing {
                    0 => format!("always {}", shorten(value)),
                    missing => format!("{} or missing ({} rows)", shorten(value), count(missing)),
                })
            }
            WarningKind::NearUnique => near_unique(column, present).then(different),
            WarningKind::MostlyMissing => {
                let share = f64::from(column.missing) / f64::from(self.report.rows.max(1));
                let mostly = column.distinct > 0 && share > MISSING;
                mostly.then(|| format!("{} missing", percent(share)))
            }
            WarningKind::CategoryInNumber => {
                let few = column.kind == ColumnKind::Integer
                    && CATEGORIES.contains(&column.distinct)
                    && present >= column.distinct * ROWS_PER_CATEGORY;
                few.then(different)
            }
            _ => None,
        }
    }

    fn tells(&self, column: &ColumnProfile, (classes, numbers): (f64, f64)) -> bool {
        let limit = match self.target {
            Some((_, Task::Classification)) => classes,
            _ => numbers,
        };
        column.alone.is_some_and(|alone| alone >= limit)
    }

    fn alone(&self, column: &ColumnProfile) -> Option<String> {
        let (target, task) = self.target?;
        let alone = column.alone?;
        let classes = self.report.columns[target].distinct;
        Some(score_alone(alone, task, classes) + " alone")
    }

    /// Returns the later column of each pair with the same content, unless one of them is the target.
    fn redundant(&self) -> Vec<(String, String)> {
        let associations = &self.report.associations;
        let chosen = &associations.columns;
        let mut pairs = associations.pairs.iter();
        let mut found: Vec<(String, String)> = Vec::new();
        for (i, &first) in chosen.iter().enumerate() {
            for &second in &chosen[i + 1..] {
                let Some(pair) = pairs.next() else { break };
                let of_target = |place: u32| self.target.is_some_and(|(t, _)| t as u32 == place);
                if of_target(first) || of_target(second) || pair.strength() < SAME {
                    continue;
                }
                let [first, second] =
                    [first, second].map(|p| &self.report.columns[p as usize].name);
                if found.iter().all(|(name, _)| name != second) {
                    found.push((second.clone(), format!("as {first}, {}", measured(pair))));
                }
            }
        }
        found
    }

    fn found(&self, kind: WarningKind, columns: usize) -> String {
        let n = |one: &str, many: &str| counted(columns as u64, one, many);
        match kind {
            WarningKind::SuspectedLeak => {
                n("column predicts", "columns each predict")
                    + " the target almost without errors, with no other column."
            }
            WarningKind::ConstantTarget => {
                "The target does not vary, so there is nothing to predict.".into()
            }
            WarningKind::ImbalancedTarget => {
                "The classes have very different numbers of rows.".into()
            }
            WarningKind::Spellings => {
                n("column has values", "columns have values")
                    + " that differ only in case, accents, punctuation or the order of words."
            }
            WarningKind::MissingText => {
                n("column has a text", "columns have texts")
                    + " that may stand for a missing value."
            }
            WarningKind::DuplicateRows => format!(
                "{} an earlier row in every column ({}).",
                counted(self.report.duplicates, "row repeats", "rows repeat"),
                percent(f64::from(self.report.duplicates) / f64::from(self.report.rows)),
            ),
            WarningKind::StrongPredictor => {
                n("column predicts", "columns each predict")
                    + " most of the target, with no other column."
            }
            WarningKind::Empty => n("column has", "columns have") + " no values.",
            WarningKind::Constant => n("column has", "columns have") + " only one value.",
            WarningKind::NearUnique => {
                n("column has", "columns have") + " a different value in almost every row."
            }
            WarningKind::MostlyMissing => {
                n("column has", "columns have") + " no value in more than half of the rows."
            }
            WarningKind::Redundant => {
                n("column has", "columns have") + " almost the same content as another."
            }
            WarningKind::CategoryInNumber => {
                n("column of numbers has", "columns of numbers have")
                    + " very few different values."
            }
            WarningKind::Skewed => {
                n("column has", "columns have")
                    + " a skewed distribution: a few values are far from the others."
            }
        }
    }
}

/// The advice on a column that may reveal the target.
pub const LEAK_ADVICE: &str = "Check whether the column is known before the target is. If not, leave it out: the scores would be too high, because new rows do not have its value yet.";

const fn advice(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::SuspectedLeak => LEAK_ADVICE,
        WarningKind::ConstantTarget => "Choose another target.",
        WarningKind::ImbalancedTarget => {
            "Look at the balanced accuracy rather than the accuracy, stratify the split, and balance the class weights in Train."
        }
        WarningKind::Spellings => {
            "Merge them if they mean the same: a model takes each spelling for a value of its own."
        }
        WarningKind::MissingText => {
            "Treat it as missing if it is: a model takes it for a value like any other."
        }
        WarningKind::DuplicateRows => {
            "Drop duplicates in Clean, unless equal rows are separate observations. Rows that are in both train and test make the scores too high."
        }
        WarningKind::StrongPredictor => {
            "This may be correct. Check whether the column is known before the target is; if not, leave it out."
        }
        WarningKind::Empty => "Leave it out: an empty column cannot help to predict.",
        WarningKind::Constant => "Leave it out: a constant column cannot help to predict.",
        WarningKind::NearUnique => {
            "Leave it out if it identifies rows: a model can overfit to it, and new rows have other values."
        }
        WarningKind::MostlyMissing => {
            "Leave it out, or find out why values are missing. If that is related to the target, mark missing values in Featurize."
        }
        WarningKind::Redundant => {
            "Leave one of the two out: importances and coefficients are divided between them and can mislead."
        }
        WarningKind::CategoryInNumber => {
            "If its numbers are codes for categories, read it as a category. If they are amounts, leave it as it is."
        }
        WarningKind::Skewed => {
            "Check whether its largest and smallest values are mistakes. Trees are not affected; for other models, use its logarithm."
        }
    }
}

fn constant_target(column: &ColumnProfile) -> Option<String> {
    match column.top.as_slice() {
        [] => Some("no value".into()),
        [(value, _)] => Some(format!("always {}", shorten(value))),
        _ => None,
    }
}

fn imbalanced(column: &ColumnProfile, rows: u32) -> Option<String> {
    let present = f64::from(rows - column.missing);
    let ((most, n), (_, least)) = (column.top.first()?, column.top.last()?);
    if column.distinct < 2 {
        return None;
    }
    let share = f64::from(*n) / present;
    // The rarest of many classes is not among the most frequent values.
    let all_named = column.top.len() as u32 == column.distinct;
    let rare = IMBALANCED.1 * present / f64::from(column.distinct);
    let (rarest, rows) = column.top.last()?;
    if share >= IMBALANCED.0 {
        Some(format!("{} are {}", percent(share), shorten(most)))
    } else if all_named && f64::from(*least) < rare {
        let rows = counted(*rows, "row is", "rows are");
        Some(format!("only {rows} {}", shorten(rarest)))
    } else {
        None
    }
}

/// Returns whether it has names of rows, text that hardly repeats, or distinct whole numbers.
fn near_unique(column: &ColumnProfile, present: u32) -> bool {
    let enough = present >= NAMES_AT_LEAST;
    match column.kind {
        ColumnKind::Text | ColumnKind::Identifier => enough,
        ColumnKind::Category | ColumnKind::Integer => enough && column.distinct == present,
        _ => false,
    }
}

fn measured(association: &Association) -> String {
    let symbol = match association {
        Association::Numbers { pearson, spearman } => {
            let strength = |value: &Option<f64>| value.map_or(0.0, f64::abs);
            let linear = strength(pearson) >= strength(spearman);
            let (symbol, value) = if linear {
                ("r", pearson)
            } else {
                ("ρ", spearman)
            };
            return format!("{symbol} = {}", fixed(value.unwrap_or(0.0), 3));
        }
        Association::CramersV(_) => "V",
        Association::CorrelationRatio(_) => "η",
    };
    format!("{symbol} = {}", fixed(association.strength(), 3))
}
