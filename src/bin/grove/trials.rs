//! `grove trials`: trains a recipe again with other splits and seeds, or on fewer rows.

use std::path::PathBuf;

use clap::Args;
use grove_engine::Pipeline;
use grove_engine::evaluate::trials::{TrialStep, Trials};
use grove_engine::train::threads::TreeThreads;
use grove_protocol::report::{
    LearningCurve, REPEATS_AT_MOST, Repeats, TrialPlan, TrialReport, spread,
};
use grove_recipe::Recipe;
use grove_recipe::number::{count, fixed};
use serde::Serialize;

use crate::arguments::TargetArguments;
use crate::failure::CommandFailure;
use crate::reading::ReadingOptions;
use crate::{files, interrupt, reading, recipe};

#[derive(Args)]
pub struct TrialsArguments {
    /// The recipe, if there is one: JSON as downloaded from the page, or YAML.
    pub recipe: Option<PathBuf>,
    /// The table.
    pub data: PathBuf,
    #[command(flatten)]
    pub aim: TargetArguments,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Split and train anew by each of so many seeds that follow the recipe's.
    #[arg(long, value_name = "COUNT", required_unless_present = "learning_curve", value_parser = clap::value_parser!(u32).range(1..=i64::from(REPEATS_AT_MOST)))]
    pub repeats: Option<u32>,
    /// Train on fewer and fewer of the train rows, in folds.
    #[arg(long)]
    pub learning_curve: bool,
    /// How many trees to grow at a time; 0 for one per core. The result is the same.
    #[arg(long, default_value_t = 0)]
    pub jobs: u32,
    /// The file to write to, as JSON.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// What is written.
#[derive(Default, Serialize)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    repeats: Option<Repeats>,
    #[serde(skip_serializing_if = "Option::is_none")]
    learning_curve: Option<LearningCurve>,
}

pub fn trials(arguments: &TrialsArguments) -> Result<(), CommandFailure> {
    if let Some(out) = &arguments.out {
        files::replaceable(out)?;
    }
    let mut draft = recipe::begin(arguments.recipe.as_deref(), &arguments.aim)?;
    arguments.reading.apply(&mut draft.recipe_mut().load);
    let (bytes, loaded) = reading::load(&arguments.data, &draft.recipe().load)?;
    let mut pipeline = Pipeline::new(Box::new(TreeThreads::new(arguments.jobs)));
    let opened = pipeline.opened(bytes, loaded);
    reading::print_notes(&opened);
    let recipe = recipe::complete(draft, &opened)?;
    let plans = arguments.repeats.map(TrialPlan::Repeats);
    let curve = arguments.learning_curve.then_some(TrialPlan::LearningCurve);
    let mut written = Written::default();
    for plan in plans.into_iter().chain(curve) {
        match run(&mut pipeline, &recipe, plan)? {
            TrialReport::NestedSearch(_) => unreachable!("no search was asked for"),
            TrialReport::Repeats(repeats) => {
                print_repeats(&repeats);
                written.repeats = Some(repeats);
            }
            TrialReport::LearningCurve(curve) => {
                print_curve(&curve);
                written.learning_curve = Some(curve);
            }
        }
    }
    if let Some(out) = &arguments.out {
        let text = serde_json::to_string_pretty(&written).expect("numbers and texts");
        files::write(out, format!("{text}\n").as_bytes())?;
        println!("written to {}", out.display());
    }
    Ok(())
}

fn run(
    pipeline: &mut Pipeline,
    recipe: &Recipe,
    plan: TrialPlan,
) -> Result<TrialReport, CommandFailure> {
    let mut trials = Trials::begin(pipeline, recipe.clone(), plan)?;
    while trials.step(pipeline)? != TrialStep::Done {
        interrupt::check()?;
    }
    Ok(trials.report().clone())
}

fn print_repeats(repeats: &Repeats) {
    for place in 0..repeats.scores.len() {
        for sentence in repeats.sentences(place) {
            println!("{sentence}");
        }
    }
    for note in &repeats.notes {
        println!("note: {note}");
    }
}

fn print_curve(curve: &LearningCurve) {
    println!("{:>9}  {:>16}  {:>16}", "rows", "learned from", "held out");
    let told = |scores: &[Option<f64>]| match spread(scores) {
        Some((mean, std)) => format!("{} ± {}", fixed(mean, 3), fixed(std, 3)),
        None => "–".to_owned(),
    };
    for size in &curve.sizes {
        let (train, held_out) = (told(&size.train), told(&size.held_out));
        println!("{:>9}  {train:>16}  {held_out:>16}", count(size.rows));
    }
    for sentence in curve.sentence().iter().chain(&curve.note) {
        println!("{sentence}");
    }
}
