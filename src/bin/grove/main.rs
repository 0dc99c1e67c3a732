//! `grove`: the pipeline as a command.
#![allow(
    clippy::disallowed_methods,
    reason = "a native program, whose work is files"
)]

mod anatomy;
mod answers;
mod arguments;
mod check;
mod explain;
mod explained;
mod export;
mod failure;
mod files;
mod interrupt;
mod kept;
mod look;
mod new;
mod predict;
mod progress;
mod project;
mod reading;
mod recipe;
mod result;
mod run;
mod serve;
mod set;
mod slices;
mod stage_command;
mod stages;
mod synthesize;
mod trained_on;
mod trials;
mod yaml;

use std::process::ExitCode;

use clap::Parser;
use grove_recipe::stage::Stage;

use arguments::{Arguments, Command};
use failure::{CommandFailure, shown};
use stage_command::StageCommand;
use stages::DataOptions;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Err(error) = interrupt::listen() {
        eprintln!("note: An interrupt ends this at once ({error}).");
    }
    match follow(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("grove: {}", shown(&failure.to_string()));
            failure.code()
        }
    }
}

fn follow(command: Command) -> Result<(), CommandFailure> {
    match &command {
        Command::Run(arguments) => run::run(arguments),
        Command::Repro(arguments) => stages::repro(arguments),
        Command::New(arguments) => new::new(arguments),
        Command::Stage(stage) => follow_stage(stage),
        Command::Prepare(arguments) => run::prepare(arguments),
        Command::Trials(arguments) => trials::trials(arguments),
        Command::Explain(arguments) => explain::explain(arguments),
        Command::Slices(arguments) => slices::slices(arguments),
        Command::Export(arguments) => export::export(arguments),
        Command::Synthesize(arguments) => synthesize::synthesize(arguments),
        Command::Serve(arguments) => serve::serve(arguments),
    }
}

fn follow_stage(command: &StageCommand) -> Result<(), CommandFailure> {
    let stage = |stage, options| stages::one(stage, options, DataOptions::default());
    match command {
        StageCommand::Load(load) if look::is_meant(load) => look::look(load),
        StageCommand::Load(load) => {
            let data = DataOptions {
                path: load.data.as_deref(),
                accept: load.accept,
            };
            stages::one(Stage::Load, &load.options, data)
        }
        StageCommand::Check(check) => match (&check.expectations, &check.data) {
            (Some(recipe), Some(data)) => check::file(recipe, data, &check.reading),
            _ if check.reading.choices().is_empty() => stage(Stage::Check, &check.options),
            _ => Err(CommandFailure::Said(
                "Options for reading apply to a single file only: grove check RECIPE FILE. For the stage, write them into the recipe, below load."
                    .into(),
            )),
        },
        StageCommand::Evaluate(arguments) => {
            let data = DataOptions::default();
            stages::one_by(Stage::Evaluate, &arguments.options, data, |recipe| {
                arguments.answers.apply(&mut recipe.evaluate);
            })
        }
        StageCommand::Predict(arguments) => predict::predict(arguments),
        StageCommand::Plain(plain, options) => stage(*plain, options),
    }
}
