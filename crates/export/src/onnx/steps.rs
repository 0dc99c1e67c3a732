//! Writes the cleaning steps that the graph can do itself. The others have to be done before.

use std::collections::{BTreeMap, BTreeSet};

use grove_engine::clean::{LearnedValues, Preparation, Repair};
use grove_engine::featurize::encoder::{Encoder, FittedColumn};
use grove_engine::table::Kinds;
use grove_engine::table::column::Column;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::{Operation, OutlierAction, Within, kind_when_filled};

use super::graph::{GraphBuilder, Name};
use super::probe;

/// A column inside the graph.
pub struct ColumnFlow {
    /// Its present name, and that of its input.
    pub column: String,
    pub input: String,
    pub kind: ColumnKind,
    pub cells: GraphColumn,
    /// The first replacement of its missing numbers.
    pub filled: Option<f64>,
    /// The repairs of its texts so far.
    repairs: Vec<Repair>,
}

/// A list with a value per row.
pub enum GraphColumn {
    /// Numbers, NaN if missing.
    Number(Name),
    /// Milliseconds, NaN if missing.
    Moment(Name),
    /// Texts as they are given, and the meaning of those that a step or an encoding names; `None` is missing.
    Text(Name, BTreeMap<String, Option<String>>),
}

/// Returns how many repairs have to be done before the graph.
pub fn before(preparation: &Preparation, fitted: &[FittedColumn]) -> Result<usize, StageError> {
    // The columns, by their names at that point, whose features are inputs instead of themselves.
    let mut featured: BTreeSet<&str> = fitted
        .iter()
        .filter(|fitted| matches!(fitted.encoder, Encoder::Texts(_)))
        .map(|fitted| fitted.column.as_str())
        .collect();
    let repairs = preparation.repairs();
    for (place, repair) in repairs.iter().enumerate().rev() {
        if let Operation::RenameColumn { column, name } = &repair.operation {
            if featured.remove(name.as_str()) {
                featured.insert(column);
            }
            continue;
        }
        let kinds = preparation.up_to(place).made()?;
        if !is_inside(repair, &kinds, &featured) {
            return Ok(place + 1);
        }
    }
    Ok(0)
}

fn is_inside(repair: &Repair, kinds: &Kinds, featured: &BTreeSet<&str>) -> bool {
    let suits = |name: &str| {
        let kind = kinds.iter().find(|(known, _)| known == name);
        !featured.contains(name) && kind.is_some_and(|(_, kind)| !kind.is_date())
    };
    if drops_rows(&repair.operation) {
        return true;
    }
    match &repair.operation {
        Operation::Outliers { .. } | Operation::FillMissing { .. } => {
            repair.learned.iter().all(|learned| suits(learned.column()))
        }
        Operation::Replace {
            columns,
            within: Within::Value,
            ..
        } => columns.iter().all(|name| suits(name)),
        Operation::MergeCategories { column, .. } => suits(column),
        _ => false,
    }
}

/// Returns whether it only drops rows. It then does nothing to new rows, which are never dropped.
pub fn drops_rows(operation: &Operation) -> bool {
    let drops = matches!(
        operation,
        Operation::Outliers {
            action: OutlierAction::Drop,
            ..
        }
    );
    drops
        || matches!(
            operation,
            Operation::Filter { .. } | Operation::DropDuplicates { .. }
        )
}

/// Describes a step that has to be done before, with what it has learned.
pub fn sentence(repair: &Repair) -> String {
    let learned: Vec<String> = repair
        .learned
        .iter()
        .map(|learned| match learned {
            LearnedValues::Limits { column, low, high } => format!("{column} from {low} to {high}"),
            LearnedValues::Fill { column, value } => format!("{column} with {value}"),
        })
        .collect();
    match learned.as_slice() {
        [] => repair.operation.sentence(),
        learned => format!("{}: {}", repair.operation.sentence(), learned.join("; ")),
    }
}

impl ColumnFlow {
    pub fn new(column: &str, kind: ColumnKind, cells: GraphColumn) -> Self {
        Self {
            column: column.to_owned(),
            input: column.to_owned(),
            kind,
            cells,
            filled: None,
            repairs: Vec::new(),
        }
    }

    /// Adds a repair that can be done inside the graph, according to [`before`].
    pub fn repair(&mut self, repair: &Repair, graph: &mut GraphBuilder) {
        if let Operation::RenameColumn { column, name } = &repair.operation {
            if *column == self.column {
                self.repairs.push(repair.clone());
                self.column = name.clone();
            }
            return;
        }
        let only = repair.only(&BTreeSet::from([self.column.clone()]));
        let learns = matches!(
            only.operation,
            Operation::Outliers { .. } | Operation::FillMissing { .. }
        );
        let touched = match learns {
            true => !only.learned.is_empty(),
            false => only.operation.columns().contains(&self.column),
        };
        if !touched || drops_rows(&only.operation) {
            return;
        }
        match &mut self.cells {
            GraphColumn::Number(name) => {
                if let Operation::FillMissing { strategy, .. } = &only.operation {
                    self.kind = kind_when_filled(self.kind, *strategy);
                }
                let fill = only.learned.iter().find_map(|learned| match learned {
                    LearnedValues::Fill { value, .. } => probe::number(value, self.kind),
                    LearnedValues::Limits { .. } => None,
                });
                self.filled = self.filled.or(fill);
                *name = of_numbers(graph, name.clone(), self.kind, &only, fill);
            }
            GraphColumn::Text(_, texts) => {
                let mut see = |text: &String| {
                    texts
                        .entry(text.clone())
                        .or_insert_with(|| Some(text.clone()));
                };
                match &only.operation {
                    Operation::MergeCategories { merges, .. } => {
                        merges.iter().flat_map(|merge| &merge.from).for_each(see);
                    }
                    Operation::Replace { to_replace, .. } => see(to_replace),
                    _ => {}
                }
                self.repairs.push(only);
            }
            GraphColumn::Moment(_) => unreachable!("dates are repaired before the graph"),
        }
    }

    /// Applies the repairs to a column's texts.
    pub fn repaired<'t>(
        &self,
        texts: impl IntoIterator<Item = Option<&'t str>>,
    ) -> Result<Column, StageError> {
        let column = probe::texts(&self.input, texts);
        Ok(probe::cleaned(column, self.kind, &self.repairs)?.0)
    }
}

/// Adds a repair of numbers.
fn of_numbers(
    graph: &mut GraphBuilder,
    name: Name,
    kind: ColumnKind,
    repair: &Repair,
    fill: Option<f64>,
) -> Name {
    if let Some(fill) = fill {
        let (missing, fill) = (graph.node("IsNaN", &[&name]), graph.number(fill));
        return graph.node("Where", &[&missing, &fill, &name]);
    }
    match (&repair.operation, repair.learned.first()) {
        (_, Some(LearnedValues::Limits { low, high, .. })) => graph.within(&name, *low, *high),
        (
            Operation::Replace {
                to_replace, value, ..
            },
            _,
        ) => match probe::number(to_replace, kind) {
            Some(which) => {
                let value = probe::number(value, kind).unwrap_or(f64::NAN);
                let (which, value) = (graph.number(which), graph.number(value));
                let equal = graph.node("Equal", &[&name, &which]);
                graph.node("Where", &[&equal, &value, &name])
            }
            None => name,
        },
        _ => name,
    }
}
