//! An expression as a flat list of instructions, so that neither evaluating nor dropping it recurses deeply.

use crate::table::column::Column;
use grove_recipe::columns::ColumnKind;

use super::cast::convert;
use super::cells::ExpressionValues;
use super::frame;
use super::pattern;

#[derive(Clone, Debug)]
pub enum Instruction {
    Constant(ExpressionValues<'static>),
    /// The values of one of the expression's columns.
    Column {
        index: usize,
        kind: ColumnKind,
    },
    /// Takes values off the stack and pushes the result of the operation.
    Apply {
        work: InstructionWork,
        arguments: usize,
    },
}

/// Computes the result from arguments of the kinds that the resolver gave them.
pub type Kernel = for<'a, 't> fn(&'a [ExpressionValues<'t>]) -> ExpressionValues<'t>;

#[derive(Clone, Copy, Debug)]
pub enum InstructionWork {
    Call(Kernel),
    Convert(ColumnKind),
    /// Matches texts with a pattern.
    Like {
        any_case: bool,
        escape: Option<char>,
    },
}

impl InstructionWork {
    fn run<'t>(self, arguments: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
        match self {
            InstructionWork::Call(run) => run(arguments),
            InstructionWork::Convert(kind) => convert(arguments, kind),
            InstructionWork::Like { any_case, escape } => {
                pattern::like(arguments, any_case, escape)
            }
        }
    }
}

/// Runs the steps for some rows of the columns, and returns the values.
pub fn run<'t>(steps: &[Instruction], columns: &'t [Option<Column>]) -> ExpressionValues<'t> {
    let mut stack: Vec<ExpressionValues<'t>> = Vec::new();
    for step in steps {
        let value = match step {
            Instruction::Constant(value) => value.clone(),
            Instruction::Column { index, kind } => frame::cells(columns[*index].as_ref(), *kind),
            Instruction::Apply { work, arguments } => {
                let arguments = stack.split_off(stack.len() - arguments);
                work.run(&arguments)
            }
        };
        stack.push(value);
    }
    stack.pop().unwrap_or(ExpressionValues::Missing)
}
