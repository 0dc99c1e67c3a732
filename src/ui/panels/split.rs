//! Split: the target in each part, and the sizes of the parts.

use yew::{Callback, Html, component, html};

use super::fields::PartFields;
use super::frame::{StageFrame, form, soon};
use super::{PanelProps, Purpose};
use crate::ui::charts::number::{count, counted};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::column::column_field;
use crate::ui::widgets::parameter::FieldLook;
use grove_protocol::report::{Detail, SplitBasis, SplitReport};
use grove_recipe::columns::ColumnSummary;
use grove_recipe::parameters::{GROUP, SEED};
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, Split, SplitMethod, Task};

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "A model that is tested on rows it has learned from proves nothing, so some rows are kept aside before it learns.",
    more: &[
        "The model learns from the train rows only. The test rows stay unseen until the last stage; what the model scores on them is an estimate of how it will do on rows that nobody has seen yet.",
        "If you try many settings and keep the one with the best test score, you have fitted the settings to the test rows. Validation rows are a second test for that: compare settings on them, and look at the test score once, at the end.",
        "A split by chance is not right for all data. If several rows are about one patient, the model may recognise the patient from a train row, and the score is too good: split by groups. If the model will be used on days to come, test it on days that came later: split by time.",
        "Stratifying keeps each class's share equal in all parts. Without it, a rare class may by chance have no row in one of them.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let report = match state.report(Stage::Split).map(|report| &report.detail) {
        Some(Detail::Split(report)) => Some(report),
        _ => None,
    };
    let parameters = state.recipe().map_or(Html::default(), |recipe| {
        parameters(&page, recipe, &state.columns_ahead())
    });
    html! {
        <StageFrame state={state.clone()} stage={Stage::Split} {parameters}>
            if let (Some(report), Some(recipe)) = (report, state.recipe()) {
                { parts(report) }
                if let Some(note) = &report.note {
                    <p class="section-note" data-testid="split-note">{ note }</p>
                }
                if let Some(unlike) = &report.unlike {
                    <p class="warning" data-testid="split-unlike"><strong>{ "! The parts differ: " }</strong>{ unlike }</p>
                }
                <Plot of={Plotted::Split(report.clone(), recipe.target.clone())} />
            } else {
                { soon(state, "Press Run to split the rows.") }
            }
        </StageFrame>
    }
}

fn parts(report: &SplitReport) -> Html {
    let part = |name: &'static str, rows: u32, what: &'static str| {
        html! {
            <li class="part" data-part={name}>
                <span class="part-name">{ name }</span>
                <span class="part-rows">{ count(rows) }</span>
                <span class="part-what">{ what }</span>
                if let Some(extent) = extent(&report.basis, name) {
                    <span class="part-what">{ extent }</span>
                }
            </li>
        }
    };
    html! {
        <>
            <ul class="parts" data-testid="parts">
                { part("train", report.train, "rows to learn from") }
                if report.validation > 0 {
                    { part("validation", report.validation, "rows to compare settings with") }
                }
                { part("test", report.test, "rows for the final scores") }
            </ul>
            if let SplitBasis::Groups { column, .. } = &report.basis {
                <p class="section-note">{ "No group of " }<strong>{ column }</strong>{ " is in two parts." }</p>
            }
        </>
    }
}

/// Describes the groups or times of a part.
fn extent(basis: &SplitBasis, part: &str) -> Option<String> {
    match basis {
        SplitBasis::Groups {
            train,
            validation,
            test,
            ..
        } => {
            let groups = *of(part, train, validation, test);
            Some(counted(groups, "group", "groups"))
        }
        SplitBasis::Times {
            train,
            validation,
            test,
            ..
        } => {
            let (from, to) = of(part, &Some(train), &validation.as_ref(), &Some(test)).as_ref()?;
            Some([from, " to ", to].concat())
        }
        SplitBasis::Random | SplitBasis::Folds { .. } => None,
    }
}

fn of<'a, T>(part: &str, train: &'a T, validation: &'a T, test: &'a T) -> &'a T {
    match part {
        "train" => train,
        "validation" => validation,
        _ => test,
    }
}

fn parameters(page: &Page, recipe: &Recipe, known: &[ColumnSummary]) -> Html {
    let edit = Edit::part;
    let now = &recipe.split;
    let fields = PartFields { page, now, edit };
    let columns = |serves: fn(&ColumnSummary) -> bool| -> Vec<String> {
        let columns = known.iter().filter(|column| serves(column));
        let names = columns.map(|column| column.name.clone());
        names.filter(|name| *name != recipe.target).collect()
    };
    let any = |_: &ColumnSummary| true;
    let problem = recipe
        .check()
        .err()
        .filter(|error| error.stage == Stage::Split);
    form(html! {
        <>
            { fields.field(Split::method, |split| &mut split.method) }
            { match now.method {
                SplitMethod::Random => html! {},
                SplitMethod::Group => column_field(&GROUP, columns(any), recipe.group.as_ref(), group_changed(page)),
                SplitMethod::Time => {
                    let onchange = fields.changed(Split::time_column.name, |split| &mut split.time_column);
                    let columns = columns(|column| column.kind.is_number() || column.kind.is_date());
                    column_field(Split::time_column, columns, now.time_column.as_ref(), onchange)
                }
                SplitMethod::Folds => {
                    let onchange = fields.changed(Split::fold_column.name, |split| &mut split.fold_column);
                    html! {
                        <>
                            { column_field(Split::fold_column, columns(any), now.fold_column.as_ref(), onchange) }
                            { fields.field(Split::test_fold, |split| &mut split.test_fold) }
                        </>
                    }
                }
            } }
            if now.method != SplitMethod::Folds {
                { fields.field(Split::test_size, |split| &mut split.test_size) }
                { fields.field(Split::validation_size, |split| &mut split.validation_size) }
            }
            if now.method == SplitMethod::Random && recipe.task == Task::Classification {
                { fields.field(Split::stratify, |split| &mut split.stratify) }
            }
            { seed(page, recipe) }
            if let Some(error) = problem {
                <p class="field-message" role="alert">{ error.problem }</p>
            }
        </>
    })
}

/// The seed of the split, and of every later random choice.
fn seed(page: &Page, recipe: &Recipe) -> Html {
    let page = page.clone();
    let onseed = Callback::from(move |seed: u32| {
        page.tell(Action::RecipeEdited {
            field: SEED.name,
            edit: Edit::Seed(seed),
        });
    });
    let look = FieldLook {
        testid: Some("seed-input"),
        ..FieldLook::default()
    };
    look.field(&SEED, &recipe.seed, onseed)
}

fn group_changed(page: &Page) -> Callback<Option<String>> {
    let page = page.clone();
    Callback::from(move |group| {
        page.tell(Action::RecipeEdited {
            field: GROUP.name,
            edit: Edit::Group(group),
        });
    })
}
