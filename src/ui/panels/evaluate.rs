//! Evaluate: scores beside their baselines, the errors of the model, and the importance of columns.

use std::rc::Rc;

use web_sys::MouseEvent;
use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::behind::{Behind, RunBehind};
use super::belief::belief;
use super::calibration::{self, calibration};
use super::conformal::{self, conformal};
use super::downloads::Downloads;
use super::effect::Effect as EffectPicture;
use super::fields::PartFields;
use super::frame::{StageFrame, form, not_yet};
use super::moved::moved;
use super::plane::Plane;
use super::progress::folding;
use super::shapley::Shapley;
use super::slices::Slices;
use super::threshold::{self, ThresholdView};
use super::train::trained;
use super::trials::Trials;
use super::verdict::verdict;
use super::{PanelProps, Purpose};
use crate::ui::charts::class_scores::class_scores;
use crate::ui::charts::confusion_matrix::{MatrixView, confusion_matrix};
use crate::ui::charts::fold_scores::fold_scores;
use crate::ui::charts::importance_bars::ImportanceBars;
use crate::ui::charts::metric_tiles::metric_tiles;
use crate::ui::charts::number::{counted, percent, significant};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::charts::predicted_actual::PredictedActual;
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, Before, CenterView, Edit, EngineWish, PlaneView, State};
use crate::ui::widgets::later::Later;
use crate::ui::widgets::segments::segments;
use grove_charts::importances::measures;
use grove_protocol::Download;
use grove_protocol::report::{Detail, Evaluation, EvaluationOutcome, IntervalReport, StageReport};
use grove_recipe::models::Trees;
use grove_recipe::stage::Stage;
use grove_recipe::{CrossValidation, Evaluate, ModelName, Task};

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "The test rows show how good the model is: how often is it right, where is it wrong, and is that any better than guessing?",
    more: &[
        "Every score stands beside a baseline: a model that always predicts the most frequent class, or the mean. If 95 % of all mails are fine, “fine” is right 95 % of the time and useless.",
        "The confusion matrix counts which class was taken for which. The diagonal is what went right. Look at the largest number beside it first: those two classes are hard to tell apart, or someone labelled them wrongly.",
        "Importances say which columns a model of trees relied on. They do not say that a column is a cause. Of two columns that hold the same information, each gets only a part.",
        "A score on few rows is a rough estimate. Cross-validation shows how much it varies by chance alone: the train rows are split into folds, and each fold is scored by a model that learned from the others. Compare settings by the mean over the folds, and look at the test score once, at the end.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let now: &State = state;
    let finished = state.finished(Stage::Evaluate);
    let page = use_page();
    let target = state
        .recipe()
        .map_or(String::new(), |recipe| recipe.target.clone());
    let before = state.before();
    let parameters = state.recipe().map_or(Html::default(), |recipe| {
        parameters(&page, &recipe.evaluate, recipe.task)
    });
    html! {
        <StageFrame state={state.clone()} stage={Stage::Evaluate} {parameters}>
            if let Some(run) = state.engine.run() {
                { folding(run) }
            }
            if let Some(finished) = finished {
                if let Detail::Evaluate(evaluation) = &finished.report.detail {
                    { verdict(evaluation, before.as_ref(), belief(Some((&page, now)), &evaluation.belief)) }
                }
                <Results report={finished.report.clone()} model={trained(state).map(|report| report.model)} {target} {before}
                    current={finished.key.is_some()} free={state.engine.may(EngineWish::Prepare)}
                    behind={behind(&page, now, finished.key.is_some())}
                    map={html! { <Plane state={state.clone()} view={PlaneView::Evaluate} /> }} />
                if finished.key.is_some() {
                    <Later><Slices report={finished.report.clone()} columns={residual_columns(now)} /></Later>
                }
                if let Detail::Evaluate(evaluation) = &finished.report.detail {
                    { conformal(evaluation) }
                    { calibration(evaluation, &finished.report) }
                }
                if let Some(recipe) = state.recipe() {
                    <ThresholdView report={finished.report.clone()} now={recipe.evaluate.clone()} current={finished.key.is_some()} />
                }
                <Later><Trials state={state.clone()} report={finished.report.clone()} /></Later>
                <Later><Downloads
                    title="Files of this run"
                    note={if finished.key.is_some() { "" } else { "The engine no longer has the results. Run again to make these files." }}
                    files={vec![Download::Model, Download::Metrics, Download::Recipe, Download::Predictions]}
                    enabled={finished.key.is_some() && state.engine.may(EngineWish::Ask)} />
                <button type="button" class="button" onclick={take_home(&page)}>{ "Take home: all files, and for other tools …" }</button></Later>
            } else {
                { not_yet("Press Run to see how good the model is.") }
            }
        </StageFrame>
    }
}

