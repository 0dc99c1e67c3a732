//! A resolved part of an expression, and the conversion of operands to a common kind.

use crate::load::types;
use grove_protocol::expression::ExpressionError;
use grove_recipe::columns::ColumnKind;

use super::cast::{constant, convert};
use super::cells::{ExpressionValues, RowValues};
use super::kinds::{common, is_text, noun, written};
use super::program::{Instruction, InstructionWork};
use super::text_span::TextSpan;

/// Steps that leave one value of a kind on the stack, and the part of the text that they come from.
pub struct Operand {
    pub steps: Vec<Instruction>,
    pub kind: ColumnKind,
    pub place: TextSpan,
}

impl Operand {
    pub fn constant(value: ExpressionValues<'static>, kind: ColumnKind, place: TextSpan) -> Self {
        Self {
            steps: vec![Instruction::Constant(value)],
            kind,
            place,
        }
    }

    /// Applies an operation to the operands, of which there is at least one.
    pub fn of(operands: Vec<Operand>, work: InstructionWork, kind: ColumnKind) -> Self {
        let arguments = operands.len();
        let joined = operands.into_iter().reduce(|mut all, next| {
            all.steps.extend(next.steps);
            all.place = all.place.to(next.place);
            all
        });
        let mut all = joined.expect("every operator and function has an operand");
        all.steps.push(Instruction::Apply { work, arguments });
        Self { kind, ..all }
    }

    /// Appends one more step.
    pub fn then(mut self, work: InstructionWork, kind: ColumnKind) -> Self {
        let arguments = 1;
        self.steps.push(Instruction::Apply { work, arguments });
        self.kind = kind;
        self
    }

    /// Returns the text, if it is a literal.
    pub fn literal(&self) -> Option<&str> {
        match self.steps.as_slice() {
            [Instruction::Constant(ExpressionValues::Texts(RowValues::Same(Some(text))))] => {
                Some(text)
            }
            _ => None,
        }
    }

    /// Converts to a kind, if that loses nothing. A literal text is read as a truth value or a date if one is needed.
    /// The error uses `needed`.
    pub fn fit(
        self,
        kind: ColumnKind,
        needed: impl FnOnce() -> String,
    ) -> Result<Self, ExpressionError> {
        if self.kind == kind {
            return Ok(self);
        }
        if let (Some(text), ColumnKind::Boolean | ColumnKind::Date | ColumnKind::DateTime) =
            (self.literal(), kind)
        {
            return match read(text, kind) {
                Some(value) => Ok(Self::constant(value, kind, self.place)),
                None => Err(self.place.error(format!(
                    "{} But '{text}' cannot be read as {}.",
                    needed(),
                    noun(kind)
                ))),
            };
        }
        if common(self.kind, kind) != Some(kind) {
            let is = noun(self.kind);
            return Err(self.place.error(format!("{} But this is {is}.", needed())));
        }
        if is_text(self.kind) {
            return Ok(Self { kind, ..self });
        }
        Ok(self.then(InstructionWork::Convert(kind), kind))
    }

    /// Returns whole or decimal numbers unchanged; refuses other kinds.
    pub fn number(self, needed: impl FnOnce() -> String) -> Result<Self, ExpressionError> {
        if self.kind.is_number() {
            return Ok(self);
        }
        self.fit(ColumnKind::Integer, needed)
    }

    /// Converts to text.
    pub fn written(self) -> Self {
        if is_text(self.kind) {
            return self;
        }
        let kind = written(self.kind);
        self.then(InstructionWork::Convert(kind), kind)
    }
}

/// Reads a literal text as a constant of the kind that is needed.
fn read(text: &str, kind: ColumnKind) -> Option<ExpressionValues<'static>> {
    let value = convert(&[constant(text)], kind);
    (!value.is_missing(0)).then_some(value)
}

/// Converts all operands to their common kind; `what` needs it, as in "A comparison".
pub fn agree(
    operands: Vec<Operand>,
    what: &str,
) -> Result<(Vec<Operand>, ColumnKind), ExpressionError> {
    let mut kind = ColumnKind::Empty;
    for operand in operands
        .iter()
        .filter(|operand| operand.literal().is_none())
    {
        kind = common(kind, operand.kind).ok_or_else(|| {
            operand.place.error(format!(
                "{what} needs values of one kind. But this is {}, and the value before it is {}.",
                noun(operand.kind),
                noun(kind)
            ))
        })?;
    }
    for text in operands.iter().filter_map(Operand::literal) {
        kind = match kind {
            ColumnKind::Empty => ColumnKind::Category,
            // A literal date with a time makes the comparison one of dates with times.
            ColumnKind::Date if types::date(text.trim()).is_none() => ColumnKind::DateTime,
            other => other,
        };
    }
    let needed = || format!("{what} needs values of one kind, here {}.", noun(kind));
    let operands = operands
        .into_iter()
        .map(|operand| operand.fit(kind, needed))
        .collect::<Result<_, _>>()?;
    Ok((operands, kind))
}
