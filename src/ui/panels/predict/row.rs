//! One row as a form: a field for each column that the model needs, and the answer at once.

use std::rc::Rc;

use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, TargetCast, component, html, use_effect_with, use_state};

use super::anatomy::Anatomy;
use super::why::Why;
use crate::ui::charts::bar::bar;
use crate::ui::charts::number::{counted, fixed, significant};
use crate::ui::page::use_page;
use crate::ui::panels::PanelProps;
use crate::ui::widgets::field::described_by;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::calls::RowSource;
use grove_protocol::report::{PredictedRow, RowField, RowForm as Form};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::order::sort_by;
use grove_recipe::stage::Stage;

/// Up to so many values are a list to choose from.
const CHOICES: usize = 20;
/// The most classes in an answer.
const CLASSES: usize = 10;

/// A form as it is filled.
#[derive(PartialEq)]
struct Filled {
    form: Form,
    values: Vec<String>,
}

type Answer = Result<PredictedRow, StageError>;

#[component]
pub fn RowForm(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let filled = use_state(|| None::<Rc<Filled>>);
    let answer = use_state(|| None::<Answer>);
    let ask = {
        let (page, filled, answer) = (page.clone(), filled.setter(), answer.setter());
        Callback::from(move |now: Rc<Filled>| {
            let answer = answer.clone();
            let then = Callback::from(move |answered| answer.set(Some(answered)));
            page.client().predict_row(named(&now), then);
            filled.set(Some(now));
        })
    };
    let fill = {
        let (page, ask) = (page.clone(), ask.clone());
        Callback::from(move |row: RowSource| {
            let ask = ask.clone();
            let then = Callback::from(move |form: Form| {
                let values = form.fields.iter();
                let values = values.map(|field| field.value.clone().unwrap_or_default());
                let values = values.collect();
                ask.emit(Rc::new(Filled { form, values }));
            });
            page.client().describe_row(row, then);
        })
    };
    {
        // Another model asks for other columns.
        let wanted = state.row_taken;
        let fill = fill.clone();
        let trained = state.finished(Stage::Evaluate);
        let model = state.model.answer.as_ref().map(Rc::as_ptr);
        let model = (model, trained.map(|trained| Rc::as_ptr(&trained.report)));
        use_effect_with((model, wanted), move |_| {
            fill.emit(wanted.map_or(RowSource::Typical, RowSource::Number));
        });
    }
    let taken = use_state(|| 0u32);
    let Some(now) = &*filled else {
        return html! {};
    };
    let typical = {
        let fill = fill.clone();
        move |_| fill.emit(RowSource::Typical)
    };
    let take = {
        let (next, rows) = (*taken, now.form.rows.max(1));
        move |_| {
            taken.set((next + 1) % rows);
            fill.emit(RowSource::Place(next));
        }
    };
    let wrong = match &*answer {
        Some(Err(error)) => error.column.as_deref(),
        _ => None,
    };
    let fields = now.form.fields.iter().enumerate().map(|(place, field)| {
        let (ask, now) = (ask.clone(), Rc::clone(now));
        let value = now.values.get(place).cloned().unwrap_or_default();
        let onvalue = Callback::from(move |value: String| {
            let mut values = now.values.clone();
            values[place] = value;
            let form = now.form.clone();
            ask.emit(Rc::new(Filled { form, values }));
        });
        self::field(place, field, value, wrong == Some(&*field.name), &onvalue)
    });
    html! {
        <section class="row-form" aria-labelledby="row-title" data-testid="row-form">
            <h2 class="section-title" id="row-title">{ "2. One row" }</h2>
            <p class="section-note" data-testid="row-source" data-row={now.form.row.map(|row| row.to_string())}>{ source(&now.form) }</p>
            <div class="button-row">
                if now.form.rows > 0 {
                    <button type="button" class="button" data-testid="row-take" onclick={take}>{ "Take a row of the table" }</button>
                }
                <button type="button" class="button button-quiet" data-testid="row-typical" onclick={typical}>{ "Typical values" }</button>
            </div>
            <div class="panel-body">
                <div class="panel-pictures form"><div class="form-fields row-fields">{ for fields }</div></div>
                <div class="panel-parameters" aria-live="polite">
                    { match &*answer {
                        Some(Ok(answer)) => said(&now.form, answer),
                        Some(Err(error)) => html! {
                            <p class="field-message" data-testid="row-error">{ "✕ " }{ &error.problem }{ " " }{ &error.advice }</p>
                        },
                        None => html! {},
                    } }
                </div>
                if let Some(Ok(answer)) = &*answer {
                    <Why values={Rc::new(named(now))} answer={answer.clone()} />
                }
            </div>
            if let Some(Ok(answer)) = &*answer {
                <Anatomy values={Rc::new(named(now))} answer={answer.clone()} own={state.model.answer.is_none()} />
            }
        </section>
    }
}

/// Returns the columns with their values.
fn named(now: &Filled) -> Vec<(String, String)> {
    let names = now.form.fields.iter().map(|field| field.name.clone());
    names.zip(now.values.iter().cloned()).collect()
}

