//! Steps: an expression as a flat list, so that neither working it out nor dropping it can go deep.

use polars::prelude::Column;

use grove_recipe::columns::ColumnKind;

use super::cast::convert;
use super::cells::Cells;
use super::frame;
use super::pattern;

#[derive(Clone, Debug)]
pub enum Step {
    Constant(Cells<'static>),
    /// The values of one of the expression's columns.
    Column {
        index: usize,
        kind: ColumnKind,
    },
    /// Takes as many values off the stack and puts back what the work makes of them.
    Apply {
        work: Work,
        arguments: usize,
    },
}

/// From arguments of the kinds that the resolver gave them, their values to those of the result.
pub type Run = for<'a, 't> fn(&'a [Cells<'t>]) -> Cells<'t>;

#[derive(Clone, Copy, Debug)]
pub enum Work {
    Call(Run),
    Convert(ColumnKind),
    /// Whether a text is like a pattern.
    Like {
        any_case: bool,
        escape: Option<char>,
    },
}

impl Work {
    fn run<'t>(self, arguments: &[Cells<'t>]) -> Cells<'t> {
        match self {
            Work::Call(run) => run(arguments),
            Work::Convert(kind) => convert(arguments, kind),
            Work::Like { any_case, escape } => pattern::like(arguments, any_case, escape),
        }
    }
}

/// The values that the steps leave for some rows of the columns.
pub fn run<'t>(steps: &[Step], columns: &'t [Option<Column>]) -> Cells<'t> {
    let mut stack: Vec<Cells<'t>> = Vec::new();
    for step in steps {
        let value = match step {
            Step::Constant(value) => value.clone(),
            Step::Column { index, kind } => frame::cells(columns[*index].as_ref(), *kind),
            Step::Apply { work, arguments } => {
                let arguments = stack.split_off(stack.len() - arguments);
                work.run(&arguments)
            }
        };
        stack.push(value);
    }
    stack.pop().unwrap_or(Cells::Missing)
}
