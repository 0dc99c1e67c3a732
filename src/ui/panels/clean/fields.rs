//! The form of a step: a field for each parameter of its operation.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::editor::{OperationParameter, STEPS, StepEditor};
use super::expression::expression_field;
use super::merges::merges;
use crate::ui::state::State;
use crate::ui::widgets::declares::Declares;
use crate::ui::widgets::field::framed;
use crate::ui::widgets::parameter::field;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::columns::ColumnKind;
use grove_recipe::parameters::{
    CASE, CAST_KIND, Choice, DERIVED_COLUMN, FILL_STRATEGY, FILL_WITH, IQR_FACTOR, NEW_NAME,
    OUTLIER_ACTION, OUTLIER_METHOD, REPLACEMENT, Real, TO_REPLACE, Text, WITHIN, Z_SCORE,
};
use grove_recipe::{FillStrategy, KnownColumn, Operation, OutlierMethod};

/// The field of an edit of an expression: letter after letter is one step to undo.
const TYPED: &str = "expression";

pub fn fields(editor: &StepEditor, state: &State, place: usize) -> Html {
    let Some(operation) = editor.operation(place) else {
        return html! {};
    };
    let form = StepForm {
        editor,
        place,
        known: editor.known(place),
    };
    match operation {
        Operation::DropColumns { columns } => form.columns(columns, "", any),
        Operation::RenameColumn { column, name } => html! {
            <>
                { form.column(column, any) }
                { form.text(&NEW_NAME, name, |o| match o {
                    Operation::RenameColumn { name, .. } => Some(name),
                    _ => None,
                }) }
            </>
        },
        Operation::Cast { columns, kind } => html! {
            <>
                { form.field(&CAST_KIND, *kind, |o| match o {
                    Operation::Cast { kind, .. } => Some(kind),
                    _ => None,
                }) }
                { form.columns(columns, "", any) }
            </>
        },
        Operation::Trim { columns } => form.columns(columns, ALL_TEXTS, is_text),
        Operation::ChangeCase { columns, case } => html! {
            <>
                { form.field(&CASE, *case, |o| match o {
                    Operation::ChangeCase { case, .. } => Some(case),
                    _ => None,
                }) }
                { form.columns(columns, ALL_TEXTS, is_text) }
            </>
        },
        Operation::Replace {
            columns,
            to_replace,
            within,
            value,
        } => html! {
            <>
                { form.text(&TO_REPLACE, to_replace, |o| match o {
                    Operation::Replace { to_replace, .. } => Some(to_replace),
                    _ => None,
                }) }
                { form.text(&REPLACEMENT, value, |o| match o {
                    Operation::Replace { value, .. } => Some(value),
                    _ => None,
                }) }
                { form.field(&WITHIN, *within, |o| match o {
                    Operation::Replace { within, .. } => Some(within),
                    _ => None,
                }) }
                { form.columns(columns, "None chosen: every column that could hold it.", any) }
            </>
        },
        Operation::MergeCategories {
            column,
            merges: confirmed,
        } => html! {
            <>
                { form.column(column, is_text) }
                { merges(editor, state, place, column, confirmed) }
            </>
        },
        Operation::Filter { condition } => expression_field(
            "Keep rows where",
            "An SQL condition, such as fare > 0 AND payment IS NOT NULL.",
            condition,
            &form.known,
            editor.changed(TYPED, place, |o| match o {
                Operation::Filter { condition } => Some(condition),
                _ => None,
            }),
        ),
        Operation::DropDuplicates { columns } => form.columns(
            columns,
            "None chosen: rows must be equal in every column.",
            any,
        ),
        Operation::Outliers {
            columns,
            method,
            iqr_factor,
            z_score,
            action,
        } => html! {
            <>
                { form.field(&OUTLIER_METHOD, *method, |o| match o {
                    Operation::Outliers { method, .. } => Some(method),
                    _ => None,
                }) }
                if *method == OutlierMethod::Iqr {
                    { form.field(&IQR_FACTOR, *iqr_factor, |o| match o {
                        Operation::Outliers { iqr_factor, .. } => Some(iqr_factor),
                        _ => None,
                    }) }
                } else {
                    { form.field(&Z_SCORE, *z_score, |o| match o {
                        Operation::Outliers { z_score, .. } => Some(z_score),
                        _ => None,
                    }) }
                }
                { form.field(&OUTLIER_ACTION, *action, |o| match o {
                    Operation::Outliers { action, .. } => Some(action),
                    _ => None,
                }) }
                { form.columns(columns, "None chosen: every column of numbers but the target.", is_number) }
            </>
        },
        Operation::FillMissing {
            columns,
            strategy,
            fill_value,
        } => html! {
            <>
                { form.field(&FILL_STRATEGY, *strategy, |o| match o {
                    Operation::FillMissing { strategy, .. } => Some(strategy),
                    _ => None,
                }) }
                if *strategy == FillStrategy::Constant {
                    { form.text(&FILL_WITH, fill_value, |o| match o {
                        Operation::FillMissing { fill_value, .. } => Some(fill_value),
                        _ => None,
                    }) }
                }
                { form.columns(columns, "None chosen: every column that it suits but the target.", any) }
            </>
        },
        Operation::Derive { column, expression } => html! {
            <>
                { form.text(&DERIVED_COLUMN, column, |o| match o {
                    Operation::Derive { column, .. } => Some(column),
                    _ => None,
                }) }
                { expression_field(
                    "Expression",
                    "SQL over the columns, such as tip / fare > 0.2. What has no answer is missing.",
                    expression,
                    &form.known,
                    editor.changed(TYPED, place, |o| match o {
                        Operation::Derive { expression, .. } => Some(expression),
                        _ => None,
                    }),
                ) }
            </>
        },
    }
}

