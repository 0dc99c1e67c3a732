//! What must hold for the state whatever happens in any order.

mod address;
mod at_once;
mod belief;
mod champion;
mod check;
mod draft;
mod engine;
mod files;
mod kept;
mod kept_table;
mod noise;
mod planes;
mod previews;
mod profiles;
mod provenance;
mod recipe;
mod run_names;
mod runs;
mod search;
mod sharing;
mod tables;
mod take_home;
mod target;
mod training;
mod trials;
mod unsaved;

use super::{
    Action, Edit, EngineEnding, History, PendingRequest, RunMode, State, Status, Ticket, reduce,
};
use grove_protocol::Response;
use grove_protocol::call::{CallEvent, Unanswered};
use grove_protocol::calls::{CallName, RunProgress, SearchProgress};
use grove_protocol::report::{CheckReport, Detail, Estimate, StageReport};
use grove_recipe::columns::{
    BadLines, ColumnKind, ColumnSummary, DataSummary, FileFormat, Histogram, Proposal, Suggestion,
};
use grove_recipe::error::StageError;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{
    Comment, DateOrder, Decimal, Delimiter, Layout, Load, Quote, Recipe, TextEncoding, Thousands,
};

fn column(name: &str, kind: ColumnKind, distinct: u32) -> ColumnSummary {
    ColumnSummary {
        name: name.to_string(),
        kind,
        unit: None,
        missing: 0,
        distinct,
        histogram: Histogram::None,
    }
}

fn summary(name: &str) -> DataSummary {
    DataSummary {
        name: name.to_string(),
        sha256: format!("hash of {name}"),
        bytes: 100.0,
        memory_bytes: 300.0,
        rows: 50,
        format: FileFormat::Delimited,
        load: Load::default(),
        layout: Layout {
            encoding: TextEncoding::Utf8,
            delimiter: Delimiter::Comma,
            quote: Quote::Double,
            skip_rows: 0,
            header_rows: 1,
            comment: Comment::None,
            decimal: Decimal::Point,
            thousands: Thousands::None,
            date_order: DateOrder::DayFirst,
        },
        bad_lines: BadLines::default(),
        columns: vec![
            column("id", ColumnKind::Integer, 50),
            column("size", ColumnKind::Decimal, 40),
            column("kind", ColumnKind::Category, 3),
        ],
        proposal: Proposal {
            suggestions: vec![Suggestion {
                column: "kind".to_string(),
                why: "It is the last column.".to_string(),
            }],
            leave_out: vec!["id".to_string()],
        },
        notes: Vec::new(),
    }
}

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, reduce)
}

/// What is told of the question with this number.
fn answer(id: u32, response: Response) -> Action {
    answer_at(0.0, id, response)
}

fn answer_at(at: f64, id: u32, response: Response) -> Action {
    Action::Told {
        ticket: Ticket(id),
        response: Box::new(response),
        at,
    }
}

fn ask(id: u32, question: PendingRequest) -> Action {
    let ticket = Ticket(id);
    Action::Asked { ticket, question }
}

/// Makes the answer that a file is open.
fn opens(summary: DataSummary) -> Response {
    Response::Open(CallEvent::Answer(Ok(summary)))
}

fn failed(call: CallName, error: StageError) -> Response {
    call.unanswered(Unanswered::Failed(error))
}

fn stopped(call: CallName, trees: u32) -> Response {
    call.unanswered(Unanswered::Stopped { trees })
}

fn started(stage: Stage) -> Response {
    Response::Run(CallEvent::Progress(RunProgress::Started(stage)))
}

fn run_ended() -> Response {
    Response::Run(CallEvent::Answer(Ok(())))
}

/// Wraps a response as one of a search's stages.
fn in_search(response: Response) -> Response {
    match response {
        Response::Run(CallEvent::Progress(progress)) => Response::SearchParameters(
            CallEvent::Progress(SearchProgress::Stage(Box::new(progress))),
        ),
        other => other,
    }
}

/// Opens a file and chooses its target.
fn opened(name: &str) -> State {
    let mut state = asking(name);
    // As if it had been known from the beginning, so that there is nothing to undo.
    let recipe = state.data.as_ref().map(|data| data.recipe("kind"));
    state.history = recipe.map(History::new);
    state
}

/// Opens a file whose target is not chosen yet.
fn asking(name: &str) -> State {
    let open = PendingRequest::Open {
        name: name.into(),
        load: Load::default(),
    };
    after(
        State::default(),
        [
            Action::EngineReady,
            ask(1, open),
            answer(1, opens(summary(name))),
        ],
    )
}

/// Makes the action of a crash with this message.
fn broke(message: &str) -> Action {
    Action::EngineEnded {
        ending: EngineEnding::Broke(message.to_string()),
        waits: false,
    }
}

fn run_begun(state: State, id: u32) -> State {
    let recipe = state.recipe().expect("a file is open").clone();
    after(
        state,
        [ask(
            id,
            PendingRequest::Run {
                recipe,
                through: Stage::Evaluate,
                mode: RunMode::Followed,
            },
        )],
    )
}

fn report(stage: Stage) -> StageReport {
    StageReport {
        stage,
        sentence: String::new(),
        rows_in: 50,
        rows_out: 50,
        columns_in: 3,
        columns_out: 3,
        // The state reads only the doubts of this report.
        detail: Detail::Check(CheckReport {
            expectations: Vec::new(),
            belief: Vec::new(),
        }),
    }
}

fn finished(stage: Stage) -> Response {
    Response::Run(CallEvent::Progress(RunProgress::Finished {
        report: report(stage),
        milliseconds: 1.0,
    }))
}

/// Makes the response of a stage that was cached, after 7 ms.
fn reused(stage: Stage) -> Response {
    Response::Run(CallEvent::Progress(RunProgress::Reused {
        report: report(stage),
        milliseconds: Some(7.0),
    }))
}

/// Makes an estimate of so many seconds.
fn estimated(seconds: f64) -> Response {
    let estimate = Estimate {
        trees: 100,
        rows: 37,
        seconds,
        model_bytes: 1e5,
        memory_bytes: 1e6,
        refusal: None,
    };
    Response::EstimateTraining(CallEvent::Answer(Ok(Some(estimate))))
}

/// Runs every stage to the end.
fn run_through(state: State, id: u32) -> State {
    let mut state = run_begun(state, id);
    state = reduce(state, answer(id, reused(Stage::Load)));
    for stage in PATH.into_iter().skip(1) {
        state = after(
            state,
            [answer(id, started(stage)), answer(id, finished(stage))],
        );
    }
    reduce(state, answer(id, run_ended()))
}

fn edit(field: &'static str, edit: Edit) -> Action {
    Action::RecipeEdited { field, edit }
}

fn trees(state: &State, trees: u32) -> Action {
    let mut train = recipe(state).train.clone();
    train
        .set("n_estimators", trees)
        .expect("a forest has trees");
    edit("n_estimators", Edit::part(train))
}

fn recipe(state: &State) -> &Recipe {
    state.recipe().expect("a file is open")
}

fn error(stage: Stage) -> StageError {
    StageError::new(stage, "Something is wrong.", "Mend it.")
}

fn with_status(state: &State, wanted: Status) -> Vec<Stage> {
    let statuses = state.statuses();
    PATH.into_iter()
        .zip(statuses)
        .filter(|(_, status)| *status == wanted)
        .map(|(stage, _)| stage)
        .collect()
}