/// Says whose rows the pictures lead to, and what is done with one.
fn behind(page: &Page, state: &State, current: bool) -> Option<RunBehind> {
    let file = state.data.as_ref()?.name.clone();
    let (page, loaded) = (page.clone(), state.model.answer.is_some());
    let onrow = Callback::from(move |number: u32| {
        // Its model explains a row of the run.
        if loaded {
            page.client().use_trained();
        }
        page.tell(Action::RowTaken(number));
    });
    Some(RunBehind {
        file,
        current,
        onrow,
    })
}

/// Returns the columns of the cleaned table along which residuals can be drawn: none for classes.
fn residual_columns(state: &State) -> Vec<String> {
    let detail = |stage| state.report(stage).map(|report| &report.detail);
    match (detail(Stage::Evaluate), detail(Stage::Clean)) {
        (Some(Detail::Evaluate(evaluation)), Some(Detail::Clean(clean)))
            if evaluation.task == Task::Regression =>
        {
            let target = state.recipe().map(|recipe| &recipe.target);
            let columns = clean.columns.iter().map(|column| &column.name);
            columns
                .filter(|name| Some(*name) != target)
                .cloned()
                .collect()
        }
        _ => Vec::new(),
    }
}

fn take_home(page: &Page) -> impl Fn(MouseEvent) + use<> {
    let page = page.clone();
    move |_| page.tell(Action::PlaceChosen(CenterView::TakeHome))
}

fn parameters(page: &Page, now: &Evaluate, task: Task) -> Html {
    let edit = Edit::part;
    let fields = PartFields { page, now, edit };
    form(html! {
        <>
            { fields.field(Evaluate::cross_validation, |evaluate| &mut evaluate.cross_validation) }
            if now.repeats() > 0 {
                { fields.field(Evaluate::n_splits, |evaluate| &mut evaluate.n_splits) }
            }
            if now.cross_validation == CrossValidation::RepeatedKFold {
                { fields.field(Evaluate::n_repeats, |evaluate| &mut evaluate.n_repeats) }
            }
            { calibration::parameters(&fields, task) }
            { threshold::parameters(&fields) }
            { conformal::parameters(&fields) }
        </>
    })
}

#[derive(Properties, PartialEq)]
pub struct ResultsProps {
    pub report: Rc<StageReport>,
    pub model: Option<ModelName>,
    pub target: String,
    /// What the scores are compared with.
    #[prop_or_default]
    pub before: Option<Before>,
    /// Whether the engine has the model, so that it can be asked.
    #[prop_or_default]
    pub current: bool,
    /// Whether the engine has time for a job.
    #[prop_or_default]
    pub free: bool,
    /// The run whose rows can be opened, if they can.
    #[prop_or_default]
    pub behind: Option<RunBehind>,
    /// The model's answers in the plane of two columns, beside the matrix.
    #[prop_or_default]
    pub map: Html,
}

