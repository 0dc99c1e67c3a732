//! `grove slices`: says where a model fails.

use grove_engine::clean::Cleaned;
use grove_engine::evaluate::slices::{TestedRows, rows_of_file, rows_of_split, slices as find};
use grove_engine::pace::Work;
use grove_engine::split::SplitParts;
use grove_protocol::report::{Slice, SliceReport};
use grove_recipe::cut::cut;
use grove_recipe::number::{counted, fixed, score_text};
use grove_recipe::stage::Stage;

use crate::arguments::SlicesArguments;
use crate::failure::{CommandFailure, shown};
use crate::{files, reading, set, trained_on};

/// The most letters of a description that are printed; the file has all.
const LETTERS_AT_MOST: usize = 60;

pub fn slices(arguments: &SlicesArguments) -> Result<(), CommandFailure> {
    let SlicesArguments { model, out, .. } = arguments;
    if let Some(out) = out {
        files::replaceable(out)?;
    }
    set::whole(model)?;
    let tested = tested(arguments)?;
    let report = trained_on::finish(Work::new(|pace| async move {
        let TestedRows {
            table,
            target,
            seed,
            ..
        } = &tested;
        Ok(find(table, target, &tested.errors(), *seed, &pace).await)
    }))?;
    if let Some(out) = out {
        let mut bytes = serde_json::to_vec_pretty(&report).expect("values and texts alone");
        bytes.push(b'\n');
        files::write(out, &bytes)?;
    }
    print(&report);
    if let Some(out) = out {
        println!("written to {}", out.display());
    }
    Ok(())
}

/// Reads the rows on which the model is judged.
fn tested(arguments: &SlicesArguments) -> Result<TestedRows, CommandFailure> {
    let SlicesArguments { model, data, .. } = arguments;
    let fitted = grove_export::model::read(&files::read(model)?)?;
    let choices = arguments.reading.choices();
    let (name, bytes) = (files::file_name(data), files::read_data(data)?);
    if !trained_on::is_own(&fitted, &bytes, &choices) {
        eprintln!(
            "note: {} is not the file that the model was trained on, so all of its rows are looked at.",
            shown(&name)
        );
        return rows_of_file(&fitted, &name, &bytes, &choices).map_err(reading::refused);
    }
    let pipeline = trained_on::replayed(&fitted, &name, bytes, Stage::Split)?;
    let recipe = &fitted.recipe;
    let cleaned = pipeline.made::<Cleaned>(recipe).expect("clean ran");
    let parts = pipeline.made::<SplitParts>(recipe).expect("split ran");
    Ok(rows_of_split(&fitted, cleaned, parts)?)
}

fn print(report: &SliceReport) {
    println!("{}", shown(&report.sentence));
    if report.rows_needed.is_some() {
        return;
    }
    println!(
        "Found on {}, judged on {} others, each slice of at least {}.",
        counted(report.found_on, "row", "rows"),
        report.judged_on,
        report.smallest
    );
    if report.columns_left > 0 {
        let left = counted(report.columns_left, "column was", "columns were");
        println!(
            "{left} not looked at: only the first {} are.",
            report.columns
        );
    }
    if report.slices.is_empty() {
        return;
    }
    println!(
        "{:<62}{:>8}{:>26}{:>10}{:>12}  holds",
        "slice", "rows", report.metric, "others", "corrected p"
    );
    report.slices.iter().for_each(print_slice);
}

fn print_slice(slice: &Slice) {
    let description = shown(&cut(&slice.description, LETTERS_AT_MOST));
    let [score, low, high, others] = [
        slice.score,
        slice.interval.0,
        slice.interval.1,
        slice.other_score,
    ]
    .map(score_text);
    println!(
        "{description:<62}{:>8}{:>26}{others:>10}{:>12}  {}",
        slice.rows,
        format!("{score} ({low} to {high})"),
        fixed(slice.corrected_p, 4),
        if slice.holds { "yes" } else { "no" }
    );
}