/// Says where the values come from.
fn source(form: &Form) -> String {
    let fields = counted(form.fields.len() as u32, "column", "columns");
    match (form.row, &form.actual) {
        (None, _) => [
            "The model needs ",
            &fields,
            ". They are filled with typical values of the training data; change any of them. An empty field is a missing value.",
        ]
        .concat(),
        (Some(row), actual) => {
            let actual = actual.as_deref().unwrap_or("missing");
            let row = row.to_string();
            ["Row ", &row, " of the table, whose ", &form.target, " is ", actual, "."].concat()
        }
    }
}

fn field(
    place: usize,
    field: &RowField,
    value: String,
    is_wrong: bool,
    onvalue: &Callback<String>,
) -> Html {
    let id = ["row-field-", &place.to_string()].concat();
    let help = match (&field.range, value.is_empty()) {
        (_, true) => "missing".to_string(),
        (Some((least, most)), _) => [least, " to ", most, " in training"].concat(),
        (None, _) => String::new(),
    };
    let testid = ["row-", &field.name].concat();
    let chosen = field.values.iter().position(|known| *known == value);
    let is_choice = field.all_values && field.values.len() <= CHOICES;
    let control = if is_choice && (chosen.is_some() || value.is_empty()) {
        let entry = |value: &str| SelectEntry {
            value: value.to_string().into(),
            disabled: false,
        };
        let known = field.values.iter().map(|value| entry(value));
        let entries: Vec<SelectEntry> = std::iter::once(entry("(missing)")).chain(known).collect();
        let (values, onvalue) = (field.values.clone(), onvalue.clone());
        let onchoose = Callback::from(move |place: usize| {
            let value = place.checked_sub(1).and_then(|place| values.get(place));
            onvalue.emit(value.cloned().unwrap_or_default());
        });
        let described_by = described_by(&id, false);
        html! { <Select id={id.clone()} {testid} {entries} {described_by} chosen={Some(chosen.map_or(0, |place| place + 1))} {onchoose} /> }
    } else {
        let oninput = onvalue
            .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
        let list = (!field.values.is_empty()).then(|| [&id, "-values"].concat());
        let kind = match field.kind {
            ColumnKind::Integer | ColumnKind::Decimal => "number",
            ColumnKind::Date => "date",
            _ => "text",
        };
        html! {
            <>
                <input class="control" type={kind} step="any" autocomplete="off" spellcheck="false" id={id.clone()} data-testid={testid}
                    value={value.clone()} list={list.clone()} aria-invalid={is_wrong.to_string()} aria-describedby={described_by(&id, false)} {oninput} />
                if list.is_some() {
                    <datalist id={list}>{ for field.values.iter().map(|value| html! { <option value={value.clone()} /> }) }</datalist>
                }
            </>
        }
    };
    html! {
        <div class="field">
            <label class="field-label" for={id.clone()}>{ &field.name }</label>
            { control }
            <p class="field-help" id={described_by(&id, false)}>{ help }</p>
        </div>
    }
}

/// Shows what the model says of the row.
fn said(form: &Form, answer: &PredictedRow) -> Html {
    let (prediction, more) = match answer.value {
        Some(value) => {
            let within = answer.interval.map(|(low, high)| {
                let (low, high) = (significant(low, 3), significant(high, 3));
                let words = ["nine of ten such rows lie from ", &low, " to ", &high];
                html! { <p class="section-note">{ words.concat() }</p> }
            });
            (significant(value, 3), within.unwrap_or_default())
        }
        None => {
            let class = answer.classes.get(answer.class as usize);
            let name = class.map_or(String::new(), |(name, _)| name.clone());
            (name, shares(answer))
        }
    };
    html! {
        <div class="card row-answer" data-testid="row-answer" data-prediction={answer.value.map_or(prediction.clone(), |value| value.to_string())}>
            <p class="field-label">{ &form.target }</p>
            <p class="row-said">{ prediction }</p>
            { more }
            { around(answer) }
            if !answer.notes.is_empty() {
                <ul class="notes">{ for answer.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
            }
        </div>
    }
}

/// Says between which values the target is, or of which classes the row can be, as often as the model promises.
fn around(answer: &PredictedRow) -> Html {
    let words = match (answer.conformal, &answer.prediction_set) {
        (Some((low, high)), _) => {
            let (low, high) = (significant(low, 3), significant(high, 3));
            ["conformal interval: ", &low, " to ", &high].concat()
        }
        (None, Some(set)) if set.is_empty() => "prediction set: no class".to_owned(),
        (None, Some(set)) => ["prediction set: ", &set.join(", ")].concat(),
        (None, None) => return Html::default(),
    };
    html! { <p class="section-note" data-testid="row-conformal">{ words }</p> }
}

/// Shows the most probable classes with their probabilities.
fn shares(answer: &PredictedRow) -> Html {
    let mut classes: Vec<&(String, f64)> = answer.classes.iter().collect();
    if classes.len() > CLASSES {
        sort_by(&mut classes, |a, b| b.1.total_cmp(&a.1));
    }
    html! {
        <ul class="row-classes">
            { for classes.into_iter().take(CLASSES).map(|(class, share)| html! {
                <li class="row-class" data-class={class.clone()} data-probability={share.to_string()}>
                    <span class="row-class-name">{ class }</span>
                    { bar(*share, "bar-gain") }
                    <span class="run-value">{ fixed(*share, 3) }</span>
                </li>
            }) }
        </ul>
    }
}
