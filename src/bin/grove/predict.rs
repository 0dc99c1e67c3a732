//! `grove predict`: predicts the rows of a file.

use grove_engine::predict;

use crate::failure::{CommandFailure, shown};
use crate::stage_command::PredictArguments;
use crate::{files, reading, set};

pub fn predict(arguments: &PredictArguments) -> Result<(), CommandFailure> {
    let PredictArguments {
        model, data, out, ..
    } = arguments;
    files::replaceable(out)?;
    set::whole(model)?;
    let fitted = grove_export::model::read(&files::read(model)?)?;
    let (bytes, choices) = (files::read_data(data)?, arguments.reading.choices());
    let (predictions, summary) =
        predict::predict_with(&fitted, &files::file_name(data), &bytes, &choices)
            .map_err(reading::refused)?;
    for note in &summary.notes {
        eprintln!("note: {}", shown(note));
    }
    let written = grove_export::predictions::write(&predictions);
    if let Some(note) = grove_export::formulas::note(&written) {
        eprintln!("note: {note}");
    }
    files::write(out, &written)?;
    println!(
        "{} rows predicted, written to {}",
        summary.rows,
        out.display()
    );
    Ok(())
}
