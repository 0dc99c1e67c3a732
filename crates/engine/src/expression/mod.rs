//! Expressions: SQL over the columns of a table, with one value per row.
//!
//! ```text
//! text ─ source: tokens, sqlparser's tree ─ resolve: names and kinds ─ steps ─ run on rows, some thousand at a time
//! ```
//! All errors are found before rows are read; what has no value in a row is missing.
//!
//! - `/` divides decimal numbers; `+ - * %` of whole numbers give whole numbers. The result is missing for division by
//!   zero, for decimals that are not finite, and for whole numbers past 64 bits. `%` has the sign of the dividend; no
//!   zero is negative.
//! - A result computed from a missing value is missing, except for AND, OR, IN and BETWEEN if the rest decides, IS,
//!   CASE, COALESCE, NULLIF and CONCAT.
//! - Texts compare by code points, and LIKE is case-sensitive. A text beside a truth value or a date is read as one, in
//!   the forms that columns are read in.
//! - A date plus or minus a number is that many days later or earlier; the difference of two dates is in days.
//! - Casts that cannot be made give missing values; casts to whole numbers round halves away from zero, as ROUND does.
//!
//! Why: `docs/decisions/0008-sql-subset-by-sqlparser.md`.

mod arithmetic;
mod calls;
mod cast;
mod cells;
mod conditions;
mod frame;
mod functions;
mod kinds;
mod names;
mod operand;
mod operators;
mod pattern;
mod program;
mod resolve;
mod source;
mod text_span;

use grove_protocol::expression::ExpressionError;
use grove_recipe::columns::ColumnKind;

use crate::table::column::Column;
use crate::table::{Kinds, Table};
use cells::ExpressionValues;
use frame::ColumnBuilder;
use program::Instruction;

pub use functions::functions;
pub use source::LENGTH_AT_MOST;

/// How many rows are evaluated together: few enough that intermediate values stay in the processor's cache.
const ROWS_AT_ONCE: usize = 1024;

/// An expression whose names and kinds fit the columns that it was parsed for.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Each step takes values off a stack and pushes one; the last one leaves only the result.
    steps: Vec<Instruction>,
    columns: Vec<String>,
    kind: ColumnKind,
}

impl Expression {
    /// Parses an expression over columns of these kinds. O(characters · columns).
    ///
    /// # Errors
    /// What is wrong with the expression, with its position.
    pub fn parse(text: &str, kinds: &Kinds) -> Result<Self, ExpressionError> {
        let (tree, source) = source::read(text)?;
        let mut resolver = resolve::Resolver::new(kinds, &source);
        let operand = resolver.resolve(&tree)?;
        Ok(Self {
            steps: operand.steps,
            columns: resolver.columns,
            kind: operand.kind,
        })
    }

    /// Parses a filter as [`Self::parse`]; refuses what is not true or false.
    ///
    /// # Errors
    /// As [`Self::parse`], and where the expression is not true or false.
    pub fn condition(text: &str, kinds: &Kinds) -> Result<Self, ExpressionError> {
        let expression = Self::parse(text, kinds)?;
        if matches!(expression.kind, ColumnKind::Boolean | ColumnKind::Empty) {
            return Ok(expression);
        }
        Err(ExpressionError {
            message: format!(
                "A condition must be true or false, but this is {}. Compare it with something.",
                kinds::noun(expression.kind)
            ),
            at: 0,
            length: text.chars().count() as u32,
        })
    }

    /// Returns the kind of the values. Text is a category if it is made of categories and of texts written in the
    /// expression; it is empty if all values are missing in any case.
    pub fn kind(&self) -> ColumnKind {
        self.kind
    }

    /// Returns the columns that are read, each once, in the order in which the text names them.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Computes the value of each row, stored as a column of [`Self::kind`]; truth values are "true" and "false". A
    /// column that the table lacks, or has as another kind, is missing in every row. O(rows · steps). `None` if its
    /// texts would have more bytes together than a table may have.
    pub fn evaluate(&self, table: &Table, name: &str) -> Option<Column> {
        let mut column = ColumnBuilder::new(name, self.kind);
        let whole = self.run(table, |cells, rows| column.push(&cells, rows));
        whole.then(|| column.finish())
    }

    /// Returns the rows for which a condition is true; not those where it is missing. O(rows · steps).
    pub fn mask(&self, table: &Table) -> Vec<bool> {
        let mut mask = Vec::with_capacity(table.height() as usize);
        self.run(table, |cells, rows| match &cells {
            ExpressionValues::Truths(truths) => {
                mask.extend((0..rows).map(|row| truths.at(row) == Some(&true)));
                true
            }
            _ => {
                mask.extend((0..rows).map(|_| false));
                true
            }
        });
        mask
    }

    /// Passes the values of all rows to `receive`, part by part, each with its number of rows, until it returns false.
    /// Returns whether all were passed.
    fn run(
        &self,
        table: &Table,
        mut receive: impl FnMut(ExpressionValues<'_>, usize) -> bool,
    ) -> bool {
        let columns: Vec<Option<&Column>> =
            self.columns.iter().map(|name| table.column(name)).collect();
        let height = table.height() as usize;
        for from in (0..height).step_by(ROWS_AT_ONCE) {
            let rows = ROWS_AT_ONCE.min(height - from);
            let parts: Vec<Option<Column>> = columns
                .iter()
                .map(|column| Some(column.as_ref()?.slice(from, rows)))
                .collect();
            if !receive(program::run(&self.steps, &parts), rows) {
                return false;
            }
        }
        true
    }
}
