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
    /// Takes as many values off the stack and puts back what the work makes of them.
    Apply {
        work: InstructionWork,
        arguments: usize,
    },
}

/// From arguments of the kinds that the resolver gave them, their values to those of the result.
pub type Kernel = for<'a, 't> fn(&'a [ExpressionValues<'t>]) -> ExpressionValues<'t>;

#[derive(Clone, Copy, Debug)]
pub enum InstructionWork {
    Call(Kernel),
    Convert(ColumnKind),
    /// Whether a text is like a pattern.
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

/// The values that the steps leave for some rows of the columns.
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
