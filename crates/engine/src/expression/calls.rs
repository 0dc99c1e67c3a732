//! Resolves function calls, including those with a syntax of their own in SQL.

use sqlparser::ast::{
    CeilFloorKind, DateTimeField, Expr, Function as Call, FunctionArg, FunctionArgExpr,
    FunctionArguments, ObjectNamePart, TrimWhereField,
};

use crate::load::types;
use grove_protocol::expression::ExpressionError;
use grove_recipe::closest::did_you_mean;
use grove_recipe::columns::ColumnKind;

use super::cast::constant;
use super::functions::{AGGREGATES, Function, Gives, Takes, find, names as functions};
use super::kinds::{common, noun, written};
use super::operand::{Operand, agree};
use super::program::InstructionWork;
use super::resolve::{Resolved, Resolver};
use super::text_span::TextSpan;

impl Resolver<'_> {
    pub(super) fn call(&mut self, tree: &Expr) -> Resolved {
        match tree {
            Expr::Function(call) => self.named(call),
            Expr::Floor { expr, field } => self.rounded("FLOOR", expr, field),
            Expr::Ceil { expr, field } => self.rounded("CEIL", expr, field),
            Expr::Position { expr, r#in } => {
                let part = self.resolve(expr)?;
                let text = self.resolve(r#in)?;
                let place = part.place;
                apply("STRPOS", vec![text, part], place)
            }
            Expr::Substring {
                expr,
                substring_from,
                substring_for,
                ..
            } => {
                let parts = [Some(expr), substring_from.as_ref(), substring_for.as_ref()];
                self.words("SUBSTRING", parts.into_iter().flatten().map(|part| &**part))
            }
            Expr::Trim {
                expr,
                trim_where,
                trim_what,
                trim_characters: None,
            } => {
                let characters = match trim_what {
                    Some(what) => Some(self.resolve(what)?),
                    None => None,
                };
                let text = self.resolve(expr)?;
                let place = text.place;
                let name = match trim_where {
                    Some(TrimWhereField::Leading) => "LTRIM",
                    Some(TrimWhereField::Trailing) => "RTRIM",
                    Some(TrimWhereField::Both) | None => "TRIM",
                };
                apply(
                    name,
                    std::iter::once(text).chain(characters).collect(),
                    place,
                )
            }
            Expr::Extract { field, expr, .. } => {
                let name = match field {
                    DateTimeField::Year => "YEAR",
                    DateTimeField::Month => "MONTH",
                    DateTimeField::Day => "DAY",
                    DateTimeField::Hour => "HOUR",
                    DateTimeField::Minute => "MINUTE",
                    DateTimeField::Second => "SECOND",
                    other => {
                        let place = self.source.of(&**expr);
                        return Err(place.error(format!(
                            "EXTRACT knows YEAR, MONTH, DAY, HOUR, MINUTE and SECOND, and not {other}."
                        )));
                    }
                };
                self.words(name, [&**expr])
            }
            other => {
                let what = construct(other);
                Err(self.source.of(other).unsupported(what))
            }
        }
    }

    fn rounded(&mut self, name: &str, part: &Expr, field: &CeilFloorKind) -> Resolved {
        match field {
            CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => self.words(name, [part]),
            CeilFloorKind::DateTimeField(field) => {
                let place = self.source.of(part);
                Err(place.unsupported(format!("{name} to {field}")))
            }
            CeilFloorKind::Scale(scale) => {
                let place = self.source.place(scale.span);
                Err(place.error(format!("{name} takes 1 value, but 2 are given: {name}(x).")))
            }
        }
    }

    /// Resolves a function with a syntax of its own in SQL, whose name has no position.
    fn words<'e>(&mut self, name: &str, parts: impl IntoIterator<Item = &'e Expr>) -> Resolved {
        let operands = self.all(parts)?;
        let places = operands.iter().map(|operand| operand.place);
        let place = places.reduce(TextSpan::to).unwrap_or(self.source.whole());
        apply(name, operands, place)
    }

    fn named(&mut self, call: &Call) -> Resolved {
        // sqlparser treats a few words as functions without parentheses; here they are column names.
        if let (FunctionArguments::None, [ObjectNamePart::Identifier(name)]) =
            (&call.args, call.name.0.as_slice())
        {
            return self.column(std::slice::from_ref(name));
        }
        let place = self.source.of(&call.name);
        let name = call.name.to_string();
        let aggregate = AGGREGATES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(&name));
        if let Some((name, instead)) = aggregate {
            return Err(place.error(format!(
                "{name} is computed over many rows, and an expression over one row at a time.{instead}"
            )));
        }
        if find(&name).is_none() {
            let question = did_you_mean(&name, functions());
            return Err(place.error(format!("There is no function {name}{question}")));
        }
        let clause = if call.over.is_some() {
            Some("OVER (a window)")
        } else if call.filter.is_some() {
            Some("FILTER")
        } else if call.null_treatment.is_some() || !call.within_group.is_empty() {
            Some("What follows this call")
        } else if !matches!(call.parameters, FunctionArguments::None) {
            Some("A second list of values")
        } else {
            None
        };
        if let Some(clause) = clause {
            return Err(place.unsupported(clause));
        }
        let mut operands = Vec::new();
        if let FunctionArguments::List(list) = &call.args {
            if list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
                return Err(place.unsupported("A clause such as DISTINCT or ORDER BY"));
            }
            for argument in &list.args {
                let FunctionArg::Unnamed(FunctionArgExpr::Expr(part)) = argument else {
                    return Err(place.unsupported("A * or a name for a value"));
                };
                operands.push(self.resolve(part)?);
            }
        } else if let FunctionArguments::Subquery(_) = &call.args {
            return Err(place.unsupported("A query"));
        }
        apply(&name, operands, place)
    }
}

