//! Calls about models: show trees, load models, predict tables and rows.

use std::rc::Rc;

use web_sys::Blob;
use yew::Callback;

use super::{Client, NO_FILE};
use crate::ui::state::{PendingRequest, PlaneSubject};
use grove_protocol::call::{CallEvent, Unanswered};
use grove_protocol::calls::{
    BehindPage, Curves, DescribeRow, Effect, ExplainRow, ExplainRows, GrowMoons, GrownMoons,
    ListEffectColumns, LoadModel, Plane, Predict, PredictRow, ResidualsAlong, RowSource,
    RowsBehind, RowsExplained, ShowAnatomy, Slices, Tree, UseTrained,
};
use grove_protocol::report::{
    CurvesReport, EffectColumn, EffectReport, PredictedRow, ResidualsReport, RowAnatomy, RowForm,
    ShapleyReport, SliceReport, TreePicture,
};
use grove_recipe::error::StageError;
use grove_recipe::{LoadChoice, Recipe};

impl Client {
    pub fn tree(&self, index: u32) {
        self.ask(PendingRequest::Tree, Tree { index }, NO_FILE);
    }

    /// Asks for rows in the plane of two columns.
    pub fn plane(&self, subject: PlaneSubject) {
        let [x, y] = subject.names.clone();
        let recipe = Recipe::clone(&subject.recipe);
        let of = subject.of;
        let call = Plane { recipe, x, y, of };
        self.ask(PendingRequest::Plane { subject }, call, NO_FILE);
    }

    /// Asks for the forest of the first visit. There is no answer if there is no engine.
    pub fn moons(&self, then: Callback<GrownMoons>) {
        self.call(GrowMoons, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(moons)) = heard.told {
                then.emit(moons);
            }
        });
    }

    pub fn load_model(&self, name: &str, file: Blob) {
        let name = name.to_string();
        self.ask(PendingRequest::LoadModel, LoadModel { name }, file.into());
    }

    pub fn use_trained(&self) {
        self.ask(PendingRequest::UseTrained, UseTrained, NO_FILE);
    }

    /// Predicts a file, which is read as the training data were, except for these choices.
    pub fn predict(&self, name: &str, file: Blob, choices: Vec<LoadChoice>) {
        let name = name.to_string();
        self.ask(
            PendingRequest::Predict,
            Predict { name, choices },
            file.into(),
        );
    }

    /// Asks which fields a row has, filled with those of a row of the table or with typical values. There is no answer where
    /// there is no model.
    pub fn describe_row(&self, row: RowSource, then: Callback<RowForm>) {
        self.call(DescribeRow { row }, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(form)) = heard.told {
                then.emit(form);
            }
        });
    }

    /// Predicts a row of these columns and values. There is no answer if the engine ends.
    pub fn predict_row(
        &self,
        values: Vec<(String, String)>,
        then: Callback<Result<PredictedRow, StageError>>,
    ) {
        self.call(PredictRow { values }, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer().and_then(settled) {
                then.emit(answer);
            }
        });
    }

    /// Asks why the model answers as it does for a row of these columns and values. Without an answer if the engine ends.
    pub fn explain_row(
        &self,
        values: Vec<(String, String)>,
        then: Callback<Option<Result<Rc<ShapleyReport>, StageError>>>,
    ) {
        self.call(ExplainRow { values }, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer() {
                then.emit(settled(answer.map(Rc::new)));
            }
        });
    }

    /// Asks what the trees say of a row of these columns and values. There is no answer if the engine ends.
    pub fn anatomy(
        &self,
        values: Vec<(String, String)>,
        class: Option<u32>,
        tree: u32,
        then: Callback<Result<Rc<RowAnatomy>, StageError>>,
    ) {
        let call = ShowAnatomy {
            values,
            class,
            tree,
        };
        self.call(call, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer().and_then(settled) {
                then.emit(answer.map(Rc::new));
            }
        });
    }

    /// Asks for a tree of the latest run, counted from 0, beside the one that Train shows. There is no answer without it.
    pub fn tree_picture(&self, index: u32, then: Callback<TreePicture>) {
        self.call(Tree { index }, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(tree)) = heard.told {
                then.emit(tree);
            }
        });
    }

    /// Explains test rows of the latest run as a job. `then` gets its progress, and at the end `Err`, with a reason if it
    /// failed.
    pub fn explain_rows(
        &self,
        rows: u32,
        then: Callback<Result<RowsExplained, Option<StageError>>>,
    ) {
        self.call(ExplainRows { rows }, NO_FILE, move |_, heard| {
            match heard.told {
                CallEvent::Begun => {}
                CallEvent::Progress(told) => then.emit(Ok(told)),
                CallEvent::Answer(answer) => {
                    then.emit(Err(answer.err().and_then(Unanswered::failure)));
                }
            }
        });
    }

    /// Asks which columns of the file have effects, the most important first. There is no answer without a run.
    pub fn effect_columns(&self, then: Callback<Vec<EffectColumn>>) {
        self.call(ListEffectColumns, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(columns)) = heard.told {
                then.emit(columns);
            }
        });
    }

    /// Asks for test rows behind a number of the evaluation. There is no answer if the engine ends.
    pub fn rows_behind(&self, asked: RowsBehind, then: Callback<Result<BehindPage, StageError>>) {
        self.call(asked, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer().and_then(settled) {
                then.emit(answer);
            }
        });
    }

    /// Asks how the answers depend on a column. There is no answer if the engine ends.
    pub fn effect(&self, column: String, then: Callback<Result<EffectReport, StageError>>) {
        self.call(Effect { column }, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer().and_then(settled) {
                then.emit(answer);
            }
        });
    }

    /// Asks for the curves of a class of the latest run. There is no answer if the engine ends.
    pub fn curves(&self, class: Option<u32>, then: Callback<Result<CurvesReport, StageError>>) {
        self.call(Curves { class }, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer().and_then(settled) {
                then.emit(answer);
            }
        });
    }

    /// Asks in which slices of the test rows the model fails. There is no answer if the engine ends.
    pub fn slices(&self, then: Callback<Result<SliceReport, StageError>>) {
        self.call(Slices {}, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer().and_then(settled) {
                then.emit(answer);
            }
        });
    }

    /// Asks for the residuals along a column. There is no answer if the engine ends.
    pub fn residuals_along(
        &self,
        column: String,
        then: Callback<Result<ResidualsReport, StageError>>,
    ) {
        self.call(ResidualsAlong { column }, NO_FILE, move |_, heard| {
            if let Some(answer) = heard.told.answer().and_then(settled) {
                then.emit(answer);
            }
        });
    }
}

/// Returns an answer, or why it failed; `None` if the engine has ended.
fn settled<T>(answer: Result<T, Unanswered>) -> Option<Result<T, StageError>> {
    match answer {
        Ok(answer) => Some(Ok(answer)),
        Err(why) => why.failure().map(Err),
    }
}
