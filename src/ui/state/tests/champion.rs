//! Registered models, and which of them Predict uses.

use super::kept::{failed, id, kept, list, run, store};
use super::{after, answer, ask, opened, recipe, run_through, stored};
use crate::ui::state::{Action, CenterView, PendingRequest, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::report::ModelSummary;
use grove_protocol::tracking::{
    ModelVersion, RegisteredModel, StoreAnswer, StoreRequest, VersionId,
};
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe, Task};

fn summary() -> ModelSummary {
    ModelSummary {
        name: "churn".into(),
        model: ModelName::RandomForest,
        task: Task::Classification,
        target: "kind".into(),
        classes: Vec::new(),
        trees: 10,
        trained_on: "a.csv".into(),
        train_rows: 40,
        columns: Vec::new(),
        bytes: 1000,
    }
}

fn version(version: u32, created: f64, aliases: &[&str]) -> ModelVersion {
    ModelVersion {
        version,
        description: String::new(),
        created,
        run: id(version),
        recipe: run(version, 10, 0.8).recipe,
        aliases: aliases.iter().map(ToString::to_string).collect(),
        bytes: 1000.0,
    }
}

fn model(name: &str, versions: Vec<ModelVersion>) -> RegisteredModel {
    RegisteredModel {
        name: name.into(),
        description: String::new(),
        versions,
    }
}

#[test]
fn the_champion_is_wanted_once_where_nothing_else_was_trained_or_loaded() {
    let models = vec![
        model("old", vec![version(1, 1.0, &["champion"])]),
        model(
            "new",
            vec![version(1, 2.0, &[]), version(2, 3.0, &["champion"])],
        ),
    ];
    let champion = VersionId {
        model: "new".into(),
        version: 2,
    };
    let listed = answer(0, list(Vec::new(), models.clone()));
    let predict = || Action::PlaceChosen(CenterView::Stage(Stage::Predict));
    let state = after(State::default(), [Action::EngineReady, listed.clone()]);
    assert_eq!(state.champion_wanted(), None, "nobody predicts");
    let state = reduce(state, predict());
    assert_eq!(state.champion_wanted(), Some(champion.clone()));

    let usage = StoreRequest::Use {
        version: champion.clone(),
    };
    let state = reduce(state, store(5, usage));
    assert_eq!(state.champion_wanted(), None, "it is on its way");
    let refused = reduce(state.clone(), answer(5, failed()));
    assert_eq!(refused.champion_wanted(), None, "it would fail again");
    assert!(refused.failure(Stage::Predict).is_some());

    let in_use = stored(StoreAnswer::ModelInUse {
        version: champion.clone(),
        summary: summary(),
    });
    let state = reduce(state, answer(5, in_use));
    assert_eq!(state.version_in_use(), Some(&champion));
    assert_eq!(state.model.answer.as_deref(), Some(&summary()));
    let load = Response::LoadModel(CallEvent::Answer(Ok(summary())));
    let state = after(state, [ask(6, PendingRequest::LoadModel), answer(6, load)]);
    assert_eq!(state.version_in_use(), None, "a file was loaded since");
}

/// A model was trained on a file, and this version of another is the champion.
fn beside_a_champion(champion: ModelVersion) -> State {
    let listed = answer(0, list(Vec::new(), vec![model("churn", vec![champion])]));
    let trained = run_through(opened("a.csv"), 2);
    after(
        trained,
        [
            Action::EngineReady,
            listed,
            Action::PlaceChosen(CenterView::Stage(Stage::Predict)),
        ],
    )
}

#[test]
fn the_champion_takes_the_place_of_what_was_trained_on_the_same_data() {
    let present = Recipe::clone(recipe(&opened("a.csv")));
    let rival = |change: fn(&mut Recipe)| {
        let mut version = version(1, 1.0, &["champion"]);
        version.recipe = present.clone();
        change(&mut version.recipe);
        beside_a_champion(version)
    };
    let state = rival(|recipe| recipe.train.set("n_estimators", 7).unwrap());
    let champion = state.champion_wanted().expect("the champion");
    for other in [
        rival(|recipe| recipe.data.sha256 = "of other data".into()),
        rival(|recipe| recipe.target = "size".into()),
    ] {
        assert_eq!((other.champion_wanted(), other.champion()), (None, None));
    }

    let in_use = stored(StoreAnswer::ModelInUse {
        version: champion.clone(),
        summary: summary(),
    });
    let used = StoreRequest::Use {
        version: champion.clone(),
    };
    let state = after(state, [store(5, used.clone()), answer(5, in_use.clone())]);
    assert_eq!(state.version_in_use(), Some(&champion));

    // The person chooses the trained model, and then the champion again.
    let trained = after(
        state.clone(),
        [
            ask(6, PendingRequest::UseTrained),
            answer(6, Response::UseTrained(CallEvent::Answer(Ok(())))),
        ],
    );
    assert_eq!(trained.version_in_use(), None);
    assert!(trained.model.answer.is_none() && trained.champion_wanted().is_none());
    let back = after(trained, [store(7, used), answer(7, in_use)]);
    assert_eq!(back.version_in_use(), Some(&champion));

    // Another run replaces the model in the engine, and the champion is asked for again.
    let predict = Action::PlaceChosen(CenterView::Stage(Stage::Predict));
    let again = reduce(run_through(state, 8), predict);
    assert_eq!(again.version_in_use(), None);
    assert_eq!(again.champion_wanted(), Some(champion));
}

#[test]
fn who_asks_for_a_version_among_the_runs_is_led_to_predict() {
    let version = VersionId {
        model: "new".into(),
        version: 2,
    };
    let in_use = stored(StoreAnswer::ModelInUse {
        version: version.clone(),
        summary: summary(),
    });
    let state = after(
        kept(),
        [
            Action::PlaceChosen(CenterView::Runs),
            store(5, StoreRequest::Use { version }),
            answer(5, in_use),
        ],
    );
    assert_eq!(state.place, CenterView::Stage(Stage::Predict));
}

#[test]
fn a_model_that_was_registered_is_told_with_its_version() {
    let register = StoreRequest::Register {
        run: id(1),
        model: "churn".into(),
        description: String::new(),
    };
    let models = vec![model(
        "churn",
        vec![version(1, 1.0, &[]), version(2, 2.0, &[])],
    )];
    let state = after(
        kept(),
        [
            store(5, register),
            answer(5, stored(StoreAnswer::Models(models))),
        ],
    );
    let told = state.runs.notice.as_ref().expect("a notice");
    assert_eq!(told.text, "The run’s model is version 2 of churn.");
    assert_eq!(state.runs.models.len(), 1);
}
