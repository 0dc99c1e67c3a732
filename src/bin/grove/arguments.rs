//! The command line.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use grove_export::dvc::STAGES;
use grove_protocol::report::{BACKGROUND_AT_MOST, EXPLAINED_AT_MOST};
use grove_protocol::take_home::TakeHomeFormat;
use grove_recipe::Task;
use grove_recipe::parameters::Real;
use grove_recipe::synthetic::{BALANCE, DATA_SEED, DATA_SETS, DRIFT, MISSING, NOISE, ROWS};

use crate::answers::AnswerArguments;
use crate::failure::EXIT_CODES;
use crate::reading::ReadingOptions;
use crate::stage_command::StageCommand;
use crate::trials::TrialsArguments;

#[derive(Parser)]
#[command(
    version,
    about = "Trains a model that predicts a column of a table, exactly as the page does: in one go, or stage by stage.",
    after_help = help()
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Trains a model on a table and writes model, metrics, predictions and the recipe, all of them or none.
    ///
    /// The recipe has the choices that differ from the defaults; without one, all are defaults.
    #[command(
        allow_missing_positional = true,
        after_help = "Examples:
  grove run titanic.csv --target survived
  grove run recipe.yaml titanic.csv --out results --export onnx,report
  grove run titanic.csv --target survived --threshold 0.3 --pos-label 1"
    )]
    Run(RunArguments),
    /// Writes a recipe for a table as YAML, with every choice explained.
    #[command(after_help = "Example: grove new titanic.csv --target survived > recipe.yaml")]
    New(NewArguments),
    /// Runs every stage of a project that is out of date, and says why it is.
    #[command(after_help = "Examples:
  grove repro                          in the project's folder
  grove repro project --data iris.csv  elsewhere
  grove repro --accept                 the data was replaced on purpose")]
    Repro(ReproArguments),
    #[command(flatten)]
    Stage(StageCommand),
    /// Reads and cleans a file by a recipe and writes the cleaned table as CSV.
    ///
    /// The file need not be the one that the recipe was made for; steps that learn do so from its train rows.
    #[command(after_help = "Example: grove prepare recipe.json data.csv --out cleaned.csv")]
    Prepare(PrepareArguments),
    /// Says why a model answers as it does: for rows of a file, along a column, or in one of its trees.
    ///
    /// For rows, it says how much each column moves the answer away from the mean answer of background rows (Shapley values):
    /// rows that the model was trained on, if the file is the one that it was trained on, else rows of the file.
    #[command(after_help = "Examples:
  grove explain results/model.grove titanic.csv --rows 2,3,5
  grove explain results/model.grove titanic.csv --rows 2,3,5 --background 40 --out explain.json
  grove explain results/model.grove titanic.csv --rows 2 --neighbours 5     rows like it
  grove explain results/model.grove titanic.csv --rows 2 --change --lock sex  what would have to change
  grove explain results/model.grove titanic.csv --rows 2 --votes            what each tree says
  grove explain results/model.grove titanic.csv --all 200                   which columns move the answers most
  grove explain results/model.grove titanic.csv --effects age               answers along a column
  grove explain results/model.grove titanic.csv --tree 1 --rows 2           a tree, and the row's path")]
    Explain(ExplainArguments),
    /// Trains a recipe again with other splits, with other seeds or on fewer rows, and says how much its scores vary.
    #[command(
        allow_missing_positional = true,
        after_help = "Examples:
  grove trials titanic.csv --target survived --repeats 10
  grove trials recipe.yaml titanic.csv --learning-curve --out trials.json"
    )]
    Trials(TrialsArguments),
    /// Says where a model fails: slices of the rows with more errors than the others.
    ///
    /// If the file is the one that the model was trained on, they are slices of its test rows, else of all rows of the file
    /// that have a target. Slices are found on one half of the rows and judged on the other.
    #[command(after_help = "Examples:
  grove slices results/model.grove titanic.csv
  grove slices results/model.grove new.csv --out slices.json")]
    Slices(SlicesArguments),
    /// Writes files for other tools.
    #[command(subcommand)]
    Export(ExportArguments),
    /// Makes a data set by a known rule and writes it as CSV: the same choices give the same bytes.
    #[command(
        after_help = "Example: grove synthesize taxi-trips --rows 5000 --drift 0.5 --out taxi.csv"
    )]
    Synthesize(SynthesizeArguments),
    /// Gives the page to a browser on this machine, without a network, until Ctrl-C.
    #[command(after_help = "Examples:
  grove serve           at http://127.0.0.1:4768/
  grove serve --open    and opens a browser there")]
    Serve(ServeArguments),
}

