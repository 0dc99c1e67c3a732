//! What follows from one declaration: a model and its parameters that no other place knows of.

use grove_recipe::models::{About, Sklearn, Trees, ridge};
use grove_recipe::parameters::{Parameter, ParameterScale, Span};
use grove_recipe::{Chosen, Task, parameters};
use serde_json::{Value, json};

// The declaration of a model, …
mod oracle {
    use super::*;

    grove_recipe::options! {
        /// Where it looks.
        pub enum Source {
            Stars = "stars" "the stars",
            Tea = "tea" "tea leaves",
        }
    }

    parameters! {
        /// How it guesses.
        pub struct Parameters {
            /// `None` asks without an end.
            n_questions: Option<u32> = Integer {
                label: "Questions", help: "How many are asked.", min: 1, max: 9, default: 3,
            },
            doubt: f64 = Real {
                label: "Doubt", help: "How unsure it is.", min: 0.001, max: 1.0, step: 0.1, default: 0.5,
            }.rare().by_log(),
            source: Source = Choice { label: "Source", help: "Where it looks.", options: Source::OPTIONS },
            aloud: bool = Switch { label: "Aloud", help: "Whether it speaks.", default: true }
                .only_for(Task::Regression).never_varied(),
        }
    }

    pub const ABOUT: About = About {
        label: "oracle",
        title: "An oracle",
        what_it_does: "Guesses.",
        only_task: Some(Task::Regression),
        takes_missing: true,
        takes_categories: false,
        refuses_weights: Some("it does not look"),
        trees: Trees::None,
        sklearn: Sklearn {
            module: "sklearn.oracle",
            classifier: "",
            regressor: "Oracle",
            standardised: false,
        },
    };
}

// … and one line in the list.
grove_recipe::models! {
    Ridge ridge "ridge",
    Oracle oracle "oracle",
}

fn oracle() -> Train {
    Train::of(ModelName::Oracle)
}

#[test]
fn names_and_what_is_said_follow() {
    assert_eq!(json!(ModelName::Oracle), "oracle");
    assert_eq!(ModelName::Oracle.about().label, "oracle");
    assert!(!ModelName::Oracle.about().learns(Task::Classification));
    let offered: Vec<&str> = ModelName::OPTIONS.iter().map(|(_, label)| *label).collect();
    assert_eq!(offered, ["ridge regression", "oracle"]);
}

#[test]
fn the_json_form_and_its_defaults_follow() {
    let whole = json!({
        "model": "oracle", "n_questions": null, "doubt": 0.5, "source": "stars", "aloud": true,
    });
    assert_eq!(json!(oracle()), whole);
    let read: Train =
        serde_json::from_value(json!({ "doubt": 0.1, "model": "oracle", "source": "tea" }))
            .unwrap();
    let Train::Oracle(own) = read else {
        panic!("another model")
    };
    assert_eq!((own.doubt, own.source), (0.1, oracle::Source::Tea));
    assert_eq!((own.n_questions, own.aloud), (None, true));
    assert_eq!(
        json!(Train::default()),
        json!({ "model": "ridge", "alpha": 1.0 })
    );
}

#[test]
fn checks_and_their_messages_follow() {
    let mut chosen = oracle();
    assert_eq!(chosen.check(), Ok(()));
    chosen.set("n_questions", 10).unwrap();
    let misfit = chosen.check().unwrap_err();
    assert_eq!(misfit.path, "n_questions");
    assert_eq!(misfit.problem, "n_questions is 10; it must be from 1 to 9.");
    let unfit = chosen.set("doubt", "much").unwrap_err();
    assert_eq!(unfit.said, "invalid type: string \"much\", expected f64");
    let unfit = chosen.set("alpha", 1.0).unwrap_err();
    let known = "`model`, `n_questions`, `doubt`, `source`, `aloud`";
    assert_eq!(
        unfit.said,
        format!("unknown field `alpha`, expected one of {known}")
    );
}

#[test]
fn forms_searches_and_documentation_follow() {
    let declared = oracle().declared();
    let names: Vec<&str> = declared.iter().map(|parameter| parameter.name).collect();
    assert_eq!(names, ["n_questions", "doubt", "source", "aloud"]);
    let [questions, doubt, source, aloud] = <[Parameter; 4]>::try_from(declared).unwrap();
    let whole = Span::Whole {
        min: 1,
        max: 9,
        unlimited: true,
    };
    assert_eq!(
        (questions.label, questions.help),
        ("Questions", "How many are asked.")
    );
    assert_eq!((questions.span, questions.default), (whole, Value::Null));
    assert!(doubt.rare && !source.rare);
    assert_eq!(
        (doubt.scale, aloud.scale),
        (Some(ParameterScale::Log), None)
    );
    assert_eq!(aloud.only_task, Some(Task::Regression));
    let options = vec![(json!("stars"), "the stars"), (json!("tea"), "tea leaves")];
    assert_eq!(source.span, Span::Options(options));
    assert_eq!(oracle::Parameters::doubt.max, 1.0);
}

#[test]
fn another_model_takes_over_what_it_has_too() {
    let mut chosen = oracle();
    chosen.set("doubt", 0.2).unwrap();
    chosen.choose(ModelName::Ridge);
    assert_eq!(json!(chosen), json!({ "model": "ridge", "alpha": 1.0 }));
    let mut real = grove_recipe::Train::default();
    real.set("max_depth", 3).unwrap();
    real.set("n_estimators", 7).unwrap();
    real.choose(grove_recipe::ModelName::DecisionTree);
    assert_eq!(real.get("max_depth"), Some(json!(3)));
    real.choose(grove_recipe::ModelName::ExtraTrees);
    assert_eq!((real.get("max_depth"), real.trees()), (Some(json!(3)), 100));
}

#[test]
fn no_parameter_of_a_model_has_the_name_of_another() {
    for (model, name) in grove_recipe::ModelName::OPTIONS {
        let chosen = grove_recipe::Train::of(*model);
        let mut names: Vec<&str> = chosen.declared().iter().map(|of| of.name).collect();
        names.push("model");
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "{name}");
        assert_eq!(chosen.fields().check(), Ok(()), "{name}");
        assert!(
            chosen
                .declared()
                .iter()
                .all(|of| chosen.get(of.name) == Some(of.default.clone()))
        );
    }
}
