//! Turns sqlparser's tree into instructions over the table's columns. Errors have a position.

use sqlparser::ast::{
    BinaryOperator, DataType, ExactNumberInfo, Expr, Ident, TimezoneInfo, TypedString,
    UnaryOperator, Value, ValueWithSpan,
};

use crate::table::Kinds;
use grove_protocol::expression::ExpressionError;
use grove_recipe::closest::did_you_mean;
use grove_recipe::columns::ColumnKind;

use super::arithmetic::operation;
use super::cast::can_cast;
use super::cells::{ExpressionValues, RowValues, finite};
use super::kinds::{is_text, noun, written};
use super::names;
use super::operand::Operand;
use super::operators;
use super::program::{Instruction, InstructionWork};
use super::text_span::{LineIndex, TextSpan};

/// The greatest depth of a tree, apart from chains of operators. sqlparser refuses most deeper ones.
const DEPTH_AT_MOST: u32 = 64;

pub type Resolved = Result<Operand, ExpressionError>;

pub struct Resolver<'k> {
    kinds: &'k Kinds,
    pub(super) source: &'k LineIndex,
    /// The columns that were named so far.
    pub columns: Vec<String>,
    depth: u32,
}

impl<'k> Resolver<'k> {
    pub fn new(kinds: &'k Kinds, source: &'k LineIndex) -> Self {
        Self {
            kinds,
            source,
            columns: Vec::new(),
            depth: 0,
        }
    }

    pub fn resolve(&mut self, tree: &Expr) -> Resolved {
        if self.depth == DEPTH_AT_MOST {
            let place = self.source.of(tree);
            return Err(place
                .error("This is nested too deeply. Split the expression into several columns."));
        }
        self.depth += 1;
        let operand = self.part(tree);
        self.depth -= 1;
        operand
    }