/// The results of an evaluation.
#[component]
pub fn Results(props: &ResultsProps) -> Html {
    let Detail::Evaluate(evaluation) = &props.report.detail else {
        return html! {};
    };
    let rows = counted(evaluation.rows, "row", "rows");
    // The first is the verdict.
    let others = evaluation.metrics.get(1..).unwrap_or_default();
    html! {
        <>
            { outcome(evaluation, props) }
            <Later><Importances report={props.report.clone()} model={props.model} /></Later>
            if props.current {
                <Later><EffectPicture report={props.report.clone()} /></Later>
                <Later><Shapley report={props.report.clone()} enabled={props.free} /></Later>
            }
            <Later><section aria-labelledby="scores-title">
                <h2 class="section-title" id="scores-title">{ ["Other scores on the ", &rows, " that the model was not trained on"].concat() }</h2>
                if let Some(model) = props.model {
                    <p class="section-note">{ format!("Model: {}.", model.about().label) }</p>
                }
                if let Some(intervals) = &evaluation.intervals {
                    <p class="section-note" data-testid="intervals">{ in_words(intervals) }</p>
                }
                { metric_tiles(others, false, &|metric| moved(metric, props.before.as_ref())) }
                if let Some(validation) = &evaluation.validation {
                    <h2 class="section-title">{ "Scores on the validation rows" }</h2>
                    <p class="section-note">{ "Compare settings by these, and keep the test rows for the end." }</p>
                    { metric_tiles(validation, true, &|_| Html::default()) }
                }
            </section></Later>
            if let Some(report) = &evaluation.cross_validation {
                <Later>{ fold_scores(report, &evaluation.metrics) }</Later>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ImportancesProps {
    report: Rc<StageReport>,
    model: Option<ModelName>,
}

/// Shows the importances by permutation, which every model has, or those by the trees' impurity or gain.
#[component]
fn Importances(props: &ImportancesProps) -> Html {
    let chosen = use_state_eq(|| 0);
    let Detail::Evaluate(evaluation) = &props.report.detail else {
        return html! {};
    };
    let trees = |model: ModelName| model.about().trees;
    let measures = measures(evaluation, props.model.map_or(Trees::Many, trees));
    let at = (*chosen).min(measures.len().saturating_sub(1));
    let Some((measure, columns)) = measures.get(at).copied() else {
        return html! {
            <section aria-labelledby="relied-title" data-testid="no-importances">
                <h2 class="section-title" id="relied-title">{ "Importance of the columns" }</h2>
                <p class="section-note">{ "There are no importances: the model uses no column, or its score is not defined for these rows." }</p>
            </section>
        };
    };
    let labels = measures.iter().map(|(measure, _)| measure.label());
    let choose = chosen.setter();
    html! {
        <section aria-label="Importance of the columns">
            if measures.len() > 1 {
                { segments("Columns are measured by", "importance", labels.collect(), at, Callback::from(move |at| choose.set(at))) }
            }
            <ImportanceBars report={props.report.clone()} {measure} {columns} />
        </section>
    }
}

fn in_words(intervals: &IntervalReport) -> String {
    format!(
        "Each prediction has an interval that should contain the actual value for {} of the rows. It does for {} of these test rows; on average the intervals are {} wide.",
        percent(intervals.level),
        percent(intervals.coverage),
        significant(intervals.mean_width, 3)
    )
}

fn outcome(evaluation: &Evaluation, props: &ResultsProps) -> Html {
    let ResultsProps {
        map,
        target,
        behind,
        ..
    } = props;
    let opens = behind.is_some();
    let pictures = |pictures: Html| match behind {
        Some(run) => {
            html! { <Behind report={props.report.clone()} run={run.clone()}>{ pictures }</Behind> }
        }
        None => pictures,
    };
    match &evaluation.outcome {
        EvaluationOutcome::Classes {
            classes,
            confusion,
            per_class,
            macro_average,
            weighted_average,
        } => html! {
            <>
                { pictures(html! {
                    <div class="pictures">
                        <Matrix classes={classes.clone()} confusion={confusion.clone()} {opens} />
                        <Later>{ map.clone() }</Later>
                    </div>
                }) }
                <Later>{ class_scores(classes, per_class, macro_average, weighted_average) }</Later>
            </>
        },
        EvaluationOutcome::Numbers {
            points,
            residual_min,
            residual_max,
            residual_counts,
        } => pictures(html! {
            <div class="pictures">
                <Later>{ map.clone() }</Later>
                <Later><PredictedActual points={points.clone()} target={target.clone()} /></Later>
                <Later><Plot of={Plotted::Residuals { min: *residual_min, max: *residual_max, counts: residual_counts.clone(), target: target.clone(), opens }} /></Later>
            </div>
        }),
    }
}

#[derive(Properties, PartialEq)]
struct MatrixProps {
    classes: Vec<String>,
    confusion: Vec<Vec<u32>>,
    opens: bool,
}

/// The confusion matrix with a switch between its views.
#[component]
fn Matrix(props: &MatrixProps) -> Html {
    let view = use_state_eq(MatrixView::default);
    let choose = view.setter();
    let onchoose = Callback::from(move |at| {
        if let Some(chosen) = MatrixView::ALL.get(at) {
            choose.set(*chosen);
        }
    });
    let labels = MatrixView::ALL.map(MatrixView::label).to_vec();
    let at = MatrixView::ALL.iter().position(|option| *option == *view);
    html! {
        <div class="matrix-with-switch">
            { segments("Cells of the matrix show", "matrix-view", labels, at.unwrap_or(0), onchoose) }
            { confusion_matrix(&props.classes, &props.confusion, *view, None, props.opens) }
        </div>
    }
}