/// Names the construct of SQL that is not supported here.
fn construct(tree: &Expr) -> &'static str {
    match tree {
        Expr::Interval(_) => "INTERVAL (add a number of days instead, as in day + 7)",
        Expr::Subquery(_) | Expr::InSubquery { .. } | Expr::Exists { .. } => "A query",
        Expr::AnyOp { .. } | Expr::AllOp { .. } => "ANY or ALL",
        Expr::IsDistinctFrom(..) | Expr::IsNotDistinctFrom(..) => "IS DISTINCT FROM",
        Expr::SimilarTo { .. } | Expr::RLike { .. } => "A regular expression",
        Expr::AtTimeZone { .. } => "A time zone",
        Expr::Collate { .. } => "COLLATE",
        Expr::Tuple(_) => "A list of values outside of IN",
        Expr::Array(_) | Expr::CompoundFieldAccess { .. } => "An array or a field of a value",
        Expr::Wildcard(_) | Expr::QualifiedWildcard(..) => "*",
        Expr::Cast { .. } => "A cast with a FORMAT",
        Expr::Convert { .. } => "CONVERT (use CAST)",
        Expr::Overlay { .. } => "OVERLAY",
        Expr::Like { .. } | Expr::ILike { .. } => "LIKE ANY",
        _ => "This",
    }
}

/// Resolves the call of the function of this name, whose arguments must fit its parameters.
fn apply(name: &str, operands: Vec<Operand>, place: TextSpan) -> Resolved {
    let Some(function) = find(name) else {
        return Err(place.error(format!("There is no function {name}.")));
    };
    check_count(function, operands.len(), place)?;
    let place = operands
        .iter()
        .fold(place, |place, operand| place.to(operand.place));
    let mut texts = ColumnKind::Category;
    let mut date = ColumnKind::Date;
    let mut alike = Vec::new();
    let mut others = Vec::new();
    for (operand, takes) in operands
        .into_iter()
        .zip((0..).map_while(|at| function.takes(at)))
    {
        if matches!(takes, Takes::Text | Takes::Written) {
            texts = common(texts, written(operand.kind)).unwrap_or(ColumnKind::Text);
        }
        match takes {
            Takes::Any => alike.push(operand),
            Takes::Number => alike.push(operand.number(|| format!("{name} needs a number."))?),
            other => {
                let operand = fit(operand, other, function)?;
                if operand.kind.is_date() {
                    date = operand.kind;
                }
                others.push(operand);
            }
        }
    }
    // In every function's list, parameters of the same kind come before the others.
    let (mut operands, kind) = agree(alike, function.name)?;
    operands.extend(others);
    let kind = match function.gives {
        Gives::Integer => ColumnKind::Integer,
        Gives::Decimal => ColumnKind::Decimal,
        Gives::Boolean => ColumnKind::Boolean,
        Gives::Text => texts,
        Gives::Common => kind,
        Gives::Date => date,
    };
    let operand = Operand::of(operands, InstructionWork::Call(function.run), kind);
    Ok(Operand { place, ..operand })
}

fn check_count(function: &Function, given: usize, place: TextSpan) -> Result<(), ExpressionError> {
    let most = function.takes.len();
    if given >= function.required && (given <= most || function.repeats) {
        return Ok(());
    }
    let values = |count: usize| if count == 1 { "value" } else { "values" };
    let wanted = if function.repeats {
        format!(
            "at least {} {}",
            function.required,
            values(function.required)
        )
    } else if function.required == most {
        format!("{most} {}", values(most))
    } else {
        format!("{} or {most} values", function.required)
    };
    let are = if given == 1 { "is" } else { "are" };
    Err(place.error(format!(
        "{} takes {wanted}, but {given} {are} given: {}.",
        function.name, function.signature
    )))
}

/// Converts an operand to what a function takes in this place.
fn fit(operand: Operand, takes: Takes, function: &Function) -> Resolved {
    let Function {
        name, signature, ..
    } = function;
    let needed = |what| move || format!("{name} needs {what} here: {signature}.");
    match takes {
        Takes::Any | Takes::Number => Ok(operand),
        Takes::Decimal => operand.fit(ColumnKind::Decimal, needed("a number")),
        Takes::Integer => operand.fit(ColumnKind::Integer, needed("a whole number")),
        Takes::Text => operand.fit(ColumnKind::Text, needed("a text")),
        Takes::Written => Ok(operand.written()),
        Takes::Moment => operand.fit(ColumnKind::DateTime, needed("a date")),
        Takes::Date if operand.kind == ColumnKind::DateTime => Ok(operand),
        Takes::Date => {
            let has_time = |text: &str| types::date(text.trim()).is_none();
            let kind = match operand.literal() {
                Some(text) if has_time(text) => ColumnKind::DateTime,
                _ => ColumnKind::Date,
            };
            operand.fit(kind, needed("a date"))
        }
        Takes::Clock if operand.kind == ColumnKind::Date => Err(operand.place.error(format!(
            "{name} needs a date with a time, but this is {}.",
            noun(operand.kind)
        ))),
        Takes::Clock => operand.fit(ColumnKind::DateTime, needed("a date with a time")),
        Takes::Unit(units) => {
            let unit = operand.literal().unwrap_or_default().trim().to_lowercase();
            if units.contains(&unit.as_str()) {
                return Ok(Operand::constant(
                    constant(&unit),
                    ColumnKind::Category,
                    operand.place,
                ));
            }
            let list: Vec<String> = units.iter().map(|unit| format!("'{unit}'")).collect();
            Err(operand
                .place
                .error(format!("{name} needs one of {} here.", list.join(", "))))
        }
    }
}
