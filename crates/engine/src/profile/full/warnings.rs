//! Finds problems to consider before training, with their figures and advice.

use super::leaks::{LEAK, said};
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
            _ if is_target => None,
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
        Some(said(alone, task, classes) + " alone")
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
                n("column tells", "columns tell") + " the target alone, nearly without fail."
            }
            WarningKind::ConstantTarget => "There is nothing to predict.".into(),
            WarningKind::ImbalancedTarget => "The classes are of very unequal size.".into(),
            WarningKind::DuplicateRows => format!(
                "{} an earlier one in every column ({}).",
                counted(self.report.duplicates, "row repeats", "rows repeat"),
                percent(f64::from(self.report.duplicates) / f64::from(self.report.rows)),
            ),
            WarningKind::StrongPredictor => {
                n("column tells", "columns tell") + " most of the target alone."
            }
            WarningKind::Empty => n("column holds", "columns hold") + " no value at all.",
            WarningKind::Constant => n("column holds", "columns hold") + " a single value.",
            WarningKind::NearUnique => {
                n("column hardly repeats", "columns hardly repeat") + " a value."
            }
            WarningKind::MostlyMissing => {
                n("column lacks", "columns lack") + " a value in more than half of the rows."
            }
            WarningKind::Redundant => {
                n("column says", "columns say") + " nearly the same as another."
            }
            WarningKind::CategoryInNumber => {
                n("column of numbers has", "columns of numbers have") + " very few different ones."
            }
            WarningKind::Skewed => {
                n("column has", "columns have")
                    + " a long tail: a few values are far from the others."
            }
        }
    }
}

/// The advice on a column that may reveal the target.
pub const LEAK_ADVICE: &str = "Ask whether it is known before the outcome is. If it is not, leave it out: the model would be praised for what it cannot know when it is used.";

const fn advice(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::SuspectedLeak => LEAK_ADVICE,
        WarningKind::ConstantTarget => "Choose another target.",
        WarningKind::ImbalancedTarget => {
            "Read the balanced accuracy rather than the accuracy, stratify the split, and balance the class weights in Train."
        }
        WarningKind::DuplicateRows => {
            "Drop duplicates in Clean, unless the same may honestly happen twice: copies in train and test flatter the model."
        }
        WarningKind::StrongPredictor => {
            "That may be as it should. Ask whether it is known before the outcome is; if it is not, leave it out."
        }
        WarningKind::Empty => "Leave it out: there is nothing to learn from it.",
        WarningKind::Constant => {
            "Leave it out: what is the same everywhere tells no row from another."
        }
        WarningKind::NearUnique => {
            "Leave it out if it names its rows: a model may learn it by heart, and knows nothing about the next row."
        }
        WarningKind::MostlyMissing => {
            "Leave it out, or ask why it is missing: if that means something, a filled gap should say so."
        }
        WarningKind::Redundant => {
            "Leave one of the two out: importances and coefficients are shared between them and mislead."
        }
        WarningKind::CategoryInNumber => {
            "If its numbers are names (codes, grades), turn it into a category; where more of it means more, leave it as it is."
        }
        WarningKind::Skewed => {
            "Look at its largest and smallest values: are they mistakes? Trees do not mind; for other models, take its logarithm."
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