const ALL_TEXTS: &str = "None chosen: every column of text.";

fn any(_: ColumnKind) -> bool {
    true
}

fn is_text(kind: ColumnKind) -> bool {
    kind.is_text()
}

fn is_number(kind: ColumnKind) -> bool {
    kind.is_number()
}

/// Under which name changes are one step to undo: each choice is one of its own, a number is typed digit after digit.
trait Steady {
    fn step(&self) -> &'static str;
}

impl<T> Steady for Choice<T> {
    fn step(&self) -> &'static str {
        STEPS
    }
}

impl Steady for Real {
    fn step(&self) -> &'static str {
        self.name
    }
}

struct StepForm<'a> {
    editor: &'a StepEditor,
    place: usize,
    known: Vec<KnownColumn>,
}

impl StepForm<'_> {
    fn field<T: Copy + 'static, D: Declares<T> + Steady>(
        &self,
        declared: &'static D,
        value: T,
        parameter: OperationParameter<T>,
    ) -> Html {
        let changed = self.editor.changed(declared.step(), self.place, parameter);
        field(declared, &value, changed)
    }

    fn text(
        &self,
        declared: &'static Text,
        value: &String,
        parameter: OperationParameter<String>,
    ) -> Html {
        let changed = self.editor.changed(STEPS, self.place, parameter);
        field(declared, value, changed)
    }

    /// The columns that suit, and those whose kind only a run can tell.
    fn suitable(&self, suits: fn(ColumnKind) -> bool) -> impl Iterator<Item = &String> {
        let known = self.known.iter();
        known
            .filter(move |(_, kind)| kind.is_none_or(suits))
            .map(|(name, _)| name)
    }

    fn column(&self, chosen: &str, suits: fn(ColumnKind) -> bool) -> Html {
        let names: Vec<String> = self.suitable(suits).cloned().collect();
        let entries: Vec<SelectEntry> = names
            .iter()
            .map(|name| SelectEntry {
                value: name.clone().into(),
                disabled: false,
            })
            .collect();
        let place = names.iter().position(|name| name == chosen);
        let changed = self.editor.changed(STEPS, self.place, |o| match o {
            Operation::RenameColumn { column, .. } | Operation::MergeCategories { column, .. } => {
                Some(column)
            }
            _ => None,
        });
        let onchoose = Callback::from(move |index: usize| {
            if let Some(name) = names.get(index) {
                changed.emit(name.clone());
            }
        });
        let id = "parameter-column";
        let control = html! { <Select {id} testid={id} {entries} chosen={place} {onchoose} /> };
        framed(id, &"Column".into(), &"".into(), None, control)
    }

    /// Boxes to tick; columns that are not there any more can be taken back.
    fn columns(
        &self,
        chosen: &[String],
        help: &'static str,
        suits: fn(ColumnKind) -> bool,
    ) -> Html {
        let names: Vec<&String> = self.suitable(suits).collect();
        let gone = chosen.iter().filter(|name| !names.contains(name));
        let names: Vec<&String> = names.iter().copied().chain(gone).collect();
        let tick = |name: &String| {
            let (name, editor, place) = (name.clone(), self.editor.clone(), self.place);
            move |event: Event| {
                let on = event.target_unchecked_into::<HtmlInputElement>().checked();
                editor.edit(STEPS, |steps| {
                    let operation = steps.get_mut(place).map(|step| &mut step.operation);
                    if let Some(columns) = operation.and_then(Operation::columns_mut) {
                        columns.retain(|known| *known != name);
                        if on {
                            columns.push(name.clone());
                        }
                    }
                });
            }
        };
        html! {
            <fieldset class="ticks form-wide">
                <legend class="field-label">{ "Columns" }</legend>
                if !help.is_empty() {
                    <p class="field-help">{ help }</p>
                }
                <ul class="tick-list">
                    { for names.into_iter().map(|name| html! {
                        <li key={name.clone()}>
                            <label class="check">
                                <input type="checkbox" data-step-column={name.clone()} checked={chosen.contains(name)} onchange={tick(name)} />
                                <span class="check-name">{ name }</span>
                            </label>
                        </li>
                    }) }
                </ul>
            </fieldset>
        }
    }
}
