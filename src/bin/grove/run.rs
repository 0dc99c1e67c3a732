//! A recipe from its file to its results at once, or as far as the cleaned table.

use grove::api::protocol::Download;
use grove::export;
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
    pipeline.open(&files::file_name(data), &files::read(data)?, &recipe.load)?;
    pipeline.begin(recipe.clone())?;
    loop {
        interrupt::check()?;
        match pipeline.step()? {
            Event::Finished(report) => {
                println!("{:<10}{}", report.stage.name(), report.sentence);
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
    println!("written to {}", out.display());
    Ok(())
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
    files::write(out, &export::table::write(&cleaned.table))?;
    println!(
        "{} rows written to {}",
        cleaned.table.height(),
        out.display()
    );
    Ok(())
}
