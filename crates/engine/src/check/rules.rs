//! Tests a table against each kind of expectation.

use crate::load::types::{cell_text, numbers, texts};
use crate::table::column::Column;
use crate::table::{Table, shorten};
use grove_protocol::report::Statistic;
use grove_recipe::columns::ColumnKind;
use grove_recipe::count::{count, counted};
use grove_recipe::day::day;
use grove_recipe::{ComparisonOperator, Rule};

use super::distribution::compare;
use super::values::{Pattern, ValueSet, groups};

/// The result of a rule.
pub struct RuleResult {
    pub holds: bool,
    /// Positions of the rows that fail, ascending.
    pub failing: Vec<u32>,
    /// The number of rows that were checked; 0 where no single row can fail.
    pub of: u32,
    pub message: String,
    pub statistic: Option<Statistic>,
}

impl RuleResult {
    /// Makes the result of a rule about the whole table.
    pub fn of_table(holds: bool, message: String) -> Self {
        Self {
            holds,
            failing: Vec::new(),
            of: 0,
            message,
            statistic: None,
        }
    }
}

/// A column with its name and kind.
pub struct NamedColumn<'a> {
    pub name: &'a str,
    pub column: &'a Column,
    pub kind: ColumnKind,
}

impl<'a> NamedColumn<'a> {
    /// Finds a column.
    ///
    /// # Errors
    /// Where there is no column of this name.
    pub fn find(table: &'a Table, name: &'a str) -> Result<Self, String> {
        let index = table.frame.position(name);
        let index = index.ok_or_else(|| format!("There is no column {name}."))?;
        Ok(Self {
            name,
            column: &table.frame.columns()[index],
            kind: table.kinds[index],
        })
    }

    /// Returns the column if it has numbers, or no values at all.
    fn of_numbers(self) -> Result<Self, String> {
        self.of(ColumnKind::is_number, "number")
    }

    fn of_dates(self) -> Result<Self, String> {
        self.of(ColumnKind::is_date, "date")
    }

    /// Returns the column if it is of a kind. A column without values is of every kind.
    fn of(self, is: fn(ColumnKind) -> bool, what: &str) -> Result<Self, String> {
        if is(self.kind) || self.kind == ColumnKind::Empty {
            return Ok(self);
        }
        Err(format!(
            "{} is not a {what} column: its type is {}.",
            self.name,
            self.kind.name()
        ))
    }
}

/// Evaluates a rule. A rule that cannot be applied, such as one about a missing column, fails. O(rows) for most, O(rows
/// · log rows) for a distribution.
pub fn evaluate_rule(table: &Table, rule: &Rule) -> RuleResult {
    apply(table, rule).unwrap_or_else(|problem| RuleResult::of_table(false, problem))
}

fn apply(table: &Table, rule: &Rule) -> Result<RuleResult, String> {
    Ok(match rule {
        Rule::ColumnPresent { column } => {
            NamedColumn::find(table, column)?;
            RuleResult::of_table(true, "The column exists.".into())
        }
        Rule::ColumnType { column, kind } => {
            let found = NamedColumn::find(table, column)?.kind;
            RuleResult::of_table(fits(found, *kind), format!("Its type is {}.", found.name()))
        }
        Rule::NotNull { column } => missing(table, &NamedColumn::find(table, column)?, 0.0),
        Rule::MissingShareAtMost { column, share } => {
            missing(table, &NamedColumn::find(table, column)?, *share)
        }
        Rule::Unique { columns } => {
            let names = columns.iter();
            let named = names.map(|name| NamedColumn::find(table, name));
            unique(table, &named.collect::<Result<Vec<_>, _>>()?)
        }
        Rule::InRange { column, min, max } => {
            let named = NamedColumn::find(table, column)?.of_numbers()?;
            let holds = |v: f64| min.is_none_or(|min| v >= min) && max.is_none_or(|max| v <= max);
            let values = numbers(named.column).into_iter();
            by_row(table, &[&named], values.map(|value| value.map(holds)))
        }
        Rule::InPeriod {
            column,
            from,
            until,
        } => {
            let named = NamedColumn::find(table, column)?.of_dates()?;
            let limit = |text: &Option<String>| text.as_deref().and_then(day).map(f64::from);
            let (from, until) = (limit(from), limit(until));
            // The last day is included to its end.
            let holds = |v: f64| {
                from.is_none_or(|from| v >= from) && until.is_none_or(|until| v < until + 1.0)
            };
            let values = numbers(named.column).into_iter();
            by_row(table, &[&named], values.map(|value| value.map(holds)))
        }
        Rule::InSet { column, values } => {
            let named = NamedColumn::find(table, column)?;
            let set = ValueSet::new(values, named.kind);
            by_row(table, &[&named], set.hold(named.column))
        }
        Rule::MatchesPattern { column, pattern } => {
            let named = NamedColumn::find(table, column)?;
            let pattern = Pattern::new(pattern)?;
            by_row(table, &[&named], pattern.hold(named.column))
        }
        Rule::RowCount { min, max } => {
            let rows = table.height();
            let holds = min.is_none_or(|min| rows >= min) && max.is_none_or(|max| rows <= max);
            let verb = if rows == 1 { "is" } else { "are" };
            let message = format!("There {verb} {}.", counted(rows, "row", "rows"));
            RuleResult::of_table(holds, message)
        }
        Rule::CompareColumns {
            left,
            comparison,
            right,
        } => {
            let (left, right) = (
                NamedColumn::find(table, left)?,
                NamedColumn::find(table, right)?,
            );
            by_row(
                table,
                &[&left, &right],
                comparisons(&left, *comparison, &right)?,
            )
        }
        Rule::Distribution {
            column,
            alpha,
            reference,
        } => compare(&NamedColumn::find(table, column)?, *alpha, reference)?,
    })
}

