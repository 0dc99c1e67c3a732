//! `grove`: the pipeline of the page as a command: files in, files out.
#![allow(
    clippy::disallowed_methods,
    reason = "a native program, whose work is files"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use grove::api::parameters::Real;
use grove::api::protocol::Download;
use grove::api::recipe::{DataReference, Recipe};
use grove::api::report::{Detail, Finding, Verdict};
use grove::api::stage::Stage;
use grove::api::synthetic::{
    BALANCE, DATA_SEED, DATA_SETS, DRIFT, MISSING, NOISE, ROWS, SyntheticSpec,
};
use grove::export;
use grove::pipeline::clean::clean;
use grove::pipeline::load::load;
use grove::pipeline::threads::Threads;
use grove::pipeline::{Event, Pipeline, predict};
use grove::synthetic;

#[derive(Parser)]
#[command(
    version,
    about = "Runs a Grove recipe on a CSV file, exactly as the page does."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs every stage of a recipe and writes model, metrics, predictions and the recipe.
    ///
    /// Example: grove run recipe.json iris.csv --out results
    Run {
        /// The recipe, as the page's download makes it.
        recipe: PathBuf,
        /// The CSV file that the recipe was made for.
        data: PathBuf,
        /// The folder to write to; made if it is not there.
        #[arg(long)]
        out: PathBuf,
        /// How many trees to grow at a time; 0 for one per core. The result is the same.
        #[arg(long, default_value_t = 0)]
        jobs: u32,
    },
    /// Holds a CSV file against a recipe's expectations, once it is loaded and cleaned as the recipe says, and fails
    /// where one that stops the run fails.
    ///
    /// Example: grove check recipe.json new.csv
    Check {
        /// The recipe, as the page's download makes it.
        recipe: PathBuf,
        /// Any CSV file.
        data: PathBuf,
    },
    /// Reads and cleans a CSV file by a recipe and writes the cleaned table as CSV.
    ///
    /// The file need not be the one that the recipe was made for; what steps learn, they learn from its train rows.
    ///
    /// Example: grove prepare recipe.json data.csv --out cleaned.csv
    Prepare {
        /// The recipe, as the page's download makes it.
        recipe: PathBuf,
        /// A CSV file with the columns that the recipe names.
        data: PathBuf,
        /// The file to write to.
        #[arg(long)]
        out: PathBuf,
    },
    /// Predicts the rows of a CSV file with a model and writes the predictions as CSV.
    ///
    /// Example: grove predict model.grove new.csv --out predictions.csv
    Predict {
        /// A model file, from the page or from `grove run`.
        model: PathBuf,
        /// Rows to predict; the target may be missing.
        data: PathBuf,
        /// The file to write to.
        #[arg(long)]
        out: PathBuf,
    },
    /// Makes a data set by a known rule and writes it as CSV: the same choices give the same bytes.
    ///
    /// Example: grove synthesize taxi-trips --rows 5000 --drift 0.5 --out taxi.csv
    Synthesize(Synthesize),
}

#[derive(Args)]
struct Synthesize {
    #[arg(value_parser = PossibleValuesParser::new(DATA_SETS.map(|set| set.id)))]
    name: String,
    #[arg(long, default_value_t = ROWS.default, help = format!("{} From {} to {}.", ROWS.help, ROWS.min, ROWS.max))]
    rows: u32,
    #[arg(long, default_value_t = DATA_SEED.default, help = DATA_SEED.help)]
    seed: u32,
    #[arg(long, default_value_t = NOISE.default, help = ranged(&NOISE))]
    noise: f64,
    #[arg(long, default_value_t = MISSING.default, help = ranged(&MISSING))]
    missing: f64,
    /// As the data set has it, where it is not said.
    #[arg(long, help = ranged(&BALANCE))]
    balance: Option<f64>,
    #[arg(long, default_value_t = DRIFT.default, help = ranged(&DRIFT))]
    drift: f64,
    /// The file to write to.
    #[arg(long)]
    out: PathBuf,
}