    fn part(&mut self, tree: &Expr) -> Resolved {
        match tree {
            Expr::Identifier(name) => self.column(std::slice::from_ref(name)),
            Expr::CompoundIdentifier(names) => self.column(names),
            Expr::Nested(inner) => self.resolve(inner),
            Expr::Value(value) => self.literal(value, ""),
            Expr::TypedString(typed) => self.typed(typed),

            Expr::UnaryOp { op, expr } => self.unary(*op, expr),
            Expr::BinaryOp { .. } => self.chain(tree),
            Expr::IsNull(inner) => self.test(inner, operators::is_missing, false, false),
            Expr::IsNotNull(inner) => self.test(inner, operators::is_missing, false, true),
            Expr::IsTrue(inner) => self.test(inner, operators::is_true, true, false),
            Expr::IsNotTrue(inner) => self.test(inner, operators::is_true, true, true),
            Expr::IsFalse(inner) => self.test(inner, operators::is_false, true, false),
            Expr::IsNotFalse(inner) => self.test(inner, operators::is_false, true, true),
            Expr::IsUnknown(inner) => self.test(inner, operators::is_missing, true, false),
            Expr::IsNotUnknown(inner) => self.test(inner, operators::is_missing, true, true),
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let parts = std::iter::once(&**expr).chain(list);
                self.alike(parts, "IN", operators::among, *negated)
            }
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } => {
                let parts = [expr, low, high].map(|part| &**part);
                self.alike(parts, "BETWEEN", operators::between, *negated)
            }
            Expr::Like {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            } => self.like([expr, pattern], escape_char.as_deref(), false, *negated),
            Expr::ILike {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            } => self.like([expr, pattern], escape_char.as_deref(), true, *negated),
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => self.case(tree, operand.as_deref(), conditions, else_result.as_deref()),
            Expr::Cast {
                expr,
                data_type,
                format: None,
                ..
            } => self.cast(expr, data_type),
            other => self.call(other),
        }
    }

    /// Resolves a column. A name with dots is one whose header has them.
    pub(super) fn column(&mut self, parts: &[Ident]) -> Resolved {
        let spans = parts.iter().map(|part| self.source.place(part.span));
        let place = spans.reduce(TextSpan::to).unwrap_or(self.source.whole());
        let written: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
        let written = written.join(".");
        let Some((name, kind)) = names::column(&written, self.kinds) else {
            let known = self.kinds.iter().map(|(name, _)| name.as_str());
            let question = did_you_mean(&written, known);
            let mut message = format!("There is no column {written}{question}");
            if parts.iter().any(|part| part.quote_style == Some('"')) {
                message.push_str(" Double quotes enclose a name; single quotes enclose a text.");
            }
            return Err(place.error(message));
        };
        let known = self.columns.iter().position(|known| known == name);
        let index = known.unwrap_or_else(|| {
            self.columns.push(name.clone());
            self.columns.len() - 1
        });
        let kind = *kind;
        let steps = vec![Instruction::Column { index, kind }];
        Ok(Operand { steps, kind, place })
    }

    /// Resolves a number. A whole number that does not fit 64 bits becomes a decimal.
    fn literal(&self, value: &ValueWithSpan, sign: &str) -> Resolved {
        let place = self.source.place(value.span);
        let (cells, kind) = match &value.value {
            Value::Number(digits, _) => {
                let digits = format!("{sign}{digits}");
                if let Ok(whole) = digits.parse() {
                    (
                        ExpressionValues::Integers(RowValues::Same(Some(whole))),
                        ColumnKind::Integer,
                    )
                } else if let Some(number) = digits.parse().ok().and_then(finite) {
                    (
                        ExpressionValues::Decimals(RowValues::Same(Some(number))),
                        ColumnKind::Decimal,
                    )
                } else {
                    return Err(place.error("This number is too large."));
                }
            }
            Value::SingleQuotedString(text) => (
                ExpressionValues::Texts(RowValues::Same(Some(text.clone().into()))),
                ColumnKind::Category,
            ),
            Value::Boolean(truth) => (
                ExpressionValues::Truths(RowValues::Same(Some(*truth))),
                ColumnKind::Boolean,
            ),
            Value::Null => (ExpressionValues::Missing, ColumnKind::Empty),
            other => return Err(place.unsupported(other)),
        };
        Ok(Operand::constant(cells, kind, place))
    }

    /// Resolves DATE '…' and TIMESTAMP '…'.
    fn typed(&self, typed: &TypedString) -> Resolved {
        let operand = self.literal(&typed.value, "")?;
        match kind_of(&typed.data_type) {
            Some(kind) if kind.is_date() => {
                operand.fit(kind, || format!("{} needs a date.", typed.data_type))
            }
            _ => Err(operand.place.unsupported(&typed.data_type)),
        }
    }

    fn unary(&mut self, operator: UnaryOperator, inner: &Expr) -> Resolved {
        match (operator, inner) {
            (UnaryOperator::Minus, Expr::Value(value))
                if matches!(value.value, Value::Number(..)) =>
            {
                self.literal(value, "-")
            }
            (UnaryOperator::Minus | UnaryOperator::Plus, _) => {
                let operand = self
                    .resolve(inner)?
                    .number(|| format!("{operator} needs a number."))?;
                let kind = operand.kind;
                Ok(match operator {
                    UnaryOperator::Minus => {
                        operand.then(InstructionWork::Call(operators::negate), kind)
                    }
                    _ => operand,
                })
            }
            (UnaryOperator::Not, _) => {
                let needed = || "NOT needs a condition that is true or false.".to_owned();
                let operand = self.resolve(inner)?.fit(ColumnKind::Boolean, needed)?;
                Ok(operand.then(InstructionWork::Call(operators::not), ColumnKind::Boolean))
            }
            _ => Err(self.source.of(inner).unsupported(operator)),
        }
    }

    /// Resolves a chain of operators of the same precedence, which are left-associative, without recursion.
    fn chain(&mut self, tree: &Expr) -> Resolved {
        let mut first = tree;
        let mut rest: Vec<(&BinaryOperator, &Expr)> = Vec::new();
        while let Expr::BinaryOp { left, op, right } = first {
            rest.push((op, right));
            first = left;
        }
        let mut value = self.resolve(first)?;
        for (operator, right) in rest.into_iter().rev() {
            let right = self.resolve(right)?;
            value = operation(value, operator, right)?;
        }
        Ok(value)
    }

    pub(super) fn all<'e>(
        &mut self,
        parts: impl IntoIterator<Item = &'e Expr>,
    ) -> Result<Vec<Operand>, ExpressionError> {
        parts.into_iter().map(|part| self.resolve(part)).collect()
    }

    fn cast(&mut self, inner: &Expr, to: &DataType) -> Resolved {
        let operand = self.resolve(inner)?;
        let Some(to) = kind_of(to) else {
            return Err(operand.place.error(format!(
                "A cast to {to} is not supported. The types are INTEGER, DOUBLE, TEXT, BOOLEAN, DATE and TIMESTAMP, without lengths."
            )));
        };
        let to = if is_text(to) {
            written(operand.kind)
        } else {
            to
        };
        if !can_cast(operand.kind, to) {
            return Err(operand.place.error(format!(
                "This is {}, and cannot be cast to {}.",
                noun(operand.kind),
                noun(to)
            )));
        }
        Ok(operand.then(InstructionWork::Convert(to), to))
    }
}

/// Returns the kind for a type of SQL.
fn kind_of(data_type: &DataType) -> Option<ColumnKind> {
    const PLAIN: ExactNumberInfo = ExactNumberInfo::None;
    match data_type {
        DataType::Int(None)
        | DataType::Integer(None)
        | DataType::BigInt(None)
        | DataType::Int8(None)
        | DataType::Int64 => Some(ColumnKind::Integer),
        DataType::Double(PLAIN)
        | DataType::Float(PLAIN)
        | DataType::Decimal(PLAIN)
        | DataType::Numeric(PLAIN)
        | DataType::DoublePrecision
        | DataType::Real
        | DataType::Float8
        | DataType::Float64 => Some(ColumnKind::Decimal),
        DataType::Text | DataType::Varchar(None) | DataType::String(None) => Some(ColumnKind::Text),
        DataType::Boolean | DataType::Bool => Some(ColumnKind::Boolean),
        DataType::Date => Some(ColumnKind::Date),
        DataType::Timestamp(None, TimezoneInfo::None) | DataType::Datetime(None) => {
            Some(ColumnKind::DateTime)
        }
        _ => None,
    }
}