/// Where a project's files are.
#[derive(Args)]
pub struct ProjectPlace {
    /// The recipe, as JSON or YAML [default: params.yaml, recipe.yaml or recipe.json in the project's folder].
    #[arg(long, short)]
    pub recipe: Option<PathBuf>,
    /// The folder for the stages' folders, below the project's.
    #[arg(long, default_value = STAGES)]
    pub stages: PathBuf,
}

#[derive(Args)]
pub struct StageOptions {
    #[command(flatten)]
    pub place: ProjectPlace,
    /// Run stages that are up to date, too.
    #[arg(long)]
    pub force: bool,
    /// How many trees to grow at a time; 0 for one per core. The result is the same.
    #[arg(long, default_value_t = 0)]
    pub jobs: u32,
}

#[derive(Args)]
pub struct RunArguments {
    /// The recipe, if there is one: JSON as downloaded from the page, or YAML.
    pub recipe: Option<PathBuf>,
    /// The table.
    pub data: PathBuf,
    #[command(flatten)]
    pub aim: TargetArguments,
    #[command(flatten)]
    pub answers: AnswerArguments,
    /// The folder to write to; created if it does not exist.
    #[arg(long, default_value = "results")]
    pub out: PathBuf,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// Also write these files for other tools. A model is first read back and compared with the run on all test rows.
    #[arg(long, value_delimiter = ',', value_parser = formats())]
    pub export: Vec<TakeHomeFormat>,
    /// Put a few rows of the table into files that take examples, which is the MLflow model.
    #[arg(long)]
    pub example_rows: bool,
    /// How many trees to grow at a time; 0 for one per core. The result is the same.
    #[arg(long, default_value_t = 0)]
    pub jobs: u32,
}

/// The column to predict.
#[derive(Args)]
pub struct TargetArguments {
    /// The column to predict, if the recipe names none or another one.
    #[arg(long)]
    pub target: Option<String>,
    /// Whether to predict classes or a number [default: as the column's values suggest].
    #[arg(long, value_parser = tasks())]
    pub task: Option<Task>,
}

#[derive(Args)]
pub struct NewArguments {
    /// The table that the recipe is for.
    pub data: PathBuf,
    #[command(flatten)]
    pub aim: TargetArguments,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

#[derive(Args)]
pub struct ReproArguments {
    /// The project's folder [default: this one].
    pub folder: Option<PathBuf>,
    /// The data [default: the file named in the recipe, in the project's folder `data`, or beside that folder].
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Accept other data than the recipe was made for, and write its hash into the recipe.
    #[arg(long)]
    pub accept: bool,
    #[command(flatten)]
    pub options: StageOptions,
}

#[derive(Args)]
pub struct PrepareArguments {
    /// The recipe, as downloaded from the page, or in YAML.
    pub recipe: PathBuf,
    /// A file with the columns that the recipe names.
    pub data: PathBuf,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// The file to write to.
    #[arg(long)]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct ExplainArguments {
    /// A model file, from the page, from `grove run` or `grove evaluate`.
    pub model: PathBuf,
    /// A file with the columns that the model needs.
    pub data: PathBuf,
    /// The rows to explain, numbered from 1 below the header.
    #[arg(long, value_delimiter = ',', required_unless_present_any = ["effects", "tree", "all"], value_parser = clap::value_parser!(u32).range(1..))]
    pub rows: Vec<u32>,
    /// Explain so many test rows, which the recipe's seed draws, and tell how far each column moves the answer in the mean;
    /// of another file than the one that the model was trained on, of any rows.
    #[arg(long, value_name = "COUNT", conflicts_with = "rows", value_parser = clap::value_parser!(u32).range(1..=i64::from(EXPLAINED_AT_MOST)))]
    pub all: Option<u32>,
    /// Tell what each tree says of each row, how common such rows are among the train rows, and which values lie outside of
    /// theirs. With a tree, also the row's path through it.
    #[arg(long, requires = "rows")]
    pub votes: bool,
    /// The column along which the answers are told, as mean over the background rows: partial dependence, lines of single rows,
    /// and accumulated local effects.
    #[arg(long, value_name = "COLUMN")]
    pub effects: Option<String>,
    /// The tree whose rules are told, numbered from 1.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub tree: Option<u32>,
    /// How many train rows are told that are most like each row in the eyes of a forest.
    #[arg(long, value_name = "COUNT", requires = "rows", value_parser = clap::value_parser!(u32).range(1..))]
    pub neighbours: Option<u32>,
    /// Tell the least change of each row that was found to give another class.
    #[arg(long, requires = "rows")]
    pub change: bool,
    /// Columns that keep their values.
    #[arg(
        long,
        value_name = "COLUMN",
        value_delimiter = ',',
        requires = "change"
    )]
    pub lock: Vec<String>,
    /// The number of background rows.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=i64::from(BACKGROUND_AT_MOST)))]
    pub background: u32,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// The file to write to, as JSON.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

