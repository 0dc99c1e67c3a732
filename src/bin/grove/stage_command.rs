//! The subcommands of stages, which follow from the list of stages.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, Error, FromArgMatches, Subcommand};
use grove_recipe::stage::Stage;

use crate::answers::AnswerArguments;
use crate::arguments::StageOptions;
use crate::reading::ReadingOptions;

/// A stage with what is said on the command line.
pub enum StageCommand {
    Load(LoadArguments),
    Check(CheckArguments),
    Evaluate(EvaluateArguments),
    Predict(PredictArguments),
    /// One that takes what all take.
    Plain(Stage, StageOptions),
}

#[derive(Args)]
pub struct LoadArguments {
    /// The data [default: the file named in the recipe, in the folder `data`, or beside it].
    pub data: Option<PathBuf>,
    /// Accept other data than the recipe was made for, and write its hash into the recipe.
    #[arg(long)]
    pub accept: bool,
    /// Only show how the data is read, as JSON, and write nothing.
    #[arg(long, requires = "data")]
    pub json: bool,
    #[command(flatten)]
    pub options: StageOptions,
}

#[derive(Args)]
pub struct CheckArguments {
    /// The recipe with the expectations.
    #[arg(requires = "data", conflicts_with = "recipe")]
    pub expectations: Option<PathBuf>,
    /// The file to check.
    pub data: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingOptions,
    #[command(flatten)]
    pub options: StageOptions,
}

#[derive(Args)]
pub struct EvaluateArguments {
    #[command(flatten)]
    pub answers: AnswerArguments,
    #[command(flatten)]
    pub options: StageOptions,
}

#[derive(Args)]
pub struct PredictArguments {
    /// A model file, from the page, from `grove run` or `grove evaluate`.
    pub model: PathBuf,
    /// Rows to predict; the target may be missing.
    pub data: PathBuf,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// The file to write to.
    #[arg(long)]
    pub out: PathBuf,
}

/// The subcommand of a stage.
fn subcommand(stage: Stage) -> Command {
    let about = stage.about().does.trim_end_matches('.');
    let command = Command::new(stage.name()).about(about);
    match stage {
        Stage::Load => LoadArguments::augment_args(command)
            .long_about(format!(
                "{about}\n\nThe first stage of a project. Without a recipe, it only shows how a file is read."
            ))
            .after_help(
                "Examples:
  grove load titanic.csv               where there is no recipe: how the file is read; nothing is written
  grove load titanic.csv --json        the same as JSON
  grove load data/iris.csv
  grove load data/iris.csv --accept    the data was replaced on purpose
  grove load --recipe recipe.json --stages out",
            ),
        Stage::Check => CheckArguments::augment_args(command)
            .long_about(format!(
                "{about}\n\nIt checks the cleaned table of a project, or of any file that is cleaned in the same way. It fails if an expectation that stops the run fails."
            ))
            .after_help(
                "Examples:
  grove check                          the stage of a project
  grove check recipe.json new.csv      any file, loaded and cleaned as the recipe says; nothing is written",
            ),
        Stage::Predict => PredictArguments::augment_args(command)
            .long_about(format!("{about}\n\nIt writes the predictions as CSV."))
            .after_help(
                "Example: grove predict stages/evaluate/model.grove new.csv --out predictions.csv",
            ),
        Stage::Evaluate => EvaluateArguments::augment_args(command).after_help(
            "Examples:
  grove evaluate
  grove evaluate --threshold 0.3 --pos-label yes    decided so, whatever the recipe says
  grove evaluate --calibration sigmoid --confidence-level 0.9",
        ),
        Stage::Train => {
            StageOptions::augment_args(command).after_help("Example: grove train --jobs 4")
        }
        _ => StageOptions::augment_args(command)
            .after_help(format!("Example: grove {}", stage.name())),
    }
}

impl Subcommand for StageCommand {
    fn augment_subcommands(command: Command) -> Command {
        let stages = Stage::all();
        stages.fold(command, |command, stage| {
            command.subcommand(subcommand(stage))
        })
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        Stage::all().any(|stage| stage.name() == name)
    }
}

impl FromArgMatches for StageCommand {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let chosen = matches.subcommand().and_then(|(name, matches)| {
            let stage = Stage::all().find(|stage| stage.name() == name);
            stage.zip(Some(matches))
        });
        let (stage, matches) = chosen.ok_or_else(|| Error::new(ErrorKind::MissingSubcommand))?;
        Ok(match stage {
            Stage::Load => Self::Load(LoadArguments::from_arg_matches(matches)?),
            Stage::Check => Self::Check(CheckArguments::from_arg_matches(matches)?),
            Stage::Evaluate => Self::Evaluate(EvaluateArguments::from_arg_matches(matches)?),
            Stage::Predict => Self::Predict(PredictArguments::from_arg_matches(matches)?),
            _ => Self::Plain(stage, StageOptions::from_arg_matches(matches)?),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