/// Returns whether values of one kind are all values of the other. A column without values fits every kind.
fn fits(kind: ColumnKind, expected: ColumnKind) -> bool {
    use ColumnKind::{
        Boolean, Category, Date, DateTime, Decimal, Empty, Identifier, Integer, Text,
    };
    kind == expected
        || matches!(
            (kind, expected),
            (Empty, _)
                | (Integer, Decimal)
                | (Boolean | Identifier, Category | Text)
                | (Category, Text)
                | (Date, DateTime)
        )
}

fn missing(table: &Table, named: &NamedColumn, share: f64) -> RuleResult {
    let present = named.column.present().into_iter();
    let failing = positions(present.map(|present| !present));
    let rows = table.height();
    let message = match failing.first() {
        None => "It has a value in every row.".into(),
        Some(&first) => format!(
            "{} no value; the first is row {}.",
            part(failing.len(), rows, ["has", "have"]),
            table.rows[first as usize]
        ),
    };
    RuleResult {
        holds: failing.len() as f64 <= share * f64::from(rows),
        failing,
        of: rows,
        message,
        statistic: None,
    }
}

/// Finds the rows that are equal to another one. The first of equal rows fails, too.
fn unique(table: &Table, columns: &[NamedColumn]) -> RuleResult {
    let group = groups(columns);
    let mut sizes = vec![0_u32; group.len()];
    for group in group.iter().flatten() {
        sizes[*group as usize] += 1;
    }
    let holds = group
        .iter()
        .map(|group| group.map(|group| sizes[group as usize] == 1));
    by_row(table, &columns.iter().collect::<Vec<_>>(), holds)
}

/// Collects the results of single rows; `None` for a row that is not checked.
fn by_row(
    table: &Table,
    columns: &[&NamedColumn],
    holds: impl Iterator<Item = Option<bool>>,
) -> RuleResult {
    let mut of = 0;
    let failing = positions(holds.map(|holds| {
        of += u32::from(holds.is_some());
        holds == Some(false)
    }));
    let message = match failing.first() {
        None if of == 0 => "No row has a value to check.".into(),
        None if of == table.height() => "Every row passes.".into(),
        None => format!(
            "None of the {} with a value fails.",
            counted(of, "row", "rows")
        ),
        Some(&first) => {
            let text = |named: &&NamedColumn| {
                let text = cell_text(named.column, first as usize).unwrap_or_default();
                shorten(&text)
            };
            let values: Vec<String> = columns.iter().map(text).collect();
            format!(
                "{}, such as row {} with {}.",
                part(failing.len(), of, ["fails", "fail"]),
                table.rows[first as usize],
                values.join(" and ")
            )
        }
    };
    RuleResult {
        holds: failing.is_empty(),
        failing,
        of,
        message,
        statistic: None,
    }
}

/// Writes a count: such as `2 of 6 rows fail`.
fn part(rows: usize, of: u32, [one, many]: [&str; 2]) -> String {
    let verb = if rows == 1 { one } else { many };
    format!(
        "{} of {} {verb}",
        count(rows as u32),
        counted(of, "row", "rows")
    )
}

fn positions(fails: impl Iterator<Item = bool>) -> Vec<u32> {
    let fails = fails.zip(0..);
    fails.filter_map(|(fails, i)| fails.then_some(i)).collect()
}

type RuleOutcomes<'a> = Box<dyn Iterator<Item = Option<bool>> + 'a>;

/// Compares two columns of numbers, of dates or of texts, row by row.
fn comparisons<'a>(
    left: &NamedColumn<'a>,
    op: ComparisonOperator,
    right: &NamedColumn<'a>,
) -> Result<RuleOutcomes<'a>, String> {
    let rows = left.column.len();
    if [left.kind, right.kind].contains(&ColumnKind::Empty) {
        return Ok(Box::new(std::iter::repeat_n(None, rows)));
    }
    let number = left.kind.is_number() && right.kind.is_number();
    if number || (left.kind.is_date() && right.kind.is_date()) {
        let pairs = numbers(left.column).into_iter().zip(numbers(right.column));
        return Ok(Box::new(pairs.map(move |(l, r)| Some(holds(op, &l?, &r?)))));
    }
    let is_text = |named: &NamedColumn| !named.kind.is_number() && !named.kind.is_date();
    if is_text(left) && is_text(right) {
        let pairs = texts(left.column).iter().zip(texts(right.column).iter());
        return Ok(Box::new(pairs.map(move |(l, r)| Some(holds(op, l?, r?)))));
    }
    Err(format!(
        "{} cannot be compared with {}: one is of type {}, the other {}.",
        left.name,
        right.name,
        left.kind.name(),
        right.kind.name()
    ))
}

fn holds<T: PartialOrd + ?Sized>(op: ComparisonOperator, left: &T, right: &T) -> bool {
    match op {
        ComparisonOperator::Lt => left < right,
        ComparisonOperator::Le => left <= right,
        ComparisonOperator::Eq => left == right,
        ComparisonOperator::Ne => left != right,
        ComparisonOperator::Ge => left >= right,
        ComparisonOperator::Gt => left > right,
    }
}
