//! Resolves conditions and CASE.

use sqlparser::ast::{CaseWhen, Expr};

use grove_recipe::columns::ColumnKind;

use super::cells::ExpressionValues;
use super::operand::{Operand, agree};
use super::operators;
use super::program::{InstructionWork, Kernel};
use super::resolve::{Resolved, Resolver};

impl Resolver<'_> {
    pub(super) fn test(
        &mut self,
        inner: &Expr,
        run: Kernel,
        of_truth: bool,
        negated: bool,
    ) -> Resolved {
        let mut operand = self.resolve(inner)?;
        if of_truth {
            let needed =
                || "IS TRUE and IS FALSE need a condition that is true or false.".to_owned();
            operand = operand.fit(ColumnKind::Boolean, needed)?;
        }
        Ok(negate(
            operand.then(InstructionWork::Call(run), ColumnKind::Boolean),
            negated,
        ))
    }

    /// Resolves a test of values of one kind.
    pub(super) fn alike<'e>(
        &mut self,
        parts: impl IntoIterator<Item = &'e Expr>,
        what: &str,
        run: Kernel,
        negated: bool,
    ) -> Resolved {
        let (operands, _) = agree(self.all(parts)?, what)?;
        let operand = Operand::of(operands, InstructionWork::Call(run), ColumnKind::Boolean);
        Ok(negate(operand, negated))
    }

    pub(super) fn like(
        &mut self,
        parts: [&Expr; 2],
        escape: Option<&Expr>,
        any_case: bool,
        negated: bool,
    ) -> Resolved {
        let needed = || "LIKE needs texts.".to_owned();
        let operands = self
            .all(parts)?
            .into_iter()
            .map(|operand| operand.fit(ColumnKind::Text, needed))
            .collect::<Result<Vec<_>, _>>()?;
        let escape = match escape {
            None => None,
            Some(part) => {
                let operand = self.resolve(part)?;
                let mut letters = operand.literal().unwrap_or_default().chars();
                let (Some(letter), None) = (letters.next(), letters.next()) else {
                    return Err(operand
                        .place
                        .error("ESCAPE needs one character in single quotes."));
                };
                Some(letter)
            }
        };
        let work = InstructionWork::Like { any_case, escape };
        Ok(negate(
            Operand::of(operands, work, ColumnKind::Boolean),
            negated,
        ))
    }

    pub(super) fn case(
        &mut self,
        tree: &Expr,
        operand: Option<&Expr>,
        cases: &[CaseWhen],
        otherwise: Option<&Expr>,
    ) -> Resolved {
        let place = self.source.of(tree);
        let of = operand.is_some();
        let mut tests = self.all(operand)?;
        let mut results = Vec::new();
        for case in cases {
            tests.push(self.resolve(&case.condition)?);
            results.push(self.resolve(&case.result)?);
        }
        results.push(match otherwise {
            Some(otherwise) => self.resolve(otherwise)?,
            None => Operand::constant(ExpressionValues::Missing, ColumnKind::Empty, place),
        });
        let tests = if of {
            agree(tests, "CASE")?.0
        } else {
            let needed = || "WHEN needs a condition that is true or false.".to_owned();
            let fitted = tests
                .into_iter()
                .map(|test| test.fit(ColumnKind::Boolean, needed));
            fitted.collect::<Result<_, _>>()?
        };
        let (results, kind) = agree(results, "The result of CASE")?;
        let mut tests = tests.into_iter();
        let mut operands: Vec<Operand> = tests.by_ref().take(usize::from(of)).collect();
        for result in results {
            operands.extend(tests.next());
            operands.push(result);
        }
        let run: Kernel = if of {
            operators::case_of
        } else {
            operators::case
        };
        let operand = Operand::of(operands, InstructionWork::Call(run), kind);
        Ok(Operand { place, ..operand })
    }
}

fn negate(operand: Operand, negated: bool) -> Operand {
    if negated {
        operand.then(InstructionWork::Call(operators::not), ColumnKind::Boolean)
    } else {
        operand
    }
}
