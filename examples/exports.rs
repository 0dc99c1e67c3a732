//! Everything that a person can take home of a run, as files: `exports DATA OUT [RECIPE]`. Without a recipe it is the one
//! that the page would begin with.
#![allow(
    clippy::disallowed_methods,
    reason = "a native program, whose work is files"
)]

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use grove_engine::train::threads::TreeThreads;
use grove_engine::{Pipeline, RunEvent};
use grove_export::bundle::BundleEntry;
use grove_export::curve::Curve;
use grove_export::onnx::compare::compare;
use grove_export::onnx::given::{csv, given};
use grove_export::take_home::FinishedRun;
use grove_export::{metrics, mlruns, model, onnx, predictions, recipe, table};
use grove_protocol::TableName;
use grove_protocol::onnx::OnnxLayout;
use grove_protocol::report::StageReport;
use grove_protocol::take_home::TakeHomeFormat;
use grove_protocol::tracking::{RunId, RunInfo};
use grove_recipe::Recipe;
use grove_recipe::columns::DataSummary;

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
    let mut pipeline = Pipeline::new(Box::new(TreeThreads::new(0)));
    let opened = pipeline.open(&name, &fs::read(data)?, &load.unwrap_or_default())?;
    let recipe = given.unwrap_or_else(|| proposed(&opened));
    pipeline.begin(recipe.clone())?;
    let mut stages: Vec<StageReport> = Vec::new();
    loop {
        match pipeline.step()? {
            RunEvent::Finished(report) => stages.push(*report),
            RunEvent::Ended => break,
            _ => {}
        }
    }
    // As the page tells it of a file that was opened before the run.
    if !matches!(stages.first(), Some(first) if first.stage == grove_recipe::stage::Stage::Load) {
        stages.insert(0, StageReport::of_load(opened.clone()));
    }
    fs::create_dir_all(out)?;
    for (file, bytes) in files(&pipeline, &recipe, &stages)? {
        fs::write(out.join(file), bytes)?;
    }
    Ok(())
}

/// The recipe for what is likeliest meant to be predicted.
fn proposed(opened: &DataSummary) -> Recipe {
    opened.recipe(opened.proposal.likeliest().unwrap_or_default())
}

fn files(
    pipeline: &Pipeline,
    of: &Recipe,
    stages: &[StageReport],
) -> Result<Vec<BundleEntry>, Box<dyn Error>> {
    let run = FinishedRun {
        pipeline,
        outcome: pipeline
            .outcome()
            .ok_or("The run ended without a result.")?,
        recipe: of,
        stages,
    };
    let (fitted, tested) = (&run.outcome.fitted, &run.outcome.predictions);
    let cleaned = pipeline
        .table(TableName::Cleaned)
        .ok_or("The table is gone.")?;
    let mut files: Vec<BundleEntry> = Vec::new();
    for format in TakeHomeFormat::ALL {
        let started = Instant::now();
        let file = run.write(format, true)?;
        let written = started.elapsed();
        print!(
            "{:<18}{:<8}{:>9} bytes in {written:>6.0?}",
            fitted.recipe.data.name,
            format.name(),
            file.bytes.len()
        );
        if let Some(model) = &file.model {
            let started = Instant::now();
            let found = compare(fitted, model, &run.test_rows()?, &tested.predicted)?;
            print!(
                ", read back in {:>6.0?}: {} rows, {} labels differ, largest difference {:e}",
                started.elapsed(),
                found.rows,
                found.label_mismatches,
                found.largest_difference
            );
        }
        println!();
        files.push((format.file_name().into(), file.bytes));
    }
    let inputs = onnx::export(fitted, OnnxLayout::Table)?.about.inputs;
    let rows = run.test_rows()?;
    let given = given(fitted, &inputs, &rows)?;
    // The preparation is part of what other tools do with the model.
    let started = Instant::now();
    let (prepared, _) = fitted.preparation.replay(rows.clone())?;
    black_box(fitted.predict(&fitted.featurizer.apply(&prepared)?.matrix));
    let each_second = f64::from(rows.height()) / started.elapsed().as_secs_f64();
    println!(
        "{:<18}Grove predicts {each_second:.0} rows/s",
        fitted.recipe.data.name
    );
    let info = RunInfo {
        metrics: run.outcome.evaluation.metrics.clone(),
        cross_validation: run.outcome.evaluation.cross_validation.clone(),
        test_rows: Some(tested.predicted().test_rows()),
        ..RunInfo::new(RunId::new(0.0, [0; 5]), of.clone(), 0.0)
    };
    let scores = metrics::write(&run.outcome.evaluation, of);
    let kept = mlruns::MlflowRun {
        info: &info,
        curve: Curve::of(stages),
        artifacts: vec![("metrics.json".into(), scores.clone())],
    };
    files.extend([
        ("inputs.csv".into(), csv(&given)),
        ("mlruns.zip".into(), mlruns::write(&[kept])),
        ("metrics.json".into(), scores),
        ("model.grove".into(), model::write(fitted)),
        ("predictions.csv".into(), predictions::write(tested)),
        ("recipe.json".into(), recipe::write(of)),
        ("cleaned.csv".into(), table::write(cleaned)),
    ]);
    Ok(files)
}
