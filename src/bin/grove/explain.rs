//! `grove explain`: says why a model answers as it does for rows of a file.

use std::rc::Rc;
use std::task::Poll;

use grove_engine::clean::Cleaned;
use grove_engine::explain::{draw_background, rows_numbered, shapley};
use grove_engine::pace::Work;
use grove_engine::predict;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::split::SplitParts;
use grove_engine::table::Table;
use grove_engine::{Pipeline, RunEvent};
use grove_protocol::report::{EXPLAINED_AT_MOST, ExplainedRow, ShapleyMethod, ShapleyReport};
use grove_recipe::cut::cut;
use grove_recipe::number::{counted, significant};
use grove_recipe::stage::Stage;

use crate::arguments::ExplainArguments;
use crate::failure::{CommandFailure, shown};
use crate::progress::Progress;
use crate::{files, interrupt, kept, reading, set};

/// The most columns that are printed for a row; the file has all.
const PRINTED: usize = 10;
/// The most letters of a column and its value that are printed.
const LETTERS_AT_MOST: usize = 40;

pub fn explain(arguments: &ExplainArguments) -> Result<(), CommandFailure> {
    let ExplainArguments {
        model, data, out, ..
    } = arguments;
    if let Some(out) = out {
        files::replaceable(out)?;
    }
    if arguments.rows.len() > EXPLAINED_AT_MOST as usize {
        return Err(CommandFailure::Said(format!(
            "At most {EXPLAINED_AT_MOST} rows are explained at once. Ask for fewer."
        )));
    }
    set::whole(model)?;
    let fitted = grove_export::model::read(&files::read(model)?)?;
    let (table, background) = rows_of(&fitted, arguments)?;
    let positions = rows_numbered(&table, &arguments.rows).map_err(|number| {
        CommandFailure::Said(format!(
            "{} has no row {number} that can be read. Its rows are numbered from 1 below the header.",
            data.display()
        ))
    })?;
    let drawn = draw_background(&background, arguments.background, fitted.recipe.seed);
    let both: Vec<u32> = drawn.iter().chain(&positions).copied().collect();
    let (rows, behind) = (Rc::new(table.take(&both)), drawn.len() as u32);
    let work = Work::new(|pace| async move { shapley(&fitted, rows, behind, &pace).await });
    let explained = finish(work)?;
    if let Some(out) = out {
        files::write(out, &grove_export::explanation::write(&explained))?;
    }
    print(&explained);
    if let Some(out) = out {
        println!("written to {}", out.display());
    }
    Ok(())
}

/// Reads the file, and finds the rows that can be background rows.
fn rows_of(
    fitted: &FittedPipeline,
    arguments: &ExplainArguments,
) -> Result<(Table, Vec<u32>), CommandFailure> {
    let (data, choices) = (&arguments.data, arguments.reading.choices());
    let (name, bytes) = (files::file_name(data), files::read_data(data)?);
    let recipe = &fitted.recipe;
    if choices.is_empty() && kept::hash(&bytes) == recipe.data.sha256 {
        let (bytes, loaded) =
            reading::load_bytes(&name, bytes, &recipe.load, &mut Progress::new())?;
        let table = loaded.table.clone();
        let mut pipeline = Pipeline::default();
        pipeline.opened(bytes, loaded);
        pipeline.begin_through(recipe.clone(), Stage::Split)?;
        while pipeline.step()? != RunEvent::Ended {
            interrupt::check()?;
        }
        let cleaned = pipeline.made::<Cleaned>(recipe).expect("clean ran");
        let parts = pipeline.made::<SplitParts>(recipe).expect("split ran");
        let number = |&position: &u32| cleaned.table.rows[position as usize];
        let numbers: Vec<u32> = parts.train.iter().map(number).collect();
        let background = rows_numbered(&table, &numbers).expect("rows of the file");
        return Ok((table, background));
    }
    let loaded = predict::read_with(fitted, &name, &bytes, &choices).map_err(reading::refused)?;
    eprintln!(
        "note: {} is not the file that the model was trained on, so its own rows are the background.",
        shown(&name)
    );
    let all = (0..loaded.table.height()).collect();
    Ok((loaded.table, all))
}

fn finish<T>(
    mut work: Work<Result<T, grove_recipe::error::StageError>>,
) -> Result<T, CommandFailure> {
    let mut progress = Progress::new();
    loop {
        interrupt::check()?;
        if let Poll::Ready(done) = work.poll() {
            return Ok(done?);
        }
        let now = work.progress();
        progress.share(Stage::Predict, now.done, now.total);
    }
}

fn print(explained: &ShapleyReport) {
    for row in &explained.rows {
        let output = most_probable(&row.answer);
        let number = |value: f64| significant(value, 4);
        let answer = match explained.classes.get(output) {
            Some(class) => format!("{} with probability", shown(class)),
            None => "the answer is".into(),
        };
        println!(
            "row {}: {answer} {}, on average {}",
            row.row,
            number(row.answer[output]),
            number(explained.base[output])
        );
        print_columns(explained, row, output);
    }
    println!("{}", how(explained));
}

fn print_columns(explained: &ShapleyReport, row: &ExplainedRow, output: usize) {
    let values = row.contributions.iter().map(|of| of[output]);
    let named = explained.columns.iter().zip(&row.values).zip(values);
    let mut columns: Vec<((&String, &Option<String>), f64)> = named.collect();
    columns.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let (printed, rest) = columns.split_at(columns.len().min(PRINTED));
    for ((name, value), contribution) in printed {
        let value = value.as_deref().unwrap_or("missing");
        let name = shown(&cut(&format!("{name} = {value}"), LETTERS_AT_MOST));
        println!("  {name:<44}{:>12}", signed(*contribution));
    }
    if !rest.is_empty() {
        let sum: f64 = rest.iter().map(|column| column.1).sum();
        let others = counted(rest.len() as u64, "other column", "other columns");
        println!("  {others:<44}{:>12}", signed(sum));
    }
}

fn signed(value: f64) -> String {
    let digits = significant(value.abs(), 4);
    format!("{}{digits}", if value < 0.0 { "-" } else { "+" })
}

/// Says how the values were computed.
fn how(explained: &ShapleyReport) -> String {
    let rows = explained.background_rows.len();
    let how = match explained.method {
        ShapleyMethod::Exact | ShapleyMethod::EverySubset => "exact",
        ShapleyMethod::Sampled => {
            "estimated, since the model needs many columns; the file has their standard errors"
        }
    };
    format!("Shapley values against {rows} background rows, {how}.")
}

fn most_probable(answer: &[f64]) -> usize {
    let mut best = 0;
    for (place, value) in answer.iter().enumerate() {
        if *value > answer[best] {
            best = place;
        }
    }
    best
}
