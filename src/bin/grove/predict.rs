//! Rows of a file, predicted by a model.

use grove::export;
use grove::pipeline::predict;

use crate::arguments::Predict;
use crate::failure::Failure;
use crate::files;

pub fn predict(arguments: &Predict) -> Result<(), Failure> {
    let Predict { model, data, out } = arguments;
    let fitted = export::model::read(&files::read(model)?)?;
    let (predictions, summary) =
        predict::predict(&fitted, &files::file_name(data), &files::read(data)?)?;
    for note in &summary.notes {
        eprintln!("note: {note}");
    }
    let written = export::predictions::write(&predictions);
    if let Some(note) = export::formulas::note(&written) {
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
