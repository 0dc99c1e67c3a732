//! `grove run` and `grove prepare`: run the pipeline in one go, or up to the cleaned table.

use grove_engine::clean::clean;
use grove_engine::profile::profile;
use grove_engine::train::threads::TreeThreads;
use grove_engine::{Pipeline, RunEvent};
use grove_export::bundle::BundleEntry;
use grove_export::onnx::compare::compare;
use grove_export::take_home;
use grove_protocol::Download;
use grove_protocol::report::StageReport;
use grove_protocol::take_home::TakeHomeFormat;
use grove_recipe::error::StageError;
use grove_recipe::number::significant;

use crate::arguments::{PrepareArguments, RunArguments};
use crate::failure::{CommandFailure, shown};
use crate::result::RunSummary;
use crate::{files, interrupt, reading, recipe, set};

pub fn run(arguments: &RunArguments) -> Result<(), CommandFailure> {
    let RunArguments {
        recipe, data, out, ..
    } = arguments;
    let mut draft = recipe::begin(recipe.as_deref(), &arguments.aim)?;
    arguments.reading.apply(&mut draft.recipe_mut().load);
    arguments.answers.apply(&mut draft.recipe_mut().evaluate);
    for name in names(&arguments.export) {
        files::replaceable(&out.join(name))?;
    }
    let (bytes, loaded) = reading::load(data, &draft.recipe().load)?;
    let mut pipeline = Pipeline::new(Box::new(TreeThreads::new(arguments.jobs)));
    let opened = pipeline.opened(bytes, loaded);
    reading::print_notes(&opened);
    let recipe = recipe::complete(draft, &opened)?;
    pipeline.begin(recipe.clone())?;
    let mut stages = Vec::new();
    let mut finished = |report: StageReport| {
        println!("{:<10}{}", report.stage.name(), report.sentence);
        stages.push(report);
    };
    finished(StageReport::of_load(opened));
    loop {
        interrupt::check()?;
        match pipeline.step()? {
            RunEvent::Finished(report) => finished(*report),
            RunEvent::Ended => break,
            RunEvent::Reused(_)
            | RunEvent::Started(_)
            | RunEvent::Progressed { .. }
            | RunEvent::Waiting => {}
        }
    }
    let outcome = pipeline.outcome().expect("it ended without an error");
    let fitted = &outcome.fitted;
    let written = OF_A_RUN.map(|what| {
        let bytes = match what {
            Download::Metrics => grove_export::metrics::write(&outcome.evaluation, &fitted.recipe),
            Download::Predictions => grove_export::predictions::write(&outcome.predictions),
            // With all reading choices as they were detected.
            Download::Recipe => grove_export::recipe::write(&fitted.recipe),
            _ => grove_export::model::write(fitted),
        };
        (what.file_name().to_owned(), bytes)
    });
    let mut written: Vec<BundleEntry> = written.into();
    let run = take_home::FinishedRun {
        pipeline: &pipeline,
        outcome,
        recipe: &recipe,
        stages: &stages,
    };
    let mut refused = None;
    for &format in &arguments.export {
        interrupt::check()?;
        match exported(&run, format, arguments.example_rows) {
            Ok(bytes) => written.push((format.file_name().to_owned(), bytes)),
            // The other files are written all the same.
            Err(failure) => {
                refused = Some(failure);
                break;
            }
        }
    }
    set::put(out, &written)?;
    let tables = written.iter().filter(|(name, _)| name.ends_with(".csv"));
    for note in tables.filter_map(|(_, bytes)| grove_export::formulas::note(bytes)) {
        eprintln!("note: {note}");
    }
    let told = RunSummary {
        evaluation: &outcome.evaluation,
        data,
        out,
        exported: !arguments.export.is_empty(),
    };
    told.print(&written);
    for format in TakeHomeFormat::ALL {
        let name = format.file_name();
        if !written.iter().any(|(path, _)| path == name) && out.join(name).exists() {
            eprintln!("note: {} is of an earlier run.", out.join(name).display());
        }
    }
    refused.map_or(Ok(()), Err)
}

/// The files of every run.
const OF_A_RUN: [Download; 4] = [
    Download::Model,
    Download::Metrics,
    Download::Predictions,
    Download::Recipe,
];

fn names(exports: &[TakeHomeFormat]) -> Vec<&'static str> {
    let of_a_run = OF_A_RUN.into_iter().map(Download::file_name);
    of_a_run
        .chain(exports.iter().map(|format| format.file_name()))
        .collect()
}

/// Makes the file of a format, and prints the comparison of its model and its notes.
fn exported(
    run: &take_home::FinishedRun,
    format: TakeHomeFormat,
    examples: bool,
) -> Result<Vec<u8>, CommandFailure> {
    let refused = |error: StageError| CommandFailure::Said(format!("{}: {error}", format.name()));
    let file = run.write(format, examples).map_err(refused)?;
    let read_back = match &file.model {
        Some(model) => {
            let outcome = run.outcome;
            let (fitted, predicted) = (&outcome.fitted, &outcome.predictions.predicted);
            let rows = run.test_rows().map_err(refused)?;
            let found = compare(fitted, model, &rows, predicted).map_err(refused)?;
            format!(
                ", read back on {} test rows: {} labels differ, largest difference {}",
                found.rows,
                found.label_mismatches,
                significant(found.largest_difference, 4)
            )
        }
        None => String::new(),
    };
    let (name, bytes) = (format.name(), file.bytes.len());
    println!("{name:<10}{}, {bytes} bytes{read_back}", format.file_name());
    let told = file.reveals().map_err(refused)?;
    let told: Vec<String> = told
        .iter()
        .map(|revealed| format!("{} ({})", revealed.what, revealed.count))
        .collect();
    if !told.is_empty() {
        println!("{:<10}it reveals of the data: {}", "", told.join("; "));
    }
    for note in &file.notes {
        eprintln!("note: {name}: {}", shown(note));
    }
    Ok(file.bytes)
}

pub fn prepare(arguments: &PrepareArguments) -> Result<(), CommandFailure> {
    let PrepareArguments { data, out, .. } = arguments;
    files::replaceable(out)?;
    let mut draft = recipe::draft(&arguments.recipe)?;
    arguments.reading.apply(&mut draft.recipe_mut().load);
    let (_, loaded) = reading::load_new(data, &mut draft)?;
    let opened = profile(&loaded);
    reading::print_notes(&opened);
    // The file need not be the one that the recipe was made for.
    draft.set_data_free();
    let recipe = recipe::complete(draft, &opened)?;
    let (cleaned, report) = clean(&loaded.table, &recipe)?;
    for step in &report.steps {
        println!(
            "{}: {} cells changed, {} rows dropped",
            step.name,
            step.cells_changed,
            step.rows_dropped()
        );
    }
    let written = grove_export::table::write(&cleaned.table);
    if let Some(note) = grove_export::formulas::note(&written) {
        eprintln!("note: {note}");
    }
    files::write(out, &written)?;
    println!(
        "{} rows written to {}",
        cleaned.table.height(),
        out.display()
    );
    Ok(())
}
