//! Everything that a person can take home of a run, as files: `exports DATA OUT [RECIPE]`. Without a recipe it is the one
//! that the page would begin with.
#![allow(
    clippy::disallowed_methods,
    reason = "a native program, whose work is files"
)]

use std::error::Error;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use grove::api::columns::DataSummary;
use grove::api::onnx::OnnxLayout;
use grove::api::protocol::Table;
use grove::api::recipe::{DataReference, Recipe, Task};
use grove::api::report::StageReport;
use grove::api::tracking::{RunId, RunInfo};
use grove::export::bundle::Entry;
use grove::export::mlflow::examples;
use grove::export::onnx::given::{csv, given};
use grove::export::script::{Taught, pyspark, sklearn};
use grove::export::{
    card, metrics, mlflow, mlruns, model, onnx, predictions, recipe, report, table,
};
use grove::pipeline::threads::Threads;
use grove::pipeline::{Event, Pipeline};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(data), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: exports DATA OUT [RECIPE]".into());
    };
    let (data, out) = (Path::new(&data), Path::new(&out));
    let given = match arguments.next() {
        Some(recipe) => Some(Recipe::from_bytes(&fs::read(recipe)?)?),
        None => None,
    };
    let name = data.file_name().unwrap_or_default().to_string_lossy();
    let load = given.as_ref().map(|recipe| recipe.load.clone());
    let mut pipeline = Pipeline::new(Box::new(Threads::new(0)));
    let opened = pipeline.open(&name, &fs::read(data)?, &load.unwrap_or_default())?;
    let recipe = given.unwrap_or_else(|| proposed(&opened));
    pipeline.begin(recipe.clone())?;
    let mut stages: Vec<StageReport> = Vec::new();
    loop {
        match pipeline.step()? {
            Event::Finished(report) => stages.push(*report),
            Event::Ended => break,
            _ => {}
        }
    }
    // As the page tells it of a file that was opened before the run.
    if !matches!(stages.first(), Some(first) if first.stage == grove::api::stage::Stage::Load) {
        stages.insert(0, StageReport::of_load(opened.clone()));
    }
    fs::create_dir_all(out)?;
    for (file, bytes) in files(&pipeline, &recipe, &opened, &stages)? {
        fs::write(out.join(file), bytes)?;
    }
    Ok(())
}

fn proposed(opened: &DataSummary) -> Recipe {
    let data = DataReference {
        name: opened.name.clone(),
        sha256: opened.sha256.clone(),
    };
    let target = opened.proposal.target.clone();
    let column = opened.columns.iter().find(|column| column.name == target);
    let task = column.map_or(Task::Classification, |column| column.task());
    Recipe::new(data, target, task, opened.proposal.leave_out.clone())
}

fn files(
    pipeline: &Pipeline,
    of: &Recipe,
    opened: &DataSummary,
    stages: &[StageReport],
) -> Result<Vec<Entry>, Box<dyn Error>> {
    let outcome = pipeline
        .outcome()
        .ok_or("The run ended without a result.")?;
    let taught = Taught::of(pipeline, of, opened).ok_or("The run's rows are gone.")?;
    let (fitted, tested) = (&outcome.fitted, &outcome.predictions);
    let cleaned = pipeline.table(Table::Cleaned).ok_or("The table is gone.")?;
    let raw = pipeline.table(Table::Raw).ok_or("The table is gone.")?;
    let rows = raw.take(&tested.rows.iter().map(|row| row - 1).collect::<Vec<_>>());
    let predicted = tested.predicted();

    let started = Instant::now();
    let columns = onnx::export(fitted, OnnxLayout::Columns)?;
    let in_table = onnx::export(fitted, OnnxLayout::Table)?;
    let examples = examples(&columns.about, &rows);
    let info = RunInfo {
        metrics: outcome.evaluation.metrics.clone(),
        cross_validation: outcome.evaluation.cross_validation.clone(),
        test_rows: Some(predicted.test_rows()),
        ..RunInfo::new(RunId::new(0.0, [0; 5]), of.clone(), 0.0)
    };
    let scores = metrics::write(&outcome.evaluation, of);
    let run = mlruns::Run {
        info: &info,
        artifacts: vec![("metrics.json".into(), scores.clone())],
    };
    let files = vec![
        (
            "mlflow.zip",
            mlflow::write(&columns, fitted, examples.as_ref()),
        ),
        (
            "pyspark.zip",
            pyspark::write(&in_table, fitted, Some(&taught)),
        ),
        ("model.onnx", in_table.bytes.clone()),
        (
            "inputs.csv",
            csv(&given(fitted, &in_table.about.inputs, &rows)?),
        ),
        ("train.py", sklearn::write(&taught)),
        ("mlruns.zip", mlruns::write(&[run])),
        ("report.html", report::write(of, stages, Some(&predicted))),
        ("card.md", card::write(of, stages)),
        ("metrics.json", scores),
        ("model.grove", model::write(fitted)),
        ("predictions.csv", predictions::write(tested)),
        ("recipe.json", recipe::write(of)),
        ("cleaned.csv", table::write(cleaned)),
    ];
    let sizes = files
        .iter()
        .map(|(file, bytes)| format!("{file} {}", bytes.len()));
    let sizes = sizes.collect::<Vec<_>>().join(", ");
    println!("{} in {:.0?}: {sizes}", opened.name, started.elapsed());
    let entry = |(file, bytes): (&str, Vec<u8>)| (file.to_owned(), bytes);
    Ok(files.into_iter().map(entry).collect())
}
