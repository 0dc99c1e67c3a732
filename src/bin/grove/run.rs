//! A recipe from its file to its results at once, or as far as the cleaned table.

use grove::api::error::StageError;
use grove::api::protocol::Download;
use grove::api::report::StageReport;
use grove::api::take_home::Format;
use grove::export::onnx::compare::compare;
use grove::export::text::number;
use grove::export::{self, take_home};
use grove::pipeline::clean::clean;
use grove::pipeline::load::load;
use grove::pipeline::threads::Threads;
use grove::pipeline::{Event, Pipeline};

use crate::arguments::{Prepare, Run};
use crate::failure::Failure;
use crate::{files, interrupt, recipe};

pub fn run(arguments: &Run) -> Result<(), Failure> {
    let Run { data, out, .. } = arguments;
    let recipe = recipe::read(&arguments.recipe)?;
    let mut pipeline = Pipeline::new(Box::new(Threads::new(arguments.jobs)));
    let opened = pipeline.open(&files::file_name(data), &files::read(data)?, &recipe.load)?;
    pipeline.begin(recipe.clone())?;
    let mut stages = vec![StageReport::of_load(opened)];
    loop {
        interrupt::check()?;
        match pipeline.step()? {
            Event::Finished(report) => {
                println!("{:<10}{}", report.stage.name(), report.sentence);
                stages.push(*report);
            }
            Event::Ended => break,
            Event::Reused(_) | Event::Started(_) | Event::Progressed { .. } | Event::Waiting => {}
        }
    }
    let outcome = pipeline.outcome().expect("it ended without an error");
    let written = [
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
    let written = written.map(|(what, bytes)| (what.file_name().to_owned(), bytes));
    files::put(out, &written)?;
    let tables = written.iter().filter(|(name, _)| name.ends_with(".csv"));
    for note in tables.filter_map(|(_, bytes)| export::formulas::note(bytes)) {
        eprintln!("note: {note}");
    }
    let run = take_home::Run {
        pipeline: &pipeline,
        outcome,
        recipe: &recipe,
        stages: &stages,
    };
    for &format in &arguments.export {
        interrupt::check()?;
        let bytes = exported(&run, format, arguments.example_rows)?;
        files::put(out, &[(format.file_name().to_owned(), bytes)])?;
    }
    println!("written to {}", out.display());
    Ok(())
}

/// The file of a format; says what the model in it answers, and what is to be known of it.
fn exported(run: &take_home::Run, format: Format, examples: bool) -> Result<Vec<u8>, Failure> {
    let refused = |error: StageError| Failure::Said(format!("{}: {error}", format.name()));
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
                number(found.largest_difference)
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
        println!("{:<10}it tells of the data: {}", "", told.join("; "));
    }
    for note in &file.notes {
        eprintln!("note: {name}: {note}");
    }
    Ok(file.bytes)
}

pub fn prepare(arguments: &Prepare) -> Result<(), Failure> {
    let Prepare { data, out, .. } = arguments;
    let recipe = recipe::read(&arguments.recipe)?;
    let loaded = load(&files::file_name(data), &files::read(data)?, &recipe.load)?;
    let (cleaned, report) = clean(&loaded.table, &recipe)?;
    for step in &report.steps {
        println!(
            "{}: {} cells changed, {} rows dropped",
            step.name,
            step.cells_changed,
            step.rows_dropped()
        );
    }
    let written = export::table::write(&cleaned.table);
    if let Some(note) = export::formulas::note(&written) {
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