fn ranged(declared: &Real) -> String {
    format!(
        "{} From {} to {}.",
        declared.help, declared.min, declared.max
    )
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run {
            recipe,
            data,
            out,
            jobs,
        } => run(&recipe, &data, &out, jobs),
        Command::Check { recipe, data } => check(&recipe, &data),
        Command::Prepare { recipe, data, out } => prepare(&recipe, &data, &out),
        Command::Predict { model, data, out } => predict_file(&model, &data, &out),
        Command::Synthesize(arguments) => synthesize(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("grove: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(recipe: &Path, data: &Path, out: &Path, jobs: u32) -> Result<(), String> {
    let recipe = read_recipe(recipe)?;
    let mut pipeline = Pipeline::new(Box::new(Threads::new(jobs)));
    pipeline
        .open(&file_name(data), &read(data)?, &recipe.load)
        .map_err(|e| e.to_string())?;
    pipeline.begin(recipe.clone()).map_err(|e| e.to_string())?;
    loop {
        match pipeline.step().map_err(|e| e.to_string())? {
            Event::Finished(report) => {
                println!("{:<10}{}", report.stage.name(), report.sentence);
            }
            Event::Ended => break,
            Event::Reused(_) | Event::Started(_) | Event::Progressed { .. } | Event::Waiting => {}
        }
    }
    let outcome = pipeline
        .outcome()
        .ok_or("The run ended without a result.")?;
    fs::create_dir_all(out).map_err(|e| failed("make", out, &e))?;
    let files = [
        (Download::Model, export::model::write(&outcome.fitted)),
        (
            Download::Metrics,
            export::metrics::write(&outcome.evaluation, &recipe),
        ),
        (
            Download::Predictions,
            export::predictions::write(&outcome.predictions),
        ),
        (Download::Recipe, export::recipe::write(&recipe)),
    ];
    for (what, bytes) in files {
        write(&out.join(what.file_name()), &bytes)?;
    }
    println!("written to {}", out.display());
    Ok(())
}

/// Prints every expectation with what was found. `Err` where the run would stop.
fn check(recipe: &Path, data: &Path) -> Result<(), String> {
    let mut recipe = read_recipe(recipe)?;
    let mut pipeline = Pipeline::default();
    let opened = pipeline
        .open(&file_name(data), &read(data)?, &recipe.load)
        .map_err(|e| e.to_string())?;
    // It was made for other data, of which this should be more.
    recipe.data = DataReference {
        name: opened.name,
        sha256: opened.sha256,
    };
    pipeline.begin(recipe).map_err(|e| e.to_string())?;
    loop {
        match pipeline.step().map_err(|e| e.to_string())? {
            Event::Finished(report) => {
                println!("{:<10}{}", report.stage.name(), report.sentence);
                if let Detail::Check(check) = report.detail {
                    check.expectations.iter().for_each(print_finding);
                }
            }
            // What stops the run does so before the stage after it starts.
            Event::Started(Stage::Split) | Event::Ended => return Ok(()),
            _ => {}
        }
    }
}

fn print_finding(finding: &Finding) {
    let word = match finding.verdict {
        Verdict::Passed => "passed",
        Verdict::Warned => "warning",
        Verdict::Stopped => "STOP",
    };
    println!("{word:<10}{}: {}", finding.name, finding.message);
    if let Some(of) = finding.of_rule.as_ref().filter(|of| !of.rows.is_empty()) {
        let rows: Vec<String> = of.rows.iter().map(u32::to_string).collect();
        let more = if finding.failing as usize > rows.len() {
            ", …"
        } else {
            ""
        };
        let word = if finding.failing == 1 { "row" } else { "rows" };
        println!("{:<10}{word} {}{more}", "", rows.join(", "));
    }
}

fn prepare(recipe: &Path, data: &Path, out: &Path) -> Result<(), String> {
    let recipe = read_recipe(recipe)?;
    let loaded = load(&file_name(data), &read(data)?, &recipe.load).map_err(|e| e.to_string())?;
    let (cleaned, report) = clean(&loaded.table, &recipe).map_err(|e| e.to_string())?;
    for step in &report.steps {
        println!(
            "{}: {} cells changed, {} rows dropped",
            step.name,
            step.cells_changed,
            step.rows_dropped()
        );
    }
    write(out, &export::table::write(&cleaned.table))?;
    println!(
        "{} rows written to {}",
        cleaned.table.height(),
        out.display()
    );
    Ok(())
}

fn predict_file(model: &Path, data: &Path, out: &Path) -> Result<(), String> {
    let fitted = export::model::read(&read(model)?).map_err(|e| e.to_string())?;
    let (predictions, summary) =
        predict::predict(&fitted, &file_name(data), &read(data)?).map_err(|e| e.to_string())?;
    for note in &summary.notes {
        eprintln!("note: {note}");
    }
    write(out, &export::predictions::write(&predictions))?;
    println!(
        "{} rows predicted, written to {}",
        summary.rows,
        out.display()
    );
    Ok(())
}

fn synthesize(arguments: Synthesize) -> Result<(), String> {
    let set = DATA_SETS.iter().find(|set| set.id == arguments.name);
    let set = set.ok_or("There is no such data set.")?;
    let default = SyntheticSpec::new(set.name);
    let spec = SyntheticSpec {
        name: set.name,
        seed: arguments.seed,
        rows: arguments.rows,
        noise: arguments.noise,
        missing: arguments.missing,
        balance: arguments.balance.unwrap_or(default.balance),
        drift: arguments.drift,
    };
    let bytes = synthetic::make(&spec).map_err(|e| e.to_string())?;
    write(&arguments.out, &bytes)?;
    println!(
        "{} rows written to {}; the target is {}",
        spec.rows,
        arguments.out.display(),
        set.target
    );
    Ok(())
}

fn read_recipe(path: &Path) -> Result<Recipe, String> {
    Recipe::from_bytes(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|e| failed("read", path, &e))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|e| failed("write", path, &e))
}

fn failed(verb: &str, path: &Path, error: &io::Error) -> String {
    format!("Cannot {verb} {}: {error}.", path.display())
}