#[derive(Args)]
pub struct SlicesArguments {
    /// A model file, from the page, from `grove run` or `grove evaluate`.
    pub model: PathBuf,
    /// A file with the target and the columns that the model needs.
    pub data: PathBuf,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// The file to write to, as JSON.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum ExportArguments {
    /// Writes a DVC project that runs the recipe stage by stage.
    ///
    /// In the folder of a project whose stages have all run, `dvc.lock` is written too, with the hashes of their files.
    #[command(after_help = "Examples:
  grove export dvc --recipe recipe.json --out project
  grove export dvc --out .             around params.yaml, data and stages that are there")]
    Dvc(ExportDvcArguments),
}

#[derive(Args)]
pub struct ExportDvcArguments {
    /// The recipe, as JSON or YAML [default: params.yaml, recipe.yaml or recipe.json in this folder].
    #[arg(long, short)]
    pub recipe: Option<PathBuf>,
    /// The project's folder; created if it does not exist.
    #[arg(long)]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct SynthesizeArguments {
    #[arg(value_parser = PossibleValuesParser::new(DATA_SETS.map(|set| set.id)))]
    pub name: String,
    #[arg(long, default_value_t = ROWS.default, help = format!("{} From {} to {}.", ROWS.help, ROWS.min, ROWS.max))]
    pub rows: u32,
    #[arg(long, default_value_t = DATA_SEED.default, help = DATA_SEED.help)]
    pub seed: u32,
    #[arg(long, default_value_t = NOISE.default, help = ranged(&NOISE))]
    pub noise: f64,
    #[arg(long, default_value_t = MISSING.default, help = ranged(&MISSING))]
    pub missing: f64,
    /// `None` means the data set's default.
    #[arg(long, help = ranged(&BALANCE))]
    pub balance: Option<f64>,
    #[arg(long, default_value_t = DRIFT.default, help = ranged(&DRIFT))]
    pub drift: f64,
    /// The file to write to.
    #[arg(long)]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct ServeArguments {
    /// The port to listen at; 0 for any that is free. A browser keeps runs for each port by itself.
    #[arg(long, default_value_t = 4768)]
    pub port: u16,
    /// Open the page in a browser.
    #[arg(long)]
    pub open: bool,
}

fn help() -> String {
    let examples = "Examples:
  grove run titanic.csv --target survived            from a table to a model, with all defaults
  grove new titanic.csv --target survived > my.yaml  every choice, to edit
  grove run my.yaml titanic.csv                      with what was chosen
  grove load titanic.csv                             how the table is read
  grove predict results/model.grove new.csv --out predictions.csv";
    format!("{examples}\n\n{EXIT_CODES}")
}

fn tasks() -> impl TypedValueParser<Value = Task> {
    PossibleValuesParser::new(["classification", "regression"]).map(|name| match name.as_str() {
        "regression" => Task::Regression,
        _ => Task::Classification,
    })
}

fn formats() -> impl TypedValueParser<Value = TakeHomeFormat> {
    PossibleValuesParser::new(TakeHomeFormat::ALL.map(TakeHomeFormat::name)).map(|name| {
        let format = TakeHomeFormat::ALL
            .into_iter()
            .find(|format| format.name() == name);
        format.expect("one of them")
    })
}

fn ranged(declared: &Real) -> String {
    format!(
        "{} From {} to {}.",
        declared.help, declared.min, declared.max
    )
}
